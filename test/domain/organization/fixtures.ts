import type { FuzzyDate } from '../../../src/domain/kernel/fuzzyDate.js';
import {
  type BodyFact,
  bodyFact,
  organization,
  type OrganizationEvent,
  type OrganizationFacts,
  type OrganizationState,
} from '../../../src/domain/organization/index.js';
import { stateOf } from '../../support/deciderSpec.js';

export type EventOf<T extends OrganizationEvent['type']> = Extract<OrganizationEvent, { type: T }>;
type Registration = EventOf<'OrganizationRegistered'>['data'];

export const registered = (data: Partial<Registration> = {}): EventOf<'OrganizationRegistered'> => ({
  type: 'OrganizationRegistered',
  data: {
    name: 'Liên đoàn Lao động tỉnh',
    abbreviations: ['LĐLĐ'],
    kind: 'UNION_FEDERATION',
    level: 'PROVINCE',
    parentId: null,
    spellings: [],
    system: 'UNION',
    status: 'ESTABLISHED',
    ...data,
  },
});

export const dissolved = (
  effectiveFrom: FuzzyDate,
  successors: readonly string[] = [],
): EventOf<'OrganizationDissolved'> => ({
  type: 'OrganizationDissolved',
  data: { effectiveFrom, decisionDocId: 'doc-1', successors },
});

/** A body on record, as other decisions see it. */
export const body = (
  id: string,
  {
    ancestors = [],
    dissolvedFrom,
    successors = [],
    ...data
  }: Partial<Registration> & {
    readonly ancestors?: readonly string[];
    readonly dissolvedFrom?: FuzzyDate;
    readonly successors?: readonly string[];
  } = {},
): BodyFact => {
  const past = dissolvedFrom === undefined ? [] : [dissolved(dissolvedFrom, successors)];
  return bodyFact(id, stateOf(organization, registered(data), ...past), ancestors);
};

/** The facts of a decision: the state as today's, and the bodies named. */
export const knowing =
  (...bodies: readonly BodyFact[]) =>
  (today: OrganizationState): OrganizationFacts => ({ today, bodies: new Map(bodies.map((each) => [each.id, each])) });
