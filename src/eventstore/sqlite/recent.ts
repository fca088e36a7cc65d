import type { EventFilter } from '../../application/ports.js';
import type { Recorded } from '../../domain/kernel/event.js';
import { type StreamRef, streamName } from '../../domain/kernel/ids.js';

/** An event with the length of its JSON. */
export interface Measured {
  readonly event: Recorded;
  readonly characters: number;
}

const keptEvents = 1_000;
/** Of JSON. */
const keptCharacters = 2_000_000;

/**
 * The newest events of the log, in memory: those who follow it live get what was just stored without a way to the disk and
 * back for each of them. Bounded by number and size.
 */
export class RecentEvents {
  #events: Measured[] = [];
  #characters = 0;

  /** Takes what was committed, in order and without a gap to what came before. */
  add(events: readonly Measured[]): void {
    for (const each of events) {
      this.#events.push(each);
      this.#characters += each.characters;
    }
    let surplus = 0;
    while (this.#events.length - surplus > keptEvents || this.#characters > keptCharacters) {
      this.#characters -= this.#events[surplus]?.characters ?? 0;
      surplus += 1;
    }
    if (surplus > 0) this.#events.splice(0, surplus);
  }

  clear(): void {
    this.#events = [];
    this.#characters = 0;
  }

  /** The events with `after` < position <= `upTo` that pass the filter; undefined when not all of them are kept. */
  range(after: number, upTo: number, { streamTypes, eventTypes }: EventFilter): readonly Recorded[] | undefined {
    const [first] = this.#events;
    const from = after + 1 - Number(first?.event.position ?? Infinity);
    if (!(from >= 0)) return undefined;
    // Positions of this store have no gaps.
    return this.#events
      .slice(from, upTo - after + from)
      .map(({ event }) => event)
      .filter(
        ({ stream, type }) =>
          (streamTypes === undefined || streamTypes.includes(stream.type)) &&
          (eventTypes === undefined || eventTypes.includes(type)),
      );
  }
}

/**
 * How far streams have got that were read or written lately. The lock on the file makes this process the only writer, so
 * that what it knows need not be asked. Bounded: what was not asked for while a half filled up is dropped.
 */
export class KnownVersions {
  #young = new Map<string, number>();
  #old = new Map<string, number>();
  readonly #half: number;

  constructor(half = 10_000) {
    this.#half = half;
  }

  get(stream: StreamRef): number | undefined {
    const name = streamName(stream);
    return this.#young.get(name) ?? this.#old.get(name);
  }

  set(stream: StreamRef, version: number): void {
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(streamName(stream), version);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
