/** Calls back once after so many milliseconds, unless cancelled by what it returns. Injected, so that tests tell the time. */
export type Timer = (milliseconds: number, then: () => void) => () => void;

const longestPauseMs = 5_000;

/** How long to wait before the next try: 0.1 s, doubled with each failure in a row, up to five seconds. */
export const backOffMs = (failures: number): number => Math.min(100 * 2 ** failures, longestPauseMs);

/** Waits, or until `signal` aborts. */
export const pause = (timer: Timer, milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      signal?.removeEventListener('abort', end);
      cancel();
      resolve();
    };
    const cancel = timer(milliseconds, end);
    signal?.addEventListener('abort', end);
    if (signal?.aborted === true) end();
  });
