import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { installBodyTimeout } from '../../src/server/bodyTimeout.js';
import { startServer } from './support.js';

test('the server gives headers half a minute, and an upload ten', async () => {
  const { server } = await startServer();
  const { headersTimeout, requestTimeout } = server.fastify.server;
  expect({ headersTimeout, requestTimeout }).toEqual({ headersTimeout: 30_000, requestTimeout: 600_000 });
  await server.close();
});

describe('a body that trickles in', () => {
  let app: FastifyInstance;
  let socket: Socket;
  let answer: string;

  beforeEach(async () => {
    app = fastify({ logger: false });
    installBodyTimeout(app, 20);
    app.post('/quick', (request) => ({ got: request.body }));
    app.post('/slow', { config: { bodyTimeoutMs: 60_000 } }, (request) => ({ got: request.body }));
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    answer = '';
    socket = connect(port, '127.0.0.1');
    socket.on('data', (bytes) => (answer += bytes.toString()));
    await once(socket, 'connect');
  });
  afterEach(async () => {
    socket.destroy();
    await app.close();
  });

  const begin = (path: string): void => {
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 7\r\n\r\n{"a"`,
    );
  };

  test('is cut with an answer when its time is over', async () => {
    begin('/quick');
    await once(socket, 'close');
    expect(answer).toBe('HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n');
  });

  test('is waited for where the route allows it', async () => {
    const port = (app.server.address() as AddressInfo).port;
    begin('/slow');
    // By the time a request to the other route was cut, this one would have been too.
    const other = connect(port, '127.0.0.1');
    other.write('POST /quick HTTP/1.1\r\nhost: x\r\ncontent-length: 7\r\ncontent-type: application/json\r\n\r\n{');
    other.resume();
    await once(other, 'close');
    socket.write(':1}');
    await once(socket, 'close');
    expect(answer).toContain('HTTP/1.1 200 OK');
    expect(answer).toContain('{"got":{"a":1}}');
  });
});
