import { z } from 'zod';
import type { CommandsOf } from '../kernel/command.js';
import { numberingSystems } from '../kernel/documentNumber.js';
import { FuzzyDate } from '../kernel/fuzzyDate.js';
import { Id } from '../kernel/ids.js';
import { JointOf, Name, Names, organizationKinds, organizationLevels, organizationStatuses } from './events.js';

export const organizationCommands = {
  /** `system` is derived from the kind, or the parent, where it is not given. */
  RegisterOrganization: {
    creates: true,
    roles: ['CLERK'],
    data: z.strictObject({
      name: Name,
      abbreviations: Names.default([]),
      kind: z.enum(organizationKinds),
      level: z.enum(organizationLevels).nullable().default(null),
      levelNote: z.string().max(1000).optional(),
      parentId: Id.nullable().default(null),
      spellings: Names.default([]),
      asWritten: Name.optional(),
      corrected: Name.optional(),
      system: z.enum(numberingSystems).nullable().optional(),
      status: z.enum(organizationStatuses).default('ESTABLISHED'),
      memberOfClassId: Id.optional(),
      jointOf: JointOf.optional(),
      participation: z.enum(['INVITED']).optional(),
      note: z.string().max(4000).optional(),
      decisionDocId: Id.optional(),
    }),
  },
  /** `from` is the name the sender saw: a renaming of something else is refused. */
  RenameOrganization: {
    roles: ['CLERK'],
    data: z.strictObject({
      from: Name,
      to: Name,
      abbreviations: Names.optional(),
      effectiveFrom: FuzzyDate,
      decisionDocId: Id.optional(),
    }),
  },
  ReparentOrganization: {
    roles: ['CLERK', 'SYSTEM'],
    data: z.strictObject({ parentId: Id.nullable(), effectiveFrom: FuzzyDate, decisionDocId: Id.optional() }),
  },
  /** The stream is the body `into`, which goes on. */
  MergeOrganizations: {
    roles: ['CLERK'],
    data: z.strictObject({ from: z.array(Id).min(1).max(100).readonly(), effectiveFrom: FuzzyDate, decisionDocId: Id }),
  },
  DissolveOrganization: {
    roles: ['CLERK', 'SYSTEM'],
    data: z.strictObject({
      effectiveFrom: FuzzyDate,
      decisionDocId: Id,
      successors: z.array(Id).max(100).readonly().default([]),
    }),
  },
} as const;

export type OrganizationCommand = CommandsOf<typeof organizationCommands>;
export type OrganizationCommandType = OrganizationCommand['type'];
/** The command of one type. */
export type OrganizationCommandOf<T extends OrganizationCommandType> = Extract<OrganizationCommand, { type: T }>;
