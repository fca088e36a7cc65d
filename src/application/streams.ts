import { correctionOf } from '../domain/kernel/correction.js';
import type { Recorded } from '../domain/kernel/event.js';
import { type StreamRef, streamName } from '../domain/kernel/ids.js';
import { asCorrected, grown, type Head, HeadCache, headOf } from './heads.js';
import type { StreamStore } from './ports.js';
import { type Folding, Timeline } from './timeline.js';
import { weigh } from './weight.js';

/** What the events of all hot streams together may weigh; the least recently used stream goes first. */
const roomyWeight = 16_000_000;

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

  /** The events that a command left in this stream, empty if none. */
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
    const timeline = new Timeline(this.decider);
    for (const event of asCorrected(this.events.slice(0, n))) timeline.add(event);
    return timeline;
  }
}

interface Kept {
  readonly view: StreamView;
  weight: number;
}

/**
 * Streams folded once and kept, then caught up by what was appended since: each use asks the store for what came after
 * the last version, so that several instances over one store never answer from a stale fold. Whoever needs the past loads
 * the whole stream, a decision its head alone.
 */
export class Streams {
  readonly #views = new Map<string, Kept>();
  readonly #heads: HeadCache;
  #weight = 0;

  constructor(
    private readonly store: StreamStore,
    private readonly deciders: Readonly<Record<string, Folding>>,
    heads = new HeadCache(),
  ) {
    this.#heads = heads;
  }

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

  /** Where a stream stands; version 0 when there is none. */
  async head(ref: StreamRef): Promise<Head> {
    const known = this.#knownHead(ref);
    return this.#advance(ref, known, await this.store.read(ref, (known?.version ?? 0) + 1));
  }

  /** One question to the store, however many streams. */
  async heads(refs: readonly StreamRef[]): Promise<readonly Head[]> {
    if (refs.length === 0) return [];
    const known = refs.map((ref) => this.#knownHead(ref));
    const news = await this.store.readMany(
      refs.map((stream, index) => ({ stream, from: (known[index]?.version ?? 0) + 1 })),
    );
    return Promise.all(refs.map((ref, index) => this.#advance(ref, known[index], news[index] ?? [])));
  }

  /** Spares the next reader the way to the store after an append of our own. */
  appended(head: Head, events: readonly Recorded[]): void {
    const { ref } = head;
    const name = streamName(ref);
    const next = grown(head, this.#decider(ref), events);
    if (next === undefined) this.#heads.delete(name);
    else this.#heads.set(name, next);
    const view = this.#views.get(name)?.view;
    if (view !== undefined) this.#grow(view, events);
  }

  #decider({ type }: StreamRef): Folding {
    const decider = this.deciders[type];
    if (decider === undefined) throw new Error(`No aggregate for stream type ${type}`);
    return decider;
  }

  #knownHead(ref: StreamRef): Head | undefined {
    const name = streamName(ref);
    const view = this.#views.get(name)?.view;
    return this.#heads.get(name) ?? (view && headOf(ref, view.decider, view.events));
  }

  async #advance(ref: StreamRef, known: Head | undefined, news: readonly Recorded[]): Promise<Head> {
    const decider = this.#decider(ref);
    const head =
      (known === undefined ? headOf(ref, decider, news) : grown(known, decider, news)) ??
      headOf(ref, decider, await this.store.read(ref));
    if (head.version > 0) this.#heads.set(streamName(ref), head);
    return head;
  }

  #view(ref: StreamRef): StreamView {
    const name = streamName(ref);
    const known = this.#views.get(name);
    if (known === undefined) return new StreamView(ref, this.#decider(ref));
    // Re-inserting keeps the map in order of use.
    this.#views.delete(name);
    this.#views.set(name, known);
    return known.view;
  }

  #grow(view: StreamView, events: readonly Recorded[]): void {
    const before = view.version;
    view.add(events);
    if (view.version === 0) return;
    const name = streamName(view.ref);
    const kept = this.#views.get(name);
    // Two loads of an uncached stream may race; the first one in stays, the other serves its own caller.
    if (kept === undefined) {
      const weight = weigh(view.events);
      this.#views.set(name, { view, weight });
      this.#weight += weight;
    } else if (kept.view === view) {
      const weight = view.version === before ? 0 : weigh(view.events.slice(before));
      kept.weight += weight;
      this.#weight += weight;
    }
    for (const [oldest, old] of this.#views) {
      if (this.#weight <= roomyWeight || old.view === view) break;
      this.#views.delete(oldest);
      this.#weight -= old.weight;
    }
  }
}
