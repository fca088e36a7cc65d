import { changesBetween } from '../kernel/changes.js';
import { type Correction, statedAt } from '../kernel/correction.js';
import type { Recorded } from '../kernel/event.js';
import { type FuzzyDate, latestMs, latestOf } from '../kernel/fuzzyDate.js';
import type { AgreementState, DataOf } from './state.js';

/**
 * That all have signed, computed from the days on which they did. The signature that completes the record may be older than
 * another: then the agreement counts as signed from that other one on, and not from when this one was given.
 */
export const completion = (days: readonly FuzzyDate[], occurred: FuzzyDate): DataOf<'AgreementFullySigned'> => {
  const signedOn = latestOf(days);
  const isLater = signedOn.latest !== undefined && latestMs(signedOn) > latestMs(occurred);
  return { signedOn, ...(isLater ? { effectiveFrom: signedOn } : {}) };
};

const isSame = (a: unknown, b: unknown): boolean => changesBetween(a, b).length === 0;

/**
 * What the completion says when the day of a signature turns out to be another: computed again from the signatures that
 * stood then, unless somebody has said since that it was on another day.
 */
export const completedAgain = (
  { parties }: AgreementState,
  { eventId, meta }: Recorded,
  later: readonly Recorded[],
  now: FuzzyDate,
): readonly Correction[] => {
  const place = later.findLastIndex(({ type }) => type === 'AgreementFullySigned');
  const complete = later[place];
  if (complete === undefined) return [];
  const since = new Set(later.slice(place + 1).map((event) => event.eventId));
  const counted = parties.flatMap(({ signatures }) => signatures).filter((each) => !since.has(each.eventId));
  const was = latestOf(counted.map(({ signedOn }) => signedOn));
  if (!isSame(was, statedAt(complete, 'signedOn'))) return [];
  const cameAlong = complete.meta.commandId === meta.commandId;
  const then = completion(
    counted.map((each) => (each.eventId === eventId ? now : each.signedOn)),
    cameAlong ? now : complete.meta.occurred,
  );
  return (['signedOn', 'effectiveFrom'] as const).flatMap((path) => {
    const [before, after] = [statedAt(complete, path) ?? null, then[path]];
    const change = { targetEventId: complete.eventId, path, was: before };
    if (isSame(before, after)) return [];
    return [after === undefined ? change : { ...change, now: after }];
  });
};

/** A party accedes on the day on which it signs. */
export const accededAgain = (target: Recorded, later: readonly Recorded[], now: FuzzyDate): readonly Correction[] =>
  later
    .filter(({ type, meta }) => type === 'PartyAcceded' && meta.commandId === target.meta.commandId)
    .filter((acceded) => isSame(statedAt(acceded, 'effectiveFrom'), target.meta.occurred))
    .map(({ eventId }) => ({ targetEventId: eventId, path: 'effectiveFrom', was: target.meta.occurred, now }));
