import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { ImportService } from '../../src/application/import/importService.js';
import { parseImport, type ParsedImport } from '../../src/application/import/parse.js';
import { composeServices, type Services, systemRandom } from '../../src/compose.js';
import { loadConfig } from '../../src/config.js';
import { beginning } from '../../src/domain/kernel/ids.js';
import { importer } from '../../src/sample.js';
import { serve } from '../../src/main.js';
import { createLogger } from '../../src/server/logger.js';
import { replay } from '../support/seeds.js';
import { failingAt } from '../application/import/support.js';
import { temporaryFolder } from '../support/folder.js';

jest.setTimeout(60_000);

const surroundings = {
  clock: { now: () => '2026-11-21T03:00:00.000Z' },
  random: systemRandom,
  logger: createLogger('silent'),
};
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const config = () => loadConfig({ NODE_ENV: 'test', PORT: '0', DATA_DIR: folder.path });
const sample = (): ParsedImport => {
  const parsed = parseImport(readFileSync('samples/coordination-agreements.yaml'), 'sample');
  if (!parsed.ok) throw new Error('the sample cannot be read');
  return parsed.value;
};
const idsIn = async ({ events }: Services): Promise<readonly string[]> =>
  (await events.readAll(beginning, 1000)).map(({ eventId }) => eventId);

/** What is on record after something was done with the stores and they were closed, as a process leaves them. */
const prepared = async (work: (services: Services) => Promise<unknown>): Promise<readonly string[]> => {
  const services = await composeServices(config(), surroundings);
  try {
    await work(services);
    return await idsIn(services);
  } finally {
    await services.close();
  }
};
/** What is on record once the server listens. */
const started = async (): Promise<readonly string[]> => {
  const server = await serve(config(), surroundings);
  try {
    return await idsIn(server.services);
  } finally {
    await server.close();
  }
};
/** An import of the sample whose process dies before its append number `at`. */
const brokenOff =
  (at: number) =>
  async ({ events, evidence }: Services): Promise<void> => {
    const service = new ImportService({ store: failingAt(events, at), evidence, ...surroundings });
    await expect(service.run(sample(), { actor: importer })).rejects.toThrow('disk full');
  };
/** The agreements' events and the two expiries that the policies add. */
const wholeSample = 91 + 2;

describe('a first start', () => {
  test.each([1, 2, 60, 87])('that ended before append %i of the sample is completed by the next one', async (at) => {
    const before = await prepared(brokenOff(at));
    expect(before.length).toBeGreaterThanOrEqual(at - 1);
    const after = await started();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(wholeSample);
    expect(new Set(after).size).toBe(wholeSample);
    expect(await started()).toEqual(after);
  });

  test('that ended between two articles has the three agreements after the next one', async () => {
    const { file, batches } = sample();
    const run = ({ importer: service }: Services) =>
      service.run({ file, batches: batches.slice(0, 1) }, { actor: importer });
    await prepared(run);
    const server = await serve(config(), surroundings);
    const log = await server.services.events.readAll(beginning, 1000);
    await server.close();
    for (const [id, events] of Object.entries(replay))
      expect(log.filter(({ stream }) => stream.id === id).map(({ type }) => type)).toEqual(
        id === 'agr-nd-2021' ? events : [...events, 'AgreementExpired'],
      );
  });

  test.each(['API', 'IMPORT'] as const)(
    'adds nothing to a record of other things, alone or after a part of the sample: %s',
    async (channel) => {
      const other = ({ executor }: Services) =>
        executor.execute({
          type: 'RegisterSource',
          id: 'src-own',
          data: { kind: 'PAPER', title: 'Công văn' },
          envelope: {},
          actor: { role: 'CLERK', personKey: 'p-clerk' },
          channel,
          requestId: 'request-1',
        });
      const own = await prepared(other);
      expect(own).toHaveLength(1);
      expect(await started()).toEqual(own);

      folder.remove();
      folder = temporaryFolder();
      const mixed = await prepared(async (services) => {
        await brokenOff(10)(services);
        await other(services);
      });
      expect(await started()).toEqual(mixed);
    },
  );
});
