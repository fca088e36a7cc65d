import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Position } from '../../src/domain/kernel/ids.js';
import { at, createGraph, type Graph } from '../support/graph.js';
import { actors, draft, registerBodies } from '../support/world.js';

interface Entry {
  readonly id: string;
  readonly event: string;
}
interface Clause {
  readonly clauseId: string;
  readonly label: string;
  readonly spans: readonly { readonly text: string; readonly event: Entry & Readonly<Record<string, unknown>> }[];
  readonly addedBy: Entry;
  readonly labelBy: Entry;
  readonly positionBy: Entry;
  readonly textBy: Entry;
  readonly restores: Entry | null;
}

const monthly = 'Hai bên trao đổi thông tin hằng tháng.';

describe('blame', () => {
  let graph: Graph;
  let drafted: string;
  let revised: string;

  beforeAll(async () => {
    graph = await createGraph();
    const { world } = graph;
    await registerBodies(world);
    const mandate = {
      mandateId: 'man-1',
      grantorOfficeId: 'off-a',
      capacity: 'ON_BEHALF_OF_BODY',
      scope: {},
      effectiveFrom: { earliest: '2025-01-01', latest: '2025-01-01', precision: 'DAY', certainty: 'STATED' },
      documentId: 'doc-decision',
    };
    await world.must('GrantMandate', 'off-b', mandate, { by: { ...actors.leader, officeId: 'off-a' } });
    [drafted = ''] = (await world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter })).map(
      ({ eventId }) => eventId,
    );
    world.now = '2026-03-04T02:00:00.000Z';
    const by = { ...actors.drafter, officeId: 'off-b', mandateId: 'man-1' };
    const patch = { clauses: [{ clauseId: 'c2', body: monthly }] };
    [revised = ''] = (await world.must('ReviseDraft', 'agr-1', { patch }, { by, reason: 'theo góp ý' })).map(
      ({ eventId }) => eventId,
    );
  });
  afterAll(() => graph.close());

  const everything = `clauseId label spans { text event { id event } } addedBy { id event } labelBy { id event }
    positionBy { id event } textBy { id event } restores { id event }`;
  const blame = async (arguments_ = '', selection = everything): Promise<readonly Clause[]> =>
    at(
      await graph.ask(`{ agreement(id: "agr-1") { blame${arguments_} { ${selection} } } }`),
      'agreement.blame',
    ) as readonly Clause[];

  test('tells of each clause and each word the event that last changed it', async () => {
    const [draftedBy, revisedBy] = [
      { id: drafted, event: 'AgreementDrafted' },
      { id: revised, event: 'DraftRevised' },
    ];
    const untouched = { addedBy: draftedBy, labelBy: draftedBy, positionBy: draftedBy, restores: null };
    expect(await blame()).toEqual([
      {
        ...untouched,
        clauseId: 'c1',
        label: 'Điều 1',
        spans: [{ text: 'Hai bên phối hợp tuyên truyền.', event: draftedBy }],
        textBy: draftedBy,
      },
      {
        ...untouched,
        clauseId: 'c2',
        label: 'Điều 2',
        spans: [
          { text: 'Hai bên trao đổi thông tin hằng ', event: draftedBy },
          { text: 'tháng', event: revisedBy },
          { text: '.', event: draftedBy },
        ],
        textBy: revisedBy,
      },
    ]);
  });

  test('who last changed the word "tháng" of clause 2, when, why and on what authority', async () => {
    const selection = `clauseId spans { text event {
      recordedAt reason actor { role personKey office { title } onBehalfOf { name } mandate { id capacity grantor { title } } }
    } }`;
    const clause = (await blame('', selection)).find(({ clauseId }) => clauseId === 'c2');
    expect(clause?.spans.filter(({ text }) => text.includes('tháng')).map(({ event }) => event)).toEqual([
      {
        recordedAt: '2026-03-04T02:00:00.000Z',
        reason: 'theo góp ý',
        actor: {
          role: 'DRAFTER',
          personKey: 'p-drafter',
          office: { title: 'Chủ tịch b' },
          onBehalfOf: { name: 'Liên đoàn Lao động a' },
          mandate: { id: 'man-1', capacity: 'ON_BEHALF_OF_BODY', grantor: { title: 'Chủ tịch a' } },
        },
      },
    ]);
  });

  test('is asked of any state, and of the one the agreement is shown in', async () => {
    const shown = 'spans { text event { id } }';
    const before = await blame('(at: { version: 1 })', shown);
    expect(before[1]?.spans).toEqual([{ text: 'Hai bên trao đổi thông tin hằng quý.', event: { id: drafted } }]);
    expect(await blame('(at: { knownAt: "2026-03-03" })', shown)).toEqual(before);
    const then = await graph.ask(`{ agreement(id: "agr-1", knownAt: "2026-03-03") { blame { ${shown} } } }`);
    expect(at(then, 'agreement.blame')).toEqual(before);
    expect(await blame('(at: { version: 0 })', shown)).toEqual([]);
  });

  test('looks behind the events that are to be ignored', async () => {
    const [, second] = await blame(`(ignoreEvents: ["${revised}"])`, 'textBy { id } spans { text event { id } }');
    expect(second).toEqual({ textBy: { id: drafted }, spans: [{ text: monthly, event: { id: drafted } }] });
  });

  test.each([
    ['a version before the first', 'at: { version: -1 }', ['at', 'version']],
    ['two points at once', 'at: { version: 1, asOf: "2026-03-03" }', ['at', 'version']],
    ['more than 100 events to ignore', `ignoreEvents: [${'"x", '.repeat(101)}]`, ['ignoreEvents']],
  ])('refuses %s', async (_, arguments_, path) => {
    const failures = await graph.fail(`{ agreement(id: "agr-1") { blame(${arguments_}) { clauseId } } }`);
    expect(failures).toEqual([expect.objectContaining({ code: 'INPUT_INVALID', path })]);
  });

  test('costs as many questions to the stores for many agreements, clauses and spans as for one of each', async () => {
    const query = `query ($first: Int) { agreements(first: $first) { nodes { blame {
      spans { event { event actor { office { title } } } } textBy { id } restores { id } labelBy { id }
    } } } }`;
    await graph.ask(query, { first: 1 });
    const callsForOne = graph.calls();
    const { world } = graph;
    for (let index = 0; index < 10; index++) {
      await world.must('DraftAgreement', `agr-many-${index}`, draft, { by: actors.drafter });
      for (const word of ['tuần', 'tháng', 'năm'])
        await world.must(
          'ReviseDraft',
          `agr-many-${index}`,
          {
            patch: { clauses: [{ clauseId: `c${1 + (index % 2)}`, body: `Hai bên trao đổi thông tin hằng ${word}.` }] },
          },
          { by: actors.drafter },
        );
    }
    const answer = await graph.ask(query, { first: 100 });
    expect(at(answer, 'agreements.nodes')).toHaveLength(11);
    expect(graph.calls()).toEqual(callsForOne);
    expect(callsForOne).toEqual({
      'agreements.find': 1,
      // The texts, the newest events, and the offices of the actors.
      'events.readMany': 3,
      'history.getMany': 1,
    });
  });

  test('waits for the history to know the newest event, and says so when it does not come', async () => {
    const asked: Position[] = [];
    const behind = await createGraph({
      progress: {
        waitFor: (position) => {
          asked.push(position);
          return Promise.resolve(false);
        },
        statuses: () => [],
      },
    });
    await registerBodies(behind.world);
    const [event] = await behind.world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter });
    const failures = await behind.fail('{ agreement(id: "agr-1") { blame { clauseId } } }');
    expect(failures.map(({ code }) => code)).toEqual(['PROJECTION_BEHIND']);
    expect(asked).toEqual([event?.position]);
    await behind.close();
  });
});
