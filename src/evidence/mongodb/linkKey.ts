import { type Clock, type Random, StoreFault } from '../../application/ports.js';
import { keepFirst } from '../../mongodb/keepFirst.js';
import type { MongoServer } from '../../mongodb/server.js';
import { parseLinkKey } from '../linkKey.js';

/** The one row of its collection. Stored, so add and never rename. */
interface Row {
  readonly _id: 'links';
  /** 256 random bits, base64url. */
  readonly key: string;
  /** By our clock: RFC 3339 UTC. */
  readonly createdAt: string;
}

/**
 * The secret that signs links to files, beside the files in MongoDB, so that every instance honours the links of the others:
 * the collection `evidence.keys`. The first instance makes it. Rejects with StoreFault: `STORE_UNAVAILABLE` when the server
 * cannot be reached or refuses us, `STORE_CORRUPT` when what is there is no key. It goes into no log.
 */
export const openMongoLinkKey = (server: MongoServer, random: Random, clock: Clock): Promise<Uint8Array> =>
  server.run(async () => {
    const rows = server.database.collection<Row>('evidence.keys');
    const made = () => ({ key: random.salt(), createdAt: clock.now() });
    const { key: text }: { readonly key: unknown } = await keepFirst(server, rows, { _id: 'links' }, made);
    const key = typeof text === 'string' ? parseLinkKey(text) : undefined;
    if (key !== undefined) return key;
    throw new StoreFault(
      'STORE_CORRUPT',
      `The row links of evidence.keys in ${server.place} is not a key of links. Remove it: a new one is made, and links ` +
        'given out before stop working.',
    );
  });
