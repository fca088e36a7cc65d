import { describe, expect, test } from '@jest/globals';
import { eventDefinitions } from '../../src/domain/catalog.js';
import { day, instant } from '../../src/domain/kernel/fuzzyDate.js';
import { position } from '../../src/domain/kernel/ids.js';
import { atPath, type HistoryDocument, ofClause } from '../../projections/history/document.js';
import { historyDocument, historyProjection } from '../../projections/history/evolve.js';
import type { Filter } from '../../src/application/ports.js';
import { recordedSample, samples } from '../domain/narrative/samples.js';
import { type Happened, projectionSpec, recorded } from '../support/projectionSpec.js';
import { agreementEvent } from './agreementSamples.js';
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

describe('a correction', () => {
  const stream = { type: 'agreement', id: 'agreement-1' } as const;
  const happened = (type: string, data: object): Happened => ({ stream, type, data });
  const cited = happened('DocumentCited', {
    ...{ docId: 'document-3', relation: 'IMPLEMENTS', in: 'TASK', asWritten: 'Kế hoạch số 35' },
  });
  const signed = happened('PartySigned', { partyId: 'b', officeId: 'office-1' });
  const opinion = happened('OpinionSubmitted', { opinionId: 'op-1', clauseId: 'c2', text: 'nhat tri' });
  const correcting = (targetEventId: string, path: string, type = 'RecordCorrected') =>
    happened(type, {
      correctionId: 'cor-1',
      targetEventId,
      path,
      was: 'x',
      now: 'y',
      evidence: [],
      proposedBy: 'event-0',
    });
  /** Which of the events a filter finds: the corrected one is the first, the correction the second. */
  const found = async (given: readonly Happened[], filter: Filter): Promise<readonly string[]> => {
    const query = { order: [{ field: 'position', direction: 'ASC' }], limit: 10, filter } as const;
    const ids: string[] = [];
    await withReadModels(given, async ({ history }) => {
      ids.push(...(await history.list(query)).items.map(({ id }) => id));
    });
    return ids;
  };

  test.each([
    ['citations', cited, 'asWritten'],
    ['parties/b/signatures', signed, 'officeId'],
    ['parties/b/signatures', signed, 'occurred'],
    ['opinions/op-1', opinion, 'text'],
  ])('is found at %s, where the state has what it corrects', async (path, target, at) => {
    for (const type of ['RecordCorrected', 'ClericalCorrectionRecorded'])
      expect(await found([target, correcting('event-1', at, type)], atPath(path))).toStrictEqual([
        'event-1',
        'event-2',
      ]);
    expect(await found([target, correcting('event-1', at)], atPath(at))).toStrictEqual(['event-2']);
  });

  test('is about the clause that the corrected event is about', async () => {
    expect(await found([opinion, correcting('event-1', 'text')], ofClause('c2'))).toStrictEqual(['event-1', 'event-2']);
  });

  test('is found at its own path alone where the state has the member under that name', async () => {
    const given = [agreementEvent('AgreementDrafted'), correcting('event-1', 'subject')];
    expect(await found(given, atPath('subject'))).toStrictEqual(['event-1', 'event-2']);
    expect(await found(given, atPath('leadIssuer'))).toStrictEqual(['event-1']);
  });

  test('of an event that is not there stands as it is', async () => {
    expect(await found([correcting('event-9', 'asWritten')], atPath('asWritten'))).toStrictEqual(['event-1']);
  });

  test('alone needs the document of another event', () => {
    const events = recorded([cited, correcting('event-1', 'asWritten')]);
    expect(events.map((event) => [historyProjection.standsAlone?.(event), historyProjection.key(event)])).toStrictEqual(
      [
        [true, 'event-1'],
        [false, 'event-1'],
      ],
    );
  });

  test('leaves the same entries one by one, twice and in one batch', async () => {
    const given = [cited, signed, correcting('event-1', 'asWritten'), correcting('event-2', 'officeId')];
    const [first, second, third, fourth] = recorded(given).map((event) => historyDocument(event));
    if (first === undefined || second === undefined || third === undefined || fourth === undefined)
      throw new Error('four events were told');
    await projectionSpec(historyProjection)
      .given(...given)
      .then({
        history: {
          'event-1': first,
          'event-2': second,
          'event-3': { ...third, paths: '\ncorrections/cor-1/\nasWritten/\ncitations/\n' },
          'event-4': {
            ...fourth,
            paths: '\ncorrections/cor-1/\nofficeId/\nparties/b/signatures/\nparties/b/status/\n',
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
