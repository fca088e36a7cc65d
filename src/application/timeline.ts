import type { Recorded } from '../domain/kernel/event.js';
import { validTime, type ValidTime } from '../domain/kernel/validTime.js';

/** Any aggregate's fold, its types erased: method syntax, since a timeline hands `evolve` only states that came from it. */
export interface Folding {
  readonly initialState: unknown;
  evolve(state: unknown, event: Recorded): unknown;
  comparable?(state: unknown): unknown;
}

/** A snapshot stands behind every so many events: what a fold at any depth costs at most (reference 4.2, Text). */
export const snapshotEvery = 50;

/** One reading of a stream, corrections applied: events, when each counts in the world, and the states between. */
export class Timeline {
  readonly events: Recorded[] = [];
  readonly validTimes: ValidTime[] = [];
  /** The state after events 1…n at index n / snapshotEvery. */
  readonly #snapshots: unknown[];
  /** No event is later recorded than an earlier-valid one: then every point in time is a prefix of the stream. */
  monotone = true;
  current: unknown;

  constructor(readonly decider: Folding) {
    this.current = decider.initialState;
    this.#snapshots = [decider.initialState];
  }

  add(event: Recorded): void {
    const valid = validTime(event);
    const last = this.validTimes.at(-1);
    this.monotone &&= last === undefined || last.latest <= valid.latest;
    this.events.push(event);
    this.validTimes.push(valid);
    this.current = this.decider.evolve(this.current, event);
    if (this.events.length % snapshotEvery === 0) this.#snapshots.push(this.current);
  }

  /** The state after the first n events, from the nearest snapshot. */
  stateAfter(n: number): unknown {
    if (n === this.events.length) return this.current;
    const index = Math.floor(n / snapshotEvery);
    let state = this.#snapshots[index];
    for (const event of this.events.slice(index * snapshotEvery, n)) state = this.decider.evolve(state, event);
    return state;
  }

  /** A state with some of the events, by index, folded on top. */
  foldOn(state: unknown, indexes: readonly number[]): unknown {
    return indexes.reduce((folded, index) => {
      const event = this.events[index];
      return event === undefined ? folded : this.decider.evolve(folded, event);
    }, state);
  }
}
