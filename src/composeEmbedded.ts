import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StoreFault } from './application/ports.js';
import { openSqliteAccessStore } from './eventstore/sqlite/accesses.js';
import { openSqliteEventStore } from './eventstore/sqlite/eventStore.js';
import { openSqliteRefusalStore } from './eventstore/sqlite/refusals.js';
import { openFolderEvidenceStore } from './evidence/folder/evidenceStore.js';
import { openLinkKey } from './evidence/linkKey.js';
import { createEvidenceLinks } from './evidence/links.js';
import { openSqliteIdentityMap } from './identity/sqlite/identityMap.js';
import { createSoleLeases } from './leases/sole.js';
import type { Openings } from './openings.js';
import { openSqliteReadStore } from './readstore/sqlite/readStore.js';
import { codec, type Stores, type Surroundings } from './stores.js';

/** Files of a data folder. */
export const embeddedFiles = (dataDir: string) => ({
  events: join(dataDir, 'events.db'),
  reads: join(dataDir, 'read.db'),
  refusals: join(dataDir, 'refusals.db'),
  accesses: join(dataDir, 'accesses.db'),
  identities: join(dataDir, 'identity.db'),
  evidence: join(dataDir, 'evidence'),
  linkKey: join(dataDir, 'link-key'),
});

/** Opens the embedded stores; the event store's lock comes first, so that a second process touches nothing. */
export const openEmbeddedStores = async (
  dataDir: string,
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
  const files = embeddedFiles(dataDir);
  const warn = (message: string) => logger.warn(message);
  const onLost = (what: string) => (count: number, cause: unknown) =>
    logger.warn({ count, err: cause }, `${what} could not be kept`);
  const open = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> =>
    openings.add(await opening, (store) => store.close());

  const events = await open(openSqliteEventStore({ file: files.events, codec, clock, uuid: () => random.uuid() }));
  const reads = await open(openSqliteReadStore({ file: files.reads, warn }));
  const refusals = await open(openSqliteRefusalStore({ file: files.refusals, clock, onLost: onLost('Refusals') }));
  const accesses = await open(openSqliteAccessStore({ file: files.accesses, clock, onLost: onLost('Accesses') }));
  const identities = await open(openSqliteIdentityMap(files.identities, random, clock));
  // It clears away what uploads left unfinished, which only the one process that holds the lock may do.
  const evidence = await open(openFolderEvidenceStore(files.evidence));
  const links = createEvidenceLinks({ key: await openLinkKey(files.linkKey, random), clock });
  return { events, reads, refusals, accesses, identities, evidence, links, leases: createSoleLeases(), cleanUps: [] };
};
