import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Write } from '../../src/application/ports.js';
import { snapshotAt } from '../../src/application/history.js';
import { StreamView } from '../../src/application/streams.js';
import {
  agreement,
  type AgreementEvent,
  agreementEvents,
  type AgreementState,
} from '../../src/domain/agreement/index.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { day, momentMs } from '../../src/domain/kernel/fuzzyDate.js';
import { listed } from '../../projections/agreements/document.js';
import type { AgreementStateDocument, TransitionDocument } from '../../projections/agreementStates/document.js';
import { agreementStatesProjection } from '../../projections/agreementStates/evolve.js';
import { type Happened, projectionSpec, recorded } from '../support/projectionSpec.js';
import { agreementEvent, on, samples } from './agreementSamples.js';
import { withReadModels } from './readModels.js';

type EventType = AgreementEvent['type'];
type Row = AgreementStateDocument;

/** The documents of the projection after each event, by plain folding. */
const project = (events: readonly Recorded[]): ReadonlyMap<string, ReadonlyMap<string, object>> => {
  const stored = new Map(agreementStatesProjection.collections.map(({ name }) => [name, new Map<string, object>()]));
  const write = (each: Write): void => {
    if ('put' in each) stored.get(each.put)?.set(each.id, each.body);
    else stored.get(each.delete)?.delete(each.id);
  };
  for (const event of events as readonly Recorded<AgreementEvent>[]) {
    if (!agreementStatesProjection.handles.includes(event.type)) continue;
    const working = stored.get('agreementTimelines')?.get(agreementStatesProjection.key(event)) ?? null;
    agreementStatesProjection.evolve(working as never, event).forEach(write);
  }
  return stored;
};

const rowsOf = (events: readonly Recorded[]) => [...(project(events).get('agreementStates')?.values() ?? [])] as Row[];
const transitionsOf = (events: readonly Recorded[]) =>
  [...(project(events).get('transitions')?.values() ?? [])] as TransitionDocument[];

const clocks = ({ axis, status, validFrom, validTo, recordedFrom, recordedTo }: Row) => [
  axis,
  status,
  validFrom,
  validTo,
  recordedFrom,
  recordedTo,
];
const january = '2026-01-10T01:00:00.000Z';
const february = '2026-02-10T01:00:00.000Z';
const march = '2026-03-10T01:00:00.000Z';
/** The last instant of a Vietnam day. */
const end = (of: string): string => new Date(momentMs(of)).toISOString();

