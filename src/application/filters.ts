import type { Filter, Scalar } from './ports.js';

type Value = Exclude<Scalar, null>;

const valuesOf = (value: unknown): readonly Value[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter(
    (each): each is Value => typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean',
  );

/** Negative, zero or positive, as `a` comes before, with or after `b`; NaN for values of different types. */
const compare = (a: Value, b: Scalar): number => {
  if (typeof a === 'string') return typeof b === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : NaN;
  return typeof a === typeof b ? Number(a) - Number(b) : NaN;
};

const isEqual = (values: readonly Value[], wanted: Scalar): boolean =>
  wanted === null ? values.length === 0 : values.includes(wanted);

/**
 * Whether a filter holds of a document that is at hand, by the rules of `Filter`: for what is not, or not yet, in a read
 * model. Lists are the `many` fields.
 */
export const holds = (filter: Filter, body: Readonly<Record<string, unknown>>): boolean => {
  if ('and' in filter) return filter.and.every((each) => holds(each, body));
  if ('or' in filter) return filter.or.some((each) => holds(each, body));
  if ('not' in filter) return !holds(filter.not, body);
  const values = valuesOf(body[filter.field]);
  if ('eq' in filter) return isEqual(values, filter.eq);
  if ('ne' in filter) return !isEqual(values, filter.ne);
  if ('in' in filter) return filter.in.some((wanted) => isEqual(values, wanted));
  if ('lt' in filter) return values.some((value) => compare(value, filter.lt) < 0);
  if ('lte' in filter) return values.some((value) => compare(value, filter.lte) <= 0);
  if ('gt' in filter) return values.some((value) => compare(value, filter.gt) > 0);
  if ('gte' in filter) return values.some((value) => compare(value, filter.gte) >= 0);
  if ('startsWith' in filter) return values.some((value) => String(value).startsWith(filter.startsWith));
  if ('contains' in filter) return values.some((value) => String(value).includes(filter.contains));
  return values.length > 0 === filter.exists;
};
