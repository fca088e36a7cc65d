import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../src/application/execute.js';
import type { AgreementState } from '../../src/domain/agreement/index.js';
import type { Correctable } from '../../src/domain/kernel/correctable.js';
import type { Actor, Recorded } from '../../src/domain/kernel/event.js';
import { day } from '../../src/domain/kernel/fuzzyDate.js';
import { beginning, type StreamType } from '../../src/domain/kernel/ids.js';
import type { OfficeState } from '../../src/domain/office/index.js';
import type { OrganizationState } from '../../src/domain/organization/index.js';
import type { Queries } from '../../projections/queries.js';
import { withReadModelsOf } from '../projections/readModels.js';
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
const reason = 'biên bản ghi khác';
const subject = 'Quy chế phối hợp công tác';
const evidence = [{ sha256: 'b'.repeat(64) }];

let world: World;

beforeEach(async () => {
  world = await createWorld();
  await registerBodies(world);
});
afterEach(() => world.close());

const propose = (id: string, data: object, streamType: StreamType = 'agreement', sent: object = {}) =>
  world.send(
    'ProposeCorrection',
    id,
    { correctionId: 'cor-1', kind: 'RECORD', evidence, ...data },
    {
      streamType,
      reason,
      ...sent,
    },
  );
const countersign = (
  id: string,
  streamType: StreamType = 'agreement',
  by: Actor = actors.leader,
  correctionId = 'cor-1',
) => world.send('CountersignCorrection', id, { correctionId }, { streamType, by });

const eventsOf = (outcome: Outcome): readonly Recorded[] => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.rejection));
  return outcome.events;
};
const codeOf = (outcome: Outcome) => (outcome.ok ? 'ACCEPTED' : outcome.rejection.code);

/** Proposed on one day, countersigned on the next. */
const correct = async (id: string, data: object, streamType: StreamType = 'agreement') => {
  world.now = '2026-04-01T02:00:00.000Z';
  eventsOf(await propose(id, data, streamType));
  world.now = '2026-04-02T02:00:00.000Z';
  return eventsOf(await countersign(id, streamType));
};

const everything = async (): Promise<readonly Recorded[]> => {
  const events: Recorded[] = [];
  const ended = new AbortController();
  for await (const delivery of world.store.subscribe(beginning, ended.signal)) {
    if (delivery.kind === 'EVENT') events.push(delivery.event);
    else if (delivery.live) ended.abort();
  }
  return events;
};
const reading = async (use: (queries: Queries) => Promise<void>) => withReadModelsOf(await everything(), use);

const signed = async (): Promise<readonly Recorded[]> => {
  const hash = await openForSigning(world, 'agr-1', { ...draft, subject: 'Quy chế phối hop công tác' });
  await signOnPaper(world, 'agr-1', 'a', hash);
  await signOnPaper(world, 'agr-1', 'b', hash);
  return world.store.read(ref);
};

