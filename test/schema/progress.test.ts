import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { position, type Position } from '../../src/domain/kernel/ids.js';
import { createGraph, type Graph } from '../support/graph.js';

const asked: Position[] = [];
let graph: Graph;

beforeAll(async () => {
  graph = await createGraph({
    progress: {
      waitFor: (at) => {
        asked.push(at);
        return Promise.resolve(at <= position(5));
      },
      statuses: () => [
        { name: 'agreements', position: position(7), lagMs: 0 },
        { name: 'history', position: position(5), lagEvents: 2, lagMs: 120 },
      ],
    },
  });
});
afterAll(() => graph.close());

test('invariant 70: a query waits for the position it names, and says by how much the slowest read model is behind', async () => {
  expect(await graph.ask('{ agreement(id: "agr-1", minPosition: "5") { id } }')).toEqual({ agreement: null });
  expect(asked).toEqual([position(5)]);
  const fails = await graph.fail('{ agreements(minPosition: "6") { totalCount } }');
  expect(fails).toEqual([
    {
      code: 'PROJECTION_BEHIND',
      path: ['minPosition'],
      message: expect.stringMatching(/\(2 events behind\).*history/),
    },
  ]);
});

test('invariant 70: every query that reads what is projected waits', async () => {
  const queries = [
    'agreement(id: "x", minPosition: "9") { id }',
    'organization(id: "x", minPosition: "9") { id }',
    'organizations(minPosition: "9") { totalCount }',
    'office(id: "x", minPosition: "9") { id }',
    'offices(minPosition: "9") { totalCount }',
    'source(id: "x", minPosition: "9") { id }',
    'auditTrail(minPosition: "9") { totalCount }',
    'search(text: "x", minPosition: "9") { id }',
    'stats(of: AGREEMENT, groupBy: [], minPosition: "9") { total }',
    'node(id: "x", minPosition: "9") { id }',
    'nodes(ids: [], minPosition: "9") { id }',
  ];
  for (const query of queries)
    expect((await graph.fail(`{ ${query} }`)).map(({ code }) => code)).toEqual(['PROJECTION_BEHIND']);
});

test('a position that is none is refused', async () => {
  for (const at of ['-1', '1.5', 'x', '1'.repeat(21)])
    expect(
      await graph.fail('query ($at: EventPosition) { agreements(minPosition: $at) { totalCount } }', { at }),
    ).toHaveLength(1);
});

test('the read models and their lag are told, on the trail too', async () => {
  const progress = { name: 'history', position: '5', lag: { events: 2, ms: 120 } };
  const query =
    '{ projections { name position lag { events ms } } auditTrail { projection { name position lag { events ms } } } }';
  expect(await graph.ask(query)).toEqual({
    projections: [{ name: 'agreements', position: '7', lag: { events: null, ms: 0 } }, progress],
    auditTrail: { projection: progress },
  });
});
