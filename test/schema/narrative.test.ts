import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { at, createGraph, type Graph } from '../support/graph.js';
import { actors, draft, openForSigning, registerBodies, signOnPaper } from '../support/world.js';
import { createExample } from './example.js';

const dashboard = { role: 'DASHBOARD', personKey: 'p-dash' } as const;
const on = (day: string) => ({ earliest: day, latest: day, precision: 'DAY', certainty: 'STATED' });

let graph: Graph;
beforeAll(async () => {
  graph = await createExample();
});
afterAll(() => graph.close());

describe('the sentences of a history', () => {
  const tell = async (id: string): Promise<readonly unknown[]> => {
    const query = 'query ($id: ID!) { agreement(id: $id) { history(first: 100) { nodes { sentence { vi en } } } } }';
    return at(await graph.ask(query, { id }), 'agreement.history.nodes') as readonly unknown[];
  };

  test('tell who did what when, by the names of bodies and offices', async () => {
    const told = await tell('agr-signed');
    expect(told).toHaveLength(6);
    expect(told[0]).toEqual({
      sentence: {
        vi: 'Chuyên viên soạn thảo Liên đoàn Lao động a soạn thảo quy chế phối hợp “Quy chế phối hợp công tác” giữa Liên đoàn Lao động a và Liên đoàn Lao động b, cơ quan chủ trì: Liên đoàn Lao động a, lúc 09:00 5/3/2026',
        en: 'The drafter of Liên đoàn Lao động a drafted the coordination regulation “Quy chế phối hợp công tác” between Liên đoàn Lao động a and Liên đoàn Lao động b, led by Liên đoàn Lao động a, on 5 March 2026, 09:00',
      },
    });
    expect(told[4]).toEqual({
      sentence: {
        vi: 'Liên đoàn Lao động a ký thay mặt tập thể, lúc 09:00 5/3/2026 (Chủ tịch a, trên bản giấy, do văn thư ghi nhận)',
        en: 'Liên đoàn Lao động a signed on behalf of the body, on 5 March 2026, 09:00 (Chủ tịch a, in ink on paper, recorded by the registry clerk)',
      },
    });
  });

  test('tell what a revision changed by the labels of its clauses', async () => {
    expect(at(await tell('agr-draft'), '1.sentence.vi')).toBe(
      'Chuyên viên soạn thảo Liên đoàn Lao động a sửa dự thảo thành bản số 2, lúc 09:00 4/3/2026: sửa Điều 2',
    );
  });

  test('tell persons to nobody, not even to auditors', async () => {
    const query = '{ office(id: "off-a") { history { nodes { sentence { vi en } } } } }';
    const toAuditor = await graph.ask(query);
    expect(toAuditor).toEqual({
      office: {
        history: {
          nodes: [
            {
              sentence: {
                vi: 'Văn thư Liên đoàn Lao động a ghi nhận chức vụ Chủ tịch a thuộc Liên đoàn Lao động a, lúc 09:00 2/3/2026; theo văn bản doc-decision',
                en: 'The registry clerk of Liên đoàn Lao động a registered the office Chủ tịch a of Liên đoàn Lao động a, on 2 March 2026, 09:00; by document doc-decision',
              },
            },
            {
              sentence: {
                vi: 'Có người được bổ nhiệm giữ chức vụ Chủ tịch a từ ngày 1/1/2020, theo văn bản doc-decision',
                en: 'A holder was appointed to the office Chủ tịch a from 1 January 2020, by document doc-decision',
              },
            },
          ],
        },
      },
    });
    expect(await graph.ask(query, {}, dashboard)).toEqual(toAuditor);
  });
});

