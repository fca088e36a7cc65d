import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { at, type Graph } from '../support/graph.js';
import { before, between, createExample } from './example.js';

let graph: Graph;
beforeAll(async () => {
  graph = await createExample();
});
afterAll(() => graph.close());

describe('one agreement', () => {
  test('is found by its id or by its number in any spelling', async () => {
    const answer = await graph.ask(
      '{ a: agreement(id: "agr-old") { id number } b: agreement(number: "2 – qc/đuk–lđlđ") { id } c: agreement(id: "agr-none") { id } d: agreement(number: "99-QC/X") { id } }',
    );
    expect(answer).toEqual({ a: { id: 'agr-old', number: '02-QC/ĐUK-LĐLĐ' }, b: { id: 'agr-old' }, c: null, d: null });
  });

  test.each([
    ['neither', '{ agreement { id } }'],
    ['both', '{ agreement(id: "agr-old", number: "02-QC/ĐUK-LĐLĐ") { id } }'],
  ])('by %s of id and number is refused', async (_, query) => {
    expect(await graph.fail(query)).toEqual([
      { code: 'INPUT_INVALID', path: ['id'], message: 'Give exactly one of "id" and "number".' },
    ]);
  });

  test('shows the state as far as it was known, and nothing before it was', async () => {
    const query = `query ($knownAt: AsOf) { agreement(id: "agr-draft", knownAt: $knownAt) {
      version text { version clauses { id body } } history { nodes { event } } changedAt registeredAt } }`;
    const shown = async (knownAt?: string) => at(await graph.ask(query, { knownAt }), 'agreement');
    expect(await shown(before)).toBeNull();
    expect(await shown(between)).toEqual({
      version: 1,
      text: {
        version: 1,
        clauses: [
          { id: 'c1', body: 'Hai bên phối hợp tuyên truyền.' },
          { id: 'c2', body: 'Hai bên trao đổi thông tin hằng quý.' },
        ],
      },
      history: { nodes: [{ event: 'AgreementDrafted' }] },
      registeredAt: '2026-03-03T02:00:00.000Z',
      changedAt: '2026-03-03T02:00:00.000Z',
    });
    expect(at(await shown(), 'history.nodes')).toEqual([{ event: 'AgreementDrafted' }, { event: 'DraftRevised' }]);
  });

  test('shows the state as of a day of the world, whenever that was recorded', async () => {
    const query =
      '{ then: agreement(id: "agr-old", asOf: "2021-11-12") { status } earlier: agreement(id: "agr-old", asOf: "2021-11-11") { status } }';
    expect(await graph.ask(query)).toEqual({ then: { status: 'IN_FORCE' }, earlier: null });
  });

  test('tells word by word what differs between two points', async () => {
    const query = `{ agreement(id: "agr-draft") {
      byVersion: diff(from: { version: 1 }) { path was now textDiff { kind text } }
      byTime: diff(from: { knownAt: "${between}" }, to: { version: 2 }) { path }
      none: diff(from: { version: 2 }, to: { version: 2 }) { path }
    } }`;
    const answer = await graph.ask(query);
    expect(at(answer, 'agreement.byVersion')).toEqual([
      {
        path: 'clauses/c2/body',
        was: 'Hai bên trao đổi thông tin hằng quý.',
        now: 'Hai bên trao đổi thông tin hằng tháng.',
        textDiff: [
          { kind: 'SAME', text: 'Hai bên trao đổi thông tin hằng ' },
          { kind: 'REMOVED', text: 'quý' },
          { kind: 'ADDED', text: 'tháng' },
          { kind: 'SAME', text: '.' },
        ],
      },
      { path: 'textSha256', was: expect.any(String), now: expect.any(String), textDiff: null },
      { path: 'textVersion', was: 1, now: 2, textDiff: null },
    ]);
    expect(at(answer, 'agreement.byTime')).toEqual([
      { path: 'clauses/c2/body' },
      { path: 'textSha256' },
      { path: 'textVersion' },
    ]);
    expect(at(answer, 'agreement.none')).toEqual([]);
    const fails = await graph.fail(
      '{ agreement(id: "agr-draft") { diff(from: { version: 1, asOf: "2026-01-01" }) { path } } }',
    );
    expect(fails).toEqual([expect.objectContaining({ code: 'INPUT_INVALID', path: ['from', 'version'] })]);
  });

  test('tells how far signing has got', async () => {
    const query = `{ agreement(id: "agr-signed") {
      signing { mode requirePresentation textVersion }
      presentations { presenter { title organization { name } } occasionId }
      signingProgress { isComplete isOverdue parties { party { id bodies { id } organization { id } signatures { kind office { id } event { version } } } required given missing isNext } }
      possibleCommands
    } }`;
    expect(at(await graph.ask(query), 'agreement')).toEqual({
      signing: { mode: 'PARALLEL', requirePresentation: true, textVersion: 1 },
      presentations: [
        { presenter: { title: 'Chủ tịch a', organization: { name: 'Liên đoàn Lao động a' } }, occasionId: 'cer-1' },
      ],
      signingProgress: {
        isComplete: false,
        isOverdue: false,
        parties: [
          {
            party: {
              id: 'a',
              bodies: [{ id: 'org-a' }],
              organization: { id: 'org-a' },
              signatures: [{ kind: 'WET_INK', office: { id: 'off-a' }, event: { version: 5 } }],
            },
            required: 1,
            given: 1,
            missing: 0,
            isNext: false,
          },
          {
            party: { id: 'b', bodies: [{ id: 'org-b' }], organization: { id: 'org-b' }, signatures: [] },
            required: 1,
            given: 0,
            missing: 1,
            isNext: true,
          },
        ],
      },
      possibleCommands: expect.arrayContaining(['SignAsParty', 'CloseSigning']),
    });
  });

  test('is told with its warnings in both languages, and with what is uncertain', async () => {
    const query =
      '{ agreement(id: "agr-old") { warnings { code path message { vi en } } uncertainFacts { path } sources { id isLinked source { title } } amendments { id } hasFields } }';
    const { agreement } = await graph.ask(query);
    expect(at(agreement, 'warnings')).toEqual(
      expect.arrayContaining([
        {
          code: 'OPEN_ENDED',
          path: 'period',
          message: { vi: expect.any(String), en: 'The agreement states no end date.' },
        },
        expect.objectContaining({ code: 'SIGNATORY_UNKNOWN', path: 'parties/a' }),
        expect.objectContaining({ code: 'SIGNED_ON_UNKNOWN', path: 'signedOn' }),
      ]),
    );
    expect(at(agreement, 'sources')).toEqual([{ id: 'src-1', isLinked: false, source: { title: 'Báo Lao Động' } }]);
    expect(at(agreement, 'amendments')).toEqual([]);
    expect(at(agreement, 'hasFields')).toBe(false);
  });
});

