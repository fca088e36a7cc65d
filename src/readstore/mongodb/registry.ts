import { MongoServerError, ObjectId, type ClientSession, type Collection } from 'mongodb';
import { StoreFault, type CollectionSpec } from '../../application/ports.js';
import { beginning, type Position } from '../../domain/kernel/ids.js';
import { operationTimeMs, type MongoServer } from '../../mongodb/server.js';

/** The form of everything the read store keeps in a database. Another number is another program version's. */
const layout = 1;

/** One generation of a projection. */
export interface Entry {
  /** 24 hexadecimal digits, part of the names of its collections; never used twice. */
  readonly generation: string;
  readonly version: number;
  /** The declared collections as JSON. */
  readonly declared: string;
  readonly position: Position;
  /** Documents were written apart from the position at some time, so deleted ones may lie among the others. */
  readonly tombstones: boolean;
}

export type Slot = 'live' | 'building';

/** What is registered of one projection: one document, so that every change to it is atomic on any server. */
export interface Registered {
  readonly _id: string;
  readonly layout: number;
  readonly live?: Entry;
  readonly building?: Entry;
}

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' &&
  value !== null &&
  'generation' in value &&
  typeof value.generation === 'string' &&
  'version' in value &&
  typeof value.version === 'number' &&
  'declared' in value &&
  typeof value.declared === 'string' &&
  'position' in value &&
  typeof value.position === 'string' &&
  'tombstones' in value &&
  typeof value.tombstones === 'boolean';

/** The register of generations: the collection `read.projections`. */
export class Registry {
  readonly #rows: Collection<Registered>;

  constructor(private readonly server: MongoServer) {
    this.#rows = server.database.collection<Registered>('read.projections');
  }

  newEntry(version: number, collections: readonly CollectionSpec[]): Entry {
    return {
      generation: new ObjectId().toHexString(),
      version,
      declared: JSON.stringify(collections),
      position: beginning,
      tombstones: !this.server.transactions,
    };
  }

  /** Throws StoreFault `STORE_FOREIGN` when the register holds anything that this layout has not. */
  async check(): Promise<void> {
    for await (const row of this.#rows.find({}, { maxTimeMS: operationTimeMs })) this.#checked(row);
  }

  async read(projection: string, session?: ClientSession): Promise<Registered | null> {
    const row = await this.#rows.findOne(
      { _id: projection },
      { maxTimeMS: operationTimeMs, ...(session === undefined ? {} : { session }) },
    );
    return row === null ? null : this.#checked(row);
  }

  /** The generations that are registered for a projection. */
  async generations(projection: string): Promise<readonly string[]> {
    const row = await this.read(projection);
    return [row?.live, row?.building].flatMap((entry) => (entry === undefined ? [] : [entry.generation]));
  }

  /** Makes `entry` the live one in place of `old`; false when another was there by then. */
  async replaceLive(projection: string, entry: Entry, old: Entry | undefined): Promise<boolean> {
    const matched = old === undefined ? { live: { $exists: false } } : { 'live.generation': old.generation };
    try {
      const { matchedCount, upsertedCount } = await this.#rows.updateOne(
        { _id: projection, ...matched },
        { $set: { layout, live: entry } },
        { upsert: old === undefined },
      );
      return matchedCount + upsertedCount === 1;
    } catch (error) {
      // The row is there by now, with a live generation.
      if (error instanceof MongoServerError && error.code === 11000) return false;
      throw error;
    }
  }

  /** Registers the generation being built, in place of an abandoned one. */
  async begin(projection: string, entry: Entry): Promise<void> {
    await this.#rows.updateOne({ _id: projection }, { $set: { layout, building: entry } }, { upsert: true });
  }

  /** Makes the generation being built the live one; false when it is not being built any more. */
  async promote(projection: string, generation: string): Promise<boolean> {
    const { matchedCount } = await this.#rows.updateOne({ _id: projection, 'building.generation': generation }, [
      { $set: { live: '$building' } },
      { $unset: 'building' },
    ]);
    return matchedCount === 1;
  }

  async abandon(projection: string): Promise<void> {
    await this.#rows.updateOne({ _id: projection }, { $unset: { building: '' } });
  }

  /** Notes that deleted documents may lie in the live generation from now on. */
  async markTombstones(projection: string, generation: string): Promise<void> {
    await this.#rows.updateOne(
      { _id: projection, 'live.generation': generation },
      { $set: { 'live.tombstones': true } },
    );
  }

  /** Moves the position of a generation, if it is there and stands exactly at `from`. */
  async move(
    projection: string,
    slot: Slot,
    { generation, from, to }: { readonly generation: string; readonly from: Position; readonly to: Position },
    session?: ClientSession,
  ): Promise<boolean> {
    const { matchedCount } = await this.#rows.updateOne(
      { _id: projection, [`${slot}.generation`]: generation, [`${slot}.position`]: from },
      { $set: { [`${slot}.position`]: to } },
      session === undefined ? {} : { session },
    );
    return matchedCount === 1;
  }

  #checked(row: Registered): Registered {
    const ours =
      row.layout === layout && [row.live, row.building].every((entry) => entry === undefined || isEntry(entry));
    if (ours) return row;
    throw new StoreFault(
      'STORE_FOREIGN',
      `${this.server.place} holds no read models of this program and layout (${row._id} in read.projections): ` +
        'name another database, or drop its collections read.*; the read models are built again from the log',
    );
  }
}
