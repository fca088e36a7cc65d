import type { z } from 'zod';
import { type AgreementEvent, agreementEvents } from '../../src/domain/agreement/index.js';
import { day, type FuzzyDate } from '../../src/domain/kernel/fuzzyDate.js';
import type { Happened } from '../support/projectionSpec.js';

type EventType = AgreementEvent['type'];
export type DataOf<T extends EventType> = z.input<(typeof agreementEvents)[T]['data']>;

const hash = 'a'.repeat(64);

export const year = (from: string, to = from): { start: FuzzyDate; end: FuzzyDate } => {
  const at = (of: string): FuzzyDate => ({
    earliest: `${of}-01-01`,
    latest: `${of}-12-31`,
    precision: 'YEAR',
    certainty: 'STATED',
  });
  return { start: at(from), end: at(to) };
};

export const partyA = { partyId: 'a', side: 'A', bodyIds: ['org-a-btv'], jointBody: false, organizationId: 'org-a' };
export const classB = {
  partyId: 'b',
  side: 'B',
  bodyIds: [],
  jointBody: false,
  classOrgId: 'org-class',
  organizationId: null,
};
const partyC = { partyId: 'c', side: 'B', bodyIds: ['org-c'], jointBody: false, organizationId: 'org-c' };

/** One of each event, as the schema takes it. */
export const samples: { readonly [T in EventType]: DataOf<T> } = {
  AgreementDrafted: {
    kind: 'COORDINATION_REGULATION',
    subject: 'Quy chế phối hợp công tác',
    effectivenessRule: 'ALL_SIGNED',
    leadIssuer: 'org-a',
    parties: [partyA, classB],
    fields: [{ fieldId: 'f1', text: 'Tuyên truyền', clauseId: 'c1' }],
    period: year('2026', '2030'),
    textVersion: 1,
    textSha256: hash,
    text: { clauses: [{ clauseId: 'c1', label: 'Điều 1', body: 'Hai bên phối hợp.' }] },
    citations: [{ relation: 'LEGAL_BASIS', asWritten: 'Luật Công đoàn' }],
  },
  AgreementRegistered: {
    kind: 'COORDINATION_PROGRAMME',
    subject: 'Chương trình phối hợp',
    effectivenessRule: 'PER_COUNTERPARTY',
    status: 'IN_FORCE',
    leadIssuer: null,
    parties: [partyA],
    fields: [],
    period: year('2020', '2025'),
    effectiveFrom: { latest: '2020-03-24', precision: 'RANGE', certainty: 'INFERRED', basis: 'hơn 2 năm' },
    number: { asWritten: '13/CTPH- ĐĐTLĐLĐVN-TUTPHCM', canonical: '13/CTPH-ĐĐTLĐLĐVN-TUTPHCM' },
    textVersion: 1,
    text: null,
    textSha256: null,
  },
  DraftRevised: {
    textVersion: 2,
    textSha256: hash,
    patch: {
      clauses: [{ clauseId: 'c1', body: 'Hai bên cùng phối hợp.' }],
      subject: 'Quy chế mới',
      fields: [{ fieldId: 'f2', text: 'Chăm lo' }],
      period: null,
    },
    changes: [{ path: 'subject', was: 'Quy chế phối hợp công tác', now: 'Quy chế mới' }],
  },
  ConsultationOpened: { audience: ['org-a'], textVersion: 1 },
  OpinionSubmitted: { opinionId: 'opinion-1', orgId: 'org-a', stance: 'AGREE', text: 'Nhất trí.' },
  OpinionDisposed: { opinionId: 'opinion-1', disposition: 'ACCEPTED', explanation: 'Đã tiếp thu.' },
  ConsultationClosed: { counts: { AGREE: 1, AGREE_WITH_CHANGES: 0, DISAGREE: 0, NO_OPINION: 0 } },
  PartyAdded: { party: partyC },
  PartyRemoved: { partyId: 'a', reason: 'không còn tham gia' },
  PartyClassEnumerated: { classPartyId: 'b', members: [{ ...partyC, memberOf: 'b' }], complete: true },
  TextFinalized: { textVersion: 1, textSha256: hash },
  TextPresented: { textVersion: 1, textSha256: hash, presenterOfficeId: 'office-1', occasionId: 'meeting-1' },
  SigningOpened: {
    order: { mode: 'PARALLEL' },
    required: [{ partyId: 'a', signatures: 1 }],
    requirePresentation: true,
    textVersion: 1,
    textSha256: hash,
  },
  SigningAuthorityConfirmed: { partyId: 'a', officeId: 'office-1', capacity: 'ON_BEHALF_OF_BODY' },
  PartySigned: {
    partyId: 'a',
    officeId: 'office-1',
    capacity: 'ON_BEHALF_OF_BODY',
    textSha256: hash,
    signatureKind: 'WET_INK',
    sealApplied: true,
  },
  PaperCopyConverted: { partyId: 'a', method: 'SCAN', scanSha256: hash },
  AgreementFullySigned: { signedOn: day('2026-02-20') },
  PartyAcceded: { partyId: 'a', effectiveFrom: day('2026-02-25') },
  SigningDeclined: { partyId: 'a', reason: 'chưa thống nhất' },
  SignatureWithdrawn: { partyId: 'a', officeId: 'office-1', reason: 'ký nhầm' },
  SigningFailed: { missing: ['a'] },
  DraftReopened: { reason: 'sửa nội dung', voided: [] },
  DraftWithdrawn: { reason: 'không cần nữa' },
  AgreementEnteredIntoForce: { effectiveFrom: day('2026-02-28') },
  PartyAdmitted: { party: partyC },
  PartyWithdrew: { partyId: 'a', reason: 'sắp xếp lại', effectiveFrom: day('2026-03-01') },
  PartySucceeded: {
    partyId: 'a',
    toBodyIds: ['org-d'],
    organizationId: 'org-d',
    decisionDocId: 'document-1',
    effectiveFrom: day('2026-03-01'),
  },
  PartyLeftWithoutSuccessor: { partyId: 'a', decisionDocId: 'document-1', effectiveFrom: day('2026-03-01') },
  AgreementSuspended: { reason: 'chờ sắp xếp', effectiveFrom: day('2026-03-01') },
  AgreementResumed: { reason: 'đã sắp xếp', effectiveFrom: day('2026-03-15') },
  AgreementRenewed: { newPeriod: year('2031', '2035'), effectiveFrom: day('2031-01-01') },
  AgreementTerminated: { ground: 'MUTUAL', effectiveFrom: day('2026-03-01') },
  AgreementSuperseded: { byAgreementId: 'agreement-2', effectiveFrom: day('2026-03-01') },
  LegalHoldPlaced: { holdId: 'hold-1', basis: 'yêu cầu điều tra' },
  LegalHoldReleased: { holdId: 'hold-1', reason: 'kết thúc' },
  AgreementArchived: { retention: { code: 'VINH_VIEN', basisDocId: 'document-2' }, fonds: 'fonds-1' },
  AgreementExpired: { effectiveFrom: day('2031-01-01') },
  DocumentCited: { docId: 'document-3', relation: 'IMPLEMENTS', in: 'TASK', asWritten: 'Kế hoạch số 35' },
  SourceLinked: { sourceId: 'source-1', certainty: 'STATED', alsoCalled: 'Quy chế hai cơ quan' },
  SourceUnlinked: { sourceId: 'source-1', reason: 'nhầm nguồn' },
  ClauseObserved: { target: { kind: 'FIELD', fieldId: 'f1' }, sourceId: 'source-1', asWritten: 'tuyên truyền' },
};

type Options = Pick<Happened, 'recordedAt' | 'meta'> & { readonly id?: string };

/** An event of an agreement; what is not said is as in the samples. Throws when it is not as the schema has it. */
export const agreementEvent = <T extends EventType>(
  type: T,
  data: Partial<DataOf<T>> = {},
  { id = 'agreement-1', ...options }: Options = {},
): Happened => {
  const parsed = agreementEvents[type].data.parse({ ...samples[type], ...data }) as object;
  return { stream: { type: 'agreement', id }, type, data: parsed, ...options };
};

/** Options for something that happened on a Vietnam day and was recorded at an instant. */
export const on = (occurred: string, recordedAt: string): Options => ({
  recordedAt,
  meta: { occurred: day(occurred) },
});
