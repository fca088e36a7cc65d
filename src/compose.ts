import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { createQueries, projections } from '../projections/index.js';
import type { Queries } from '../projections/queries.js';
import { ProjectionRunner, type ProjectionStatus } from '../projections/runner.js';
import type { GraphqlServices } from '../schema/context.js';
import { type Core, createCore } from './application/core.js';
import { createFeeds } from './application/feed.js';
import { ImportService } from './application/import/importService.js';
import { Policies, type WorkList } from './application/policies.js';
import {
  type AccessStore,
  type Clock,
  type EventStore,
  type EvidenceStore,
  type Random,
  type ReadStore,
  type RefusalStore,
  StoreFault,
} from './application/ports.js';
import type { Authenticator } from './application/principal.js';
import type { Config } from './config.js';
import { eventDefinitions } from './domain/catalog.js';
import { createCodec } from './eventstore/codec.js';
import { openSqliteAccessStore } from './eventstore/sqlite/accesses.js';
import { openSqliteEventStore } from './eventstore/sqlite/eventStore.js';
import { openSqliteRefusalStore } from './eventstore/sqlite/refusals.js';
import { openFolderEvidenceStore } from './evidence/folder/evidenceStore.js';
import { openLinkKey } from './evidence/linkKey.js';
import { createEvidenceLinks, type EvidenceLinks } from './evidence/links.js';
import { createAuthenticator } from './identity/authenticator.js';
import type { TokenVerifier } from './identity/claims.js';
import { createDemoIdentities, type DemoIdentities } from './identity/demo.js';
import { createOidcVerifier } from './identity/oidc.js';
import { openSqliteIdentityMap } from './identity/sqlite/identityMap.js';
import { createSoleLeases } from './leases/sole.js';
import { Openings } from './openings.js';
import { openSqliteReadStore } from './readstore/sqlite/readStore.js';
import type { EvidenceRoutes } from './server/evidence.js';
import { systemTimer } from './systemTimer.js';

/** The world outside: what tests replace. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };
export const systemRandom: Random = { uuid: () => uuidv7(), salt: () => randomBytes(32).toString('base64url') };

/** Files of a data folder. */
export const eventsFile = (dataDir: string): string => join(dataDir, 'events.db');
const readFile = (dataDir: string): string => join(dataDir, 'read.db');
const refusalsFile = (dataDir: string): string => join(dataDir, 'refusals.db');
const accessesFile = (dataDir: string): string => join(dataDir, 'accesses.db');
const evidenceFolder = (dataDir: string): string => join(dataDir, 'evidence');
const linkKeyFile = (dataDir: string): string => join(dataDir, 'link-key');

export const codec = createCodec(eventDefinitions);

interface Stores {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly refusals: RefusalStore;
  readonly accesses: AccessStore;
  readonly evidence: EvidenceStore;
  readonly links: EvidenceLinks;
}

/** Opens the embedded stores; the event store's lock comes first, so that a second process touches nothing. */
const openStores = async (
  { dataDir }: Config,
  { clock, random, logger }: Surroundings,
  openings: Openings,
): Promise<Stores> => {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (cause) {
    throw new StoreFault('STORE_UNAVAILABLE', `DATA_DIR: the folder ${dataDir} cannot be created or written`, {
      cause,
    });
  }
  const warn = (message: string) => logger.warn(message);
  const onLost = (what: string) => (count: number, cause: unknown) =>
    logger.warn({ count, err: cause }, `${what} could not be kept`);
  const open = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> =>
    openings.add(await opening, (store) => store.close());

  const events = await open(
    openSqliteEventStore({ file: eventsFile(dataDir), codec, clock, uuid: () => random.uuid() }),
  );
  const reads = await open(openSqliteReadStore({ file: readFile(dataDir), warn }));
  const refusals = await open(
    openSqliteRefusalStore({ file: refusalsFile(dataDir), clock, onLost: onLost('Refusals') }),
  );
  const accesses = await open(
    openSqliteAccessStore({ file: accessesFile(dataDir), clock, onLost: onLost('Accesses') }),
  );
  // It clears away what uploads left unfinished, which only the one process that holds the lock may do.
  const evidence = await open(openFolderEvidenceStore(evidenceFolder(dataDir)));
  const links = createEvidenceLinks({ key: await openLinkKey(linkKeyFile(dataDir), random), clock });
  return { events, reads, refusals, accesses, evidence, links };
};

/** What the policies read, from the read models. */
const workListOf = ({ agreements, organizations }: Queries): WorkList => {
  const due = (documents: Awaited<ReturnType<Queries['agreements']['dueForForce']>>) =>
    documents.map(({ id, body }) => ({ id, causeEventId: body.lastEventId }));
  return {
    dueForForce: async (day, limit) => due(await agreements.dueForForce(day, limit)),
    dueForExpiry: async (day, limit) => due(await agreements.dueForExpiry(day, limit)),
    pendingMerges: (limit) => organizations.pendingMerges(limit),
    childrenOf: async (orgId, limit) => (await organizations.childrenOf(orgId, limit)).map(({ id }) => id),
  };
};

