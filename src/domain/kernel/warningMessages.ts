import type { DocumentNumberWarning, ReadWarningCode } from './rejection.js';
import type { Template } from './rejectionMessages.js';

/** What a reader is told beside an agreement or a document number (reference 3.3; 4.11, last paragraph). */
export const warningMessages: Readonly<Record<ReadWarningCode | DocumentNumberWarning, Template>> = {
  PARTY_DISSOLVED_NO_SUCCESSOR: [
    'Một bên đã giải thể mà không có cơ quan kế thừa[: {partyId}].',
    'A party was dissolved and has no successor[: {partyId}].',
  ],
  OPEN_ENDED: ['Thỏa thuận không nêu ngày kết thúc.', 'The agreement states no end date.'],
  SIGNING_OVERDUE: ['Đã quá hạn ký[: {deadline}].', 'The deadline for signing has passed[: {deadline}].'],
  EXPIRED_WITHOUT_FINAL_REVIEW: [
    'Thỏa thuận đã hết hiệu lực mà chưa tổng kết[ (kết thúc: {periodEnd})].',
    'The agreement expired without a final review[ (it ended: {periodEnd})].',
  ],
  SIGNATORY_UNKNOWN: [
    'Chưa rõ ai đã ký thay mặt một bên[: {partyId}].',
    'It is not known who signed for a party[: {partyId}].',
  ],
  SIGNED_ON_UNKNOWN: ['Chưa rõ ngày ký.', 'The day of signing is not known.'],
  NUMBER_UNKNOWN: ['Chưa rõ số, ký hiệu văn bản.', 'The document number is not known.'],
  LIMITATION_NOT_ITEMIZED: [
    'Có hạn chế được nhắc đến nhưng không nêu cụ thể[: {findingId}].',
    'A limitation is mentioned but not itemised[: {findingId}].',
  ],
  LEGAL_BASIS_SUPERSEDED: [
    'Văn bản căn cứ đã bị thay thế[: {docId}].',
    'A legal basis has been superseded[: {docId}].',
  ],
  AUTHORITY_REVOKED_SINCE: [
    'Thẩm quyền của một người ký đã bị thu hồi sau đó[ (chức vụ {officeId}, bên {partyId})].',
    'The authority of a signatory has been revoked since[ (office {officeId}, party {partyId})].',
  ],
  TYPE_CODE_NOT_LISTED: [
    'Ký hiệu loại văn bản không thuộc danh mục của hệ thống ban hành.',
    'The type code is not in the list that the issuer uses.',
  ],
  TYPE_AMBIGUOUS: [
    'Ký hiệu QĐ của Đảng có thể là Quyết định hoặc Quy định.',
    'The code QĐ of a Party body can mean a decision or a rule.',
  ],
  CASE_NORMALIZED: [
    'Đã sửa chữ hoa, chữ thường trong số, ký hiệu.',
    'Upper and lower case in the number were corrected.',
  ],
  CHARS_NORMALIZED: [
    'Đã thay các ký tự trông giống nhau (Đ, gạch nối, dấu cách) trong số, ký hiệu.',
    'Look-alike characters in the number (Đ, hyphens, spaces) were replaced.',
  ],
  INNER_SPACE_REMOVED: ['Đã bỏ dấu cách thừa trong số, ký hiệu.', 'Spaces inside the number were removed.'],
  LEADING_ZERO_MISSING: ['Số dưới 10 phải có chữ số 0 ở trước.', 'A number below 10 should begin with 0.'],
  SYMBOL_MISSING: ['Chỉ có số, thiếu ký hiệu văn bản.', 'The number has no symbol.'],
  SEGMENT_UNRESOLVED: [
    'Ký hiệu có phần không ứng với cơ quan nào trong danh bạ.',
    'A part of the symbol matches no body in the registry.',
  ],
  CONVENTION_MISMATCH: [
    'Thể thức số, ký hiệu không đúng với hệ thống của cơ quan ban hành.',
    "The form of the number is not the one that the issuer's system uses.",
  ],
};
