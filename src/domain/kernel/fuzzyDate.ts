import { z } from 'zod';

/** How sure the record is of a fact (reference 4.2). */
export const certainties = ['STATED', 'INFERRED', 'UNKNOWN'] as const;
export const Certainty = z.enum(certainties);
export type Certainty = z.infer<typeof Certainty>;

export const precisions = ['INSTANT', 'HALF_DAY', 'DAY', 'MONTH', 'YEAR', 'RANGE', 'UNKNOWN'] as const;
export const partsOfDay = ['MORNING', 'AFTERNOON', 'EVENING'] as const;

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;
const firstYear = 1800;
const lastYear = 2200;

/** Every day is a Vietnam day: +07:00, no daylight saving since 1975 (reference 3.5). */
const zone = '+07:00';

/** Days of a month, 1 to 12, in a year; none of any other month. */
const daysIn = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
};

/** True for a real calendar day or instant within the years the record can mean. */
export const isBound = (text: string): boolean => {
  if (!dayPattern.test(text) && !instantPattern.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  if (year < firstYear || year > lastYear || day < 1 || day > daysIn(year, month)) return false;
  return !Number.isNaN(Date.parse(text));
};

const Bound = z
  .string()
  .max(35)
  .refine(isBound, { message: 'not a day (YYYY-MM-DD) or instant (RFC 3339) between 1800 and 2200' });

interface Bounds {
  readonly earliest?: string | undefined;
  readonly latest?: string | undefined;
}

/**
 * A date as a source gives it: bounds, precision and certainty instead of a bare day (reference 4.2).
 * `earliest` and `latest` are Vietnam days (`YYYY-MM-DD`) or instants (RFC 3339); an absent bound is unknown.
 */
export const FuzzyDate = z
  .strictObject({
    earliest: Bound.optional(),
    latest: Bound.optional(),
    precision: z.enum(precisions),
    partOfDay: z.enum(partsOfDay).optional(),
    asWritten: z.string().max(200).optional(),
    certainty: Certainty,
    basis: z.string().max(1000).optional(),
  })
  .refine((date) => earliestMs(date) <= latestMs(date), { message: 'earliest lies after latest', path: ['earliest'] });
export type FuzzyDate = Readonly<z.infer<typeof FuzzyDate>>;

/** Milliseconds since the epoch of a bound's first instant. */
const startOf = (bound: string): number => Date.parse(dayPattern.test(bound) ? `${bound}T00:00:00.000${zone}` : bound);
/** Milliseconds since the epoch of a bound's last instant. */
const endOf = (bound: string): number => Date.parse(dayPattern.test(bound) ? `${bound}T23:59:59.999${zone}` : bound);

/** First instant the date can mean; −∞ when nothing bounds it from below. */
export const earliestMs = (date: Bounds): number =>
  date.earliest === undefined ? Number.NEGATIVE_INFINITY : startOf(date.earliest);

/** Last instant the date can mean; +∞ when nothing bounds it from above. */
export const latestMs = (date: Bounds): number =>
  date.latest === undefined ? Number.POSITIVE_INFINITY : endOf(date.latest);

/** The last instant of a Vietnam day, or the instant itself: what a date-only `asOf` means (reference 4.2). */
export const momentMs = (dayOrInstant: string): number => endOf(dayOrInstant);

/** The Vietnam day (`YYYY-MM-DD`) in which an instant falls. */
export const vietnamDay = (instant: string | number): string =>
  new Date((typeof instant === 'number' ? instant : Date.parse(instant)) + 7 * 3_600_000).toISOString().slice(0, 10);

/** The day after a Vietnam day. */
export const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** A certain instant, such as the moment a command arrives. */
export const instant = (at: string): FuzzyDate => ({
  earliest: at,
  latest: at,
  precision: 'INSTANT',
  certainty: 'STATED',
});

/** A certain Vietnam day. */
export const day = (on: string): FuzzyDate => ({ earliest: on, latest: on, precision: 'DAY', certainty: 'STATED' });

export const unknownDate: FuzzyDate = { precision: 'UNKNOWN', certainty: 'UNKNOWN' };

/** The latest of some dates; one that has no last day leaves the whole unknown. */
export const latestOf = ([first, ...others]: readonly FuzzyDate[]): FuzzyDate => {
  if (first?.latest === undefined || others.some((date) => date.latest === undefined)) return unknownDate;
  return others.reduce(
    (a, b) => (latestMs(b) > latestMs(a) || (latestMs(b) === latestMs(a) && earliestMs(b) > earliestMs(a)) ? b : a),
    first,
  );
};

/** The answer to a comparison of dates that may overlap. */
export type Tri = 'YES' | 'NO' | 'UNDETERMINED';

/** Is `a` wholly before `b`? */
export const isBefore = (a: FuzzyDate, b: FuzzyDate): Tri => {
  if (latestMs(a) < earliestMs(b)) return 'YES';
  return earliestMs(a) >= latestMs(b) ? 'NO' : 'UNDETERMINED';
};

/** Is `a` wholly after `b`? */
export const isAfter = (a: FuzzyDate, b: FuzzyDate): Tri => isBefore(b, a);

/**
 * Has what is valid from `from` begun at `at`? A right given from a day holds from that day's first instant; only a vaguer
 * date leaves a doubt.
 */
export const hasBegun = (at: FuzzyDate, from: FuzzyDate): Tri => {
  const surely = from.latest === undefined ? Number.POSITIVE_INFINITY : startOf(from.latest);
  if (earliestMs(at) >= surely) return 'YES';
  return latestMs(at) < earliestMs(from) ? 'NO' : 'UNDETERMINED';
};

/** Is what lasts until `to`, that day included, over at `at`? */
const hasEnded = (at: FuzzyDate, to: FuzzyDate): Tri => {
  const atLeast = to.earliest === undefined ? Number.NEGATIVE_INFINITY : endOf(to.earliest);
  if (earliestMs(at) > latestMs(to)) return 'YES';
  return latestMs(at) <= atLeast ? 'NO' : 'UNDETERMINED';
};

/** Does `at` lie within `from` … `to`, both days included? An absent limit does not limit. */
export const isWithin = (at: FuzzyDate, from: FuzzyDate | undefined, to: FuzzyDate | undefined): Tri => {
  const begun: Tri = from === undefined ? 'YES' : hasBegun(at, from);
  const ended: Tri = to === undefined ? 'NO' : hasEnded(at, to);
  if (begun === 'NO' || ended === 'YES') return 'NO';
  return begun === 'YES' && ended === 'NO' ? 'YES' : 'UNDETERMINED';
};

export const negate = (answer: Tri): Tri => (answer === 'UNDETERMINED' ? answer : answer === 'YES' ? 'NO' : 'YES');

/** Is the day of the date known to the day? */
export const hasDay = (date: FuzzyDate | undefined): boolean =>
  date?.earliest !== undefined &&
  date.latest !== undefined &&
  vietnamDay(startOf(date.earliest)) === vietnamDay(endOf(date.latest));