/** Everything but the network: what the CLI and the server both stand on. */
export interface Services extends Core, Stores {
  readonly runner: ProjectionRunner;
  readonly queries: Queries;
  readonly policies: Policies;
  readonly importer: ImportService;
  readonly projectionNames: readonly string[];
  /** Resolves when the read models have reached the end of the log. */
  readonly catchUp: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const catchUpMs = 600_000;

/** Opens the stores and builds the services over them; the read models begin to follow at once. */
export const composeServices = (config: Config, surroundings: Surroundings): Promise<Services> => {
  const openings = new Openings();
  return openings.orClose(() => openServices(config, surroundings, openings));
};

const openServices = async (config: Config, surroundings: Surroundings, openings: Openings): Promise<Services> => {
  const { clock, random, logger } = surroundings;
  const stores = await openStores(config, surroundings, openings);
  const { events, reads, refusals, evidence } = stores;
  const core = createCore({ store: events, refusals, evidence, clock, random });
  const models = Object.fromEntries(
    await Promise.all(
      projections.map(
        async ({ name, version, collections }) => [name, await reads.open(name, version, collections)] as const,
      ),
    ),
  );
  const queries = createQueries(models);
  const runner = new ProjectionRunner({
    projections,
    eventStore: events,
    readStore: reads,
    leases: createSoleLeases(),
    clock,
    log: logger,
    timer: systemTimer,
  });
  const importer = new ImportService({ store: events, evidence, clock, random });
  const policies = new Policies({
    executor: core.executor,
    workList: workListOf(queries),
    clock,
    logger,
    importing: () => importer.busy(),
  });
  openings.add(runner, () => runner.stop());
  await runner.start();
  const projectionNames = projections.map(({ name }) => name);
  return {
    ...core,
    ...stores,
    runner,
    queries,
    policies,
    importer,
    projectionNames,
    catchUp: async () => {
      const head = await events.head();
      if (!(await runner.waitFor(projectionNames, head, catchUpMs))) logger.error('The read models do not catch up');
    },
    close: () => openings.close(),
  };
};

/** How long a reader who names a position waits for it. */
const minPositionMs = 5_000;

/** How long a link to a file lasts that a query gave out: enough to follow it. */
const linkSeconds = 300;

/** What the GraphQL contract needs of the services. */
export const graphqlServices = (services: Services, { clock, random }: Surroundings): GraphqlServices => {
  const { executor, history, queries, refusals, accesses, evidence, links, runner, events, projectionNames } = services;
  return {
    execute: (request) => executor.execute(request),
    history,
    queries,
    refusals,
    accesses,
    files: {
      stat: (sha256) => evidence.stat(sha256),
      createLink: (sha256) => links.createLink(sha256, linkSeconds),
    },
    feeds: createFeeds(events),
    storeId: events.storeId,
    progress: {
      waitFor: (position) => runner.waitFor(projectionNames, position, minPositionMs),
      statuses: () => runner.status().map((status) => progressOf(status, clock.now())),
    },
    now: () => clock.now(),
    newId: (prefix) => `${prefix}-${random.uuid()}`,
  };
};

/** What the routes of files need of the services. Who read a file is recorded, and who wanted to and may not. */
export const evidenceRoutes = (
  { evidence, links, accesses }: Services,
  { limits }: Config,
  { clock, logger }: Surroundings,
): Omit<EvidenceRoutes, 'authenticator'> => ({
  store: evidence,
  links,
  logger,
  maxBytes: limits.evidenceBytes,
  onRead: (reader, sha256) => {
    const { personKey: actor, role } = reader === 'LINK' ? { personKey: null, role: null } : reader;
    accesses.record({ actor, role, what: 'FILE', stream: `file:${sha256}`, denied: false, at: clock.now() });
  },
  onDenied: ({ personKey: actor, role }, sha256) =>
    accesses.record({ actor, role, what: 'FILE', stream: `file:${sha256}`, denied: true, at: clock.now() }),
});

/** A running follower that has reached the end of the log once takes in events as they are stored. */
const progressOf = ({ projection, position, state, live, lastEventAt }: ProjectionStatus, now: string) => {
  const caughtUp = state === 'RUNNING' && live;
  return {
    name: projection,
    position,
    ...(caughtUp ? { lagEvents: 0 } : {}),
    lagMs: caughtUp || lastEventAt === undefined ? 0 : Math.max(0, Date.parse(now) - Date.parse(lastEventAt)),
  };
};

/** Demo identities of a data folder; refused in production, where only the issuer's tokens count. */
export const demoIdentities = (config: Config, { clock, random }: Surroundings): DemoIdentities =>
  createDemoIdentities({ dataDir: config.dataDir, production: config.nodeEnv === 'production', clock, random });

/** Who may call: demo identities outside production, and the OIDC issuer where one is configured. */
export const composeAuthenticator = async (
  config: Config,
  surroundings: Surroundings,
): Promise<{ readonly authenticator: Authenticator; readonly close: () => Promise<void> }> => {
  const { clock, random } = surroundings;
  const identities = await openSqliteIdentityMap(join(config.dataDir, 'identity.db'), random, clock);
  const verifiers: TokenVerifier[] = [];
  if (config.nodeEnv !== 'production') verifiers.push(demoIdentities(config, surroundings).verifier);
  if (config.oidc !== undefined) verifiers.push(await createOidcVerifier(config.oidc, identities, clock));
  return { authenticator: createAuthenticator(verifiers, clock), close: () => identities.close() };
};
