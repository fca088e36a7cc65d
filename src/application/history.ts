import type { AgreementState } from '../domain/agreement/index.js';
import { changesBetween, type Change } from '../domain/kernel/changes.js';
import type { Recorded } from '../domain/kernel/event.js';
import { momentMs } from '../domain/kernel/fuzzyDate.js';
import { type StreamRef, streamName } from '../domain/kernel/ids.js';
import { blameOf, type ClauseBlame, noTrace, type Trace, traceStep } from './blame.js';
import type { Streams, StreamView } from './streams.js';
import { type Counting, firstIndex, type Timeline } from './timeline.js';

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

interface Selection extends Counting {
  readonly timeline: Timeline;
  readonly known: number;
  readonly undetermined: readonly string[];
}

const select = (view: StreamView, point: Point): Selection => {
  const known = knownBy(view, point);
  const timeline = view.known(known);
  if (point.asOf === undefined)
    return { timeline, known, prefix: known, rest: [], undetermined: [], state: () => timeline.stateAfter(known) };
  const asOf = momentMs(point.asOf);
  return { timeline, known, undetermined: timeline.undeterminedAt(asOf, known), ...timeline.countingAt(asOf, known) };
};

/** The fold of reference 4.2, Two clocks. */
export const snapshotAt = <S>(view: StreamView, point: Point): Snapshot<S> => {
  const { known, prefix, rest, undetermined, state } = select(view, point);
  const last = rest.at(-1) ?? prefix - 1;
  return { ref: view.ref, state: state() as S, version: known, undetermined, lastEvent: view.events[last] };
};

/** A trace is kept behind every so many events, so that blame costs the same at any depth. */
const traceEvery = 50;
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
  const wanted = Math.floor(prefix / traceEvery);
  let from = Math.min(kept.length - 1, wanted);
  let trace = kept[from] ?? noTrace;
  for (; from < wanted; from++) {
    const start = from * traceEvery;
    const events = timeline.events.slice(start, start + traceEvery);
    trace = traceFrom(trace, timeline.stateAfter(start), events, timeline);
    kept[from + 1] = trace;
  }
  const start = wanted * traceEvery;
  const events = [...timeline.events.slice(start, prefix), ...rest.flatMap((index) => timeline.events[index] ?? [])];
  return traceFrom(trace, timeline.stateAfter(start), events, timeline);
};
