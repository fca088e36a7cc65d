import { commandWords } from './commandWords.js';
import type { capacities } from './authority.js';
import type { Role } from './event.js';
import type { Template } from './rejectionMessages.js';

type Words<K extends string = string> = Readonly<Record<K, Template>>;

/** The details that callers give, as a reader calls them; any other keeps its own name. */
export const labels: Words = {
  actual: ['giá trị hiện tại', 'actual'],
  agreementId: ['thỏa thuận', 'agreement'],
  allowed: ['được phép', 'allowed'],
  between: ['có thể là', 'one of'],
  bodyId: ['cơ quan', 'body'],
  capacity: ['thể thức đề ký', 'capacity'],
  clauseId: ['điều khoản', 'clause'],
  command: ['lệnh', 'command'],
  current: ['phiên bản hiện hành', 'current version'],
  currentSha256: ['mã băm của văn bản hiện hành', 'digest of the current text'],
  deadline: ['thời hạn', 'deadline'],
  docId: ['văn bản', 'document'],
  effectiveFrom: ['ngày có hiệu lực', 'effective from'],
  expected: ['giá trị mong đợi', 'expected'],
  given: ['giá trị đã gửi', 'given'],
  grantorOrgId: ['cơ quan ủy quyền', 'granting body'],
  holdId: ['yêu cầu giữ hồ sơ', 'legal hold'],
  id: ['mã', 'id'],
  issuedOn: ['ngày ban hành', 'issued on'],
  kind: ['hình thức', 'kind'],
  lagMs: ['chậm (mili giây)', 'behind by (milliseconds)'],
  leadIssuer: ['cơ quan chủ trì', 'lead issuer'],
  limit: ['tối đa', 'limit'],
  minPosition: ['vị trí yêu cầu', 'position asked for'],
  number: ['số, ký hiệu', 'number'],
  officeId: ['chức vụ', 'office'],
  opened: ['văn bản đã mở ký', 'text opened'],
  orgId: ['tổ chức', 'organisation'],
  owners: ['cơ quan có thẩm quyền', 'competent bodies'],
  otherId: ['hồ sơ liên quan', 'other record'],
  parentId: ['cơ quan cấp trên', 'body above'],
  partyId: ['bên', 'party'],
  periodEnd: ['ngày kết thúc', 'end of the period'],
  position: ['vị trí', 'position'],
  problem: ['lỗi', 'problem'],
  projection: ['dữ liệu tra cứu', 'read model'],
  reopenedOn: ['dự thảo được mở lại ngày', 'draft reopened on'],
  role: ['vai trò', 'role'],
  sourceId: ['nguồn', 'source'],
  state: ['trạng thái', 'state'],
  type: ['loại', 'type'],
  until: ['đến', 'until'],
  validFrom: ['có giá trị từ', 'valid from'],
  validTo: ['có giá trị đến', 'valid to'],
  what: ['đối tượng', 'what'],
};

/** States: of an agreement (reference 4.4), and of what else a command may find in the wrong one. */
const states: Words = {
  DRAFTING: ['đang soạn thảo', 'drafting'],
  CONSULTING: ['đang lấy ý kiến', 'consulting'],
  FINALIZED: ['đã chốt văn bản', 'text final'],
  SIGNING: ['đang ký', 'signing'],
  SIGNED: ['đã ký', 'signed'],
  SIGNING_FAILED: ['ký không thành', 'signing failed'],
  WITHDRAWN: ['đã rút', 'withdrawn'],
  IN_FORCE: ['đang có hiệu lực', 'in force'],
  SUSPENDED: ['tạm ngưng', 'suspended'],
  EXPIRED: ['hết hiệu lực', 'expired'],
  TERMINATED: ['đã chấm dứt', 'terminated'],
  SUPERSEDED: ['đã bị thay thế', 'superseded'],
  RENEWED: ['đã gia hạn', 'renewed'],
  ARCHIVED: ['đã lưu trữ', 'archived'],
  NONE: ['chưa có', 'not there yet'],
  DISSOLVED: ['đã giải thể', 'dissolved'],
  VACANT: ['đang khuyết', 'vacant'],
  REVOKED: ['đã thu hồi', 'revoked'],
  OPEN: ['chờ quyết định', 'to be decided'],
  RECORDED: ['đã đính chính', 'carried out'],
  REJECTED: ['đã bác', 'rejected'],
};

