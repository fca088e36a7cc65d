import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { type Answer, asAuditor, startServer, type TestServer } from './support.js';

let app: TestServer;
beforeAll(async () => {
  app = await startServer({ MAX_TOKENS: '1000', MAX_DEPTH: '5', MAX_ALIASES: '3', MAX_COST: '1000' });
});
afterAll(() => app.server.close());

interface Told {
  readonly message: string;
  readonly path?: readonly unknown[];
  readonly extensions: Readonly<Record<string, unknown>>;
}
const errorsOf = ({ body }: Answer): readonly Told[] => (body as { errors: readonly Told[] }).errors;
const codesOf = (answer: Answer) => [answer.status, ...errorsOf(answer).map(({ extensions }) => extensions)];

describe('operations', () => {
  test('a query with a token is answered, in the role of the token', async () => {
    const { status, body } = await app.ask('{ hello whoami }');
    expect([status, body]).toEqual([200, { data: { hello: 'world', whoami: 'AUDITOR' } }]);
  });

  test('a query is answered over GET when it says that it is no form post', async () => {
    const query = encodeURIComponent('{ hello }');
    const { body } = await app.request(`/graphql?query=${query}`, {
      headers: { ...asAuditor, 'apollo-require-preflight': 'true' },
    });
    expect(body).toEqual({ data: { hello: 'world' } });
    const simple = await app.request(`/graphql?query=${query}`, { headers: asAuditor });
    expect(codesOf(simple)).toEqual([400, { code: 'BAD_REQUEST' }]);
  });

  test('a name that the document does not have is told', async () => {
    const answer = await app.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...asAuditor },
      body: JSON.stringify({ query: 'query A { hello }', operationName: 'B' }),
    });
    expect(codesOf(answer)).toEqual([400, { code: 'OPERATION_RESOLUTION_FAILURE' }]);
  });

  test('a mutation over GET is refused', async () => {
    const query = encodeURIComponent('mutation { say(input: {text: "x"}) }');
    const answer = await app.request(`/graphql?query=${query}`, {
      headers: { ...asAuditor, 'apollo-require-preflight': 'true' },
    });
    expect(codesOf(answer)).toEqual([405, { code: 'BAD_REQUEST' }]);
  });

  test('several operations in one request are refused', async () => {
    const answer = await app.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...asAuditor },
      body: '[{"query":"{hello}"}]',
    });
    expect(codesOf(answer)).toEqual([400, { code: 'BAD_REQUEST' }]);
  });

  test.each([
    ['{ hello', [400, { code: 'GRAPHQL_PARSE_FAILED' }]],
    ['{ hello nothing }', [400, { code: 'GRAPHQL_VALIDATION_FAILED' }]],
    ['query A { hello } query B { hello }', [400, { code: 'OPERATION_RESOLUTION_FAILURE' }]],
    ['', [400, { code: 'BAD_REQUEST' }]],
  ])('the document %j is refused with its reason', async (query, expected) => {
    expect(codesOf(await app.ask(query))).toEqual(expected);
  });

  test('all that is wrong with a document is told at once', async () => {
    const answer = await app.ask(
      '{ a:hello b:hello c:hello d:hello nothing person{friend{friend{friend{friend{name}}}}} }',
    );
    expect(codesOf(answer)).toEqual([
      400,
      { code: 'DEPTH_LIMIT', depth: 6, limit: 5 },
      { code: 'ALIAS_LIMIT', aliases: 4, limit: 3 },
      { code: 'GRAPHQL_VALIDATION_FAILED' },
    ]);
  });
});

