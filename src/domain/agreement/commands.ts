import { z } from 'zod';
import type { CommandsOf } from '../kernel/command.js';
import { Certainty, FuzzyDate } from '../kernel/fuzzyDate.js';
import { Id, Sha256 } from '../kernel/ids.js';
import {
  AgreementText,
  CooperationField,
  Citation,
  DraftPatch,
  Period,
  Reason,
  RequiredParty,
  Retention,
  Side,
  SigningOrder,
  Title,
  agreementEvents,
  agreementKinds,
  agreementStatuses,
  capacities,
  citation,
  dispositions,
  effectivenessRules,
  interruption,
  opinion,
  signatureKinds,
  terminationGrounds,
} from './events.js';

/** A party as a command names it; the organisation behind its bodies is derived. */
export const PartyInput = z.strictObject({
  partyId: Id,
  side: Side,
  bodyIds: z.array(Id).max(20).readonly().default([]),
  jointBody: z.boolean().default(false),
  classOrgId: Id.optional(),
});
export type PartyInput = Readonly<z.infer<typeof PartyInput>>;

const TextRef = { textVersion: z.number().int().positive(), textSha256: Sha256 };

/** An X.509 certificate (PEM) and the signature (base64) it made over the bytes of the text's SHA-256 in hexadecimal. */
const CertificateInput = z.strictObject({
  pem: z.string().min(1).max(20_000),
  signature: z.string().min(1).max(10_000),
});

const signature = {
  partyId: Id,
  officeId: Id.nullable(),
  capacity: z.enum(capacities).nullable(),
  textSha256: Sha256.nullable(),
  sealApplied: z.boolean().nullable().default(null),
};

