import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { asAuditor, startServer, type TestServer } from './support.js';

let app: TestServer;
beforeAll(async () => {
  app = await startServer({ MAX_COST: '1000' });
});
afterAll(() => app.server.close());

/** By its fifth use a query is compiled, and known by its text. */
const uses = 6;

interface Question {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
  readonly extensions?: object;
}

/** Status, headers and body of the answer, but for what differs from answer to answer. */
const ask = async (question: Question | string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...asAuditor, ...headers },
    body: typeof question === 'string' ? question : JSON.stringify(question),
  });
  const told = [...response.headers].filter(([name]) => name !== 'date' && name !== 'x-request-id');
  return { status: response.status, headers: told, body: await response.text() };
};

const askedOften = async (question: Question, headers?: Record<string, string>) => {
  const answers = [];
  for (let use = 1; use <= uses; use++) answers.push(await ask(question, headers));
  return answers;
};

test.each<[string, Question, Record<string, string>]>([
  ['any client', { query: '{ hello whoami }' }, {}],
  ['one that takes JSON', { query: '{ hello }' }, { accept: 'application/json' }],
  ['one that takes the newer type', { query: '{ hello }' }, { accept: 'application/graphql-response+json' }],
  ['one that takes neither', { query: '{ hello }' }, { accept: 'text/plain' }],
  ['one that prefers by weight', { query: '{ hello }' }, { accept: 'text/html, application/json;q=0.5' }],
  ['a name of the operation', { query: 'query A { hello }', operationName: 'A' }, {}],
  ['a wrong name', { query: 'query A { hello }', operationName: 'B' }, {}],
  ['an empty name', { query: 'query A { hello }', operationName: '' }, {}],
  ['nulls', { query: 'query A { hello }', operationName: null, variables: null }, {}],
  ['variables', { query: 'query ($t: String!) { codePoints(text: $t) }', variables: { t: 'ế' } }, {}],
  ['text in NFD', { query: 'query ($t: String!) { codePoints(text: $t) }', variables: { t: 'e\u0302\u0301' } }, {}],
  ['a lone surrogate', { query: 'query ($t: String!) { codePoints(text: $t) }', variables: { t: '\ud800' } }, {}],
  ['a wrong variable', { query: 'query ($t: String!) { codePoints(text: $t) }', variables: { t: 7 } }, {}],
  ['a missing variable', { query: 'query ($t: String!) { codePoints(text: $t) }' }, {}],
  ['a query in NFD', { query: '{ codePoints(text: "e\u0302") }' }, {}],
  ['an error beside data', { query: '{ hello refused }' }, {}],
  ['extensions', { query: '{ hello }', extensions: { a: 1 } }, {}],
  ['a persisted query', { query: '{ hello }', extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }, {}],
  ['too high a cost', { query: '{ dear d: dear }' }, {}],
  ['a mutation', { query: 'mutation { say(input: { text: "x" }) }' }, {}],
])('the sixth answer is the first in status, headers and body: %s', async (_, question, headers) => {
  const [first, ...more] = await askedOften(question, headers);
  for (const answer of more) expect(answer).toEqual(first);
});

test('the cost is counted at each request, with its own variables', async () => {
  const query = 'query ($n: Int) { people(first: $n) { nodes { name } } }';
  for (const answer of await askedOften({ query, variables: { n: 2 } })) expect(answer.status).toBe(200);
  const dear = await ask({ query, variables: { n: 900 } });
  expect([dear.status, JSON.parse(dear.body)]).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'COST_LIMIT' } }] },
  ]);
});

test('a fault is masked and logged once, however known the query is', async () => {
  for (const { body } of await askedOften({ query: '{ fault }' })) expect(body).not.toContain('secret');
  app.log.length = 0;
  await ask({ query: '{ fault }' });
  expect(app.log.filter(({ msg }) => msg === 'request failed')).toHaveLength(1);
});

test('each request has its own id and principal', async () => {
  const query = '{ requestId whoami }';
  const ids: unknown[] = [];
  for (let use = 1; use <= uses; use++) {
    const { body } = await ask({ query }, { 'x-request-id': `use-${use}` });
    ids.push((JSON.parse(body) as { data: { requestId: string } }).data.requestId);
  }
  expect(ids).toEqual(ids.map((_, index) => `use-${index + 1}`));
  expect((await ask({ query }, { authorization: 'Bearer other' })).status).toBe(401);
});
