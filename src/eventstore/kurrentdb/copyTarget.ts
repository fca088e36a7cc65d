import { randomUUID } from 'node:crypto';
import { StoreFault, type Timer } from '../../application/ports.js';
import { beginning, type StreamRef } from '../../domain/kernel/ids.js';
import type { StoredEvent } from '../../application/storedEvent.js';
import { isJsonObject } from '../codec.js';
import { accessKind } from './accesses.js';
import { readAddress } from './address.js';
import { Appender, largestAppendBytes, makeReady } from './appender.js';
import { Connection } from './connection.js';
import { CountedCopy } from './countedCopy.js';
import { markCopy, nameStore, storeIdOf } from './marks.js';
import { Naming } from './naming.js';
import { withOrigin } from './origin.js';
import { Reader } from './reader.js';
import { refusalKind } from './refusals.js';

export interface KurrentCopyTargetOptions {
  /** As for the event store. */
  readonly connectionString: string;
  /** Told, in one line without secrets, of every call that is tried again. */
  readonly onTrouble: (message: string) => void;
  readonly prefix?: string;
  /** Names a new store. */
  readonly uuid?: () => string;
  readonly timer: Timer;
}

/** What the target has to know of the log that is copied. */
interface CopiedLog {
  readonly storeId: string;
  readonly head: { readonly count: number; readonly recordedAt: string };
}

/** How far the server's clock may be behind the newest event: as long as the end of a copy waits for it. */
const tolerableMs = 10_000;
/** Looks at the server's clock, with pauses of together some twenty seconds. */
const clockTries = 10;

/**
 * The one way to write events into KurrentDB that were recorded elsewhere: with the time and the position they have there,
 * beside the sealed metadata. It is not part of the port, so that no server can do it.
 */
export class KurrentCopyTarget {
  readonly largestDataBytes = largestAppendBytes;
  readonly #naming: Naming;
  readonly #uuid: () => string;
  readonly #writes: Connection;
  readonly #reads: Connection;
  readonly #reader: Reader;
  readonly #appender: Appender;

  /** Speaks to nobody yet. Throws StoreFault STORE_UNAVAILABLE for a connection string that cannot be used. */
  constructor(options: KurrentCopyTargetOptions) {
    const { connectionString, onTrouble, prefix = '', timer, uuid = randomUUID } = options;
    const address = readAddress(connectionString);
    this.#naming = new Naming(prefix);
    this.#uuid = uuid;
    this.#writes = new Connection({ address, timer, onTrouble });
    this.#reads = new Connection({ address, timer, onTrouble });
    this.#reader = new Reader(this.#reads, this.#naming);
    this.#appender = new Appender(this.#writes, this.#reader);
  }

  get place(): string {
    return this.#reads.name;
  }

  async *events(): AsyncGenerator<StoredEvent, void> {
    // Looked at first, so that a store of somebody else's is named as such.
    await storeIdOf(this.#reader, this.#naming, this.place);
    yield* this.#reader.after(beginning, this.#naming.serverFilter());
  }

  async begin({ storeId, head }: CopiedLog): Promise<void> {
    await nameStore(this.#writes, this.#reader, this.#naming, this.#uuid);
    const now = await this.#mark('CopyBegun', { storeId });
    if (Date.parse(now) + tolerableMs < Date.parse(head.recordedAt)) throw this.#clockBehind(now, head.recordedAt);
  }

  async append(stream: StreamRef, events: readonly StoredEvent[], { storeId }: CopiedLog): Promise<void> {
    const name = this.#naming.streamName(stream);
    const unsent = events.map(({ eventId, type, data, meta, position, recordedAt }) => {
      if (!isJsonObject(data) || !isJsonObject(meta)) throw new Error(`Event ${eventId} has no objects in it`);
      return { eventId, type, data, meta: withOrigin(meta, { storeId, position, recordedAt }) };
    });
    const expected = (events[0]?.stream.version ?? 1) - 1;
    const result = await this.#appender.appendUnread(name, makeReady(name, unsent), expected);
    if ('stored' in result) return;
    throw new StoreFault(
      'STORE_FOREIGN',
      `${name} in ${this.place} is at version ${result.actual} where the copy left it at ${expected}: ` +
        'somebody else writes to it. Stop that; this target can no longer take the log.',
    );
  }

  async finish({ storeId, head }: CopiedLog): Promise<void> {
    for (let failures = 0; ; failures++) {
      const now = await this.#mark('CopyBegun', { storeId });
      if (now >= head.recordedAt) break;
      if (failures + 1 >= clockTries) throw this.#clockBehind(now, head.recordedAt);
      await this.#writes.pause(failures);
    }
    await this.#mark('CopyFinished', { storeId, events: head.count });
  }

  /** Writes refusals or accesses of the source beside the log, as of now. */
  counted(name: 'refusals' | 'accesses', storeId: string, now: string): CountedCopy {
    const kind = name === 'refusals' ? refusalKind : accessKind;
    return new CountedCopy(this.#writes, this.#reader, this.#naming, kind, storeId, now.slice(0, 10));
  }

  async close(): Promise<void> {
    await Promise.all([this.#writes.close(), this.#reads.close()]);
  }

  #mark(type: 'CopyBegun' | 'CopyFinished', data: Record<string, string | number>): Promise<string> {
    return markCopy(this.#writes, this.#reader, this.#naming, type, data);
  }

  #clockBehind(now: string, recordedAt: string): StoreFault {
    return new StoreFault(
      'STORE_UNAVAILABLE',
      `The clock of ${this.place} says ${now}, but the newest event was recorded at ${recordedAt}: what is recorded ` +
        'next would seem older. Set the clocks right or wait, and run concordat copy again.',
    );
  }
}
