import {
  type Clock,
  type EventStore,
  type Leases,
  pause,
  type ReadStore,
  StoreFault,
  type Timer,
  whileHeld,
} from '../src/application/ports.js';
import type { Position } from '../src/domain/kernel/ids.js';
import { batches, projectBatch, type Batch } from './batch.js';
import { Follower, type ProjectionStatus, type RunnerLog, type TermEnd } from './follower.js';
import type { Projection } from './projection.js';
import { PositionWaiters, type Reach } from './waiters.js';

export type { ProjectionStatus, RunnerLog } from './follower.js';

export interface RunnerOptions {
  readonly projections: readonly Projection[];
  readonly eventStore: EventStore;
  readonly readStore: ReadStore;
  /** Which instance writes a projection; the lease of each is `projection <name>`. */
  readonly leases: Leases;
  readonly clock: Clock;
  readonly log: RunnerLog;
  readonly timer: Timer;
}

/** How long a follower that has caught up lets events gather, in milliseconds. */
const restMs = 20;
/** How often an instance that stands by looks where the others are, in milliseconds. */
const lookMs = 1_000;

/** The time in which this instance writes one projection. */
class Term {
  #isOver = false;
  /** Told once, after the end. */
  onEnd = (): void => undefined;

  constructor(
    readonly follower: Follower,
    private readonly ended: (how: TermEnd) => void,
  ) {}

  /** As a call, since a type checker takes a property for what it was before a wait. */
  isOver(): boolean {
    return this.#isOver;
  }

  /** The first end counts. */
  end(how: TermEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.ended(how);
    this.onEnd();
  }
}

/**
 * Keeps read models up with the log. Each projection is written by the instance that holds its lease; the others look where
 * it has got to. Projections that stand at the same position share one subscription, so that a start from nothing reads the
 * log once; one that stands elsewhere has its own. A projection that fails on an event stops alone; one whose store does
 * not answer gives its lease back and tries again.
 */
