import type { CollectionSpec, Generation, ReadStore } from '../../application/ports.js';
import { beginning } from '../../domain/kernel/ids.js';
import { collectionsExist, ensureCollections, ensureIndexes, sweep, tablesOf, type Tables } from './collections.js';
import { MongoGeneration } from './generation.js';
import { Pointer } from './pointer.js';
import { Registry, type Entry } from './registry.js';
import type { MongoServer } from '../../mongodb/server.js';

type Warn = (message: string) => void;

/**
 * Read models in a MongoDB database that several instances share: a collection per declared collection and generation, and
 * a register that tells which generation is live. Which instance writes is not settled here; `after` fences those that
 * only think they do.
 */
class MongoReadStore implements ReadStore {
  /** What all handles of a projection's live generation read now. */
  readonly #live = new Map<string, Pointer>();
  /** What this instance is building. Another instance's is not ours to swap. */
  readonly #building = new Map<string, Pointer>();

  constructor(
    private readonly server: MongoServer,
    private readonly registry: Registry,
    private readonly warn: Warn,
  ) {}

  open(projection: string, version: number, collections: readonly CollectionSpec[]): Promise<Generation> {
    return this.server.run(async () => {
      const live = this.#goLive(projection, await this.#openLive(projection, version, collections));
      await this.#sweep(projection);
      return new MongoGeneration(this.server, this.registry, () => live);
    });
  }

  beginRebuild(projection: string, version: number, collections: readonly CollectionSpec[]): Promise<Generation> {
    return this.server.run(async () => {
      const entry = this.registry.newEntry(version, collections);
      const tables = tablesOf(this.server, projection, entry);
      const built = new Pointer(this.server, this.registry, 'building', tables);
      await this.registry.begin(projection, entry);
      this.#building.set(projection, built);
      // Its indexes are created when it is swapped in: keeping them up at every write would make a rebuild slower.
      await ensureCollections(this.server, tables);
      await this.#sweep(projection);
      const current = (): Pointer => (built.slot === 'live' ? (this.#live.get(projection) ?? built) : built);
      return new MongoGeneration(this.server, this.registry, current);
    });
  }

  swap(projection: string): Promise<void> {
    return this.server.run(async () => {
      const built = this.#building.get(projection);
      if (built === undefined) throw new Error(`no generation of ${projection} is being built`);
      await built.refresh();
      await ensureIndexes(this.server, built.tables, this.warn);
      // A crash before this leaves the old generation live, and the new one to be dropped by the next rebuild; a crash after
      // it leaves the old one to be dropped at the next opening.
      if (!(await this.registry.promote(projection, built.tables.entry.generation))) {
        throw new Error(`the generation of ${projection} that was being built was dropped`);
      }
      this.#building.delete(projection);
      built.slot = 'live';
      this.#goLive(projection, built.tables);
      await this.#sweep(projection);
    });
  }

  abandon(projection: string): Promise<void> {
    return this.server.run(async () => {
      this.#building.delete(projection);
      await this.registry.abandon(projection);
      await this.#sweep(projection);
    });
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** Two instances may open at once: the first to register a generation wins, and both create what it lacks. */
  async #openLive(projection: string, version: number, collections: readonly CollectionSpec[]): Promise<Tables> {
    for (;;) {
      const live = (await this.registry.read(projection))?.live;
      const usable = live !== undefined && (await this.#isUsable(projection, live, version, collections));
      const entry = usable ? live : this.registry.newEntry(version, collections);
      const registered = usable
        ? await this.#registerTombstones(projection, live)
        : await this.registry.replaceLive(projection, entry, live);
      if (!registered) continue;
      const tables = tablesOf(this.server, projection, entry);
      await ensureCollections(this.server, tables);
      await ensureIndexes(this.server, tables, this.warn);
      return tables;
    }
  }

  async #isUsable(
    projection: string,
    live: Entry,
    version: number,
    collections: readonly CollectionSpec[],
  ): Promise<boolean> {
    if (live.version !== version || live.declared !== JSON.stringify(collections)) return false;
    // One that another instance has just registered has none yet.
    if (live.position === beginning) return true;
    if (await collectionsExist(this.server, tablesOf(this.server, projection, live))) return true;
    this.warn(`collections of ${projection} are missing in ${this.server.place}: it is built again from the log`);
    return false;
  }

  /** Whether it is known that deletions leave something behind; false when that was not so until now. */
  async #registerTombstones(projection: string, { generation, tombstones }: Entry): Promise<boolean> {
    if (tombstones || this.server.transactions) return true;
    await this.registry.markTombstones(projection, generation);
    return false;
  }

  #goLive(projection: string, tables: Tables): Pointer {
    const live = this.#live.get(projection) ?? new Pointer(this.server, this.registry, 'live', tables);
    live.tables = tables;
    this.#live.set(projection, live);
    return live;
  }

  /** What was replaced is dropped. That it cannot be costs space and nothing else, so it does not fail what was done. */
  async #sweep(projection: string): Promise<void> {
    try {
      await sweep(this.server, projection, () => this.registry.generations(projection));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.warn(`old collections of ${projection} are left in ${this.server.place}: ${reason}`);
    }
  }
}

export interface MongoReadStoreOptions {
  /** Where the read models are kept. It stays open when the store is closed. */
  readonly server: MongoServer;
  /** Told, in one sentence, what an operator should know: a node without transactions, an index or collection replaced. */
  readonly warn: Warn;
}

/**
 * Opens the read store in the database of a server. Rejects with StoreFault: `STORE_UNAVAILABLE` when the server cannot be
 * reached or refuses us, `STORE_FOREIGN` when the database holds read models of another layout.
 */
export const openMongoReadStore = async (options: MongoReadStoreOptions): Promise<ReadStore> => {
  const { warn } = options;
  const server = options.server.share();
  const registry = new Registry(server);
  await server.run(() => registry.check());
  if (!server.transactions) {
    warn(`${server.place} is no replica set: documents and positions are written one after the other`);
  }
  return new MongoReadStore(server, registry, warn);
};