describe('a slip in a signed agreement', () => {
  const before = '2026-04-01';
  const after = '2026-04-02';
  let target = '';
  let slip: object;

  beforeEach(async () => {
    const [drafted] = await signed();
    target = drafted?.eventId ?? '';
    slip = { kind: 'CLERICAL', targetEventId: target, path: 'subject', was: 'Quy chế phối hop công tác', now: subject };
  });

  test('is put right by two persons, with who, why and on what', async () => {
    const [effect] = await correct('agr-1', slip);
    const events = await world.store.read(ref);
    const proposed = events.at(-2);
    expect(proposed).toMatchObject({
      type: 'CorrectionProposed',
      meta: { reason, actor: actors.clerk },
      data: { ...slip, evidence },
    });
    expect(effect).toMatchObject({ type: 'ClericalCorrectionRecorded', meta: { actor: actors.leader } });
    expect(effect?.data).toEqual({
      correctionId: 'cor-1',
      targetEventId: target,
      path: 'subject',
      was: 'Quy chế phối hop công tác',
      now: subject,
      evidence,
      proposedBy: proposed?.eventId,
    });
    const { state } = await world.history.at<Correctable<AgreementState>>(ref);
    expect(state.corrections).toMatchObject([
      { correctionId: 'cor-1', status: 'RECORDED', decidedBy: effect?.eventId },
    ]);
    expect((await world.store.read(ref))[0]?.data).toMatchObject({ subject: 'Quy chế phối hop công tác' });
  });

  test('shows right from then on and wrong before, on the object, whatever day of the world is asked', async () => {
    await correct('agr-1', slip);
    const asked = async (point: object) => (await world.history.at<AgreementState>(ref, point)).state.subject;
    expect(await asked({})).toBe(subject);
    expect(await asked({ asOf: '2026-03-02' })).toBe(subject);
    expect(await asked({ knownAt: before })).toBe('Quy chế phối hop công tác');
    expect(await asked({ asOf: '2026-03-02', knownAt: before })).toBe('Quy chế phối hop công tác');
    expect(await asked({ asOf: '2026-03-02', knownAt: after })).toBe(subject);
  });

  test('shows in lists, the search and the history as in the object', async () => {
    await correct('agr-1', slip);
    await reading(async ({ agreements, agreementStates, search, history }) => {
      const query = { order: [], limit: 10 };
      const subjects = async (point: object) =>
        (await agreementStates.list(point, query)).items.map(({ body }) => body.subject);
      expect((await agreements.list(query)).items.map(({ body }) => [body.subject, body.version])).toEqual([
        [subject, (await world.store.read(ref)).length],
      ]);
      expect(await subjects({})).toEqual([subject]);
      expect(await subjects({ asOf: '2026-03-02' })).toEqual([subject]);
      expect(await subjects({ knownAt: before })).toEqual(['Quy chế phối hop công tác']);
      expect(await subjects({ asOf: '2026-03-02', knownAt: before })).toEqual(['Quy chế phối hop công tác']);
      expect((await search.search('phối hợp', ['AGREEMENT'], 5)).map(({ id }) => id)).toEqual(['agr-1']);

      const entries = await history.list({
        filter: { field: 'stream', eq: 'agreement:agr-1' },
        order: [{ field: 'position', direction: 'ASC' }],
        limit: 50,
      });
      expect(entries.items.slice(-2).map(({ body }) => [body.event, body.role, body.reason])).toEqual([
        ['CorrectionProposed', 'CLERK', reason],
        ['ClericalCorrectionRecorded', 'ORG_LEADER', null],
      ]);
    });
  });

  test('is what the correcting event changed, and what differs between the two points', async () => {
    await correct('agr-1', slip);
    const { version } = await world.history.at(ref);
    const change = { path: 'subject', was: 'Quy chế phối hop công tác', now: subject };
    const [first, changes] = await world.history.changesOf([
      { ref, version: 1 },
      { ref, version },
    ]);
    expect(first).toContainEqual({ path: 'subject', was: '', now: 'Quy chế phối hop công tác' });
    expect(changes).toContainEqual(change);
    expect(await world.history.diff(ref, { knownAt: before }, { knownAt: after })).toEqual([
      { path: 'corrections/cor-1/decidedBy', was: null, now: expect.any(String) },
      { path: 'corrections/cor-1/status', was: 'OPEN', now: 'RECORDED' },
      change,
    ]);
    expect(await world.history.diff(ref, { asOf: '2026-03-02', knownAt: before }, { asOf: '2026-03-02' })).toEqual([
      change,
    ]);
  });

  test('invariant 63: is not countersigned by who proposed it, in whatever role', async () => {
    eventsOf(await propose('agr-1', slip));
    const same = { ...actors.leader, personKey: actors.clerk.personKey };
    expect(codeOf(await countersign('agr-1', 'agreement', same))).toBe('SELF_COUNTERSIGN');
    expect(codeOf(await countersign('agr-1', 'agreement', { ...actors.leader, onBehalfOfOrgId: 'org-b' }))).toBe(
      'ROLE_NOT_ALLOWED',
    );
    expect(codeOf(await countersign('agr-1', 'agreement', actors.clerk))).toBe('ROLE_NOT_ALLOWED');
  });

  test('invariant 7: of two proposals for one place the second finds another value than it named', async () => {
    eventsOf(await propose('agr-1', slip));
    eventsOf(await propose('agr-1', { ...slip, correctionId: 'cor-2', now: 'Quy chế phối hợp' }));
    eventsOf(await countersign('agr-1'));
    expect(codeOf(await countersign('agr-1', 'agreement', actors.leader, 'cor-2'))).toBe('CORRECTION_MISMATCH');
    expect(codeOf(await propose('agr-1', { ...slip, correctionId: 'cor-3' }))).toBe('CORRECTION_MISMATCH');
    expect(
      eventsOf(await propose('agr-1', { ...slip, correctionId: 'cor-3', was: subject, now: 'Quy chế' })),
    ).toHaveLength(1);
  });

  test('is rejected, and stays', async () => {
    eventsOf(await propose('agr-1', slip));
    const rejected = await world.send(
      'RejectCorrection',
      'agr-1',
      { correctionId: 'cor-1', reason: 'bản gốc viết thế' },
      {
        streamType: 'agreement',
        by: actors.leader,
      },
    );
    expect(eventsOf(rejected).map(({ type }) => type)).toEqual(['CorrectionRejected']);
    expect((await world.history.at<AgreementState>(ref)).state.subject).toBe('Quy chế phối hop công tác');
    expect(codeOf(await countersign('agr-1'))).toBe('STATE_NOT_ALLOWED');
  });

  test('needs to be told of which kind of stream it is', async () => {
    await expect(world.send('CountersignCorrection', 'agr-1', { correctionId: 'cor-1' })).rejects.toThrow(
      'needs the type of its stream',
    );
  });
});

