import { agreement, type AgreementState } from '../../src/domain/agreement/index.js';
import { vietnamDay } from '../../src/domain/kernel/fuzzyDate.js';
import type { StreamRef } from '../../src/domain/kernel/ids.js';
import { listed } from '../agreements/document.js';
import { countsFrom } from '../keptEvents.js';
import { advance, type ListedEvent } from '../listedEvents.js';
import type { StateBody, TransitionBody } from './document.js';

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
export const extend = (stream: StreamRef, timeline: Timeline, event: ListedEvent): Timeline => {
  const { id } = stream;
  const state = advance(stream, timeline.state, event);
  const last = countsFrom(stream, event);
  const at = new Date(last).toISOString();
  const next = stretch(id, 'WORLD', state, at);
  const day = vietnamDay(last);
  const enters =
    state.status !== timeline.state.status &&
    !timeline.entered.some((entered) => entered.status === state.status && entered.day === day);
  const { status, kind } = state;
  return {
    state,
    last,
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
export const timelineOf = (stream: StreamRef, events: readonly ListedEvent[]): Timeline =>
  events
    .map((event) => ({ event, at: countsFrom(stream, event) }))
    .sort((a, b) => a.at - b.at || a.event.version - b.event.version)
    .reduce((timeline, { event }) => extend(stream, timeline, event), emptyTimeline);
