import {
  StoreFault,
  type Clock,
  type Refusal,
  type RefusalFilter,
  type RefusalRecord,
  type RefusalStore,
} from '../../application/ports.js';
import type { Details, RejectionCode } from '../../domain/kernel/rejection.js';
import { openLibsql, type Database, type OpenDatabase, type Row, type Statement, type Value } from './database.js';
import { guarded, openForWriting, type FileFormat } from './file.js';

export interface SqliteRefusalStoreOptions {
  /** Path of the file of refusals, beside the log of events and never in it. */
  readonly file: string;
  readonly clock: Clock;
  /** Told how many refusals could not be kept, and why, for the program's log. */
  readonly onLost: (count: number, cause: unknown) => void;
  readonly openDatabase?: OpenDatabase;
}

/**
 * Rows one actor may add in one minute, so that a client in a loop cannot fill the disk. What exceeds it is counted in
 * one row of the actor and minute, with code CAPACITY_LIMIT and no stream.
 */
export const refusalQuota = 60;
/** Years a refusal is kept (reference 4.2). */
const refusalYears = 5;
/** How long refusals gather before they are written together. */
const gatherMs = 250;
/** Different refusals that may wait to be written. */
const waitingLimit = 10_000;

/** The file may lose its last moments in a power cut: refusals are no facts. */
const format: FileFormat = {
  applicationId: 0x436f6e52,
  version: 1,
  durability: 'NORMAL',
  schema: `
    CREATE TABLE refusals (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      actor TEXT NOT NULL,
      minute TEXT NOT NULL,
      code TEXT NOT NULL,
      stream TEXT NOT NULL,
      role TEXT NOT NULL,
      command TEXT NOT NULL,
      payload_digest TEXT NOT NULL,
      details TEXT,
      at TEXT NOT NULL,
      count INTEGER NOT NULL,
      UNIQUE (actor, minute, code, stream)
    ) STRICT;
    CREATE INDEX refusals_by_stream ON refusals (stream);
    CREATE INDEX refusals_by_time ON refusals (at);
  `,
};

/** Opens the refusals in an SQLite file of their own. Throws StoreFault as the store of events does. */
export const openSqliteRefusalStore = (options: SqliteRefusalStoreOptions): Promise<RefusalStore> =>
  new Promise((resolve) => {
    const database = openForWriting(options.file, format, options.openDatabase ?? openLibsql);
    resolve(new SqliteRefusalStore(options, database));
  });

interface Waiting {
  readonly first: RefusalRecord;
  count: number;
}

class SqliteRefusalStore implements RefusalStore {
  readonly #options: SqliteRefusalStoreOptions;
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();
  #waiting = new Map<string, Waiting>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: SqliteRefusalStoreOptions, database: Database) {
    this.#options = options;
    this.#database = database;
  }

  record(refusal: RefusalRecord): void {
    const key = JSON.stringify([refusal.actor, refusal.code, refusal.stream, minuteOf(refusal.at)]);
    const same = this.#waiting.get(key);
    if (this.#closed || (same === undefined && this.#waiting.size >= waitingLimit)) {
      this.#options.onLost(1, new Error(this.#closed ? 'the store of refusals is closed' : 'too many are waiting'));
    } else if (same === undefined) {
      this.#waiting.set(key, { first: refusal, count: 1 });
      this.#timer ??= setTimeout(() => this.#write(), gatherMs).unref();
    } else {
      same.count += 1;
    }
  }

  list(filter: RefusalFilter, limit: number, after?: string): Promise<readonly Refusal[]> {
    return new Promise((resolve) => {
      this.#mustBeOpen();
      this.#write();
      resolve(guarded(this.#options.file, () => this.#select(filter, limit, after)));
    });
  }

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
      this.#statement('DELETE FROM refusals WHERE at < ?').run(yearsBefore(this.#options.clock.now(), refusalYears));
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

  #keep(refusal: RefusalRecord, count: number): void {
    const minute = minuteOf(refusal.at);
    const known = this.#statement(
      'SELECT id FROM refusals WHERE actor = ? AND minute = ? AND code = ? AND stream = ?',
    ).get(refusal.actor, minute, refusal.code, refusal.stream)?.[0];
    if (known !== undefined) {
      this.#statement('UPDATE refusals SET count = count + ? WHERE id = ?').run(count, known);
      return;
    }
    const row = this.#statement('SELECT count(*) FROM refusals WHERE actor = ? AND minute = ?').get(
      refusal.actor,
      minute,
    );
    const kept: RefusalRecord =
      Number(row?.[0]) < refusalQuota
        ? refusal
        : { ...refusal, code: 'CAPACITY_LIMIT', stream: '', payloadDigest: '', details: { limit: refusalQuota } };
    this.#statement(
      `INSERT INTO refusals (actor, minute, code, stream, role, command, payload_digest, details, at, count)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (actor, minute, code, stream) DO UPDATE SET count = count + excluded.count`,
    ).run(
      kept.actor,
      minute,
      kept.code,
      kept.stream,
      kept.role,
      kept.command,
      kept.payloadDigest,
      kept.details === undefined ? null : JSON.stringify(kept.details),
      kept.at,
      count,
    );
  }

  #select(filter: RefusalFilter, limit: number, after: string | undefined): readonly Refusal[] {
    const conditions: [sql: string, value: Value][] = [];
    if (filter.stream !== undefined) conditions.push(['stream = ?', filter.stream]);
    if (filter.actor !== undefined) conditions.push(['actor = ?', filter.actor]);
    if (filter.codes !== undefined)
      conditions.push(['code IN (SELECT value FROM json_each(?))', JSON.stringify(filter.codes)]);
    if (filter.from !== undefined) conditions.push(['at >= ?', filter.from]);
    if (filter.to !== undefined) conditions.push(['at <= ?', filter.to]);
    if (after !== undefined) conditions.push(['id < ?', idOf(after)]);
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`;
    return this.#statement(
      `SELECT id, actor, role, command, code, stream, payload_digest, details, at, count
       FROM refusals ${where} ORDER BY id DESC LIMIT ?`,
    )
      .all(...conditions.map(([, value]) => value), limit)
      .map(toRefusal);
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }
}

const toRefusal = (row: Row): Refusal => ({
  id: String(row[0]),
  actor: String(row[1]),
  role: String(row[2]),
  command: String(row[3]),
  // Only `record` writes this column.
  code: String(row[4]) as RejectionCode,
  stream: String(row[5]),
  payloadDigest: String(row[6]),
  ...(row[7] == null ? {} : { details: JSON.parse(String(row[7])) as Details }),
  at: String(row[8]),
  count: Number(row[9]),
});

const idOf = (text: string): number => {
  const id = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(id)) throw new StoreFault('CURSOR_INVALID', 'Not the id of a refusal');
  return id;
};

/** `YYYY-MM-DDTHH:MM` of an RFC 3339 instant. */
const minuteOf = (at: string): string => at.slice(0, 16);

const yearsBefore = (at: string, years: number): string => `${Number(at.slice(0, 4)) - years}${at.slice(4)}`;
