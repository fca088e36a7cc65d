import { z } from 'zod';
import { agreementKinds, capacities } from '../kernel/authority.js';
import { event, type EventsOf } from '../kernel/event.js';
import { FuzzyDate } from '../kernel/fuzzyDate.js';
import { Id } from '../kernel/ids.js';

// Stored for ever. Add; never rename. The names below are what lies in the log (reference 4.10).

export const OfficeTitle = z.string().min(1).max(500);
export const Reason = z.string().min(1).max(4000);

/** What a mandate is good for: one agreement, agreements of one kind, or, if neither is named, any. */
export const MandateScope = z.strictObject({ agreementId: Id.optional(), kind: z.enum(agreementKinds).optional() });

export const officeEvents = {
  OfficeRegistered: event({
    title: OfficeTitle,
    orgId: Id,
    /** Other offices that sources name along with it, as titles. */
    also: z.array(OfficeTitle).max(20).readonly(),
    /** A misspelling in the source, and what was meant. */
    asWritten: OfficeTitle.optional(),
    corrected: OfficeTitle.optional(),
    decisionDocId: Id.optional(),
  }),
  /** A person, known only by `personKey`, holds the office; the former holding ends on that day without an event of its own. */
  HolderAppointed: event({ personKey: Id, effectiveFrom: FuzzyDate, decisionDocId: Id.optional() }),
  HoldingEnded: event({ personKey: Id, effectiveFrom: FuzzyDate }),
  /** This office may sign for the body of the grantor's office, `grantorOrgId`, as resolved when it was decided. */
  MandateGranted: event({
    mandateId: Id,
    grantorOfficeId: Id,
    grantorOrgId: Id,
    capacity: z.enum(capacities),
    scope: MandateScope,
    effectiveFrom: FuzzyDate,
    to: FuzzyDate.optional(),
    documentId: Id,
  }),
  /** The mandate is no longer good from that day on. */
  MandateRevoked: event({ mandateId: Id, effectiveFrom: FuzzyDate, reason: Reason.optional() }),
} as const;

export type OfficeEvent = EventsOf<typeof officeEvents>;
