import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { at, createGraph, type Graph } from '../support/graph.js';
import { openForSigning, registerBodies, signOnPaper } from '../support/world.js';

const many = 50;
let graph: Graph;

beforeAll(async () => {
  graph = await createGraph();
  const { world } = graph;
  await registerBodies(world);
  await world.must('RegisterSource', 'src-1', { kind: 'PRESS', title: 'Báo Lao Động' });
  for (let index = 0; index < many; index++) {
    const id = `agr-${index}`;
    const hash = await openForSigning(world, id);
    await signOnPaper(world, id, 'a', hash);
    await world.must('LinkSource', id, { sourceId: 'src-1', certainty: 'INFERRED', basis: 'same title' });
  }
});
afterAll(() => graph.close());

test('a list costs as many questions to the stores with 50 agreements as with one, whatever is selected', async () => {
  const query = `query ($first: Int) { agreements(first: $first) { totalCount nodes {
    id status leadIssuer { name } registeredAt
    parties { organization { name parent { id } } bodies { id } signatures { office { title organization { id } } event { version } } }
    presentations { presenter { title } event { actor { office { id } onBehalfOf { name } } } }
    warnings { code } sources { source { title } } uncertainFacts { path source { id } } fields { observations { source { id } } }
  } } }`;
  const one = await graph.ask(query, { first: 1 });
  const callsForOne = graph.calls();
  const all = await graph.ask(query, { first: many });
  expect(at(one, 'agreements.nodes')).toHaveLength(1);
  expect(at(all, 'agreements.nodes')).toHaveLength(many);
  expect(graph.calls()).toEqual(callsForOne);
  const total = Object.values(callsForOne).reduce((sum, count) => sum + count, 0);
  expect(total).toBeLessThanOrEqual(12);
});

test('a page of the trail costs the same with 100 events as with one, changes included', async () => {
  const query =
    'query ($first: Int) { auditTrail(first: $first) { nodes { event changes { path } actor { office { id } onBehalfOf { id } } source { source { id } } } } }';
  await graph.ask(query, { first: 1 });
  const callsForOne = graph.calls();
  expect(at(await graph.ask(query, { first: 100 }), 'auditTrail.nodes')).toHaveLength(100);
  const calls = graph.calls();
  expect(calls['history.find']).toBe(callsForOne['history.find']);
  // The changes of all streams, and the offices and bodies of all actors, each in one question.
  expect(calls['events.readMany']).toBeLessThanOrEqual(3);
  expect(calls['events.read']).toBeUndefined();
});

test('a light list asks the event store nothing', async () => {
  await graph.ask(
    `{ agreements(first: ${many}) { nodes { id subject status kind number signedOn { latest } effectiveFrom { latest } hasFields } } }`,
  );
  expect(graph.calls()).toEqual({ 'agreements.find': 1 });
});

test('fifty objects by their ids cost one question', async () => {
  const ids = Array.from({ length: many }, (_, index) => `agr-${index}`);
  await graph.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
  expect(graph.calls()).toEqual({ 'events.readMany': 1, 'history.getMany': 1 });
});
