import { corrected as correctedEvent, correctionOf } from '../domain/kernel/correction.js';
import type { Recorded } from '../domain/kernel/event.js';
import { type StreamRef, streamName } from '../domain/kernel/ids.js';
import type { StreamStore } from './ports.js';
import { type Folding, Timeline } from './timeline.js';

/** Events of all hot streams together that stay in memory; the least recently used stream goes first. */
const maxCachedEvents = 6_000;

/**
 * One stream folded and kept. A correction changes how an earlier event reads from then on, so each begins a new reading;
 * what was known before it is answered from the reading before.
 */
export class StreamView {
  /** As stored, uncorrected. */
  readonly events: Recorded[] = [];
  readonly #byCommand = new Map<string, Recorded[]>();
  /** Versions of the corrections; reading k holds from the k-th of them, reading 0 from the beginning. */
  readonly #corrections: number[] = [];
  readonly #readings: (Timeline | undefined)[];

  constructor(
    readonly ref: StreamRef,
    readonly decider: Folding,
  ) {
    this.#readings = [new Timeline(decider)];
  }

  get version(): number {
    return this.events.length;
  }

  get current(): unknown {
    return this.known(this.version).current;
  }

  /** Takes what was appended since; an event already here is passed over, so that two readers do no harm. */
  add(events: readonly Recorded[]): void {
    for (const event of events) {
      if (event.stream.version !== this.version + 1) continue;
      const reading = this.#readings.at(-1);
      this.events.push(event);
      if (correctionOf(event) === undefined) reading?.add(event);
      else {
        this.#corrections.push(event.stream.version);
        this.#readings.push(this.#read(event.stream.version));
      }
      const sameCommand = this.#byCommand.get(event.meta.commandId);
      if (sameCommand === undefined) this.#byCommand.set(event.meta.commandId, [event]);
      else sameCommand.push(event);
    }
  }

  /** The events that a command left in this stream, empty if none (invariant 1 counts within one stream). */
  ofCommand(commandId: string): readonly Recorded[] {
    return this.#byCommand.get(commandId) ?? [];
  }

  /** How the stream read when its first n events were known. It may go on beyond n, by events that correct nothing. */
  known(n: number): Timeline {
    const index = this.#corrections.filter((version) => version <= n).length;
    return (this.#readings[index] ??= this.#read((this.#corrections[index] ?? this.version + 1) - 1));
  }

  /** The state after the first n events, as it was known then. */
  stateAfter(n: number): unknown {
    return this.known(n).stateAfter(n);
  }

  /** The first n events as they read once all corrections among them are applied. */
  #read(n: number): Timeline {
    const events = this.events.slice(0, n);
    const corrections = events.flatMap((event) => correctionOf(event) ?? []);
    const timeline = new Timeline(this.decider);
    for (const event of events) {
      const own = corrections.filter((correction) => correction.targetEventId === event.eventId);
      timeline.add(own.reduce(correctedEvent, event));
    }
    return timeline;
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