describe('a wrong record of when something was', () => {
  const day1 = { occurred: day('2021-11-12') };
  const source = { kind: 'PRESS', ref: 'src-1', certainty: 'STATED' };
  const imported = {
    channel: 'IMPORT',
    source,
    ...day1,
    claims: [{ path: 'signedOn', certainty: 'UNKNOWN' }],
  } as const;

  beforeEach(async () => {
    const { text: _, ...known } = draft;
    const [registered] = await world.must(
      'RegisterExistingAgreement',
      'agr-1',
      { ...known, status: 'IN_FORCE' },
      imported,
    );
    await correct('agr-1', {
      targetEventId: registered?.eventId,
      path: 'occurred',
      was: day1.occurred,
      now: day('2021-12-11'),
    });
  });

  const statusOn = async (asOf: string, knownAt?: string) =>
    (await world.history.at<AgreementState>(ref, { asOf, ...(knownAt === undefined ? {} : { knownAt }) })).state.status;

  test('moves the object on the clock of the world, as known from then on', async () => {
    expect(await statusOn('2021-11-20')).toBe('NONE');
    expect(await statusOn('2021-12-11')).toBe('IN_FORCE');
    expect(await statusOn('2021-11-20', '2026-04-01')).toBe('IN_FORCE');
  });

  test('counts in the statistics where it belongs', async () => {
    await reading(async ({ agreementStates, transitions }) => {
      const inForce = [{ key: ['IN_FORCE'], count: 1 }];
      expect(await agreementStates.countBy({ asOf: '2021-11-20' }, ['status'])).toEqual([]);
      expect(await agreementStates.countBy({ asOf: '2021-12-11' }, ['status'])).toEqual(inForce);
      expect(await agreementStates.countBy({ asOf: '2021-11-20', knownAt: '2026-04-01' }, ['status'])).toEqual(inForce);
      expect(await transitions.countBy({}, ['month'])).toEqual([{ key: ['2021-12'], count: 1 }]);
      expect(await transitions.countBy({ knownAt: '2026-04-01' }, ['month'])).toEqual([{ key: ['2021-11'], count: 1 }]);
    });
  });

  test('reaches what the import registered with a claim, unknown as it was, and no more', async () => {
    const targetEventId = (await world.store.read(ref))[0]?.eventId;
    const known = { correctionId: 'cor-2', targetEventId, path: 'signedOn', was: null, now: day('2021-12-11') };
    eventsOf(await propose('agr-1', known));
    eventsOf(await countersign('agr-1', 'agreement', actors.leader, 'cor-2'));
    expect((await world.history.at<AgreementState>(ref)).state.signedOn).toEqual(day('2021-12-11'));
    await reading(async ({ agreements }) => {
      const { items } = await agreements.list({
        filter: { field: 'signedDay', eq: '2021-12-11' },
        order: [],
        limit: 5,
      });
      expect(items.map(({ id }) => id)).toEqual(['agr-1']);
    });
    const status = { correctionId: 'cor-3', targetEventId, path: 'status', was: 'IN_FORCE', now: 'EXPIRED' };
    expect(codeOf(await propose('agr-1', status))).toBe('CORRECTION_TOO_WIDE');
  });
});

