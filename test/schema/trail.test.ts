import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { beginning } from '../../src/domain/kernel/ids.js';
import { at, type Graph } from '../support/graph.js';
import { createExample } from './example.js';

const dashboard = { role: 'DASHBOARD', personKey: 'p-dash' } as const;

let graph: Graph;
beforeAll(async () => {
  graph = await createExample();
});
afterAll(() => graph.close());

describe('the trail', () => {
  const trail = async (filter: string, as = {}) =>
    at(
      await graph.ask(`{ auditTrail(first: 100, filter: ${filter}) { nodes { event streamId } } }`, {}, as),
      'auditTrail.nodes',
    );

  test('is stable by position, and its cursor goes on where it stopped when more arrives', async () => {
    const page = (after: string) =>
      graph.ask(`{ auditTrail(first: 3, after: ${after}) { nodes { position } pageInfo { endCursor hasNextPage } } }`);
    const positions = async (after: string): Promise<readonly string[]> => {
      const answer = at(await page(after), 'auditTrail');
      const here = (at(answer, 'nodes') as readonly { readonly position: string }[]).map(({ position }) => position);
      const next =
        at(answer, 'pageInfo.hasNextPage') === true
          ? await positions(`"${String(at(answer, 'pageInfo.endCursor'))}"`)
          : [];
      return [...here, ...next];
    };
    const found = (await positions('null')).map(Number);
    expect(found).toHaveLength((await graph.world.store.readAll(beginning, 1000)).length);
    expect(found).toEqual([...found].sort((a, b) => a - b));
  });

  test('is filtered by when it counts in the world, by whom, and by what it is about', async () => {
    expect(await trail('{ from: "2021-11-12", to: "2021-11-12" }')).toEqual([
      { event: 'AgreementRegistered', streamId: 'agr-old' },
    ]);
    expect(await trail('{ to: "2021-11-11", streamTypes: [AGREEMENT] }')).toEqual([]);
    expect(await trail('{ roles: [DRAFTER], streamTypes: [AGREEMENT] }')).toEqual([
      { event: 'AgreementDrafted', streamId: 'agr-draft' },
      { event: 'DraftRevised', streamId: 'agr-draft' },
      { event: 'AgreementDrafted', streamId: 'agr-signed' },
    ]);
    expect(await trail('{ streams: ["office:off-a"], events: ["HolderAppointed"], channel: API }')).toEqual([
      { event: 'HolderAppointed', streamId: 'off-a' },
    ]);
    expect(await trail('{ rule: LATE_RECORD_REASON_REQUIRED }')).toEqual([]);
    expect(await trail('{ personKey: "p-drafter", recordedTo: "2026-03-03" }')).toEqual([
      { event: 'AgreementDrafted', streamId: 'agr-draft' },
    ]);
  });

  test('tells persons to auditors alone', async () => {
    const query =
      '{ office(id: "off-a") { holdings { personKey } history { nodes { event actor { role personKey } changes { path now } } } } }';
    const toAuditor = await graph.ask(query);
    const toDashboard = await graph.ask(query, {}, dashboard);
    expect(at(toAuditor, 'office.holdings')).toEqual([{ personKey: 'p-a' }]);
    expect(at(toDashboard, 'office.holdings')).toEqual([{ personKey: null }]);
    expect(JSON.stringify(toAuditor)).toContain('p-clerk');
    expect(JSON.stringify(toDashboard)).not.toMatch(/p-clerk|p-a/);
    const fails = await graph.fail('{ auditTrail(filter: { personKey: "p-a" }) { totalCount } }', {}, dashboard);
    expect(fails).toEqual([
      { code: 'FORBIDDEN', path: undefined, message: 'Your role may not read what single persons did.' },
    ]);
  });

  test('keeps refusals beside it, for auditors alone', async () => {
    const query =
      '{ refusals(filter: { stream: "agreement:agr-draft", codes: [ROLE_NOT_ALLOWED] }) { nodes { code command count stream actor { role personKey } message { en } } pageInfo { hasNextPage } } }';
    expect(at(await graph.ask(query), 'refusals')).toEqual({
      nodes: [
        {
          code: 'ROLE_NOT_ALLOWED',
          command: 'FinalizeText',
          count: 1,
          stream: 'agreement:agr-draft',
          actor: { role: 'DRAFTER', personKey: 'p-drafter' },
          message: { en: expect.any(String) },
        },
      ],
      pageInfo: { hasNextPage: false },
    });
    expect((await graph.fail(query, {}, dashboard)).map(({ code }) => code)).toEqual(['FORBIDDEN']);
  });
});

