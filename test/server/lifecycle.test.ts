import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createTestSchema, type TestContext } from '../support/testSchema.js';
import { startServer } from './support.js';

const gate = () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
};

/** A gate, and a promise that a resolver has reached it. */
const stoppableServer = async (env: Record<string, string>) => {
  const [exit, entered] = [gate(), gate()];
  const app = await startServer(env, {
    schema: createTestSchema(),
    createContext: (principal, requestId): TestContext => ({
      principal,
      requestId,
      get gate() {
        entered.open();
        return exit.opened;
      },
    }),
  });
  return { app, exit, entered };
};

describe('stopping', () => {
  test('waits for a request in flight, answers it, and accepts nothing new', async () => {
    const { app, exit, entered } = await stoppableServer({});
    const answer = app.ask('{ slow }');
    await entered.opened;
    const stopped = app.server.close();
    const readiness = await app.request('/readyz').then(
      ({ status }) => status,
      () => 'refused',
    );
    exit.open();
    expect([503, 'refused']).toContain(readiness);
    expect((await answer).body).toEqual({ data: { slow: 'done' } });
    await stopped;
    await expect(app.request('/livez')).rejects.toThrow('fetch failed');
  });

  test('cuts what is still in flight when the time is over', async () => {
    const { app, exit, entered } = await stoppableServer({ SHUTDOWN_TIMEOUT_MS: '0' });
    const answer = app.ask('{ slow }').catch(() => 'cut');
    await entered.opened;
    await app.server.close();
    expect(await answer).toBe('cut');
    exit.open();
    expect(app.log.map(({ msg }) => msg)).toContain('requests in flight were cut off: the time for stopping is over');
  });

  test('does not wait for a connection that has asked nothing', async () => {
    const app = await startServer();
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    await once(socket, 'connect');
    // An answer on another connection says that the server has taken this one in.
    await app.request('/livez');
    await Promise.all([once(socket, 'close'), app.server.close()]);
    expect(app.log.map(({ msg }) => msg)).not.toContain(
      'requests in flight were cut off: the time for stopping is over',
    );
  });

  test('twice is once', async () => {
    const app = await startServer();
    expect(await Promise.all([app.server.close(), app.server.close()])).toEqual([undefined, undefined]);
  });
});

describe('listening', () => {
  test('on a port in use is refused with what to do', async () => {
    const first = await startServer();
    const port = new URL(first.url).port;
    await expect(startServer({ PORT: port })).rejects.toMatchObject({
      name: 'ListenError',
      message: `Cannot listen on 127.0.0.1:${port}: it is in use. Set PORT to another (0 takes any free one), or stop what listens there.`,
    });
    await first.server.close();
  });

  test('on an address of another machine is refused with what to do', async () => {
    await expect(startServer({ HOST: '192.0.2.1' })).rejects.toMatchObject({
      message: 'Cannot listen on 192.0.2.1:0: this machine has no such address. Set HOST to one it has.',
    });
  });
});

test('requests may be injected without a socket', async () => {
  const app = await startServer();
  const { statusCode, json } = await app.server.fastify.inject({ url: '/livez', cookies: { a: 'b' } });
  await app.server.close();
  expect([statusCode, json()]).toEqual([200, { status: 'alive' }]);
});
