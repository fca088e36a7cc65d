import type { Recorded } from './event.js';

/** The event types by which a correction takes effect (reference 4.2, Corrections); both have the same members. */
const effects: ReadonlySet<string> = new Set(['ClericalCorrectionRecorded', 'RecordCorrected']);

/**
 * What a recorded correction changes of an earlier event: `path` is slash-separated, in the event's data, or `occurred` or
 * `source/…`. `was` is null for a member that was not there; without `now` the member is taken away.
 */
export interface Correction {
  readonly targetEventId: string;
  readonly path: string;
  readonly was: unknown;
  readonly now?: unknown;
}

/** The correction that an event carries out, if it does. */
export const correctionOf = (event: Recorded): Correction | undefined =>
  effects.has(event.type) ? (event.data as Correction) : undefined;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members of a list are addressed as `changes` does: by the id they carry, else by place. */
const placeOf = (list: readonly unknown[], key: string): number => {
  const byId = list.findIndex(
    (member) =>
      isRecord(member) && Object.entries(member).some(([name, value]) => /[a-z]Id$|^id$/.test(name) && value === key),
  );
  return byId >= 0 ? byId : /^\d+$/.test(key) ? Number(key) : -1;
};

/** The value at a path; undefined where there is none. */
export const valueAt = (value: unknown, path: readonly string[]): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(value)) return valueAt(value[placeOf(value, key)], rest);
  return isRecord(value) && Object.hasOwn(value, key) ? valueAt(value[key], rest) : undefined;
};

/** A copy with another value at the path; undefined takes a member away. A path that leads nowhere changes nothing. */
const withValue = (value: unknown, path: readonly string[], now: unknown): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return now;
  if (Array.isArray(value)) {
    const place = placeOf(value, key);
    return value.map((member: unknown, index) => (index === place ? withValue(member, rest, now) : member));
  }
  if (!isRecord(value)) return value;
  if (rest.length > 0) return Object.hasOwn(value, key) ? { ...value, [key]: withValue(value[key], rest, now) } : value;
  const { [key]: _, ...others } = value;
  return now === undefined ? others : { ...value, [key]: now };
};

const rootOf = (path: string): { readonly inMeta: boolean; readonly keys: readonly string[] } => {
  const keys = path.split('/');
  return { inMeta: keys[0] === 'occurred' || keys[0] === 'source', keys };
};

/** What an event says at a path. */
export const statedAt = (event: Recorded, path: string): unknown => {
  const { inMeta, keys } = rootOf(path);
  return valueAt(inMeta ? event.meta : event.data, keys);
};

/** What stands where a path led before a change: a member of a list keeps its place, even if it takes another id. */
const reached = (was: unknown, now: unknown, [key, ...rest]: readonly string[]): unknown => {
  if (key === undefined) return now;
  if (!Array.isArray(was)) return reached(valueAt(was, [key]), valueAt(now, [key]), rest);
  const place = placeOf(was, key);
  return reached(was[place], Array.isArray(now) ? now[place] : undefined, rest);
};

/** The event as it reads after a correction; the stored one stays as it is. */
export const corrected = (event: Recorded, { path, now }: Correction): Recorded => {
  const { inMeta, keys } = rootOf(path);
  return inMeta
    ? { ...event, meta: withValue(event.meta, keys, now) as Recorded['meta'] }
    : { ...event, data: withValue(event.data, keys, now) as Recorded['data'] };
};

/** What the event says after a correction at the place that it led to. */
export const correctedAt = (event: Recorded, correction: Correction): unknown => {
  const { inMeta, keys } = rootOf(correction.path);
  const after = corrected(event, correction);
  return inMeta ? reached(event.meta, after.meta, keys) : reached(event.data, after.data, keys);
};
