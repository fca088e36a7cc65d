import {
  agreement,
  type AgreementEvent,
  agreementEvents,
  type AgreementState,
  effectiveDay,
} from '../../src/domain/agreement/index.js';
import { type CorrectionEvent, correctionEvents, isCorrectionEvent } from '../../src/domain/kernel/correctable.js';
import { correctionOf } from '../../src/domain/kernel/correction.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { latestMs, nextDay, vietnamDay } from '../../src/domain/kernel/fuzzyDate.js';
import { searchText } from '../../src/domain/kernel/searchText.js';
import { searchKeyOfNumber } from '../../src/domain/kernel/text.js';
import { correctedEvents } from '../keptEvents.js';
import { advance, listedEvent, type ListedEvent, stateAfter } from '../listedEvents.js';
import { patch, type Projection, put } from '../projection.js';
import { type AgreementDocument, agreementFolds, agreements, listed } from './document.js';

type Event = AgreementEvent | CorrectionEvent;

/** A listed agreement but for what every event changes. */
type Shown = Omit<AgreementDocument, 'version' | 'changedAt' | 'lastEventId'>;

interface AgreementFold {
  readonly registeredAt: string;
  /** In version order, to be folded again after a correction. */
  readonly events: readonly ListedEvent[];
  readonly state: AgreementState;
  /** Kept, since most events change nothing of it; null before the agreement is drafted or registered. */
  readonly shown: Shown | null;
}

/** The day on which the effective day has certainly come. */
const dueForForceOn = (state: AgreementState): string | null => {
  const from = state.status === 'SIGNED' ? effectiveDay(state) : null;
  return from?.latest === undefined ? null : vietnamDay(latestMs(from));
};

/** The day after the certain end of the period. */
const dueForExpiryOn = (state: AgreementState): string | null => {
  const inForce = state.status === 'IN_FORCE' || state.status === 'SUSPENDED';
  const end = inForce ? state.period?.end : null;
  return end?.latest === undefined ? null : nextDay(vietnamDay(latestMs(end)));
};

const shown = (state: AgreementState, registeredAt: string): Shown | null => {
  if (state.status === 'NONE') return null;
  const number = state.number?.canonical ?? null;
  const numberKey = number === null ? null : searchKeyOfNumber(number);
  return {
    ...listed(state),
    numberKey,
    registeredAt,
    dueForForceOn: dueForForceOn(state),
    dueForExpiryOn: dueForExpiryOn(state),
    ...searchText(state.subject, number, numberKey, ...state.sources.map(({ alsoCalled }) => alsoCalled)),
  };
};

/** What is kept after an event: the very same when nothing that lists show can have changed. */
const after = (fold: AgreementFold, recorded: Recorded<Event>): AgreementFold => {
  const { stream } = recorded;
  const changed = (events: readonly ListedEvent[], state: AgreementState): AgreementFold => ({
    ...fold,
    events,
    state,
    shown: shown(state, fold.registeredAt),
  });
  if (isCorrectionEvent(recorded)) {
    const correction = correctionOf(recorded);
    const events = correction && correctedEvents(stream, fold.events, correction);
    return events === undefined ? fold : changed(events, stateAfter(stream, events));
  }
  const event = listedEvent(recorded);
  return event === undefined ? fold : changed([...fold.events, event], advance(stream, fold.state, event));
};

/** Does it leave all that lists show as it is, but for what every event changes? The first tells when the agreement was registered. */
const showsNothing = (event: Recorded<Event>): boolean => {
  if (event.stream.version === 1) return false;
  return isCorrectionEvent(event) ? correctionOf(event) === undefined : listedEvent(event) === undefined;
};

/** Agreements now. */
export const agreementsProjection: Projection<AgreementFold, Event> = {
  name: 'agreements',
  version: 3,
  collections: [agreementFolds, agreements],
  handles: Object.keys({ ...agreementEvents, ...correctionEvents }) as Event['type'][],
  ignores: (event) => event.stream.type !== 'agreement',
  standsAlone: showsNothing,
  key: (event) => event.stream.id,
  evolve: (document, event) => {
    const { type, id, version } = event.stream;
    if (type !== 'agreement') return [];
    const changed = { version, changedAt: event.recordedAt, lastEventId: event.eventId };
    if (showsNothing(event)) return [patch(agreements, id, changed)];
    const begun = { registeredAt: event.recordedAt, events: [], state: agreement.initialState, shown: null };
    const fold = after(document ?? begun, event);
    const writes = fold === document ? [] : [put(agreementFolds, id, fold)];
    if (fold.shown === null) return writes;
    const now: AgreementDocument = { ...fold.shown, ...changed };
    return [...writes, put(agreements, id, now)];
  },
};
