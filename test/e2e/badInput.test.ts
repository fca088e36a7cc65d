import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Position } from '../../src/domain/kernel/ids.js';
import { type Answer, type App, at, type Identity, startApp } from '../support/app.js';

const drafter: Identity = { role: 'DRAFTER', org: 'org-nd-duk' };
const leader: Identity = { role: 'ORG_LEADER', org: 'org-nd-duk' };

const draft = {
  id: 'agr-bad',
  kind: 'COORDINATION_PROGRAMME',
  subject: 'Chương trình phối hợp',
  leadIssuer: 'org-nd-duk',
  effectivenessRule: 'ALL_SIGNED',
  parties: [
    { partyId: 'a', side: 'A', bodyIds: ['org-nd-duk'] },
    { partyId: 'b', side: 'B', bodyIds: ['org-nd-ldld'] },
  ],
  text: { clauses: [{ clauseId: 'c1', label: 'Điều 1', body: 'Hai bên họp mỗi năm một lần.' }] },
};
const drafting =
  'mutation ($input: DraftAgreementInput!) { result: draftAgreement(input: $input) { userErrors { code path } } }';
const known = 'number: "02-QC/ĐUK-LĐLĐ"';
const day = (earliest: string, latest = earliest) => ({ earliest, latest, precision: 'DAY', certainty: 'STATED' });

