import type { Command, CommandDefinitions } from './command.js';
import type { DomainEvent, EventDefinitions, Recorded } from './event.js';
import type { StreamType } from './ids.js';
import type { Rejection, Warning } from './rejection.js';

/** The outcome of a decision: facts to store (none when the effect already holds), or one refusal. All warnings either way. */
export type Decision<E extends DomainEvent = DomainEvent> =
  | { readonly accepted: true; readonly events: readonly E[]; readonly warnings: readonly Warning[] }
  | { readonly accepted: false; readonly rejection: Rejection; readonly warnings: readonly Warning[] };

/**
 * One aggregate. `decide` and `evolve` are pure; `evolve` is total: it accepts any event in any state and never judges
 * history. `state` given to `decide` is the state as of `occurred` for a late record, else the current one; what else
 * a decision needs comes in `facts`.
 */
export interface Decider<S, C extends Command, E extends DomainEvent, F> {
  readonly streamType: StreamType;
  readonly initialState: S;
  readonly evolve: (state: S, event: Recorded<E>) => S;
  readonly decide: (command: C, state: S, facts: F) => Decision<E>;
  /** What two states are compared by when a reader asks what changed; the state itself where it is absent. */
  readonly comparable?: (state: S) => unknown;
  readonly events: EventDefinitions;
  readonly commands: CommandDefinitions;
}

/** The state after a list of events, from a state or from nothing. */
export const fold = <S, E extends DomainEvent>(
  decider: { readonly initialState: S; readonly evolve: (state: S, event: Recorded<E>) => S },
  events: Iterable<Recorded<E>>,
  from: S = decider.initialState,
): S => {
  let state = from;
  for (const event of events) state = decider.evolve(state, event);
  return state;
};
