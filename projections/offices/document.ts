/** An office now, as lists and search show it. Never a person. */
export interface OfficeDocument {
  readonly title: string;
  readonly titleSort: string;
  readonly orgId: string;
  readonly also: readonly string[];
  readonly version: number;
  readonly changedAt: string;
  readonly exact: string;
  readonly folded: string;
}
