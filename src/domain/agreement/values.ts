import { z } from 'zod';
import { agreementKinds, capacities } from '../kernel/authority.js';
import { FuzzyDate } from '../kernel/fuzzyDate.js';
import { Id, Sha256 } from '../kernel/ids.js';

// Stored for ever within events. Add; never rename (reference 4.4).

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
/** Where a document is cited: in the agreement's own text, or in what is said, done or asked for under it. */
export const citationPlaces = ['TEXT', 'ASSESSMENT', 'REVIEW', 'RESULT', 'PROPOSAL', 'DIRECTIVE', 'TASK'] as const;

/** What a consulted body says of a draft (reference 4.4). */
export const stances = ['AGREE', 'AGREE_WITH_CHANGES', 'DISAGREE', 'NO_OPINION'] as const;
export type Stance = (typeof stances)[number];
/** What was done with an opinion (tiếp thu, giải trình). */
export const dispositions = ['ACCEPTED', 'PARTLY', 'REJECTED'] as const;
/** On what ground an agreement ends before its time. */
export const terminationGrounds = ['MUTUAL', 'SUPERIOR_DECISION', 'PARTIES_DISSOLVED', 'BREACH'] as const;

export const Side = z.string().regex(/^[A-Z]$/, 'a side is one capital letter');
export const Title = z.string().regex(/\S/u, 'nothing but blanks').max(1000);
export const Reason = z.string().regex(/\S/u, 'nothing but blanks').max(4000);

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

const cited = { relation: z.enum(citationRelations), asWritten: z.string().min(1).max(1000) };

/** A citation as a draft states it: in its text. */
export const Citation = z.strictObject({ docId: Id.optional(), ...cited });
export type Citation = Readonly<z.infer<typeof Citation>>;

/** A citation put on record by itself, wherever it stands. */
export const citation = { docId: Id, ...cited, in: z.enum(citationPlaces) };

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

/** Opinions of a consultation by what they say. */
export const StanceCounts = z.strictObject({
  AGREE: z.number().int().nonnegative(),
  AGREE_WITH_CHANGES: z.number().int().nonnegative(),
  DISAGREE: z.number().int().nonnegative(),
  NO_OPINION: z.number().int().nonnegative(),
} satisfies Record<Stance, z.ZodNumber>);
export type StanceCounts = Readonly<z.infer<typeof StanceCounts>>;

/** How long an archived agreement is kept (thời hạn bảo quản), by its code in the list of the document named. */
export const Retention = z.strictObject({ code: z.string().min(1).max(100), basisDocId: Id });
export type Retention = Readonly<z.infer<typeof Retention>>;

/** What a suspension and a resumption say. */
export const interruption = { reason: Reason, decisionDocId: Id.optional(), effectiveFrom: FuzzyDate };

/** What an organisation, or one of its offices, says of a draft or of one of its clauses. */
export const opinion = {
  opinionId: Id,
  orgId: Id.optional(),
  officeId: Id.optional(),
  stance: z.enum(stances),
  clauseId: Id.optional(),
  text: z.string().min(1).max(20_000),
};
