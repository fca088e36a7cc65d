import { ANY, jsonEvent, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import { randomUUID } from 'node:crypto';
import {
  StoreFault,
  type Clock,
  type Refusal,
  type RefusalFilter,
  type RefusalRecord,
  type RefusalStore,
} from '../../application/ports.js';
import { readAddress } from './address.js';
import { Connection, systemTimer, type Timer } from './connection.js';
import { Naming } from './naming.js';
import { Reader } from './reader.js';
import { beyondQuota, keyOf, minuteOf, RefusalDay, refusalQuota, type Counted } from './refusalDay.js';

export interface KurrentRefusalStoreOptions {
  readonly connectionString: string;
  readonly clock: Clock;
  /** Told how many refusals could not be kept, and why, for the program's log. */
  readonly onLost: (count: number, cause: unknown) => void;
  readonly onTrouble: (message: string) => void;
  readonly prefix?: string;
  readonly timer?: Timer;
}

/** Years a refusal is kept (reference 4.2). */
const refusalYears = 5;
const maxAge = refusalYears * 366 * 24 * 60 * 60;
/** How long refusals gather before they are written together. */
const gatherMs = 250;
/** Different refusals that may wait to be written. */
const waitingLimit = 10_000;
/** Refusals written by one append: far below what the server takes at once. */
const batchSize = 500;

/**
 * Keeps refusals in streams `refusals-<day>` (the day of the refusal, UTC), which the server forgets by `$maxAge` and no
 * filter of the log lets through. Each event counts one kind of refusal; rows are made when they are read. Throws StoreFault
 * STORE_UNAVAILABLE for a connection string that cannot be used; the server is first spoken to with the first refusal.
 */
export const openKurrentRefusalStore = (options: KurrentRefusalStoreOptions): Promise<RefusalStore> =>
  new Promise((resolve) => {
    const { connectionString, onTrouble, prefix = '', timer = systemTimer } = options;
    const address = readAddress(connectionString);
    const naming = new Naming(prefix);
    const writes = new Connection({ address, timer, onTrouble });
    const reads = new Connection({ address, timer, onTrouble });
    resolve(new KurrentRefusalStore(options, timer, naming, writes, reads));
  });

class KurrentRefusalStore implements RefusalStore {
  readonly #options: KurrentRefusalStoreOptions;
  readonly #timer: Timer;
  readonly #naming: Naming;
  readonly #writes: Connection;
  readonly #reads: Connection;
  readonly #reader: Reader;
  /** Different refusals written by this process, by actor and minute: what exceeds the quota is only counted. */
  readonly #written = new Map<string, Set<string>>();
  /** Days that are known to have been announced and to have their `$maxAge`. */
  readonly #days = new Set<string>();
  #waiting = new Map<string, Counted>();
  #cancelTimer: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(
    options: KurrentRefusalStoreOptions,
    timer: Timer,
    naming: Naming,
    writes: Connection,
    reads: Connection,
  ) {
    this.#options = options;
    this.#timer = timer;
    this.#naming = naming;
    this.#writes = writes;
    this.#reads = reads;
    this.#reader = new Reader(reads, naming);
  }

  record(refusal: RefusalRecord): void {
    const key = keyOf(refusal);
    const same = this.#waiting.get(key);
    if (this.#closed !== undefined || (same === undefined && this.#waiting.size >= waitingLimit)) {
      this.#options.onLost(1, new Error(this.#closed ? 'the store of refusals is closed' : 'too many are waiting'));
    } else {
      this.#waiting.set(key, { record: same?.record ?? refusal, count: (same?.count ?? 0) + 1 });
      this.#cancelTimer ??= this.#timer(gatherMs, () => void this.#write());
    }
  }

  async list(filter: RefusalFilter, limit: number, after?: string): Promise<readonly Refusal[]> {
    await this.flush();
    const cursor = after === undefined ? undefined : parseId(after);
    const oldest = yearsBefore(this.#options.clock.now(), refusalYears);
    const found: Refusal[] = [];
    for (const day of (await this.#knownDays()).sort().reverse()) {
      if (found.length >= limit || day < oldest.slice(0, 10)) break;
      if (cursor !== undefined && day > cursor.day) continue;
      const rows = await this.#rows(day);
      for (const { revision, ...row } of rows.reverse()) {
        if (found.length >= limit) break;
        const isBehind = cursor === undefined || day < cursor.day || revision < cursor.revision;
        if (isBehind && row.at >= oldest && matches(filter, row)) found.push({ id: `${day}.${revision}`, ...row });
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
      throw new StoreFault('STORE_CLOSED', `The store of refusals in ${this.#reads.name} has been closed`);
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

  async #append(batch: readonly Counted[]): Promise<void> {
    const byDay = new Map<string, Counted[]>();
    for (const counted of this.#withinQuota(batch)) {
      const day = counted.record.at.slice(0, 10);
      byDay.set(day, [...(byDay.get(day) ?? []), counted]);
    }
    for (const [day, ofDay] of byDay) {
      for (let start = 0; start < ofDay.length; start += batchSize) {
        const part = ofDay.slice(start, start + batchSize);
        try {
          await this.#announce(day);
          await this.#send(this.#naming.besides(`refusals-${day}`), 'RefusalsCounted', part);
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
    const days = this.#naming.besides('refusal-days');
    await this.#writes.repeated(expiring(this.#naming.besides(`refusals-${day}`)));
    await this.#writes.repeated(expiring(days));
    await this.#send(days, 'RefusalDayBegun', [{ day }]);
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
  #withinQuota(batch: readonly Counted[]): Iterable<Counted> {
    const kept = new Map<string, Counted>();
    for (const { record, count } of batch) {
      const minute = JSON.stringify([record.actor, minuteOf(record.at)]);
      const written = this.#written.get(minute) ?? new Set();
      if (!this.#written.has(minute)) {
        this.#written.set(minute, written);
        // The oldest are forgotten: readers hold to the quota anyhow.
        if (this.#written.size > waitingLimit) this.#written.delete(this.#written.keys().next().value ?? '');
      }
      const isKept = written.has(keyOf(record)) || written.size < refusalQuota;
      if (isKept) written.add(keyOf(record));
      const left = isKept ? record : beyondQuota(record);
      kept.set(keyOf(left), { record: left, count: (kept.get(keyOf(left))?.count ?? 0) + count });
    }
    return kept.values();
  }

  async #knownDays(): Promise<string[]> {
    const days = (await this.#read('refusal-days')).map(({ data }) => (data as { day: string }).day);
    return [...new Set(days)];
  }

  async #rows(day: string) {
    const rows = new RefusalDay();
    for (const { revision, data } of await this.#read(`refusals-${day}`)) rows.add(Number(revision), data as Counted);
    return rows.list();
  }

  /** What this class has written to a stream. */
  async #read(name: string): Promise<readonly { readonly revision: bigint; readonly data: unknown }[]> {
    const events = await this.#reader.stream(this.#naming.besides(name), 0n, Number.MAX_SAFE_INTEGER);
    return events.flatMap(({ event }) =>
      event?.type === 'RefusalsCounted' || event?.type === 'RefusalDayBegun' ? [event] : [],
    );
  }
}

const matches = ({ stream, actor, codes, from, to }: RefusalFilter, row: RefusalRecord): boolean =>
  (stream === undefined || row.stream === stream) &&
  (actor === undefined || row.actor === actor) &&
  (codes === undefined || codes.includes(row.code)) &&
  (from === undefined || row.at >= from) &&
  (to === undefined || row.at <= to);

const parseId = (text: string): { readonly day: string; readonly revision: number } => {
  const [, day, revision] = /^(\d{4}-\d\d-\d\d)\.(\d{1,15})$/.exec(text) ?? [];
  if (day === undefined) throw new StoreFault('CURSOR_INVALID', 'Not the id of a refusal');
  return { day, revision: Number(revision) };
};

const yearsBefore = (at: string, years: number): string => `${Number(at.slice(0, 4)) - years}${at.slice(4)}`;
