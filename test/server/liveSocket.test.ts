import { request } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { connect, type LiveClient, openSocket } from '../support/live.js';
import { type LiveServer, startLiveServer } from './liveSupport.js';
import { asAuditor, tokens } from './support.js';

let app: LiveServer | undefined;
afterEach(() => app?.server.close());

const start = async (options: Parameters<typeof startLiveServer>[0] = {}): Promise<LiveServer> =>
  (app = await startLiveServer({ live: { closeMs: 500 }, ...options }));

/** All messages of one subscription until its end. */
const ask = async (client: LiveClient, query: string, variables: object = {}) => {
  client.subscribe('1', query, variables);
  const seen = [];
  for (;;) {
    const message = await client.next();
    if (message !== null) seen.push(message.type === 'complete' ? 'complete' : message.payload);
    if (message?.type !== 'next') return seen;
  }
};

const failure = (error: unknown): string => (error instanceof Error ? error.message : String(error));

describe('a WebSocket at /graphql', () => {
  test('gives each result in turn, under who the token says, and then its end', async () => {
    const { url } = await start();
    const client = await connect(url, tokens.auditor);
    expect(await ask(client, 'subscription { count(to: 3) }')).toEqual([
      { data: { count: 1 } },
      { data: { count: 2 } },
      { data: { count: 3 } },
      'complete',
    ]);
    expect(await ask(client, 'subscription { whoami }')).toEqual([{ data: { whoami: 'AUDITOR req-1' } }, 'complete']);
    client.socket.close();
    await client.closed;
  });

  test.each([
    ['no token', undefined, '4401 UNAUTHENTICATED'],
    ['a wrong token', { authorization: 'Bearer x' }, '4401 UNAUTHENTICATED'],
    ['a token that is no text', { authorization: ['Bearer auditor-token'] }, '4401 UNAUTHENTICATED'],
    ['a token without a role here', { Authorization: `Bearer ${tokens.nobody}` }, '4403 FORBIDDEN'],
  ])('is closed on %s', async (_, payload, closed) => {
    const { url } = await start();
    const client = await openSocket(url);
    client.send({ type: 'connection_init', ...(payload === undefined ? {} : { payload }) });
    expect(await client.closed).toBe(closed);
  });

  test('is closed when no token is shown in time', async () => {
    const { url } = await start({ live: { initMs: 20 } });
    const client = await openSocket(url);
    expect(await client.closed).toBe('4408 Connection initialisation timeout');
  });

  test('is closed, and what it follows ended, when its token ends', async () => {
    const { url, tap } = await start({ expiresAt: () => Date.now() / 1000 + 0.2 });
    const client = await connect(url, tokens.auditor);
    client.subscribe('1', 'subscription { tap }');
    expect(await client.closed).toBe('4401 The token has ended');
    await tap.whenLeft;
  });

  test.each([
    ['a page of another site', { origin: 'https://evil.example' }, 'Unexpected server response: 403'],
    ['a page without an origin', { origin: 'null' }, 'Unexpected server response: 403'],
    ['another address', { path: '/elsewhere' }, 'Unexpected server response: 404'],
  ])('is refused to %s', async (_, options, message) => {
    const { url } = await start();
    expect(await openSocket(url, options).catch(failure)).toBe(message);
  });

  test('is open to our own pages and to those of the listed origins', async () => {
    const { url } = await start({ env: { CORS_ORIGINS: 'https://dashboard.example' } });
    const clients = await Promise.all([
      connect(url, tokens.auditor, { origin: url }),
      connect(url, tokens.auditor, { origin: 'https://dashboard.example', path: '/graphql?from=dashboard' }),
    ]);
    for (const client of clients) client.socket.close();
    expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual(['1005', '1005']);
  });

  test('is refused when as many as may be are open', async () => {
    const { url } = await start({ live: { connections: 1 } });
    const client = await connect(url, tokens.auditor);
    expect(await openSocket(url).catch(failure)).toBe('Unexpected server response: 503');
    client.socket.close();
    await client.closed;
  });

  test('without the protocol is closed', async () => {
    const { url } = await start();
    expect(await (await openSocket(url, { protocol: '' })).closed).toBe('4406 Subprotocol not acceptable');
  });

  test.each([
    ['what is no JSON', 'hello', '4400 Invalid message received'],
    ['a message without a type', '{}', '4400 Invalid message received'],
    ['a subscription without a query', '{"type":"subscribe","id":"1","payload":{}}', '4400 Invalid message received'],
    ['bytes', Buffer.from('{"type":"ping"}'), '4400 Invalid message received'],
    ['a message of 64 KiB and more', `"${'x'.repeat(65_536)}"`, '1009'],
    ['a second greeting', '{"type":"connection_init"}', '4429 Too many initialisation requests'],
  ])('is closed on %s', async (_, message, closed) => {
    const { url, server } = await start();
    const client = await connect(url, tokens.auditor);
    client.socket.send(message);
    expect(await client.closed).toBe(closed);
    await server.close();
  });

  test('is closed when it subscribes before it was accepted, or twice under one name', async () => {
    const { url } = await start();
    const early = await openSocket(url);
    early.subscribe('1', 'subscription { tap }');
    expect(await early.closed).toBe('4401 Unauthorized');
    const twice = await connect(url, tokens.auditor);
    twice.subscribe('1', 'subscription { tap }');
    twice.subscribe('1', 'subscription { count(to: 1) }');
    expect(await twice.closed).toBe('4409 Subscriber for 1 already exists');
  });

  test('answers a ping', async () => {
    const { url } = await start();
    const client = await connect(url, tokens.auditor);
    client.send({ type: 'ping', payload: { at: 1 } });
    expect(await client.next()).toEqual({ type: 'pong', payload: { at: 1 } });
    client.socket.close();
    await client.closed;
  });

  test('that does not answer our pings is cut', async () => {
    const { url, tap } = await start({ live: { keepAliveMs: 20 } });
    const client = await connect(url, tokens.auditor, { autoPong: false });
    client.subscribe('1', 'subscription { tap }');
    await tap.whenBegun;
    expect(await client.closed).toBe('1006');
    await tap.whenLeft;
  });
});

