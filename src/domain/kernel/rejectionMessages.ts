import type { RejectionCode } from './rejection.js';

/** Vietnamese and English. `{key}` is a detail; a part in brackets is said only when all its details are given. */
export type Template = readonly [vi: string, en: string];

/** What a registry clerk is told when a command is refused (reference 4.11). */
export const rejectionMessages: Readonly<Record<RejectionCode, Template>> = {
  COMMAND_ID_REUSED: [
    'Mã lệnh này đã được dùng cho một lệnh có nội dung khác[: {commandId}].',
    'This command id was already used for a command with other content[: {commandId}].',
  ],
  VERSION_CONFLICT: [
    'Hồ sơ đã được người khác thay đổi[: bạn đang xem phiên bản {expected}, phiên bản hiện tại là {actual}]. Hãy tải lại rồi thử lại.',
    'Someone else has changed this record[: you saw version {expected}, it is now at version {actual}]. Reload it and try again.',
  ],
  RECORDED_AT_FORBIDDEN: [
    'Thời điểm ghi nhận do hệ thống đặt, không được gửi kèm.',
    'The time of recording is set by the system and may not be sent.',
  ],
  OCCURRED_IN_FUTURE: [
    'Không thể ghi nhận một việc chưa xảy ra[: {occurred}].',
    'Something that has not happened yet cannot be recorded[: {occurred}].',
  ],
  LATE_RECORD_REASON_REQUIRED: [
    'Ghi nhận muộn hơn một ngày phải nêu lý do và nguồn.',
    'Recording more than a day late needs a reason and a source.',
  ],
  EVENT_IMMUTABLE: [
    'Dữ liệu đã ghi không được sửa hoặc xóa; hãy đề nghị đính chính.',
    'What is recorded cannot be edited or deleted; propose a correction instead.',
  ],
  CORRECTION_MISMATCH: [
    'Giá trị cũ nêu trong đề nghị đính chính không khớp với giá trị đang lưu[: nêu {expected}, đang lưu {actual}].',
    'The old value named in the correction is not the value on record[: named {expected}, on record {actual}].',
  ],
  PERIOD_INVALID: ['Ngày bắt đầu của giai đoạn sau ngày kết thúc.', 'The period begins after it ends.'],
  CLASSIFIED_CONTENT_REFUSED: [
    'Hệ thống không được lưu tài liệu mật, tối mật, tuyệt mật[ (độ mật: {classification})].',
    'This system may not store documents classified as state secrets[ (classification: {classification})].',
  ],
  PARTIES_TOO_FEW: [
    'Thỏa thuận phối hợp phải có ít nhất hai bên thuộc hai phía.',
    'An agreement needs at least two parties on two sides.',
  ],
  PARTY_ON_BOTH_SIDES: [
    'Một cơ quan không thể đứng ở cả hai phía của thỏa thuận[: {bodyId}].',
    'One body cannot stand on both sides of an agreement[: {bodyId}].',
  ],
  PARTY_DUPLICATE: [
    'Bên này[ ({partyId})] trùng với một bên khác cùng phía, hoặc gồm nhiều cơ quan mà không ghi là bên liên cơ quan.',
    'This party[ ({partyId})] repeats another on its side, or joins several bodies without being marked as a joint body.',
  ],
  PARTY_CLASS_NOT_ENUMERATED: [
    'Chưa thể mở ký: nhóm các bên chưa có thành viên nào được liệt kê[ ({partyId})].',
    'Signing cannot open: a class of parties has no listed member yet[ ({partyId})].',
  ],
  OPINIONS_UNDISPOSED: [
    'Chưa thể mở ký: còn ý kiến góp ý chưa được tiếp thu hoặc giải trình[: {opinionIds}].',
    'Signing cannot open: some opinions have not been answered[: {opinionIds}].',
  ],
  TEXT_NOT_FINAL: [
    'Văn bản chưa được chốt nên chưa thể mở ký[ (phiên bản {textVersion})].',
    'The text is not final, so signing cannot open[ (version {textVersion})].',
  ],
  SIGNED_TEXT_MISMATCH: [
    'Văn bản được ký không phải văn bản đã mở ký[: đã mở {opened}, được ký {given}].',
    'The text signed is not the text that was opened for signing[: opened {opened}, signed {given}].',
  ],
  TEXT_NOT_PRESENTED: [
    'Văn bản này chưa được trình bày nên chưa thể ký.',
    'This text has not been presented yet, so it cannot be signed.',
  ],
  TEXT_FROZEN: [
    'Văn bản đã chốt, không sửa được nữa; hãy mở lại dự thảo trước.',
    'The text is final and can no longer be revised; reopen the draft first.',
  ],
  ALREADY_SIGNED: [
    'Chức vụ này đã ký thay mặt bên đó[ (chức vụ {officeId}, bên {partyId})].',
    'This office has already signed for that party[ (office {officeId}, party {partyId})].',
  ],
  NOT_A_PARTY: [
    'Không phải là một bên của thỏa thuận này[: {partyId}].',
    'Not a party to this agreement[: {partyId}].',
  ],
  NOT_YOUR_TURN: [
    'Chưa đến lượt bên này ký theo thứ tự đã định[; đang chờ: {waitingFor}].',
    "It is not this party's turn in the signing order[; waiting for: {waitingFor}].",
  ],
  AUTHORITY_NOT_PROVEN: [
    'Chưa chứng minh được thẩm quyền ký: không có văn bản ủy quyền hoặc quyết định giữ chức vụ vào ngày ký[ (chức vụ {officeId}, bên {partyId})].',
    'The authority to sign is not proven: no mandate or holding of the office on the day of signing[ (office {officeId}, party {partyId})].',
  ],
  AUTHORITY_EXPIRED: [
    'Thẩm quyền ký đã hết hạn vào ngày ký[ (chức vụ {officeId}, bên {partyId})].',
    'The authority to sign had expired on the day of signing[ (office {officeId}, party {partyId})].',
  ],
  CAPACITY_NOT_ALLOWED: [
    'Thể thức đề ký này không dùng được cho cơ quan đó[: {capacity}].',
    'This capacity of signing is not allowed for that body[: {capacity}].',
  ],
  SIGNER_IDENTITY_MISMATCH: [
    'Người ký không phải là người giữ chức vụ hoặc người được ủy quyền[ (chức vụ {officeId})].',
    'The signer is neither the holder of the office nor the person authorised[ (office {officeId})].',
  ],
  SIGNATURE_INVALID: ['Chữ ký số không hợp lệ.', 'The digital signature is not valid.'],
  CERTIFICATE_NOT_VALID_AT: [
    'Chứng thư số không có hiệu lực tại thời điểm ký, hoặc không chứng minh được.',
    'The certificate was not valid at the time of signing, or that is not proven.',
  ],
  SIGNATURE_KIND_INSUFFICIENT: [
    'Hình thức xác nhận này không có giá trị như chữ ký tay[: {kind}].',
    'This kind of confirmation does not equal a hand signature[: {kind}].',
  ],
  PAPER_EVIDENCE_REQUIRED: [
    'Chữ ký trên giấy phải kèm bản quét đã tải lên.',
    'A signature on paper needs a scan that has been uploaded.',
  ],
  SIGNATURE_FINAL: [
    'Thỏa thuận đã được ký đủ, không rút chữ ký được nữa.',
    'The agreement is fully signed; a signature can no longer be withdrawn.',
  ],
  NOT_FULLY_SIGNED: [
    'Chưa đủ chữ ký bắt buộc[; còn thiếu: {missing}].',
    'Required signatures are missing[: {missing}].',
  ],
  ACCESSION_NOT_ALLOWED: [
    'Thỏa thuận này không nhận thêm bên mới, hoặc giai đoạn của nó đã kết thúc[ ngày {periodEnd}].',
    'This agreement admits no further parties, or its period is over[ since {periodEnd}].',
  ],
  TEXT_VERSION_NOT_CURRENT: [
    'Phiên bản văn bản này không còn hiệu lực[; phiên bản hiện hành: {current}].',
    'This version of the text is no longer in force[; the current version is {current}].',
  ],
  AMENDMENT_NOT_COMPETENT: [
    'Chỉ các bên hoặc cấp trên có thẩm quyền mới được sửa đổi, bổ sung thỏa thuận.',
    'Only a party or a competent superior may amend the agreement.',
  ],
  AMENDMENT_SCOPE_MISSING: [
    'Văn bản sửa đổi phải nêu chính xác điều khoản, nội dung cũ và nội dung mới.',
    'An amendment must state exactly which clauses change, from what and to what.',
  ],
  AMENDMENT_OVERLAP: [
    'Một đề nghị sửa đổi khác đang xử lý cũng sửa điều khoản này[: điều khoản {clauseId}, đề nghị {otherId}].',
    'Another open amendment changes the same clause[: clause {clauseId}, amendment {otherId}].',
  ],
  CORRECTION_TOO_WIDE: [
    'Đính chính không được thay đổi nội dung này; hãy dùng thủ tục sửa đổi[ ({path})].',
    'A correction may not change this; use an amendment[ ({path})].',
  ],
  NOT_EXPIRED_YET: [
    'Chưa chắc chắn giai đoạn của thỏa thuận đã kết thúc[ (kết thúc: {periodEnd})].',
    'It is not certain that the period of the agreement is over[ (it ends: {periodEnd})].',
  ],
  NO_END_DATE: [
    'Thỏa thuận không có ngày kết thúc nên không thể hết hạn.',
    'The agreement has no end date, so it cannot expire.',
  ],
  RENEWAL_OVERLAP: [
    'Giai đoạn gia hạn trùng với giai đoạn cũ[ (kết thúc: {periodEnd})].',
    'The renewed period overlaps the old one[ (which ends: {periodEnd})].',
  ],
  AGREEMENT_CLOSED: [
    'Thỏa thuận đã kết thúc[ (trạng thái: {state})], không thực hiện được lệnh này[ ({command})].[ Được phép: {allowed}.]',
    'The agreement is closed[ (state: {state})]; this command is no longer possible[ ({command})].[ Allowed: {allowed}.]',
  ],
  DOCNUM_DUPLICATE: [
    'Số này đã được giữ hoặc đã cấp trong cùng nhiệm kỳ hoặc năm[; văn bản đang giữ số: {otherId}].',
    'This number is already reserved or issued in the same term or year[; it is held by {otherId}].',
  ],
  DOCNUM_UNPARSEABLE: [
    'Không đọc được số, ký hiệu văn bản[: {given}]. Ví dụ đúng: 02-QC/ĐUK-LĐLĐ.',
    'The document number cannot be read[: {given}]. A correct example: 02-QC/ĐUK-LĐLĐ.',
  ],
  DOCNUM_UNKNOWN_SYMBOL: [
    'Ký hiệu loại văn bản không có trong danh mục[: {given}].',
    'The number has a document type code that is not known[: {given}].',
  ],
  DOCNUM_VOIDED: ['Số này đã bị hủy, không được dùng lại.', 'This number was voided and may not be used again.'],
  LEGAL_BASIS_POSTDATES: [
    'Văn bản căn cứ[ {number}] ban hành[ ngày {issuedOn},] sau văn bản viện dẫn nó[ ({docId})].',
    'The legal basis[ {number}][ of {issuedOn}] is later than the document that cites it[ ({docId})].',
  ],
  REVIEW_WITHOUT_AGREEMENT: [
    'Không thể sơ kết, tổng kết một thỏa thuận chưa từng có hiệu lực[: {agreementId}].',
    'An agreement that was never in force cannot be reviewed[: {agreementId}].',
  ],
  REVIEW_NOT_HELD: [
    'Hội nghị sơ kết, tổng kết chưa được tổ chức nên chưa thể kết luận.',
    'The review has not been held, so it cannot be concluded.',
  ],
  NOT_REVIEW_CHAIR: [
    'Chỉ người chủ trì hội nghị mới được kết luận[ (chức vụ {officeId} không chủ trì)].',
    'Only the chair of the review may conclude it[ (office {officeId} did not chair)].',
  ],
  CONTRIBUTIONS_UNDISPOSED: [
    'Chưa thể chốt báo cáo: còn ý kiến tham luận chưa được tiếp thu hoặc giải trình[: {contributionIds}].',
    'The report cannot be made final: some contributions have not been answered[: {contributionIds}].',
  ],
  REPORT_NOT_FINAL: [
    'Báo cáo sơ kết, tổng kết còn là dự thảo nên chưa thể đóng hồ sơ.',
    'The report is still a draft, so the review cannot be closed.',
  ],
  LIMITATION_WITHOUT_REMEDY: [
    'Còn hạn chế đã nêu cụ thể mà chưa có biện pháp khắc phục hoặc chưa được chấp nhận[: {findingIds}].',
    'An itemised limitation has neither a remedy nor an explicit acceptance[: {findingIds}].',
  ],
  FINDING_NOT_ITEMIZED: [
    'Hạn chế này chưa được nêu cụ thể nên chưa thể lập biện pháp khắc phục[: {findingId}].',
    'This limitation is not itemised, so no remedy can be planned for it[: {findingId}].',
  ],
  SELF_VERIFICATION: [
    'Đơn vị thực hiện không được tự thẩm định kết quả của mình[: {orgId}].',
    'An organisation may not verify its own work[: {orgId}].',
  ],
  TARGET_CHANGE_NOT_ALLOWED: [
    'Đơn vị thực hiện không được tự thay đổi chỉ tiêu; hạ chỉ tiêu phải nêu lý do.',
    'The owner alone may not change a target, and lowering it needs a reason.',
  ],
  PROGRESS_DATE_INVALID: [
    'Ngày của số liệu tiến độ sau hôm nay hoặc trước ngày giao nhiệm vụ[: {given}].',
    'The progress is dated after today or before the commitment[: {given}].',
  ],
  TARGET_NOT_MEASURABLE: [
    'Chưa thể hoàn thành chỉ tiêu khi chưa có số liệu đạt được hoặc chưa rõ mức phải đạt.',
    'A target cannot be completed without a value reached or without a known goal.',
  ],
  INSPECTOR_NOT_INDEPENDENT: [
    'Người kiểm tra không được thuộc tổ chức được kiểm tra[: {orgId}].',
    'The inspector may not come from the inspected organisation[: {orgId}].',
  ],
  OBJECTIONS_OPEN: [
    'Chưa thể kết luận kiểm tra: thời hạn giải trình chưa hết hoặc còn ý kiến chưa được trả lời[ (hạn: {until})].',
    'The inspection cannot be concluded: the time for objections is not over or some are unanswered[ (until: {until})].',
  ],
  NOT_COMPETENT: [
    'Cơ quan này không có thẩm quyền đối với việc hoặc đối tượng đó[: {orgId}].',
    'This body is not competent for that matter or subject[: {orgId}].',
  ],
  ACCESS_DENIED: [
    'Bạn không có quyền xem dữ liệu này; việc truy cập đã được ghi lại.',
    'You may not see this; the attempt has been recorded.',
  ],
  SUCCESSION_INVALID: [
    'Việc kế thừa phải có quyết định kèm theo và cơ quan kế thừa chưa bị giải thể.',
    'A succession needs a decision document and a successor that is not dissolved.',
  ],
  ORG_DISSOLVED: [
    'Cơ quan này đã giải thể vào thời điểm đó[: {orgId}].',
    'This body was already dissolved at that time[: {orgId}].',
  ],
  LEGAL_HOLD: [
    'Hồ sơ đang bị phong tỏa theo yêu cầu pháp lý[ (căn cứ: {basis})].',
    'The record is under a legal hold[ (basis: {basis})].',
  ],
  DESTRUCTION_NOT_SUPPORTED: ['Hệ thống không tiêu hủy hồ sơ.', 'This system does not destroy records.'],
  ERASURE_BLOCKED: [
    'Chưa được xóa dữ liệu cá nhân của người này[; lý do: {ground}].',
    "This person's data may not be erased now[; ground: {ground}].",
  ],
  LINK_CERTAINTY_TOO_HIGH: [
    'Chỉ được liên kết hai nguồn ở mức chắc chắn khi cả hai đều có số văn bản.',
    'Two sources may be linked as certain only when both give the document number.',
  ],
  INPUT_INVALID: ['Dữ liệu gửi lên không hợp lệ[: {problem}].', 'The input is not valid[: {problem}].'],
  SELF_COUNTERSIGN: [
    'Người đề nghị không được tự phê duyệt đề nghị của mình.',
    'Nobody may countersign their own proposal.',
  ],
  STATE_NOT_ALLOWED: [
    'Không thực hiện được lệnh này[ ({command})] ở trạng thái hiện tại[: {state}].[ Được phép: {allowed}.]',
    'This command[ ({command})] is not possible in the current state[: {state}].[ Allowed: {allowed}.]',
  ],
  NOT_FOUND: ['Không tìm thấy trong hệ thống[ ({type})][: {id}].', 'Not found[ ({type})][: {id}].'],
  ROLE_NOT_ALLOWED: [
    'Vai trò của bạn[ ({role})] không được thực hiện lệnh này[ ({command})].[ Được phép: {allowed}.]',
    'Your role[ ({role})] may not send this command[ ({command})].[ Allowed: {allowed}.]',
  ],
  ID_EXISTS: [
    'Mã định danh đã tồn tại[ ({type})][: {id}]. Hãy chọn mã khác.',
    'This id already exists[ ({type})][: {id}]. Choose another one.',
  ],
  EFFECTIVE_DATE_NOT_REACHED: [
    'Chưa đến ngày có hiệu lực[: {effectiveFrom}].',
    'The effective day has not come yet[: {effectiveFrom}].',
  ],
  CAPACITY_LIMIT: [
    'Vượt quá giới hạn cho phép[ ({what})][: gửi {given}, tối đa {limit}].',
    'A limit is exceeded[ ({what})][: given {given}, at most {limit}].',
  ],
  PROJECTION_BEHIND: [
    'Dữ liệu tra cứu chưa cập nhật tới vị trí yêu cầu[ (còn chậm {lag} sự kiện)]. Hãy thử lại sau.',
    'The read model has not reached the requested position yet[ ({lag} events behind)]. Try again shortly.',
  ],
};
