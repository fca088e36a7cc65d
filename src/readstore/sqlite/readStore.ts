import type { CollectionSpec, Generation, ReadStore } from '../../application/ports.js';
import { beginning } from '../../domain/kernel/ids.js';
import { numberCell, textCell, type SqliteFile } from './database.js';
import { SqliteGeneration } from './generation.js';
import { openReadFile } from './open.js';
import { createIndexes, createTable, dropTable, generationTables, type GenerationTables } from './tables.js';

type State = 'LIVE' | 'BUILDING';

interface Registered {
  readonly generation: number;
  readonly projection: string;
  readonly version: number;
  /** The declared collections as JSON. */
  readonly declared: string;
}

/**
 * Read models in one SQLite file: a table per collection and generation, a column per declared field, full text beside it.
 * One process at a time owns the file; the lock of the event store sees to that.
 */
class SqliteReadStore implements ReadStore {
  /** What the handles of each live generation read now. */
  readonly #live = new Map<string, GenerationTables>();

  constructor(private readonly file: SqliteFile) {
    // A rebuild that was going on when the process ended: nobody will go on with it.
    file.transaction(() => this.#registered('BUILDING').forEach((abandoned) => this.#drop(abandoned)));
  }

  open(projection: string, version: number, collections: readonly CollectionSpec[]): Promise<Generation> {
    return this.#run(() => {
      const [live] = this.#registered('LIVE', projection);
      const declared = JSON.stringify(collections);
      const tables =
        live?.version === version && live.declared === declared
          ? generationTables(live.generation, collections)
          : this.#create('LIVE', projection, version, collections);
      this.#live.set(projection, tables);
      return new SqliteGeneration(this.file, () => this.#live.get(projection) ?? tables);
    });
  }

  beginRebuild(projection: string, version: number, collections: readonly CollectionSpec[]): Promise<Generation> {
    return this.#run(() => {
      const tables = this.#create('BUILDING', projection, version, collections);
      return new SqliteGeneration(this.file, () => tables);
    });
  }

  swap(projection: string): Promise<void> {
    return this.#run(() => {
      const [rebuilt] = this.#registered('BUILDING', projection);
      if (rebuilt === undefined) throw new Error(`no generation of ${projection} is being built`);
      const collections = JSON.parse(rebuilt.declared) as readonly CollectionSpec[];
      const created = generationTables(rebuilt.generation, collections);
      // A crash before the commit leaves the old generation live and the new one to be dropped at the next opening.
      this.file.transaction(() => {
        this.#registered('LIVE', projection).forEach((old) => this.#drop(old));
        this.#index(created);
        this.file.run(`UPDATE generations SET state = 'LIVE' WHERE generation = ?`, [rebuilt.generation]);
      });
      this.#live.set(projection, created);
    });
  }

  abandon(projection: string): Promise<void> {
    return this.#run(() =>
      this.file.transaction(() => this.#registered('BUILDING', projection).forEach((rebuilt) => this.#drop(rebuilt))),
    );
  }

  close(): Promise<void> {
    return this.#run(() => this.file.close());
  }

  /**
   * Creates an empty generation in place of the one in that state. One being built gets its indexes when it is swapped in:
   * keeping them up at every write would make a rebuild several times slower.
   */
  #create(state: State, projection: string, version: number, collections: readonly CollectionSpec[]): GenerationTables {
    return this.file.transaction(() => {
      this.#registered(state, projection).forEach((old) => this.#drop(old));
      const [row] = this.file.rows(
        'INSERT INTO generations (projection, version, collections, state, position) VALUES (?, ?, ?, ?, ?) ' +
          'RETURNING generation',
        [projection, version, JSON.stringify(collections), state, beginning],
      );
      const created = generationTables(numberCell(row, 0), collections);
      for (const table of created.tables.values()) createTable(table).forEach((sql) => this.file.exec(sql));
      if (state === 'LIVE') this.#index(created);
      return created;
    });
  }

  #index({ tables }: GenerationTables): void {
    for (const table of tables.values()) createIndexes(table).forEach((sql) => this.file.exec(sql));
  }

  #drop({ generation, declared }: Registered): void {
    const { tables } = generationTables(generation, JSON.parse(declared) as readonly CollectionSpec[]);
    for (const table of tables.values()) dropTable(table).forEach((sql) => this.file.exec(sql));
    this.file.run('DELETE FROM generations WHERE generation = ?', [generation]);
  }

  #registered(state: State, projection?: string): readonly Registered[] {
    return this.file
      .rows(`SELECT generation, version, projection, collections FROM generations WHERE state = ?`, [state])
      .map((row) => ({
        generation: numberCell(row, 0),
        version: numberCell(row, 1),
        projection: textCell(row, 2),
        declared: textCell(row, 3),
      }))
      .filter((registered) => projection === undefined || registered.projection === projection);
  }

  #run<T>(work: () => T): Promise<T> {
    return new Promise((resolve) => resolve(work()));
  }
}

export interface SqliteReadStoreOptions {
  /** The path of the file, created with its folder when absent; `:memory:` keeps it in memory. */
  readonly file: string;
  /** Told, in one sentence, when a damaged or foreign file was moved aside. */
  readonly warn: (message: string) => void;
}

/** Opens the embedded read store. Rejects with StoreFault when the file can be neither used nor moved aside. */
export const openSqliteReadStore = ({ file, warn }: SqliteReadStoreOptions): Promise<ReadStore> =>
  new Promise((resolve) => resolve(new SqliteReadStore(openReadFile(file, warn))));
