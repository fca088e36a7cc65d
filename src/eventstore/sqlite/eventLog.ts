import type { EventFilter } from '../../application/ports.js';
import { position, type Position, type StreamRef } from '../../domain/kernel/ids.js';
import type { StoredEvent } from '../../application/storedEvent.js';
import { unreadable } from '../codec.js';
import type { Database, Row, Statement } from './database.js';
import type { FileFormat } from './file.js';

/**
 * The file of events. The triggers are a speed bump against mistakes, no protection: whoever can write the file can drop
 * them. Positions are dense, so that a missing one shows that an event was taken out.
 */
export const eventLogFormat: FileFormat = {
  applicationId: 0x436f6e45,
  version: 1,
  durability: 'FULL',
  schema: `
    CREATE TABLE store (store_id TEXT NOT NULL) STRICT;
    CREATE TABLE events (
      position INTEGER PRIMARY KEY CHECK (position > 0),
      stream_type TEXT NOT NULL,
      stream_id TEXT NOT NULL,
      version INTEGER NOT NULL CHECK (version > 0),
      event_id TEXT NOT NULL UNIQUE,
      type TEXT NOT NULL,
      recorded_at TEXT NOT NULL,
      data TEXT NOT NULL,
      meta TEXT NOT NULL,
      UNIQUE (stream_id, stream_type, version)
    ) STRICT;
    CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
      BEGIN SELECT raise(ABORT, 'events are append-only'); END;
    CREATE TRIGGER events_are_not_removed BEFORE DELETE ON events
      BEGIN SELECT raise(ABORT, 'events are append-only'); END;
  `,
};

const columns = 'position, stream_type, stream_id, version, event_id, type, recorded_at, data, meta';

/** A row with its JSON still as text: cheap to hold until a reader asks for the event. */
export interface EventRow extends Omit<StoredEvent, 'data' | 'meta'> {
  readonly data: string;
  readonly meta: string;
}

/** A row as it is read: parsed, or, where that failed for one of its page, as it lies there. */
export type ReadRow = StoredEvent | EventRow;

/** The statements over the table of events, each prepared once. Synchronous; knows no schema of events. */
export class EventLog {
  readonly #statements = new Map<string, Statement>();

  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  storeId(): string {
    return String(this.#get('SELECT store_id FROM store')?.[0]);
  }

  /** Position and time of the newest event. */
  last(): { readonly position: number; readonly recordedAt: string } {
    const row = this.#get('SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1');
    return row === undefined
      ? { position: 0, recordedAt: '' }
      : { position: Number(row[0]), recordedAt: String(row[1]) };
  }

  version(stream: StreamRef): number {
    const row = this.#get(
      'SELECT max(version) FROM events WHERE stream_id = ? AND stream_type = ?',
      stream.id,
      stream.type,
    );
    return Number(row?.[0] ?? 0);
  }

  has(eventId: string): boolean {
    return this.#get('SELECT 1 FROM events WHERE event_id = ?', eventId) !== undefined;
  }

  begin(): void {
    this.#database.exec('BEGIN IMMEDIATE');
  }

  commit(): void {
    this.#database.exec('COMMIT');
  }

