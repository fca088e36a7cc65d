import { z } from 'zod';
import type { CommandsOf } from '../kernel/command.js';
import { Id } from '../kernel/ids.js';

export const steeringCommands = {
  /** The stream is the committee; head and members are offices. */
  EstablishSteeringCommittee: {
    creates: true,
    roles: ['ORG_LEADER'],
    data: z.strictObject({
      agreementId: Id,
      headOfficeId: Id.nullable(),
      members: z.array(Id).max(100).readonly().default([]),
      decisionDocId: Id.optional(),
    }),
  },
} as const;

export type SteeringCommand = CommandsOf<typeof steeringCommands>;
