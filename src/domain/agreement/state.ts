import type { SourceRef } from '../kernel/event.js';
import type { Certainty, FuzzyDate } from '../kernel/fuzzyDate.js';
import type { Warning } from '../kernel/rejection.js';
import type {
  AgreementEvent,
  AgreementNumber,
  AgreementStatus,
  Attachment,
  Citation,
  Clause,
  CooperationField,
  Party,
  Period,
  RequiredParty,
  SigningOrder,
  StanceCounts,
} from './events.js';
import type { Uncertainty } from './uncertainty.js';

export type DataOf<T extends AgreementEvent['type']> = Extract<AgreementEvent, { type: T }>['data'];

/** Where a party stands (reference 4.4). SUCCEEDED, DISSOLVED_NO_SUCCESSOR and WITHDREW outlast all that comes of signing. */
export type PartyStatus =
  | 'PROPOSED'
  | 'ENUMERATED'
  | 'INVITED'
  | 'AUTHORITY_CONFIRMED'
  | 'SIGNED'
  | 'DECLINED'
  | 'SUCCEEDED'
  | 'DISSOLVED_NO_SUCCESSOR'
  | 'WITHDREW';

/** A signature as given. A reopened draft voids it; a withdrawn one is out. Both stay in the history. */
export interface Signature extends Omit<DataOf<'PartySigned'>, 'warnings'> {
  readonly eventId: string;
  readonly signedOn: FuzzyDate;
  readonly scanSha256?: string;
}

/** An office whose right to sign for the party its clerk has confirmed. */
export interface ConfirmedAuthority extends Omit<DataOf<'SigningAuthorityConfirmed'>, 'warnings' | 'partyId'> {
  readonly eventId: string;
}

/** Who stood in a party's place before a succession; what they signed stays the party's. */
export interface Predecessor extends Pick<Party, 'bodyIds' | 'jointBody' | 'organizationId'> {
  readonly eventId: string;
  readonly until: FuzzyDate;
  readonly decisionDocId: string;
}

/** Where a succession stands in the stream, and from when it counts in the world, ms since the epoch. */
export interface SuccessionPlace {
  readonly version: number;
  readonly countsFrom: number;
}

export interface PartyState extends Party {
  readonly status: PartyStatus;
  readonly signatures: readonly Signature[];
  readonly authorities?: readonly ConfirmedAuthority[];
  readonly accededFrom?: FuzzyDate;
  /** Oldest first; the bodies of the party itself are those of today. */
  readonly predecessors?: readonly Predecessor[];
  /** From when it is a party no longer, because it withdrew or nobody succeeded it. */
  readonly leftFrom?: FuzzyDate;
  /** For a class: whether its enumeration claims to be complete. */
  readonly enumerationComplete?: boolean;
}

export interface Observation {
  readonly sourceId: string;
  readonly asWritten: string;
  readonly corrected?: string | undefined;
  readonly eventId: string;
}

export interface FieldState extends CooperationField {
  readonly observations: readonly Observation[];
}

export interface Presentation {
  readonly eventId: string;
  readonly textVersion: number | null;
  readonly textSha256: string | null;
  readonly presenterOfficeId: string;
  readonly occasionId: string;
  readonly occurred: FuzzyDate;
}

/** A document that is cited, and where: what a draft cites stands in its text. */
export type PlacedCitation = Citation & Pick<DataOf<'DocumentCited'>, 'in'>;

export interface LinkedSource {
  readonly sourceId: string;
  readonly certainty: Certainty;
  readonly basis?: string | undefined;
  readonly alsoCalled?: string | undefined;
}

/** One round of consultation on a draft; `counts` is null while it is open. */
export interface Consultation {
  readonly eventId: string;
  readonly audience: readonly string[];
  readonly dueBy?: FuzzyDate | undefined;
  readonly textVersion: number;
  readonly counts: StanceCounts | null;
  readonly summary?: string | undefined;
}

type Disposed = Omit<DataOf<'OpinionDisposed'>, 'warnings' | 'opinionId'>;

/** An opinion and what was done with it: null until it is disposed of. */
export interface Opinion extends Omit<DataOf<'OpinionSubmitted'>, 'warnings'> {
  readonly eventId: string;
  /** The event that opened the round it belongs to; null where none is on record. */
  readonly consultationId: string | null;
  readonly disposed: (Disposed & { readonly eventId: string }) | null;
}

/** The last time the agreement was suspended; `until` is null while it is. */
export interface Suspension {
  readonly reason: string;
  readonly decisionDocId?: string | undefined;
  readonly from: FuzzyDate;
  readonly until: FuzzyDate | null;
}