describe('a subscription over WebSocket', () => {
  const deep = `{ ${'friend { '.repeat(13)} name ${'} '.repeat(13)} }`;
  test.each([
    ['a query', '{ hello }', {}, 'BAD_REQUEST'],
    ['a mutation', 'mutation { say(input: { text: "x" }) }', {}, 'BAD_REQUEST'],
    ['no GraphQL', 'subscription {', {}, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['two fields', 'subscription { tap flood }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['two operations', 'subscription A { tap } subscription B { tap }', {}, 'OPERATION_RESOLUTION_FAILURE'],
    ['a wrong value', 'subscription { count(to: "x") }', {}, 'INPUT_INVALID'],
    ['a wrong variable', 'subscription ($to: Int!) { count(to: $to) }', { to: 'x' }, 'INPUT_INVALID'],
    ['a missing variable', 'subscription ($to: Int!) { count(to: $to) }', {}, 'INPUT_INVALID'],
    ['a lone surrogate', 'subscription { tap }', { unused: '\ud800' }, 'INPUT_INVALID'],
    ['text that is not NFC', 'subscription { echo(text: "e\\u0301") }', {}, 'INPUT_INVALID'],
    ['a directive that cannot be read', 'subscription { tap @skip(if: "x") }', {}, 'INPUT_INVALID'],
    ['too many tokens', `subscription { ${'tap '.repeat(2_000)} }`, {}, 'TOKEN_LIMIT'],
    ['too deep a query beside it', `subscription A { tap } query B { person ${deep} }`, {}, 'DEPTH_LIMIT'],
    ['too high a cost', 'subscription { dear }', {}, 'COST_LIMIT'],
    ['a position that is refused', 'subscription { refused }', {}, 'CURSOR_INVALID'],
  ])('is refused for %s, as by HTTP, and the connection stays', async (_, query, variables, code) => {
    const { url } = await start({ env: { MAX_COST: '500' } });
    const client = await connect(url, tokens.auditor);
    client.subscribe('1', query, variables);
    const answer = await client.next();
    expect(answer).toMatchObject({ type: 'error', id: '1' });
    const errors = answer?.payload as readonly { readonly extensions: { readonly code: string } }[];
    expect([...new Set(errors.map(({ extensions }) => extensions.code))]).toContain(code);
    expect(JSON.stringify(errors)).not.toContain('secret');
    expect(await ask(client, 'subscription { count(to: 1) }')).toEqual([{ data: { count: 1 } }, 'complete']);
    client.socket.close();
    await client.closed;
  });

  test('does not tell what breaks under it, and logs it under the id it tells', async () => {
    const { url, log } = await start();
    const client = await connect(url, tokens.auditor);
    const masked = {
      message: 'Internal server error. Tell the operators the correlation id.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'req-1' },
    };
    expect(await ask(client, 'subscription { breaking }')).toEqual([{ data: { breaking: 'one' } }, [masked]]);
    expect(await ask(client, 'subscription { stumbling }')).toEqual([
      {
        data: { stumbling: null },
        errors: [expect.objectContaining({ message: masked.message, path: ['stumbling'] })],
      },
      { data: { stumbling: 'second' } },
      'complete',
    ]);
    expect(log.find(({ correlationId }) => correlationId === 'req-1')).toMatchObject({
      err: { message: 'SQLITE_CORRUPT at /var/lib/secret.db' },
    });
    client.socket.close();
    await client.closed;
  });

  test('beyond the most that one connection may hold is refused; one that ends makes room', async () => {
    const { url, tap } = await start({ live: { subscriptions: 1 } });
    const client = await connect(url, tokens.auditor);
    client.subscribe('a', 'subscription { tap }');
    client.subscribe('b', 'subscription { count(to: 1) }');
    expect(await client.next()).toEqual({
      type: 'error',
      id: 'b',
      payload: [
        {
          message: 'A connection may hold 1 subscriptions; end one, or open another connection.',
          extensions: { code: 'CAPACITY_LIMIT', limit: 1 },
        },
      ],
    });
    client.send({ type: 'complete', id: 'a' });
    await tap.whenLeft;
    expect(await ask(client, 'subscription { count(to: 1) }')).toEqual([{ data: { count: 1 } }, 'complete']);
    client.socket.close();
    await client.closed;
  });

  test('ends at once when its client says so or goes, though nothing happens', async () => {
    const { url, tap } = await start();
    const client = await connect(url, tokens.auditor);
    client.subscribe('a', 'subscription { tap }');
    await tap.whenBegun;
    client.socket.terminate();
    await tap.whenLeft;
  });

  test('whose client does not read is not read ahead for, and is closed', async () => {
    const { url, flood } = await start({ live: { stallMs: 200, closeMs: 5_000 } });
    const client = await connect(url, tokens.auditor);
    client.subscribe('1', 'subscription { flood }');
    expect(await client.next()).toMatchObject({ type: 'next' });
    client.socket.pause();
    await flood.whenLeft;
    // What the system's own buffers hold, and not more.
    expect(flood.given).toBeLessThan(500);
    client.socket.resume();
    expect(await client.closed).toBe('4413 Not reading');
  });
});

describe('a server with WebSockets', () => {
  test('says goodbye to them when it stops, and lets no new one in', async () => {
    const { url, server, tap } = await start();
    const client = await connect(url, tokens.auditor);
    client.subscribe('1', 'subscription { tap }');
    await tap.whenBegun;
    const stopped = server.close();
    const another = openSocket(url).catch(failure);
    expect(await client.closed).toBe('1001 Going away');
    await tap.whenLeft;
    await stopped;
    expect(await another).toMatch(/503|ECONNREFUSED|ECONNRESET|socket hang up/);
  });

  test('cuts those that do not answer when the time is over', async () => {
    const { url, server, log } = await start({ env: { SHUTDOWN_TIMEOUT_MS: '50' }, live: { closeMs: 60_000 } });
    const client = await connect(url, tokens.auditor);
    client.socket.pause();
    await server.close();
    expect(log.map(({ msg }) => msg)).toContain('requests in flight were cut off: the time for stopping is over');
    client.socket.terminate();
    await client.closed;
  });

  test('still answers requests that offer another protocol, as HTTP/2 clients do', async () => {
    const { url } = await start();
    const body = JSON.stringify({ query: '{ hello }' });
    const answer = await new Promise<string>((resolve, reject) => {
      const asked = request(
        `${url}/graphql`,
        {
          method: 'POST',
          headers: {
            ...asAuditor,
            ...{ connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABk' },
            ...{ 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
          },
        },
        (response) => {
          let text = '';
          response.on('data', (piece: Buffer) => (text += piece.toString('utf8')));
          response.on('end', () => resolve(text));
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
    expect(JSON.parse(answer)).toEqual({ data: { hello: 'world' } });
  });
});