describe('agreements over both clocks', () => {
  test('a drafted agreement stands so from its day on, in the world and in the record', () => {
    const rows = rowsOf(recorded([agreementEvent('AgreementDrafted', {}, on('2026-01-05', january))]));
    expect(rows.map(clocks)).toStrictEqual([
      ['RECORD', 'DRAFTING', null, null, january, null],
      ['WORLD', 'DRAFTING', end('2026-01-05'), null, january, null],
    ]);
    expect(rows[1]).toStrictEqual({
      agreementId: 'agreement-1',
      axis: 'WORLD',
      validFrom: end('2026-01-05'),
      validTo: null,
      ...listed(agreement.evolve(agreement.initialState, recorded([agreementEvent('AgreementDrafted')])[0] as never)),
      recordedFrom: january,
      recordedTo: null,
    });
  });

  test('a change closes the open row in the record and splits it in the world', () => {
    const rows = rowsOf(
      recorded([
        agreementEvent('AgreementDrafted', {}, on('2026-01-05', january)),
        agreementEvent('TextFinalized', {}, on('2026-02-01', february)),
      ]),
    );
    expect(rows.map(clocks)).toStrictEqual([
      ['RECORD', 'DRAFTING', null, null, january, february],
      ['WORLD', 'DRAFTING', end('2026-01-05'), null, january, february],
      ['RECORD', 'FINALIZED', null, null, february, null],
      ['WORLD', 'DRAFTING', end('2026-01-05'), end('2026-02-01'), february, null],
      ['WORLD', 'FINALIZED', end('2026-02-01'), null, february, null],
    ]);
  });

  test('what is recorded late changes the past of the world, but not what the record said before', () => {
    const rows = rowsOf(
      recorded([
        agreementEvent(
          'AgreementRegistered',
          { status: 'SIGNED' },
          {
            recordedAt: january,
            meta: { occurred: day('2020-01-01') },
          },
        ),
        agreementEvent('AgreementExpired', { effectiveFrom: day('2026-01-01') }, { recordedAt: february }),
        agreementEvent('AgreementEnteredIntoForce', { effectiveFrom: day('2021-01-01') }, { recordedAt: march }),
      ]),
    );
    expect(rows.filter(({ axis }) => axis === 'WORLD').map(clocks)).toStrictEqual([
      ['WORLD', 'SIGNED', end('2020-03-24'), null, january, february],
      ['WORLD', 'SIGNED', end('2020-03-24'), end('2026-01-01'), february, march],
      ['WORLD', 'EXPIRED', end('2026-01-01'), null, february, march],
      ['WORLD', 'SIGNED', end('2020-03-24'), end('2021-01-01'), march, null],
      ['WORLD', 'IN_FORCE', end('2021-01-01'), end('2026-01-01'), march, null],
      ['WORLD', 'EXPIRED', end('2026-01-01'), null, march, null],
    ]);
    expect(rows.filter(({ axis }) => axis === 'RECORD').map(clocks)).toStrictEqual([
      ['RECORD', 'SIGNED', null, null, january, february],
      ['RECORD', 'EXPIRED', null, null, february, march],
      ['RECORD', 'EXPIRED', null, null, march, null],
    ]);
  });

  test('of two events recorded at one instant only the outcome answers', () => {
    const rows = rowsOf(
      recorded([
        agreementEvent('AgreementDrafted', {}, on('2026-01-05', january)),
        agreementEvent('TextFinalized', {}, on('2026-02-01', january)),
        agreementEvent('SigningOpened', {}, on('2026-02-01', january)),
      ]),
    );
    expect(rows.map(clocks)).toStrictEqual([
      ['WORLD', 'DRAFTING', end('2026-01-05'), end('2026-02-01'), january, null],
      ['RECORD', 'SIGNING', null, null, january, null],
      ['WORLD', 'SIGNING', end('2026-02-01'), null, january, null],
    ]);
  });

  test('a revision of the text alone writes nothing, and other text is not even looked at', () => {
    const [drafted, revised] = recorded([
      agreementEvent('AgreementDrafted'),
      agreementEvent('DraftRevised', { patch: { clauses: [{ clauseId: 'c1', body: 'x' }], citations: [] } }),
    ]) as Recorded<AgreementEvent>[];
    if (drafted === undefined || revised === undefined) throw new Error('two events were told');
    const [first] = agreementStatesProjection.evolve(null, drafted);
    if (first === undefined || !('put' in first)) throw new Error('the working document comes first');
    expect(JSON.stringify(first.body)).not.toContain('Hai bên phối hợp');
    expect(agreementStatesProjection.evolve(first.body as never, revised)).toStrictEqual([]);
    expect(agreementStatesProjection.handles).not.toContain('ClauseObserved');
  });

  test.each(Object.keys(samples) as EventType[])(
    'a draft and %s give the same rows one by one, twice and in one batch',
    async (type) => {
      const given = [
        agreementEvent('AgreementDrafted', {}, on('2026-01-05', january)),
        agreementEvent(type, {}, on('2026-02-01', february)),
      ];
      const stored = project(recorded(given));
      const contents = Object.fromEntries(
        [...stored]
          .filter(([, documents]) => documents.size > 0)
          .map(([name, documents]) => [name, Object.fromEntries(documents)]),
      );
      await projectionSpec(agreementStatesProjection)
        .given(...given)
        .then(contents);
    },
  );
});

