import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { StoreFault, type Timer } from '../../src/application/ports.js';
import { MongoServer } from '../../src/mongodb/server.js';
import { noBinary, noServer, startMongod, type Mongod } from '../readstore/mongodb/mongod.js';
import { temporaryFolder } from '../support/folder.js';
import { announce } from '../support/notRun.js';

const reason = noServer ?? noBinary;
announce('the connection to a MongoDB server', reason);
const startup = 60_000;

describe('a connection string', () => {
  test.each([
    ['of another scheme', 'http://user:geheim@127.0.0.1/'],
    ['without a host', 'mongodb://user:geheim@/'],
    ['with an unknown option', 'mongodb://user:geheim@127.0.0.1/?nonsense=1'],
    ['with a password that was not escaped', 'mongodb://user:ge@geheim@127.0.0.1/'],
    ['that is none', 'user:geheim@127.0.0.1'],
  ])('%s is refused without telling the password', async (_, url) => {
    const error = await MongoServer.connect(url).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreFault);
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const told = inspect(error, { depth: null });
    expect(told).toContain('not a usable MongoDB connection string: ');
    expect(told).not.toContain('geheim');
  });

  test('of a server that is down is refused by its host, without the password', async () => {
    const url = 'mongodb://user:geheim@127.0.0.1:1/read?serverSelectionTimeoutMS=200';
    await expect(MongoServer.connect(url)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'database read of MongoDB at 127.0.0.1:1 is not available: connect ECONNREFUSED 127.0.0.1:1',
    });
  });
});

describe('a server that does not answer at start', () => {
  const hurried: Timer = (_, then) => {
    const turn = setImmediate(then);
    return () => clearImmediate(turn);
  };
  const patient = (url: string, onTrouble: (message: string) => void): Promise<MongoServer> =>
    MongoServer.connectPatiently(url, { timer: hurried, onTrouble });

  test('is asked five times, told each time without the password, and then refused', async () => {
    const told: string[] = [];
    const url = 'mongodb://user:geheim@127.0.0.1:1/read?serverSelectionTimeoutMS=50';
    await expect(patient(url, (message) => told.push(message))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(told).toHaveLength(4);
    expect(told[0]).toMatch(/^database read of MongoDB at 127\.0\.0\.1:1 is not available: .*; trying again$/);
    expect(told.join()).not.toContain('geheim');
  });

  test('with a connection string that cannot be used is not asked again', async () => {
    const told: string[] = [];
    await expect(patient('mongodb://127.0.0.1/?nonsense=1', (message) => told.push(message))).rejects.toThrow(
      'not a usable',
    );
    expect(told).toEqual([]);
  });

  (reason === undefined ? test : test.skip)(
    'is used as soon as it does',
    async () => {
      const mongod = await startMongod('standalone');
      try {
        await mongod.kill();
        let starting: Promise<void> | undefined;
        const server = await patient(`${mongod.url}?serverSelectionTimeoutMS=2000`, () => {
          starting ??= mongod.start();
        });
        expect((await server.run(() => server.database.command({ ping: 1 }))).ok).toBe(1);
        await server.close();
        await starting;
      } finally {
        await mongod.remove();
      }
    },
    startup,
  );
});

const openssl =
  spawnSync('openssl', ['version']).status === 0 ? undefined : 'there is no openssl to make a certificate';
announce('the connection to a MongoDB server by TLS', reason ?? openssl);
((reason ?? openssl) === undefined ? describe : describe.skip)('a MongoDB server that wants TLS', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let mongod: Mongod;
  const file = (name: string): string => join(folder.path, name);
  const ask = (settings: string): Promise<MongoServer> =>
    MongoServer.connect(`${mongod.url}?serverSelectionTimeoutMS=1000${settings}`);

  beforeAll(async () => {
    folder = temporaryFolder();
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject],
      ...['-keyout', file('key.pem'), '-out', file('ca.pem')],
    ]);
    expect(String(made.error ?? made.stderr)).not.toMatch(/^error/i);
    writeFileSync(file('both.pem'), readFileSync(file('key.pem'), 'utf8') + readFileSync(file('ca.pem'), 'utf8'));
    mongod = await startMongod(
      'standalone',
      ['--tlsMode', 'requireTLS', '--tlsCertificateKeyFile', file('both.pem')],
      `tls=true&tlsCAFile=${encodeURIComponent(file('ca.pem'))}`,
    );
  }, startup);
  afterAll(async () => {
    await mongod.remove();
    folder.remove();
  });

  test('is reached with its certificate', async () => {
    const server = await ask(`&tls=true&tlsCAFile=${encodeURIComponent(file('ca.pem'))}`);
    expect(await server.run(() => server.database.command({ ping: 1 }))).toMatchObject({ ok: 1 });
    await server.close();
  });

  test.each([
    ['without TLS', '', /is not available: connection .* closed\. Check that tls is set/],
    ['without its certificate', '&tls=true', /is not available: self-signed certificate\. Check that tls is set/],
  ])('%s is told what to check', async (_, settings, message) => {
    await expect(ask(settings)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(message),
    });
  });
});

