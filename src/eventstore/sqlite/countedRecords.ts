import { type Clock, StoreFault } from '../../application/ports.js';
import { gatherMs, keptYears, minuteOf, waitingLimit, yearsBefore } from '../counting.js';
import { type Database, openLibsql, type OpenDatabase, type Statement, type Value } from './database.js';
import { type FileFormat, guarded, openForWriting } from './file.js';

export interface CountedRecordsOptions {
  /** Path of the file of the records, beside the log of events and never in it. */
  readonly file: string;
  readonly clock: Clock;
  /** Told how many records could not be kept, and why, for the program's log. */
  readonly onLost: (count: number, cause: unknown) => void;
  readonly openDatabase?: OpenDatabase;
}

type Values = Readonly<Record<string, Value>>;
/** The columns that every table has: who, and the RFC 3339 instant, UTC. */
type Stamped = Values & { readonly actor: string; readonly at: string };

/** How one kind of record lies in its table. `R`: as recorded, `K`: as kept and counted, `F`: what can be asked for. */
export interface RecordTable<R, K, F> {
  /** The table, and the word for its rows in messages. */
  readonly name: string;
  /** Lays the table out, with the columns `id`, `minute` and `count` beside the ones below. */
  readonly format: FileFormat;
  readonly columns: readonly string[];
  /** The columns which, beside actor and minute, tell rows apart. */
  readonly same: readonly string[];
  values(record: R): Stamped;
  /** Rows one actor may add in one minute, so that a client in a loop cannot fill the disk. */
  readonly quota: number;
  /** The row in which all that exceeds the quota is counted. */
  beyondQuota(record: R): R;
  kept(values: Values, id: string, count: number): K;
  /** Conditions in SQL, each with its one value. */
  conditions(filter: F): readonly (readonly [sql: string, value: Value])[];
}

interface Waiting<R> {
  readonly first: R;
  count: number;
}

/**
 * Records of what was tried or read, in an SQLite file of their own: gathered, written in batches, told as one when they
 * are alike within a minute, and forgotten in time. Opening throws StoreFault as the store of events does.
 */
export class CountedRecords<R, K, F> {
  readonly #table: RecordTable<R, K, F>;
  readonly #options: CountedRecordsOptions;
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();
  #waiting = new Map<string, Waiting<R>>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(table: RecordTable<R, K, F>, options: CountedRecordsOptions) {
    this.#table = table;
    this.#options = options;
    this.#database = openForWriting(options.file, table.format, options.openDatabase ?? openLibsql);
  }

  /** Never throws and never waits: what cannot be kept is told to `onLost`. */
  record(record: R): void {
    const values = this.#table.values(record);
    const key = JSON.stringify([
      values.actor,
      minuteOf(values.at),
      ...this.#table.same.map((column) => values[column]),
    ]);
    const same = this.#waiting.get(key);
    if (this.#closed || (same === undefined && this.#waiting.size >= waitingLimit)) {
      const why = this.#closed ? `the store of ${this.#table.name} is closed` : 'too many are waiting';
      this.#options.onLost(1, new Error(why));
    } else if (same === undefined) {
      this.#waiting.set(key, { first: record, count: 1 });
      this.#timer ??= setTimeout(() => this.#write(), gatherMs).unref();
    } else {
      same.count += 1;
    }
  }

  /** Newest first; `after` is the id of the last one seen. */
  list(filter: F, limit: number, after?: string): Promise<readonly K[]> {
    return new Promise((resolve) => {
      this.#mustBeOpen();
      this.#write();
      resolve(guarded(this.#options.file, () => this.#select(filter, limit, after)));
    });
  }

  /** Waits until what was recorded can be listed. */
  flush(): Promise<void> {
    return new Promise((resolve) => {
      this.#mustBeOpen();
      this.#write();
      resolve();
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#closed) {
        this.#write();
        this.#closed = true;
        this.#statements.clear();
        this.#database.close();
      }
      resolve();
    });
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new StoreFault('STORE_CLOSED', `${this.#options.file} has been closed`);
  }

  /** Writes what is waiting in one transaction. Never throws. */
  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.size === 0) return;
    const batch = [...this.#waiting.values()];
    this.#waiting = new Map();
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      for (const { first, count } of batch) this.#keep(first, count);
      const oldest = yearsBefore(this.#options.clock.now(), keptYears);
      this.#statement(`DELETE FROM ${this.#table.name} WHERE at < ?`).run(oldest);
      this.#database.exec('COMMIT');
    } catch (cause) {
      this.#rollback();
      this.#options.onLost(
        batch.reduce((sum, { count }) => sum + count, 0),
        cause,
      );
    }
  }

  #rollback(): void {
    try {
      if (this.#database.inTransaction()) this.#database.exec('ROLLBACK');
    } catch {
      // The disk is still failing; the next batch meets it again and reports it.
    }
  }

  #keep(record: R, count: number): void {
    const { name, same, columns, quota } = this.#table;
    const values = this.#table.values(record);
    const minute = minuteOf(values.at);
    const alike = same.map((column) => values[column] ?? null);
    const known = this.#statement(
      `SELECT id FROM ${name} WHERE actor = ? AND minute = ?${same.map((column) => ` AND ${column} = ?`).join('')}`,
    ).get(values.actor, minute, ...alike)?.[0];
    if (known !== undefined) {
      this.#statement(`UPDATE ${name} SET count = count + ? WHERE id = ?`).run(count, known);
      return;
    }
    const rows = this.#statement(`SELECT count(*) FROM ${name} WHERE actor = ? AND minute = ?`).get(
      values.actor,
      minute,
    )?.[0];
    const kept = Number(rows) < quota ? values : this.#table.values(this.#table.beyondQuota(record));
    this.#statement(
      `INSERT INTO ${name} (minute, count, ${columns.join(', ')}) VALUES (?, ?${', ?'.repeat(columns.length)})
       ON CONFLICT (actor, minute, ${same.join(', ')}) DO UPDATE SET count = count + excluded.count`,
    ).run(minute, count, ...columns.map((column) => kept[column] ?? null));
  }

  #select(filter: F, limit: number, after: string | undefined): readonly K[] {
    const { name, columns } = this.#table;
    const conditions = [...this.#table.conditions(filter)];
    if (after !== undefined) conditions.push(['id < ?', idOf(after, name)]);
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`;
    return this.#statement(`SELECT id, count, ${columns.join(', ')} FROM ${name} ${where} ORDER BY id DESC LIMIT ?`)
      .all(...conditions.map(([, value]) => value), limit)
      .map(([id, count, ...row]) => {
        const values = Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null]));
        return this.#table.kept(values, String(id), Number(count));
      });
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }
}

const idOf = (text: string, name: string): number => {
  const id = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(id)) throw new StoreFault('CURSOR_INVALID', `Not an id of the ${name}`);
  return id;
};
