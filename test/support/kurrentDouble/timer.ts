import type { Timer } from '../../../src/application/ports.js';
import { callTimeoutMs } from '../../../src/eventstore/kurrentdb/connection.js';
import { receiptMs } from '../../../src/eventstore/kurrentdb/receipts.js';

/**
 * A timer without time. Pauses between tries are over as soon as `beforeRetry` is done; what limits a call is over when
 * the test says so.
 */
export const handTimer = (beforeRetry: () => Promise<void> | void = () => undefined) => {
  const limits = new Map<() => void, number>();
  const pauses: number[] = [];
  let armed = (): void => undefined;
  const timer: Timer = (milliseconds, then) => {
    if (milliseconds >= callTimeoutMs || milliseconds === receiptMs) {
      // A function of its own, since the same one may be given twice.
      const expire = (): void => then();
      limits.set(expire, milliseconds);
      armed();
      return () => limits.delete(expire);
    }
    pauses.push(milliseconds);
    let isCancelled = false;
    void Promise.resolve(beforeRetry()).then(() => setImmediate(() => !isCancelled && then()));
    return () => (isCancelled = true);
  };
  return {
    timer,
    /** Every pause so far, in milliseconds. */
    pauses,
    /** Resolves when the next call begins whose time is limited. */
    limited: (): Promise<void> => new Promise((resolve) => (armed = resolve)),
    /** Lets the time of every call under way run out, or that of those with this limit. */
    expire: (milliseconds = callTimeoutMs): void => {
      for (const [expire, limit] of [...limits]) {
        if (limit !== milliseconds) continue;
        limits.delete(expire);
        expire();
      }
    },
  };
};