describe('the states that agreements entered', () => {
  test('an agreement enters each state once on a day, however often it comes and goes', () => {
    const found = transitionsOf(
      recorded([
        agreementEvent('AgreementDrafted', {}, on('2026-01-05', january)),
        agreementEvent('TextFinalized', {}, on('2026-02-01', february)),
        agreementEvent('DraftReopened', {}, on('2026-02-01', february)),
        agreementEvent('TextFinalized', {}, on('2026-02-01', february)),
      ]),
    );
    const entered = (status: TransitionDocument['status'], of: string, recordedFrom: string): TransitionDocument => ({
      agreementId: 'agreement-1',
      status,
      kind: 'COORDINATION_REGULATION',
      enteredAt: end(of),
      day: of,
      month: of.slice(0, 7),
      year: of.slice(0, 4),
      recordedFrom,
      recordedTo: null,
    });
    expect(found).toStrictEqual([
      entered('DRAFTING', '2026-01-05', january),
      entered('FINALIZED', '2026-02-01', february),
      entered('DRAFTING', '2026-02-01', february),
    ]);
  });

  test('a late record of an earlier entering takes the place of the one known before', () => {
    const found = transitionsOf(
      recorded([
        agreementEvent('AgreementDrafted', {}, on('2026-01-05', january)),
        agreementEvent('AgreementEnteredIntoForce', { effectiveFrom: day('2026-02-05') }, { recordedAt: february }),
        agreementEvent('AgreementEnteredIntoForce', { effectiveFrom: day('2026-02-01') }, { recordedAt: march }),
      ]),
    );
    expect(
      found.map(({ status, day: on, recordedFrom, recordedTo }) => [status, on, recordedFrom, recordedTo]),
    ).toStrictEqual([
      ['DRAFTING', '2026-01-05', january, null],
      ['IN_FORCE', '2026-02-05', february, march],
      ['IN_FORCE', '2026-02-01', march, null],
    ]);
  });
});

const answers = (row: Row, asOf: string | undefined, knownAt: string): boolean => {
  const known = new Date(momentMs(knownAt)).toISOString();
  if (row.recordedFrom > known || (row.recordedTo !== null && row.recordedTo <= known)) return false;
  if (asOf === undefined) return row.axis === 'RECORD';
  const world = new Date(momentMs(asOf)).toISOString();
  return row.axis === 'WORLD' && (row.validFrom ?? '') <= world && (row.validTo === null || row.validTo > world);
};

describe('a list and an object at one point on both clocks', () => {
  const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05'] as const;
  const anyDay = fc.constantFrom(...days);
  const happening = (types: readonly EventType[]) =>
    fc.record({
      type: fc.constantFrom(...types),
      occurred: anyDay,
      effective: anyDay,
      laterBy: fc.constantFrom(0, 0, 3_600_000, 86_400_000),
    });
  const every = Object.keys(agreementEvents) as EventType[];
  const anything = fc.array(happening(every), { maxLength: 9 });
  const beginningOf = happening(['AgreementDrafted', 'AgreementRegistered']);
  const history = fc.tuple(anything, beginningOf, anything).map(([before, first, after]): readonly Recorded[] => {
    const told = [...before.slice(0, 2), first, ...after];
    let at = Date.parse('2026-01-03T00:00:00.000Z');
    return recorded(
      told.map(({ type, occurred, effective, laterBy }): Happened => {
        at += laterBy;
        const dated = 'effectiveFrom' in samples[type] ? { effectiveFrom: day(effective) } : {};
        return agreementEvent(type, dated, on(occurred, new Date(at).toISOString()));
      }),
    );
  });

  test('the row says what the fold says, whatever was recorded late', () => {
    fc.assert(
      fc.property(history, (events) => {
        const view = new StreamView({ type: 'agreement', id: 'agreement-1' }, agreement);
        view.add(events);
        const rows = rowsOf(events);
        for (const knownAt of [...events.map(({ recordedAt }) => recordedAt), ...days]) {
          for (const asOf of [undefined, ...days]) {
            const { state } = snapshotAt<AgreementState>(view, { knownAt, ...(asOf === undefined ? {} : { asOf }) });
            const found = rows.filter((row) => answers(row, asOf, knownAt));
            expect(
              found.map(({ agreementId, axis, validFrom, validTo, recordedFrom, recordedTo, ...rest }) => rest),
            ).toStrictEqual(state.status === 'NONE' ? [] : [listed(state)]);
          }
        }
      }),
      { numRuns: 150, seed: 20260301 },
    );
  });
});

