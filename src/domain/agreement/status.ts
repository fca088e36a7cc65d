import type { FuzzyDate } from '../kernel/fuzzyDate.js';
import type { AgreementStatus } from './events.js';
import type { AgreementState, TextState } from './state.js';

/** Statuses from which no business command leads on (reference 4.4). */
export const terminalStatuses: ReadonlySet<AgreementState['status']> = new Set([
  'WITHDRAWN',
  'TERMINATED',
  'EXPIRED',
  'SUPERSEDED',
  'RENEWED',
  'ARCHIVED',
] as const);

/** Statuses from which on a counterparty joins what the others have signed; the dead ones matter to late records. */
export const signedStatuses: ReadonlySet<AgreementState['status']> = new Set([
  'SIGNED',
  'IN_FORCE',
  'SUSPENDED',
  'TERMINATED',
  'EXPIRED',
  'SUPERSEDED',
  'RENEWED',
] as const);

const rank: Readonly<Record<AgreementState['status'], number>> = {
  NONE: 0,
  DRAFTING: 1,
  CONSULTING: 2,
  FINALIZED: 3,
  SIGNING: 4,
  SIGNING_FAILED: 5,
  SIGNED: 6,
  IN_FORCE: 7,
  SUSPENDED: 8,
  WITHDRAWN: 9,
  TERMINATED: 9,
  EXPIRED: 9,
  SUPERSEDED: 9,
  RENEWED: 9,
  ARCHIVED: 10,
};

/** Status never moves back (reference 4.2, step 5): history may arrive in any order. */
export const advance = (state: AgreementState, to: AgreementStatus): AgreementState =>
  rank[to] > rank[state.status] ? { ...state, status: to } : state;

/** The end of an agreement, from a day on; the first end that is folded stands. */
export const end = (state: AgreementState, to: AgreementStatus, endedFrom: FuzzyDate): AgreementState =>
  rank[to] > rank[state.status] ? { ...state, status: to, endedFrom } : state;

/** What is left of a text's own life when an agreement is first recorded in some status. */
export const textStatusIn = (status: AgreementState['status']): TextState['status'] => {
  if (status === 'WITHDRAWN' || rank[status] < rank.FINALIZED) return 'DRAFT';
  return rank[status] < rank.SIGNED ? 'FINAL' : 'SIGNED';
};
