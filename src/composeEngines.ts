import { mustBeReadable } from './engineAddresses.js';
import { openKurrentAccessStore } from './eventstore/kurrentdb/accesses.js';
import { openKurrentEventStore } from './eventstore/kurrentdb/eventStore.js';
import { openKurrentRefusalStore } from './eventstore/kurrentdb/refusals.js';
import { openGridFsEvidenceStore } from './evidence/gridfs/evidenceStore.js';
import { createEvidenceLinks } from './evidence/links.js';
import { openMongoLinkKey } from './evidence/mongodb/linkKey.js';
import { openMongoIdentityMap } from './identity/mongodb/identityMap.js';
import { createMongoLeases } from './leases/mongodb.js';
import { MongoServer } from './mongodb/server.js';
import type { Openings } from './openings.js';
import { openMongoReadStore } from './readstore/mongodb/readStore.js';
import { codec, type Stores, type Surroundings } from './stores.js';
import { systemTimer } from './systemTimer.js';

/** Opens the stores on KurrentDB and MongoDB, which any number of instances share. */
export const openEngineStores = async (
  { eventStoreUrl, mongodbUrl }: { readonly eventStoreUrl: string; readonly mongodbUrl: string },
  { clock, random, logger }: Surroundings,
  openings: Openings,
): Promise<Stores> => {
  await mustBeReadable({ eventStoreUrl, mongodbUrl });
  const warn = (message: string) => logger.warn(message);
  const onLost = (what: string) => (count: number, cause: unknown) =>
    logger.warn({ count, err: cause }, `${what} could not be kept`);
  const open = async <T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> =>
    openings.add(await opening, (store) => store.close());

  const kurrent = { connectionString: eventStoreUrl, onTrouble: warn, timer: systemTimer };
  const events = await open(openKurrentEventStore({ ...kurrent, codec, uuid: () => random.uuid() }));
  const refusals = await open(openKurrentRefusalStore({ ...kurrent, clock, onLost: onLost('Refusals') }));
  const accesses = await open(openKurrentAccessStore({ ...kurrent, clock, onLost: onLost('Accesses') }));

  const server = await open(MongoServer.connectPatiently(mongodbUrl, { timer: systemTimer, onTrouble: warn }));
  const leases = await open(
    Promise.resolve(createMongoLeases({ server, instance: random.uuid(), timer: systemTimer, warn })),
  );
  const reads = await open(openMongoReadStore({ server, warn }));
  const identities = await open(openMongoIdentityMap(server, random, clock));
  const evidence = await open(openGridFsEvidenceStore(server));
  const links = createEvidenceLinks({ key: await openMongoLinkKey(server, random, clock), clock });
  return { events, reads, refusals, accesses, identities, evidence, links, leases, cleanUps: [evidence.cleanUp] };
};
