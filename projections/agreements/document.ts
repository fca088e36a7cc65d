import type { AgreementState } from '../../src/domain/agreement/index.js';
import type { FuzzyDate } from '../../src/domain/kernel/fuzzyDate.js';

/** The members of an agreement that lists show, filter, order and count by; the rest is folded when it is asked for. */
export interface ListedAgreement {
  readonly kind: AgreementState['kind'];
  readonly subject: string;
  readonly status: AgreementState['status'];
  readonly effectivenessRule: AgreementState['effectivenessRule'];
  readonly leadIssuer: string | null;
  readonly frameworkId: string | null;
  /** Canonical form. */
  readonly number: string | null;
  readonly effectiveFrom: FuzzyDate | null;
  readonly signedOn: FuzzyDate | null;
  /** Last bounds of the period's ends, Vietnam days. */
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  /** Acting bodies, classes, and the organisations behind them. */
  readonly partyOrgIds: readonly string[];
  readonly fieldCount: number;
}

/** An agreement now, as lists show it. */
export interface AgreementDocument extends ListedAgreement {
  /** Version of its stream. */
  readonly version: number;
  /** Key of the number (reference 3.6, 8). */
  readonly numberKey: string | null;
  /** Vietnamese sort key of the subject. */
  readonly subjectSort: string;
  /** RFC 3339 UTC: of the first and of the newest event. */
  readonly registeredAt: string;
  readonly changedAt: string;
  readonly lastEventId: string;
  /** First Vietnam day on which the force policy should act; null: never by itself. */
  readonly dueForForceOn: string | null;
  /** First Vietnam day on which the expiry policy should act. */
  readonly dueForExpiryOn: string | null;
  readonly exact: string;
  readonly folded: string;
}