describe('limits', () => {
  test('too many tokens', async () => {
    expect(codesOf(await app.ask(`{ ${'hello '.repeat(1000)} }`))).toEqual([400, { code: 'TOKEN_LIMIT' }]);
  });

  test('depth counts through fragments, and the limit itself is allowed', async () => {
    const at = (leaf: string) => `{ person { ...F } } fragment F on Person { friend { friend { ${leaf} } } }`;
    expect((await app.ask(at('friend { name }'))).status).toBe(200);
    expect(codesOf(await app.ask(at('friend { friend { name } }')))).toEqual([
      400,
      { code: 'DEPTH_LIMIT', depth: 6, limit: 5 },
    ]);
  });

  test('aliases count each time a fragment is spread, and the limit itself is allowed', async () => {
    const fragment = 'fragment F on Person { a: name }';
    const ask = (times: number) => app.ask(`{ ${'person { ...F } '.repeat(times)} } ${fragment}`);
    expect((await ask(3)).status).toBe(200);
    expect(codesOf(await ask(4))).toEqual([400, { code: 'ALIAS_LIMIT', aliases: 4, limit: 3 }]);
  });

  test('the cost is one for each field times the size of the page', async () => {
    const query = 'query($n: Int) { people(first: $n) { nodes { name } } }';
    // 1 + first × (nodes 1 + name 1)
    expect((await app.ask(query, { n: 499 })).status).toBe(200);
    const dear = await app.ask(query, { n: 500 });
    expect(codesOf(dear)).toEqual([400, { code: 'COST_LIMIT', cost: 1001, limit: 1000 }]);
    expect(errorsOf(dear).map(({ message }) => message)).toEqual([
      'The operation costs 1001; the limit is 1000. Ask for smaller pages or fewer nested lists.',
    ]);
    // The same document again, now known: the count is that of these variables.
    expect((await app.ask(query, { n: 1 })).status).toBe(200);
    expect((await app.ask(query, { n: 500 })).status).toBe(400);
    expect((await app.ask(query, { n: -5 })).status).toBe(200);
  });

  test('pages within pages multiply, and a page without a size counts as twenty', async () => {
    // 1 + 30 × (1 + 1 + 20 × (1 + 1))
    const answer = await app.ask('{ people(last: 30) { nodes { friends { nodes { name } } } } }');
    expect(codesOf(answer)).toEqual([400, { code: 'COST_LIMIT', cost: 1261, limit: 1000 }]);
  });

  test('a field that states its own cost is believed', async () => {
    expect((await app.ask('{ dear }')).status).toBe(200);
    expect(codesOf(await app.ask('{ dear other: dear }'))).toEqual([
      400,
      { code: 'COST_LIMIT', cost: 1800, limit: 1000 },
    ]);
  });

  test('what a directive leaves out costs nothing, and the variable decides each time', async () => {
    const query = 'query($both: Boolean!) { dear other: dear @include(if: $both) }';
    expect((await app.ask(query, { both: false })).status).toBe(200);
    expect((await app.ask(query, { both: true })).status).toBe(400);
  });

  test('fragments that spread each other twice are refused before anything unfolds them', async () => {
    const bomb = Array.from({ length: 40 }, (_, i) => `fragment F${i} on Person { ...F${i + 1} ...F${i + 1} }`);
    const answer = await app.ask(`{ person { ...F0 } } ${bomb.join(' ')} fragment F40 on Person { name }`);
    expect(codesOf(answer)).toEqual([400, { code: 'COST_LIMIT', limit: 5000 }]);
  });

  test('a cycle of fragments is refused', async () => {
    const answer = await app.ask('{ person { ...A } } fragment A on Person { ...B } fragment B on Person { ...A }');
    expect(codesOf(answer)).toEqual([400, { code: 'GRAPHQL_VALIDATION_FAILED' }]);
  });

  test('the usual introspection passes all limits', async () => {
    const { status, body } = await app.ask(getIntrospectionQuery());
    expect([status, Object.keys((body as { data: object }).data)]).toEqual([200, ['__schema']]);
  });
});

