import { describe, expect, test } from '@jest/globals';
import { eventDefinitions } from '../../src/domain/catalog.js';
import { day, instant } from '../../src/domain/kernel/fuzzyDate.js';
import { position } from '../../src/domain/kernel/ids.js';
import type { HistoryDocument } from '../../projections/history/document.js';
import { historyDocument, historyProjection } from '../../projections/history/evolve.js';
import { recordedSample, samples } from '../domain/narrative/samples.js';
import { type Happened, projectionSpec, recorded } from '../support/projectionSpec.js';
import { withReadModels } from './readModels.js';

const recordedAt = '2026-03-01T00:00:00.000Z';

const plain: HistoryDocument = {
  stream: 'source:source-1',
  streamType: 'source',
  streamId: 'source-1',
  version: 1,
  position: position(10),
  event: 'SourceRegistered',
  occurred: instant(recordedAt),
  countsFrom: recordedAt,
  recordedAt,
  actor: { role: 'CLERK', personKey: 'person-1' },
  role: 'CLERK',
  personKey: 'person-1',
  officeId: null,
  orgId: null,
  channel: 'API',
  commandId: 'command-1',
  correlationId: 'correlation-1',
  causationId: null,
  reason: null,
  source: null,
  sourceId: null,
  claims: [],
  warnings: [],
  rules: [],
  paths: '\nregistered/\n',
  clauses: null,
  hash: 'digest',
};

describe('the history of everything', () => {
  test('has an entry for every event that may lie in the log', () => {
    const types = Object.values(eventDefinitions).flatMap((definitions) => Object.keys(definitions));
    expect([...historyProjection.handles].sort()).toStrictEqual([...new Set(types)].sort());
  });

  test.each(samples)('an event of %s, %s, has its own entry', async (streamType, type, data) => {
    const stream = { type: streamType, id: 'id-1' };
    const happened = { stream, type, data: recordedSample([streamType, type, data]).data };
    const [event] = recorded([happened]);
    if (event === undefined) throw new Error('nothing happened');
    const { countsFrom, paths, clauses } = historyDocument(event);
    await projectionSpec(historyProjection)
      .given()
      .when(happened)
      .then({
        history: {
          'event-1': {
            ...plain,
            stream: `${streamType}:id-1`,
            streamType,
            streamId: 'id-1',
            event: type,
            countsFrom,
            paths,
            clauses,
          },
        },
      });
  });

  test('an entry tells who acted in what right, on what source, with what doubts and warnings, and from when it counts', async () => {
    const source = { kind: 'PRESS', ref: 'source-9', certainty: 'STATED' } as const;
    const actor = { role: 'SIGNATORY', personKey: 'person-2', officeId: 'office-1', onBehalfOfOrgId: 'org-1' } as const;
    const claims = [{ path: 'effectiveFrom', certainty: 'INFERRED', basis: 'năm 2022' }] as const;
    const warnings = [
      { code: 'SIGNATORY_UNKNOWN', path: 'officeId' },
      { code: 'SIGNATORY_UNKNOWN', path: 'capacity' },
    ];
    await projectionSpec(historyProjection)
      .given({
        stream: { type: 'agreement', id: 'agreement-1' },
        type: 'AgreementEnteredIntoForce',
        data: { effectiveFrom: day('2022-01-01'), warnings },
        recordedAt,
        meta: {
          occurred: day('2021-11-12'),
          actor,
          origin: { channel: 'IMPORT', requestId: 'request-2' },
          causationId: 'event-0',
          reason: 'nhập sổ',
          source,
          claims: [...claims],
        },
      })
      .then({
        history: {
          'event-1': {
            ...plain,
            stream: 'agreement:agreement-1',
            streamType: 'agreement',
            streamId: 'agreement-1',
            event: 'AgreementEnteredIntoForce',
            occurred: day('2021-11-12'),
            countsFrom: '2022-01-01T16:59:59.999Z',
            actor,
            role: 'SIGNATORY',
            personKey: 'person-2',
            officeId: 'office-1',
            orgId: 'org-1',
            channel: 'IMPORT',
            causationId: 'event-0',
            reason: 'nhập sổ',
            source,
            sourceId: 'source-9',
            claims,
            warnings,
            rules: ['SIGNATORY_UNKNOWN'],
            paths: '\nstatus/\neffectiveFrom/\n',
          },
        },
      });
  });
});

describe('questions to the history', () => {
  const event = (id: string, role: 'CLERK' | 'ORG_LEADER', warnings: readonly object[] = []): Happened => ({
    stream: { type: 'source', id },
    type: 'SourceRegistered',
    data: { warnings },
    meta: { actor: { role } },
  });
  const given: readonly Happened[] = [
    event('a', 'CLERK'),
    event('b', 'ORG_LEADER', [{ code: 'NUMBER_UNKNOWN' }]),
    event('c', 'CLERK', [{ code: 'NUMBER_UNKNOWN' }, { code: 'OPEN_ENDED' }]),
  ];
  const order = [{ field: 'position', direction: 'ASC' }] as const;

  test('it is read by position, filtered by what an entry tells, and found by event', async () => {
    await withReadModels(given, async ({ history }) => {
      const ids = async (query: Partial<Parameters<typeof history.list>[0]>) => {
        const { items, hasMore } = await history.list({ order, limit: 10, ...query });
        return [items.map(({ id }) => id), hasMore];
      };
      expect(await ids({})).toStrictEqual([['event-1', 'event-2', 'event-3'], false]);
      expect(await ids({ limit: 2 })).toStrictEqual([['event-1', 'event-2'], true]);
      expect(await ids({ after: [position(10), 'event-1'] })).toStrictEqual([['event-2', 'event-3'], false]);
      expect(await ids({ filter: { field: 'role', eq: 'CLERK' } })).toStrictEqual([['event-1', 'event-3'], false]);
      expect(await ids({ filter: { field: 'rules', eq: 'OPEN_ENDED' } })).toStrictEqual([['event-3'], false]);
      expect(await ids({ filter: { field: 'stream', eq: 'source:b' } })).toStrictEqual([['event-2'], false]);
      expect(await ids({ filter: { field: 'recordedAt', lt: recordedAt } })).toStrictEqual([[], false]);
      expect(await history.count({ field: 'rules', eq: 'NUMBER_UNKNOWN' })).toBe(2);
      expect((await history.byIds(['event-3', 'none', 'event-1'])).map((found) => found?.body.streamId)).toStrictEqual([
        'c',
        undefined,
        'a',
      ]);
    });
  });

  test('every member that filters may ask for is declared', () => {
    const declared = Object.keys(historyProjection.collections[0].fields);
    const scalars = Object.entries(plain)
      .filter(([, value]) => value === null || typeof value !== 'object')
      .map(([name]) => name);
    const shownOnly = ['reason', 'source', 'hash'];
    expect(declared.sort()).toStrictEqual([...scalars.filter((name) => !shownOnly.includes(name)), 'rules'].sort());
  });
});
