import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { asAuditor, startServer, type TestServer, tokens } from './support.js';

let app: TestServer;
beforeAll(async () => {
  app = await startServer({ MAX_BODY_BYTES: '4096', CORS_ORIGINS: 'https://dashboard.example' });
});
afterAll(() => app.server.close());

const json = { 'content-type': 'application/json' };
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = asAuditor) =>
  app.request('/graphql', { method: 'POST', headers: { ...json, ...headers }, body });
const refused = (code: string, message: string) => ({ errors: [{ message, extensions: { code } }] });

describe('what is no request for this server', () => {
  test('a body that is no JSON', async () => {
    const { status, body } = await post('{"query": "{hello}"');
    expect([status, body]).toEqual([400, refused('BAD_REQUEST', 'The request body is not JSON.')]);
  });

  test('an empty body', async () => {
    const { status, body } = await post('');
    expect([status, body]).toEqual([400, refused('BAD_REQUEST', 'The request body is not JSON.')]);
  });

  test('a body that names __proto__', async () => {
    const { status, body } = await post('{"query":"{hello}","variables":{"__proto__":{"a":1}}}');
    expect([status, body]).toEqual([400, refused('BAD_REQUEST', 'The request body is not JSON.')]);
  });

  test('bytes that are no UTF-8', async () => {
    const { status, body } = await post(new Uint8Array([0x22, 0xc3, 0x28, 0x22]));
    expect([status, body]).toEqual([400, refused('INPUT_INVALID', 'The request body is not UTF-8.')]);
  });

  test('another content type', async () => {
    const { status, body } = await post('query=x', { ...asAuditor, 'content-type': 'text/plain' });
    expect([status, body]).toEqual([
      415,
      refused('UNSUPPORTED_MEDIA_TYPE', 'Send the request body as application/json.'),
    ]);
  });

  test('too large a body', async () => {
    const { status, body } = await post(JSON.stringify({ query: `{hello} #${'x'.repeat(5000)}` }));
    expect([status, body]).toEqual([
      413,
      refused('PAYLOAD_TOO_LARGE', 'The request body is larger than this server accepts.'),
    ]);
  });

  test('an unknown address', async () => {
    const { status, body } = await app.request('/nothing?x=1');
    expect([status, body]).toEqual([404, refused('NOT_FOUND', 'There is nothing at this address.')]);
  });

  test('an address that cannot be decoded', async () => {
    const { status, body } = await app.request('/%zz');
    expect([status, body]).toEqual([400, refused('BAD_REQUEST', 'The request cannot be read.')]);
  });

  test('a wrong method', async () => {
    const { status, headers, body } = await app.request('/graphql', { method: 'DELETE', headers: asAuditor });
    expect([status, headers.get('allow'), body]).toEqual([
      405,
      'GET, POST',
      refused('METHOD_NOT_ALLOWED', 'This address answers GET, POST only.'),
    ]);
  });
});

describe('who may ask', () => {
  const missing = refused('UNAUTHENTICATED', 'A bearer token is required in the Authorization header.');
  const ask = (query: string, headers = {}) => post(JSON.stringify({ query }), headers);

  test.each([
    '{ hello }',
    '{ __schema { queryType { name } } }',
    '{ __typename hello }',
    'mutation { __typename }',
    'x',
  ])('without a token, %j is UNAUTHENTICATED', async (query) => {
    const { status, headers, body } = await ask(query);
    expect([status, headers.get('www-authenticate'), body]).toEqual([401, 'Bearer realm="concordat"', missing]);
  });

  test('without a token, __typename alone is answered, over POST and GET', async () => {
    const expected = { data: { __typename: 'Query' } };
    expect([(await ask('{ __typename }')).body, (await app.request('/graphql?query={__typename}')).body]).toEqual([
      expected,
      expected,
    ]);
  });

  test('without a token, a large body is not read', async () => {
    const { status, body } = await ask(`{ __typename } #${'x'.repeat(1100)}`);
    expect([status, body]).toEqual([401, missing]);
  });

  test('a bad token is UNAUTHENTICATED even for __typename', async () => {
    const { status, headers, body } = await ask('{ __typename }', { authorization: 'Bearer bad' });
    expect([status, headers.get('www-authenticate'), body]).toEqual([
      401,
      'Bearer realm="concordat", error="invalid_token"',
      refused('UNAUTHENTICATED', 'The token is not valid.'),
    ]);
  });

  test('a token without a role is FORBIDDEN', async () => {
    const { status, body } = await ask('{ hello }', { authorization: `Bearer ${tokens.nobody}` });
    expect([status, body]).toEqual([403, refused('FORBIDDEN', 'The token grants no role of this system.')]);
  });

  test('a fault while authenticating is masked', async () => {
    const broken = await startServer(
      {},
      { authenticator: { authenticate: () => Promise.reject(new Error('no JWKS at 10.0.0.7')) } },
    );
    const { status, body } = await broken.ask('{ hello }');
    await broken.server.close();
    expect([status, body]).toEqual([
      500,
      {
        errors: [
          {
            message: 'Internal server error. Tell the operators the correlation id.',
            extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'req-1' },
          },
        ],
      },
    ]);
    expect(broken.log.find(({ level }) => level === 'error')).toMatchObject({
      correlationId: 'req-1',
      err: { message: 'no JWKS at 10.0.0.7' },
    });
  });
});

