import { afterEach, describe, expect, test } from '@jest/globals';
import { type EventStream, openStream, type StreamEvent } from '../support/live.js';
import { type LiveServer, startLiveServer } from './liveSupport.js';
import { asAuditor, tokens } from './support.js';

let app: LiveServer | undefined;
afterEach(() => app?.server.close());

const start = async (options: Parameters<typeof startLiveServer>[0] = {}): Promise<LiveServer> =>
  (app = await startLiveServer(options));

/** The events until the end of the stream, comments left out. */
const rest = async (stream: EventStream): Promise<readonly StreamEvent[]> => {
  const seen: StreamEvent[] = [];
  for (let event = await stream.next(); event !== null; event = await stream.next()) {
    if (event.comment === undefined) seen.push(event);
  }
  return seen;
};
const next = (data: unknown): StreamEvent => ({ event: 'next', data });
const complete: StreamEvent = { event: 'complete' };

describe('a subscription by POST that accepts a stream of events', () => {
  test('gives each result in turn and then its end, on a connection that goes on to serve', async () => {
    const { url, log } = await start({ env: { CORS_ORIGINS: 'https://dashboard.example' } });
    const origin = { origin: 'https://dashboard.example', 'x-request-id': 'mine' };
    const stream = await openStream(
      url,
      tokens.auditor,
      'subscription ($to: Int!) { count(to: $to) }',
      { to: 2 },
      origin,
    );
    const { status, headers } = stream;
    expect({ status, ...headers }).toMatchObject({
      status: 200,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': 'mine',
      'access-control-allow-origin': 'https://dashboard.example',
    });
    expect(await rest(stream)).toEqual([next({ data: { count: 1 } }), next({ data: { count: 2 } }), complete]);
    const again = await openStream(url, tokens.auditor, 'subscription { whoami }', {}, origin);
    expect(await rest(again)).toEqual([next({ data: { whoami: 'AUDITOR mine' } }), complete]);
    expect(log.filter(({ msg }) => msg === 'request').map(({ status: logged }) => logged)).toEqual([200, 200]);
  });

  test.each([
    ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['too high a cost', 'subscription { dear }', 'COST_LIMIT'],
    ['a position that is refused', 'subscription { refused }', 'CURSOR_INVALID'],
  ])('tells what is wrong with it as its one result: %s', async (_, query, code) => {
    const { url } = await start({ env: { MAX_COST: '500' } });
    const stream = await openStream(url, tokens.auditor, query);
    const [told, end] = await rest(stream);
    expect(told).toMatchObject({ event: 'next', data: { errors: [{ extensions: { code } }] } });
    expect(JSON.stringify(told)).not.toContain('secret');
    expect(end).toEqual(complete);
  });

  test('does not tell what breaks under it', async () => {
    const { url } = await start();
    const stream = await openStream(url, tokens.auditor, 'subscription { breaking }', {}, { 'x-request-id': 'mine' });
    expect(await rest(stream)).toEqual([
      next({ data: { breaking: 'one' } }),
      next({
        errors: [
          {
            message: 'Internal server error. Tell the operators the correlation id.',
            extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'mine' },
          },
        ],
      }),
      complete,
    ]);
  });

  test.each([
    ['with a wrong token', 'x', 401],
    ['with a token that gives no role', tokens.nobody, 403],
  ])('is refused %s, as by HTTP', async (_, token, status) => {
    const { url } = await start();
    const answer = await openStream(url, token, 'subscription { tap }');
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/json; charset=utf-8']);
    answer.cancel();
  });

  test('is spoken to while nothing happens, and ends when its client goes', async () => {
    const { url, tap } = await start({ live: { keepAliveMs: 10 } });
    const stream = await openStream(url, tokens.auditor, 'subscription { tap }');
    expect(await stream.next()).toEqual({ comment: '' });
    tap.put('một');
    let event = await stream.next();
    while (event?.comment !== undefined) event = await stream.next();
    expect(event).toEqual(next({ data: { tap: 'một' } }));
    stream.cancel();
    await tap.whenLeft;
  });

  test('ends with the token, and says so', async () => {
    const { url, tap } = await start({ expiresAt: () => Date.now() / 1000 + 0.2 });
    const stream = await openStream(url, tokens.auditor, 'subscription { tap }');
    await tap.whenLeft;
    expect(await rest(stream)).toEqual([
      next({
        errors: [
          {
            message: 'The token has ended. Subscribe again with a new one, after the last position received.',
            extensions: { code: 'UNAUTHENTICATED' },
          },
        ],
      }),
      complete,
    ]);
  });

  test('ends without a complete when the server stops, so that its client comes again', async () => {
    const { url, server, tap } = await start();
    const stream = await openStream(url, tokens.auditor, 'subscription { tap }');
    await tap.whenBegun;
    const stopped = server.close();
    expect(await rest(stream)).toEqual([]);
    await Promise.all([stopped, tap.whenLeft]);
  });

  test('whose client does not read is not read ahead for, and is cut', async () => {
    const { url, flood } = await start({ live: { stallMs: 200 } });
    const stream = await openStream(url, tokens.auditor, 'subscription { flood }');
    await flood.whenLeft;
    expect(flood.given).toBeLessThan(500);
    await expect(rest(stream)).rejects.toThrow('aborted');
  });

  test('is refused when as many as may be are open', async () => {
    const { url, tap } = await start({ live: { connections: 1 } });
    const first = await openStream(url, tokens.auditor, 'subscription { tap }');
    const second = await openStream(url, tokens.auditor, 'subscription { tap }');
    expect([first.status, second.status]).toEqual([200, 503]);
    first.cancel();
    second.cancel();
    await tap.whenLeft;
  });
});

describe('other requests', () => {
  const post = (url: string, body: object, accept: string) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...asAuditor, accept, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('that would take a stream too are answered as JSON', async () => {
    const { url } = await start();
    const accept = 'application/graphql-response+json, application/json, text/event-stream';
    const answers = await Promise.all(
      [{ query: '{ hello }' }, { query: 'query A { hello } subscription B { tap }', operationName: 'A' }].map(
        async (body) => (await post(url, body, accept)).json(),
      ),
    );
    expect(answers).toEqual([{ data: { hello: 'world' } }, { data: { hello: 'world' } }]);
  });

  test('for a subscription that take no stream are told how it is answered', async () => {
    const { url } = await start();
    const response = await post(url, { query: 'subscription { tap }' }, 'application/json');
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        errors: [
          {
            message:
              'Subscriptions are answered over WebSocket (graphql-transport-ws), or by POST with "accept: text/event-stream".',
            extensions: { code: 'BAD_REQUEST' },
          },
        ],
      },
    ]);
  });
});
