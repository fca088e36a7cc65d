import { projections } from '../projections/index.js';
import { rebuild } from '../projections/rebuild.js';
import { composeServices, systemClock, systemRandom } from '../src/compose.js';
import { loadConfig } from '../src/config.js';
import { createLogger } from '../src/server/logger.js';
import type { EngineSettings } from './http.js';

/** Events a second when every read model is built again. */
export const rebuildRate = async (dataDir: string, engines: EngineSettings = {}): Promise<number> => {
  const config = loadConfig({ DATA_DIR: dataDir, ...engines });
  const services = await composeServices(config, {
    clock: systemClock,
    random: systemRandom,
    logger: createLogger('error'),
  });
  let events = 0;
  const began = performance.now();
  const onProgress = (progress: { readonly events: number }) => {
    events = progress.events;
  };
  await rebuild(projections, {
    eventStore: services.events,
    readStore: services.reads,
    clock: systemClock,
    onProgress,
  });
  const seconds = (performance.now() - began) / 1000;
  await services.close();
  return events / seconds;
};
