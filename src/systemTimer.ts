import type { Timer } from './application/ports.js';

/** The timer of the process. */
export const systemTimer: Timer = (milliseconds, then) => {
  const handle = setTimeout(then, milliseconds);
  return () => clearTimeout(handle);
};
