import { z } from 'zod';
import { capacities } from '../kernel/authority.js';
import type { CommandsOf } from '../kernel/command.js';
import { FuzzyDate } from '../kernel/fuzzyDate.js';
import { Id } from '../kernel/ids.js';
import { MandateScope, OfficeTitle, Reason } from './events.js';

export const officeCommands = {
  RegisterOffice: {
    creates: true,
    roles: ['CLERK'],
    data: z.strictObject({
      title: OfficeTitle,
      orgId: Id,
      also: z.array(OfficeTitle).max(20).readonly().default([]),
      asWritten: OfficeTitle.optional(),
      corrected: OfficeTitle.optional(),
      decisionDocId: Id.optional(),
    }),
  },
  AppointHolder: {
    roles: ['CLERK'],
    data: z.strictObject({ personKey: Id, effectiveFrom: FuzzyDate, decisionDocId: Id.optional() }),
  },
  /** Ends the present holding, or that of the person named. */
  EndHolding: {
    roles: ['CLERK'],
    data: z.strictObject({ effectiveFrom: FuzzyDate, personKey: Id.optional() }),
  },
  /** The stream is the office that receives the mandate; the sender leads the body of the office that grants it. */
  GrantMandate: {
    roles: ['ORG_LEADER'],
    data: z.strictObject({
      mandateId: Id,
      grantorOfficeId: Id,
      capacity: z.enum(capacities),
      scope: MandateScope.default({}),
      effectiveFrom: FuzzyDate,
      to: FuzzyDate.optional(),
      documentId: Id,
    }),
  },
  RevokeMandate: {
    roles: ['ORG_LEADER'],
    data: z.strictObject({ mandateId: Id, effectiveFrom: FuzzyDate, reason: Reason.optional() }),
  },
} as const;

export type OfficeCommand = CommandsOf<typeof officeCommands>;
export type OfficeCommandType = OfficeCommand['type'];
/** The command of one type. */
export type OfficeCommandOf<T extends OfficeCommandType> = Extract<OfficeCommand, { type: T }>;
