import { createContextFactory } from '../schema/context.js';
import { buildConcordatSchema } from '../schema/build.js';
import type { Policies } from './application/policies.js';
import type { EventStore } from './application/ports.js';
import {
  composeAuthenticator,
  composeServices,
  evidenceRoutes,
  graphqlServices,
  type Services,
  type Surroundings,
} from './compose.js';
import type { Config } from './config.js';
import { Openings } from './openings.js';
import { importSample } from './sample.js';
import { installEvidence } from './server/evidence.js';
import { createServer } from './server/server.js';
import { starterQueries } from './starterQueries.js';

/** How often the policies look whether a day has come, beside acting when something happens. */
const policyTickMs = 60_000;

/** Events after which something may be due at once. */
const stirring = [
  'AgreementRegistered',
  'AgreementFullySigned',
  'AgreementEnteredIntoForce',
  'OrganizationsMerged',
] as const;

/** A running server. */
export interface Running {
  readonly url: string;
  readonly services: Services;
  /** Drains requests, finishes the read models' batches, closes the stores. Further calls wait for the same stop. */
  close(): Promise<void>;
}

/** Runs the policies when the clock ticks and when something happened that may be due at once. */
const drivePolicies = (
  policies: Policies,
  { events, catchUp }: Services,
  surroundings: Surroundings,
): (() => Promise<void>) => {
  const { logger } = surroundings;
  const abort = new AbortController();
  const run = () => policies.run().catch((err: unknown) => logger.error({ err }, 'The policies failed'));
  const ticking = setInterval(() => void run(), policyTickMs);
  const following = follow(events, abort.signal, async () => {
    await catchUp();
    await run();
  }).catch((err: unknown) => {
    if (!abort.signal.aborted) logger.error({ err }, 'The policies no longer follow the log');
  });
  return async () => {
    clearInterval(ticking);
    abort.abort();
    await following;
  };
};

const follow = async (events: EventStore, signal: AbortSignal, stirred: () => Promise<void>): Promise<void> => {
  let waiting = true;
  for await (const delivery of events.subscribe(await events.head(), signal, { eventTypes: stirring })) {
    if (delivery.kind === 'EVENT') waiting = true;
    else if (delivery.live && waiting) {
      waiting = false;
      await stirred();
    }
  }
};

/** Composes, imports the sample into an empty data folder or completes that, listens. What was opened is closed again when that fails. */
export const serve = (config: Config, surroundings: Surroundings): Promise<Running> => {
  const openings = new Openings();
  return openings.orClose(() => listen(config, surroundings, openings));
};

const listen = async (config: Config, surroundings: Surroundings, openings: Openings): Promise<Running> => {
  const { clock, random, logger } = surroundings;
  const services = openings.add(await composeServices(config, surroundings), ({ close }) => close());
  const { events, runner } = services;
  await importSample(events, services.importer, logger);
  await services.catchUp();
  await services.policies.run();
  await services.catchUp();

  const { authenticator } = openings.add(await composeAuthenticator(config, surroundings), ({ close }) => close());
  const createContext = createContextFactory(graphqlServices(services, surroundings));
  const server = await createServer({
    schema: await buildConcordatSchema(),
    config,
    logger,
    authenticator,
    createContext,
    createRequestId: () => random.uuid(),
    clock,
    starterQueries,
    routes: (app) => installEvidence(app, { ...evidenceRoutes(services, config, surroundings), authenticator }),
    readiness: () => {
      const faulted = runner.status().filter(({ state }) => state !== 'RUNNING');
      const checks = {
        projections: runner
          .status()
          .map(({ projection, state, position, live }) => ({ projection, state, position, live })),
      };
      return Promise.resolve({ ready: faulted.length === 0, checks });
    },
  });
  const stopPolicies = drivePolicies(services.policies, services, surroundings);
  openings.add(stopPolicies, (stop) => stop());
  openings.add(server, () => server.close());
  const { url } = await server.listen();
  logger.info({ url, dataDir: config.dataDir, at: clock.now() }, 'Concordat listens');

  let closing: Promise<void> | undefined;
  return { url, services, close: () => (closing ??= openings.close()) };
};