describe('other streams', () => {
  const first = async (type: StreamType, id: string) => (await world.store.read({ type, id }))[0]?.eventId;

  test('an organisation is listed and found by its corrected name', async () => {
    const name = { path: 'name', was: 'Liên đoàn Lao động a', now: 'Liên đoàn Lao động A' };
    await correct('org-a', { targetEventId: await first('organization', 'org-a'), ...name }, 'organization');
    const { state } = await world.history.at<OrganizationState>({ type: 'organization', id: 'org-a' });
    expect(state.name).toBe('Liên đoàn Lao động A');
    await reading(async ({ organizations }) => {
      const { items } = await organizations.list({ filter: { field: 'name', eq: name.now }, order: [], limit: 5 });
      expect(items.map(({ id, body }) => [id, body.version])).toEqual([['org-a', 3]]);
    });
  });

  test('an office is listed under its corrected title, countersigned by its organisation', async () => {
    const title = { path: 'title', was: 'Chủ tịch a', now: 'Chủ tịch A' };
    await correct('off-a', { targetEventId: await first('office', 'off-a'), ...title }, 'office');
    const { state } = await world.history.at<OfficeState>({ type: 'office', id: 'off-a' });
    expect(state.title).toBe('Chủ tịch A');
    await reading(async ({ offices }) => {
      const { items } = await offices.list({ filter: { field: 'title', eq: title.now }, order: [], limit: 5 });
      expect(items.map(({ id, body }) => [id, body.version])).toEqual([['off-a', 4]]);
    });
    const again = { correctionId: 'cor-2', targetEventId: await first('office', 'off-b'), ...title, was: 'Chủ tịch b' };
    eventsOf(await propose('off-b', again, 'office'));
    expect(codeOf(await countersign('off-b', 'office', actors.leader, 'cor-2'))).toBe('ROLE_NOT_ALLOWED');
  });

  test('a source is put right by any leader', async () => {
    await world.must('RegisterSource', 'src-1', { kind: 'PRESS', title: 'Bao Lao dong' });
    const title = { path: 'title', was: 'Bao Lao dong', now: 'Báo Lao động' };
    eventsOf(await propose('src-1', { targetEventId: await first('source', 'src-1'), ...title }, 'source'));
    eventsOf(await countersign('src-1', 'source', { ...actors.leader, onBehalfOfOrgId: 'org-b' }));
    expect((await world.history.at({ type: 'source', id: 'src-1' })).state).toMatchObject({
      registered: { title: 'Báo Lao động' },
    });
  });

  test('an office or a source named by a correction must be registered, an event must be of the stream', async () => {
    const events = await signed();
    const targetEventId = events.find(({ type }) => type === 'PartySigned')?.eventId;
    const office = { targetEventId, path: 'officeId', was: 'off-a' };
    expect(await propose('agr-1', { ...office, now: 'off-x' })).toMatchObject({
      rejection: { code: 'NOT_FOUND', path: 'now', details: { type: 'office', id: 'off-x' } },
    });
    eventsOf(await propose('agr-1', { ...office, now: 'off-b' }));
    const foreign = { correctionId: 'cor-2', targetEventId: await first('office', 'off-a'), path: 'occurred' };
    expect(await propose('agr-1', { ...foreign, was: null, now: day('2026-01-01') })).toMatchObject({
      rejection: { code: 'NOT_FOUND', path: 'targetEventId' },
    });
    expect(codeOf(await propose('agr-x', { ...foreign, was: null, now: null }))).toBe('NOT_FOUND');
  });

  test('invariant 37: a closed agreement is corrected still', async () => {
    const [drafted] = await world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter });
    await world.must('WithdrawDraft', 'agr-1', { reason: 'không cần nữa' }, { by: actors.leader });
    await correct('agr-1', { targetEventId: drafted?.eventId, path: 'subject', was: subject, now: 'Quy chế phối hợp' });
    const { state } = await world.history.at<AgreementState>(ref);
    expect([state.status, state.subject]).toEqual(['WITHDRAWN', 'Quy chế phối hợp']);
  });
});
