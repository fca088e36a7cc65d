import type { Recorded } from './event.js';
import { earliestMs, latestMs } from './fuzzyDate.js';

/**
 * When an event counts in the world (reference 4.2, Two clocks, step 3): the first and the last instant it can mean, in
 * milliseconds since the epoch. It counts from the last on; `earliest` may be −∞.
 */
export interface ValidTime {
  readonly earliest: number;
  readonly latest: number;
}

/** An event's place on the world's clock: `effectiveFrom` where the data has one, else `occurred`. */
export const validTime = (event: Recorded): ValidTime => {
  const { effectiveFrom } = event.data as { effectiveFrom?: { earliest?: string; latest?: string } | null };
  const date = effectiveFrom ?? event.meta.occurred;
  const latest = latestMs(date);
  return { earliest: earliestMs(date), latest: Number.isFinite(latest) ? latest : Date.parse(event.recordedAt) };
};
