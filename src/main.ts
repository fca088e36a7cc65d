import { createContextFactory } from '../schema/context.js';
import { buildConcordatSchema } from '../schema/build.js';
import {
  composeAuthenticator,
  composeServices,
  evidenceRoutes,
  graphqlServices,
  readinessOf,
  type Services,
  type Surroundings,
} from './compose.js';
import type { Config } from './config.js';
import { startCleanUps, startPolicies } from './jobs.js';
import { Openings } from './openings.js';
import { importSample } from './sample.js';
import { installEvidence } from './server/evidence.js';
import { createServer } from './server/server.js';
import { systemTimer } from './systemTimer.js';
import { starterQueries } from './starterQueries.js';

/** A running server. */
export interface Running {
  readonly url: string;
  readonly services: Services;
  /** Drains requests, finishes the read models' batches, closes the stores. Further calls wait for the same stop. */
  close(): Promise<void>;
}

/** Composes, imports the sample into an empty data folder or completes that, listens. What was opened is closed again when that fails. */
export const serve = (config: Config, surroundings: Surroundings): Promise<Running> => {
  const openings = new Openings();
  return openings.orClose(() => listen(config, surroundings, openings));
};

const listen = async (config: Config, surroundings: Surroundings, openings: Openings): Promise<Running> => {
  const { clock, random, logger } = surroundings;
  const services = openings.add(await composeServices(config, surroundings), ({ close }) => close());
  // A production record begins empty.
  if (config.nodeEnv !== 'production') await importSample(services.events, services.importer, logger);
  await services.catchUp();
  const jobs = { logger, timer: systemTimer };
  const policies = openings.add(startPolicies(services, jobs), ({ stop }) => stop());
  openings.add(startCleanUps(services, jobs), ({ stop }) => stop());
  await policies.begun;

  const authenticator = await composeAuthenticator(config, services, surroundings);
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
    readiness: () => Promise.resolve(readinessOf(services, surroundings)),
  });
  openings.add(server, () => server.close());
  const { url } = await server.listen();
  logger.info({ url, dataDir: config.dataDir, at: clock.now() }, 'Concordat listens');

  let closing: Promise<void> | undefined;
  return { url, services, close: () => (closing ??= openings.close()) };
};
