import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  StoreFault,
  type AppendResult,
  type Clock,
  type Delivery,
  type EventFilter,
  type EventStore,
  type ExpectedVersion,
  type NewEvent,
} from '../../application/ports.js';
import type { Recorded } from '../../domain/kernel/event.js';
import { position, type Position, type StreamRef } from '../../domain/kernel/ids.js';
import type { Codec } from '../codec.js';
import { openLibsql, type OpenDatabase } from './database.js';
import { EventLog, eventLogFormat, parseRow, toInteger, type EventRow } from './eventLog.js';
import { asFault, guarded, openForWriting, takeLock } from './file.js';

export interface SqliteEventStoreOptions {
  /** Path of the file of events; its folder is created when absent. */
  readonly file: string;
  readonly codec: Codec;
  readonly clock: Clock;
  /** Names a new store. */
  readonly uuid?: () => string;
  readonly openDatabase?: OpenDatabase;
}

/**
 * Opens the log of events in one SQLite file and keeps every other process from writing it.
 * Throws StoreFault: STORE_LOCKED, STORE_FOREIGN, STORE_CORRUPT, STORE_UNAVAILABLE.
 */
export const openSqliteEventStore = (options: SqliteEventStoreOptions): Promise<EventStore> =>
  promised(() => {
    const { file, openDatabase = openLibsql, uuid = randomUUID } = options;
    const unlock = takeLock(file, openDatabase);
    try {
      const database = openForWriting(file, eventLogFormat, openDatabase, (created) =>
        created.prepare('INSERT INTO store (store_id) VALUES (?)').run(uuid()),
      );
      return guarded(file, () => new SqliteEventStore(options, new EventLog(database), unlock));
    } catch (fault) {
      unlock();
      throw fault;
    }
  });

interface Prepared {
  readonly eventId: string;
  readonly type: string;
  /** As parsed: what a reader will get. */
  readonly parsed: Pick<NewEvent, 'data' | 'meta'>;
  /** As sealed: what is stored and what the digest covers. */
  readonly json: { readonly data: string; readonly meta: string };
}

/** An append that waits for the transaction of its turn. */
interface Pending {
  readonly stream: StreamRef;
  readonly expected: ExpectedVersion;
  readonly events: readonly Prepared[];
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (fault: Error) => void;
}

/** How many positions a subscription reads at once: its memory, and how long it keeps the event loop. */
const page = 256;

class SqliteEventStore implements EventStore {
  readonly storeId: string;
  readonly #file: string;
  readonly #codec: Codec;
  readonly #clock: Clock;
  readonly #log: EventLog;
  readonly #unlock: () => void;
  /** Live subscriptions that wait for the log to grow, or for the end. */
  readonly #waiting = new Set<() => void>();
  #queue: Pending[] = [];
  #head = 0;
  #lastRecordedAt = '';
  #closed = false;

  constructor(options: SqliteEventStoreOptions, log: EventLog, unlock: () => void) {
    this.#file = options.file;
    this.#codec = options.codec;
    this.#clock = options.clock;
    this.#log = log;
    this.#unlock = unlock;
    this.storeId = log.storeId();
    this.#readHead();
  }