export class ProjectionRunner {
  readonly #options: RunnerOptions;
  readonly #followers = new Map<string, Follower>();
  readonly #work = new Set<Promise<void>>();
  readonly #waiters: PositionWaiters;
  readonly #resting = new Set<() => void>();
  /** Terms that begin in this turn, by where their projections stand. */
  #beginning = new Map<Position, Term[]>();
  readonly #terms = new Set<Term>();
  #abort = new AbortController();
  #running = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#waiters = new PositionWaiters(options.timer);
  }

  /** Opens the live generations and begins to follow, faulted projections too. Throws when it is running. */
  async start(): Promise<void> {
    if (this.#running) throw new Error('the projections are running already');
    this.#running = true;
    this.#abort = new AbortController();
    try {
      for (const projection of this.#options.projections) {
        this.#followers.set(projection.name, await Follower.open(projection, this.#options));
      }
    } catch (error) {
      this.#running = false;
      throw error;
    }
    for (const follower of this.#followers.values()) this.#keep(this.#serve(follower));
    if (this.#options.leases.shared) this.#keep(this.#lookOn());
  }

  /** Finishes the batches in hand and follows no further. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#endRests();
    // A feed may have started another one for a projection that was swapped.
    while (this.#work.size > 0) await Promise.all(this.#work);
    for (const follower of this.#followers.values()) follower.stops();
    this.#running = false;
    this.#waiters.wake();
  }

  /** Every projection, in the order it was given; empty before the first start. */
  status(): readonly ProjectionStatus[] {
    return [...this.#followers.values()].map(({ status }) => status);
  }

  /** Where a projection stands. Throws for an unknown one. */
  positionOf(projection: string): Position {
    return this.#follower(projection).status.position;
  }

  /** How far each projection is behind the head of the log, in positions (an upper bound of the events to come). */
  async lag(): Promise<ReadonlyMap<string, bigint>> {
    const head = BigInt(await this.#options.eventStore.head());
    return new Map(
      this.status().map(({ projection, position }) => {
        const behind = head - BigInt(position);
        return [projection, behind > 0n ? behind : 0n];
      }),
    );
  }

  /**
   * Waits until all these projections have reached the position, for a reader who must see its own writes. Resolves to
   * false when the time is over, or at once when one of them goes on no more. Throws for an unknown projection.
   */
  waitFor(projections: readonly string[], position: Position, timeoutMs: number): Promise<boolean> {
    projections.forEach((name) => this.#follower(name));
    const reached = this.#waiters.wait(projections, position, timeoutMs, (name) => this.#reach(name));
    this.#endRests();
    return reached;
  }

  #keep(work: Promise<void>): void {
    const kept = work.finally(() => this.#work.delete(kept));
    this.#work.add(kept);
  }

  /** Writes a projection whenever this instance holds its lease. Never rejects. */
  async #serve(follower: Follower): Promise<void> {
    const { leases, timer } = this.#options;
    const { signal } = this.#abort;
    const name = `projection ${follower.projection.name}`;
    const onWait = (): void => follower.standsBy();
    await whileHeld({ leases, name, signal, timer, onWait }, async (held) => {
      const end = await this.#lead(follower, held);
      if (end === 'LOST' && !signal.aborted) follower.standsBy();
      this.#waiters.wake();
      if (end === 'FAULTED') return 'DONE';
      return end === 'UNAVAILABLE' ? 'FAILED' : 'AGAIN';
    });
  }

  /** One term. Never rejects. */
  async #lead(follower: Follower, held: AbortSignal): Promise<TermEnd> {
    try {
      await follower.look();
    } catch (error) {
      return this.#endOf(follower, error);
    }
    follower.begins();
    return new Promise((resolve) => {
      const term = new Term(follower, (how) => {
        held.removeEventListener('abort', lost);
        this.#terms.delete(term);
        resolve(how);
      });
      const lost = (): void => term.end('LOST');
      this.#terms.add(term);
      held.addEventListener('abort', lost);
      if (held.aborted) lost();
      else this.#begin(term);
    });
  }

  /** Terms that begin together at one position share a subscription. */
  #begin(term: Term): void {
    const { position } = term.follower.status;
    if (this.#beginning.size === 0) setImmediate(() => this.#startFeeds());
    this.#beginning.set(position, [...(this.#beginning.get(position) ?? []), term]);
  }

  #startFeeds(): void {
    const starting = this.#beginning;
    this.#beginning = new Map();
    for (const [position, terms] of starting) this.#keep(this.#follow(terms, position));
  }

  /** Never rejects: whatever fails ends the terms it concerns. */
  async #follow(terms: readonly Term[], from: Position): Promise<void> {
    let active = terms;
    let at = from;
    // Ends a subscription that nobody is left to use.
    const left = new AbortController();
    for (const term of terms) {
      term.onEnd = () => {
        if (active.every((one) => one.isOver())) left.abort();
      };
    }
    const signal = AbortSignal.any([this.#abort.signal, left.signal]);
    const eventTypes = [...new Set(terms.flatMap(({ follower }) => follower.projection.handles))];
    try {
      for await (const batch of batches(this.#options.eventStore, from, signal, eventTypes)) {
        const following: Term[] = [];
        for (const term of active) if (await this.#advance(term, batch, at)) following.push(term);
        active = following;
        at = batch.upTo;
        this.#waiters.wake();
        if (active.length === 0) return;
        if (batch.live && batch.events.length > 0) await this.#rest(restMs);
      }
      if (!signal.aborted) throw new Error('the log stopped being followed');
      for (const term of active) term.end('STOPPED');
    } catch (error) {
      for (const term of active) if (!term.isOver()) term.end(this.#endOf(term.follower, error));
      this.#waiters.wake();
    }
  }

  /**
   * Lets events gather before the next batch: a document that many of them touch is then written once, and a transaction
   * serves them all. Ends early when somebody waits for a position, or the runner stops.
   */
  async #rest(milliseconds: number): Promise<void> {
    if (this.#waiters.any || this.#abort.signal.aborted) return;
    const hurry = new AbortController();
    const end = (): void => hurry.abort();
    this.#resting.add(end);
    await pause(this.#options.timer, milliseconds, hurry.signal);
    this.#resting.delete(end);
  }

  #endRests(): void {
    for (const end of this.#resting) end();
  }

  /** Whether the term goes on in this feed. */
  async #advance(term: Term, batch: Batch, at: Position): Promise<boolean> {
    const { follower } = term;
    if (term.isOver()) return false;
    try {
      const nothingNew = batch.events.length === 0 && batch.upTo <= at;
      if (!nothingNew && !(await projectBatch(follower.projection, follower.generation, batch, at))) {
        // Swapped for a rebuilt generation, or written by another instance: goes on from where it stands now.
        await follower.look();
        if (!term.isOver()) this.#begin(term);
        return false;
      }
      const lastEventAt = batch.events.at(-1)?.recordedAt;
      follower.moves({
        position: batch.upTo,
        live: batch.live,
        ...(lastEventAt === undefined ? {} : { lastEventAt }),
      });
      return !term.isOver();
    } catch (error) {
      // A failed batch may have been written in part; the store knows how far, unless it is the store that failed.
      await follower.look().catch(() => undefined);
      if (!term.isOver()) term.end(this.#endOf(follower, error));
      return false;
    }
  }

  /** What an error makes of a projection: to be tried again when a store did not answer, else stopped for good. */
  #endOf(follower: Follower, error: unknown): TermEnd {
    if (this.#abort.signal.aborted) return 'STOPPED';
    if (error instanceof StoreFault && (error.code === 'STORE_UNAVAILABLE' || error.code === 'STORE_FULL')) {
      follower.retries(error);
      return 'UNAVAILABLE';
    }
    follower.faults(error);
    return 'FAULTED';
  }

  /**
   * Among several instances: looks where others have taken what this one stands by for, and whether it can do its own part.
   * One that cannot reach the log gives its leases back, since its subscriptions would wait for as long as it takes.
   */
  async #lookOn(): Promise<void> {
    const { eventStore, clock, timer } = this.#options;
    const { signal } = this.#abort;
    const isOneOf = (follower: Follower, ...states: ProjectionStatus['state'][]) =>
      states.includes(follower.status.state);
    let isCutOff = false;
    while (!signal.aborted) {
      try {
        // A reader waits for positions alone.
        const head = this.#waiters.any ? undefined : await eventStore.head();
        for (const follower of this.#followers.values()) {
          if (!isOneOf(follower, 'STANDBY', 'RETRYING')) continue;
          const position = await follower.look();
          // Its term may have begun meanwhile.
          if (isCutOff && isOneOf(follower, 'RETRYING')) follower.standsBy();
          if (!isOneOf(follower, 'STANDBY')) continue;
          if (head === undefined) continue;
          follower.note(position >= head ? { live: true, lastEventAt: clock.now() } : { live: false });
        }
        isCutOff = false;
      } catch (error) {
        isCutOff = true;
        for (const term of this.#terms) term.end(this.#endOf(term.follower, error));
        for (const follower of this.#followers.values()) if (isOneOf(follower, 'STANDBY')) follower.retries(error);
      }
      this.#waiters.wake();
      if (this.#waiters.any) await pause(timer, restMs, signal);
      else await this.#rest(lookMs);
    }
  }

  #reach(name: string): Reach {
    const { position, state } = this.#follower(name).status;
    return { position, running: state !== 'FAULTED' && state !== 'STOPPED' };
  }

  #follower(name: string): Follower {
    const follower = this.#followers.get(name);
    if (follower === undefined) throw new Error(`no projection ${name} is followed`);
    return follower;
  }
}