(reason === undefined ? describe : describe.skip)('a MongoDB server', () => {
  let mongod: Mongod;
  beforeAll(async () => {
    mongod = await startMongod('replica set');
  }, startup);
  afterAll(() => mongod.remove());

  test('that speaks no TLS where it is asked for is told as such', async () => {
    await expect(MongoServer.connect(`${mongod.url}&tls=true&serverSelectionTimeoutMS=500`)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(
        /^database concordat of MongoDB at 127\.0\.0\.1:\d+ is not available: .*\. Check that tls is set as it wants it, tlsCAFile and the name in its certificate$/,
      ),
    });
  });

  test('whose file of certificates is not there is told as such, with the name of the file', async () => {
    await expect(MongoServer.connect(`${mongod.url}&tls=true&tlsCAFile=/nowhere/ca.crt`)).rejects.toMatchObject({
      name: 'StoreFault',
      code: 'STORE_UNAVAILABLE',
      message: `the connection string of MongoDB at ${new URL(mongod.url).host} names the file /nowhere/ca.crt, which cannot be read: ENOENT`,
    });
  });

  test(
    'that is not the primary is told as such',
    async () => {
      const host = new URL(mongod.url).host;
      const direct = `mongodb://${host}/?directConnection=true`;
      const admin = new MongoClient(direct);
      try {
        await admin.db('admin').command({ replSetStepDown: 600, force: true });
        await expect(MongoServer.connect(direct)).rejects.toMatchObject({
          code: 'STORE_UNAVAILABLE',
          message: `MongoDB at ${host} is not the primary of its replica set: name the set (replicaSet=…) in the connection string`,
        });
        await expect(MongoServer.connect(`${mongod.url}&serverSelectionTimeoutMS=500`)).rejects.toMatchObject({
          code: 'STORE_UNAVAILABLE',
          message: expect.stringMatching(/is not available: Server selection timed out after 500 ms/),
        });
        await admin.db('admin').command({ replSetFreeze: 0 });
      } finally {
        await admin.close();
      }
      // It waits for the next primary as long as it may.
      await (await MongoServer.connect(`${mongod.url}&serverSelectionTimeoutMS=30000`)).close();
    },
    startup,
  );

  test('is left connected until its owner closes it, whatever its stores do', async () => {
    const server = await MongoServer.connect(mongod.url, 'shared');
    const [one, other] = [server.share(), server.share()];
    await one.close();
    await expect(one.run(() => Promise.resolve())).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    expect(await other.run(() => other.database.command({ ping: 1 }))).toMatchObject({ ok: 1 });
    await server.close();
    await server.close();
    await expect(other.run(() => Promise.resolve())).rejects.toMatchObject({
      code: 'STORE_CLOSED',
      message: expect.stringMatching(/^database shared of MongoDB at 127\.0\.0\.1:\d+ is closed$/),
    });
  });
});
