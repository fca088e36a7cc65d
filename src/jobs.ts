import type { Logger } from 'pino';
import { type Leases, pause, type Timer, whileHeld } from './application/ports.js';
import type { Services } from './compose.js';

/** Events after which something may be due at once. */
const stirring = [
  'AgreementRegistered',
  'AgreementFullySigned',
  'AgreementEnteredIntoForce',
  'OrganizationsMerged',
] as const;

/** How often the policies look whether a day has come, beside acting when something happens. */
const policyTickMs = 60_000;
const cleanUpMs = 600_000;

/** Work that goes on until it is stopped, in one instance at a time. */
export interface Job {
  /** Resolves when it has been done here once, or another instance does it. */
  readonly begun: Promise<void>;
  readonly stop: () => Promise<void>;
}

interface JobSurroundings {
  readonly leases: Leases;
  readonly logger: Logger;
  readonly timer: Timer;
}

/** `work` goes on until its signal aborts, and tells when it has done once what there was to do. */
const start = (
  name: string,
  { leases, logger, timer }: JobSurroundings,
  work: (held: AbortSignal, done: () => void) => Promise<void>,
): Job => {
  const abort = new AbortController();
  const { signal } = abort;
  let begun = (): void => undefined;
  const job = new Promise<void>((resolve) => (begun = resolve));
  const running = whileHeld({ leases, name, signal, timer, onWait: begun }, async (held) => {
    try {
      await work(held, begun);
      return 'AGAIN';
    } catch (err) {
      if (!held.aborted) logger.error({ err, job: name }, 'A job failed; it is tried again');
      return 'FAILED';
    } finally {
      begun();
    }
  });
  return {
    begun: job,
    stop: async () => {
      abort.abort();
      await running;
    },
  };
};

/** Runs the policies at once, when the clock ticks, and when something happened that may be due. */
export const startPolicies = (
  { events, leases, policies, catchUp }: Services,
  surroundings: Omit<JobSurroundings, 'leases'>,
): Job =>
  start('policies', { ...surroundings, leases }, async (held, done) => {
    const { logger, timer } = surroundings;
    // One that fails on what is due now is run again with the next tick.
    const run = async (): Promise<void> => {
      await orAborted(catchUp(), held);
      if (held.aborted) return;
      await policies.run().catch((err: unknown) => logger.error({ err }, 'The policies failed'));
    };
    const head = await events.head();
    await run();
    // What they did shows from the first query on.
    await orAborted(catchUp(), held);
    done();
    const over = new AbortController();
    const signal = AbortSignal.any([held, over.signal]);
    const ticking = every(policyTickMs, timer, signal, run);
    try {
      let isStirred = false;
      for await (const delivery of events.subscribe(head, signal, { eventTypes: stirring })) {
        if (delivery.kind === 'EVENT') isStirred = true;
        else if (delivery.live && isStirred) {
          isStirred = false;
          await run();
        }
      }
    } finally {
      over.abort();
      await ticking;
    }
  });

/** Runs the clean-ups of the stores at once and from time to time. */
export const startCleanUps = ({ leases, cleanUps }: Services, surroundings: Omit<JobSurroundings, 'leases'>): Job =>
  start('clean-up', { ...surroundings, leases }, async (held, done) => {
    const { logger, timer } = surroundings;
    const run = async (): Promise<void> => {
      for (const cleanUp of cleanUps) {
        if (held.aborted) return;
        try {
          const removed = await cleanUp.run(held);
          if (removed > 0) logger.info({ cleanUp: cleanUp.name, removed }, 'A clean-up removed what was left over');
        } catch (err) {
          logger.warn({ err, cleanUp: cleanUp.name }, 'A clean-up failed');
        }
      }
    };
    await run();
    done();
    await every(cleanUpMs, timer, held, run);
  });

/** Never rejects. */
const every = async (
  milliseconds: number,
  timer: Timer,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> => {
  for (;;) {
    await pause(timer, milliseconds, signal);
    if (signal.aborted) return;
    await work();
  }
};

/** Waits for work, or until `signal` aborts; the work itself goes on. */
const orAborted = (work: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (): void => resolve();
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
