import type { FuzzyDate } from '../../src/domain/kernel/fuzzyDate.js';

/** An organisation now, as lists and search show it. */
export interface OrganizationDocument {
  readonly name: string;
  readonly nameSort: string;
  readonly kind: string;
  readonly level: string | null;
  readonly system: string | null;
  readonly parentId: string | null;
  readonly abbreviations: readonly string[];
  readonly dissolvedFrom: FuzzyDate | null;
  readonly dissolved: boolean;
  /** Into which organisation it was merged, while its dissolution is not yet recorded. */
  readonly mergedInto: string | null;
  /** When and by which decision, for the policy that follows a merger. */
  readonly mergedFrom: FuzzyDate | null;
  readonly mergeDecisionDocId: string | null;
  readonly mergeEventId: string | null;
  readonly version: number;
  readonly changedAt: string;
  readonly exact: string;
  readonly folded: string;
}
