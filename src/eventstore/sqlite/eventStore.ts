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
import { position, type Position, type StreamRef, streamName } from '../../domain/kernel/ids.js';
import type { Codec } from '../codec.js';
import { openLibsql, type OpenDatabase } from './database.js';
import { EventLog, eventLogFormat, parseRow, toInteger, type ReadRow } from './eventLog.js';
import { asFault, guarded, openForWriting, takeLock } from './file.js';
import { KnownVersions, type Measured, RecentEvents } from './recent.js';

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
  readonly #recent = new RecentEvents();
  readonly #versions = new KnownVersions();
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
    return promised(() => {
      this.#mustBeOpen();
      if (this.#hasNone(stream, from)) return [];
      const events = this.#rows((log) => log.stream(stream, from, limit)).map(this.#recorded);
      if (events.length < limit) this.#learn(stream, from, events);
      return events;
    });
  }

  readMany(
    streams: readonly { readonly stream: StreamRef; readonly from: number }[],
  ): Promise<readonly (readonly Recorded[])[]> {
    return promised(() => {
      this.#mustBeOpen();
      const wishes = new Map<string, { readonly stream: StreamRef; readonly from: number }>();
      for (const wish of streams) {
        const name = streamName(wish.stream);
        const least = Math.min(wish.from, wishes.get(name)?.from ?? Infinity);
        if (!this.#hasNone(wish.stream, wish.from)) wishes.set(name, { ...wish, from: least });
      }
      const found = new Map([...wishes.keys()].map((name): [string, Recorded[]] => [name, []]));
      if (wishes.size > 0)
        for (const row of this.#rows((log) => log.streams([...wishes.values()]))) {
          const event = this.#recorded(row);
          found.get(streamName(event.stream))?.push(event);
        }
      for (const [name, { stream, from }] of wishes) this.#learn(stream, from, found.get(name) ?? []);
      return streams.map(({ stream, from }) =>
        (found.get(streamName(stream)) ?? []).filter((event) => event.stream.version >= from),
      );
    });
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
      this.#mustBeOpen();
      const upTo = Math.min(at + page, this.#head);
      const recent = this.#recent.range(at, upTo, filter ?? {});
      for (const row of recent ?? this.#rows((log) => log.range(at, upTo, page, filter))) {
        yield { kind: 'EVENT', event: isRecorded(row, recent) ? row : this.#recorded(row) };
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

  /** Is it known that a stream has nothing from a version on? */
  #hasNone(stream: StreamRef, from: number): boolean {
    const known = this.#versions.get(stream);
    return known !== undefined && known < from;
  }

  /** What a reading to the end of a stream tells of its version: nothing when it began beyond the first and found none. */
  #learn(stream: StreamRef, from: number, events: readonly Recorded[]): void {
    const last = events.at(-1)?.stream.version ?? (from === 1 ? 0 : undefined);
    if (last !== undefined) this.#versions.set(stream, last);
  }

  readonly #recorded = (row: ReadRow): Recorded => this.#codec.read(parseRow(row));

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
      // What was noted of streams while writing may not be so.
      this.#versions.clear();
      this.#recover();
      const fault = asFault(this.#file, error);
      for (const { reject } of batch) reject(fault);
      return;
    }
    this.#keep(batch, outcomes);
    for (const [index, { resolve, reject }] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome instanceof Error) reject(outcome);
      else if (outcome !== undefined) resolve(outcome);
    }
    this.#wake();
  }

  /** Writes one append inside the turn's transaction. All checks come first, so that a refusal leaves nothing behind. */
  #write({ stream, events, expected }: Pending, recordedAt: string): AppendResult | Error {
    const actual = this.#versions.get(stream) ?? this.#log.version(stream);
    this.#versions.set(stream, actual);
    if (actual !== expected) return { appended: false, actual };
    const ids = new Set(events.map(({ eventId }) => eventId));
    const stored = [...ids].find((eventId) => this.#log.has(eventId));
    if (stored !== undefined) return new Error(`Event id ${stored} is already stored`);
    if (ids.size < events.length) return new Error(`An append to ${stream.type}:${stream.id} repeats an event id`);
    this.#versions.set(stream, actual + events.length);
    return {
      appended: true,
      events: events.map(({ eventId, type, parsed, json }, index) => {
        const version = actual + index + 1;
        const at = this.#log.insert({ stream, version, eventId, type, recordedAt, ...json });
        return { eventId, type, ...parsed, stream: { ...stream, version }, position: position(at), recordedAt };
      }),
    };
  }

  /** Notes what a transaction has stored, once it has. */
  #keep(batch: readonly Pending[], outcomes: readonly (AppendResult | Error)[]): void {
    const stored: Measured[] = [];
    for (const [index, { events }] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined || outcome instanceof Error || !outcome.appended) continue;
      for (const [place, event] of outcome.events.entries()) {
        const { data = '', meta = '' } = events[place]?.json ?? {};
        stored.push({ event, characters: data.length + meta.length });
      }
    }
    const last = stored.at(-1)?.event;
    if (last === undefined) return;
    this.#head = toInteger(last.position);
    this.#lastRecordedAt = last.recordedAt;
    this.#recent.add(stored);
  }

  /** Brings the state in memory back in line after a failed transaction, which may have been stored all the same. */
  #recover(): void {
    // If it was stored all the same, there is a gap behind what was kept before.
    this.#recent.clear();
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

const isRecorded = (_: Recorded | ReadRow, recent: readonly Recorded[] | undefined): _ is Recorded =>
  recent !== undefined;

/** As a call, since the type checker would take a second look at the property for granted. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/** The driver is synchronous and the port is not: what `work` throws rejects. */
const promised = <T>(work: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(work());
  });