describe('a list of agreements', () => {
  const list = (args: string) =>
    graph.ask(
      `{ agreements(${args}) { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    );
  const ids = async (args: string) =>
    (at(await list(args), 'agreements.nodes') as readonly { readonly id: string }[]).map(({ id }) => id);

  test('is filtered and ordered', async () => {
    expect(await ids('first: 10')).toEqual(['agr-old', 'agr-draft', 'agr-signed']);
    expect(await ids('orderBy: [{ field: SUBJECT, direction: DESC }]')).toEqual(['agr-signed', 'agr-draft', 'agr-old']);
    expect(await ids('filter: { status: { in: [IN_FORCE, SIGNING] } }')).toEqual(['agr-old', 'agr-signed']);
    expect(await ids('filter: { subject: { contains: "DANG UY KHOI" } }')).toEqual(['agr-old']);
    expect(await ids('filter: { or: [{ number: { exists: true } }, { not: { party: { eq: "org-a" } } }] }')).toEqual([
      'agr-old',
    ]);
    expect(await ids('filter: { effectiveFrom: { gte: "2021-11-12", lt: "2021-11-13" } }')).toEqual(['agr-old']);
  });

  test('is asked for as of a day, or as it was known', async () => {
    expect(await ids('asOf: "2022-01-01"')).toEqual(['agr-old']);
    expect(await ids(`knownAt: "${between}"`)).toEqual(['agr-draft']);
    expect(
      await graph.fail(
        '{ agreements(asOf: "2022-01-01", orderBy: [{ field: CHANGED_AT, direction: ASC }]) { totalCount } }',
      ),
    ).toEqual([expect.objectContaining({ code: 'INPUT_INVALID', path: ['orderBy'] })]);
  });

  test('is paged from both ends without a gap, and counted only when asked', async () => {
    const first = at(await list('first: 2'), 'agreements');
    expect(at(first, 'totalCount')).toBe(3);
    expect(at(first, 'pageInfo')).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(at(first, 'pageInfo.endCursor')).toBe(at(first, 'edges.1.cursor'));
    const after = String(at(first, 'pageInfo.endCursor'));
    const second = at(await list(`first: 2, after: "${after}"`), 'agreements');
    expect(at(second, 'nodes')).toEqual([{ id: 'agr-signed' }]);
    expect(at(second, 'pageInfo')).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const back = at(await list(`last: 1, before: "${String(at(second, 'pageInfo.startCursor'))}"`), 'agreements');
    expect(at(back, 'nodes')).toEqual([{ id: 'agr-draft' }]);
    expect(at(back, 'pageInfo')).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(at(await list('first: 5, filter: { number: { eq: "none" } }'), 'agreements')).toEqual({
      totalCount: 0,
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
    await graph.ask('{ agreements { nodes { id } } }');
    expect(graph.calls()).toEqual({ 'agreements.find': 1 });
  });

  test('refuses a cursor of another list or order, and sizes out of bounds', async () => {
    const cursor = String(at(await list('first: 1'), 'agreements.pageInfo.endCursor'));
    const refused = async (query: string) => (await graph.fail(query)).map(({ code }) => code);
    expect(await refused(`{ organizations(after: "${cursor}") { totalCount } }`)).toEqual(['CURSOR_INVALID']);
    expect(await refused(`{ agreements(after: "${cursor}", asOf: "2022-01-01") { totalCount } }`)).toEqual([
      'CURSOR_INVALID',
    ]);
    expect(await refused('{ agreements(first: 101) { totalCount } }')).toEqual(['INPUT_INVALID']);
    expect(await refused('{ agreements(first: 1, last: 1) { totalCount } }')).toEqual(['INPUT_INVALID']);
  });
});
