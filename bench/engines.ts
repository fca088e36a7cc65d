import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';
import type { EngineSettings } from './http.js';

/** The engines under test. */
export interface Engines {
  /** What runs, for the reader of the figures. */
  readonly told: readonly string[];
  /** The settings of a program on them, with a MongoDB database of that name. */
  settings(database: string): EngineSettings;
  /** Keeps MongoDB from answering until `go`; undefined when the server is not ours to stop. */
  readonly halt?: () => { go(): void };
  stop(): Promise<void>;
}

const startDouble = async (): Promise<{ readonly url: string; readonly child: ChildProcess }> => {
  const child = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', 'bench/doubleServer.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { url, child };
};

/** A server of this run's own, with its data on the same disk as the embedded stores'. */
const startMongod = (folder: string) => {
  const script = (action: string, env: Readonly<Record<string, string>> = {}) =>
    execFileSync(join('scripts', 'mongod.sh'), [action], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    }).trim();
  const own = { MONGOD_CACHE: join(folder, 'mongod'), MONGOD_DATA: folder };
  mkdirSync(own.MONGOD_CACHE);
  symlinkSync(script('binary'), join(own.MONGOD_CACHE, 'mongod'));
  const url = script('start', own);
  const pid = Number(readFileSync(join(own.MONGOD_CACHE, 'run', 'pid'), 'utf8'));
  return { url, pid, stop: () => script('stop', own) };
};

const inDatabase = (url: string, database: string): string =>
  url.replace(/^([^/]+\/\/[^/?]+)(\/[^?]*)?/, `$1/${database}`);

const drop = async (url: string, databases: ReadonlySet<string>): Promise<void> => {
  const client = new MongoClient(url);
  for (const database of databases) await client.db(database).dropDatabase();
  await client.close();
};

/** The servers that EVENTSTORE_URL and MONGODB_URL name; for what is not named, what can be started here. */
export const startEngines = async (folder: string): Promise<Engines> => {
  const { EVENTSTORE_URL = '', MONGODB_URL = '' } = process.env;
  const double = EVENTSTORE_URL === '' ? await startDouble() : undefined;
  const mongod = MONGODB_URL === '' ? startMongod(folder) : undefined;
  const eventstoreUrl = double?.url ?? EVENTSTORE_URL;
  const mongodbUrl = mongod?.url ?? MONGODB_URL;
  const databases = new Set<string>();
  return {
    told: [
      double === undefined
        ? 'Events: the KurrentDB of EVENTSTORE_URL. What this run writes stays in it.'
        : 'Events: NOT KurrentDB but its double in this repository, a Node.js process that keeps events in memory. The figures are those of the adapter over gRPC, not of the engine.',
      mongod === undefined
        ? 'Read models: the MongoDB of MONGODB_URL.'
        : 'Read models: a MongoDB replica set of one node on this machine, its data on the disk of the embedded stores.',
    ],
    settings: (database) => {
      databases.add(database);
      return { EVENTSTORE_URL: eventstoreUrl, MONGODB_URL: inDatabase(mongodbUrl, database) };
    },
    ...(mongod === undefined
      ? {}
      : {
          halt: () => {
            process.kill(mongod.pid, 'SIGSTOP');
            return { go: () => void process.kill(mongod.pid, 'SIGCONT') };
          },
        }),
    stop: async () => {
      if (mongod === undefined) await drop(mongodbUrl, databases);
      mongod?.stop();
      if (double === undefined) return;
      const gone = once(double.child, 'exit');
      double.child.kill();
      await gone;
    },
  };
};
