import type { Document, Filter, Order, Scalar } from '../src/application/ports.js';
import type { AgreementDocument } from './agreements/document.js';
import type { AgreementStateDocument } from './agreementStates/document.js';
import type { HistoryDocument } from './history/document.js';
import type { OfficeDocument } from './offices/document.js';
import type { MergerDocument, OrganizationDocument } from './organizations/document.js';
import type { SteeringDocument } from './steering/document.js';

/** One page of a list, in order. `hasMore`: there is at least one more in the direction asked for. */
export interface Page<B> {
  readonly items: readonly Document<B>[];
  readonly hasMore: boolean;
}

export interface PageQuery {
  readonly filter?: Filter;
  readonly order: readonly Order[];
  /** Values of the order fields, then the id, of the last item seen. */
  readonly after?: readonly Scalar[];
  readonly limit: number;
  readonly backwards?: true;
}

/** Where a list is asked from: both clocks, as in reference 4.2; both absent means now. */
export interface AtPoint {
  readonly asOf?: string;
  readonly knownAt?: string;
}

export interface AgreementQueries {
  /** Agreements of that number, in any spelling; more than one only where the record has it twice. */
  byNumber(number: string): Promise<readonly Document<AgreementDocument>[]>;
  list(query: PageQuery): Promise<Page<AgreementDocument>>;
  count(filter?: Filter): Promise<number>;
  countBy(fields: readonly string[], filter?: Filter): Promise<readonly { key: readonly Scalar[]; count: number }[]>;
  /** Ids of agreements that the policies should look at on this Vietnam day. */
  dueForForce(day: string, limit: number): Promise<readonly Document<AgreementDocument>[]>;
  dueForExpiry(day: string, limit: number): Promise<readonly Document<AgreementDocument>[]>;
}

/** Lists and counts of agreements at a point on both clocks. The filter and order speak of ListedAgreement's members. */
export interface AgreementStateQueries {
  list(at: AtPoint, query: PageQuery): Promise<Page<AgreementStateDocument>>;
  count(at: AtPoint, filter?: Filter): Promise<number>;
  countBy(
    at: AtPoint,
    fields: readonly string[],
    filter?: Filter,
  ): Promise<readonly { key: readonly Scalar[]; count: number }[]>;
}

export interface TransitionQueries {
  /**
   * How many agreements entered a state, by fields of TransitionDocument, until `asOf` (without it, at any time) as far as
   * known at `knownAt`. An agreement counts once for each state and day.
   */
  countBy(
    at: AtPoint,
    fields: readonly string[],
    filter?: Filter,
  ): Promise<readonly { key: readonly Scalar[]; count: number }[]>;
}

export interface HistoryQueries {
  /** Events of all streams by position, or of one by the filter. */
  list(query: PageQuery): Promise<Page<HistoryDocument>>;
  count(filter?: Filter): Promise<number>;
  byIds(ids: readonly string[]): Promise<readonly (Document<HistoryDocument> | null)[]>;
}

export interface OrganizationQueries {
  list(query: PageQuery): Promise<Page<OrganizationDocument>>;
  count(filter?: Filter): Promise<number>;
  countBy(fields: readonly string[], filter?: Filter): Promise<readonly { key: readonly Scalar[]; count: number }[]>;
  /** Mergers whose organisations are not yet dissolved. */
  pendingMerges(limit: number): Promise<readonly MergerDocument[]>;
  /** Bodies right below one that stand still, by name. */
  childrenOf(orgId: string, limit: number): Promise<readonly Document<OrganizationDocument>[]>;
}

export interface OfficeQueries {
  list(query: PageQuery): Promise<Page<OfficeDocument>>;
  count(filter?: Filter): Promise<number>;
}

export interface SteeringQueries {
  list(query: PageQuery): Promise<Page<SteeringDocument>>;
  count(filter?: Filter): Promise<number>;
  /** For each agreement the ids of the committees that the record ever said run it, in the order they were recorded. */
  ofAgreements(agreementIds: readonly string[]): Promise<readonly (readonly string[])[]>;
}

export type SearchType = 'AGREEMENT' | 'ORGANIZATION' | 'OFFICE';

export interface SearchHit {
  readonly type: SearchType;
  readonly id: string;
  /** Higher is better; comparable within one search. */
  readonly score: number;
}

/** Search as people type (reference 3.6): a document number in any spelling first, then all words, exact before folded. */
export interface SearchQueries {
  search(text: string, types: readonly SearchType[], limit: number): Promise<readonly SearchHit[]>;
}

export interface Queries {
  readonly agreements: AgreementQueries;
  readonly agreementStates: AgreementStateQueries;
  readonly transitions: TransitionQueries;
  readonly history: HistoryQueries;
  readonly organizations: OrganizationQueries;
  readonly offices: OfficeQueries;
  readonly steering: SteeringQueries;
  readonly search: SearchQueries;
}