  async append(stream: StreamRef, events: readonly NewEvent[], expected: ExpectedVersion): Promise<AppendResult> {
    this.#mustBeOpen();
    // What cannot be stored fails here, alone, before it shares a transaction with others.
    const prepared = events.map((event) => this.#prepare(stream, event));
    return new Promise((resolve, reject) => {
      if (this.#queue.length === 0) setImmediate(() => this.#commit());
      this.#queue.push({ stream, events: prepared, expected, resolve, reject });
    });
  }

  read(stream: StreamRef, from = 1, limit = Number.MAX_SAFE_INTEGER): Promise<readonly Recorded[]> {
    return promised(() => this.#rows((log) => log.stream(stream, from, limit)).map(this.#recorded));
  }

  readMany(
    streams: readonly { readonly stream: StreamRef; readonly from: number }[],
  ): Promise<readonly (readonly Recorded[])[]> {
    return promised(() => this.#rows((log) => log.streams(streams)).map((rows) => rows.map(this.#recorded)));
  }

  readAll(after: Position, limit: number, filter?: EventFilter): Promise<readonly Recorded[]> {
    return promised(() =>
      this.#rows((log) => log.range(toInteger(after), this.#head, limit, filter)).map(this.#recorded),
    );
  }

  head(): Promise<Position> {
    return promised(() => {
      this.#mustBeOpen();
      return position(this.#head);
    });
  }

  async *subscribe(after: Position, signal: AbortSignal, filter?: EventFilter): AsyncGenerator<Delivery, void> {
    this.#mustBeOpen();
    let at = toInteger(after);
    if (at > this.#head) {
      // The follower is ahead of the log, as after the restore of an old copy: going on would skip what comes next.
      throw new StoreFault('CURSOR_INVALID', `Position ${at} lies beyond the end of ${this.#file} (${this.#head})`);
    }
    if (at === this.#head && !signal.aborted) yield { kind: 'MARK', position: position(at), live: true };
    while (!isAborted(signal)) {
      if (at === this.#head) {
        await this.#moved(signal);
        continue;
      }
      const upTo = Math.min(at + page, this.#head);
      for (const row of this.#rows((log) => log.range(at, upTo, page, filter))) {
        yield { kind: 'EVENT', event: this.#recorded(row) };
        if (isAborted(signal)) return;
      }
      at = upTo;
      yield { kind: 'MARK', position: position(at), live: at === this.#head };
      // Without it the catch-up of a reader that never waits would keep the event loop from turning.
      await nextTurn();
    }
  }

  close(): Promise<void> {
    return promised(() => {
      if (this.#closed) return;
      this.#commit();
      this.#closed = true;
      this.#wake();
      try {
        guarded(this.#file, () => this.#log.close());
      } finally {
        this.#unlock();
      }
    });
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new StoreFault('STORE_CLOSED', `${this.#file} has been closed`);
  }

  #rows<T>(read: (log: EventLog) => T): T {
    this.#mustBeOpen();
    return guarded(this.#file, () => read(this.#log));
  }

  readonly #recorded = (row: EventRow): Recorded => this.#codec.read(parseRow(row));

  #prepare(stream: StreamRef, event: NewEvent): Prepared {
    return {
      eventId: event.eventId,
      type: event.type,
      parsed: this.#codec.write(stream.type, event),
      json: { data: JSON.stringify(event.data), meta: JSON.stringify(event.meta) },
    };
  }

  /** Stores the appends of this turn in one transaction, and answers them only when it is on the disk. */
  #commit(): void {
    const batch = this.#queue;
    this.#queue = [];
    if (batch.length === 0) return;
    let outcomes: readonly (AppendResult | Error)[];
    try {
      const now = this.#clock.now();
      const recordedAt = now > this.#lastRecordedAt ? now : this.#lastRecordedAt;
      this.#log.begin();
      outcomes = batch.map((pending) => this.#write(pending, recordedAt));
      // If we stop before this returns, the next start finds all of the batch or nothing, and nobody was told either.
      this.#log.commit();
    } catch (error) {
      this.#recover();
      const fault = asFault(this.#file, error);
      for (const { reject } of batch) reject(fault);
      return;
    }
    this.#readHead();
    for (const [index, { resolve, reject }] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome instanceof Error) reject(outcome);
      else if (outcome !== undefined) resolve(outcome);
    }
    this.#wake();
  }

  /** Writes one append inside the turn's transaction. All checks come first, so that a refusal leaves nothing behind. */
  #write({ stream, events, expected }: Pending, recordedAt: string): AppendResult | Error {
    const actual = this.#log.version(stream);
    if (actual !== expected) return { appended: false, actual };
    const ids = new Set(events.map(({ eventId }) => eventId));
    const stored = [...ids].find((eventId) => this.#log.has(eventId));
    if (stored !== undefined) return new Error(`Event id ${stored} is already stored`);
    if (ids.size < events.length) return new Error(`An append to ${stream.type}:${stream.id} repeats an event id`);
    return {
      appended: true,
      events: events.map(({ eventId, type, parsed, json }, index) => {
        const version = actual + index + 1;
        const at = this.#log.insert({ stream, version, eventId, type, recordedAt, ...json });
        return { eventId, type, ...parsed, stream: { ...stream, version }, position: position(at), recordedAt };
      }),
    };
  }

  /** Brings the state in memory back in line after a failed transaction, which may have been stored all the same. */
  #recover(): void {
    try {
      this.#log.rollback();
      this.#readHead();
      this.#wake();
    } catch {
      // The disk is still failing; the next append meets it again and reports it.
    }
  }

  #readHead(): void {
    ({ position: this.#head, recordedAt: this.#lastRecordedAt } = this.#log.last());
  }

  /** Resolves when the log has grown, the store is closed, or `signal` aborts. */
  #moved(signal: AbortSignal): Promise<void> {
    this.#mustBeOpen();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      this.#waiting.add(wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

/** As a call, since the type checker would take a second look at the property for granted. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/** The driver is synchronous and the port is not: what `work` throws rejects. */
const promised = <T>(work: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(work());
  });
