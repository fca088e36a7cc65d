import { z } from 'zod';
import { event, type EventsOf } from '../kernel/event.js';
import { Id } from '../kernel/ids.js';

// Stored for ever. Add; never rename. The names below are what lies in the log (reference 4.4).

export const steeringEvents = {
  /**
   * A joint group runs an agreement from now on: its head and its members, offices all. `headOfficeId` and
   * `decisionDocId` are null and absent where an import does not say.
   */
  SteeringCommitteeEstablished: event({
    agreementId: Id,
    headOfficeId: Id.nullable(),
    members: z.array(Id).readonly(),
    decisionDocId: Id.optional(),
  }),
} as const;

export type SteeringEvent = EventsOf<typeof steeringEvents>;
