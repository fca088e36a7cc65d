import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient, type Db } from 'mongodb';
import { composeServices, systemClock, systemRandom } from '../../src/compose.js';
import { loadConfig } from '../../src/config.js';
import { createLogger } from '../../src/server/logger.js';
import { noServer } from '../readstore/mongodb/mongod.js';
import { temporaryFolder } from '../support/folder.js';
import { KurrentDouble } from '../support/kurrentDouble/double.js';
import { announce } from '../support/notRun.js';
import { begin, run, type Settings } from './program.js';
import { recordSample } from './record.js';

jest.setTimeout(120_000);

announce('concordat copy as a process', noServer);
const withServer = noServer === undefined ? describe : describe.skip;

describe('concordat copy without engines', () => {
  test('ends with 2 and names the settings', async () => {
    const { code, err } = await run(['copy'], { DATA_DIR: '/nowhere' });
    expect(code).toBe(2);
    expect(err).toBe(
      'The settings cannot be used:\n  EVENTSTORE_URL must be set, and MONGODB_URL: a copy goes from DATA_DIR to these two\n',
    );
  });
});

withServer('concordat copy', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let recorded: string;
  let double: KurrentDouble;
  let client: MongoClient;
  let db: Db;
  let settings: Settings;

  beforeAll(async () => {
    folder = temporaryFolder();
    recorded = join(folder.path, 'recorded');
    await recordSample(recorded);
    client = new MongoClient(process.env.MONGODB_URL ?? '');
  });
  beforeEach(async () => {
    const dataDir = join(folder.path, randomUUID());
    cpSync(recorded, dataDir, { recursive: true });
    double = await new KurrentDouble().start();
    db = client.db(`concordat_test_${randomUUID()}`);
    settings = {
      DATA_DIR: dataDir,
      EVENTSTORE_URL: double.connectionString,
      MONGODB_URL: (process.env.MONGODB_URL ?? '').replace(/^(mongodb:\/\/[^/]+)\/[^?]*/, `$1/${db.databaseName}`),
    };
  });
  afterEach(async () => {
    double.kill();
    await db.dropDatabase();
  });
  afterAll(async () => {
    await client.close();
    folder.remove();
  });

  test('tells what it would do, does it, and the check finds the same events sound on the engines', async () => {
    const here = await run(['fsck'], { DATA_DIR: settings.DATA_DIR ?? '' });
    const events = /^\d+/.exec(here.out)?.[0];

    expect(await run(['copy', '--dry-run'], settings)).toMatchObject({
      code: 0,
      out: [
        'identities: 0 to copy, 0 there already.',
        'files: 0 to copy, 0 there already.',
        `events: ${events} to copy, 0 there already.`,
        'refusals: 0 to copy, 0 there already.',
        'accesses: 0 to copy, 0 there already.',
        'The record can be copied; nothing was written.\n',
      ].join('\n'),
    });
    expect(await run(['fsck'], settings)).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^No log lies in KurrentDB at 127\.0\.0\.1:\d+/),
    });

    const copied = await run(['copy'], settings);
    expect(copied).toMatchObject({
      code: 0,
      out: expect.stringContaining(`events: ${events} copied, 0 there already,`),
    });
    expect(copied.out).toMatch(/\nBoth sides are alike\. .*\n$/);
    expect(copied.err).toContain(`events: copied ${events} of ${events} (`);

    expect(await run(['fsck'], settings)).toEqual({ ...here, err: '' });
    expect((await run(['copy'], settings)).out).toContain(
      `events: 0 copied, ${events} there already, ${events} compared.`,
    );
  });

  test.each([1, 20, 45])('killed at append %i and run again doubles nothing', async (appends) => {
    const { child, ended } = begin(['copy'], settings);
    // The name of the store and the mark come first.
    await double.script.called('BatchAppend', appends + 2);
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    const { code, out } = await run(['fsck'], settings);
    expect({ code, out }).toEqual({ code: 1, out: expect.stringMatching(/^COPY_UNFINISHED /) });
    expect(await run(['copy'], settings)).toMatchObject({ code: 0 });
    const here = await run(['fsck'], { DATA_DIR: settings.DATA_DIR ?? '' });
    expect(await run(['fsck'], settings)).toEqual(here);
  });

  test('ends with 3 while a server uses the folder, and with 1 on a target with another log', async () => {
    const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: settings.DATA_DIR });
    const logger = createLogger('silent');
    const services = await composeServices(config, { clock: systemClock, random: systemRandom, logger });
    const locked = await run(['copy'], settings);
    await services.close();
    expect(locked).toMatchObject({ code: 3, err: expect.stringMatching(/^Another process is using .*events\.db/) });

    const other = join(folder.path, randomUUID());
    await recordSample(other);
    expect(await run(['copy'], { ...settings, DATA_DIR: other })).toMatchObject({ code: 0 });
    const records = double.log.records.length;
    expect(await run(['copy'], settings)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^KurrentDB at .* holds another log: event .*\nNothing was written\.\n$/),
    });
    expect(double.log.records).toHaveLength(records);
  });
});
