import { createQueries, projections } from '../projections/index.js';
import type { Queries } from '../projections/queries.js';
import { ProjectionRunner, type ProjectionStatus } from '../projections/runner.js';
import type { GraphqlServices } from '../schema/context.js';
import { type Core, createCore } from './application/core.js';
import { createFeeds } from './application/feed.js';
import { ImportService } from './application/import/importService.js';
import { Policies, type WorkList } from './application/policies.js';
import { alone } from './application/ports.js';
import type { Authenticator } from './application/principal.js';
import { openEmbeddedStores } from './composeEmbedded.js';
import type { Config } from './config.js';
import { printPosition } from './domain/kernel/ids.js';
import { createAuthenticator } from './identity/authenticator.js';
import type { TokenVerifier } from './identity/claims.js';
import { createDemoIdentities, type DemoIdentities } from './identity/demo.js';
import { createOidcVerifier } from './identity/oidc.js';
import { Openings } from './openings.js';
import type { EvidenceRoutes } from './server/evidence.js';
import type { Readiness } from './server/health.js';
import { codec, type Stores, type Surroundings, systemClock, systemRandom } from './stores.js';
import { systemTimer } from './systemTimer.js';

export { codec, type Surroundings, systemClock, systemRandom };

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
  /** Imports one file at a time, in whichever process; policies wait meanwhile (reference 4.2, Late records). */
  readonly importer: Pick<ImportService, 'run'>;
  readonly projectionNames: readonly string[];
  /** Resolves when the read models have reached the end of the log. */
  readonly catchUp: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const importLease = 'import';
const catchUpMs = 600_000;

const openStores = async (
  { dataDir, engines }: Config,
  surroundings: Surroundings,
  openings: Openings,
): Promise<Stores> => {
  if (engines === undefined) return openEmbeddedStores(dataDir, surroundings, openings);
  // The clients of the engines take a while to load, and the embedded stores do without them.
  const { openEngineStores } = await import('./composeEngines.js');
  return openEngineStores(engines, surroundings, openings);
};

/** Opens the stores and builds the services over them; the read models begin to follow at once. */
export const composeServices = (config: Config, surroundings: Surroundings): Promise<Services> => {
  const openings = new Openings();
  return openings.orClose(() => openServices(config, surroundings, openings));
};

const openServices = async (config: Config, surroundings: Surroundings, openings: Openings): Promise<Services> => {
  const { clock, random, logger } = surroundings;
  const stores = await openStores(config, surroundings, openings);
  const { events, reads, refusals, evidence, leases } = stores;
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
    leases,
    clock,
    log: logger,
    timer: systemTimer,
  });
  const imports = new ImportService({ store: events, evidence, clock, random });
  const importer: Services['importer'] = {
    run: (parsed, options) => alone(leases, importLease, () => imports.run(parsed, options)),
  };
  const policies = new Policies({
    executor: core.executor,
    workList: workListOf(queries),
    clock,
    logger,
    importing: () => leases.isHeld(importLease),
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

/** One that was at the end of the log when it last looked takes in events as they are stored. */
const progressOf = ({ projection, position, state, live, lastEventAt }: ProjectionStatus, now: string) => {
  const caughtUp = (state === 'RUNNING' || state === 'STANDBY') && live;
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
  { identities }: Stores,
  surroundings: Surroundings,
): Promise<Authenticator> => {
  const { clock } = surroundings;
  const verifiers: TokenVerifier[] = [];
  if (config.nodeEnv !== 'production') verifiers.push(demoIdentities(config, surroundings).verifier);
  if (config.oidc !== undefined) verifiers.push(await createOidcVerifier(config.oidc, identities, clock));
  return createAuthenticator(verifiers, clock);
};

/** Whether queries can be answered from read models that are kept up, and how far each has got. */
export const readinessOf = ({ runner }: Services, { clock }: Surroundings): Readiness => {
  const statuses = runner.status();
  const projections = statuses.map((status) => {
    const { lagMs } = progressOf(status, clock.now());
    const { projection, state, position, fault } = status;
    return { projection, state, position: printPosition(position), lagMs, ...(fault === undefined ? {} : { fault }) };
  });
  return {
    ready: statuses.every(({ state }) => state === 'RUNNING' || state === 'STANDBY'),
    checks: { projections },
  };
};
