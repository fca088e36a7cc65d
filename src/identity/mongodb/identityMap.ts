import type { Collection } from 'mongodb';
import { type Clock, type Random, StoreFault } from '../../application/ports.js';
import { ensureIndexes } from '../../mongodb/indexes.js';
import { keepFirst } from '../../mongodb/keepFirst.js';
import { errorCode, operationTimeMs, type MongoServer } from '../../mongodb/server.js';
import type { IdentityMap, KeptIdentity } from '../identityMap.js';

/** The form of a row. Another number is another program version's. */
const layout = 1;

/** One person. Stored, so add and never rename. */
interface Row {
  /** The key of the person. */
  readonly _id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly layout: number;
  /** When it was seen first, by our clock: RFC 3339 UTC. */
  readonly createdAt: string;
}

const rowSchema = {
  required: ['_id', 'issuer', 'subject', 'layout'],
  properties: {
    _id: { bsonType: 'string' },
    issuer: { bsonType: 'string' },
    subject: { bsonType: 'string' },
    layout: { enum: [layout] },
  },
};

/** Subjects whose key is remembered: as many as call in the same hours, at some hundred bytes each. */
const remembered = 10_000;

const duplicateKey = 11000;
const otherIndexes = [85, 86];

/** The collection `identities` of a database that several instances share. */
class MongoIdentityMap implements IdentityMap {
  readonly #rows: Collection<Row>;
  /** Keys by subject, the one asked for longest ago first. What the map has said it never unsays. */
  readonly #known = new Map<string, string>();
  /** Questions under way, so that a client's first requests are one. */
  readonly #asking = new Map<string, Promise<string>>();

  constructor(
    private readonly server: MongoServer,
    private readonly random: Pick<Random, 'uuid'>,
    private readonly clock: Clock,
  ) {
    this.#rows = server.database.collection<Row>('identities');
  }

  prepare(): Promise<void> {
    return this.server.run(async () => {
      if ((await this.#rows.findOne({ $nor: [{ $jsonSchema: rowSchema }] }, { maxTimeMS: operationTimeMs })) !== null) {
        throw this.#foreign();
      }
      const index = { name: 'issuer+subject', key: { issuer: 1, subject: 1 }, unique: true };
      try {
        await ensureIndexes(this.server, this.#rows, [index], () => Promise.reject(this.#foreign()));
      } catch (cause) {
        // The same subject twice, or the same index by another name.
        if (![duplicateKey, ...otherIndexes].includes(errorCode(cause) ?? 0)) throw cause;
        throw this.#foreign(cause);
      }
    });
  }

  personKey(issuer: string, subject: string): Promise<string> {
    const name = JSON.stringify([issuer, subject]);
    return this.server.run(() => {
      const known = this.#known.get(name);
      if (known === undefined) return this.#ask(name, issuer, subject);
      this.#remember(name, known);
      return Promise.resolve(known);
    });
  }

  async close(): Promise<void> {
    await this.server.close();
    this.#known.clear();
  }

  #ask(name: string, issuer: string, subject: string): Promise<string> {
    const asked = this.#asking.get(name);
    if (asked !== undefined) return asked;
    const asking = keepFirst(this.server, this.#rows, { issuer, subject }, () => ({
      _id: this.random.uuid(),
      layout,
      createdAt: this.clock.now(),
    }))
      .then(({ _id: key }) => {
        this.#remember(name, key);
        return key;
      })
      .finally(() => this.#asking.delete(name));
    this.#asking.set(name, asking);
    return asking;
  }

  #remember(name: string, key: string): void {
    this.#known.delete(name);
    this.#known.set(name, key);
    if (this.#known.size > remembered) this.#known.delete(this.#known.keys().next().value ?? '');
  }

  #foreign(cause?: unknown): StoreFault {
    return new StoreFault(
      'STORE_FOREIGN',
      `the collection identities in ${this.server.place} is not an identity map of this program and layout: ` +
        'it was left as it is; name another database',
      { cause },
    );
  }
}

/**
 * Opens or makes the map in the database of a server, which stays open when the map is closed. Rejects with StoreFault
 * `STORE_UNAVAILABLE` when the server cannot be reached or refuses us, `STORE_FOREIGN` when the collection holds anything else.
 */
export const openMongoIdentityMap = async (
  server: MongoServer,
  random: Pick<Random, 'uuid'>,
  clock: Clock,
): Promise<IdentityMap> => {
  const map = new MongoIdentityMap(server.share(), random, clock);
  await map.prepare();
  return map;
};

/** All that a database keeps, without making it ready. Rejects with StoreFault. */
export const readMongoIdentities = (server: MongoServer): Promise<readonly KeptIdentity[]> =>
  server.run(async () => {
    const rows = await server.database.collection<Row>('identities').find({}, { maxTimeMS: operationTimeMs }).toArray();
    return rows.map(({ _id, issuer, subject, createdAt }) => ({ issuer, subject, personKey: _id, createdAt }));
  });

/** Keeps subjects with the keys they have elsewhere, in a map that was opened before. Rejects where one is there already. */
export const addMongoIdentities = (server: MongoServer, identities: readonly KeptIdentity[]): Promise<void> =>
  server.run(async () => {
    const rows = identities.map(({ personKey, issuer, subject, createdAt }) => ({
      ...{ _id: personKey, issuer, subject, layout, createdAt },
    }));
    await server.database
      .collection<Row>('identities')
      .insertMany(rows, { writeConcern: { w: 'majority', journal: true, wtimeoutMS: operationTimeMs } });
  });