/** The last renewal; the period before it stays in the history. */
export type Renewal = Omit<DataOf<'AgreementRenewed'>, 'warnings' | 'newPeriod'>;

/** Why and until when nothing may be archived away; a hold that was released says by which event and why. */
export interface LegalHold extends Omit<DataOf<'LegalHoldPlaced'>, 'warnings'> {
  readonly eventId: string;
  readonly released: { readonly eventId: string; readonly reason: string } | null;
}

/** What signing was opened on: the one text that may be signed, by whom and in what order. */
export interface Signing {
  readonly order: SigningOrder;
  readonly deadline?: FuzzyDate | undefined;
  readonly required: readonly RequiredParty[];
  readonly requirePresentation: boolean;
  readonly textVersion: number;
  readonly textSha256: string;
}

export interface TextState {
  readonly version: number;
  readonly sha256: string | null;
  readonly status: 'DRAFT' | 'FINAL' | 'PRESENTED' | 'SIGNED';
  readonly clauses: readonly Clause[];
  readonly attachment: Attachment | null;
  /** When this version came to exist: `occurred` of the event that brought it; null before there is one. */
  readonly writtenOn: FuzzyDate | null;
}

/** A warning that an event keeps for ever, with the event that keeps it. */
export type KeptWarning = Warning & { readonly eventId: string };

/** An agreement folded from its events. NONE: nothing has happened yet. */
export interface AgreementState {
  readonly status: AgreementStatus | 'NONE';
  readonly kind: DataOf<'AgreementDrafted'>['kind'];
  readonly subject: string;
  readonly effectivenessRule: DataOf<'AgreementDrafted'>['effectivenessRule'];
  readonly leadIssuer: string | null;
  readonly frameworkId: string | null;
  readonly number: AgreementNumber | null;
  readonly period: Period | null;
  readonly plannedEffectiveFrom: FuzzyDate | null;
  readonly effectiveFrom: FuzzyDate | null;
  readonly signedOn: FuzzyDate | null;
  readonly endedFrom: FuzzyDate | null;
  readonly finalReviewId: string | null;
  readonly parties: readonly PartyState[];
  readonly fields: readonly FieldState[];
  readonly clauseObservations: Readonly<Record<string, readonly Observation[]>>;
  readonly coreTasks: Readonly<Record<string, readonly Observation[]>>;
  readonly text: TextState;
  readonly citations: readonly PlacedCitation[];
  readonly consultations: readonly Consultation[];
  readonly opinions: readonly Opinion[];
  readonly presentations: readonly Presentation[];
  readonly signing: Signing | null;
  /** When the draft was last reopened, which voided what had come of signing until then. */
  readonly reopenedOn?: FuzzyDate;
  /** The last succession of each party that had one, by the id of the party. */
  readonly successions?: Readonly<Record<string, SuccessionPlace>>;
  readonly suspension: Suspension | null;
  readonly renewal: Renewal | null;
  readonly termination: Pick<DataOf<'AgreementTerminated'>, 'ground' | 'decisionDocId'> | null;
  readonly supersededBy: string | null;
  readonly legalHolds: readonly LegalHold[];
  readonly archived: Pick<DataOf<'AgreementArchived'>, 'retention' | 'fonds'> | null;
  readonly sources: readonly LinkedSource[];
  /** Sources that events rest on, beside the linked ones. */
  readonly restsOn: readonly SourceRef[];
  readonly uncertain: Readonly<Record<string, Uncertainty>>;
  readonly warnings: readonly KeptWarning[];
}

export const initialAgreement: AgreementState = {
  status: 'NONE',
  kind: 'COORDINATION_REGULATION',
  subject: '',
  effectivenessRule: 'ALL_SIGNED',
  leadIssuer: null,
  frameworkId: null,
  number: null,
  period: null,
  plannedEffectiveFrom: null,
  effectiveFrom: null,
  signedOn: null,
  endedFrom: null,
  finalReviewId: null,
  parties: [],
  fields: [],
  clauseObservations: {},
  coreTasks: {},
  text: { version: 0, sha256: null, status: 'DRAFT', clauses: [], attachment: null, writtenOn: null },
  citations: [],
  consultations: [],
  opinions: [],
  presentations: [],
  signing: null,
  suspension: null,
  renewal: null,
  termination: null,
  supersededBy: null,
  legalHolds: [],
  archived: null,
  sources: [],
  restsOn: [],
  uncertain: {},
  warnings: [],
};
