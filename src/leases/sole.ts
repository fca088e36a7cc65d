import type { Lease, Leases } from '../application/ports.js';

/** Leases of the only instance there is: whoever asks first has it, until it is given back. They are never lost. */
export const createSoleLeases = (): Leases => {
  /** Those who wait for each lease that is held, in the order in which they asked. */
  const waiting = new Map<string, (() => void)[]>();
  let term = 0;

  const giveTo = (name: string): Lease => {
    let isOver = false;
    term += 1;
    return {
      term,
      lost: new AbortController().signal,
      release: () => {
        if (!isOver) {
          isOver = true;
          const next = waiting.get(name)?.shift();
          if (next === undefined) waiting.delete(name);
          else next();
        }
        return Promise.resolve();
      },
    };
  };

  return {
    shared: false,
    acquire: (name, signal, onWait) =>
      new Promise((resolve) => {
        const queue = waiting.get(name);
        if (signal.aborted) resolve(undefined);
        else if (queue === undefined) {
          waiting.set(name, []);
          resolve(giveTo(name));
        } else {
          const go = (): void => {
            signal.removeEventListener('abort', leave);
            resolve(giveTo(name));
          };
          const leave = (): void => {
            queue.splice(queue.indexOf(go), 1);
            resolve(undefined);
          };
          queue.push(go);
          signal.addEventListener('abort', leave, { once: true });
          onWait?.();
        }
      }),
    isHeld: (name) => Promise.resolve(waiting.has(name)),
    close: () => Promise.resolve(),
  };
};
