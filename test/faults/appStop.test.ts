import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { composeServices, systemClock, systemRandom } from '../../src/compose.js';
import { loadConfig } from '../../src/config.js';
import { serve } from '../../src/main.js';
import { createLogger } from '../../src/server/logger.js';
import { run, type Serving, startServing } from '../cli/program.js';
import { recordSample } from '../cli/record.js';
import { temporaryFolder } from '../support/folder.js';

jest.setTimeout(60_000);

describe('a server at work', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let dataDir: string;
  let server: Serving;

  beforeAll(async () => {
    folder = temporaryFolder();
    dataDir = join(folder.path, 'data');
    await recordSample(dataDir);
    server = await startServing({ DATA_DIR: dataDir });
  });
  afterAll(async () => {
    server.child.kill('SIGKILL');
    await server.ended;
    folder.remove();
  });

  test.each([['serve'], ['import', 'samples/coordination-agreements.yaml'], ['rebuild', '--dry-run']])(
    'keeps its data folder from a second process: %s',
    async (...args) => {
      expect(await run(args, { DATA_DIR: dataDir })).toEqual({
        code: 3,
        signal: null,
        out: '',
        err: `Another process is using ${join(dataDir, 'events.db')}. Stop it, or choose another folder.\n`,
      });
    },
  );

  test('lets its record be checked', async () => {
    expect(await run(['fsck'], { DATA_DIR: dataDir })).toMatchObject({ code: 0 });
  });

  test('keeps its port', async () => {
    const { port } = new URL(server.url);
    expect(await run(['serve'], { DATA_DIR: join(folder.path, 'other'), PORT: port })).toEqual({
      code: 3,
      signal: null,
      out: '',
      err: `Cannot listen on 127.0.0.1:${port}: it is in use. Set PORT to another (0 takes any free one), or stop what listens there.\n`,
    });
  });

  test('keeps its port from one of the same process, which gives back the data folder that it took', async () => {
    const free = join(folder.path, 'free');
    const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: free, PORT: new URL(server.url).port });
    const surroundings = { clock: systemClock, random: systemRandom, logger: createLogger('silent') };
    await expect(serve(config, surroundings)).rejects.toMatchObject({ name: 'ListenError' });
    const services = await composeServices(config, surroundings);
    await services.close();
  });

  test('answers the request in flight when it is told to stop, takes no other, and ends with 0', async () => {
    const token = (await run(['token', '--role', 'AUDITOR'], { DATA_DIR: dataDir })).out.trim();
    const body = JSON.stringify({ query: '{ agreement(number: "02-QC/ĐUK-LĐLĐ") { status } }' });
    const asking = request(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        expect: '100-continue',
      },
    });
    const answered = once(asking, 'response');
    // The server has the request, but not yet its body, when the signal comes.
    asking.flushHeaders();
    await once(asking, 'continue');
    server.child.kill('SIGTERM');
    await server.printed('Stopping');

    const late = await fetch(`${server.url}/readyz`).then(
      ({ status }) => status,
      () => 'no connection',
    );
    expect([503, 'no connection']).toContain(late);

    asking.end(body);
    const [response] = (await answered) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    expect(JSON.parse(await text(response))).toEqual({ data: { agreement: { status: 'IN_FORCE' } } });
    expect(await server.ended).toMatchObject({ code: 0, signal: null });
    expect(await run(['fsck'], { DATA_DIR: dataDir })).toMatchObject({ code: 0 });
  });
});
