import type { NumberingSystem } from '../kernel/documentNumber.js';
import { type FuzzyDate, hasBegun, negate, type Tri } from '../kernel/fuzzyDate.js';
import type { OrganizationKind } from './events.js';
import type { OrganizationState } from './state.js';

/** What other decisions may know of a body. */
export interface BodyFact {
  readonly id: string;
  readonly name: string;
  readonly kind: OrganizationKind;
  readonly system: NumberingSystem | null;
  readonly parentId: string | null;
  /** The organisation behind it: the parent of an acting body, else itself. */
  readonly organizationId: string;
  /** Parents from the nearest to the root. */
  readonly ancestors: readonly string[];
  readonly abbreviations: readonly string[];
  /** A class of bodies: it can be a party to be enumerated, never one that signs (reference 0.5). */
  readonly isClass: boolean;
  readonly dissolvedFrom: FuzzyDate | null;
  readonly successors: readonly string[];
}

/** What an organisation's decisions need from elsewhere: the bodies the command names. Unknown ids are absent. */
export interface OrganizationFacts {
  /** The state as recorded today; differs from the state decided on for a late record. */
  readonly today: OrganizationState;
  readonly bodies: ReadonlyMap<string, BodyFact>;
}

const acting: ReadonlySet<OrganizationKind> = new Set([
  'STANDING_COMMITTEE',
  'PERMANENT_BODY',
  'PARTY_CAUCUS',
] as const);
const classes: ReadonlySet<OrganizationKind> = new Set([
  'PARTY_CLASS',
  'STATE_AGENCY_CLASS',
  'SERVICE_UNIT_CLASS',
] as const);
const collective: ReadonlySet<OrganizationKind> = new Set([
  'PARTY_COMMITTEE',
  'PARTY_POLITBURO',
  'BLOC_PARTY_COMMITTEE',
  ...acting,
] as const);

/** Does it decide as a whole? Then its documents are signed T/M, never K/T (invariant 22). */
export const isCollective = (kind: OrganizationKind | undefined): boolean => kind !== undefined && collective.has(kind);

/**
 * Whose rules of numbering a body of this kind follows (reference 3.1). A standing committee, permanent group or steering
 * committee exists on either side and follows its parent; null where nothing is numbered or the side is unknown.
 */
export const systemOf = (kind: OrganizationKind, parent: NumberingSystem | null = null): NumberingSystem | null => {
  switch (kind) {
    case 'PARTY_COMMITTEE':
    case 'PARTY_POLITBURO':
    case 'PARTY_CAUCUS':
    case 'BLOC_PARTY_COMMITTEE':
    case 'PARTY_BRANCH_SYSTEM':
    case 'PARTY_ADVISORY_BODY':
    case 'PARTY_CLASS':
      return 'PARTY';
    case 'UNION_CONFEDERATION':
    case 'UNION_FEDERATION':
    case 'UNION_UPPER_GRASSROOTS':
    case 'GRASSROOTS_UNION':
    case 'UNION_BLOCK':
    case 'UNION_SERVICE_UNIT':
      return 'UNION';
    case 'STATE_AGENCY':
    case 'STATE_AGENCY_CLASS':
      return 'STATE';
    case 'STANDING_COMMITTEE':
    case 'PERMANENT_BODY':
    case 'STEERING_COMMITTEE':
      return parent;
    case 'SERVICE_UNIT_CLASS':
    case 'VENUE':
      return null;
  }
};

/** The fact of a registered body; `ancestors` from the nearest parent to the root. */
export const bodyFact = (id: string, state: OrganizationState, ancestors: readonly string[]): BodyFact => ({
  id,
  name: state.name,
  kind: state.kind,
  system: state.system,
  parentId: state.parentId,
  organizationId: acting.has(state.kind) && state.parentId !== null ? state.parentId : id,
  ancestors,
  abbreviations: state.abbreviations,
  isClass: classes.has(state.kind),
  dissolvedFrom: state.dissolution?.effectiveFrom ?? null,
  successors: state.dissolution?.successors ?? [],
});

/** Does a body still stand at a time? Not on the very day of its dissolution; a vague date leaves a doubt. */
export const isStanding = (body: Pick<BodyFact, 'dissolvedFrom'>, at: FuzzyDate): Tri =>
  body.dissolvedFrom === null ? 'YES' : negate(hasBegun(at, body.dissolvedFrom));
