import type { Lease, Leases } from '../../src/application/ports.js';

interface Holder {
  readonly lost: AbortController;
}

/**
 * Leases of several instances in one process, which a test can take away: `lose` gives one to whoever waits for it. With
 * `unawares` its holder does not learn of it, like a process that was stopped for a while.
 */
export const handLeases = (): { instance(): Leases; lose(name: string, unawares?: 'unawares'): void } => {
  const holders = new Map<string, Holder>();
  const waiting = new Map<string, (() => void)[]>();
  let term = 0;

  const passOn = (name: string): void => {
    holders.delete(name);
    waiting.get(name)?.shift()?.();
  };
  const take = (name: string): Lease => {
    const holder = { lost: new AbortController() };
    holders.set(name, holder);
    term += 1;
    return {
      term,
      lost: holder.lost.signal,
      release: () => {
        if (holders.get(name) === holder) passOn(name);
        return Promise.resolve();
      },
    };
  };

  return {
    instance: () => ({
      shared: true,
      acquire: async (name, signal, onWait) => {
        while (!signal.aborted && holders.has(name)) {
          onWait?.();
          await new Promise<void>((resolve) => {
            waiting.set(name, [...(waiting.get(name) ?? []), resolve]);
            signal.addEventListener('abort', () => resolve(), { once: true });
            if (signal.aborted) resolve();
          });
        }
        return signal.aborted ? undefined : take(name);
      },
      isHeld: (name) => Promise.resolve(holders.has(name)),
      close: () => Promise.resolve(),
    }),
    lose: (name, unawares) => {
      const holder = holders.get(name);
      passOn(name);
      if (unawares === undefined) holder?.lost.abort();
    },
  };
};
