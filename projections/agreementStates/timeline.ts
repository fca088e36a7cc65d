import { agreement, type AgreementEvent, type AgreementState } from '../../src/domain/agreement/index.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { unknownDate, vietnamDay } from '../../src/domain/kernel/fuzzyDate.js';
import { beginning } from '../../src/domain/kernel/ids.js';
import { listed, slim } from '../agreements/document.js';
import type { StateBody, TransitionBody } from './document.js';

/** An event as far as lists depend on it. `at`: the instant from which it counts in the world, ms since the epoch. */
export interface ListedEvent {
  readonly event: AgreementEvent;
  readonly version: number;
  readonly at: number;
}

/** An agreement's life in the order of the world, up to the event that counts last. */
export interface Timeline {
  readonly state: AgreementState;
  /** From when the last event counts; null before the first. */
  readonly last: number | null;
  /** Stretches of time without a gap, each as it was; the last one does not end. */
  readonly stretches: readonly StateBody[];
  readonly entered: readonly TransitionBody[];
}

export const emptyTimeline: Timeline = { state: agreement.initialState, last: null, stretches: [], entered: [] };

/** Nothing that lists show comes from an event's metadata, so none of it is kept. */
const bareMeta: Recorded['meta'] = {
  schemaVersion: 1,
  occurred: unknownDate,
  actor: { role: 'SYSTEM' },
  origin: { channel: 'SYSTEM', requestId: '' },
  commandId: '',
  payloadHash: '',
  correlationId: '',
  salt: '',
  store: '',
};

/** The state after an event, as far as lists need it. */
export const advance = (id: string, state: AgreementState, { event, version }: ListedEvent): AgreementState =>
  slim(
    agreement.evolve(state, {
      ...event,
      eventId: '',
      stream: { type: 'agreement', id, version },
      position: beginning,
      recordedAt: '',
      meta: bareMeta,
    }),
  );

/** How an agreement stands from an instant on; undefined before it is drafted or registered. */
export const stretch = (
  agreementId: string,
  axis: StateBody['axis'],
  state: AgreementState,
  validFrom: string | null,
): StateBody | undefined =>
  state.status === 'NONE' ? undefined : { agreementId, axis, validFrom, validTo: null, ...listed(state) };

const isSame = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

const appendStretch = (stretches: readonly StateBody[], next: StateBody): readonly StateBody[] => {
  const last = stretches.at(-1);
  if (last === undefined) return [next];
  if (last.validFrom === next.validFrom) {
    // It lasted no time at all: the one before it goes on until now.
    const before = stretches.at(-2);
    return before === undefined
      ? [next]
      : appendStretch([...stretches.slice(0, -2), { ...before, validTo: null }], next);
  }
  if (isSame({ ...last, validFrom: next.validFrom }, next)) return stretches;
  return [...stretches.slice(0, -1), { ...last, validTo: next.validFrom }, next];
};

/** One event later on the world's clock. `event` counts no earlier than any before it. */
export const extend = (id: string, timeline: Timeline, event: ListedEvent): Timeline => {
  const state = advance(id, timeline.state, event);
  const at = new Date(event.at).toISOString();
  const next = stretch(id, 'WORLD', state, at);
  const day = vietnamDay(event.at);
  const enters =
    state.status !== timeline.state.status &&
    !timeline.entered.some((entered) => entered.status === state.status && entered.day === day);
  const { status, kind } = state;
  return {
    state,
    last: event.at,
    stretches: next === undefined ? timeline.stretches : appendStretch(timeline.stretches, next),
    entered: enters
      ? [
          ...timeline.entered,
          { agreementId: id, status, kind, enteredAt: at, day, month: day.slice(0, 7), year: day.slice(0, 4) },
        ]
      : timeline.entered,
  };
};

/** The whole timeline, for an event that does not come last in the world: by the instant, then by version. */
export const timelineOf = (id: string, events: readonly ListedEvent[]): Timeline =>
  [...events]
    .sort((a, b) => a.at - b.at || a.version - b.version)
    .reduce((timeline, event) => extend(id, timeline, event), emptyTimeline);
