import type { EventStore, Generation, ReadStore } from '../src/application/ports.js';
import { beginning, type Position } from '../src/domain/kernel/ids.js';
import { batches, projectBatch, ProjectionFault, type Batch } from './batch.js';
import type { Projection } from './projection.js';
import { PositionWaiters, type Reach, type Timer } from './waiters.js';

/** Where the runner tells of what an operator must know. A pino logger is one. */
export interface RunnerLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ProjectionStatus {
  readonly projection: string;
  readonly version: number;
  /** FAULTED: it failed on an event, or its store did, and stands before it until the next `start`. */
  readonly state: 'RUNNING' | 'FAULTED' | 'STOPPED';
  readonly position: Position;
  /** Whether it has reached the end of the log since it started. */
  readonly live: boolean;
  /** When the newest event it was given was recorded, RFC 3339 UTC. */
  readonly lastEventAt?: string;
  readonly fault?: string;
}

interface Follower {
  readonly projection: Projection;
  readonly generation: Generation;
  status: ProjectionStatus;
}

export interface RunnerOptions {
  readonly projections: readonly Projection[];
  readonly eventStore: EventStore;
  readonly readStore: ReadStore;
  readonly log: RunnerLog;
  readonly timer: Timer;
}

/** How long a follower that has caught up lets events gather, in milliseconds. */
const restMs = 20;

/**
 * Keeps read models up with the log. Projections that stand at the same position share one subscription, so that a start
 * from nothing reads the log once; one that stands elsewhere has its own. A projection that fails stops alone.
 */
export class ProjectionRunner {
  readonly #options: RunnerOptions;
  readonly #followers = new Map<string, Follower>();
  readonly #feeds = new Set<Promise<void>>();
  readonly #waiters: PositionWaiters;
  readonly #resting = new Set<() => void>();
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
    const byPosition = new Map<Position, Follower[]>();
    try {
      for (const projection of this.#options.projections) {
        const follower = await this.#open(projection);
        const { position } = follower.status;
        this.#followers.set(projection.name, follower);
        byPosition.set(position, [...(byPosition.get(position) ?? []), follower]);
      }
    } catch (error) {
      this.#running = false;
      throw error;
    }
    for (const [position, followers] of byPosition) this.#feed(followers, position);
  }

  /** Finishes the batches in hand and follows no further. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#endRests();
    // A feed may have started another one for a projection that was swapped.
    while (this.#feeds.size > 0) await Promise.all(this.#feeds);
    for (const follower of this.#followers.values()) {
      if (follower.status.state === 'RUNNING') follower.status = { ...follower.status, state: 'STOPPED' };
    }
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
   * false when the time is over, or at once when one of them is not running. Throws for an unknown projection.
   */
  waitFor(projections: readonly string[], position: Position, timeoutMs: number): Promise<boolean> {
    projections.forEach((name) => this.#follower(name));
    const reached = this.#waiters.wait(projections, position, timeoutMs, (name) => this.#reach(name));
    this.#endRests();
    return reached;
  }

  async #open(projection: Projection): Promise<Follower> {
    const { eventStore, readStore, log } = this.#options;
    const { name, version, collections } = projection;
    const generation = await readStore.open(name, version, collections);
    let position = await generation.position();
    const head = await eventStore.head();
    if (position > head) {
      log.warn(
        { projection: name, position, head },
        'the read model is ahead of the log: it is built again from nothing',
      );
      await readStore.beginRebuild(name, version, collections);
      await readStore.swap(name);
      position = beginning;
    }
    return { projection, generation, status: { projection: name, version, state: 'RUNNING', position, live: false } };
  }

  #feed(followers: readonly Follower[], from: Position): void {
    const feed = this.#follow(followers, from).finally(() => this.#feeds.delete(feed));
    this.#feeds.add(feed);
  }

  /** Never rejects: whatever fails stops the projections it concerns. */
  async #follow(followers: readonly Follower[], from: Position): Promise<void> {
    let active = followers;
    let at = from;
    const eventTypes = [...new Set(followers.flatMap(({ projection }) => projection.handles))];
    try {
      for await (const batch of batches(this.#options.eventStore, from, this.#abort.signal, eventTypes)) {
        const following: Follower[] = [];
        for (const follower of active) if (await this.#advance(follower, batch, at)) following.push(follower);
        active = following;
        at = batch.upTo;
        this.#waiters.wake();
        if (active.length === 0) return;
        if (batch.live && batch.events.length > 0) await this.#rest();
      }
      if (!this.#abort.signal.aborted) throw new Error('the log stopped being followed');
    } catch (error) {
      for (const follower of active) this.#fault(follower, error);
    }
  }

  /**
   * Lets events gather before the next batch: a document that many of them touch is then written once, and a transaction
   * serves them all. Ends early when somebody waits for a position, or the runner stops.
   */
  #rest(): Promise<void> {
    if (this.#waiters.any || this.#abort.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        this.#resting.delete(end);
        cancel();
        resolve();
      };
      const cancel = this.#options.timer(restMs, end);
      this.#resting.add(end);
    });
  }

  #endRests(): void {
    for (const end of this.#resting) end();
  }

  /** Whether the projection goes on in this feed. */
  async #advance(follower: Follower, batch: Batch, at: Position): Promise<boolean> {
    const { projection, generation } = follower;
    try {
      const nothingNew = batch.events.length === 0 && batch.upTo <= at;
      if (!nothingNew && !(await projectBatch(projection, generation, batch, at))) {
        await this.#startAnew(follower);
        return false;
      }
      const lastEventAt = batch.events.at(-1)?.recordedAt;
      const { status } = follower;
      follower.status = {
        ...status,
        position: batch.upTo,
        live: status.live || batch.live,
        ...(lastEventAt === undefined ? {} : { lastEventAt }),
      };
      return true;
    } catch (error) {
      await this.#settle(follower);
      this.#fault(follower, error);
      return false;
    }
  }

  /** The generation was swapped for a rebuilt one: goes on from where that one stands. */
  async #startAnew(follower: Follower): Promise<void> {
    const position = await follower.generation.position();
    follower.status = { ...follower.status, position };
    this.#feed([follower], position);
  }

  /** A failed batch may have been written in part; the store knows how far, unless it is the store that failed. */
  async #settle(follower: Follower): Promise<void> {
    const position = await follower.generation.position().catch(() => follower.status.position);
    follower.status = { ...follower.status, position };
  }

  #fault(follower: Follower, error: unknown): void {
    const { projection, status } = follower;
    const message = error instanceof Error ? error.message : String(error);
    follower.status = { ...status, state: 'FAULTED', live: false, fault: message };
    const at =
      error instanceof ProjectionFault
        ? { stream: `${error.event.stream.type}:${error.event.stream.id}`, version: error.event.stream.version }
        : {};
    this.#options.log.error({ projection: projection.name, ...at, err: error }, `projection stopped: ${message}`);
    this.#waiters.wake();
  }

  #reach(name: string): Reach {
    const { position, state } = this.#follower(name).status;
    return { position, running: state === 'RUNNING' };
  }

  #follower(name: string): Follower {
    const follower = this.#followers.get(name);
    if (follower === undefined) throw new Error(`no projection ${name} is followed`);
    return follower;
  }
}
