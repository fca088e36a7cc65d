import { backOffMs, pause, type Timer } from './timer.js';

/** The right to do a job that only one of several instances may do at a time. */
export interface Lease {
  /** Grows with every holder: who has a smaller one has been replaced. */
  readonly term: number;
  /**
   * Aborts once the lease is over: lost to another instance, or not renewed in time. A process that was stopped may learn of
   * it late, so whatever is done under a lease MUST be harmless when done by two: read models are written from a known
   * position only (`Generation.apply` with `after`), policies send commands with ids of their causes.
   */
  readonly lost: AbortSignal;
  /** Gives the job to whoever waits for it. Never rejects; a lease that cannot be given back runs out. */
  release(): Promise<void>;
}

/** Shares jobs out among the instances of an installation. Every adapter passes test/contracts/leases.contract.ts. */
export interface Leases {
  /** Whether other instances take part: then a holder that cannot do its job should give it up. */
  readonly shared: boolean;
  /**
   * Waits until nobody else holds the lease, as long as it takes, through failures of the store too; undefined when `signal`
   * aborts first. `onWait` is told once when somebody else holds it.
   */
  acquire(name: string, signal: AbortSignal, onWait?: () => void): Promise<Lease | undefined>;
  /** Whether any instance holds it now. Throws StoreFault when that cannot be known. */
  isHeld(name: string): Promise<boolean>;
  /** Gives all leases back. */
  close(): Promise<void>;
}

/** What became of a piece of work: DONE for good, or to be gone on with, at once or after a failure. */
export type WorkOutcome = 'DONE' | 'AGAIN' | 'FAILED';

/**
 * Does a job whenever this instance holds its lease, until the job is done or `signal` aborts. After a failure the lease is
 * given back first, so that an instance which is cut off from what it needs does not keep the others from trying.
 * `work` must end soon after its own signal aborts.
 */
export const whileHeld = async (
  job: {
    readonly leases: Leases;
    readonly name: string;
    readonly signal: AbortSignal;
    readonly timer: Timer;
    readonly onWait?: () => void;
  },
  work: (held: AbortSignal) => Promise<WorkOutcome>,
): Promise<void> => {
  const { leases, name, signal, timer, onWait } = job;
  let failures = 0;
  while (!signal.aborted) {
    const lease = await leases.acquire(name, signal, onWait);
    if (lease === undefined) return;
    let outcome: WorkOutcome;
    try {
      outcome = await work(AbortSignal.any([signal, lease.lost]));
    } finally {
      await lease.release();
    }
    if (outcome === 'DONE') return;
    if (outcome === 'FAILED') await pause(timer, backOffMs(failures++), signal);
    else failures = 0;
  }
};

/** Does something that no two instances may do at once; waits for its turn. */
export const alone = async <T>(leases: Leases, name: string, work: () => Promise<T>): Promise<T> => {
  const lease = await leases.acquire(name, new AbortController().signal);
  try {
    return await work();
  } finally {
    await lease?.release();
  }
};
