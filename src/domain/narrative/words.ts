import type { AgreementEvent, AgreementStatus, SignatureKind, Stance } from '../agreement/index.js';
import type { Role } from '../kernel/event.js';
import type { Certainty } from '../kernel/fuzzyDate.js';
import type { Template } from '../kernel/rejectionMessages.js';

type Words<K extends string> = Readonly<Record<K, Template>>;
type DataOf<T extends AgreementEvent['type']> = Extract<AgreementEvent, { type: T }>['data'];

/** Who acts, where no office is known (reference 4.3). */
export const roleWords: Words<Role> = {
  DRAFTER: ['chuyên viên soạn thảo', 'the drafter'],
  CLERK: ['văn thư', 'the registry clerk'],
  ORG_LEADER: ['lãnh đạo', 'the leader'],
  SIGNATORY: ['người ký', 'the signatory'],
  STEERING_HEAD: ['Trưởng Ban Chỉ đạo', 'the head of the steering committee'],
  STEERING_MEMBER: ['thành viên Ban Chỉ đạo', 'a member of the steering committee'],
  REVIEW_CHAIR: ['người chủ trì', 'the chair'],
  CONTRIBUTOR: ['đại biểu', 'the delegate'],
  OWNER: ['đơn vị thực hiện', 'the unit in charge'],
  VERIFIER: ['người thẩm định', 'the verifier'],
  INSPECTOR: ['cán bộ kiểm tra', 'the inspector'],
  CASE_HANDLER: ['người thụ lý', 'the case handler'],
  AUDITOR: ['kiểm toán nội bộ', 'the internal auditor'],
  DASHBOARD: ['người xem báo cáo', 'the reader of reports'],
  ARCHIVIST: ['lưu trữ viên', 'the archivist'],
  DPO: ['người phụ trách dữ liệu cá nhân', 'the data protection officer'],
  ADMIN: ['quản trị viên', 'the administrator'],
  SYSTEM: ['hệ thống', 'the system'],
};

/** Reference 2.1. */
export const kindWords: Words<DataOf<'AgreementDrafted'>['kind']> = {
  COORDINATION_REGULATION: ['quy chế phối hợp', 'coordination regulation'],
  COORDINATION_PROGRAMME: ['chương trình phối hợp', 'coordination programme'],
};

export const statusWords: Words<AgreementStatus> = {
  DRAFTING: ['đang soạn thảo', 'being drafted'],
  CONSULTING: ['đang lấy ý kiến', 'in consultation'],
  FINALIZED: ['đã chốt văn bản', 'final'],
  SIGNING: ['đang ký', 'being signed'],
  SIGNING_FAILED: ['ký không thành', 'not signed in the end'],
  SIGNED: ['đã ký', 'signed'],
  IN_FORCE: ['đang có hiệu lực', 'in force'],
  SUSPENDED: ['tạm ngưng', 'suspended'],
  WITHDRAWN: ['đã rút', 'withdrawn'],
  TERMINATED: ['đã chấm dứt', 'terminated'],
  EXPIRED: ['hết hiệu lực', 'expired'],
  SUPERSEDED: ['đã được thay thế', 'superseded'],
  RENEWED: ['đã gia hạn', 'renewed'],
  ARCHIVED: ['đã lưu trữ', 'archived'],
};

/** In what capacity an office signs (reference 2.2): T/M, K/T, T/L, TUQ, Q. */
export const capacityWords: Words<NonNullable<DataOf<'PartySigned'>['capacity']>> = {
  ON_BEHALF_OF_BODY: ['thay mặt tập thể', 'on behalf of the body'],
  FOR_HEAD: ['thay người đứng đầu', 'for the head'],
  BY_ORDER: ['theo thừa lệnh', 'by order'],
  BY_SUB_DELEGATION: ['theo thừa ủy quyền', 'by sub-delegation'],
  ACTING: ['với tư cách quyền người đứng đầu', 'as acting head'],
};

export const signatureWords: Words<SignatureKind> = {
  WET_INK: ['trên bản giấy', 'in ink on paper'],
  DIGITAL_OFFICIAL: ['bằng chữ ký số chuyên dùng công vụ', 'with an official digital signature'],
  DIGITAL_PUBLIC: ['bằng chữ ký số công cộng', 'with a public digital signature'],
  E_SPECIALIZED_SECURED: [
    'bằng chữ ký điện tử chuyên dùng bảo đảm an toàn',
    'with a secured specialised electronic signature',
  ],
  OTHER_CONFIRMATION: ['bằng hình thức xác nhận khác', 'by another form of confirmation'],
};

export const stanceWords: Words<Stance> = {
  AGREE: ['đồng ý', 'agrees'],
  AGREE_WITH_CHANGES: ['đồng ý, đề nghị sửa đổi', 'agrees with changes'],
  DISAGREE: ['không đồng ý', 'disagrees'],
  NO_OPINION: ['không có ý kiến', 'has no opinion'],
};

/** What was done with an opinion (tiếp thu, giải trình; reference 2.1). */
export const dispositionWords: Words<DataOf<'OpinionDisposed'>['disposition']> = {
  ACCEPTED: ['tiếp thu', 'accepted'],
  PARTLY: ['tiếp thu một phần', 'accepted in part'],
  REJECTED: ['không tiếp thu', 'did not accept'],
};

export const groundWords: Words<DataOf<'AgreementTerminated'>['ground']> = {
  MUTUAL: ['theo thống nhất của các bên', 'by mutual consent'],
  SUPERIOR_DECISION: ['theo quyết định của cấp trên', 'by decision of a superior body'],
  PARTIES_DISSOLVED: ['do các bên giải thể', 'because parties were dissolved'],
  BREACH: ['do vi phạm thỏa thuận', 'for breach'],
};

/** For what a document is cited (reference 4.4). */
export const relationWords: Words<DataOf<'DocumentCited'>['relation']> = {
  LEGAL_BASIS: ['làm căn cứ', 'as a legal basis'],
  IMPLEMENTS: ['là văn bản được thực hiện', 'as what is carried out'],
  IN_THE_SPIRIT_OF: ['theo tinh thần của văn bản', 'for its spirit'],
  COMPLIES_WITH: ['là văn bản được tuân thủ', 'as what is complied with'],
  SUBJECT: ['là nội dung được nói đến', 'as the subject'],
  EVIDENCE: ['làm minh chứng', 'as evidence'],
};

export const placeWords: Words<DataOf<'DocumentCited'>['in']> = {
  TEXT: ['văn bản thỏa thuận', 'the text of the agreement'],
  ASSESSMENT: ['phần đánh giá', 'an assessment'],
  REVIEW: ['việc sơ kết, tổng kết', 'a review'],
  RESULT: ['kết quả thực hiện', 'a result'],
  PROPOSAL: ['đề xuất, kiến nghị', 'a proposal'],
  DIRECTIVE: ['ý kiến chỉ đạo', 'a directive'],
  TASK: ['nhiệm vụ', 'a task'],
};

export const certaintyWords: Words<Certainty> = {
  STATED: ['nguồn nêu rõ', 'the source says so'],
  INFERRED: ['suy luận', 'inferred'],
  UNKNOWN: ['chưa rõ', 'unknown'],
};
