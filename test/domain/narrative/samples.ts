import { eventDefinitions } from '../../../src/domain/catalog.js';
import type { EventMeta, Recorded } from '../../../src/domain/kernel/event.js';
import { day, type FuzzyDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { position, type StreamType } from '../../../src/domain/kernel/ids.js';
import type { Names } from '../../../src/domain/narrative/index.js';

const organizations: Readonly<Record<string, string>> = {
  'org-ldld': 'Liên đoàn Lao động thành phố Hà Nội',
  'org-melinh': 'Ban Thường vụ Huyện ủy Mê Linh',
  'org-donganh': 'Ban Thường vụ Huyện ủy Đông Anh',
  'org-socson': 'Ban Thường vụ Huyện ủy Sóc Sơn',
  'org-class': 'Ban Thường vụ các quận ủy, huyện ủy, thị ủy',
  'org-tu': 'Thành ủy Hà Nội',
};
const offices: Readonly<Record<string, string>> = {
  'off-melinh': 'Bí thư Huyện ủy Mê Linh',
  'off-ldld': 'Chủ tịch LĐLĐ thành phố Hà Nội',
  'off-ldld-2': 'Phó Chủ tịch LĐLĐ TP Hà Nội',
};
const parties: Readonly<Record<string, ReturnType<Names['party']>>> = {
  a: { bodyIds: ['org-ldld'] },
  b: { bodyIds: ['org-melinh'] },
  c: { bodyIds: ['org-donganh', 'org-socson'] },
  class: { bodyIds: [], classOrgId: 'org-class' },
};
const own =
  <T>(table: Readonly<Record<string, T>>) =>
  (id: string): T | undefined =>
    Object.hasOwn(table, id) ? table[id] : undefined;

/** Names for everything that the samples name. */
export const names: Names = {
  organization: own(organizations),
  office: own(offices),
  source: own({ 'src-1': 'Báo Lao Động' }),
  agreement: own({ 'agr-1': 'Quy chế phối hợp công tác', 'agr-2': 'Quy chế phối hợp giai đoạn mới' }),
  party: own(parties),
  clause: own({ c1: 'Điều 1', c2: 'Điều 2', c3: 'Điều 3' }),
  field: own({ f1: 'Tuyên truyền' }),
  opinion: own({ 'op-1': { orgId: 'org-melinh', clauseId: 'c2' } }),
  event: own({ 'event-3': 3 }),
};

/** Nothing has a name. */
export const noNames: Names = {
  organization: () => undefined,
  office: () => undefined,
  source: () => undefined,
  agreement: () => undefined,
  party: () => undefined,
  clause: () => undefined,
  field: () => undefined,
  opinion: () => undefined,
  event: () => undefined,
};

export const year = (of: string): FuzzyDate => ({
  earliest: `${of}-01-01`,
  latest: `${of}-12-31`,
  precision: 'YEAR',
  certainty: 'STATED',
});

export type Sample = readonly [stream: StreamType, type: string, data: object, meta?: Partial<EventMeta>];

/** An event as it lies in the log; its data must be as its schema has it. */
export const recordedSample = ([type, event, data, meta = {}]: Sample): Recorded => ({
  eventId: 'event-9',
  type: event,
  data: eventDefinitions[type][event]?.data.parse(data) as object,
  stream: {
    type,
    id: type === 'office' ? 'off-melinh' : type === 'organization' ? 'org-melinh' : `${type}-1`,
    version: 9,
  },
  position: position(90),
  recordedAt: '2022-05-20T02:00:00.000Z',
  meta: {
    schemaVersion: 1,
    occurred: day('2022-05-12'),
    actor: { role: 'CLERK', personKey: 'person-1', onBehalfOfOrgId: 'org-ldld' },
    origin: { channel: 'API', requestId: 'request-1' },
    commandId: 'command-1',
    payloadHash: 'hash',
    correlationId: 'correlation-1',
    salt: 'salt',
    store: 'digest',
    ...meta,
  },
});

const sha = 'a'.repeat(64);
const party = (partyId: string, side: string, ...bodyIds: readonly string[]) => ({
  partyId,
  side,
  bodyIds,
  jointBody: bodyIds.length > 1,
  organizationId: bodyIds[0] ?? null,
});
const classParty = { ...party('class', 'B'), classOrgId: 'org-class' };
const from2022 = { effectiveFrom: day('2022-06-01') };
const by = (role: 'DRAFTER' | 'ORG_LEADER' | 'SIGNATORY' | 'ARCHIVIST' | 'SYSTEM', more: object = {}) => ({
  actor: { role, ...(role === 'SYSTEM' ? {} : { personKey: 'person-2', onBehalfOfOrgId: 'org-ldld' }), ...more },
});
const correction = {
  correctionId: 'cor-1',
  targetEventId: 'event-3',
  path: 'number/asWritten',
  was: '02-QC/ĐUK',
  now: '02-QC/ĐUK-LĐLĐ',
  evidence: [],
};

const corrections = (stream: StreamType): readonly Sample[] => [
  [stream, 'CorrectionProposed', { ...correction, kind: 'CLERICAL' }, { reason: 'gõ thiếu' }],
  [stream, 'ClericalCorrectionRecorded', { ...correction, proposedBy: 'event-4' }, by('ORG_LEADER')],
  [stream, 'RecordCorrected', { ...correction, proposedBy: 'event-4' }, by('ORG_LEADER')],
  [stream, 'CorrectionRejected', { correctionId: 'cor-1', reason: 'không có căn cứ' }, by('ORG_LEADER')],
];

/** One realistic event of every type of every kind of stream. */
export const samples: readonly Sample[] = [
  [
    'agreement',
    'AgreementDrafted',
    {
      kind: 'COORDINATION_REGULATION',
      subject: 'Quy chế phối hợp công tác',
      effectivenessRule: 'PER_COUNTERPARTY',
      leadIssuer: 'org-ldld',
      parties: [party('a', 'A', 'org-ldld'), classParty],
      fields: [{ fieldId: 'f1', text: 'Tuyên truyền', clauseId: 'c1' }],
      period: { start: year('2022'), end: year('2025') },
      textVersion: 1,
      textSha256: sha,
      text: { clauses: [{ clauseId: 'c1', label: 'Điều 1', body: 'Hai bên phối hợp.' }] },
      citations: [],
    },
    by('DRAFTER'),
  ],
  [
    'agreement',
    'AgreementRegistered',
    {
      kind: 'COORDINATION_PROGRAMME',
      subject: 'Chương trình phối hợp',
      effectivenessRule: 'ALL_SIGNED',
      status: 'IN_FORCE',
      leadIssuer: null,
      parties: [party('a', 'A', 'org-ldld'), party('b', 'B', 'org-melinh')],
      fields: [],
      period: null,
      effectiveFrom: year('2022'),
      signedOn: { latest: '2021-03-24', precision: 'RANGE', certainty: 'INFERRED' },
      number: { asWritten: '02-QC/ĐUK-LĐLĐ', canonical: '02-QC/ĐUK-LĐLĐ' },
      textVersion: 1,
      text: null,
      textSha256: null,
    },
  ],
  [
    'agreement',
    'DraftRevised',
    {
      textVersion: 2,
      textSha256: sha,
      patch: {},
      changes: [
        { path: 'clauses/c1/body', was: 'Hai bên phối hợp.', now: 'Hai bên cùng phối hợp.' },
        { path: 'clauses/c1/position', was: 0, now: 1 },
        { path: 'clauses/c2/position', was: 1, now: 0 },
        { path: 'clauses/c3', was: { clauseId: 'c3', label: 'Điều 3', body: '' }, now: null },
        { path: 'clauses/c4', was: null, now: { clauseId: 'c4', label: 'Điều 4', body: 'Thi hành.' } },
        { path: 'period', was: null, now: { start: null, end: null } },
        { path: 'fields/f1/text', was: 'Tuyên truyền', now: 'Vận động' },
      ],
      note: 'theo góp ý',
    },
    by('DRAFTER'),
  ],
  [
    'agreement',
    'ConsultationOpened',
    { audience: ['org-melinh', 'org-donganh'], dueBy: day('2022-05-30'), textVersion: 2 },
    by('DRAFTER'),
  ],
  [
    'agreement',
    'OpinionSubmitted',
    { opinionId: 'op-1', orgId: 'org-melinh', stance: 'AGREE_WITH_CHANGES', clauseId: 'c2', text: 'Nên họp hằng quý.' },
  ],
  [
    'agreement',
    'OpinionDisposed',
    { opinionId: 'op-1', disposition: 'PARTLY', explanation: 'Họp sáu tháng một lần.' },
    by('DRAFTER'),
  ],
  [
    'agreement',
    'ConsultationClosed',
    { summary: 'Cơ bản nhất trí.', counts: { AGREE: 3, AGREE_WITH_CHANGES: 1, DISAGREE: 0, NO_OPINION: 2 } },
    by('DRAFTER'),
  ],
  ['agreement', 'PartyAdded', { party: party('c', 'B', 'org-donganh', 'org-socson') }, by('DRAFTER')],
  ['agreement', 'PartyRemoved', { partyId: 'b', reason: 'không còn tham gia' }, by('DRAFTER')],
  [
    'agreement',
    'PartyClassEnumerated',
    {
      classPartyId: 'class',
      members: [party('b', 'B', 'org-melinh'), party('d', 'B', 'org-donganh')],
      complete: false,
      sourceId: 'src-1',
    },
    by('DRAFTER'),
  ],
  ['agreement', 'TextFinalized', { textVersion: 2, textSha256: sha }, by('ORG_LEADER')],
  [
    'agreement',
    'TextPresented',
    { textVersion: 2, textSha256: sha, presenterOfficeId: 'off-ldld-2', occasionId: 'cer-hn-s0' },
    { occurred: { precision: 'UNKNOWN', certainty: 'UNKNOWN', asWritten: 'vừa tổ chức' } },
  ],
  [
    'agreement',
    'SigningOpened',
    {
      order: { mode: 'PARALLEL' },
      deadline: day('2022-06-30'),
      required: [
        { partyId: 'a', signatures: 1 },
        { partyId: 'b', signatures: 1 },
      ],
      requirePresentation: true,
      textVersion: 2,
      textSha256: sha,
    },
    by('ORG_LEADER'),
  ],
  [
    'agreement',
    'SigningAuthorityConfirmed',
    { partyId: 'b', officeId: 'off-melinh', capacity: 'ON_BEHALF_OF_BODY', mandateId: 'man-1' },
  ],
  [
    'agreement',
    'PartySigned',
    {
      partyId: 'b',
      officeId: 'off-melinh',
      capacity: 'ON_BEHALF_OF_BODY',
      textSha256: sha,
      signatureKind: 'WET_INK',
      sealApplied: true,
      recordedBy: 'CLERK',
      witnessOfficeId: 'off-ldld-2',
      ceremonyId: 'cer-hn-s0',
    },
  ],
  ['agreement', 'PaperCopyConverted', { partyId: 'b', method: 'SCAN', scanSha256: sha }],
  ['agreement', 'AgreementFullySigned', { signedOn: day('2022-05-12') }],
  ['agreement', 'PartyAcceded', { partyId: 'b', ...from2022 }],
  ['agreement', 'SigningDeclined', { partyId: 'b', reason: 'chưa thống nhất' }, by('SIGNATORY')],
  ['agreement', 'SignatureWithdrawn', { partyId: 'b', officeId: 'off-melinh', reason: 'ký nhầm bản' }, by('SIGNATORY')],
  ['agreement', 'SigningFailed', { missing: ['b', 'c'], note: 'quá hạn' }, by('ORG_LEADER')],
  ['agreement', 'DraftReopened', { reason: 'sửa nội dung', voided: ['event-5', 'event-6'] }, by('ORG_LEADER')],
  ['agreement', 'DraftWithdrawn', { reason: 'không cần nữa' }, by('ORG_LEADER')],
  ['agreement', 'AgreementEnteredIntoForce', from2022, by('SYSTEM')],
  ['agreement', 'PartyAdmitted', { party: party('d', 'B', 'org-donganh'), ceremonyId: 'cer-hn-s2' }, by('ORG_LEADER')],
  ['agreement', 'PartyWithdrew', { partyId: 'b', reason: 'sắp xếp lại', decisionDocId: 'doc-1', ...from2022 }],
  [
    'agreement',
    'PartySucceeded',
    { partyId: 'b', toBodyIds: ['org-donganh'], organizationId: 'org-donganh', decisionDocId: 'doc-1', ...from2022 },
  ],
  ['agreement', 'PartyLeftWithoutSuccessor', { partyId: 'b', decisionDocId: 'doc-1', ...from2022 }],
  ['agreement', 'AgreementSuspended', { reason: 'chờ sắp xếp', decisionDocId: 'doc-1', ...from2022 }, by('ORG_LEADER')],
  ['agreement', 'AgreementResumed', { reason: 'đã sắp xếp', ...from2022 }, by('ORG_LEADER')],
  [
    'agreement',
    'AgreementRenewed',
    { newPeriod: { start: year('2026'), end: year('2030') }, basisReviewId: 'rev-1', effectiveFrom: day('2026-01-01') },
    by('ORG_LEADER'),
  ],
  ['agreement', 'AgreementExpired', { effectiveFrom: day('2026-01-01'), finalReviewId: 'rev-1' }, by('SYSTEM')],
  [
    'agreement',
    'AgreementTerminated',
    { ground: 'SUPERIOR_DECISION', decisionDocId: 'doc-1', ...from2022 },
    by('ORG_LEADER'),
  ],
  ['agreement', 'AgreementSuperseded', { byAgreementId: 'agr-2', ...from2022 }, by('ORG_LEADER')],
  [
    'agreement',
    'LegalHoldPlaced',
    { holdId: 'hold-1', basis: 'phục vụ kiểm tra', until: day('2023-12-31') },
    by('ARCHIVIST'),
  ],
  ['agreement', 'LegalHoldReleased', { holdId: 'hold-1', reason: 'kiểm tra xong' }, by('ARCHIVIST')],
  [
    'agreement',
    'AgreementArchived',
    { retention: { code: 'Vĩnh viễn', basisDocId: 'doc-2' }, fonds: 'Phông LĐLĐ thành phố' },
    by('ARCHIVIST'),
  ],
  [
    'agreement',
    'DocumentCited',
    { docId: 'doc-3', relation: 'IN_THE_SPIRIT_OF', in: 'ASSESSMENT', asWritten: 'Nghị quyết số 02 của Bộ Chính trị' },
  ],
  [
    'agreement',
    'SourceLinked',
    { sourceId: 'src-1', certainty: 'INFERRED', basis: 'cùng tên gọi', alsoCalled: 'Quy chế hai cơ quan' },
  ],
  ['agreement', 'SourceUnlinked', { sourceId: 'src-1', reason: 'nhầm nguồn' }],
  [
    'agreement',
    'ClauseObserved',
    {
      target: { kind: 'FIELD', fieldId: 'f1' },
      sourceId: 'src-1',
      asWritten: 'tuyên truyền, vận đông',
      corrected: 'tuyên truyền, vận động',
    },
  ],
  ...corrections('agreement'),
  [
    'organization',
    'OrganizationRegistered',
    {
      name: 'Ban Thường vụ Huyện ủy Mê Linh',
      abbreviations: [],
      kind: 'STANDING_COMMITTEE',
      level: 'DISTRICT',
      parentId: 'org-tu',
      spellings: [],
      system: 'PARTY',
      status: 'ESTABLISHED',
    },
  ],
  [
    'organization',
    'OrganizationRenamed',
    { from: 'Huyện ủy Mê Linh', to: 'Đảng ủy xã Mê Linh', effectiveFrom: day('2025-07-01'), decisionDocId: 'doc-1' },
  ],
  ['organization', 'OrganizationReparented', { parentId: 'org-tu', ...from2022, decisionDocId: 'doc-1' }],
  ['organization', 'OrganizationsMerged', { from: ['org-donganh', 'org-socson'], ...from2022, decisionDocId: 'doc-1' }],
  ['organization', 'OrganizationDissolved', { ...from2022, decisionDocId: 'doc-1', successors: ['org-donganh'] }],
  ...corrections('organization'),
  [
    'office',
    'OfficeRegistered',
    { title: 'Bí thư Huyện ủy Mê Linh', orgId: 'org-melinh', also: [], decisionDocId: 'doc-1' },
  ],
  ['office', 'HolderAppointed', { personKey: 'person-9', ...from2022, decisionDocId: 'doc-1' }],
  ['office', 'HoldingEnded', { personKey: 'person-9', ...from2022 }],
  [
    'office',
    'MandateGranted',
    {
      mandateId: 'man-1',
      grantorOfficeId: 'off-ldld',
      grantorOrgId: 'org-ldld',
      capacity: 'FOR_HEAD',
      scope: { agreementId: 'agr-1' },
      ...from2022,
      to: day('2022-12-31'),
      documentId: 'doc-1',
    },
  ],
  ['office', 'MandateRevoked', { mandateId: 'man-1', ...from2022, reason: 'thay đổi phân công' }],
  ...corrections('office'),
  [
    'source',
    'SourceRegistered',
    {
      kind: 'PRESS',
      title: 'Ký kết quy chế phối hợp',
      publisher: 'Báo Lao Động',
      publishedOn: day('2022-05-13'),
      number: '13/2022',
    },
  ],
  ...corrections('source'),
  [
    'steering',
    'SteeringCommitteeEstablished',
    { agreementId: 'agr-1', headOfficeId: 'off-ldld', members: ['off-melinh', 'off-ldld-2'], decisionDocId: 'doc-1' },
    by('ORG_LEADER'),
  ],
  ...corrections('steering'),
];