/** Reference 4.3. */
const roles: Words<Role> = {
  DRAFTER: ['chuyên viên soạn thảo', 'drafter'],
  CLERK: ['văn thư', 'clerk'],
  ORG_LEADER: ['lãnh đạo cơ quan', 'leader of the organisation'],
  SIGNATORY: ['người ký', 'signatory'],
  STEERING_HEAD: ['Trưởng ban Chỉ đạo', 'head of the steering committee'],
  STEERING_MEMBER: ['thành viên Ban Chỉ đạo', 'member of the steering committee'],
  REVIEW_CHAIR: ['chủ trì', 'chair of the review'],
  CONTRIBUTOR: ['đại biểu', 'contributor'],
  OWNER: ['đơn vị thực hiện', 'owner'],
  VERIFIER: ['người thẩm định', 'verifier'],
  INSPECTOR: ['cán bộ kiểm tra', 'inspector'],
  CASE_HANDLER: ['người thụ lý', 'case handler'],
  AUDITOR: ['kiểm toán nội bộ', 'auditor'],
  DASHBOARD: ['người xem báo cáo', 'dashboard'],
  ARCHIVIST: ['lưu trữ viên', 'archivist'],
  DPO: ['người phụ trách dữ liệu cá nhân', 'data protection officer'],
  ADMIN: ['quản trị', 'administrator'],
  SYSTEM: ['hệ thống', 'system'],
};

/** What may be missing, there already, or too many. */
const things: Words = {
  agreement: ['thỏa thuận', 'agreement'],
  organization: ['tổ chức', 'organisation'],
  office: ['chức vụ', 'office'],
  source: ['nguồn', 'source'],
  party: ['bên', 'party'],
  clause: ['điều khoản', 'clause'],
  field: ['nội dung phối hợp', 'field of cooperation'],
  mandate: ['văn bản ủy quyền', 'mandate'],
  document: ['văn bản', 'document'],
  amendment: ['đề nghị sửa đổi', 'amendment'],
  opinion: ['ý kiến', 'opinion'],
  event: ['sự kiện', 'event'],
  hold: ['yêu cầu giữ hồ sơ', 'legal hold'],
  holding: ['việc giữ chức vụ', 'holding'],
  steering: ['Ban Chỉ đạo', 'steering committee'],
  correction: ['đề nghị đính chính', 'correction'],
  batch: ['đợt nhập', 'batch'],
  'text/clauses': ['điều khoản', 'clause'],
  parties: ['các bên', 'parties'],
  clauses: ['điều khoản', 'clauses'],
  citations: ['văn bản được dẫn', 'citations'],
  fields: ['nội dung phối hợp', 'fields of cooperation'],
  commands: ['lệnh', 'commands'],
  bytes: ['byte', 'bytes'],
};

/** In what capacity an office signs, with the letters that stand before the signature (reference 2.2). */
const capacityNames: Words<(typeof capacities)[number]> = {
  ON_BEHALF_OF_BODY: ['thay mặt tập thể (TM.)', 'on behalf of the body (TM.)'],
  FOR_HEAD: ['ký thay người đứng đầu (KT.)', 'for the head (KT.)'],
  BY_ORDER: ['thừa lệnh (TL.)', 'by order (TL.)'],
  BY_SUB_DELEGATION: ['thừa ủy quyền (TUQ.)', 'by sub-delegation (TUQ.)'],
  ACTING: ['quyền người đứng đầu (Q.)', 'acting head (Q.)'],
};

/** Kinds of signature (reference 3.7) and of correction (4.2). */
const kinds: Words = {
  WET_INK: ['chữ ký trên giấy', 'signature on paper'],
  DIGITAL_OFFICIAL: ['chữ ký số chuyên dùng công vụ', 'official digital signature'],
  DIGITAL_PUBLIC: ['chữ ký số công cộng', 'public digital signature'],
  E_SPECIALIZED_SECURED: ['chữ ký điện tử chuyên dùng bảo đảm an toàn', 'secured specialised electronic signature'],
  OTHER_CONFIRMATION: ['hình thức xác nhận khác', 'another form of confirmation'],
  CLERICAL: ['đính chính sai sót của văn bản', 'slip in the document'],
  RECORD: ['đính chính việc ghi nhận', 'slip in the record'],
};

const documentTypes: Words = { DECISION: ['Quyết định', 'decision'], RULE: ['Quy định', 'rule'] };

/**
 * The codes that a detail may hold, in words; only these details hold codes, in others the same letters may be an id. The
 * details themselves keep the codes, for clients to read.
 */
export const coded: ReadonlyMap<string, Words> = new Map<string, Words>([
  ['state', states],
  ['expected', states],
  ['actual', states],
  ['role', roles],
  ['command', commandWords],
  ['allowed', { ...states, ...roles, ...commandWords }],
  ['type', things],
  ['what', things],
  ['capacity', capacityNames],
  ['kind', kinds],
  ['between', documentTypes],
]);
