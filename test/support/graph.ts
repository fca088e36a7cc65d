import { type ExecutionResult, getOperationAST, graphql, OperationTypeNode, parse, validate } from 'graphql';
import { createQueries, projections } from '../../projections/index.js';
import { projectBatch } from '../../projections/batch.js';
import { buildConcordatSchema } from '../../schema/build.js';
import { createContextFactory, type GraphqlServices } from '../../schema/context.js';
import { createFeeds } from '../../src/application/feed.js';
import type { EventStore, ReadModel } from '../../src/application/ports.js';
import type { Principal } from '../../src/application/principal.js';
import { beginning } from '../../src/domain/kernel/ids.js';
import { openSqliteReadStore } from '../../src/readstore/sqlite/readStore.js';
import { createExecutor } from '../../src/server/compiled.js';
import { createWorld, type World } from './world.js';

/** The data of an answer. */
export type Json = Readonly<Record<string, unknown>>;

/** The value at a dotted path of an answer: `agreement.history.nodes.0.event`. */
export const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((holder, key) => (holder as Readonly<Record<string, unknown>> | null | undefined)?.[key], value);

export interface Failure {
  readonly message: string;
  readonly code: unknown;
  readonly path: unknown;
}

/** The contract over real stores, without a server. */
export interface Graph {
  readonly world: World;
  /** Brings the read models to the end of the log. */
  catchUp(): Promise<void>;
  /** The data of a query that must succeed; the read models are brought to the end of the log first. */
  ask(query: string, variables?: object, as?: Partial<Principal>): Promise<Json>;
  /** The errors of a query that must fail. */
  fail(query: string, variables?: object, as?: Partial<Principal>): Promise<readonly Failure[]>;
  /** How often each operation of a store was called since the last look. */
  calls(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

const auditor: Principal = { subject: 'sub', personKey: 'p-auditor', role: 'AUDITOR', demo: true };

/** Passes all calls on, and counts them by name. */
const counting = <T extends object>(target: T, name: string, counts: Map<string, number>): T =>
  new Proxy(target, {
    get: (object, property) => {
      const member: unknown = Reflect.get(object, property, object);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown => {
        const key = `${name}.${String(property)}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
        return Reflect.apply(member, object, args);
      };
    },
  });

export const createGraph = async (overrides: Partial<GraphqlServices> = {}): Promise<Graph> => {
  const counts = new Map<string, number>();
  const world = await createWorld((store: EventStore) => counting(store, 'events', counts));
  const readStore = await openSqliteReadStore({
    file: ':memory:',
    warn: (message) => {
      throw new Error(message);
    },
  });
  const models = await Promise.all(
    projections.map(async (projection) => {
      const { name, version, collections } = projection;
      return { projection, generation: await readStore.open(name, version, collections) };
    }),
  );
  const counted = models.map(({ projection, generation }): readonly [string, ReadModel] => [
    projection.name,
    counting(generation, projection.name, counts),
  ]);
  const queries = createQueries(Object.fromEntries(counted));
  let ids = 0;
  const services: GraphqlServices = {
    execute: (request) => world.executor.execute(request),
    history: world.history,
    queries,
    refusals: world.refusals,
    accesses: world.accesses,
    files: {
      stat: (sha256) => world.evidence.stat(sha256),
      createLink: (sha256) => `/evidence/${sha256}?until=…&signature=…`,
    },
    feeds: createFeeds(world.store),
    storeId: world.store.storeId,
    progress: { waitFor: () => Promise.resolve(true), statuses: () => [] },
    now: () => world.now,
    newId: (prefix) => `${prefix}-new-${++ids}`,
    ...overrides,
  };
  const createContext = createContextFactory(services);
  const schema = await buildConcordatSchema();
  const executor = createExecutor(schema);
  const unwatched = createContextFactory({ ...services, accesses: { ...world.accesses, record: () => undefined } });

  /** What the server answers to a query that comes again and again: by compiled code. Services of a test's own may count. */
  const again = async (
    query: string,
    variables: object,
    as: Partial<Principal>,
  ): Promise<ExecutionResult | undefined> => {
    if (Object.keys(overrides).length > 0) return undefined;
    const document = parse(query);
    const operation = getOperationAST(document);
    if (operation?.operation !== OperationTypeNode.QUERY || validate(schema, document).length > 0) return undefined;
    let answer: ExecutionResult | undefined;
    for (let use = 1; use <= 3; use++)
      answer = await executor.execute({
        document,
        operation,
        operationName: undefined,
        contextValue: unwatched({ ...auditor, ...as }, 'request-1'),
        variableValues: { ...variables },
      });
    return answer;
  };
  const catchUp = async (): Promise<void> => {
    const upTo = await world.store.head();
    for (const { projection, generation } of models) {
      const after = await generation.position();
      const events = await world.store.readAll(after, 10_000);
      if (upTo > beginning && upTo > after)
        await projectBatch(projection, generation, { events, upTo, live: true }, after);
    }
  };
  const run = async (query: string, variables: object, as: Partial<Principal>) => {
    await catchUp();
    const compiled = await again(query, variables, as);
    counts.clear();
    const answer = await graphql({
      schema,
      source: query,
      variableValues: { ...variables },
      contextValue: createContext({ ...auditor, ...as }, 'request-1'),
    });
    if (compiled !== undefined && JSON.stringify(compiled) !== JSON.stringify(answer))
      throw new Error(`Compiled, the query is answered otherwise: ${JSON.stringify(compiled)}`);
    return answer;
  };
  return {
    world,
    catchUp,
    ask: async (query, variables = {}, as = {}) => {
      const { data, errors } = await run(query, variables, as);
      if (errors !== undefined)
        throw new Error(errors.map((error) => error.originalError?.stack ?? error.message).join('\n'));
      // Plain objects: what graphql makes has no prototype.
      return JSON.parse(JSON.stringify(data)) as Json;
    },
    fail: async (query, variables = {}, as = {}) => {
      const { errors } = await run(query, variables, as);
      return (errors ?? []).map(({ message, extensions: { code, path } }) => ({ message, code, path }));
    },
    calls: () => Object.fromEntries(counts),
    close: async () => {
      await readStore.close();
      await world.close();
    },
  };
};
