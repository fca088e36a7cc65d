import type { catalog } from '../../src/domain/catalog.js';
import type { Correction } from '../../src/domain/kernel/correction.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import type { StreamType } from '../../src/domain/kernel/ids.js';

type EventOf<S extends StreamType> = Parameters<(typeof catalog)[S]['evolve']>[1];
type Paths = readonly string[];
type Table<E extends Recorded> = {
  readonly [T in E['type']]: (event: Extract<E, { readonly type: T }>) => Paths;
};

const under = (root: string, ids: readonly string[]): Paths => ids.map((id) => `${root}/${id}`);
const ofParty = (partyId: string, ...members: readonly string[]): Paths => under(`parties/${partyId}`, members);
const partyIds = (parties: readonly { readonly partyId: string }[]): Paths =>
  under(
    'parties',
    parties.map(({ partyId }) => partyId),
  );

type Opening = Extract<EventOf<'agreement'>, { type: 'AgreementDrafted' | 'AgreementRegistered' }>['data'];

const opened = ({ parties, fields, text }: Opening): Paths => [
  ...['status', 'kind', 'subject', 'effectivenessRule', 'leadIssuer', 'period', 'attachment'],
  ...['textVersion', 'textSha256', 'textStatus'],
  ...partyIds(parties),
  ...under(
    'fields',
    fields.map(({ fieldId }) => fieldId),
  ),
  ...under(
    'clauses',
    (text?.clauses ?? []).map(({ clauseId }) => clauseId),
  ),
];

const ended = ['status', 'endedFrom'] as const;

const ofAgreement: Omit<Table<EventOf<'agreement'>>, keyof typeof ofCorrection> = {
  AgreementDrafted: ({ data }) => [...opened(data), 'plannedEffectiveFrom', 'frameworkId', 'citations'],
  AgreementRegistered: ({ data }) => [...opened(data), 'number', 'effectiveFrom', 'signedOn'],
  DraftRevised: ({ data }) => [...data.changes.map(({ path }) => path), ...['textVersion', 'textSha256', 'textStatus']],
  ConsultationOpened: ({ eventId }) => ['status', `consultations/${eventId}`],
  OpinionSubmitted: ({ data }) => [`opinions/${data.opinionId}`],
  OpinionDisposed: ({ data }) => [`opinions/${data.opinionId}/disposed`],
  ConsultationClosed: () => ['status', 'consultations'],
  PartyAdded: ({ data }) => partyIds([data.party]),
  PartyRemoved: ({ data }) => partyIds([data]),
  PartyClassEnumerated: ({ data }) => [...partyIds(data.members), ...ofParty(data.classPartyId, 'enumerationComplete')],
  TextFinalized: () => ['status', 'textStatus'],
  TextPresented: ({ eventId }) => ['textStatus', `presentations/${eventId}`],
  SigningOpened: () => ['status', 'signing', 'parties'],
  SigningAuthorityConfirmed: ({ data }) => ofParty(data.partyId, 'authorities', 'status'),
  PartySigned: ({ data }) => ofParty(data.partyId, 'signatures', 'status'),
  PaperCopyConverted: ({ data }) => ofParty(data.partyId, 'signatures'),
  AgreementFullySigned: () => ['status', 'signedOn', 'textStatus'],
  PartyAcceded: ({ data }) => ofParty(data.partyId, 'accededFrom'),
  SigningDeclined: ({ data }) => ofParty(data.partyId, 'status'),
  SignatureWithdrawn: ({ data }) => ofParty(data.partyId, 'signatures', 'status'),
  SigningFailed: () => ['status'],
  DraftReopened: () => ['status', 'signing', 'textStatus', 'parties'],
  DraftWithdrawn: () => ['status'],
  AgreementEnteredIntoForce: () => ['status', 'effectiveFrom'],
  PartyAdmitted: ({ data }) => partyIds([data.party]),
  PartyWithdrew: ({ data }) => ofParty(data.partyId, 'status', 'leftFrom'),
  PartySucceeded: ({ data }) =>
    ofParty(data.partyId, 'status', 'bodyIds', 'jointBody', 'organizationId', 'predecessors', 'leftFrom'),
  PartyLeftWithoutSuccessor: ({ data }) => ofParty(data.partyId, 'status', 'leftFrom'),
  AgreementSuspended: () => ['status', 'suspension'],
  AgreementResumed: () => ['status', 'suspension'],
  AgreementRenewed: () => [...ended, 'renewal', 'period'],
  AgreementExpired: () => [...ended, 'finalReviewId'],
  AgreementTerminated: () => [...ended, 'termination'],
  AgreementSuperseded: () => [...ended, 'supersededBy'],
  LegalHoldPlaced: ({ eventId }) => [`legalHolds/${eventId}`],
  LegalHoldReleased: () => ['legalHolds'],
  AgreementArchived: () => ['status', 'archived'],
  DocumentCited: () => ['citations'],
  SourceLinked: ({ data }) => [`sources/${data.sourceId}`],
  SourceUnlinked: ({ data }) => [`sources/${data.sourceId}`],
  ClauseObserved: ({ data: { target } }) => {
    switch (target.kind) {
      case 'FIELD':
        return [`fields/${target.fieldId}/observations`];
      case 'CLAUSE':
        return [`clauseObservations/${target.clauseId}`];
      case 'CORE_TASK':
        return [`coreTasks/${target.coreTaskId}`];
    }
  },
};

