import type { CollectionSpec } from '../../src/application/ports.js';
import type { FuzzyDate } from '../../src/domain/kernel/fuzzyDate.js';

/** An organisation now, as lists and search show it. */
export interface OrganizationDocument {
  readonly name: string;
  readonly nameSort: string;
  /** In the fold of reference 3.6 (5), for `contains`. */
  readonly nameFolded: string;
  readonly kind: string;
  readonly level: string | null;
  readonly system: string | null;
  readonly parentId: string | null;
  readonly abbreviations: readonly string[];
  readonly dissolvedFrom: FuzzyDate | null;
  readonly dissolved: boolean;
  readonly version: number;
  readonly changedAt: string;
  readonly exact: string;
  readonly folded: string;
}

/** A recorded merger of one organisation into another, until its dissolution is recorded. The id is that of `from`. */
export interface MergerDocument {
  readonly from: string;
  readonly into: string;
  readonly effectiveFrom: FuzzyDate;
  readonly decisionDocId: string;
  /** The event that recorded it: the cause of what follows. */
  readonly causeEventId: string;
}

/** Working documents: an organisation's events and state by its id. */
export const organizationFolds: CollectionSpec = { name: 'organizationFolds', fields: {} };

export const organizations: CollectionSpec = {
  name: 'organizations',
  fields: {
    name: { type: 'text' },
    nameSort: { type: 'text', indexed: true },
    nameFolded: { type: 'text' },
    kind: { type: 'text' },
    level: { type: 'text' },
    system: { type: 'text' },
    parentId: { type: 'text' },
    abbreviations: { type: 'text', many: true },
    dissolved: { type: 'boolean' },
    version: { type: 'integer' },
    changedAt: { type: 'time', indexed: true },
  },
  searchable: true,
  indexes: [
    ['parentId', 'nameSort'],
    ['kind', 'nameSort'],
    ['level', 'nameSort'],
    ['system', 'nameSort'],
  ],
};

export const mergers: CollectionSpec = { name: 'mergers', fields: { into: { type: 'text', indexed: true } } };
