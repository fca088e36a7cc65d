import { composeServices, systemClock, systemRandom } from '../../src/compose.js';
import { loadConfig } from '../../src/config.js';
import { importSample } from '../../src/sample.js';
import { createLogger } from '../../src/server/logger.js';

/** Records the sample in a data folder, as the first start does, and closes it. */
export const recordSample = async (dataDir: string): Promise<void> => {
  const logger = createLogger('silent');
  const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: dataDir });
  const services = await composeServices(config, { clock: systemClock, random: systemRandom, logger });
  try {
    await importSample(services.events, services.importer, logger);
    await services.catchUp();
  } finally {
    await services.close();
  }
};
