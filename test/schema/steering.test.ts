import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unknownDate } from '../../src/domain/kernel/fuzzyDate.js';
import { at, createGraph, type Graph } from '../support/graph.js';
import { actors, openForSigning, registerBodies, signOnPaper } from '../support/world.js';

const decisionDocId = 'doc-decision';
const source = { kind: 'PRESS', ref: 'src-1', certainty: 'STATED' } as const;

let graph: Graph;

/** Two agreements signed on 2 March; a committee on 5 March, another from an import, put right on 8 and 9 March. */
beforeAll(async () => {
  graph = await createGraph();
  const { world } = graph;
  await registerBodies(world);
  for (const id of ['agr-1', 'agr-2']) {
    const hash = await openForSigning(world, id);
    for (const letter of ['a', 'b']) await signOnPaper(world, id, letter, hash);
  }
  const named = { agreementId: 'agr-1', headOfficeId: 'off-a', members: ['off-b'], decisionDocId };
  world.now = '2026-03-05T02:00:00.000Z';
  await world.must('EstablishSteeringCommittee', 'ste-1', named, { by: actors.leader });
  world.now = '2026-03-06T02:00:00.000Z';
  await world.must('RegisterSource', 'src-1', { kind: 'PRESS', title: 'Báo Lao động' });
  const unsure = { agreementId: 'agr-1', headOfficeId: null };
  const claims = [{ path: 'agreementId', certainty: 'INFERRED', basis: 'một bài báo' }] as const;
  const [imported] = await world.must('EstablishSteeringCommittee', 'ste-2', unsure, {
    ...{ channel: 'IMPORT', source, claims, occurred: unknownDate },
  });
  const correction = { correctionId: 'cor-1', kind: 'RECORD', targetEventId: imported?.eventId, evidence: [] };
  const change = { path: 'agreementId', was: 'agr-1', now: 'agr-2' };
  const streamType = 'steering';
  world.now = '2026-03-08T02:00:00.000Z';
  const reason = 'bài báo nói về quy chế khác';
  await world.must('ProposeCorrection', 'ste-2', { ...correction, ...change }, { streamType, reason });
  world.now = '2026-03-09T02:00:00.000Z';
  await world.must('CountersignCorrection', 'ste-2', { correctionId: 'cor-1' }, { streamType, by: actors.leader });
});
afterAll(() => graph.close());

const committeesOf = async (id: string, point = ''): Promise<unknown> =>
  at(
    await graph.ask(`{ agreement(id: "${id}"${point}) { steeringCommittees { id } } }`),
    'agreement.steeringCommittees',
  );
const ids = (...all: readonly string[]) => all.map((id) => ({ id }));

describe('the steering committees of an agreement', () => {
  test('are shown on it, with who is in them', async () => {
    const query = `{ agreement(id: "agr-1") { steeringCommittees { id head { title } members { id } decisionDocId agreement { id } } } }`;
    expect(at(await graph.ask(query), 'agreement.steeringCommittees')).toEqual([
      {
        ...{ id: 'ste-1', head: { title: 'Chủ tịch a' }, members: [{ id: 'off-b' }], decisionDocId },
        agreement: { id: 'agr-1' },
      },
    ]);
  });

  test('are those of the day in the world and of what the record said then, corrected or not', async () => {
    expect(await committeesOf('agr-1', ', asOf: "2026-03-04"')).toEqual([]);
    expect(await committeesOf('agr-1', ', asOf: "2026-03-05"')).toEqual(ids('ste-1'));
    expect(await committeesOf('agr-1', ', knownAt: "2026-03-04"')).toEqual([]);
    expect(await committeesOf('agr-1', ', knownAt: "2026-03-08"')).toEqual(ids('ste-1', 'ste-2'));
    expect(await committeesOf('agr-2', ', knownAt: "2026-03-08"')).toEqual([]);
    expect(await committeesOf('agr-1')).toEqual(ids('ste-1'));
    expect(await committeesOf('agr-2')).toEqual(ids('ste-2'));
  });

  test('cost two questions to the stores for a whole list of agreements', async () => {
    const query = 'query ($first: Int) { agreements(first: $first) { nodes { steeringCommittees { id version } } } }';
    await graph.ask(query, { first: 1 });
    const callsForOne = graph.calls();
    const all = await graph.ask(query, { first: 100 });
    expect(at(all, 'agreements.nodes')).toHaveLength(2);
    expect(graph.calls()).toEqual(callsForOne);
    expect(callsForOne).toEqual({ 'agreements.find': 1, 'steering.find': 1, 'events.readMany': 1 });
  });

  test('are listed and counted by agreement, head and member, and paged', async () => {
    const list = async (filter: string): Promise<unknown> =>
      at(
        await graph.ask(`{ steeringCommittees(filter: ${filter}) { totalCount nodes { id } } }`),
        'steeringCommittees',
      );
    expect(await list('null')).toEqual({ totalCount: 2, nodes: ids('ste-1', 'ste-2') });
    expect(await list('{ agreement: { eq: "agr-2" } }')).toEqual({ totalCount: 1, nodes: ids('ste-2') });
    expect(await list('{ head: { exists: false } }')).toEqual({ totalCount: 1, nodes: ids('ste-2') });
    expect(await list('{ not: { member: { in: ["off-b"] } } }')).toEqual({ totalCount: 1, nodes: ids('ste-2') });
    const page = (after = '') =>
      graph.ask(`{ steeringCommittees(first: 1${after}) { nodes { id } pageInfo { endCursor hasNextPage } } }`);
    const first = await page();
    expect(at(first, 'steeringCommittees.nodes')).toEqual(ids('ste-1'));
    const cursor = at(first, 'steeringCommittees.pageInfo.endCursor') as string;
    expect(await page(`, after: "${cursor}"`)).toMatchObject({
      steeringCommittees: { nodes: ids('ste-2'), pageInfo: { hasNextPage: false } },
    });
  });
});
