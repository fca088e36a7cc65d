import {
  agreement,
  type AgreementEvent,
  agreementEvents,
  type AgreementState,
  effectiveDay,
} from '../../src/domain/agreement/index.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { latestMs, nextDay, vietnamDay } from '../../src/domain/kernel/fuzzyDate.js';
import { searchText } from '../../src/domain/kernel/searchText.js';
import { searchKeyOfNumber } from '../../src/domain/kernel/text.js';
import { type Projection, put } from '../projection.js';
import { type AgreementDocument, agreementFolds, agreements, listed, slim } from './document.js';

interface AgreementFold {
  readonly registeredAt: string;
  readonly state: AgreementState;
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

const agreementDocument = (
  { state, registeredAt }: AgreementFold,
  event: Recorded<AgreementEvent>,
): AgreementDocument => {
  const number = state.number?.canonical ?? null;
  const numberKey = number === null ? null : searchKeyOfNumber(number);
  return {
    ...listed(state),
    version: event.stream.version,
    numberKey,
    registeredAt,
    changedAt: event.recordedAt,
    lastEventId: event.eventId,
    dueForForceOn: dueForForceOn(state),
    dueForExpiryOn: dueForExpiryOn(state),
    ...searchText(state.subject, number, numberKey, ...state.sources.map(({ alsoCalled }) => alsoCalled)),
  };
};

/** Agreements now. */
export const agreementsProjection: Projection<AgreementFold, AgreementEvent> = {
  name: 'agreements',
  version: 1,
  collections: [agreementFolds, agreements],
  handles: Object.keys(agreementEvents) as AgreementEvent['type'][],
  key: (event) => event.stream.id,
  evolve: (document, event) => {
    const { id } = event.stream;
    const fold: AgreementFold = {
      registeredAt: document?.registeredAt ?? event.recordedAt,
      state: slim(agreement.evolve(document?.state ?? agreement.initialState, event)),
    };
    const kept = put(agreementFolds, id, fold);
    return fold.state.status === 'NONE' ? [kept] : [kept, put(agreements, id, agreementDocument(fold, event))];
  },
};
