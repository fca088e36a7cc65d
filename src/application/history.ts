import type { AgreementState } from '../domain/agreement/index.js';
import { changesBetween, type Change } from '../domain/kernel/changes.js';
import type { Recorded } from '../domain/kernel/event.js';
import { momentMs } from '../domain/kernel/fuzzyDate.js';
import { type StreamRef, streamName } from '../domain/kernel/ids.js';
import { blameOf, type ClauseBlame, noTrace, type Trace, traceStep } from './blame.js';
import type { Streams, StreamView } from './streams.js';
import { snapshotEvery, type Timeline } from './timeline.js';

/**
 * A point on both clocks (reference 4.2). `asOf` asks about the world, `knownAt` about the record; each is a Vietnam day
 * or an instant, and absent means now. `version` asks for the record after so many events instead.
 */
export interface Point {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly version?: number;
}

/** Whose words an agreement has at a point, as if the events to ignore had not changed them. */
export interface BlameQuestion {
  readonly ref: StreamRef;
  readonly point: Point;
  readonly ignoreEvents: readonly string[];
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

/** One event of a stream, by its version. */
export interface EventKey {
  readonly ref: StreamRef;
  readonly version: number;
}

/** An event as it was recorded, and what its object was like before it. */
export interface Moment {
  readonly event: Recorded;
  readonly before: unknown;
  /** The version of another event of the stream; undefined when it has none of that id. */
  readonly versionOf: (eventId: string) => number | undefined;
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

  /** What each event changed: the difference between the states before and after it; nothing for one that is not there. */
  async changesOf(keys: readonly EventKey[]): Promise<readonly (readonly Change[])[]> {
    return (await this.#ofEvents(keys, changesOf)).map((changes) => changes ?? []);
  }

  /** The events themselves; null for one that is not there. */
  momentsOf(keys: readonly EventKey[]): Promise<readonly (Moment | null)[]> {
    return this.#ofEvents(keys, momentOf);
  }

  /** Many events, one question to the store. */
  async #ofEvents<T>(
    keys: readonly EventKey[],
    answer: (view: StreamView, version: number) => T | null,
  ): Promise<readonly (T | null)[]> {
    const refs = new Map(keys.map(({ ref }) => [streamName(ref), ref]));
    const views = await this.streams.loadMany([...refs.values()]);
    const byName = new Map([...refs.keys()].map((name, index) => [name, views[index]]));
    return keys.map(({ ref, version }) => {
      const view = byName.get(streamName(ref));
      return view === undefined || version < 1 || version > view.version ? null : answer(view, version);
    });
  }

  /** For each clause of each agreement and each word in it the event that last changed it; one question to the store. */
  async blame(questions: readonly BlameQuestion[]): Promise<readonly (readonly ClauseBlame[])[]> {
    const views = await this.streams.loadMany(questions.map(({ ref }) => ref));
    return questions.map(({ point, ignoreEvents }, index) => {
      const view = views[index];
      return view === undefined ? [] : blameOf(traceAt(view, point), new Set(ignoreEvents));
    });
  }

  /** The difference between an object at two points. */
  async diff(ref: StreamRef, from: Point, to: Point): Promise<readonly Change[]> {
    const view = await this.streams.load(ref);
    return difference(view, snapshotAt(view, from).state, snapshotAt(view, to).state);
  }
}

const difference = ({ decider }: StreamView, was: unknown, now: unknown): readonly Change[] =>
  decider.comparable === undefined
    ? changesBetween(was, now)
    : changesBetween(decider.comparable(was), decider.comparable(now));

/** A revision says itself what it changed; of any other event the states on both its sides tell. */
const changesOf = (view: StreamView, version: number): readonly Change[] => {
  const data = view.events[version - 1]?.data as { readonly changes?: readonly Change[] } | undefined;
  return data?.changes ?? difference(view, view.stateAfter(version - 1), view.stateAfter(version));
};

const momentOf = (view: StreamView, version: number): Moment | null => {
  const event = view.events[version - 1];
  return event === undefined
    ? null
    : {
        event,
        before: view.stateAfter(version - 1),
        versionOf: (eventId) => view.events.find((each) => each.eventId === eventId)?.stream.version,
      };
};

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

/** Which events of a stream make up a point, and in which order they are folded (reference 4.2, Two clocks). */
interface Selection {
  readonly timeline: Timeline;
  readonly known: number;
  /** So far the order of the world is the order of the record, and a snapshot of the record serves. */
  readonly prefix: number;
  /** Indexes of the events folded after the prefix. */
  readonly rest: readonly number[];
  readonly undetermined: readonly string[];
}

const select = (view: StreamView, point: Point): Selection => {
  const known = knownBy(view, point);
  const timeline = view.known(known);
  if (point.asOf === undefined) return { timeline, known, prefix: known, rest: [], undetermined: [] };

  const asOf = momentMs(point.asOf);
  const latest = (index: number) => timeline.validTimes[index]?.latest ?? Infinity;
  const undetermined = timeline.events
    .slice(0, known)
    .filter((_, index) => (timeline.validTimes[index]?.earliest ?? Infinity) <= asOf && asOf < latest(index))
    .map((event) => event.eventId);
  if (timeline.monotone) {
    const prefix = firstIndex(known, (index) => latest(index) > asOf);
    return { timeline, known, prefix, rest: [], undetermined };
  }
  const kept = [...Array(known).keys()]
    .filter((index) => latest(index) <= asOf)
    .sort((a, b) => latest(a) - latest(b) || a - b);
  const outOfOrder = kept.findIndex((index, place) => index !== place);
  const prefix = outOfOrder < 0 ? kept.length : outOfOrder;
  return { timeline, known, prefix, rest: kept.slice(prefix), undetermined };
};

/** The fold of reference 4.2, Two clocks. */
export const snapshotAt = <S>(view: StreamView, point: Point): Snapshot<S> => {
  const { timeline, known, prefix, rest, undetermined } = select(view, point);
  const state = timeline.foldOn(timeline.stateAfter(prefix), rest);
  const last = rest.at(-1) ?? prefix - 1;
  return { ref: view.ref, state: state as S, version: known, undetermined, lastEvent: view.events[last] };
};

/** Traces are kept behind every so many events, beside the snapshots, so that blame costs the same at any depth. */
const traces = new WeakMap<Timeline, Trace[]>();

const traceFrom = (trace: Trace, start: unknown, events: readonly Recorded[], timeline: Timeline): Trace => {
  let [result, state] = [trace, start as AgreementState];
  for (const event of events) {
    const next = timeline.decider.evolve(state, event) as AgreementState;
    result = traceStep(result, state, next, event.eventId);
    state = next;
  }
  return result;
};

/** Where an agreement's text comes from, as of a point. */
const traceAt = (view: StreamView, point: Point): Trace => {
  const { timeline, prefix, rest } = select(view, point);
  const kept = traces.get(timeline) ?? [noTrace];
  traces.set(timeline, kept);
  const wanted = Math.floor(prefix / snapshotEvery);
  let from = Math.min(kept.length - 1, wanted);
  let trace = kept[from] ?? noTrace;
  for (; from < wanted; from++) {
    const start = from * snapshotEvery;
    const events = timeline.events.slice(start, start + snapshotEvery);
    trace = traceFrom(trace, timeline.stateAfter(start), events, timeline);
    kept[from + 1] = trace;
  }
  const start = wanted * snapshotEvery;
  const events = [...timeline.events.slice(start, prefix), ...rest.flatMap((index) => timeline.events[index] ?? [])];
  return traceFrom(trace, timeline.stateAfter(start), events, timeline);
};
