import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoIdentities, type Surroundings, systemClock, systemRandom } from '../../src/compose.js';
import { loadConfig } from '../../src/config.js';
import type { Role } from '../../src/domain/kernel/event.js';
import { type Running, serve } from '../../src/main.js';
import { createLogger } from '../../src/server/logger.js';
import { uploadPdf } from './upload.js';

/** An answer of the server, as JSON says it. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly string[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** The value at a dotted path of an answer's data. */
export const at = (answer: Answer, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], answer.data);

export interface Identity {
  readonly role: Role;
  readonly org?: string;
  readonly office?: string;
  readonly person?: string;
}

/** The whole server on a free port of the loopback, with a data folder of its own and real tokens. */
export interface App {
  readonly url: string;
  readonly dataDir: string;
  readonly services: Running['services'];
  token(identity: Identity): Promise<string>;
  /** Asks as an auditor unless another identity is given. */
  ask(query: string, variables?: object, identity?: Identity): Promise<Answer>;
  /** Uploads a PDF file with this content as a clerk; gives its SHA-256. */
  upload(content: string): Promise<string>;
  close(): Promise<void>;
}

const auditor: Identity = { role: 'AUDITOR' };

/** Starts the server; the sample is imported unless a data folder is given. */
export const startApp = async (
  options: { env?: Record<string, string>; surroundings?: Partial<Surroundings> } = {},
): Promise<App> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'concordat-app-'));
  const config = loadConfig({ NODE_ENV: 'test', PORT: '0', DATA_DIR: dataDir, ...options.env });
  const surroundings = {
    clock: systemClock,
    random: systemRandom,
    logger: createLogger('silent'),
    ...options.surroundings,
  };
  const running = await serve(config, surroundings);
  const identities = demoIdentities(config, surroundings);
  const tokens = new Map<string, Promise<string>>();
  const token = (identity: Identity) => {
    // A token lasts hours; the clock of a test may leap years.
    const key = `${surroundings.clock.now().slice(0, 10)} ${JSON.stringify(identity)}`;
    const known = tokens.get(key) ?? identities.issue(identity);
    tokens.set(key, known);
    return known;
  };
  return {
    url: running.url,
    dataDir,
    services: running.services,
    token,
    ask: async (query, variables = {}, identity = auditor) => {
      const response = await fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${await token(identity)}` },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },
    upload: async (content) => uploadPdf(running.url, await token({ role: 'CLERK' }), content),
    close: async () => {
      await running.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