  /** Undoes the open transaction, if SQLite has not done so itself, as it does when the disk is full. */
  rollback(): void {
    if (this.#database.inTransaction()) this.#database.exec('ROLLBACK');
  }

  /** Writes one event, inside a transaction, and gives its position. */
  insert(
    event: Omit<EventRow, 'position' | 'stream'> & { readonly stream: StreamRef; readonly version: number },
  ): number {
    const { stream, version, eventId, type, recordedAt, data, meta } = event;
    return this.#statement(
      `INSERT INTO events (stream_type, stream_id, version, event_id, type, recorded_at, data, meta)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(stream.type, stream.id, version, eventId, type, recordedAt, data, meta).lastInsertRowid;
  }

  stream(stream: StreamRef, from: number, limit: number): readonly ReadRow[] {
    return this.#together(
      `SELECT ${columns} FROM events WHERE stream_id = ? AND stream_type = ? AND version >= ? ORDER BY version LIMIT ?`,
      [stream.id, stream.type, from, limit],
    );
  }

  /** The rows of many streams by one statement, stream after stream. */
  streams(wishes: readonly { readonly stream: StreamRef; readonly from: number }[]): readonly ReadRow[] {
    // CROSS JOIN keeps the wishes as the outer loop, each answered from the index of streams.
    return this.#together(
      `WITH wish AS (SELECT key AS place, value ->> 0 AS kind, value ->> 1 AS name, value ->> 2 AS least FROM json_each(?))
       SELECT ${columns} FROM wish CROSS JOIN events
       WHERE stream_id = name AND stream_type = kind AND version >= least
       ORDER BY place, version LIMIT -1`,
      [JSON.stringify(wishes.map(({ stream, from }) => [stream.type, stream.id, from]))],
    );
  }

  /** Rows with `after` < position <= `upTo` that pass the filter, in order. */
  range(after: number, upTo: number, limit: number, filter: EventFilter = {}): readonly ReadRow[] {
    return this.#together(...rangeOf(after, upTo, limit, filter));
  }

  /** As `range`, each row as it lies there. */
  rawRange(after: number, upTo: number, limit: number): readonly EventRow[] {
    const [sql, values] = rangeOf(after, upTo, limit, {});
    return this.#all(sql, ...values).map(toEventRow);
  }

  /** What SQLite itself finds wrong with the file: structure, indexes, constraints. */
  damages(): readonly string[] {
    const lines = this.#all('PRAGMA integrity_check(20)').map(([line]) => String(line));
    return lines.filter((line) => line !== 'ok');
  }

  /** Folds the write-ahead log into the file, so that the file alone is a whole copy, and closes it. */
  close(): void {
    this.#all('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#statements.clear();
    this.#database.close();
  }

  /**
   * The rows of a question as one text, parsed as a whole: each row that crosses from the engine costs as much as some
   * kilobytes of it do. Where one of them is no JSON, or an edited one closes its brackets and opens others, all come as they
   * are, so that the reader can tell which.
   */
  #together(sql: string, values: readonly (string | number)[]): readonly ReadRow[] {
    const [text, count] = this.#get(`SELECT group_concat(${rowAsJson}), count(*) FROM (${sql})`, ...values) ?? [];
    try {
      const rows = JSON.parse(`[${text ?? ''}]`) as readonly JsonRow[];
      const parts: readonly (readonly unknown[])[] = rows;
      if (rows.length !== count || parts.some(({ length }) => length !== 3))
        throw new SyntaxError('not the rows that lie there');
      return rows.map(fromJson);
    } catch {
      return this.#all(sql, ...values).map(toEventRow);
    }
  }

  #get(sql: string, ...values: readonly (string | number)[]): Row | undefined {
    return this.#statement(sql).get(...values);
  }

  #all(sql: string, ...values: readonly (string | number)[]): readonly Row[] {
    return this.#statement(sql).all(...values);
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    return statement;
  }
}

const rowAsJson = `'[' || json_array(position, stream_type, stream_id, version, event_id, type, recorded_at) || ',' || data || ',' || meta || ']'`;

type JsonRow = readonly [
  place: readonly [number, string, string, number, string, string, string],
  data: unknown,
  meta: unknown,
];

const fromJson = ([place, data, meta]: JsonRow): StoredEvent => {
  const [at, streamType, streamId, version, eventId, type, recordedAt] = place;
  return {
    position: position(at),
    stream: { type: streamType, id: streamId, version },
    eventId,
    type,
    recordedAt,
    data,
    meta,
  };
};

const rangeOf = (
  after: number,
  upTo: number,
  limit: number,
  { streamTypes, eventTypes }: EventFilter,
): readonly [sql: string, values: readonly (string | number)[]] => [
  `SELECT ${columns} FROM events WHERE position > ? AND position <= ?` +
    (streamTypes === undefined ? '' : ' AND stream_type IN (SELECT value FROM json_each(?))') +
    (eventTypes === undefined ? '' : ' AND type IN (SELECT value FROM json_each(?))') +
    ' ORDER BY position LIMIT ?',
  [
    after,
    upTo,
    ...(streamTypes === undefined ? [] : [JSON.stringify(streamTypes)]),
    ...(eventTypes === undefined ? [] : [JSON.stringify(eventTypes)]),
    limit,
  ],
];

const toEventRow = (row: Row): EventRow => ({
  position: position(Number(row[0])),
  stream: { type: String(row[1]), id: String(row[2]), version: Number(row[3]) },
  eventId: String(row[4]),
  type: String(row[5]),
  recordedAt: String(row[6]),
  data: String(row[7]),
  meta: String(row[8]),
});

/** The row with its JSON read. Throws StoreFault EVENT_UNREADABLE when it is none. */
export const parseRow = (row: ReadRow): StoredEvent => {
  if (typeof row.data !== 'string' || typeof row.meta !== 'string') return row;
  try {
    return { ...row, data: JSON.parse(row.data) as unknown, meta: JSON.parse(row.meta) as unknown };
  } catch (cause) {
    throw unreadable(row, 'it is not JSON', cause);
  }
};

/** A position as SQLite's integer. Positions of this store stay far below 2^53. */
export const toInteger = (at: Position): number => Number(at);
