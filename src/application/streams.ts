import type { Recorded } from '../domain/kernel/event.js';
import { type StreamRef, streamName } from '../domain/kernel/ids.js';
import { validTime, type ValidTime } from '../domain/kernel/validTime.js';
import type { StreamStore } from './ports.js';

/** Any aggregate's fold, its types erased: method syntax, since a view hands `evolve` only states that came from it. */
export interface Folding {
  readonly initialState: unknown;
  evolve(state: unknown, event: Recorded): unknown;
}

/** A snapshot stands behind every so many events: what a fold at any depth costs at most (reference 4.2, Text). */
export const snapshotEvery = 50;
/** Events of all hot streams together that stay in memory; the least recently used stream goes first. */
const maxCachedEvents = 20_000;

/** One stream folded and kept: its events, their valid times, the current state and the states between. */
export class StreamView {
  readonly events: Recorded[] = [];
  readonly validTimes: ValidTime[] = [];
  /** The state after events 1…n at index n / snapshotEvery. */
  readonly #snapshots: unknown[];
  readonly #byCommand = new Map<string, Recorded[]>();
  /** No event is later recorded than an earlier-valid one: then every point in time is a prefix of the stream. */
  monotone = true;
  current: unknown;

  constructor(
    readonly ref: StreamRef,
    readonly decider: Folding,
  ) {
    this.current = decider.initialState;
    this.#snapshots = [decider.initialState];
  }

  get version(): number {
    return this.events.length;
  }

  /** Takes what was appended since; an event already here is passed over, so that two readers do no harm. */
  add(events: readonly Recorded[]): void {
    for (const event of events) {
      if (event.stream.version !== this.version + 1) continue;
      const valid = validTime(event);
      const last = this.validTimes.at(-1);
      this.monotone &&= last === undefined || last.latest <= valid.latest;
      this.events.push(event);
      this.validTimes.push(valid);
      this.current = this.decider.evolve(this.current, event);
      if (this.version % snapshotEvery === 0) this.#snapshots.push(this.current);
      const sameCommand = this.#byCommand.get(event.meta.commandId);
      if (sameCommand === undefined) this.#byCommand.set(event.meta.commandId, [event]);
      else sameCommand.push(event);
    }
  }

  /** The events that a command left in this stream, empty if none (invariant 1 counts within one stream). */
  ofCommand(commandId: string): readonly Recorded[] {
    return this.#byCommand.get(commandId) ?? [];
  }

  /** The state after the first n events, from the nearest snapshot. */
  stateAfter(n: number): unknown {
    if (n === this.version) return this.current;
    const index = Math.floor(n / snapshotEvery);
    let state = this.#snapshots[index];
    for (const event of this.events.slice(index * snapshotEvery, n)) state = this.decider.evolve(state, event);
    return state;
  }
}

/**
 * Streams folded once and kept, then caught up by what was appended since: each use asks the store for what came after
 * the last version, so that several instances over one store never answer from a stale fold.
 */
export class Streams {
  readonly #views = new Map<string, StreamView>();
  #cachedEvents = 0;

  constructor(
    private readonly store: StreamStore,
    private readonly deciders: Readonly<Record<string, Folding>>,
  ) {}

  async load(ref: StreamRef): Promise<StreamView> {
    const view = this.#view(ref);
    this.#grow(view, await this.store.read(ref, view.version + 1));
    return view;
  }

  /** One question to the store, however many streams. */
  async loadMany(refs: readonly StreamRef[]): Promise<readonly StreamView[]> {
    if (refs.length === 0) return [];
    const views = refs.map((ref) => this.#view(ref));
    const news = await this.store.readMany(views.map((view) => ({ stream: view.ref, from: view.version + 1 })));
    news.forEach((events, index) => {
      const view = views[index];
      if (view !== undefined) this.#grow(view, events);
    });
    return views;
  }

  /** Spares the next reader the way to the store after an append of our own. */
  appended(view: StreamView, events: readonly Recorded[]): void {
    this.#grow(view, events);
  }

  #view(ref: StreamRef): StreamView {
    const name = streamName(ref);
    const known = this.#views.get(name);
    if (known !== undefined) {
      // Re-inserting keeps the map in order of use.
      this.#views.delete(name);
      this.#views.set(name, known);
      return known;
    }
    const decider = this.deciders[ref.type];
    if (decider === undefined) throw new Error(`No aggregate for stream type ${ref.type}`);
    return new StreamView(ref, decider);
  }

  #grow(view: StreamView, events: readonly Recorded[]): void {
    const before = view.version;
    view.add(events);
    if (view.version === 0) return;
    const name = streamName(view.ref);
    const kept = this.#views.get(name);
    // Two loads of an uncached stream may race; the first one in stays, the other serves its own caller.
    if (kept === undefined) {
      this.#views.set(name, view);
      this.#cachedEvents += view.version;
    } else if (kept === view) this.#cachedEvents += view.version - before;
    for (const [oldest, old] of this.#views) {
      if (this.#cachedEvents <= maxCachedEvents || old === view) break;
      this.#views.delete(oldest);
      this.#cachedEvents -= old.version;
    }
  }
}