export const agreementCommands = {
  DraftAgreement: {
    creates: true,
    roles: ['DRAFTER'],
    data: z.strictObject({
      kind: z.enum(agreementKinds),
      subject: Title,
      leadIssuer: Id,
      parties: z.array(PartyInput).max(1000).readonly(),
      period: Period.nullable().default(null),
      effectiveFrom: FuzzyDate.optional(),
      effectivenessRule: z.enum(effectivenessRules),
      frameworkId: Id.optional(),
      text: AgreementText,
      fields: z.array(CooperationField).max(100).readonly().default([]),
      citations: z.array(Citation).max(100).readonly().default([]),
    }),
  },
  RegisterExistingAgreement: {
    creates: true,
    importOnly: true,
    roles: ['CLERK'],
    data: z.strictObject({
      kind: z.enum(agreementKinds),
      subject: Title,
      status: z.enum(agreementStatuses),
      effectiveFrom: FuzzyDate.optional(),
      signedOn: FuzzyDate.optional(),
      period: Period.nullable().default(null),
      effectivenessRule: z.enum(effectivenessRules),
      parties: z.array(PartyInput).max(1000).readonly(),
      number: z.string().min(1).max(300).optional(),
      leadIssuer: Id.optional(),
      text: AgreementText.optional(),
      fields: z.array(CooperationField).max(100).readonly().default([]),
    }),
  },
  ReviseDraft: {
    roles: ['DRAFTER'],
    data: z.strictObject({ patch: DraftPatch, note: z.string().max(4000).optional() }),
  },
  OpenConsultation: {
    roles: ['DRAFTER'],
    data: z.strictObject({
      audience: z.array(Id).max(200).readonly(),
      dueBy: FuzzyDate.optional(),
      textVersion: TextRef.textVersion,
    }),
  },
  /** Of an organisation or one of its offices: the sender's own. */
  SubmitOpinion: {
    roles: ['CONTRIBUTOR'],
    data: z.strictObject(opinion),
  },
  DisposeOpinion: {
    roles: ['DRAFTER'],
    data: z.strictObject({ opinionId: Id, disposition: z.enum(dispositions), explanation: Reason }),
  },
  CloseConsultation: {
    roles: ['DRAFTER'],
    data: z.strictObject({ summary: z.string().max(20_000).optional() }),
  },
  AddParty: { roles: ['DRAFTER'], data: z.strictObject({ party: PartyInput }) },
  RemoveParty: { roles: ['DRAFTER'], data: z.strictObject({ partyId: Id, reason: Reason }) },
  EnumeratePartyClass: {
    roles: ['DRAFTER'],
    data: z.strictObject({
      classPartyId: Id,
      members: z
        .array(PartyInput.omit({ side: true, classOrgId: true }))
        .min(1)
        .max(1000)
        .readonly(),
      complete: z.boolean(),
      sourceId: Id.optional(),
    }),
  },
  FinalizeText: { roles: ['ORG_LEADER'], data: z.strictObject(TextRef) },
  PresentText: {
    roles: ['CLERK'],
    data: z.strictObject({
      textVersion: TextRef.textVersion.nullable(),
      textSha256: Sha256.nullable(),
      presenterOfficeId: Id,
      occasionId: Id,
    }),
  },
  OpenSigning: {
    roles: ['ORG_LEADER'],

    data: z.strictObject({
      order: SigningOrder.default({ mode: 'PARALLEL' }),
      deadline: FuzzyDate.optional(),
      required: z.array(RequiredParty).max(100).readonly().optional(),
      requirePresentation: z.boolean().default(true),
    }),
  },
  ConfirmSigningAuthority: {
    roles: ['CLERK'],
    data: z.strictObject({
      partyId: Id,
      officeId: Id,
      capacity: z.enum(capacities),
      mandateId: Id.optional(),
    }),
  },
  SignAsParty: {
    roles: ['SIGNATORY'],
    data: z.strictObject({
      ...signature,
      signatureKind: z.enum(signatureKinds),
      certificate: CertificateInput.optional(),
      timestampToken: z.string().max(20_000).optional(),
    }),
  },
  RecordPaperSignature: {
    roles: ['CLERK'],
    data: z.strictObject({
      ...signature,
      scanSha256: Sha256.nullable().default(null),
      witnessOfficeId: Id.optional(),
      ceremonyId: Id.optional(),
    }),
  },
  DeclineToSign: { roles: ['SIGNATORY'], data: z.strictObject({ partyId: Id, reason: Reason }) },
  WithdrawSignature: { roles: ['SIGNATORY'], data: z.strictObject({ partyId: Id, reason: Reason }) },
  CloseSigning: {
    roles: ['ORG_LEADER'],

    data: z.strictObject({ note: z.string().max(4000).optional() }),
  },
  ReopenDraft: { roles: ['ORG_LEADER'], data: z.strictObject({ reason: Reason }) },
  WithdrawDraft: { roles: ['ORG_LEADER'], data: z.strictObject({ reason: Reason }) },
  BringIntoForce: {
    roles: ['ORG_LEADER', 'SYSTEM'],

    data: z.strictObject({ effectiveFrom: FuzzyDate.optional() }),
  },
  /** `memberOf`: the class of parties of which it is one. It joins by signing. */
  AdmitParty: {
    roles: ['ORG_LEADER'],
    data: z.strictObject({
      party: PartyInput.omit({ classOrgId: true }),
      memberOf: Id.optional(),
      ceremonyId: Id.optional(),
    }),
  },
  WithdrawParty: {
    roles: ['ORG_LEADER'],
    data: z.strictObject({ partyId: Id, reason: Reason, decisionDocId: Id.optional(), effectiveFrom: FuzzyDate }),
  },
  /** `toBodyIds` null: nobody takes the party's place. */
  SucceedParty: {
    roles: ['CLERK'],
    data: z.strictObject({
      partyId: Id,
      toBodyIds: z.array(Id).min(1).max(20).readonly().nullable(),
      decisionDocId: Id.optional(),
      effectiveFrom: FuzzyDate,
    }),
  },
  SuspendAgreement: { roles: ['ORG_LEADER'], data: z.strictObject(interruption) },
  ResumeAgreement: { roles: ['ORG_LEADER'], data: z.strictObject(interruption) },
  /** Exactly one of `successorId`, another agreement, and `newPeriod`. */
  RenewAgreement: {
    roles: ['ORG_LEADER'],
    data: z.strictObject({
      successorId: Id.optional(),
      newPeriod: Period.optional(),
      basisReviewId: Id.optional(),
      effectiveFrom: FuzzyDate,
    }),
  },
  TerminateAgreement: {
    roles: ['ORG_LEADER'],
    data: z.strictObject({
      ground: z.enum(terminationGrounds),
      decisionDocId: Id.optional(),
      effectiveFrom: FuzzyDate,
    }),
  },
  SupersedeAgreement: {
    roles: ['ORG_LEADER'],
    data: z.strictObject({ byAgreementId: Id, effectiveFrom: FuzzyDate }),
  },
  ExpireAgreement: { roles: ['SYSTEM'], data: z.strictObject({}) },
  CiteDocument: { roles: ['DRAFTER', 'CLERK'], data: z.strictObject(citation) },
  LinkSource: {
    roles: ['CLERK'],
    data: z.strictObject({
      sourceId: Id,
      certainty: Certainty,
      basis: z.string().max(1000).optional(),
      alsoCalled: z.string().max(1000).optional(),
    }),
  },
  UnlinkSource: { roles: ['CLERK'], data: z.strictObject({ sourceId: Id, reason: Reason }) },
  ObserveClause: {
    roles: ['CLERK'],
    data: z.strictObject({
      target: agreementEvents.ClauseObserved.data.shape.target,
      sourceId: Id,
      asWritten: z.string().min(1).max(20_000),
      corrected: z.string().max(20_000).optional(),
    }),
  },
  PlaceLegalHold: {
    roles: ['ARCHIVIST'],
    data: z.strictObject({ holdId: Id, basis: Reason, until: FuzzyDate.optional() }),
  },
  ReleaseLegalHold: { roles: ['ARCHIVIST'], data: z.strictObject({ holdId: Id, reason: Reason }) },
  ArchiveAgreement: {
    roles: ['ARCHIVIST'],
    data: z.strictObject({ retention: Retention, fonds: z.string().min(1).max(200) }),
  },
} as const;

export type AgreementCommand = CommandsOf<typeof agreementCommands>;
export type AgreementCommandType = AgreementCommand['type'];
/** The command of one type. */
export type AgreementCommandOf<T extends AgreementCommandType> = Extract<AgreementCommand, { type: T }>;
