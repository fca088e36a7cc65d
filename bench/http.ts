import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type Load, load, type Target } from './load.js';
import { agreementCount, idOf, revised, wording } from './seed.js';
import { size } from './size.js';

export interface HttpRow {
  readonly name: string;
  readonly connections: number;
  readonly ours: Load;
  readonly floor: Load;
}

/** A child of ours that listens, with how long it took to say so. */
interface Listening {
  readonly url: string;
  readonly startMs: number;
  rssMb(): number;
  stop(): Promise<void>;
}

const issuer = 'https://issuer.bench';

/** An issuer of its own with a key file, since production takes no demo identities. */
export const createIssuer = async (folder: string) => {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwks = join(folder, 'jwks.json');
  writeFileSync(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'bench' }] }));
  const token = (role: string) =>
    new SignJWT({ roles: [role] })
      .setProtectedHeader({ alg: 'ES256', kid: 'bench' })
      .setIssuer(issuer)
      .setAudience('concordat')
      .setSubject('bench')
      .setExpirationTime('2h')
      .sign(privateKey);
  return { jwks, token };
};

const listening = async (child: ChildProcess, pattern: RegExp): Promise<Listening> => {
  const began = performance.now();
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The server under test ended with ${code}`)));
    for (const stream of [child.stdout, child.stderr])
      if (stream !== null)
        createInterface({ input: stream }).on('line', (line) => {
          const found = pattern.exec(line)?.[0];
          if (found !== undefined) resolve(found);
        });
  });
  return {
    url,
    startMs: performance.now() - began,
    rssMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit').once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
};

/** Addresses of engines, by the settings that name them; none for the embedded stores. */
export type EngineSettings = Readonly<Record<string, string>>;

/** The built program in production on a data folder, not yet listening. */
export const spawnServer = (
  dataDir: string,
  jwks: string,
  engines: EngineSettings = {},
  nodeEnv: 'production' | 'development' = 'production',
) => {
  // Empty is as good as not set: without engines it runs on the embedded stores, whatever this process was given.
  const given = { ...process.env, EVENTSTORE_URL: '', MONGODB_URL: '', ...engines };
  const env = { ...given, NODE_ENV: nodeEnv, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' };
  const oidc = { OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'concordat', OIDC_JWKS: jwks };
  return spawn(process.execPath, ['bin/concordat.mjs', 'serve'], {
    env: { ...env, ...oidc },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
};

const address = /http:\/\/127\.0\.0\.1:\d+/;

/** Starts the built program in production on a data folder. */
export const startServer = (dataDir: string, jwks: string, engines: EngineSettings = {}): Promise<Listening> =>
  listening(spawnServer(dataDir, jwks, engines), address);

const startFloor = (folder: string): Promise<Listening> => {
  const args = ['--import', '@swc-node/register/esm-register', 'bench/floor.ts', folder];
  return listening(
    spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }),
    /http:\/\/127\.0\.0\.1:\d+/,
  );
};

/** When each revision of the deep agreement was recorded. */
let instants: readonly string[] = [];

const readInstants = async (url: string, authorization: string): Promise<readonly string[]> => {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const query =
      'query ($id: ID!, $after: Cursor) { agreement(id: $id) { history(first: 100, after: $after) { nodes { recordedAt } pageInfo { endCursor hasNextPage } } } }';
    const body = JSON.stringify({ query, variables: { id: revised, after } });
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body,
    });
    const answer = (await response.json()) as {
      data: {
        agreement: {
          history: { nodes: { recordedAt: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
        };
      };
    };
    const { nodes, pageInfo } = answer.data.agreement.history;
    found.push(...nodes.map(({ recordedAt }) => recordedAt));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return found;
};

const operations: Readonly<
  Record<
    string,
    { readonly role: string; readonly query: string; readonly variables: (n: number) => object; readonly right: RegExp }
  >
> = {
  mutation: {
    role: 'DRAFTER',
    query: 'mutation ($input: ReviseDraftInput!) { reviseDraft(input: $input) { position userErrors { code } } }',
    variables: (n) => ({
      input: {
        id: idOf(n % agreementCount),
        patch: { clauses: [{ clauseId: `c${n % 12}`, body: wording(n + 10_000) }] },
      },
    }),
    right: /"userErrors":\[\]/,
  },
  byId: {
    role: 'AUDITOR',
    query:
      'query ($id: ID!) { agreement(id: $id) { id subject status version parties { id side status } text { clauses { id label body } } } }',
    variables: (n) => ({ id: idOf(n % 100) }),
    right: /"id":"c11"/,
  },
  list: {
    role: 'AUDITOR',
    query: '{ agreements(first: 50) { nodes { id subject status } pageInfo { endCursor hasNextPage } } }',
    variables: () => ({}),
    right: /"hasNextPage":true/,
  },
  history: {
    role: 'AUDITOR',
    query: `query ($id: ID!) { agreement(id: $id) { history(last: 100) { nodes {
      event version recordedAt actor { role } hash changes { path was now } } } } }`,
    variables: () => ({ id: revised }),
    right: /"version":1000/,
  },
  asOf: {
    role: 'AUDITOR',
    query: 'query ($id: ID!, $at: AsOf!) { agreement(id: $id, asOf: $at) { version text { clauses { id body } } } }',
    variables: (n) => ({ id: revised, at: instants[(n * 7919) % instants.length] }),
    right: /"id":"c11"/,
  },
};

/** The same questions to ours and to the floor, in turn, so that both meet the same machine. */
export const benchHttp = async (dataDir: string, folder: string, engines: EngineSettings = {}) => {
  const { jwks, token } = await createIssuer(folder);
  const ours = await startServer(dataDir, jwks, engines);
  const floor = await startFloor(folder);
  const rows: HttpRow[] = [];
  try {
    instants = await readInstants(`${ours.url}/graphql`, `Bearer ${await token('AUDITOR')}`);
    for (const [name, { role, query, variables, right }] of Object.entries(operations)) {
      const authorization = `Bearer ${await token(role)}`;
      const body = (n: number) => JSON.stringify({ query, variables: variables(n) });
      const asked: Target = {
        url: `${ours.url}/graphql`,
        headers: { authorization },
        body,
        right: (text) => right.test(text),
      };
      const bare: Target = { url: `${floor.url}/${name}`, headers: {}, body, right: (text) => text.length > 0 };
      for (const connections of size.connections)
        rows.push({ name, connections, ours: await load(asked, connections), floor: await load(bare, connections) });
    }
    return { rows, startMs: ours.startMs, rssMb: ours.rssMb() };
  } finally {
    await ours.stop();
    await floor.stop();
  }
};

/** Starts once outside production, where an empty record takes in the sample. */
export const takeSample = async (dataDir: string, folder: string, engines: EngineSettings = {}): Promise<void> => {
  const { jwks } = await createIssuer(folder);
  await (await listening(spawnServer(dataDir, jwks, engines, 'development'), address)).stop();
};

/** How long a start takes, sample and build apart. */
export const benchStart = async (dataDir: string, folder: string, engines: EngineSettings = {}): Promise<number> => {
  const { jwks } = await createIssuer(folder);
  const server = await startServer(dataDir, jwks, engines);
  await server.stop();
  return server.startMs;
};
