import type { CollectionSpec } from '../../src/application/ports.js';

/** An office now, as lists and search show it. Never a person. */
export interface OfficeDocument {
  readonly title: string;
  readonly titleSort: string;
  /** In the fold of reference 3.6 (5), for `contains`. */
  readonly titleFolded: string;
  readonly orgId: string;
  readonly also: readonly string[];
  readonly version: number;
  readonly changedAt: string;
  readonly exact: string;
  readonly folded: string;
}

/** Working documents: how an office was registered, as corrected since, by its id. */
export const officeFolds: CollectionSpec = { name: 'officeFolds', fields: {} };

export const offices: CollectionSpec = {
  name: 'offices',
  fields: {
    title: { type: 'text' },
    titleSort: { type: 'text', indexed: true },
    titleFolded: { type: 'text' },
    orgId: { type: 'text' },
    version: { type: 'integer' },
    changedAt: { type: 'time', indexed: true },
  },
  searchable: true,
  indexes: [['orgId', 'titleSort']],
};
