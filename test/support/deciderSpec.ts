import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { Command } from '../../src/domain/kernel/command.js';
import { type Decider, type Decision, fold } from '../../src/domain/kernel/decider.js';
import { correctionEvents } from '../../src/domain/kernel/correctable.js';
import type { DomainEvent, Recorded } from '../../src/domain/kernel/event.js';
import type { Details, RejectionCode, Warning } from '../../src/domain/kernel/rejection.js';
import { recorded } from './builders.js';

/** An event of the past: plain, or recorded where its metadata matters. */
type Past<E extends DomainEvent> = E | Recorded<E>;

/** A refusal: `path` must be as given, or absent; `details` are compared if given; no warnings unless given. */
interface Expected {
  readonly path?: string;
  readonly details?: Details;
  readonly warnings?: readonly Warning[];
}

interface Outcome<C extends Command, E extends DomainEvent> {
  /**
   * Accepted with exactly these events in this order, all fields; the warnings stand in the data of the first. Each must
   * fit its schema. Says nothing of an acceptance without events: that is `thenNothingMore`.
   */
  then(first: E, ...rest: readonly E[]): Again<C, E>;
  /** Accepted, and the effect already held: no events. */
  thenNothingMore(...warnings: readonly Warning[]): void;
  thenRejected(code: RejectionCode, expected?: Expected): void;
}

interface Again<C extends Command, E extends DomainEvent> {
  /** The same command once more, after its own events. */
  andAgain(): Outcome<C, E>;
}

const isRecorded = <E extends DomainEvent>(event: Past<E>): event is Recorded<E> => 'meta' in event;

/** Past events as the log has them, numbered from 1. */
export const history = <S, C extends Command, E extends DomainEvent, F>(
  decider: Decider<S, C, E, F>,
  events: readonly Past<E>[],
): readonly Recorded<E>[] =>
  events.map((event, index) =>
    isRecorded(event) ? event : recorded(event, { streamType: decider.streamType, version: index + 1 }),
  );

/** The state after past events. */
export const stateOf = <S, C extends Command, E extends DomainEvent, F>(
  decider: Decider<S, C, E, F>,
  ...events: readonly Past<E>[]
): S => fold(decider, history(decider, events));

/**
 * `given(decider, facts, ...past).when(command).then(...events)`. `facts` may be made from the state that the past
 * leads to (usually `(today) => ({ today, … })`). The command's data goes through its schema, as at the edge, so defaults
 * may be left out; data that does not fit fails the test.
 */
export const given = <S, C extends Command, E extends DomainEvent, F>(
  decider: Decider<S, C, E, F>,
  facts: F | ((today: S) => F),
  ...past: readonly Past<E>[]
) => ({
  when: (command: Command<C['type']>): Outcome<C, E> => {
    const state = stateOf(decider, ...past);
    const known = typeof facts === 'function' ? (facts as (today: S) => F)(state) : facts;
    const data: unknown = decider.commands[command.type]?.data.parse(command.data);
    return outcome(decider.decide({ ...command, data } as C, state, known), decider, facts, past, command);
  },
});

/**
 * `evolve` is total: the samples in any order and number, from any state they lead to, without touching what it is given.
 * Corrections, which all aggregates share, need no samples here.
 */
export const expectTotalEvolve = <S, C extends Command, E extends DomainEvent, F>(
  decider: Decider<S, C, E, F>,
  samples: readonly NoInfer<E>[],
): void => {
  const own = Object.keys(decider.events).filter((type) => !Object.hasOwn(correctionEvents, type));
  expect(new Set(samples.map(({ type }) => type))).toEqual(new Set(own));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...samples), { maxLength: 12 }), (events) => {
      let state = deepFreeze(decider.initialState);
      for (const event of history(decider, events)) state = deepFreeze(decider.evolve(state, deepFreeze(event)));
      expect(state).toEqual(stateOf(decider, ...events));
    }),
    { numRuns: 50 },
  );
};

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
};

const outcome = <S, C extends Command, E extends DomainEvent, F>(
  decision: Decision<E>,
  decider: Decider<S, C, E, F>,
  facts: F | ((today: S) => F),
  past: readonly Past<E>[],
  command: Command<C['type']>,
): Outcome<C, E> => ({
  then(...events) {
    expect(decision).toEqual({ accepted: true, events, warnings: warningsOf(events[0]) });
    for (const { type, data } of events) expect(decider.events[type]?.data.parse(data)).toEqual(data);
    return { andAgain: () => given(decider, facts, ...past, ...events).when(command) };
  },
  thenNothingMore(...warnings) {
    expect(decision).toEqual({ accepted: true, events: [], warnings });
  },
  thenRejected(code, { path, details, warnings = [] } = {}) {
    const rejection = {
      code,
      ...(path === undefined ? {} : { path }),
      ...(details === undefined ? whateverDetails(decision) : { details }),
    };
    expect(decision).toEqual({ accepted: false, rejection, warnings });
  },
});

const warningsOf = (head: DomainEvent): unknown => ('warnings' in head.data ? head.data.warnings : []);

const whateverDetails = (decision: Decision): { readonly details?: Details } =>
  decision.accepted || decision.rejection.details === undefined ? {} : { details: decision.rejection.details };
