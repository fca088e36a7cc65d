import { existsSync } from 'node:fs';
import { copyAll, type CopyOptions, type CopyOutcome } from './application/copy/copyService.js';
import { countedPart, type Counted, type CountedList } from './application/copy/counted.js';
import { eventsPart } from './application/copy/events.js';
import { filesPart, type SourceFiles } from './application/copy/files.js';
import { identitiesPart } from './application/copy/identities.js';
import type { Part } from './application/copy/part.js';
import { embeddedFiles } from './composeEmbedded.js';
import { mustBeReadable } from './engineAddresses.js';
import type { Config } from './config.js';
import { openKurrentAccessStore } from './eventstore/kurrentdb/accesses.js';
import { KurrentCopyTarget } from './eventstore/kurrentdb/copyTarget.js';
import { openKurrentRefusalStore } from './eventstore/kurrentdb/refusals.js';
import { openSqliteAccessStore } from './eventstore/sqlite/accesses.js';
import { SqliteCopySource } from './eventstore/sqlite/copySource.js';
import { openSqliteRefusalStore } from './eventstore/sqlite/refusals.js';
import { listFolderEvidence, openFolderEvidenceStore } from './evidence/folder/evidenceStore.js';
import { listGridFsEvidence, openGridFsEvidenceStore } from './evidence/gridfs/evidenceStore.js';
import { addMongoIdentities, openMongoIdentityMap, readMongoIdentities } from './identity/mongodb/identityMap.js';
import { readSqliteIdentities } from './identity/sqlite/identityMap.js';
import { isAnyLeaseHeld } from './leases/mongodb.js';
import { MongoServer } from './mongodb/server.js';
import { Openings } from './openings.js';
import { codec, type Surroundings } from './stores.js';
import { systemTimer } from './systemTimer.js';

export interface CopyEmbeddedOptions extends Omit<CopyOptions, 'clock'> {
  /** Told, in one line without secrets, of every call that is tried again. */
  readonly onTrouble: (message: string) => void;
}

/** The first day (UTC) whose refusals and accesses have not expired: they are kept for five years. */
const firstKeptDay = (now: string): string => `${Number(now.slice(0, 4)) - 5}${now.slice(4, 10)}`;

/** What a folder without such a file holds. */
const nothing: CountedList<never> = { list: () => Promise.resolve([]) };

/**
 * Copies the record of a data folder into KurrentDB and MongoDB (docs/decisions/0011). The read models are not copied: the
 * server builds them. Throws StoreFault, STORE_LOCKED while a server uses the folder.
 */
export const copyEmbedded = async (
  { dataDir }: Pick<Config, 'dataDir'>,
  { eventStoreUrl, mongodbUrl }: NonNullable<Config['engines']>,
  { clock, random }: Pick<Surroundings, 'clock' | 'random'>,
  { onTrouble, ...options }: CopyEmbeddedOptions,
): Promise<CopyOutcome> => {
  await mustBeReadable({ eventStoreUrl, mongodbUrl });
  const files = embeddedFiles(dataDir);
  const openings = new Openings();
  const opened = async <T extends { close(): Promise<unknown> }>(opening: Promise<T>): Promise<T> =>
    openings.add(await opening, (store) => store.close());
  try {
    const source = openings.add(SqliteCopySource.open(files.events, codec), (log) => log.close());
    const target = openings.add(
      new KurrentCopyTarget({
        connectionString: eventStoreUrl,
        onTrouble,
        timer: systemTimer,
        uuid: () => random.uuid(),
      }),
      (log) => log.close(),
    );
    const mongo = await opened(MongoServer.connect(mongodbUrl));

    // What it appended meanwhile would stand in the middle of the copied log.
    if (await isAnyLeaseHeld(mongo)) {
      options.report(`A server runs on ${mongo.place}, or did a moment ago: stop it first.`);
      return { kind: 'REFUSED', parts: [] };
    }

    const identityTarget = {
      place: mongo.place,
      all: () => readMongoIdentities(mongo),
      add: async (some: Parameters<typeof addMongoIdentities>[1]) => {
        await (await openMongoIdentityMap(mongo, random, clock)).close();
        await addMongoIdentities(mongo, some);
      },
    };

    const fileTarget = {
      place: mongo.place,
      digests: () => listGridFsEvidence(mongo),
      open: () => opened(openGridFsEvidenceStore(mongo)),
    };

    /** What cannot be kept is never recorded here, only listed. */
    const counting = { clock, onLost: () => undefined };
    const kept = { ...counting, connectionString: eventStoreUrl, onTrouble, timer: systemTimer };
    const counted = async <K extends Counted>(
      name: 'refusals' | 'accesses',
      from: CountedList<K>,
      to: Promise<CountedList<K> & { close(): Promise<void> }>,
    ): Promise<Part> => {
      const list = await opened(to);
      const writer = target.counted(name, source.storeId, clock.now());
      return countedPart<K>(
        name,
        from,
        {
          place: target.place,
          list: (...asked) => list.list(...asked),
          copied: (day) => writer.copied(day),
          add: (day, rows) => writer.add(day, rows),
        },
        firstKeptDay(clock.now()),
      );
    };
    const parts: readonly Part[] = [
      identitiesPart(
        { all: () => Promise.resolve(existsSync(files.identities) ? readSqliteIdentities(files.identities) : []) },
        identityTarget,
      ),
      filesPart(await sourceFiles(files.evidence, opened), fileTarget),
      eventsPart(source, target),
      await counted(
        'refusals',
        existsSync(files.refusals)
          ? await opened(openSqliteRefusalStore({ ...counting, file: files.refusals }))
          : nothing,
        openKurrentRefusalStore(kept),
      ),
      await counted(
        'accesses',
        existsSync(files.accesses)
          ? await opened(openSqliteAccessStore({ ...counting, file: files.accesses }))
          : nothing,
        openKurrentAccessStore(kept),
      ),
    ];
    return await copyAll(source, target, parts, { ...options, clock });
  } finally {
    await openings.close();
  }
};

const sourceFiles = async (
  folder: string,
  opened: <T extends { close(): Promise<unknown> }>(opening: Promise<T>) => Promise<T>,
): Promise<SourceFiles> => {
  const digests = () => listFolderEvidence(folder);
  const absent = () => Promise.resolve(null);
  if (!existsSync(folder)) return { digests, stat: absent, get: absent };
  const store = await opened(openFolderEvidenceStore(folder));
  return { digests, stat: (sha256) => store.stat(sha256), get: (sha256) => store.get(sha256) };
};
