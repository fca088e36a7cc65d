import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Point } from '../../src/application/history.js';
import { agreement, type AgreementState } from '../../src/domain/agreement/index.js';
import { fold } from '../../src/domain/kernel/decider.js';
import {
  actors,
  createWorld,
  draft,
  openForSigning,
  registerBodies,
  signOnPaper,
  type World,
} from '../support/world.js';

const ref = { type: 'agreement', id: 'agr-1' } as const;
const onDay = (day: string) => ({ occurred: { earliest: day, latest: day, precision: 'DAY', certainty: 'STATED' } });
const why = { reason: 'biên bản nộp muộn', source: { kind: 'PAPER', ref: 'src-1', certainty: 'STATED' } };

describe('both clocks', () => {
  let world: World;

  beforeEach(async () => {
    world = await createWorld();
    await registerBodies(world);
  });
  afterEach(() => world.close());

  const status = async (point: Point) => (await world.history.at<AgreementState>(ref, point)).state.status;
  const revise = (subject: string) =>
    world.must('ReviseDraft', 'agr-1', { patch: { subject } }, { by: actors.drafter });

  test('before it was recorded an agreement is not known; before it happened there is none', async () => {
    world.now = '2026-03-10T02:00:00.000Z';
    await world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter });
    expect(
      await Promise.all([{}, { asOf: '2026-03-09' }, { asOf: '2026-03-10' }, { knownAt: '2026-03-09' }].map(status)),
    ).toEqual(['DRAFTING', 'NONE', 'DRAFTING', 'NONE']);
  });

  test('a late record changes what was, not what was known', async () => {
    world.now = '2026-03-10T02:00:00.000Z';
    const hash = await openForSigning(world, 'agr-1');
    await signOnPaper(world, 'agr-1', 'a', hash);
    world.now = '2026-03-25T02:00:00.000Z';
    await signOnPaper(world, 'agr-1', 'b', hash, { ...onDay('2026-03-12'), ...why });
    expect(await status({ asOf: '2026-03-15' })).toBe('SIGNED');
    expect(await status({ asOf: '2026-03-15', knownAt: '2026-03-20' })).toBe('SIGNING');
    expect(await status({ asOf: '2026-03-11' })).toBe('SIGNING');
    expect(await status({ knownAt: '2026-03-20' })).toBe('SIGNING');
  });

  test('what may or may not have happened by then is named', async () => {
    world.now = '2026-03-10T02:00:00.000Z';
    const hash = await openForSigning(world, 'agr-1');
    world.now = '2026-03-25T02:00:00.000Z';
    const inMarch = {
      occurred: { earliest: '2026-03-11', latest: '2026-03-20', precision: 'RANGE', certainty: 'INFERRED' },
    };
    const [signed, scan] = await signOnPaper(world, 'agr-1', 'a', hash, { ...inMarch, ...why });
    const { state, undetermined } = await world.history.at<AgreementState>(ref, { asOf: '2026-03-15' });
    expect(undetermined).toEqual([signed?.eventId, scan?.eventId]);
    expect(state.parties.map((party) => party.signatures.length)).toEqual([0, 0]);
  });

  test('changes of an event and the difference between two points are told by path', async () => {
    await world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter });
    await world.must(
      'ReviseDraft',
      'agr-1',
      { patch: { clauses: [{ clauseId: 'c2', body: 'Hai bên họp hằng quý.' }] } },
      { by: actors.drafter },
    );
    const [changes] = await world.history.changesOf([{ ref, version: 2 }]);
    const body = {
      path: 'clauses/c2/body',
      was: 'Hai bên trao đổi thông tin hằng quý.',
      now: 'Hai bên họp hằng quý.',
    };
    expect(changes).toEqual([body]);
    expect(await world.history.diff(ref, { version: 1 }, {})).toEqual([
      body,
      { path: 'textSha256', was: expect.any(String), now: expect.any(String) },
      { path: 'textVersion', was: 1, now: 2 },
    ]);
    expect(await world.history.diff(ref, { version: 2 }, {})).toEqual([]);
  });

  test('at any depth the state is the fold of the events so far', async () => {
    await world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter });
    for (let n = 2; n <= 130; n++) {
      world.now = new Date(Date.parse('2026-03-02T02:00:00.000Z') + n * 3_600_000).toISOString();
      await revise(`Lần ${n}`);
    }
    const events = (await world.store.read(ref)).map((event) => event as Parameters<typeof agreement.evolve>[1]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 130 }), async (version) => {
        const expected = fold(agreement, events.slice(0, version));
        const asOf = events[version - 1]?.recordedAt ?? '';
        for (const point of [{ version }, { asOf }, { knownAt: asOf }, { asOf, knownAt: asOf }])
          expect((await world.history.at(ref, point)).state).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  test('an object nobody knows is empty at every point', async () => {
    expect(await world.history.at(ref)).toMatchObject({ version: 0, state: { status: 'NONE' }, undetermined: [] });
    expect(await world.history.changesOf([{ ref, version: 1 }])).toEqual([[]]);
  });
});