describe('wrong input', () => {
  const say = 'mutation($input: SayInput!) { say(input: $input) }';

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['an unknown field', { input: { text: 'x', recordedAt: 1 } }, { path: ['input', 'recordedAt'] }],
    ['a wrong type', { input: { text: 7 } }, { path: ['input', 'text'] }],
    ['a missing field', { input: {} }, { path: ['input', 'text'] }],
    ['no value', {}, { path: ['input'] }],
    ['null', { input: null }, { path: ['input'] }],
    [
      'a wrong value deep down',
      { input: { text: 'x', parties: [{ org: 'a' }, { org: 'b', order: 1.5 }] } },
      { path: ['input', 'parties', '1', 'order'] },
    ],
  ])('%s in a variable is INPUT_INVALID with the path', async (_what, variables, expected) => {
    expect(codesOf(await app.ask(say, variables))).toEqual([400, { code: 'INPUT_INVALID', ...expected }]);
  });

  test.each<[string, string, readonly string[]]>([
    ['an unknown field', '{text: "x", recordedAt: 1}', ['input', 'recordedAt']],
    ['a wrong type', '{text: 7}', ['input', 'text']],
    ['a missing field', '{}', ['input']],
    ['null', 'null', ['input']],
    ['a wrong value deep down', '{text: "x", parties: [{org: "a"}, {org: 1}]}', ['input', 'parties', '1', 'org']],
    ['text that escapes make NFD', '{text: "e\\u0301"}', ['input', 'text']],
  ])('%s written into the document is INPUT_INVALID with the path', async (_what, literal, path) => {
    const answer = await app.ask(`mutation { say(input: ${literal}) }`);
    expect(codesOf(answer)).toEqual([400, { code: 'INPUT_INVALID', path }]);
  });

  test('null for a variable whose default stands in for a required argument is INPUT_INVALID', async () => {
    const answer = await app.ask('query($t: String = "x") { codePoints(text: $t) }', { t: null });
    expect(codesOf(answer)).toEqual([400, { code: 'INPUT_INVALID', path: ['text'] }]);
  });

  test('a long wrong value is not sent back whole', async () => {
    const answer = await app.ask(say, { input: 'x'.repeat(100_000) });
    expect(codesOf(answer)).toEqual([400, { code: 'INPUT_INVALID', path: ['input'] }]);
    expect(JSON.stringify(answer.body).length).toBeLessThan(1000);
  });

  test('a lone surrogate in a variable is INPUT_INVALID with the path', async () => {
    const answer = await app.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...asAuditor },
      body: `{"query":${JSON.stringify(say)},"variables":{"input":{"text":"a","parties":[{"org":"\\ud83d"}]}}}`,
    });
    expect(codesOf(answer)).toEqual([400, { code: 'INPUT_INVALID', path: ['input', 'parties', '0', 'org'] }]);
  });

  test('a lone surrogate written into the document is INPUT_INVALID', async () => {
    const answer = await app.ask('mutation { say(input: {text: "\\ud83d"}) }');
    expect(codesOf(answer)).toEqual([400, { code: 'INPUT_INVALID', path: ['query'] }]);
  });

  test('variables nested without end are refused', async () => {
    const nested = '['.repeat(50_000) + ']'.repeat(50_000);
    const answer = await app.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...asAuditor },
      body: `{"query":"{hello}","variables":{"a":${nested}}}`,
    });
    expect([answer.status, errorsOf(answer).map(({ message, extensions }) => [message, extensions.code])]).toEqual([
      400,
      [['The variables nest more than 32 deep.', 'INPUT_INVALID']],
    ]);
  });

  test('NFD text arrives as NFC, from a variable and from the document', async () => {
    const nfd = 'Đà Nẵng'.normalize('NFD');
    const expected = { data: { codePoints: ['110', 'e0', '20', '4e', '1eb5', '6e', '67'] } };
    expect([
      (await app.ask('query($t: String!) { codePoints(text: $t) }', { t: nfd })).body,
      (await app.ask(`{ codePoints(text: "${nfd}") }`)).body,
      (await app.ask(`{ codePoints(text: """${nfd}""") }`)).body,
    ]).toEqual([expected, expected, expected]);
  });
});

describe('errors of resolvers', () => {
  test('a known code passes, with the members a client may see and no others', async () => {
    const { status, body } = await app.ask('{ refused hello }');
    expect([status, body]).toEqual([
      200,
      {
        errors: [
          {
            message: 'The cursor is stale.',
            locations: [{ line: 1, column: 3 }],
            path: ['refused'],
            extensions: { code: 'CURSOR_INVALID', details: { age: 3 } },
          },
        ],
        data: { refused: null, hello: 'world' },
      },
    ]);
  });

  test('a foreign cursor that the store refused is told as such', async () => {
    expect(codesOf(await app.ask('{ foreignCursor }'))).toEqual([200, { code: 'CURSOR_INVALID' }]);
  });

  test('a fault is masked, and logged whole under the id that the client is given', async () => {
    app.log.length = 0;
    const answer = await app.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'caller-7', ...asAuditor },
      body: '{"query":"{ fault }"}',
    });
    expect([answer.status, answer.headers.get('x-request-id'), answer.body]).toEqual([
      200,
      'caller-7',
      {
        errors: [
          {
            message: 'Internal server error. Tell the operators the correlation id.',
            locations: [{ line: 1, column: 3 }],
            path: ['fault'],
            extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'caller-7' },
          },
        ],
        data: { fault: null },
      },
    ]);
    expect(app.log.find(({ level }) => level === 'error')).toMatchObject({
      correlationId: 'caller-7',
      path: 'fault',
      err: {
        type: 'Error',
        message: 'SQLITE_CORRUPT at /var/lib/secret.db',
        stack: expect.stringContaining('testSchema'),
      },
    });
  });
});

test('with introspection off the schema is not told, nor guessed at', async () => {
  const closed = await startServer({ GRAPHQL_INTROSPECTION: 'off' });
  const answers = [await closed.ask('{ __schema { types { name } } }'), await closed.ask('{ helo }')];
  await closed.server.close();
  expect(answers.map(codesOf)).toEqual([
    [400, { code: 'GRAPHQL_VALIDATION_FAILED' }],
    [400, { code: 'GRAPHQL_VALIDATION_FAILED' }],
  ]);
  expect(answers.flatMap(errorsOf).map(({ message }) => message)[1]).toBe('Cannot query field "helo" on type "Query".');
});
