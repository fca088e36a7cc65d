import type { AccessRecord, RefusalRecord } from '../application/ports.js';

/** Years a record is kept (reference 4.2, Refusals). */
export const keptYears = 5;
/** How long records gather before they are written together. */
export const gatherMs = 250;
/** Different records that may wait to be written. */
export const waitingLimit = 10_000;

/**
 * Refusals that one actor may add in one minute. What exceeds it is counted in one row of the actor and minute, with code
 * CAPACITY_LIMIT and no stream.
 */
export const refusalQuota = 60;

/** What is left of a refusal beyond the quota. */
export const refusalBeyondQuota = (refusal: RefusalRecord): RefusalRecord => ({
  ...refusal,
  code: 'CAPACITY_LIMIT',
  stream: '',
  payloadDigest: '',
  details: { limit: refusalQuota },
});

/**
 * Objects that one reader may be recorded with in one minute: some pages of the trail. What exceeds it is counted without
 * the object.
 */
export const accessQuota = 1000;

/** What is left of an access beyond the quota. */
export const accessBeyondQuota = (access: AccessRecord): AccessRecord => ({ ...access, stream: '' });

/** `YYYY-MM-DDTHH:MM` of an RFC 3339 instant. */
export const minuteOf = (at: string): string => at.slice(0, 16);

/** The same instant, RFC 3339 UTC, so many years before. */
export const yearsBefore = (at: string, years: number): string => `${Number(at.slice(0, 4)) - years}${at.slice(4)}`;
