import type { Collection } from 'mongodb';
import { type Lease, type Leases, pause, type Timer } from '../application/ports.js';
import { operationTimeMs, type MongoServer } from '../mongodb/server.js';

/** One lease as it lies in `leases`. All times are those of the server: the clocks of instances need not agree. */
interface Row {
  readonly _id: string;
  readonly holder: string;
  readonly term: number;
  readonly until: Date;
}

export interface MongoLeasesOptions {
  readonly server: MongoServer;
  /** Names this instance among all that ever were. */
  readonly instance: string;
  readonly timer: Timer;
  /** Told, in one line, of what an operator should know: a lease taken over or lost, a store that does not answer. */
  readonly warn: (message: string) => void;
  /** How long a lease holds without being renewed; five seconds by default. */
  readonly leaseMs?: number;
}

/** Times after which a holder renews and a waiting instance asks again, as parts of the length of a lease. */
const renewals = 3;
const askings = 5;

const ahead = (milliseconds: number) => ({ $add: ['$$NOW', milliseconds] });

/**
 * Leases in a MongoDB database. A holder that dies or is cut off is replaced once its lease has run out: after `leaseMs` and
 * one asking, six seconds by default. The holder itself counts from before it asked for its renewal, so it stops no later than
 * another can begin, as long as its own timers run.
 */
export const createMongoLeases = (options: MongoLeasesOptions): Leases => new MongoLeases(options);

class MongoLeases implements Leases {
  readonly shared = true;
  readonly #options: MongoLeasesOptions;
  readonly #leaseMs: number;
  readonly #rows: Collection<Row>;
  readonly #known = new Set<string>();
  readonly #held = new Set<Held>();

  constructor(options: MongoLeasesOptions) {
    this.#options = options;
    this.#leaseMs = options.leaseMs ?? 5_000;
    this.#rows = options.server.database.collection<Row>('leases');
  }

  async acquire(name: string, signal: AbortSignal, onWait?: () => void): Promise<Lease | undefined> {
    const { timer, warn } = this.#options;
    let waits = false;
    let fails = false;
    while (!signal.aborted) {
      try {
        const lease = await this.#take(name);
        if (lease !== undefined) return lease;
        fails = false;
      } catch (error) {
        // Told once for each time that it begins to fail; nothing is done without a lease.
        if (!fails) warn(`the lease ${name} cannot be asked for: ${reason(error)}`);
        fails = true;
      }
      if (!waits) onWait?.();
      waits = true;
      await pause(timer, this.#leaseMs / askings, signal);
    }
    return undefined;
  }

  isHeld(name: string): Promise<boolean> {
    return this.#options.server.run(
      async () =>
        (await this.#rows.countDocuments(
          { _id: name, $expr: { $gt: ['$until', '$$NOW'] } },
          { maxTimeMS: operationTimeMs },
        )) > 0,
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#held].map((held) => held.release()));
  }