describe('health', () => {
  test('/livez says that the process answers', async () => {
    const { status, body } = await app.request('/livez');
    expect([status, body]).toEqual([200, { status: 'alive' }]);
  });

  test('/readyz tells its parts to a caller with a token only', async () => {
    expect((await app.request('/readyz')).body).toEqual({ status: 'ready' });
    expect((await app.request('/readyz', { headers: { authorization: 'Bearer bad' } })).body).toEqual({
      status: 'ready',
    });
    expect((await app.request('/readyz', { headers: asAuditor })).body).toEqual({
      status: 'ready',
      checks: { eventStore: 'ok' },
    });
  });

  test.each([
    ['says no', () => Promise.resolve({ ready: false, checks: { lag: 9000 } })],
    ['fails', () => Promise.reject(new Error('store is gone'))],
  ])('/readyz is 503 when a check %s', async (_what, readiness) => {
    const unready = await startServer({}, { readiness });
    const { status, body } = await unready.request('/readyz');
    await unready.server.close();
    expect([status, body]).toEqual([503, { status: 'not ready' }]);
  });
});

describe('headers', () => {
  test('every answer carries those that stop a browser from guessing', async () => {
    const names = [
      'x-content-type-options',
      'referrer-policy',
      'cross-origin-resource-policy',
      'content-security-policy',
    ];
    const expected = ['nosniff', 'no-referrer', 'same-origin', "default-src 'none'; frame-ancestors 'none'"];
    for (const path of ['/livez', '/nothing', '/graphql']) {
      const { headers } = await app.request(path);
      expect(names.map((name) => headers.get(name))).toEqual(expected);
    }
  });

  test('a request id of the caller comes back when it is a sane one, and is seen by the resolvers', async () => {
    const { headers, body } = await post('{"query":"{requestId}"}', { ...asAuditor, 'x-request-id': 'trace.1-a_B' });
    expect([headers.get('x-request-id'), body]).toEqual(['trace.1-a_B', { data: { requestId: 'trace.1-a_B' } }]);
  });

  test.each(['a b', '"}', 'x'.repeat(65)])('the request id %j is replaced', async (id) => {
    const { headers } = await app.request('/livez', { headers: { 'x-request-id': id } });
    expect(headers.get('x-request-id')).toMatch(/^req-\d+$/);
  });
});

describe('pages of other origins', () => {
  // fetch would not let a test set these headers.
  const options = (origin: string) =>
    new Promise<{ status: number | undefined; allow: string | undefined }>((resolve, reject) => {
      httpRequest(`${app.url}/graphql`, { method: 'OPTIONS', headers: { origin } }, (response) => {
        response.resume();
        resolve({ status: response.statusCode, allow: response.headers['access-control-allow-origin'] });
      })
        .on('error', reject)
        .end();
    });

  test('a listed one may call, any other may not', async () => {
    expect([await options('https://dashboard.example'), await options('https://evil.example')]).toEqual([
      { status: 204, allow: 'https://dashboard.example' },
      { status: 403, allow: undefined },
    ]);
  });
});

describe('the log', () => {
  test('has one line for each request, without its query, its variables, its token or its person', async () => {
    app.log.length = 0;
    await app.request(`/graphql?query={hello}&variables={"a":"bi mat"}`, {
      headers: { ...asAuditor, ...json, 'x-request-id': 'r1' },
    });
    expect(app.log).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        requestId: 'r1',
        method: 'GET',
        route: '/graphql',
        status: 200,
        ms: expect.any(Number),
        msg: 'request',
      },
    ]);
  });
});
