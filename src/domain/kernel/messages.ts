import { type Language, printDay } from './dateParser.js';
import { problems } from './problems.js';
import type { Details, DocumentNumberWarning, ReadWarningCode, RejectionCode } from './rejection.js';
import { rejectionMessages, type Template } from './rejectionMessages.js';
import { warningMessages } from './warningMessages.js';

type Word = Template;
type Value = Details[string];

/** The details that callers give, as a reader calls them; any other keeps its own name. */
const labels: Readonly<Record<string, Word>> = {
  actual: ['giá trị hiện tại', 'actual'],
  agreementId: ['thỏa thuận', 'agreement'],
  allowed: ['được phép', 'allowed'],
  bodyId: ['cơ quan', 'body'],
  clauseId: ['điều khoản', 'clause'],
  command: ['lệnh', 'command'],
  deadline: ['thời hạn', 'deadline'],
  docId: ['văn bản', 'document'],
  effectiveFrom: ['ngày có hiệu lực', 'effective from'],
  expected: ['giá trị mong đợi', 'expected'],
  given: ['giá trị đã gửi', 'given'],
  id: ['mã', 'id'],
  leadIssuer: ['cơ quan chủ trì', 'lead issuer'],
  limit: ['tối đa', 'limit'],
  officeId: ['chức vụ', 'office'],
  opened: ['văn bản đã mở ký', 'text opened'],
  orgId: ['tổ chức', 'organisation'],
  owners: ['cơ quan có thẩm quyền', 'competent bodies'],
  otherId: ['hồ sơ liên quan', 'other record'],
  partyId: ['bên', 'party'],
  periodEnd: ['ngày kết thúc', 'end of the period'],
  problem: ['lỗi', 'problem'],
  role: ['vai trò', 'role'],
  sourceId: ['nguồn', 'source'],
  state: ['trạng thái', 'state'],
  type: ['loại', 'type'],
  what: ['đối tượng', 'what'],
};

/** Codes that a detail may hold, in words: states of an agreement (reference 4.4), roles (4.3), kinds of object. */
const codes: Readonly<Record<string, Word>> = {
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
};
/** Only these details hold codes; in others the same letters may be an id. */
const coded: ReadonlySet<string> = new Set(['state', 'role', 'allowed', 'type', 'expected', 'actual']);

const wordIn = (word: Word, language: Language): string => word[language === 'vi' ? 0 : 1];

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

const printValue = (key: string, value: Exclude<Value, readonly string[]>, language: Language): string => {
  if (value === null) return wordIn(['chưa có', 'none'], language);
  if (typeof value === 'boolean') return wordIn(value ? ['có', 'yes'] : ['không', 'no'], language);
  const text = String(value);
  const word = key === 'problem' ? own(problems, text) : coded.has(key) ? own(codes, text) : undefined;
  if (word !== undefined) return wordIn(word, language);
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) ? printDay(text, language) : text;
};

/** A detail in words; undefined when there is nothing to name. */
const print = (key: string, value: Value | undefined, language: Language): string | undefined => {
  if (value === undefined || value === '') return undefined;
  if (value === null || typeof value !== 'object') return printValue(key, value, language);
  return value.length === 0 ? undefined : value.map((item) => printValue(key, item, language)).join(', ');
};

/** Long lists and names of commands that a sentence says only where it asks for them; a client finds them in the details. */
const forClients: ReadonlySet<string> = new Set(['command', 'allowed']);

const isMissing = (key: string, details: Details): boolean => print(key, own(details, key), 'en') === undefined;

const fill = (template: string, details: Details, language: Language): string => {
  const named = new Set<string>();
  const main = template.replace(/\[([^\]]*)\]/gu, (_, optional: string) => {
    const keys = Array.from(optional.matchAll(/\{(\w+)\}/gu), ([, key = '']) => key);
    if (keys.some((key) => isMissing(key, details))) return '';
    keys.forEach((key) => named.add(key));
    return optional.replace(/\{(\w+)\}/gu, (_, key: string) => print(key, own(details, key), language) ?? '');
  });
  const rest = Object.keys(details)
    .filter((key) => !named.has(key) && !forClients.has(key) && !isMissing(key, details))
    .map((key) => {
      const label = own(labels, key);
      return `${label === undefined ? key : wordIn(label, language)}: ${print(key, details[key], language) ?? ''}`;
    });
  return rest.length === 0 ? main : `${main} (${rest.join('; ')})`;
};

export type MessageCode = RejectionCode | ReadWarningCode | DocumentNumberWarning;

/** What the sentences of a refusal or warning say, in both languages. */
export interface Sentence {
  readonly vi: string;
  readonly en: string;
}

const templates: Readonly<Record<MessageCode, Template>> = { ...rejectionMessages, ...warningMessages };

/** What a code means, as told to a clerk in both languages; names every detail given and reads well without any. */
export const sentence = (code: MessageCode, details: Details = {}): Sentence => {
  const [vi, en] = templates[code];
  return { vi: fill(vi, details, 'vi'), en: fill(en, details, 'en') };
};
