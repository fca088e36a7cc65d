import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient, type Db } from 'mongodb';
import { createCore } from '../../src/application/core.js';
import type { CopyOutcome } from '../../src/application/copy/copyService.js';
import type { CopyProgress } from '../../src/application/copy/part.js';
import { ImportService } from '../../src/application/import/importService.js';
import type { EventStore, EvidenceStore } from '../../src/application/ports.js';
import { codec, composeServices, systemRandom } from '../../src/compose.js';
import { embeddedFiles } from '../../src/composeEmbedded.js';
import { copyEmbedded } from '../../src/composeCopy.js';
import { loadConfig } from '../../src/config.js';
import { beginning, type StreamRef } from '../../src/domain/kernel/ids.js';
import { openKurrentAccessStore } from '../../src/eventstore/kurrentdb/accesses.js';
import { openKurrentEventStore } from '../../src/eventstore/kurrentdb/eventStore.js';
import { openKurrentRefusalStore } from '../../src/eventstore/kurrentdb/refusals.js';
import { openGridFsEvidenceStore } from '../../src/evidence/gridfs/evidenceStore.js';
import { openMongoIdentityMap } from '../../src/identity/mongodb/identityMap.js';
import { openSqliteIdentityMap } from '../../src/identity/sqlite/identityMap.js';
import { createMongoLeases } from '../../src/leases/mongodb.js';
import { MongoServer } from '../../src/mongodb/server.js';
import { importSample } from '../../src/sample.js';
import { createLogger } from '../../src/server/logger.js';
import { systemTimer } from '../../src/systemTimer.js';
import { noServer } from '../readstore/mongodb/mongod.js';
import { temporaryFolder } from '../support/folder.js';
import { KurrentDouble } from '../support/kurrentDouble/double.js';
import { announce } from '../support/notRun.js';

jest.setTimeout(120_000);

announce('moving a whole installation over', noServer);
const withServer = noServer === undefined ? describe : describe.skip;

/** Each look at the clock is a moment later, never at a whole second for long. */
const steppingClock = (start: string) => {
  let at = Date.parse(start);
  return { now: () => new Date((at += 1234)).toISOString() };
};

const contents = ['Biên bản họp số 1', 'Trang ký có dấu đỏ. '.repeat(50_000)];
const sha256Of = (content: string): string => createHash('sha256').update(content).digest('hex');
const pieces = async function* (content: string) {
  yield await Promise.resolve(Buffer.from(content));
};

/** As JSON, without the places in the log, which are a store's own. */
const withoutPositions = (value: object): unknown =>
  JSON.parse(JSON.stringify(value, (key, member: unknown) => (key === 'position' ? undefined : member)));

const logger = createLogger('silent');
const configOf = (dataDir: string) => loadConfig({ NODE_ENV: 'test', DATA_DIR: dataDir });

/** The sample, two files, three persons, and who was refused and who read what, over some days. */
const recordAll = async (dataDir: string): Promise<void> => {
  const clock = steppingClock('2026-03-01T00:00:00.000Z');
  const services = await composeServices(configOf(dataDir), { clock, random: systemRandom, logger });
  await importSample(services.events, services.importer, logger);
  for (const [index, content] of contents.entries()) {
    const upload = { mediaType: 'text/plain', name: `tệp ${index}.txt`, classification: 'INTERNAL' } as const;
    await services.evidence.put(pieces(content), { ...upload, maxBytes: 10_000_000 });
  }
  for (const [actor, day, minute] of [
    ['p-1', '02', '10'],
    ['p-1', '02', '10'],
    ['p-2', '02', '11'],
    ['p-1', '05', '12'],
  ]) {
    const at = `2026-03-${day}T08:${minute}:30.500Z`;
    services.refusals.record({
      ...{ actor: actor ?? '', role: 'CLERK', command: 'OpenSigning', code: 'TEXT_NOT_FINAL', payloadDigest: 'x', at },
      ...{ stream: 'agreement:a', details: { state: 'DRAFTING' } },
    });
    services.accesses.record({
      ...{ actor: actor === 'p-2' ? null : (actor ?? ''), role: null, what: 'FILE', denied: false, at },
      stream: `file:${sha256Of('x')}`,
    });
  }
  // More than an actor may leave in one minute: the rest is counted in one row.
  for (let n = 0; n < 70; n++) {
    services.refusals.record({
      ...{ actor: 'p-3', role: 'CLERK', command: 'OpenSigning', code: 'NOT_FOUND', payloadDigest: 'x' },
      ...{ stream: `agreement:${n}`, at: '2026-03-06T08:00:00.000Z' },
    });
  }
  await services.close();
  const identities = await openSqliteIdentityMap(embeddedFiles(dataDir).identities, systemRandom, clock);
  for (const subject of ['an', 'bình', 'chi']) await identities.personKey('https://issuer.example', subject);
  await identities.close();
};

