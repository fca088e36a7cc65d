import type { ResolvedEvent } from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import {
  StoreFault,
  type AppendResult,
  type Delivery,
  type EventFilter,
  type EventStore,
  type ExpectedVersion,
  type NewEvent,
  type Timer,
} from '../../application/ports.js';
import type { Recorded } from '../../domain/kernel/event.js';
import type { Position, StreamRef } from '../../domain/kernel/ids.js';
import type { Codec } from '../codec.js';
import { readAddress } from './address.js';
import { Appender, makeReady } from './appender.js';
import { Connection } from './connection.js';
import { follow } from './follow.js';
import { mustBeWhole, nameStore } from './marks.js';
import { asksForNothing, matches, Naming } from './naming.js';
import { Reader } from './reader.js';
import { Receipts } from './receipts.js';

export interface KurrentEventStoreOptions {
  /** `kurrentdb://user:password@host:2113?tls=true&tlsCAFile=/path`; see `readAddress`. */
  readonly connectionString: string;
  readonly codec: Codec;
  /** Told, in one line without secrets, of every call or subscription that is tried again. */
  readonly onTrouble: (message: string) => void;
  /** Begins the name of every stream; several installations can so share a server. None by default. */
  readonly prefix?: string;
  /** Names a new store. */
  readonly uuid?: () => string;
  readonly timer: Timer;
}

/**
 * Opens the log of events in KurrentDB or EventStoreDB 23.10 or newer. Times are those of the server, in whole seconds;
 * see `recordedAt` for what it promises of them. Several processes may use one log at once.
 *
 * Throws StoreFault: STORE_UNAVAILABLE when the server cannot be reached or refuses us, STORE_FOREIGN when the stream that
 * names the store is somebody else's, STORE_LOCKED while a copy into it has not been brought to its end.
 */
export const openKurrentEventStore = async (options: KurrentEventStoreOptions): Promise<EventStore> => {
  const { connectionString, onTrouble, prefix = '', timer, uuid = randomUUID } = options;
  const address = readAddress(connectionString);
  const naming = new Naming(prefix);
  // Apart, so that a read that fails takes no append with it, and neither a subscription.
  const [writes, reads, feeds] = [1, 2, 3].map(() => new Connection({ address, timer, onTrouble })) as [
    Connection,
    Connection,
    Connection,
  ];
  const reader = new Reader(reads, naming);
  try {
    const storeId = await nameStore(writes, reader, naming, uuid);
    await mustBeWhole(reader, naming, writes.name);
    return new KurrentEventStore(options.codec, naming, timer, { writes, reads, feeds }, reader, storeId);
  } catch (error) {
    await Promise.all([writes.close(), reads.close()]);
    throw error;
  }
};

class KurrentEventStore implements EventStore {
  readonly storeId: string;
  readonly #codec: Codec;
  readonly #naming: Naming;
  readonly #timer: Timer;
  readonly #connections: { readonly writes: Connection; readonly reads: Connection; readonly feeds: Connection };
  readonly #reader: Reader;
  readonly #receipts: Receipts;
  readonly #appender: Appender;
  readonly #closing = new AbortController();
  /** Appends under way. */
  readonly #pending = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  constructor(
    codec: Codec,
    naming: Naming,
    timer: Timer,
    connections: { readonly writes: Connection; readonly reads: Connection; readonly feeds: Connection },
    reader: Reader,
    storeId: string,
  ) {
    this.#codec = codec;
    this.#naming = naming;
    this.#timer = timer;
    this.#connections = connections;
    this.#reader = reader;
    this.#receipts = new Receipts(connections.writes, naming.serverFilter(), timer);
    this.#appender = new Appender(connections.writes, reader, this.#receipts);
    this.storeId = storeId;
  }

  async append(stream: StreamRef, events: readonly NewEvent[], expected: ExpectedVersion): Promise<AppendResult> {
    this.#mustBeOpen();
    for (const event of events) this.#codec.write(stream.type, event);
    const name = this.#naming.streamName(stream);
    const appending = this.#appender.append(name, makeReady(name, events), expected);
    this.#pending.add(appending);
    try {
      const result = await appending;
      if ('actual' in result) return { appended: false, actual: result.actual };
      return { appended: true, events: this.#recorded(result.stored) };
    } finally {
      this.#pending.delete(appending);
    }
  }

  async read(stream: StreamRef, from = 1, limit = Number.MAX_SAFE_INTEGER): Promise<readonly Recorded[]> {
    this.#mustBeOpen();
    const first = Math.max(from, 1);
    const name = this.#naming.streamName(stream);
    const events = this.#recorded(await this.#reader.stream(name, BigInt(first - 1), limit));
    events.forEach((event, index) => {
      if (event.stream.version === first + index) return;
      throw new StoreFault(
        'STORE_CORRUPT',
        `${name} in ${this.#connections.reads.name} lacks version ${first + index}: it was cut. Restore a copy.`,
      );
    });
    return events;
  }

  async readMany(
    streams: readonly { readonly stream: StreamRef; readonly from: number }[],
  ): Promise<readonly (readonly Recorded[])[]> {
    this.#mustBeOpen();
    return Promise.all(streams.map(({ stream, from }) => this.read(stream, from)));
  }

  async readAll(after: Position, limit: number, filter: EventFilter = {}): Promise<readonly Recorded[]> {
    this.#mustBeOpen();
    const found: Recorded[] = [];
    if (limit <= 0 || asksForNothing(filter)) return found;
    try {
      for await (const stored of this.#reader.after(after, this.#naming.serverFilter(filter), limit)) {
        if (matches(filter, stored)) found.push(this.#codec.read(stored));
        if (found.length >= limit) break;
      }
    } catch (error) {
      // A position that is none of this log's looks to the server as if it had failed.
      if (error instanceof StoreFault && error.code === 'STORE_UNAVAILABLE') await this.#reader.mustKnow(after);
      throw error;
    }
    return found;
  }

  head(): Promise<Position> {
    return Promise.resolve().then(() => {
      this.#mustBeOpen();
      return this.#reader.head();
    });
  }

  async *subscribe(after: Position, signal: AbortSignal, filter: EventFilter = {}): AsyncGenerator<Delivery, void> {
    this.#mustBeOpen();
    const { feeds: connection } = this.#connections;
    const following = {
      connection,
      reader: this.#reader,
      naming: this.#naming,
      codec: this.#codec,
      timer: this.#timer,
    };
    const over = AbortSignal.any([signal, this.#closing.signal]);
    yield* follow(following, after, filter, over);
    if (!signal.aborted) this.#mustBeOpen();
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  #mustBeOpen(): void {
    if (this.#closing.signal.aborted) {
      throw new StoreFault('STORE_CLOSED', `The log in ${this.#connections.reads.name} has been closed`);
    }
  }

  #recorded(events: readonly ResolvedEvent[]): readonly Recorded[] {
    return events
      .map((event) => this.#naming.stored(event))
      .filter((stored) => stored !== undefined)
      .map((stored) => this.#codec.read(stored));
  }

  async #close(): Promise<void> {
    const { writes, reads, feeds } = this.#connections;
    this.#closing.abort();
    await Promise.allSettled(this.#pending);
    this.#receipts.close();
    await Promise.all([writes.close(), reads.close(), feeds.close()]);
  }
}
