import type { Recorded } from '../domain/kernel/event.js';
import { validTime, type ValidTime } from '../domain/kernel/validTime.js';

/** Any aggregate's fold, its types erased: method syntax, since a timeline hands `evolve` only states that came from it. */
export interface Folding {
  readonly initialState: unknown;
  evolve(state: unknown, event: Recorded): unknown;
  comparable?(state: unknown): unknown;
}

/** A state is kept behind every so many events: what a fold at any depth costs at most (reference 4.2, Text). */
const stateEvery = 10;

/** Events in some order, folded: the states between are kept here and there. */
class Fold {
  /** The state after the first n events at index n / stateEvery. */
  readonly #states: unknown[];

  constructor(
    private readonly decider: Folding,
    private readonly eventAt: (place: number) => Recorded | undefined,
  ) {
    this.#states = [decider.initialState];
  }

  /** The state after the first n events, from the nearest one that is kept. */
  stateAfter(n: number): unknown {
    const nearest = Math.floor(n / stateEvery);
    for (let index = this.#states.length; index <= nearest; index++)
      this.#states.push(this.#on(this.#states[index - 1], (index - 1) * stateEvery, index * stateEvery));
    return this.#on(this.#states[nearest], nearest * stateEvery, n);
  }

  /** Keeps a state that is known anyway, the next one in turn. */
  keep(n: number, state: unknown): void {
    if (n === this.#states.length * stateEvery) this.#states.push(state);
  }

  #on(state: unknown, from: number, to: number): unknown {
    let folded = state;
    for (let place = from; place < to; place++) {
      const event = this.eventAt(place);
      if (event !== undefined) folded = this.decider.evolve(folded, event);
    }
    return folded;
  }
}

/** One reading of a stream, corrections applied: events, when each counts in the world, and the states between. */
export class Timeline {
  readonly events: Recorded[] = [];
  readonly validTimes: ValidTime[] = [];
  /** Indexes of the events that may count from more than one instant on. */
  readonly #fuzzy: number[] = [];
  readonly #record: Fold;
  /** No event is later recorded than an earlier-valid one: then every point in time is a prefix of the stream. */
  #monotone = true;
  /** The events in the order of the world, by index, made when it is first asked for. */
  #world: { readonly order: readonly number[]; readonly fold: Fold } | undefined;
  current: unknown;

  constructor(readonly decider: Folding) {
    this.current = decider.initialState;
    this.#record = new Fold(decider, (place) => this.events[place]);
  }

  add(event: Recorded): void {
    const valid = validTime(event);
    const last = this.validTimes.at(-1);
    this.#monotone &&= last === undefined || last.latest <= valid.latest;
    this.#world = undefined;
    if (valid.earliest < valid.latest) this.#fuzzy.push(this.events.length);
    this.events.push(event);
    this.validTimes.push(valid);
    this.current = this.decider.evolve(this.current, event);
    this.#record.keep(this.events.length, this.current);
  }

  /** The state after the first n events. */
  stateAfter(n: number): unknown {
    return n === this.events.length ? this.current : this.#record.stateAfter(n);
  }

  /** Ids of those of the first `known` events that may or may not have happened by an instant. */
  undeterminedAt(asOf: number, known: number): readonly string[] {
    return this.#fuzzy.flatMap((index) => {
      const valid = this.validTimes[index];
      const isOpen = index < known && valid !== undefined && valid.earliest <= asOf && asOf < valid.latest;
      return isOpen ? (this.events[index]?.eventId ?? []) : [];
    });
  }

  /** Those of the first `known` events that count by an instant, in the order of the world (reference 4.2, Two clocks). */
  countingAt(asOf: number, known: number): Counting {
    if (this.#monotone) {
      const prefix = firstIndex(known, (index) => this.#latest(index) > asOf);
      return { prefix, rest: [], state: () => this.stateAfter(prefix) };
    }
    const { order, fold } = (this.#world ??= this.#inWorld());
    const count = firstIndex(order.length, (place) => this.#latest(order[place]) > asOf);
    const all = order.slice(0, count);
    const kept = known === this.events.length ? all : all.filter((index) => index < known);
    const outOfOrder = kept.findIndex((index, place) => index !== place);
    const prefix = outOfOrder < 0 ? kept.length : outOfOrder;
    const rest = kept.slice(prefix);
    const state = () => (kept === all ? fold.stateAfter(count) : this.#foldOn(this.stateAfter(prefix), rest));
    return { prefix, rest, state };
  }

  #inWorld() {
    const order = this.events.map((_, index) => index);
    order.sort((a, b) => this.#latest(a) - this.#latest(b) || a - b);
    return { order, fold: new Fold(this.decider, (place) => this.events[order[place] ?? -1]) };
  }

  #latest(index: number | undefined): number {
    return (index === undefined ? undefined : this.validTimes[index])?.latest ?? Infinity;
  }

  /** A state with some of the events, by index, folded on top. */
  #foldOn(state: unknown, indexes: readonly number[]): unknown {
    return indexes.reduce((folded, index) => {
      const event = this.events[index];
      return event === undefined ? folded : this.decider.evolve(folded, event);
    }, state);
  }
}

/** Which events of a stream make up a point, and in which order they are folded. */
export interface Counting {
  /** So far the order of the world is the order of the record. */
  readonly prefix: number;
  /** Indexes of the events folded after the prefix. */
  readonly rest: readonly number[];
  readonly state: () => unknown;
}

/** The first index for which a monotone test holds, or `length`. */
export const firstIndex = (length: number, holds: (index: number) => boolean): number => {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};