describe('the history of an agreement', () => {
  const filtered = async (id: string, filter: string, as = {}): Promise<unknown> => {
    const query = `query ($id: ID!) { agreement(id: $id) { history(filter: ${filter}) { totalCount nodes { event version } } } }`;
    const { totalCount, nodes } = at(await graph.ask(query, { id }, as), 'agreement.history') as {
      readonly totalCount: number;
      readonly nodes: readonly { readonly event: string }[];
    };
    expect(totalCount).toBe(nodes.length);
    return nodes.map(({ event }) => event);
  };

  test.each([
    ['agr-signed', '{ events: ["PartySigned", "SigningOpened"] }', ['SigningOpened', 'PartySigned']],
    ['agr-signed', '{ roles: [ORG_LEADER] }', ['TextFinalized', 'SigningOpened']],
    ['agr-signed', '{ orgId: "org-b" }', []],
    ['agr-signed', '{ personKey: "p-drafter" }', ['AgreementDrafted']],
    ['agr-signed', '{ path: "parties/a" }', ['AgreementDrafted', 'SigningOpened', 'PartySigned', 'PaperCopyConverted']],
    ['agr-signed', '{ path: "parties/b/signatures" }', ['AgreementDrafted', 'SigningOpened']],
    ['agr-signed', '{ path: "status" }', ['AgreementDrafted', 'TextFinalized', 'SigningOpened']],
    ['agr-signed', '{ path: "parties/a", events: ["PartySigned"] }', ['PartySigned']],
    ['agr-draft', '{ path: "clauses/c2/body" }', ['AgreementDrafted', 'DraftRevised']],
    ['agr-draft', '{ clause: "c1" }', ['AgreementDrafted']],
    ['agr-draft', '{ clause: "c2" }', ['AgreementDrafted', 'DraftRevised']],
    ['agr-draft', '{ clause: "c" }', []],
    ['agr-draft', '{ from: "2026-03-04" }', ['DraftRevised']],
    ['agr-draft', '{ to: "2026-03-03" }', ['AgreementDrafted']],
    ['agr-old', '{ from: "2021-11-12", to: "2021-11-12" }', ['AgreementRegistered']],
    ['agr-old', '{ recordedTo: "2026-03-04" }', []],
    ['agr-old', '{ recordedFrom: "2026-03-05" }', ['AgreementRegistered']],
    ['agr-old', '{ sourceId: "src-1", channel: IMPORT }', ['AgreementRegistered']],
    ['agr-old', '{}', ['AgreementRegistered']],
    ['agr-old', 'null', ['AgreementRegistered']],
  ])('of %s with %s', async (id, filter, events) => {
    expect(await filtered(id, filter)).toEqual(events);
  });

  test('is filtered beside what was known', async () => {
    const query =
      '{ agreement(id: "agr-draft") { history(knownAt: "2026-03-03", filter: { clause: "c2" }) { nodes { event } } } }';
    expect(at(await graph.ask(query), 'agreement.history.nodes')).toEqual([{ event: 'AgreementDrafted' }]);
  });

  test('of other objects and of all is filtered likewise', async () => {
    const query =
      '{ office(id: "off-a") { history(filter: { path: "holdings" }) { nodes { event } } } auditTrail(filter: { path: "clauses", streams: ["agreement:agr-draft", "agreement:agr-signed"] }) { nodes { event streamId } } }';
    expect(await graph.ask(query)).toEqual({
      office: { history: { nodes: [{ event: 'HolderAppointed' }] } },
      auditTrail: {
        nodes: [
          { event: 'AgreementDrafted', streamId: 'agr-draft' },
          { event: 'DraftRevised', streamId: 'agr-draft' },
          { event: 'AgreementDrafted', streamId: 'agr-signed' },
        ],
      },
    });
  });

  test('says what single persons did to auditors alone', async () => {
    const query = '{ agreement(id: "agr-draft") { history(filter: { personKey: "p-drafter" }) { totalCount } } }';
    expect((await graph.fail(query, {}, dashboard)).map(({ code }) => code)).toEqual(['FORBIDDEN']);
  });

  test.each([
    ['{ agreement(id: "agr-draft") { history(filter: { path: "" }) { totalCount } } }', ['filter', 'path']],
    ['{ agreement(id: "agr-draft") { history(filter: { path: "/status" }) { totalCount } } }', ['filter', 'path']],
    ['{ agreement(id: "agr-draft") { history(filter: { path: "a//b" }) { totalCount } } }', ['filter', 'path']],
    ['{ agreement(id: "agr-draft") { history(filter: { path: "a\\nb" }) { totalCount } } }', ['filter', 'path']],
    [
      `{ agreement(id: "agr-draft") { history(filter: { path: "${'a'.repeat(401)}" }) { totalCount } } }`,
      ['filter', 'path'],
    ],
    ['{ auditTrail(filter: { path: "status" }) { totalCount } }', ['filter', 'path']],
    ['{ auditTrail(filter: { clause: "c1" }) { totalCount } }', ['filter', 'clause']],
  ])('%s is refused', async (query, path) => {
    expect(await graph.fail(query)).toEqual([expect.objectContaining({ code: 'INPUT_INVALID', path })]);
  });
});

describe('names in sentences', () => {
  test('are those that bodies had when the events counted', async () => {
    const renamed = await createGraph();
    const { world } = renamed;
    await registerBodies(world);
    await world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter });
    world.now = '2026-03-10T02:00:00.000Z';
    const rename = { from: 'Liên đoàn Lao động b', to: 'Công đoàn b', decisionDocId: 'doc-1' };
    await world.must('RenameOrganization', 'org-b', { ...rename, effectiveFrom: on('2026-03-09') });
    const consultation = { audience: ['org-b'], textVersion: 1 };
    await world.must('OpenConsultation', 'agr-1', consultation, { by: actors.drafter });
    const answer = await renamed.ask(
      '{ agreement(id: "agr-1") { history { nodes { sentence { en } } } } organization(id: "org-b") { history(first: 2) { nodes { sentence { en } } } } }',
    );
    expect(at(answer, 'agreement.history.nodes.0.sentence.en')).toContain('and Liên đoàn Lao động b, led by');
    expect(at(answer, 'agreement.history.nodes.1.sentence.en')).toContain('with Công đoàn b, on');
    expect(at(answer, 'organization.history.nodes.1.sentence.en')).toBe(
      'Liên đoàn Lao động b was renamed Công đoàn b from 9 March 2026, by document doc-1',
    );
    await renamed.close();
  });

  test('are read for a whole page together', async () => {
    const many = await createGraph();
    const { world } = many;
    await registerBodies(world);
    for (let index = 0; index < 15; index++) {
      const hash = await openForSigning(world, `agr-${index}`);
      await signOnPaper(world, `agr-${index}`, 'a', hash);
    }
    const query = 'query ($first: Int) { auditTrail(first: $first) { nodes { sentence { vi en } } } }';
    await many.ask(query, { first: 2 });
    const callsForTwo = many.calls();
    expect(at(await many.ask(query, { first: 90 }), 'auditTrail.nodes')).toHaveLength(90);
    // One question for the events, one for all that they name.
    expect(many.calls()).toEqual({ 'history.find': 1, 'events.readMany': 2 });
    expect(callsForTwo).toEqual(many.calls());
    await many.close();
  });
});
