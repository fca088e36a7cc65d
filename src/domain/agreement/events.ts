import { z } from 'zod';
import { event, type EventsOf } from '../kernel/event.js';
import { Certainty, FuzzyDate } from '../kernel/fuzzyDate.js';
import { Id, Sha256 } from '../kernel/ids.js';
import {
  AgreementNumber,
  agreementKinds,
  agreementStatuses,
  AgreementText,
  capacities,
  Certificate,
  Citation,
  citation,
  CooperationField,
  dispositions,
  DraftPatch,
  effectivenessRules,
  interruption,
  opinion,
  Party,
  Period,
  Reason,
  RequiredParty,
  Retention,
  signatureKinds,
  SigningOrder,
  StanceCounts,
  StoredChange,
  terminationGrounds,
  Title,
} from './values.js';

// Stored for ever. Add; never rename. The names below are what lies in the log (reference 4.4).

export * from './values.js';

const opening = {
  kind: z.enum(agreementKinds),
  subject: Title,
  effectivenessRule: z.enum(effectivenessRules),
  parties: z.array(Party).readonly(),
  fields: z.array(CooperationField).readonly(),
  textVersion: z.number().int().positive(),
};

export const agreementEvents = {
  /** A draft begins. `plannedEffectiveFrom` is an intention: it must not shift the event's own valid time. */
  AgreementDrafted: event({
    ...opening,
    leadIssuer: Id,
    period: Period.nullable(),
    plannedEffectiveFrom: FuzzyDate.optional(),
    frameworkId: Id.optional(),
    text: AgreementText,
    textSha256: Sha256,
    citations: z.array(Citation).readonly(),
  }),
  /** An agreement that existed before the system did; unknown is null. */
  AgreementRegistered: event({
    ...opening,
    status: z.enum(agreementStatuses),
    leadIssuer: Id.nullable(),
    period: Period.nullable(),
    effectiveFrom: FuzzyDate.optional(),
    signedOn: FuzzyDate.optional(),
    number: AgreementNumber.nullable(),
    text: AgreementText.nullable(),
    textSha256: Sha256.nullable(),
  }),
  DraftRevised: event({
    textVersion: z.number().int().positive(),
    textSha256: Sha256,
    patch: DraftPatch,
    changes: z.array(StoredChange).readonly(),
    note: z.string().max(4000).optional(),
  }),
  /** A draft goes out for opinions to `audience`, organisations; `textVersion` is what they are asked about. */
  ConsultationOpened: event({
    audience: z.array(Id).readonly(),
    dueBy: FuzzyDate.optional(),
    textVersion: z.number().int().positive(),
  }),
  OpinionSubmitted: event(opinion),
  OpinionDisposed: event({ opinionId: Id, disposition: z.enum(dispositions), explanation: Reason }),
  /** `counts`: the opinions of this consultation. */
  ConsultationClosed: event({ summary: z.string().max(20_000).optional(), counts: StanceCounts }),
  PartyAdded: event({ party: Party }),
  PartyRemoved: event({ partyId: Id, reason: Reason }),
  /** Members of a class become parties on its side; `complete`: the source claims to name them all. */
  PartyClassEnumerated: event({
    classPartyId: Id,
    members: z.array(Party).readonly(),
    complete: z.boolean(),
    sourceId: Id.optional(),
  }),
  TextFinalized: event({ textVersion: z.number().int().positive(), textSha256: Sha256 }),
  TextPresented: event({
    textVersion: z.number().int().positive().nullable(),
    textSha256: Sha256.nullable(),
    presenterOfficeId: Id,
    occasionId: Id,
  }),
  SigningOpened: event({
    order: SigningOrder,
    deadline: FuzzyDate.optional(),
    required: z.array(RequiredParty).readonly(),
    requirePresentation: z.boolean(),
    textVersion: z.number().int().positive(),
    textSha256: Sha256,
  }),
  /** Before it signs, the clerk of a party confirms which office may, and by which mandate if by one. */
  SigningAuthorityConfirmed: event({
    partyId: Id,
    officeId: Id,
    capacity: z.enum(capacities),
    mandateId: Id.optional(),
  }),
  /** A party's consent by one office in one capacity to one text; null is what an imported source does not say. */
  PartySigned: event({
    partyId: Id,
    officeId: Id.nullable(),
    capacity: z.enum(capacities).nullable(),
    textSha256: Sha256.nullable(),
    signatureKind: z.enum(signatureKinds).nullable(),
    certificate: Certificate.optional(),
    timestampToken: z.string().optional(),
    sealApplied: z.boolean().nullable(),
    recordedBy: z.literal('CLERK').optional(),
    witnessOfficeId: Id.optional(),
    ceremonyId: Id.optional(),
  }),
  /** A paper signature was converted to data (Law 20/2023/QH15): by whom stands in the actor, when in `occurred`. */
  PaperCopyConverted: event({ partyId: Id, method: z.literal('SCAN'), scanSha256: Sha256 }),
  /** `effectiveFrom`: the same day, where the signature that completed the record was given before it. */
  AgreementFullySigned: event({ signedOn: FuzzyDate, effectiveFrom: FuzzyDate.optional() }),
  PartyAcceded: event({ partyId: Id, effectiveFrom: FuzzyDate }),
  SigningDeclined: event({ partyId: Id, reason: Reason }),
  /** `officeId` is null where an import does not say which office had signed. */
  SignatureWithdrawn: event({ partyId: Id, officeId: Id.nullable(), reason: Reason }),
  SigningFailed: event({ missing: z.array(Id).readonly(), note: z.string().max(4000).optional() }),
  DraftReopened: event({ reason: Reason, voided: z.array(z.string()).readonly() }),
  DraftWithdrawn: event({ reason: Reason }),
  AgreementEnteredIntoForce: event({ effectiveFrom: FuzzyDate }),
  /** A counterparty may join an agreement that others have signed; it joins by signing. */
  PartyAdmitted: event({ party: Party, ceremonyId: Id.optional() }),
  PartyWithdrew: event({ partyId: Id, reason: Reason, decisionDocId: Id.optional(), effectiveFrom: FuzzyDate }),
  /** Other bodies take the place of a party's; `organizationId` is the organisation behind them. */
  PartySucceeded: event({
    partyId: Id,
    toBodyIds: z.array(Id).min(1).readonly(),
    organizationId: Id,
    decisionDocId: Id,
    effectiveFrom: FuzzyDate,
  }),
  PartyLeftWithoutSuccessor: event({ partyId: Id, decisionDocId: Id, effectiveFrom: FuzzyDate }),
  AgreementSuspended: event(interruption),
  AgreementResumed: event(interruption),
  /** Either the agreement goes on for `newPeriod`, or the agreement `successorId` takes its place. */
  AgreementRenewed: event({
    successorId: Id.optional(),
    newPeriod: Period.optional(),
    basisReviewId: Id.optional(),
    effectiveFrom: FuzzyDate,
  }),
  AgreementExpired: event({ effectiveFrom: FuzzyDate, finalReviewId: Id.optional() }),
  AgreementTerminated: event({
    ground: z.enum(terminationGrounds),
    decisionDocId: Id.optional(),
    effectiveFrom: FuzzyDate,
  }),
  AgreementSuperseded: event({ byAgreementId: Id, effectiveFrom: FuzzyDate }),
  /** Nothing of the agreement may be archived away while a hold stands; it ends with `until` or by a release. */
  LegalHoldPlaced: event({ holdId: Id, basis: Reason, until: FuzzyDate.optional() }),
  LegalHoldReleased: event({ holdId: Id, reason: Reason }),
  AgreementArchived: event({ retention: Retention, fonds: z.string().min(1).max(200) }),
  /** The agreement, or what belongs to it, cites a document (reference 4.4); the text itself stays. */
  DocumentCited: event(citation),
  SourceLinked: event({
    sourceId: Id,
    certainty: Certainty,
    basis: z.string().max(1000).optional(),
    /** What the source calls the agreement, where that differs from its title. */
    alsoCalled: z.string().max(1000).optional(),
  }),
  SourceUnlinked: event({ sourceId: Id, reason: Reason }),
  /** How a source words a field, a clause or a core task; no amendment (reference 1.6, X6). */
  ClauseObserved: event({
    target: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('FIELD'), fieldId: Id }),
      z.strictObject({ kind: z.literal('CLAUSE'), clauseId: Id }),
      z.strictObject({ kind: z.literal('CORE_TASK'), coreTaskId: Id }),
    ]),
    sourceId: Id,
    asWritten: z.string().min(1).max(20_000),
    corrected: z.string().max(20_000).optional(),
  }),
} as const;

export type AgreementEvent = EventsOf<typeof agreementEvents>;
export type AgreementEventType = AgreementEvent['type'];
