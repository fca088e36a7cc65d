import { describe, expect, test } from '@jest/globals';
import { agreement, type AgreementEvent } from '../../src/domain/agreement/index.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { day, momentMs } from '../../src/domain/kernel/fuzzyDate.js';
import { listed } from '../../projections/agreements/document.js';
import type { TransitionDocument } from '../../projections/agreementStates/document.js';
import { agreementStatesProjection } from '../../projections/agreementStates/evolve.js';
import { projectionSpec, recorded } from '../support/projectionSpec.js';
import { agreementEvent, on, samples } from './agreementSamples.js';
import { project, type Row, rowsOf, transitionsOf } from './bothClocks.js';
import { withReadModels } from './readModels.js';

type EventType = AgreementEvent['type'];

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
      const stored = project(agreementStatesProjection, recorded(given));
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
