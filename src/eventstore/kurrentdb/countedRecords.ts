import { ANY, jsonEvent, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import { StoreFault, type Clock, type Timer } from '../../application/ports.js';
import { gatherMs, keptYears, waitingLimit, yearsBefore } from '../counting.js';
import { readAddress } from './address.js';
import { Connection } from './connection.js';
import { keyOf, minuteKeyOf, type Counted, type Counting, type Stamped } from './countedDay.js';
import { CountedDays, dayStream, type CountedStreams } from './countedDays.js';
import { Naming } from './naming.js';
import { Reader } from './reader.js';

export interface KurrentRecordsOptions {
  readonly connectionString: string;
  readonly clock: Clock;
  /** Told how many records could not be kept, and why, for the program's log. */
  readonly onLost: (count: number, cause: unknown) => void;
  readonly onTrouble: (message: string) => void;
  readonly prefix?: string;
  readonly timer: Timer;
}

/** When what is asked for was recorded: RFC 3339 instants, UTC, both inclusive. */
interface Span {
  readonly from?: string;
  readonly to?: string;
}

/** One kind of record. `R`: as recorded, `F`: what can be asked for. */
export interface RecordKind<R extends Stamped, F extends Span> extends Counting<R>, CountedStreams {
  matches(filter: F, record: R): boolean;
}

const maxAge = keptYears * 366 * 24 * 60 * 60;
/** Different records whose writing is remembered for the quota, at some hundred bytes each. */
const rememberedKeys = 50_000;
/** Records written by one append: far below what the server takes at once. */
const batchSize = 500;

/**
 * Records of what was tried or read, in streams `<name>-<day>` (the day of the record, UTC), which the server forgets by
 * `$maxAge` and no filter of the log lets through. Each event counts one kind of record; rows are made when they are read.
 * Opening throws StoreFault STORE_UNAVAILABLE for a connection string that cannot be used; the server is first spoken to
 * with the first record.
 */
export class KurrentRecords<R extends Stamped, F extends Span> {
  readonly #kind: RecordKind<R, F>;
  readonly #options: KurrentRecordsOptions;
  readonly #timer: Timer;
  readonly #naming: Naming;
  readonly #writes: Connection;
  readonly #reads: Connection;
  readonly #stored: CountedDays<R>;
  /** Different records written by this process, by actor and minute: what exceeds the quota is only counted. */
  readonly #written = new Map<string, Set<string>>();
  #writtenKeys = 0;
  /** Days that are known to have been announced and to have their `$maxAge`. */
  readonly #days = new Set<string>();
  #waiting = new Map<string, Counted<R>>();
  #cancelTimer: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(kind: RecordKind<R, F>, options: KurrentRecordsOptions) {
    const { connectionString, onTrouble, prefix = '', timer } = options;
    const address = readAddress(connectionString);
    this.#kind = kind;
    this.#options = options;
    this.#timer = timer;
    this.#naming = new Naming(prefix);
    this.#writes = new Connection({ address, timer, onTrouble });
    this.#reads = new Connection({ address, timer, onTrouble });
    this.#stored = new CountedDays(kind, new Reader(this.#reads, this.#naming), this.#naming);
  }

  /** Never throws and never waits: what cannot be kept is told to `onLost`. */
  record(record: R): void {
    const key = keyOf(this.#kind, record);
    const same = this.#waiting.get(key);
    if (this.#closed !== undefined || (same === undefined && this.#waiting.size >= waitingLimit)) {
      const why = this.#closed ? `the store of ${this.#kind.name} is closed` : 'too many are waiting';
      this.#options.onLost(1, new Error(why));
    } else {
      this.#waiting.set(key, { record: same?.record ?? record, count: (same?.count ?? 0) + 1 });
      this.#cancelTimer ??= this.#timer(gatherMs, () => void this.#write());
    }
  }

  /** Newest first; `after` is the id of the last one seen. */
  async list(filter: F, limit: number, after?: string): Promise<readonly (R & { id: string; count: number })[]> {
    await this.flush();
    const cursor = after === undefined ? undefined : parseId(after, this.#kind.name);
    const oldest = yearsBefore(this.#options.clock.now(), keptYears);
    const found: (R & { id: string; count: number })[] = [];
    const first = dayOf([oldest, filter.from ?? oldest].sort().at(-1) ?? oldest);
    for (const day of await this.#stored.newestFirst()) {
      if (found.length >= limit || day < first) break;
      if ((cursor !== undefined && day > cursor.day) || (filter.to !== undefined && day > dayOf(filter.to))) continue;
      const rows = await this.#stored.rows(day);
      for (const { revision, record, count } of [...rows].reverse()) {
        if (found.length >= limit) break;
        const isBehind = cursor === undefined || day < cursor.day || revision < cursor.revision;
        if (isBehind && record.at >= oldest && this.#kind.matches(filter, record))
          found.push({ ...record, id: `${day}.${revision}`, count });
      }
    }
    return found;
  }

  async flush(): Promise<void> {
    this.#mustBeOpen();
    await this.#write();
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#write().then(async () => {
      await Promise.all([this.#writes.close(), this.#reads.close()]);
    }));
  }

  #mustBeOpen(): void {
    if (this.#closed !== undefined) {
      throw new StoreFault('STORE_CLOSED', `The store of ${this.#kind.name} in ${this.#reads.name} has been closed`);
    }
  }

  /** Writes what is waiting, after what is being written. Never rejects. */
  #write(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const batch = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#writing = this.#writing.then(() => this.#append(batch));
    return this.#writing;
  }

  async #append(batch: readonly Counted<R>[]): Promise<void> {
    const byDay = new Map<string, Counted<R>[]>();
    for (const counted of this.#withinQuota(batch)) {
      const day = dayOf(counted.record.at);
      const ofDay = byDay.get(day);
      if (ofDay === undefined) byDay.set(day, [counted]);
      else ofDay.push(counted);
    }
    for (const [day, ofDay] of byDay) {
      for (let start = 0; start < ofDay.length; start += batchSize) {
        const part = ofDay.slice(start, start + batchSize);
        try {
          await this.#announce(day);
          await this.#send(dayStream(this.#naming, this.#kind, day), this.#kind.counted, part);
        } catch (cause) {
          this.#options.onLost(
            part.reduce((sum, { count }) => sum + count, 0),
            cause,
          );
        }
      }
    }
  }

  /** Makes the day known to readers and lets the server forget it in time. */
  async #announce(day: string): Promise<void> {
    if (this.#days.has(day)) return;
    const expiring = (name: string) => (client: KurrentDBClient) => client.setStreamMetadata(name, { maxAge });
    const days = this.#naming.besides(this.#kind.days);
    await this.#writes.repeated(expiring(dayStream(this.#naming, this.#kind, day)));
    await this.#writes.repeated(expiring(days));
    await this.#send(days, this.#kind.begun, [{ day }]);
    this.#days.add(day);
  }

  /** Sends events with ids of their own, so that one that is tried again is stored once as far as the server remembers. */
  async #send(stream: string, type: string, data: readonly object[]): Promise<void> {
    const events = data.map((each) => jsonEvent({ id: randomUUID(), type, data: { ...each } }));
    await this.#writes.repeated((client) =>
      client.appendToStream(stream, events, { streamState: ANY, requiresLeader: true }),
    );
  }

  /** A client in a loop must not fill the disk: beyond the quota of an actor and minute all is one row. */
  #withinQuota(batch: readonly Counted<R>[]): Iterable<Counted<R>> {
    const kept = new Map<string, Counted<R>>();
    for (const { record, count } of batch) {
      const key = keyOf(this.#kind, record);
      const isKept = this.#isWithinQuota(minuteKeyOf(record), key);
      const left = isKept ? record : this.#kind.beyondQuota(record);
      const leftKey = isKept ? key : keyOf(this.#kind, left);
      const same = kept.get(leftKey);
      kept.set(leftKey, { record: same?.record ?? left, count: (same?.count ?? 0) + count });
    }
    return kept.values();
  }

  #isWithinQuota(minute: string, key: string): boolean {
    let written = this.#written.get(minute);
    if (written === undefined) this.#written.set(minute, (written = new Set()));
    if (written.has(key)) return true;
    if (written.size >= this.#kind.quota) return false;
    written.add(key);
    this.#writtenKeys += 1;
    // The oldest minutes are forgotten: readers hold to the quota anyhow.
    for (const [oldest, { size }] of this.#written) {
      if (this.#writtenKeys <= rememberedKeys || oldest === minute) break;
      this.#written.delete(oldest);
      this.#writtenKeys -= size;
    }
    return true;
  }
}

/** Of an RFC 3339 instant, UTC. */
const dayOf = (instant: string): string => instant.slice(0, 10);

const parseId = (text: string, name: string): { readonly day: string; readonly revision: number } => {
  const [, day, revision] = /^(\d{4}-\d\d-\d\d)\.(\d{1,15})$/.exec(text) ?? [];
  if (day === undefined) throw new StoreFault('CURSOR_INVALID', `Not an id of the ${name}`);
  return { day, revision: Number(revision) };
};
