import Libsql from 'libsql';
import { StoreFault } from '../../application/ports.js';

/** What may be bound or read. Never a boolean: libsql aborts the process on one. */
export type Value = string | number | null;

export type Row = readonly Value[];

/** The cell as text; throws when it holds anything else, which only another program can have written. */
export const textCell = (row: Row | undefined, index: number): string => {
  const cell = row?.[index];
  if (typeof cell !== 'string') throw new StoreFault('STORE_CORRUPT', `column ${index} holds no text`);
  return cell;
};

/** The cell as a number, like `textCell`. */
export const numberCell = (row: Row | undefined, index: number): number => {
  const cell = row?.[index];
  if (typeof cell !== 'number') throw new StoreFault('STORE_CORRUPT', `column ${index} holds no number`);
  return cell;
};

type Statement = ReturnType<InstanceType<typeof Libsql>['prepare']>;

const cachedStatements = 256;

/** The name SQLite gives an error, or '' for one that is not SQLite's. */
const codeOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return '';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
  // libsql reports a failed open without a code.
  return code === '' && message.startsWith('ConnectionFailed') ? 'SQLITE_CANTOPEN' : code;
};

const faults: readonly (readonly [string, StoreFault['code'], string])[] = [
  ['SQLITE_NOTADB', 'STORE_CORRUPT', 'is not a database'],
  ['SQLITE_CORRUPT', 'STORE_CORRUPT', 'is damaged; stop, delete it and start again: it is rebuilt from the log'],
  ['SQLITE_FULL', 'STORE_FULL', 'cannot grow: the disk is full'],
  ['SQLITE_BUSY', 'STORE_LOCKED', 'is locked by another process'],
  ['SQLITE_IOERR', 'STORE_UNAVAILABLE', 'cannot be read or written'],
  ['SQLITE_READONLY', 'STORE_UNAVAILABLE', 'cannot be written'],
  ['SQLITE_CANTOPEN', 'STORE_UNAVAILABLE', 'cannot be opened'],
];

/**
 * One SQLite file behind the little that the read store needs of a driver: everything here is synchronous, and every
 * error of the engine is a StoreFault that names the file. Another driver with better-sqlite3's API can take its place here.
 */
export class SqliteFile {
  readonly #statements = new Map<string, Statement>();
  readonly #database: InstanceType<typeof Libsql>;
  #closed = false;

  /** Throws StoreFault: `STORE_CORRUPT` when it is no database, `STORE_UNAVAILABLE` when it cannot be opened. */
  constructor(readonly file: string) {
    this.#database = this.#guard(() => new Libsql(file));
    try {
      this.rows('PRAGMA busy_timeout = 1000', []);
      // NORMAL: after a power cut the last transactions may be gone, whole, with their position; they are read again.
      for (const pragma of [
        'journal_mode = WAL',
        'synchronous = NORMAL',
        'temp_store = MEMORY',
        'cache_size = -8000',
        // Pages that every batch changes are then copied into the file four times less often; the log stays below 20 MB.
        'wal_autocheckpoint = 4000',
      ]) {
        this.rows(`PRAGMA ${pragma}`, []);
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** All rows, each as an array of its columns. */
  rows(sql: string, values: readonly Value[]): readonly Row[] {
    return this.#guard(() => this.#prepare(sql).all(values)) as readonly Row[];
  }

  /** The first row of a question: a third of the cost of `rows`, where there is one at most. Never for a statement that writes. */
  row(sql: string, values: readonly Value[]): Row | undefined {
    return this.#guard(() => this.#prepare(sql).get(values)) as Row | undefined;
  }

  /** Runs a statement that writes; gives how many rows it changed, and the number of the row it inserted last. */
  run(sql: string, values: readonly Value[]): { readonly changes: number; readonly lastInsertRowid: number } {
    const { changes, lastInsertRowid } = this.#guard(() => this.#prepare(sql).run(values));
    return { changes, lastInsertRowid: Number(lastInsertRowid) };
  }

  /** Runs statements that return nothing and carry no values; not kept. */
  exec(sql: string): void {
    this.#guard(() => this.#database.exec(sql));
  }

  /** All or nothing. Must not be nested. */
  transaction<T>(work: () => T): T {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      // Some failures (a full disk) have rolled back already; the first error is the one to tell.
      if (this.#database.inTransaction) this.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#statements.clear();
    try {
      // libsql keeps the file open while a statement is not yet collected, so the log would stay beside it.
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // What was committed stays in the log and is read from there at the next opening.
    }
    this.#database.close();
  }

  /** Statements are kept by their text, which holds the shape of a question but never its values; the oldest goes first. */
  #prepare(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      if (statement.reader) statement.raw(true);
      const oldest = this.#statements.keys().next();
      if (this.#statements.size >= cachedStatements && oldest.done !== true) this.#statements.delete(oldest.value);
    } else {
      this.#statements.delete(sql);
    }
    this.#statements.set(sql, statement);
    return statement;
  }

  #guard<T>(work: () => T): T {
    if (this.#closed) throw new StoreFault('STORE_CLOSED', `${this.file} is closed`);
    try {
      return work();
    } catch (error) {
      const code = codeOf(error);
      const known = faults.find(([name]) => code.startsWith(name));
      throw known === undefined ? error : new StoreFault(known[1], `${this.file} ${known[2]}`, { cause: error });
    }
  }
}