  async #take(name: string): Promise<Lease | undefined> {
    const { server, instance, timer, warn } = this.#options;
    // Counted from here: the server's count begins later, so ours is over first.
    const expiry = new Expiry(timer, this.#leaseMs);
    try {
      const row = await server.run(async () => {
        await this.#makeKnown(name);
        return this.#rows.findOneAndUpdate(
          { _id: name, $expr: { $lte: ['$until', '$$NOW'] } },
          [{ $set: { holder: instance, term: { $add: ['$term', 1] }, until: ahead(this.#leaseMs) } }],
          { returnDocument: 'after', maxTimeMS: operationTimeMs },
        );
      });
      if (row === null || expiry.isOver) return undefined;
      const held = new Held({ name, term: row.term, instance, server, rows: this.#rows }, expiry, {
        timer,
        leaseMs: this.#leaseMs,
        onLost: (why) => warn(`the lease ${name} is lost: ${why}`),
        onOver: () => this.#held.delete(held),
      });
      this.#held.add(held);
      return held;
    } finally {
      if (!expiry.isKept) expiry.cancel();
    }
  }

  /** Lays the row out once, so that asking for a lease which another holds writes nothing. */
  async #makeKnown(name: string): Promise<void> {
    if (this.#known.has(name)) return;
    await this.#rows.updateOne(
      { _id: name },
      { $setOnInsert: { holder: '', term: 0, until: new Date(0) } },
      { upsert: true },
    );
    this.#known.add(name);
  }
}

/** The moment from which a lease can no longer be counted on. */
class Expiry {
  isOver = false;
  isKept = false;
  readonly cancel: () => void;
  #then = (): void => undefined;

  constructor(timer: Timer, milliseconds: number) {
    this.cancel = timer(milliseconds, () => {
      this.isOver = true;
      this.#then();
    });
  }

  keep(then: () => void): void {
    this.isKept = true;
    this.#then = then;
  }
}

interface HeldRow {
  readonly name: string;
  readonly term: number;
  readonly instance: string;
  readonly server: MongoServer;
  readonly rows: Collection<Row>;
}

class Held implements Lease {
  readonly term: number;
  readonly #lost = new AbortController();
  readonly #mine: Readonly<Record<string, unknown>>;
  #cancelRenewal: () => void = () => undefined;
  #isOver = false;

  constructor(
    private readonly row: HeldRow,
    private expiry: Expiry,
    private readonly terms: {
      readonly timer: Timer;
      readonly leaseMs: number;
      readonly onLost: (why: string) => void;
      readonly onOver: () => void;
    },
  ) {
    this.term = row.term;
    this.#mine = { _id: row.name, holder: row.instance, term: row.term };
    this.#keep(expiry);
    this.#scheduleRenewal();
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async release(): Promise<void> {
    if (!this.#end()) return;
    const { server, rows } = this.row;
    await server
      .run(() => rows.updateOne(this.#mine, { $set: { until: new Date(0) } }))
      // It runs out by itself.
      .catch(() => undefined);
  }

  #keep(expiry: Expiry): void {
    this.expiry = expiry;
    expiry.keep(() => this.#lose('it was not renewed in time'));
  }

  #scheduleRenewal(): void {
    this.#cancelRenewal = this.terms.timer(this.terms.leaseMs / renewals, () => void this.#renew());
  }

  /** Never rejects. A renewal that fails is tried again until the lease has run out. */
  async #renew(): Promise<void> {
    const { server, rows } = this.row;
    const { timer, leaseMs } = this.terms;
    const next = new Expiry(timer, leaseMs);
    try {
      const { matchedCount } = await server.run(() =>
        // Also when it has run out on the server, as long as nobody else has taken it.
        rows.updateOne(this.#mine, [{ $set: { until: ahead(leaseMs) } }], { maxTimeMS: leaseMs }),
      );
      if (this.#isOver) return;
      if (matchedCount === 0) {
        this.#lose('another instance has it');
        return;
      }
      this.expiry.cancel();
      this.#keep(next);
    } catch {
      // The expiry that is running tells when it is too late.
    } finally {
      if (!next.isKept) next.cancel();
      if (!this.#isOver) this.#scheduleRenewal();
    }
  }

  #lose(why: string): void {
    if (!this.#end()) return;
    this.terms.onLost(why);
    this.#lost.abort();
  }

  /** False when it was over before. */
  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#cancelRenewal();
    this.expiry.cancel();
    this.terms.onOver();
    return true;
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether any instance holds a lease in this database now: one runs on it, or did some seconds ago. Rejects with StoreFault. */
export const isAnyLeaseHeld = (server: MongoServer): Promise<boolean> =>
  server.run(async () => {
    const rows = server.database.collection<Row>('leases');
    const held = await rows.findOne({ $expr: { $gt: ['$until', '$$NOW'] } }, { maxTimeMS: operationTimeMs });
    return held !== null;
  });