describe('questions to the agreements over both clocks', () => {
  const given = [
    agreementEvent('AgreementRegistered', { subject: 'Một', status: 'SIGNED' }, { id: 'one', recordedAt: january }),
    agreementEvent(
      'AgreementEnteredIntoForce',
      { effectiveFrom: day('2021-01-01') },
      { id: 'one', recordedAt: february },
    ),
    agreementEvent('AgreementDrafted', { subject: 'Hai' }, { id: 'two', ...on('2026-02-01', march) }),
  ];

  test('lists and counts answer for now, for a day of the world, for a day of the record, and for both', async () => {
    await withReadModels(given, async ({ agreementStates }) => {
      const order = [{ field: 'subjectSort', direction: 'ASC' }] as const;
      const at = async (point: Parameters<typeof agreementStates.list>[0]) =>
        (await agreementStates.list(point, { order, limit: 10 })).items.map(({ body }) => [
          body.agreementId,
          body.status,
        ]);
      const one = (status: string) => ['one', status];
      const two = ['two', 'DRAFTING'];
      expect(await at({})).toStrictEqual([two, one('IN_FORCE')]);
      expect(await at({ asOf: '2020-03-23' })).toStrictEqual([]);
      expect(await at({ asOf: '2020-03-24' })).toStrictEqual([one('SIGNED')]);
      expect(await at({ asOf: '2020-12-31' })).toStrictEqual([one('SIGNED')]);
      expect(await at({ asOf: '2021-01-01T16:59:59.998Z' })).toStrictEqual([one('SIGNED')]);
      expect(await at({ asOf: '2021-01-01' })).toStrictEqual([one('IN_FORCE')]);
      expect(await at({ asOf: '2026-02-01' })).toStrictEqual([two, one('IN_FORCE')]);
      expect(await at({ knownAt: '2026-01-09' })).toStrictEqual([]);
      expect(await at({ knownAt: january })).toStrictEqual([one('SIGNED')]);
      expect(await at({ knownAt: '2026-02-10' })).toStrictEqual([one('IN_FORCE')]);
      expect(await at({ asOf: '2021-01-01', knownAt: '2026-02-09' })).toStrictEqual([one('SIGNED')]);
      expect(await at({ asOf: '2026-02-01', knownAt: '2026-02-10' })).toStrictEqual([one('IN_FORCE')]);

      expect(await agreementStates.count({ asOf: '2026-02-01' })).toBe(2);
      expect(await agreementStates.count({ asOf: '2026-02-01' }, { field: 'subject', eq: 'Hai' })).toBe(1);
      expect(await agreementStates.countBy({ asOf: '2026-02-01' }, ['status'])).toStrictEqual([
        { key: ['DRAFTING'], count: 1 },
        { key: ['IN_FORCE'], count: 1 },
      ]);
      expect((await agreementStates.list({}, { order, limit: 1 })).hasMore).toBe(true);
    });
  });

  test('transitions count per day, month or year until a point, as known then', async () => {
    await withReadModels(given, async ({ transitions }) => {
      expect(await transitions.countBy({}, ['year', 'status'])).toStrictEqual([
        { key: ['2020', 'SIGNED'], count: 1 },
        { key: ['2021', 'IN_FORCE'], count: 1 },
        { key: ['2026', 'DRAFTING'], count: 1 },
      ]);
      expect(await transitions.countBy({ asOf: '2021-01-01' }, ['month'])).toStrictEqual([
        { key: ['2020-03'], count: 1 },
        { key: ['2021-01'], count: 1 },
      ]);
      expect(await transitions.countBy({ knownAt: '2026-01-31' }, ['day'])).toStrictEqual([
        { key: ['2020-03-24'], count: 1 },
      ]);
      expect(await transitions.countBy({}, ['status'], { field: 'agreementId', eq: 'two' })).toStrictEqual([
        { key: ['DRAFTING'], count: 1 },
      ]);
    });
  });
});
