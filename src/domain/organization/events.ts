import { z } from 'zod';
import { numberingSystems } from '../kernel/documentNumber.js';
import { event, type EventsOf } from '../kernel/event.js';
import { Certainty, FuzzyDate } from '../kernel/fuzzyDate.js';
import { Id } from '../kernel/ids.js';

// Stored for ever. Add; never rename. The names below are what lies in the log (reference 4.10).

/** Kinds of body (reference 2.2). A class stands for bodies that the sources do not name one by one. */
export const organizationKinds = [
  'PARTY_COMMITTEE',
  'PARTY_POLITBURO',
  'STANDING_COMMITTEE',
  'PERMANENT_BODY',
  'PARTY_CAUCUS',
  'BLOC_PARTY_COMMITTEE',
  'PARTY_BRANCH_SYSTEM',
  'PARTY_ADVISORY_BODY',
  'PARTY_CLASS',
  'STEERING_COMMITTEE',
  'UNION_CONFEDERATION',
  'UNION_FEDERATION',
  'UNION_UPPER_GRASSROOTS',
  'GRASSROOTS_UNION',
  'UNION_BLOCK',
  'UNION_SERVICE_UNIT',
  'STATE_AGENCY',
  'STATE_AGENCY_CLASS',
  'SERVICE_UNIT_CLASS',
  'VENUE',
] as const;
export type OrganizationKind = (typeof organizationKinds)[number];

export const organizationLevels = ['CENTRAL', 'PROVINCE', 'DISTRICT', 'COMMUNE', 'MIXED'] as const;

/** PROPOSED: a source speaks of a body that is yet to be set up. */
export const organizationStatuses = ['ESTABLISHED', 'PROPOSED'] as const;

export const Name = z.string().min(1).max(500);
export const Names = z.array(Name).max(50).readonly();

/** Bodies that set up or run this one together, and how sure that is. */
export const JointOf = z.strictObject({
  orgIds: z.array(Id).min(2).max(20).readonly(),
  certainty: Certainty,
  basis: z.string().max(1000).optional(),
});

export const organizationEvents = {
  /**
   * A body is on record. Storage history: version 1 held one `abbreviation` or null; real bodies have several, such as
   * one by which people call them and one by which they number documents.
   */
  OrganizationRegistered: event(
    {
      name: Name,
      abbreviations: Names,
      kind: z.enum(organizationKinds),
      level: z.enum(organizationLevels).nullable(),
      levelNote: z.string().max(1000).optional(),
      parentId: Id.nullable(),
      /** Other spellings of the name that sources use. */
      spellings: Names,
      /** A misspelling in the source, and what was meant. */
      asWritten: Name.optional(),
      corrected: Name.optional(),
      /** Whose rules of numbering it follows; null if it numbers nothing. */
      system: z.enum(numberingSystems).nullable(),
      status: z.enum(organizationStatuses),
      memberOfClassId: Id.optional(),
      jointOf: JointOf.optional(),
      /** INVITED: takes part in an agreement's life without being a party. */
      participation: z.enum(['INVITED']).optional(),
      note: z.string().max(4000).optional(),
      decisionDocId: Id.optional(),
    },
    {
      1: ({ abbreviation, ...data }) => ({
        ...data,
        abbreviations: abbreviation === null || abbreviation === undefined ? [] : [abbreviation],
      }),
    },
  ),
  /** `from` is the name it had; it stays findable. `abbreviations` replace the former ones if given. */
  OrganizationRenamed: event({
    from: Name,
    to: Name,
    abbreviations: Names.optional(),
    effectiveFrom: FuzzyDate,
    decisionDocId: Id.optional(),
  }),
  OrganizationReparented: event({ parentId: Id.nullable(), effectiveFrom: FuzzyDate, decisionDocId: Id.optional() }),
  /** The bodies `from` were merged into this one. Each is then dissolved with this one as successor, by a policy. */
  OrganizationsMerged: event({ from: z.array(Id).readonly(), effectiveFrom: FuzzyDate, decisionDocId: Id }),
  OrganizationDissolved: event({ effectiveFrom: FuzzyDate, decisionDocId: Id, successors: z.array(Id).readonly() }),
} as const;

export type OrganizationEvent = EventsOf<typeof organizationEvents>;
