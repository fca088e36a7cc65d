import { GraphQLError, GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { AuthenticationError, type Authenticator } from '../../src/application/principal.js';
import type { LiveLimits } from '../../src/server/live.js';
import type { ServerOptions } from '../../src/server/server.js';
import { createTestSchema, type TestContext } from '../support/testSchema.js';
import { startServer, type TestServer } from './support.js';

/** A source that the test fills, and that tells when its reader has left it. */
const createTap = () => {
  const values: string[] = [];
  let waiting: ((result: IteratorResult<string, undefined>) => void) | undefined;
  let left = (): void => undefined;
  let begun = (): void => undefined;
  const whenLeft = new Promise<void>((resolve) => (left = resolve));
  const whenBegun = new Promise<void>((resolve) => (begun = resolve));
  const over = { done: true, value: undefined } as const;
  const iterator: AsyncIterableIterator<string, undefined> = {
    next: () => {
      begun();
      const value = values.shift();
      if (value !== undefined) return Promise.resolve({ done: false, value });
      return new Promise((resolve) => (waiting = resolve));
    },
    return: () => {
      left();
      waiting?.(over);
      return Promise.resolve(over);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return {
    iterator,
    whenLeft,
    /** The reader has asked for its first value. */
    whenBegun,
    put: (value: string): void => {
      if (waiting === undefined) values.push(value);
      else waiting({ done: false, value });
      waiting = undefined;
    },
  };
};

const parcel = 'x'.repeat(65_536);

/** Gives without end, as fast as it is asked, and counts. */
const createFlood = () => {
  let left = (): void => undefined;
  const whenLeft = new Promise<void>((resolve) => (left = resolve));
  const flood = { given: 0, whenLeft, parcel, left: () => left() };
  return flood;
};

async function* countTo(last: number): AsyncGenerator<number, void> {
  for (let count = 1; count <= last; count += 1) yield await Promise.resolve(count);
}

async function* flooding(flood: ReturnType<typeof createFlood>): AsyncGenerator<string, void> {
  try {
    for (;;) {
      flood.given += 1;
      yield await Promise.resolve(flood.parcel);
    }
  } finally {
    flood.left();
  }
}

async function* breaking(): AsyncGenerator<string, void> {
  yield await Promise.resolve('one');
  throw new Error('SQLITE_CORRUPT at /var/lib/secret.db');
}

const refused = () => {
  throw new GraphQLError('The position is stale.', { extensions: { code: 'CURSOR_INVALID', secret: 'inside' } });
};

export interface LiveServer extends TestServer {
  readonly tap: ReturnType<typeof createTap>;
  readonly flood: ReturnType<typeof createFlood>;
}

interface Started extends Pick<ServerOptions<TestContext>, 'starterQueries'> {
  readonly env?: Record<string, string>;
  readonly live?: Partial<LiveLimits>;
  /** When the tokens of auditors end, in seconds since 1970. */
  readonly expiresAt?: () => number;
}

/** A server over the test schema with subscriptions: some that end, one the test feeds, one without end, and some that fail. */
export const startLiveServer = async ({
  env = {},
  live = {},
  expiresAt,
  ...more
}: Started = {}): Promise<LiveServer> => {
  const tap = createTap();
  const flood = createFlood();
  const text = { type: GraphQLString, resolve: (value: unknown) => value };
  const subscription = new GraphQLObjectType<unknown, TestContext>({
    name: 'Subscription',
    fields: {
      count: {
        type: GraphQLInt,
        args: { to: { type: new GraphQLNonNull(GraphQLInt) } },
        subscribe: (_root, { to }: { readonly to: number }) => countTo(to),
        resolve: (value) => value,
      },
      tap: { ...text, subscribe: () => tap.iterator },
      echo: {
        type: GraphQLString,
        args: { text: { type: GraphQLString } },
        subscribe: () => countTo(1),
        resolve: (_value, { text: echoed }: { readonly text?: string }) => echoed,
      },
      flood: { ...text, subscribe: () => flooding(flood) },
      breaking: { ...text, subscribe: () => breaking() },
      stumbling: {
        type: GraphQLString,
        subscribe: () => countTo(2),
        resolve: (value) => {
          if (value === 1) throw new Error('cannot show the first');
          return 'second';
        },
      },
      refused: { ...text, subscribe: refused },
      dear: { ...text, extensions: { complexity: 900 }, subscribe: () => countTo(1) },
      whoami: {
        type: GraphQLString,
        subscribe: () => countTo(1),
        resolve: (_value, _args, { principal, requestId }) => `${principal.role} ${requestId}`,
      },
    },
  });
  const authenticator: Authenticator = {
    authenticate: ({ authorization }) => {
      if (authorization === 'Bearer auditor-token') {
        return Promise.resolve({
          ...{ subject: 'user-1', personKey: 'person-1', role: 'AUDITOR', demo: false },
          ...(expiresAt === undefined ? {} : { expiresAt: expiresAt() }),
        });
      }
      return authorization === 'Bearer nobody-token'
        ? Promise.reject(new AuthenticationError('FORBIDDEN', 'The token grants no role of this system.'))
        : Promise.reject(new AuthenticationError('UNAUTHENTICATED', 'The token is not valid.'));
    },
  };
  const schema = new GraphQLSchema({ ...createTestSchema().toConfig(), subscription });
  return { ...(await startServer(env, { schema, authenticator, live, ...more })), tap, flood };
};
