import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, type App, at, type Identity, startApp } from '../support/app.js';
import { handClock } from '../support/notes.js';

const auditor: Identity = { role: 'AUDITOR' };
const dashboard: Identity = { role: 'DASHBOARD' };
const clerk: Identity = { role: 'CLERK', org: 'org-x' };
const inspector: Identity = { role: 'AUDITOR', person: 'second-auditor' };

const accessFields = 'what stream isDenied count actor { role personKey }';

describe('who read what', () => {
  let app: App;
  const clock = handClock('2026-08-01T03:00:00.000Z');
  let sha256: string;
  /** What the log has beyond what it had, newest first, as a second auditor reads it; what that one reads is left out. */
  let known: number;

  const log = async (filter = ''): Promise<readonly object[]> => {
    const answer = await app.ask(`{ accessLog(first: 100${filter}) { nodes { ${accessFields} } } }`, {}, inspector);
    const nodes = at(answer, 'accessLog.nodes') as readonly { readonly actor: { readonly personKey: string } | null }[];
    return nodes.filter(({ actor }) => actor?.personKey !== 'second-auditor');
  };
  const news = async (): Promise<readonly object[]> => {
    const all = await log();
    const found = all.slice(0, all.length - known);
    known = all.length;
    // In the next minute the same reading is a row of its own.
    clock.set(new Date(Date.parse(clock.now()) + 60_000).toISOString());
    return found;
  };
  const by = (identity: Identity, what: string, stream: string, over: object = {}) => ({
    ...{ what, stream, isDenied: false, count: 1 },
    actor: { role: identity.role, personKey: identity.person ?? `demo-${identity.role.toLowerCase()}` },
    ...over,
  });
  const must = async (mutation: string) => {
    expect(await app.ask(`mutation { result: ${mutation} { userErrors { code } } }`, {}, clerk)).toEqual({
      data: { result: { userErrors: [] } },
    });
  };
  const codes = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions?.code);

  beforeAll(async () => {
    app = await startApp({ surroundings: { clock } });
    const decision = 'decisionDocId: "doc-1"';
    await must(`registerOrganization(input: { id: "org-x", name: "LĐLĐ X", kind: UNION_FEDERATION, ${decision} })`);
    await must(`registerOffice(input: { id: "off-x", title: "Chủ tịch", orgId: "org-x", ${decision} })`);
    const since = 'effectiveFrom: { earliest: "2020-01-01", latest: "2020-01-01", precision: DAY, certainty: STATED }';
    await must(`appointHolder(input: { id: "off-x", personKey: "person-x", ${since}, ${decision} })`);
    sha256 = await app.upload('%PDF-1.7 trang ký');
    known = (await log()).length;
  }, 60_000);
  afterAll(() => app.close());

  test('reads without personal data leave nothing', async () => {
    const query = `{
      office(id: "off-x") { title holdings { from { latest } } history { nodes { event actor { role office { title } } } } }
      auditTrail(first: 5) { nodes { event recordedAt } }
      refusals { nodes { code } }
      viewer { personKey }
    }`;
    expect(codes(await app.ask(query))).toEqual([]);
    expect(await news()).toEqual([]);
  });

  test("an auditor's read of a holder's key stands in it, under the office", async () => {
    const answer = await app.ask('{ office(id: "off-x") { holdings { personKey } } }');
    expect(at(answer, 'office.holdings')).toEqual([{ personKey: 'person-x' }]);
    expect(await news()).toEqual([by(auditor, 'PERSON', 'office:off-x')]);
  });

  test('so does the key of an actor in a history, and a person in what an event changed', async () => {
    await app.ask('{ organization(id: "org-x") { history { nodes { actor { personKey } } } } }');
    expect(await news()).toEqual([by(auditor, 'PERSON', 'organization:org-x')]);
    await app.ask(
      '{ auditTrail(filter: { events: ["HolderAppointed"] }) { nodes { streamId changes { path now } } } }',
    );
    expect(await news()).toEqual([by(auditor, 'PERSON', 'office:off-x')]);
  });

  test('a query that fails in part counts what it read once, however often it was asked before', async () => {
    const query = '{ office(id: "off-x") { holdings { personKey } } agreement { id } }';
    const times = 5;
    for (let time = 1; time <= times; time++) expect(codes(await app.ask(query))).toEqual(['INPUT_INVALID']);
    expect(await news()).toEqual([by(auditor, 'PERSON', 'office:off-x', { count: times })]);
    const denied = '{ refusals { nodes { code } } }';
    for (let time = 1; time <= times; time++)
      expect(codes(await app.ask(denied, {}, dashboard))).toEqual(['FORBIDDEN']);
    expect(await news()).toEqual([by(dashboard, 'REFUSALS', '', { isDenied: true, count: times })]);
  });

  test('a question about one person is recorded by the person', async () => {
    await app.ask('{ auditTrail(filter: { personKey: "demo-clerk" }) { nodes { event } } }');
    expect(await news()).toEqual([by(auditor, 'PERSON', 'person:demo-clerk')]);
    await app.ask('{ refusals(filter: { actor: "demo-drafter" }) { nodes { code } } }');
    expect(await news()).toEqual([by(auditor, 'PERSON', 'person:demo-drafter')]);
  });

  test("a dashboard's denied reads stand in it; a key that is only left out does not", async () => {
    const denied = { isDenied: true };
    const asked = await app.ask('{ auditTrail(filter: { personKey: "person-x" }) { totalCount } }', {}, dashboard);
    expect(codes(asked)).toEqual(['FORBIDDEN']);
    expect(codes(await app.ask('{ refusals { nodes { code } } }', {}, dashboard))).toEqual(['FORBIDDEN']);
    expect(codes(await app.ask('{ accessLog { nodes { what } } }', {}, dashboard))).toEqual(['FORBIDDEN']);
    expect(codes(await app.ask('{ office(id: "off-x") { holdings { personKey } } }', {}, dashboard))).toEqual([]);
    expect(await news()).toEqual([
      by(dashboard, 'ACCESS_LOG', '', denied),
      by(dashboard, 'REFUSALS', '', denied),
      by(dashboard, 'PERSON', 'person:person-x', denied),
    ]);
  });

  test('reads of a file stand in it, by token, by link and denied', async () => {
    const get = async (identity: Identity) =>
      (
        await fetch(`${app.url}/evidence/${sha256}`, {
          headers: { authorization: `Bearer ${await app.token(identity)}` },
        })
      ).status;
    expect(await get(clerk)).toBe(200);
    expect(await get(dashboard)).toBe(403);
    expect((await fetch(app.url + app.services.links.createLink(sha256, 60))).status).toBe(200);
    expect(await news()).toEqual([
      { what: 'FILE', stream: `file:${sha256}`, isDenied: false, count: 1, actor: null },
      by(dashboard, 'FILE', `file:${sha256}`, { isDenied: true }),
      by(clerk, 'FILE', `file:${sha256}`),
    ]);
  });

  test('is filtered, and paged without end or repetition', async () => {
    expect(await log(`, filter: { actor: "demo-dashboard", stream: "file:${sha256}" }`)).toEqual([
      by(dashboard, 'FILE', `file:${sha256}`, { isDenied: true }),
    ]);
    expect(await log(', filter: { to: "2020-01-01" }')).toEqual([]);
    const page = async (after: string): Promise<readonly unknown[]> => {
      const selection = 'nodes { id } pageInfo { hasNextPage endCursor }';
      const filter = 'filter: { what: [PERSON, FILE] }';
      const answer = await app.ask(`{ accessLog(first: 2, after: ${after}, ${filter}) { ${selection} } }`);
      const nodes = at(answer, 'accessLog.nodes') as readonly unknown[];
      return at(answer, 'accessLog.pageInfo.hasNextPage') === true
        ? [...nodes, ...(await page(JSON.stringify(at(answer, 'accessLog.pageInfo.endCursor'))))]
        : nodes;
    };
    const all = await app.ask('{ accessLog(first: 100, filter: { what: [PERSON, FILE] }) { nodes { id } } }');
    expect(await page('null')).toEqual(at(all, 'accessLog.nodes'));
    expect(codes(await app.ask('{ accessLog(last: 2) { nodes { id } } }'))).toEqual(['INPUT_INVALID']);
  });

  test('reading the log is in it, once for the list and not for what it shows', async () => {
    const own = async () => {
      const filter = 'filter: { actor: "second-auditor" }';
      const answer = await app.ask(`{ accessLog(first: 100, ${filter}) { nodes { what stream } } }`);
      return new Set((at(answer, 'accessLog.nodes') as readonly object[]).map((node) => JSON.stringify(node)));
    };
    await log();
    expect([...(await own())]).toEqual([JSON.stringify({ what: 'ACCESS_LOG', stream: '' })]);
  });

  test('none of it is in the log of facts', async () => {
    const answer = await app.ask('{ auditTrail(last: 1) { nodes { event streamId } } }');
    expect(at(answer, 'auditTrail.nodes')).toEqual([{ event: 'HolderAppointed', streamId: 'off-x' }]);
  });
});
