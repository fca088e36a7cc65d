import type { EventStore, Generation, ReadStore } from '../src/application/ports.js';
import { beginning, type Position } from '../src/domain/kernel/ids.js';
import { ProjectionFault } from './batch.js';
import type { Projection } from './projection.js';

/** Where the runner tells of what an operator must know. A pino logger is one. */
export interface RunnerLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

export interface ProjectionStatus {
  readonly projection: string;
  readonly version: number;
  /**
   * RUNNING: this instance writes it. STANDBY: another one does, or nobody yet. RETRYING: a store did not answer; it goes on
   * by itself. FAULTED: it failed on an event, or its store for good, and stands before it until the next `start`.
   */
  readonly state: 'RUNNING' | 'STANDBY' | 'RETRYING' | 'FAULTED' | 'STOPPED';
  readonly position: Position;
  /** Whether it was at the end of the log when this instance last looked. */
  readonly live: boolean;
  /** Up to when it has what was recorded, as far as this instance knows, RFC 3339 UTC. */
  readonly lastEventAt?: string;
  readonly fault?: string;
}

/** What a projection does here after its work under one lease. */
export type TermEnd = 'LOST' | 'STOPPED' | 'UNAVAILABLE' | 'FAULTED';

/** One projection as this instance keeps up with it, whether it writes it or looks on. */
export class Follower {
  #status: ProjectionStatus;

  private constructor(
    readonly projection: Projection,
    readonly generation: Generation,
    position: Position,
    private readonly log: RunnerLog,
  ) {
    const { name, version } = projection;
    this.#status = { projection: name, version, state: 'STANDBY', position, live: false };
  }

  /** Opens the live generation. One that is ahead of the log, as after restoring an older log, begins again from nothing. */
  static async open(
    projection: Projection,
    { eventStore, readStore, log }: { eventStore: EventStore; readStore: ReadStore; log: RunnerLog },
  ): Promise<Follower> {
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
    return new Follower(projection, generation, position, log);
  }

  get status(): ProjectionStatus {
    return this.#status;
  }

  /** Looks where the generation stands; the status tells it from now on. */
  async look(): Promise<Position> {
    const position = await this.generation.position();
    this.note({ position });
    return position;
  }

  note(change: Partial<ProjectionStatus>): void {
    this.#status = { ...this.#status, ...change };
  }

  /** This instance begins to write it. */
  begins(): void {
    this.note({ state: 'RUNNING', live: false });
  }

  /** Another instance writes it, or nobody yet. */
  standsBy(): void {
    this.#recovers({ state: 'STANDBY' });
  }

  /** A batch was written. */
  moves(change: Pick<ProjectionStatus, 'position' | 'live' | 'lastEventAt'>): void {
    this.#recovers(change);
  }

  /** Something it needs did not answer; told once until it does again. */
  retries(error: unknown): void {
    const fault = messageOf(error);
    if (this.#status.fault === undefined) {
      this.log.warn({ projection: this.projection.name, err: error }, `projection waits: ${fault}`);
    }
    this.note({ state: 'RETRYING', live: false, fault });
  }

  faults(error: unknown): void {
    const fault = messageOf(error);
    this.note({ state: 'FAULTED', live: false, fault });
    const at =
      error instanceof ProjectionFault
        ? { stream: `${error.event.stream.type}:${error.event.stream.id}`, version: error.event.stream.version }
        : {};
    this.log.error({ projection: this.projection.name, ...at, err: error }, `projection stopped: ${fault}`);
  }

  stops(): void {
    if (this.#status.state !== 'FAULTED') this.note({ state: 'STOPPED' });
  }

  #recovers(change: Partial<ProjectionStatus>): void {
    const { fault: _, ...rest } = this.#status;
    this.#status = { ...rest, ...change };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