type Correcting = Extract<
  EventOf<'agreement'>,
  {
    type: 'CorrectionProposed' | 'ClericalCorrectionRecorded' | 'RecordCorrected' | 'CorrectionRejected';
  }
>;

/** The members of an event's data that the state holds without the member around them. */
const wrappers = /^(?:text|patch)\//u;

/** Beside the correction itself the path it names; what the state has elsewhere, the corrected event tells (`correctedToo`). */
const corrects = ({ data }: Extract<Correcting, { readonly data: { readonly path: string } }>): Paths => [
  `corrections/${data.correctionId}`,
  data.path.replace(wrappers, ''),
];

const ofCorrection: Table<Correcting> = {
  CorrectionProposed: ({ data }) => [`corrections/${data.correctionId}`],
  ClericalCorrectionRecorded: corrects,
  RecordCorrected: corrects,
  CorrectionRejected: ({ data }) => [`corrections/${data.correctionId}`],
};

const tables: { readonly [S in StreamType]: Table<EventOf<S>> } = {
  agreement: { ...ofAgreement, ...ofCorrection },
  organization: {
    OrganizationRegistered: ({ data: { warnings: _, decisionDocId: __, ...registered } }) => Object.keys(registered),
    OrganizationRenamed: () => ['name', 'abbreviations', 'formerNames'],
    OrganizationReparented: () => ['parentId'],
    OrganizationsMerged: () => ['merged'],
    OrganizationDissolved: () => ['dissolution'],
    ...ofCorrection,
  },
  office: {
    OfficeRegistered: ({ data: { warnings: _, decisionDocId: __, ...registered } }) => [
      'status',
      ...Object.keys(registered),
    ],
    HolderAppointed: () => ['holdings'],
    HoldingEnded: () => ['holdings'],
    MandateGranted: ({ data }) => [`mandates/${data.mandateId}`],
    MandateRevoked: ({ data }) => [`revocations/${data.mandateId}`],
    ...ofCorrection,
  },
  source: { SourceRegistered: () => ['registered'], ...ofCorrection },
  steering: {
    SteeringCommitteeEstablished: ({ data: { warnings: _, ...established } }) => [
      'status',
      ...Object.keys(established),
    ],
    ...ofCorrection,
  },
};

/**
 * The paths at or below which an event changes its object, as `changes` names them. A revision says itself what it changed;
 * for all others this is all that the event alone can tell: the state before it may hold some of it already.
 */
export const changedPaths = (event: Recorded): Paths => {
  const table = tables[event.stream.type] as Readonly<Record<string, (event: Recorded) => Paths>>;
  const paths = table[event.type]?.(event) ?? [];
  return [...new Set(paths)];
};

/** The clauses that an event changes, observes, corrects or speaks about. */
export const changedClauses = (event: Recorded, paths: Paths): readonly string[] => {
  const named = paths.flatMap((path) => /^(?:clauses|clauseObservations)\/([^/]+)/u.exec(path)?.[1] ?? []);
  const { clauseId } = event.data as { readonly clauseId?: unknown };
  return [...new Set([...named, ...(typeof clauseId === 'string' ? [clauseId] : [])])];
};

const rootOf = (path: string): string => path.split('/', 1)[0] ?? '';

/**
 * Does a correction reach what the corrected event changed, under other names than the member it names? The state has the
 * `officeId` of a signature among the signatures of a party, and what a citation says in a list of them.
 */
export const correctedToo = ({ path }: Correction, pathsOfTarget: Paths): boolean =>
  !pathsOfTarget.some((each) => rootOf(each) === rootOf(path.replace(wrappers, '')));
