import type { Recorded } from '../../kernel/event.js';
import { earliestMs, type FuzzyDate, latestMs } from '../../kernel/fuzzyDate.js';
import { advance, end } from '../status.js';
import type { AgreementState, DataOf } from '../state.js';

export const suspended = (state: AgreementState, data: DataOf<'AgreementSuspended'>): AgreementState => {
  const { reason, decisionDocId, effectiveFrom: from } = data;
  const suspension = { reason, from, until: null, ...(decisionDocId === undefined ? {} : { decisionDocId }) };
  return advance({ ...state, suspension }, 'SUSPENDED');
};

/** One of the four events that move the status back (reference 4.2). */
export const resumed = (state: AgreementState, data: DataOf<'AgreementResumed'>): AgreementState => ({
  ...state,
  status: state.status === 'SUSPENDED' ? 'IN_FORCE' : state.status,
  suspension: state.suspension === null ? null : { ...state.suspension, until: data.effectiveFrom },
});

/** By a new period the agreement goes on, even if it had expired; by a successor it has come to its end. */
export const renewed = (
  state: AgreementState,
  { warnings: _, newPeriod, ...renewal }: DataOf<'AgreementRenewed'>,
): AgreementState => {
  const expired = state.status === 'EXPIRED';
  if (newPeriod === undefined) {
    const next = { ...state, renewal };
    return expired ? { ...next, status: 'RENEWED' } : end(next, 'RENEWED', renewal.effectiveFrom);
  }
  const next = { ...state, renewal, period: newPeriod };
  return expired ? { ...next, status: 'IN_FORCE', endedFrom: null } : next;
};

/** Has a renewal put the end of the period beyond that day? Recorded after the expiry, it may count from before it. */
const isRenewedBeyond = ({ renewal, period }: AgreementState, from: FuzzyDate): boolean =>
  renewal !== null &&
  renewal.successorId === undefined &&
  (period?.end == null || latestMs(period.end) >= earliestMs(from));

/** The period is over. It is not where a renewal counts from before its end: nothing is left to expire. */
export const expired = (state: AgreementState, data: DataOf<'AgreementExpired'>): AgreementState =>
  isRenewedBeyond(state, data.effectiveFrom)
    ? state
    : advance({ ...state, endedFrom: data.effectiveFrom, finalReviewId: data.finalReviewId ?? null }, 'EXPIRED');

export const terminated = (
  state: AgreementState,
  { ground, decisionDocId, effectiveFrom }: DataOf<'AgreementTerminated'>,
): AgreementState =>
  end(
    { ...state, termination: { ground, ...(decisionDocId === undefined ? {} : { decisionDocId }) } },
    'TERMINATED',
    effectiveFrom,
  );

export const superseded = (state: AgreementState, data: DataOf<'AgreementSuperseded'>): AgreementState =>
  end({ ...state, supersededBy: data.byAgreementId }, 'SUPERSEDED', data.effectiveFrom);

export const holdPlaced = (
  state: AgreementState,
  { eventId }: Recorded,
  { warnings: _, ...hold }: DataOf<'LegalHoldPlaced'>,
): AgreementState => ({ ...state, legalHolds: [...state.legalHolds, { ...hold, eventId, released: null }] });

export const holdReleased = (
  state: AgreementState,
  { eventId }: Recorded,
  { holdId, reason }: DataOf<'LegalHoldReleased'>,
): AgreementState => ({
  ...state,
  legalHolds: state.legalHolds.map((hold) =>
    hold.holdId === holdId ? { ...hold, released: { eventId, reason } } : hold,
  ),
});

export const archived = (state: AgreementState, { retention, fonds }: DataOf<'AgreementArchived'>): AgreementState =>
  advance({ ...state, archived: { retention, fonds } }, 'ARCHIVED');
