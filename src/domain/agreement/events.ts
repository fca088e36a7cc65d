import { z } from 'zod';
import { agreementKinds, capacities } from '../kernel/authority.js';
import { event, type EventsOf } from '../kernel/event.js';
import { Certainty, FuzzyDate } from '../kernel/fuzzyDate.js';
import { Id, Sha256 } from '../kernel/ids.js';

// Stored for ever. Add; never rename. The names below are what lies in the log (reference 4.4).

export { agreementKinds, capacities };
export const effectivenessRules = ['ALL_SIGNED', 'PER_COUNTERPARTY'] as const;
export const agreementStatuses = [
  'DRAFTING',
  'CONSULTING',
  'FINALIZED',
  'SIGNING',
  'SIGNING_FAILED',
  'SIGNED',
  'IN_FORCE',
  'SUSPENDED',
  'WITHDRAWN',
  'TERMINATED',
  'EXPIRED',
  'SUPERSEDED',
  'RENEWED',
  'ARCHIVED',
] as const;
export type AgreementStatus = (typeof agreementStatuses)[number];
export const signatureKinds = [
  'WET_INK',
  'DIGITAL_OFFICIAL',
  'DIGITAL_PUBLIC',
  'E_SPECIALIZED_SECURED',
  'OTHER_CONFIRMATION',
] as const;
export type SignatureKind = (typeof signatureKinds)[number];
export const citationRelations = [
  'LEGAL_BASIS',
  'IMPLEMENTS',
  'IN_THE_SPIRIT_OF',
  'COMPLIES_WITH',
  'SUBJECT',
  'EVIDENCE',
] as const;

export const Side = z.string().regex(/^[A-Z]$/, 'a side is one capital letter');
export const Title = z.string().min(1).max(1000);
export const Reason = z.string().min(1).max(4000);

/** One clause of a text; drafts, amendments, diff and blame address it by `clauseId`. */
export const Clause = z.strictObject({ clauseId: Id, label: z.string().max(200), body: z.string().max(20_000) });
export type Clause = Readonly<z.infer<typeof Clause>>;

export const Attachment = z.strictObject({
  sha256: Sha256,
  name: z.string().min(1).max(255),
  mediaType: z.string().min(3).max(127),
  size: z.number().int().nonnegative(),
});
export type Attachment = Readonly<z.infer<typeof Attachment>>;

export const AgreementText = z.strictObject({
  clauses: z.array(Clause).max(200).readonly(),
  attachment: Attachment.optional(),
});
export type AgreementText = Readonly<z.infer<typeof AgreementText>>;

/** An agreed field of cooperation (lĩnh vực phối hợp). */
export const CooperationField = z.strictObject({
  fieldId: Id,
  text: z.string().min(1).max(4000),
  clauseId: Id.optional(),
});
export type CooperationField = Readonly<z.infer<typeof CooperationField>>;

export const Citation = z.strictObject({
  docId: Id.optional(),
  relation: z.enum(citationRelations),
  asWritten: z.string().min(1).max(1000),
});
export type Citation = Readonly<z.infer<typeof Citation>>;

/** Years the agreement covers (giai đoạn); each end is a fuzzy date, usually of YEAR precision. */
export const Period = z.strictObject({
  start: FuzzyDate.nullable(),
  end: FuzzyDate.nullable(),
  asWritten: z.string().max(200).optional(),
});
export type Period = Readonly<z.infer<typeof Period>>;

/**
 * A party: the acting bodies that sign, or a class of bodies that cannot (reference 0.4, 0.5). `organizationId` is the
 * organisation behind the bodies, derived when the event was decided; null for a class.
 */
export const Party = z.strictObject({
  partyId: Id,
  side: Side,
  bodyIds: z.array(Id).max(20).readonly(),
  jointBody: z.boolean(),
  classOrgId: Id.optional(),
  memberOf: Id.optional(),
  organizationId: Id.nullable(),
});
export type Party = Readonly<z.infer<typeof Party>>;

/** A number as the document has it, and its canonical form (reference 3.3). */
export const AgreementNumber = z.strictObject({ asWritten: z.string(), canonical: z.string() });
export type AgreementNumber = Readonly<z.infer<typeof AgreementNumber>>;

/** What is kept of a checked certificate (Decree 68/2024/NĐ-CP): enough to check again as of the signing time. */
export const Certificate = z.strictObject({
  serial: z.string(),
  issuer: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  pem: z.string(),
  signature: z.string(),
});

export const SigningOrder = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('PARALLEL') }),
  z.strictObject({ mode: z.literal('SEQUENTIAL'), sequence: z.array(Id).min(1).max(100).readonly() }),
]);
export type SigningOrder = Readonly<z.infer<typeof SigningOrder>>;

export const RequiredParty = z.strictObject({ partyId: Id, signatures: z.number().int().min(1).max(10) });
export type RequiredParty = Readonly<z.infer<typeof RequiredParty>>;

/** Adds, changes, moves or removes one clause; an unknown `clauseId` is a new clause. `position` counts from 0. */
const ClausePatch = z.strictObject({
  clauseId: Id,
  label: z.string().max(200).optional(),
  body: z.string().max(20_000).optional(),
  position: z.number().int().min(0).max(199).optional(),
  remove: z.literal(true).optional(),
});

const FieldPatch = z.strictObject({
  fieldId: Id,
  text: z.string().min(1).max(4000).optional(),
  clauseId: Id.nullable().optional(),
  remove: z.literal(true).optional(),
});

/** What a revision changes; an absent member stays as it is, null takes it away. */
export const DraftPatch = z.strictObject({
  clauses: z.array(ClausePatch).max(200).readonly().optional(),
  attachment: Attachment.nullable().optional(),
  fields: z.array(FieldPatch).max(100).readonly().optional(),
  period: Period.nullable().optional(),
  effectiveFrom: FuzzyDate.nullable().optional(),
  subject: Title.optional(),
  citations: z.array(Citation).max(100).readonly().optional(),
});
export type DraftPatch = Readonly<z.infer<typeof DraftPatch>>;

/** One difference of a revision: slash-separated path, null for absent. */
export const StoredChange = z.strictObject({ path: z.string(), was: z.json(), now: z.json() });

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
  AgreementFullySigned: event({ signedOn: FuzzyDate }),
  PartyAcceded: event({ partyId: Id, effectiveFrom: FuzzyDate }),
  SigningDeclined: event({ partyId: Id, reason: Reason }),
  /** `officeId` is null where an import does not say which office had signed. */
  SignatureWithdrawn: event({ partyId: Id, officeId: Id.nullable(), reason: Reason }),
  SigningFailed: event({ missing: z.array(Id).readonly(), note: z.string().max(4000).optional() }),
  DraftReopened: event({ reason: Reason, voided: z.array(z.string()).readonly() }),
  DraftWithdrawn: event({ reason: Reason }),
  AgreementEnteredIntoForce: event({ effectiveFrom: FuzzyDate }),
  AgreementExpired: event({ effectiveFrom: FuzzyDate, finalReviewId: Id.optional() }),
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
