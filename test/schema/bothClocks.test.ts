import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { at, createGraph, type Graph } from '../support/graph.js';
import { actors, draft, openForSigning, registerBodies, signOnPaper } from '../support/world.js';

const subject = 'Quy chế phối hợp công tác';
const misspelt = 'Quy chế phối hợp công tát';
const onDay = (on: string) => ({ occurred: { earliest: on, latest: on, precision: 'DAY', certainty: 'STATED' } });

let graph: Graph;

/**
 * On 10 March one of two parties signs. On 25 March it is recorded late that the other had signed on the 12th. On 1 and 2 April a
 * slip in the subject is put right.
 */
beforeAll(async () => {
  graph = await createGraph();
  const { world } = graph;
  await registerBodies(world);
  world.now = '2026-03-10T02:00:00.000Z';
  const hash = await openForSigning(world, 'agr-1', { ...draft, subject: misspelt });
  await signOnPaper(world, 'agr-1', 'a', hash);
  const [drafted] = await world.store.read({ type: 'agreement', id: 'agr-1' });
  world.now = '2026-03-25T02:00:00.000Z';
  const source = { kind: 'PAPER', ref: 'src-1', certainty: 'STATED' } as const;
  await signOnPaper(world, 'agr-1', 'b', hash, { ...onDay('2026-03-12'), reason: 'biên bản nộp muộn', source });
  const slip = { path: 'subject', was: misspelt, now: subject, kind: 'CLERICAL', targetEventId: drafted?.eventId };
  const of = { streamType: 'agreement' } as const;
  world.now = '2026-04-01T02:00:00.000Z';
  await world.must('ProposeCorrection', 'agr-1', { correctionId: 'cor-1', ...slip }, { ...of, reason: 'lỗi chính tả' });
  world.now = '2026-04-02T02:00:00.000Z';
  await world.must('CountersignCorrection', 'agr-1', { correctionId: 'cor-1' }, { ...of, by: actors.leader });
});
afterAll(() => graph.close());

/** Of the world and of the record, each before and after: what stands there by the object, the list and the statistics. */
const points: readonly (readonly [string, string, string])[] = [
  ['asOf: "2026-03-11"', 'SIGNING', subject],
  ['asOf: "2026-03-15"', 'SIGNED', subject],
  ['asOf: "2026-03-15", knownAt: "2026-03-20"', 'SIGNING', misspelt],
  ['asOf: "2026-03-15", knownAt: "2026-04-01"', 'SIGNED', misspelt],
  ['knownAt: "2026-03-20"', 'SIGNING', misspelt],
  ['knownAt: "2026-04-01"', 'SIGNED', misspelt],
  ['knownAt: "2026-04-02"', 'SIGNED', subject],
];

describe('a late record and a correction', () => {
  test.each(points)('show with %s on the object, in lists and in the statistics', async (point, status, title) => {
    const answer = await graph.ask(`{
      agreement(id: "agr-1", ${point}) { status subject }
      agreements(first: 5, ${point}) { totalCount nodes { status subject } }
      found: agreements(first: 5, filter: { subject: { contains: "${title}" }, status: { eq: ${status} } }, ${point}) { totalCount }
      stats(of: AGREEMENT, groupBy: [STATUS], ${point}) { total rows { key { value } count } }
    }`);
    expect(answer).toEqual({
      agreement: { status, subject: title },
      agreements: { totalCount: 1, nodes: [{ status, subject: title }] },
      found: { totalCount: 1 },
      stats: { total: 1, rows: [{ key: [{ value: status }], count: 1 }] },
    });
  });

  test('are in the history from when they were recorded on', async () => {
    const events = async (knownAt: string) =>
      (
        at(
          await graph.ask(
            `{ agreement(id: "agr-1") { history(first: 50, knownAt: "${knownAt}") { nodes { event } } } }`,
          ),
          'agreement.history.nodes',
        ) as readonly { readonly event: string }[]
      ).map(({ event }) => event);
    const before = await events('2026-03-20');
    expect(before.slice(-2)).toEqual(['PartySigned', 'PaperCopyConverted']);
    expect((await events('2026-03-25')).slice(before.length)).toEqual([
      'PartySigned',
      'PaperCopyConverted',
      'AgreementFullySigned',
    ]);
    expect((await events('2026-04-02')).slice(-2)).toEqual(['CorrectionProposed', 'ClericalCorrectionRecorded']);
  });

  test('are what differs of one day between what was known then and what is known now', async () => {
    const changed = async (from: string, to: string) =>
      (
        at(
          await graph.ask(`{ agreement(id: "agr-1") { diff(from: { ${from} }, to: { ${to} }) { path was now } } }`),
          'agreement.diff',
        ) as readonly { readonly path: string }[]
      ).filter(({ path }) => path === 'status' || path === 'subject');
    const status = { path: 'status', was: 'SIGNING', now: 'SIGNED' };
    const title = { path: 'subject', was: misspelt, now: subject };
    const day = 'asOf: "2026-03-15"';
    expect(await changed(`${day}, knownAt: "2026-03-20"`, day)).toEqual([status, title]);
    expect(await changed(`${day}, knownAt: "2026-04-01"`, day)).toEqual([title]);
    expect(await changed('asOf: "2026-03-11"', day)).toEqual([status]);
  });
});
