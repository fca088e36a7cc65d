import { AuthenticationError, type Authenticator, type Principal } from '../../src/application/principal.js';
import { type Config, loadConfig } from '../../src/config.js';
import { createLogger } from '../../src/server/logger.js';
import { createServer, type Server, type ServerOptions } from '../../src/server/server.js';
import { createTestSchema, type TestContext } from '../support/testSchema.js';

/** The tokens of these tests: each stands for one role. */
export const tokens = { auditor: 'auditor-token', nobody: 'nobody-token' };

const auditor: Principal = { subject: 'user-1', personKey: 'person-1', role: 'AUDITOR', demo: false };

const testAuthenticator: Authenticator = {
  authenticate: ({ authorization }) => {
    if (authorization === `Bearer ${tokens.auditor}`) return Promise.resolve(auditor);
    if (authorization === `Bearer ${tokens.nobody}`) {
      return Promise.reject(new AuthenticationError('FORBIDDEN', 'The token grants no role of this system.'));
    }
    return Promise.reject(new AuthenticationError('UNAUTHENTICATED', 'The token is not valid.'));
  },
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface TestServer {
  readonly server: Server;
  readonly url: string;
  /** What was logged, parsed. */
  readonly log: Record<string, unknown>[];
  /** POST /graphql as an auditor. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  request(path: string, init?: RequestInit): Promise<Answer>;
}

export const asAuditor = { authorization: `Bearer ${tokens.auditor}` };

/** A server on a free port over the test schema. */
export const startServer = async (
  env: Record<string, string> = {},
  more: Partial<ServerOptions<TestContext>> & { readonly gate?: Promise<void> } = {},
): Promise<TestServer> => {
  const config: Config = loadConfig({ PORT: '0', NODE_ENV: 'test', ...env });
  const log: Record<string, unknown>[] = [];
  let drawn = 0;
  const { gate = Promise.resolve(), ...options } = more;
  const server = await createServer<TestContext>({
    schema: createTestSchema(),
    config,
    logger: createLogger('info', {
      write: (line: string) => log.push(JSON.parse(line) as Record<string, unknown>),
    }),
    authenticator: testAuthenticator,
    createContext: (principal, requestId) => ({ principal, requestId, gate }),
    readiness: () => Promise.resolve({ ready: true, checks: { eventStore: 'ok' } }),
    createRequestId: () => `req-${(drawn += 1)}`,
    clock: { now: () => new Date().toISOString() },
    ...options,
  });
  const { url } = await server.listen();
  const request = async (path: string, init?: RequestInit): Promise<Answer> => {
    const response = await fetch(url + path, init);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    server,
    url,
    log,
    request,
    ask: (query, variables) =>
      request('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...asAuditor },
        body: JSON.stringify({ query, ...(variables === undefined ? {} : { variables }) }),
      }),
  };
};
