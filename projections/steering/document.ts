import type { CollectionSpec } from '../../src/application/ports.js';

/** A steering committee now, as lists show it: offices, never persons. */
export interface SteeringDocument {
  /** The agreement it runs. */
  readonly agreementId: string;
  /** That agreement, and those it was said to run before a correction: by these it is found as of any point. */
  readonly agreementIds: readonly string[];
  /** Null: the source does not say. */
  readonly headOfficeId: string | null;
  readonly memberOfficeIds: readonly string[];
  readonly decisionDocId: string | null;
  readonly version: number;
  /** RFC 3339 UTC: when its first and its newest event were recorded. */
  readonly registeredAt: string;
  readonly changedAt: string;
}

/** Working documents: how a committee was established, as corrected since, by its id. */
export const steeringFolds: CollectionSpec = { name: 'steeringFolds', fields: {} };

export const steeringCommittees: CollectionSpec = {
  name: 'steeringCommittees',
  fields: {
    agreementId: { type: 'text', indexed: true },
    agreementIds: { type: 'text', many: true },
    headOfficeId: { type: 'text', indexed: true },
    memberOfficeIds: { type: 'text', many: true },
    decisionDocId: { type: 'text' },
    version: { type: 'integer' },
    registeredAt: { type: 'time', indexed: true },
    changedAt: { type: 'time', indexed: true },
  },
};
