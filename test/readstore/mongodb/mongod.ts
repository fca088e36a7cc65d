import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { temporaryFolder } from '../../support/folder.js';

/** The server that scripts/mongod.sh fetched, if it did. */
const binary = join(import.meta.dirname, '../../../.cache/mongod/mongod');

/** Why the suites that need a server of their own cannot run; undefined when they can. */
export const noBinary = existsSync(binary)
  ? undefined
  : 'there is no server to start and to kill: run scripts/mongod.sh binary';

/** Why the suites on a MongoDB server cannot run; undefined when they can. */
export const noServer =
  process.env.MONGODB_URL === undefined
    ? 'MONGODB_URL is not set: run export MONGODB_URL=$(scripts/mongod.sh start)'
    : undefined;

/** A server of a test's own, which can be killed and started again over the same data. */
export interface Mongod {
  readonly url: string;
  start(): Promise<void>;
  /** As by a power cut of the machine. */
  kill(): Promise<void>;
  remove(): Promise<void>;
}

/** In memory where there is room: a killed process loses nothing of it, and nothing waits for the disk. */
const dataFolder = (): { readonly path: string; remove(): void } => {
  const memory = '/dev/shm';
  const { bavail, bsize } = existsSync(memory) ? statfsSync(memory) : { bavail: 0, bsize: 0 };
  return bavail * bsize > 2e9 ? temporaryFolder(memory) : temporaryFolder();
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** Starts a node: of a replica set of its own, or standing alone; with `auth`, it wants users. */
export const startMongod = async (
  kind: 'replica set' | 'standalone',
  options: readonly string[] = [],
  /** What the test's own connection to it must say. */
  settings = '',
): Promise<Mongod> => {
  const folder = dataFolder();
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const set = kind === 'replica set';
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    child = spawn(
      binary,
      [
        ...['--dbpath', folder.path, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'],
        // What waits for the journal waits 1 ms and not up to the usual 100.
        ...['--journalCommitInterval', '1', '--wiredTigerCacheSizeGB', '0.25'],
        ...['--setParameter', 'enableTestCommands=1'],
        ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
        ...(set ? ['--replSet', 'rs0'] : []),
        ...options,
      ],
      { stdio: 'ignore' },
    );
    const client = new MongoClient(`mongodb://${host}/?directConnection=true&${settings}`, {
      serverSelectionTimeoutMS: 30_000,
    });
    try {
      const admin = client.db('admin');
      const hello = await admin.command({ hello: 1 });
      if (set && hello.setName === undefined) {
        await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host }] } });
      }
      while ((await admin.command({ hello: 1 })).isWritablePrimary !== true);
    } finally {
      await client.close();
    }
  };
  const kill = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (running === undefined) return;
    await new Promise((resolve) => {
      running.once('exit', resolve);
      running.kill('SIGKILL');
    });
  };

  await start();
  return {
    url: `mongodb://${host}/${set ? '?replicaSet=rs0' : ''}`,
    start,
    kill,
    remove: async () => {
      await kill();
      folder.remove();
    },
  };
};