describe('the other questions', () => {
  test('search finds with and without diacritics, and gives the objects', async () => {
    const hits = (text: string) =>
      graph.ask('query ($text: String!) { search(text: $text) { type id node { __typename id } } }', { text });
    const union = { type: 'ORGANIZATION', id: 'org-a', node: { __typename: 'Organization', id: 'org-a' } };
    expect(at(await hits('liên đoàn lao động a'), 'search')).toEqual([union]);
    expect(at(await hits('lien doan lao dong a'), 'search')).toEqual([union]);
    expect(at(await hits('02 qc duk ldld'), 'search.0.id')).toBe('agr-old');
  });

  test('stats count by facets, now, at a point, and over time', async () => {
    const answer = await graph.ask(`{
      now: stats(of: AGREEMENT, groupBy: [STATUS]) { total rows { key { field value } count } }
      then: stats(of: AGREEMENT, groupBy: [STATUS], asOf: "2022-01-01") { total rows { key { value } count } }
      years: stats(of: TRANSITION, groupBy: [YEAR, STATUS]) { rows { key { value } count } }
      fields: stats(of: FIELD, groupBy: [AGREEMENT]) { total rows { key { value } count isComplete } }
      bodies: stats(of: ORGANIZATION, groupBy: [KIND]) { rows { key { value } count } }
    }`);
    const row = (count: number, ...values: readonly string[]) => ({ key: values.map((value) => ({ value })), count });
    expect(answer).toEqual({
      now: {
        total: 3,
        rows: ['DRAFTING', 'IN_FORCE', 'SIGNING'].map((value) => ({ key: [{ field: 'STATUS', value }], count: 1 })),
      },
      then: { total: 1, rows: [row(1, 'IN_FORCE')] },
      years: {
        rows: [
          row(1, '2021', 'IN_FORCE'),
          row(2, '2026', 'DRAFTING'),
          row(1, '2026', 'FINALIZED'),
          row(1, '2026', 'SIGNING'),
        ],
      },
      fields: {
        total: 0,
        rows: ['agr-draft', 'agr-old', 'agr-signed'].map((id) => ({ ...row(0, id), isComplete: false })),
      },
      bodies: { rows: [row(2, 'UNION_FEDERATION')] },
    });
  });

  test.each([
    ['{ stats(of: AGREEMENT, groupBy: [LEVEL]) { total } }', ['groupBy']],
    ['{ stats(of: AGREEMENT, groupBy: [KIND, KIND]) { total } }', ['groupBy']],
    ['{ stats(of: FIELD, groupBy: [KIND]) { total } }', ['groupBy']],
    ['{ stats(of: ORGANIZATION, groupBy: [KIND], asOf: "2020-01-01") { total } }', ['asOf']],
  ])('%s is refused', async (query, path) => {
    expect(await graph.fail(query)).toEqual([expect.objectContaining({ code: 'INPUT_INVALID', path })]);
  });

  test('node finds any object by its id, and events too', async () => {
    const [event] = await graph.world.store.read({ type: 'agreement', id: 'agr-old' });
    const ids = ['org-a', 'src-1', 'none', 'không', 'off-b', event?.eventId];
    const answer = await graph.ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } node(id: "agr-old") { ... on Agreement { subject } } }',
      { ids },
    );
    expect(answer).toEqual({
      nodes: [
        { __typename: 'Organization', id: 'org-a' },
        { __typename: 'Source', id: 'src-1' },
        null,
        null,
        { __typename: 'Office', id: 'off-b' },
        { __typename: 'HistoryEntry', id: event?.eventId },
      ],
      node: { subject: 'Chương trình phối hợp Đảng ủy Khối' },
    });
  });

  test('viewer tells who is asking', async () => {
    const query = '{ viewer { role personKey isDemo organization { id } office { id } mandateId } }';
    expect(await graph.ask(query, {}, { ...dashboard, orgId: 'org-a', officeId: 'off-a' })).toEqual({
      viewer: {
        role: 'DASHBOARD',
        personKey: 'p-dash',
        isDemo: true,
        organization: { id: 'org-a' },
        office: { id: 'off-a' },
        mandateId: null,
      },
    });
  });
});
