import { changesBetween, type Change } from '../domain/kernel/changes.js';
import type { Recorded } from '../domain/kernel/event.js';
import { momentMs } from '../domain/kernel/fuzzyDate.js';
import type { StreamRef } from '../domain/kernel/ids.js';
import type { Streams, StreamView } from './streams.js';

/**
 * A point on both clocks (reference 4.2). `asOf` asks about the world, `knownAt` about the record; each is a Vietnam day
 * or an instant, and absent means now. `version` asks for the record after so many events instead.
 */
export interface Point {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly version?: number;
}

/** An object at a point: its state, the version of the last event in it, and the events whose place is in doubt. */
export interface Snapshot<S> {
  readonly ref: StreamRef;
  readonly state: S;
  /** Number of events recorded by `knownAt`; 0: not known then. */
  readonly version: number;
  /** Ids of events that may or may not have happened by `asOf`. */
  readonly undetermined: readonly string[];
  readonly lastEvent: Recorded | undefined;
}

/** Past, present and difference of single objects: folds of their streams, never a scan of the log. */
export class History {
  constructor(private readonly streams: Streams) {}

  async at<S>(ref: StreamRef, point: Point = {}): Promise<Snapshot<S>> {
    return snapshotAt(await this.streams.load(ref), point);
  }

  /** Many objects, one question to the store. */
  async atMany<S>(refs: readonly StreamRef[], point: Point = {}): Promise<readonly Snapshot<S>[]> {
    return (await this.streams.loadMany(refs)).map((view) => snapshotAt<S>(view, point));
  }

  /** What one event changed: the difference between the states before and after it. */
  async changesOf(
    keys: readonly { readonly ref: StreamRef; readonly version: number }[],
  ): Promise<readonly (readonly Change[])[]> {
    const refs = new Map(keys.map(({ ref }) => [`${ref.type}:${ref.id}`, ref]));
    const views = await this.streams.loadMany([...refs.values()]);
    const byName = new Map([...refs.keys()].map((name, index) => [name, views[index]]));
    return keys.map(({ ref, version }) => {
      const view = byName.get(`${ref.type}:${ref.id}`);
      if (view === undefined || version < 1 || version > view.version) return [];
      const before = view.stateAfter(version - 1);
      const event = view.events[version - 1];
      return event === undefined ? [] : changesBetween(before, view.decider.evolve(before, event));
    });
  }

  /** The difference between an object at two points. */
  async diff(ref: StreamRef, from: Point, to: Point): Promise<readonly Change[]> {
    const view = await this.streams.load(ref);
    return changesBetween(snapshotAt(view, from).state, snapshotAt(view, to).state);
  }
}

/** How many events were recorded by an instant; `recordedAt` never runs backwards. */
const knownBy = (view: StreamView, point: Point): number => {
  if (point.version !== undefined) return Math.min(point.version, view.version);
  if (point.knownAt === undefined) return view.version;
  const known = momentMs(point.knownAt);
  return firstIndex(view.version, (index) => Date.parse(view.events[index]?.recordedAt ?? '') > known);
};

/** The first index for which a monotone test holds, or `length`. */
const firstIndex = (length: number, holds: (index: number) => boolean): number => {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The fold of reference 4.2, Two clocks. */
export const snapshotAt = <S>(view: StreamView, point: Point): Snapshot<S> => {
  const known = knownBy(view, point);
  const snapshot = (state: unknown, last: number, undetermined: readonly string[]): Snapshot<S> => ({
    ref: view.ref,
    state: state as S,
    version: known,
    undetermined,
    lastEvent: view.events[last],
  });
  if (point.asOf === undefined) return snapshot(view.stateAfter(known), known - 1, []);

  const asOf = momentMs(point.asOf);
  const latest = (index: number) => view.validTimes[index]?.latest ?? Infinity;
  const undetermined = view.events
    .slice(0, known)
    .filter((_, index) => (view.validTimes[index]?.earliest ?? Infinity) <= asOf && asOf < latest(index))
    .map((event) => event.eventId);
  if (view.monotone) {
    const kept = Math.min(
      known,
      firstIndex(view.version, (index) => latest(index) > asOf),
    );
    return snapshot(view.stateAfter(kept), kept - 1, undetermined);
  }
  const kept = [...Array(known).keys()]
    .filter((index) => latest(index) <= asOf)
    .sort((a, b) => latest(a) - latest(b) || a - b);
  // As far as the order of the world is the order of the record, a snapshot of the record serves.
  const inOrder = kept.findIndex((index, place) => index !== place);
  const prefix = inOrder < 0 ? kept.length : inOrder;
  let state = view.stateAfter(prefix);
  for (const index of kept.slice(prefix)) {
    const event = view.events[index];
    if (event !== undefined) state = view.decider.evolve(state, event);
  }
  return snapshot(state, kept.at(-1) ?? -1, undetermined);
};