withServer('moving a whole installation over', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let recorded: string;
  let dataDir: string;
  let double: KurrentDouble;
  let mongodbUrl: string;
  let mongo: MongoServer;
  let client: MongoClient;
  let db: Db;
  const clock = { now: () => '2026-05-01T00:00:00.000Z' };

  beforeAll(async () => {
    folder = temporaryFolder();
    recorded = join(folder.path, 'recorded');
    await recordAll(recorded);
    client = new MongoClient(process.env.MONGODB_URL ?? '');
  });
  beforeEach(async () => {
    dataDir = join(folder.path, randomUUID());
    cpSync(recorded, dataDir, { recursive: true });
    double = await new KurrentDouble({ now: () => Date.parse(clock.now()) }).start();
    db = client.db(`concordat_test_${randomUUID()}`);
    mongodbUrl = (process.env.MONGODB_URL ?? '').replace(/^(mongodb:\/\/[^/]+)\/[^?]*/, `$1/${db.databaseName}`);
    mongo = await MongoServer.connect(mongodbUrl);
  });
  afterEach(async () => {
    double.kill();
    await mongo.close();
    await db.dropDatabase();
  });
  afterAll(async () => {
    await client.close();
    folder.remove();
  });

  const copy = async (
    options: { readonly dryRun?: true; readonly onProgress?: (progress: CopyProgress) => void } = {},
  ): Promise<CopyOutcome & { readonly lines: readonly string[] }> => {
    const lines: string[] = [];
    const engines = { eventStoreUrl: double.connectionString, mongodbUrl };
    const outcome = await copyEmbedded(
      { dataDir },
      engines,
      { clock, random: systemRandom },
      {
        onProgress: () => undefined,
        onTrouble: () => undefined,
        report: (line) => lines.push(line),
        ...options,
      },
    );
    return { ...outcome, lines };
  };

  const counts = ({ parts }: CopyOutcome) =>
    parts.map(({ name, total, present, verified }) => `${name} ${total} ${present} ${verified}`);

  /** The events there are, and in what state the agreements were known to be at some moments, by the answers of a store. */
  const answers = async (store: EventStore, evidence: Pick<EvidenceStore, 'stat'>) => {
    const events = await store.readAll(beginning, 10_000);
    const services = { store, evidence, clock, random: systemRandom };
    const { history } = createCore({ ...services, refusals: { record: () => undefined } });
    const agreements = [
      ...new Map(events.filter(({ stream }) => stream.type === 'agreement').map(({ stream }) => [stream.id, stream])),
    ].map(([, { type, id }]): StreamRef => ({ type, id }));
    const times = events.filter((_, index) => index % 25 === 0).map(({ recordedAt }) => recordedAt);
    const known = [];
    for (const knownAt of times) known.push(await history.atMany(agreements, { knownAt }));
    return { events: events.map(({ position: _, ...event }) => event), known: withoutPositions(known) };
  };

  const embedded = async () => {
    const services = await composeServices(configOf(dataDir), { clock, random: systemRandom, logger });
    const found = {
      ...(await answers(services.events, services.evidence)),
      refusals: await services.refusals.list({}, 1000),
      accesses: await services.accesses.list({}, 1000),
    };
    await services.close();
    return found;
  };

  const moved = async () => {
    const options = { connectionString: double.connectionString, onTrouble: () => undefined, timer: systemTimer };
    const events = await openKurrentEventStore({ ...options, codec });
    const evidence = await openGridFsEvidenceStore(mongo);
    const counting = { ...options, clock, onLost: () => undefined };
    const refusals = await openKurrentRefusalStore(counting);
    const accesses = await openKurrentAccessStore(counting);
    const found = {
      ...(await answers(events, evidence)),
      refusals: await refusals.list({}, 1000),
      accesses: await accesses.list({}, 1000),
    };
    await Promise.all([events, evidence, refusals, accesses].map((store) => store.close()));
    return found;
  };

  const withoutIds = (rows: readonly { readonly id: string }[]) =>
    rows.map(({ id: _, ...row }) => JSON.stringify(Object.entries(row).sort())).sort();

  test('leaves nothing out: events, what was known when, files, refusals, accesses and who is who', async () => {
    const before = await embedded();
    const outcome = await copy();
    expect(outcome.lines).toEqual([]);
    const total = before.events.length;
    expect({ kind: outcome.kind, counts: counts(outcome) }).toEqual({
      kind: 'COPIED',
      counts: ['identities 3 0 3', 'files 2 0 2', `events ${total} 0 ${total}`, 'refusals 64 0 64', 'accesses 3 0 3'],
    });
    const after = await moved();
    expect(after.events).toEqual(before.events);
    expect(after.known).toEqual(before.known);
    expect(new Set((before.known as unknown[]).map((known) => JSON.stringify(known))).size).toBeGreaterThan(1);
    expect(withoutIds(after.refusals)).toEqual(withoutIds(before.refusals));
    expect(withoutIds(after.accesses)).toEqual(withoutIds(before.accesses));

    const files = await openGridFsEvidenceStore(mongo);
    for (const [index, content] of contents.entries()) {
      expect(await files.stat(sha256Of(content))).toMatchObject({
        name: `tệp ${index}.txt`,
        classification: 'INTERNAL',
      });
    }
    await files.close();
    const there = await openMongoIdentityMap(mongo, systemRandom, clock);
    const here = await openSqliteIdentityMap(embeddedFiles(dataDir).identities, systemRandom, clock);
    for (const subject of ['an', 'bình', 'chi']) {
      const key = await here.personKey('https://issuer.example', subject);
      expect(await there.personKey('https://issuer.example', subject)).toBe(key);
    }
    await here.close();
  });

  test('a command that was executed before the move is known after it', async () => {
    await copy();
    const store = await openKurrentEventStore({
      ...{ connectionString: double.connectionString, onTrouble: () => undefined, codec, timer: systemTimer },
    });
    const before = await store.head();
    const evidence = { stat: () => Promise.resolve(null) };
    const service = new ImportService({ store, evidence, clock, random: systemRandom });
    await importSample(store, service, { info: () => undefined });
    expect(await store.head()).toBe(before);
    await store.close();
  });

  test('run again doubles nothing and says how much was there', async () => {
    await copy();
    const records = double.log.records.length;
    const outcome = await copy();
    expect(outcome.kind).toBe('COPIED');
    expect(counts(outcome).map((line) => line.split(' ').slice(1).join(' '))).toEqual(
      outcome.parts.map(({ total }) => `${total} ${total} ${total}`),
    );
    // The marks of a copy: begun, begun (the clock), finished.
    expect(double.log.records).toHaveLength(records + 3);
  });

  test.each(['identities', 'files', 'events', 'refusals', 'accesses'] as const)(
    'is gone on with after it died having copied the %s',
    async (last) => {
      const dying = copy({
        onProgress: ({ part, phase, done, total }) => {
          if (part === last && phase === 'COPYING' && done === total) throw new Error('killed');
        },
      });
      await expect(dying).rejects.toThrow('killed');
      const outcome = await copy();
      expect({ kind: outcome.kind, lines: outcome.lines }).toEqual({ kind: 'COPIED', lines: [] });
      const [before, after] = [await embedded(), await moved()];
      expect(after.events).toEqual(before.events);
      expect(withoutIds(after.refusals)).toEqual(withoutIds(before.refusals));
      expect(withoutIds(after.accesses)).toEqual(withoutIds(before.accesses));
      expect(await db.collection('evidence.files').countDocuments()).toBe(2);
    },
  );

  test('is tried without writing anything', async () => {
    const outcome = await copy({ dryRun: true });
    expect(outcome.kind).toBe('CHECKED');
    expect(double.log.records).toHaveLength(1);
    expect(await db.listCollections().toArray()).toEqual([]);
  });

  test('refuses a target on which a server runs, until that is stopped', async () => {
    const leases = createMongoLeases({ server: mongo, instance: 'one', timer: systemTimer, warn: () => undefined });
    const lease = await leases.acquire('projections', new AbortController().signal);
    const outcome = await copy();
    expect({ kind: outcome.kind, lines: outcome.lines }).toEqual({
      kind: 'REFUSED',
      lines: [expect.stringMatching(/^A server runs on database .*, or did a moment ago: stop it first\.$/)],
    });
    expect(double.log.records).toHaveLength(1);
    await lease?.release();
    expect((await copy({ dryRun: true })).kind).toBe('CHECKED');
  });

  test('refuses a damaged file before anything is written', async () => {
    const sha256 = sha256Of(contents[0] ?? '');
    writeFileSync(join(dataDir, 'evidence', 'files', sha256, 'content'), 'Biên bản họp số 2');
    const outcome = await copy();
    expect(outcome.kind).toBe('REFUSED');
    expect(outcome.lines).toEqual([
      expect.stringMatching(`^The source is damaged: The stored file ${sha256} is damaged`),
    ]);
    expect(double.log.records).toHaveLength(1);
    expect(await db.listCollections().toArray()).toEqual([]);
  });

  test('refuses a target with files of its own, or that gave somebody another key', async () => {
    const files = await openGridFsEvidenceStore(mongo);
    const upload = { mediaType: 'text/plain', name: 'khác.txt', classification: 'PUBLIC', maxBytes: 100 } as const;
    await files.put(pieces('khác'), upload);
    await files.close();
    const map = await openMongoIdentityMap(mongo, systemRandom, clock);
    const key = await map.personKey('https://issuer.example', 'an');
    const outcome = await copy();
    expect(outcome.kind).toBe('REFUSED');
    expect(outcome.lines).toEqual([
      expect.stringMatching(`knows the person .* by another key, ${key}: it is in use\\.$`),
      expect.stringMatching(`holds 1 files that the source has not, such as ${sha256Of('khác')}: it is in use\\.$`),
    ]);
    expect(double.log.records).toHaveLength(1);
  });

  test('tells each file that is not there as it was', async () => {
    await copy();
    const [first = '', second = ''] = contents.map(sha256Of);
    await db.collection('evidence.files').updateOne({ 'metadata.sha256': first }, { $set: { filename: 'tên khác' } });
    const file = await db.collection('evidence.files').findOne({ 'metadata.sha256': second });
    await db.collection('evidence.chunks').deleteMany({ files_id: file?._id });
    const outcome = await copy();
    expect(outcome.kind).toBe('DIFFERENT');
    expect([...outcome.lines].sort()).toEqual([
      expect.stringMatching(`^In database .*: The stored file ${second} is damaged: it has 0 of the \\d+ bytes`),
      expect.stringMatching(`^What is known of the file ${first} differs in database`),
    ]);
  });
});