describe('bad input over HTTP', () => {
  let app: App;
  let head: Position;

  beforeAll(async () => {
    app = await startApp();
    head = await app.services.events.head();
  }, 60_000);
  afterAll(async () => {
    await app.close();
  });

  /** After each piece of bad input: nothing was recorded, and the next question is answered. */
  const unmoved = async () => {
    expect(await app.services.events.head()).toBe(head);
    expect(await app.ask(`{ agreement(${known}) { status } }`)).toEqual({
      data: { agreement: { status: 'IN_FORCE' } },
    });
  };

  /** Sends a body as it is. No answer may hold a word of the program's insides. */
  const post = async (body: string | Uint8Array, identity: Identity = { role: 'AUDITOR' }) => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await app.token(identity)}` },
      body,
    });
    const text = await response.text();
    expect(text).not.toMatch(/node_modules|\.[jt]s:\d+|stacktrace|SQLITE/i);
    return { status: response.status, answer: JSON.parse(text) as Answer };
  };
  const ask = (query: string, variables: object = {}, identity?: Identity) =>
    post(JSON.stringify({ query, variables }), identity);
  /** Code and path of each error of a request. */
  const errors = ({ errors = [] }: Answer) => errors.map(({ extensions }) => [extensions?.code, extensions?.path]);
  const userErrors = (answer: Answer) =>
    (at(answer, 'result.userErrors') as { code: string; path: string[] | null }[]).map(({ code, path }) => [
      code,
      path,
    ]);

  describe('a request that is no GraphQL', () => {
    test.each<[string, string | Uint8Array, number, string]>([
      ['JSON cut short', '{"query": ', 400, 'BAD_REQUEST'],
      ['an empty body', '', 400, 'BAD_REQUEST'],
      ['null', 'null', 400, 'BAD_REQUEST'],
      ['a list of requests', '[{"query": "{ __typename }"}]', 400, 'BAD_REQUEST'],
      ['a query that is a number', '{"query": 7}', 400, 'BAD_REQUEST'],
      ['variables that are a text', '{"query": "{ __typename }", "variables": "x"}', 400, 'BAD_REQUEST'],
      ['variables that are a list', '{"query": "{ __typename }", "variables": [1]}', 400, 'BAD_REQUEST'],
      ['a name of a prototype', '{"query": "{ __typename }", "__proto__": {}}', 400, 'BAD_REQUEST'],
      ['bytes that are no UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d), 400, 'INPUT_INVALID'],
      ['a syntax error', '{"query": "{ agreement("}', 400, 'GRAPHQL_PARSE_FAILED'],
      ['an unknown field', '{"query": "{ treaty { id } }"}', 400, 'GRAPHQL_VALIDATION_FAILED'],
      [
        'too large a body',
        JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(1_100_000) } }),
        413,
        'PAYLOAD_TOO_LARGE',
      ],
    ])('%s', async (_, body, status, code) => {
      const said = await post(body);
      expect({ status: said.status, errors: errors(said.answer) }).toEqual({ status, errors: [[code, undefined]] });
      await unmoved();
    });
  });

  describe('a query beyond the limits', () => {
    const deep = (times: number) =>
      `{ organization(id: "org-hn-ldld") ${'{ parent '.repeat(times)}{ id }${' }'.repeat(times)} }`;
    test.each<[string, string, string]>([
      ['too deep', deep(12), 'DEPTH_LIMIT'],
      [
        'too costly',
        '{ agreements(first: 100) { nodes { history(first: 100) { nodes { id changes { path } } } } } }',
        'COST_LIMIT',
      ],
      ['a page of two thousand million', '{ agreements(first: 2000000000) { nodes { id } } }', 'COST_LIMIT'],
      ['too many aliases', `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: __typename`).join(' ')} }`, 'ALIAS_LIMIT'],
      ['too many tokens', `{ ${'__typename '.repeat(2000)} }`, 'TOKEN_LIMIT'],
    ])('%s', async (_, query, code) => {
      const { status, answer } = await ask(query);
      expect({ status, errors: errors(answer) }).toEqual({ status: 400, errors: [[code, undefined]] });
      await unmoved();
    });
  });

  describe('a command whose input has not the form of the contract', () => {
    test.each<[string, object, string[][]]>([
      ['an unknown field', { colour: 'đỏ' }, [['input', 'colour']]],
      ['the time of recording', { recordedAt: '2020-01-01T00:00:00Z' }, [['input', 'recordedAt']]],
      ['a wrong type', { subject: 7 }, [['input', 'subject']]],
      [
        'a wrong type deep down',
        { text: { clauses: [{ clauseId: 'c1', label: 'x', body: {} }] } },
        [['input', 'text', 'clauses', '0', 'body']],
      ],
      ['an unknown enum value', { kind: 'TREATY' }, [['input', 'kind']]],
      ['a field left out', { subject: undefined }, [['input', 'subject']]],
      ['null', { subject: null }, [['input', 'subject']]],
      ['no UUID', { commandId: 'x' }, [['input', 'commandId']]],
      ['a number beyond 32 bits', { expectedVersion: 3_000_000_000 }, [['input', 'expectedVersion']]],
      ...['2021-02-30', '0000-00-00', '9999-12-31', '1799-12-31', 'hôm qua', '1637020800', '2021-11-12T08:00:00'].map(
        (text): [string, object, string[][]] => [
          `the date ${text}`,
          { occurred: day(text) },
          [
            ['input', 'occurred', 'earliest'],
            ['input', 'occurred', 'latest'],
          ],
        ],
      ),
    ])('%s', async (_, more, paths) => {
      const { status, answer } = await ask(drafting, { input: { ...draft, ...more } }, drafter);
      expect({ status, errors: errors(answer) }).toEqual({
        status: 400,
        errors: paths.map((path) => ['INPUT_INVALID', path]),
      });
      await unmoved();
    });

    test.each<[string, string, string[]]>([
      ['in a text', '"subject":"\\ud800"', ['input', 'subject']],
      ['as the name of a field', '"\\udfff":1', ['input']],
    ])('a lone surrogate %s', async (_, member, path) => {
      const body = JSON.stringify({ query: drafting, variables: { input: { ...draft, subject: 'X' } } });
      const { status, answer } = await post(body.replace('"subject":"X"', member), drafter);
      expect({ status, errors: errors(answer) }).toEqual({ status: 400, errors: [['INPUT_INVALID', path]] });
      await unmoved();
    });

    test('a lone surrogate in the document, escaped by JSON or by GraphQL', async () => {
      for (const escaped of ['\\ud800', '\\\\ud800']) {
        const { status, answer } = await post(`{"query":"{ agreement(id: \\"a${escaped}\\") { status } }"}`);
        expect({ status, errors: errors(answer) }).toEqual({ status: 400, errors: [['INPUT_INVALID', ['query']]] });
      }
      await unmoved();
    });
  });

  describe('a command that the domain refuses', () => {
    const clauses = (count: number, body = 'x') =>
      Array.from({ length: count }, (_, index) => ({ clauseId: `c${index}`, label: 'x', body }));
    const withBody = (bodyId: string) => ({
      parties: [draft.parties[0], { partyId: 'b', side: 'B', bodyIds: [bodyId] }],
    });
    test.each<[string, object, string, string[]]>([
      ['an empty subject', { subject: '' }, 'INPUT_INVALID', ['subject']],
      ['too long a subject', { subject: 'x'.repeat(1001) }, 'INPUT_INVALID', ['subject']],
      [
        'too long a clause',
        { text: { clauses: clauses(1, 'x'.repeat(20_001)) } },
        'INPUT_INVALID',
        ['text', 'clauses', '0', 'body'],
      ],
      ['too many clauses', { text: { clauses: clauses(201) } }, 'INPUT_INVALID', ['text', 'clauses']],
      ['an id that would need escaping', { id: '../agr' }, 'INPUT_INVALID', ['id']],
      ['an empty id', { id: '' }, 'INPUT_INVALID', ['id']],
      ['too long an id', { id: 'x'.repeat(101) }, 'INPUT_INVALID', ['id']],
      ['a negative version', { expectedVersion: -1 }, 'INPUT_INVALID', ['expectedVersion']],
      [
        'dates in the wrong order',
        { occurred: day('2021-05-02', '2021-05-01') },
        'INPUT_INVALID',
        ['occurred', 'earliest'],
      ],
      ['a day to come', { occurred: day('2199-01-01') }, 'OCCURRED_IN_FUTURE', ['occurred']],
      ['a day long past, without a reason', { occurred: day('1800-01-01') }, 'LATE_RECORD_REASON_REQUIRED', ['reason']],
      ['an unknown lead issuer', { leadIssuer: 'org-nobody' }, 'NOT_FOUND', ['leadIssuer']],
      ['an unknown body', withBody('org-nobody'), 'NOT_FOUND', ['parties', 'b', 'bodyIds']],
      ['an id that is taken', { id: 'agr-hcm-2020' }, 'ID_EXISTS', ['id']],
    ])('%s', async (_, more, code, path) => {
      const { status, answer } = await ask(drafting, { input: { ...draft, ...more } }, drafter);
      expect({ status, errors: answer.errors, userErrors: userErrors(answer) }).toEqual({
        status: 200,
        errors: undefined,
        userErrors: [[code, path]],
      });
      await unmoved();
    });

    test('one about an object that nobody has recorded', async () => {
      const query = 'mutation { result: openSigning(input: { id: "agr-nobody" }) { userErrors { code path } } }';
      expect(userErrors((await ask(query, {}, leader)).answer)).toEqual([['NOT_FOUND', ['id']]]);
      await unmoved();
    });
  });

  describe('a query that cannot be meant', () => {
    test.each<[string, string, string[]]>([
      ['a negative page size', '{ agreements(first: -1) { nodes { id } } }', ['first']],
      ['a page of nothing', '{ agreements(first: 0) { nodes { id } } }', ['first']],
      ['one more than a page may hold', '{ agreements(first: 101) { nodes { id } } }', ['first']],
      ['a negative page size below', `{ agreement(${known}) { history(last: -1) { nodes { id } } } }`, ['last']],
      ['a page size beyond 32 bits', '{ agreements(first: 10000000000) { nodes { id } } }', ['first']],
      ['a page size in quotes', '{ agreements(first: "10") { nodes { id } } }', ['first']],
      ['both ends of a list', '{ agreements(first: 1, last: 1) { nodes { id } } }', ['last']],
      ['an absurd day', '{ agreements(asOf: "2021-02-30") { nodes { id } } }', ['asOf']],
      ['an instant without an offset', '{ agreements(knownAt: "2021-02-03T00:00:00") { nodes { id } } }', ['knownAt']],
      ['a negative position', '{ agreements(minPosition: "-1") { nodes { id } } }', ['minPosition']],
      ['neither id nor number', '{ agreement { id } }', ['id']],
      [
        'a negative version',
        `{ agreement(${known}) { diff(from: { version: -1 }, to: { version: 1 }) { path } } }`,
        ['from', 'version'],
      ],
      ['too long a search', `{ search(text: "${'x'.repeat(301)}") { node { id } } }`, ['text']],
      ['too many ids', `{ nodes(ids: [${'"a" '.repeat(101)}]) { id } }`, ['ids']],
    ])('%s', async (_, query, path) => {
      expect(errors((await ask(query)).answer)).toEqual([['INPUT_INVALID', path]]);
      await unmoved();
    });

    test('what search understands as operators is only text to it', async () => {
      for (const text of ['" OR * NEAR( ^', '%', '', '   ', '\u0000'])
        expect((await ask('query ($text: String!) { search(text: $text) { node { id } } }', { text })).answer).toEqual({
          data: { search: [] },
        });
      await unmoved();
    });

    test('an unknown id or number is null, not an error', async () => {
      const { answer } = await ask(`{
        agreement(id: "agr-nobody") { id }
        organization(id: "../etc/passwd") { id }
        office(id: "") { id }
        node(id: "agreement:agr-nobody") { id }
        nodes(ids: ["org-nobody", "organization:org-nobody"]) { id }
      }`);
      expect(answer).toEqual({
        data: { agreement: null, organization: null, office: null, node: null, nodes: [null, null] },
      });
    });
  });

  describe('a cursor that the list did not give out', () => {
    const page =
      'query ($after: Cursor) { agreements(first: 1, after: $after) { nodes { id } pageInfo { endCursor } } }';
    const refused = async (after: string, query = page) => errors((await ask(query, { after })).answer);
    const given = async () => at((await ask(page)).answer, 'agreements.pageInfo.endCursor') as string;
    const forged = async (change: object) => {
      const inside = JSON.parse(Buffer.from(await given(), 'base64url').toString()) as object;
      return Buffer.from(JSON.stringify({ ...inside, ...change })).toString('base64url');
    };

    test('no cursor at all, one of another list, one of another order', async () => {
      const invalid = [['CURSOR_INVALID', ['after']]];
      expect(await refused('nonsense')).toEqual(invalid);
      expect(await refused('Quy chế')).toEqual(invalid);
      const organizations = await ask('{ organizations(first: 1) { pageInfo { endCursor } } }');
      expect(await refused(at(organizations.answer, 'organizations.pageInfo.endCursor') as string)).toEqual(invalid);
      const order = 'orderBy: [{ field: SUBJECT, direction: DESC }]';
      expect(await refused(await given(), page.replace('first: 1', `first: 1, ${order}`))).toEqual(invalid);
      await unmoved();
    });

    test('one of another store, of an older form, or with a key that no item has', async () => {
      expect(await refused(await forged({ s: 'another' }))).toEqual([['CURSOR_INVALID', ['after']]]);
      expect(await refused(await forged({ v: 0 }))).toEqual([['CURSOR_INVALID', ['after']]]);
      for (const k of [[], ['x'], [{}, 'x'], [1, 'x'], [true, 'x'], ['x', true], ['x', null], 'x'])
        expect((await refused(await forged({ k }))).map(([code]) => code)).toEqual(['CURSOR_INVALID']);
      await unmoved();
    });

    test('the one that it gave out goes on', async () => {
      const first = await ask(page);
      const second = await ask(page, { after: await given() });
      const id = (answer: Answer) => (at(answer, 'agreements.nodes') as { id: string }[]).map(({ id }) => id);
      expect(id(second.answer)).toHaveLength(1);
      expect(id(second.answer)).not.toEqual(id(first.answer));
    });
  });

  test('text in decomposed letters is kept composed', async () => {
    const subject = 'Quy chế phối hợp giữa hai tổ chức';
    const { answer } = await ask(
      drafting,
      { input: { ...draft, id: 'agr-nfc', subject: subject.normalize('NFD') } },
      drafter,
    );
    expect(userErrors(answer)).toEqual([]);
    const [event] = await app.services.events.read({ type: 'agreement', id: 'agr-nfc' });
    expect(event?.data).toMatchObject({ subject: subject.normalize('NFC') });
    expect(subject.normalize('NFD')).not.toBe(subject.normalize('NFC'));
  });
});
