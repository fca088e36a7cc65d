/** What each sample says, in Vietnamese and in English. Corrections read the same in every stream. */
export const sentences: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  AgreementDrafted: [
    'Chuyên viên soạn thảo Liên đoàn Lao động thành phố Hà Nội soạn thảo quy chế phối hợp “Quy chế phối hợp công tác” giữa Liên đoàn Lao động thành phố Hà Nội và Ban Thường vụ các quận ủy, huyện ủy, thị ủy, cơ quan chủ trì: Liên đoàn Lao động thành phố Hà Nội, ngày 12/5/2022',
    'The drafter of Liên đoàn Lao động thành phố Hà Nội drafted the coordination regulation “Quy chế phối hợp công tác” between Liên đoàn Lao động thành phố Hà Nội and Ban Thường vụ các quận ủy, huyện ủy, thị ủy, led by Liên đoàn Lao động thành phố Hà Nội, on 12 May 2022',
  ],
  AgreementRegistered: [
    'Văn thư Liên đoàn Lao động thành phố Hà Nội ghi nhận chương trình phối hợp đã có “Chương trình phối hợp”, số 02-QC/ĐUK-LĐLĐ, văn bản ngày 12/5/2022, tình trạng: đang có hiệu lực; các bên: Liên đoàn Lao động thành phố Hà Nội và Ban Thường vụ Huyện ủy Mê Linh; có hiệu lực từ năm 2022; ký chưa rõ ngày, muộn nhất 24/3/2021',
    'The registry clerk of Liên đoàn Lao động thành phố Hà Nội put on record the existing coordination programme “Chương trình phối hợp”, No. 02-QC/ĐUK-LĐLĐ, made on 12 May 2022, status: in force; parties: Liên đoàn Lao động thành phố Hà Nội and Ban Thường vụ Huyện ủy Mê Linh; in force from 2022; signed on an unknown date, 24 March 2021 at the latest',
  ],
  DraftRevised: [
    'Chuyên viên soạn thảo Liên đoàn Lao động thành phố Hà Nội sửa dự thảo thành bản số 2, ngày 12/5/2022: thêm Điều 4, sửa Điều 1, giai đoạn và nội dung phối hợp, chuyển vị trí Điều 2, bỏ Điều 3; ghi chú: “theo góp ý”',
    'The drafter of Liên đoàn Lao động thành phố Hà Nội revised the draft into version 2, on 12 May 2022: added Điều 4, changed Điều 1, the period and the fields of cooperation, moved Điều 2, removed Điều 3; note: “theo góp ý”',
  ],
  ConsultationOpened: [
    'Chuyên viên soạn thảo Liên đoàn Lao động thành phố Hà Nội gửi dự thảo bản số 2 lấy ý kiến Ban Thường vụ Huyện ủy Mê Linh và Ban Thường vụ Huyện ủy Đông Anh, ngày 12/5/2022; hạn góp ý: ngày 30/5/2022',
    'The drafter of Liên đoàn Lao động thành phố Hà Nội opened a consultation on version 2 of the draft with Ban Thường vụ Huyện ủy Mê Linh and Ban Thường vụ Huyện ủy Đông Anh, on 12 May 2022; opinions are due by 30 May 2022',
  ],
  OpinionSubmitted: [
    'Ban Thường vụ Huyện ủy Mê Linh góp ý về Điều 2, ngày 12/5/2022: đồng ý, đề nghị sửa đổi, “Nên họp hằng quý.”',
    'Ban Thường vụ Huyện ủy Mê Linh gave an opinion on Điều 2, on 12 May 2022: agrees with changes, “Nên họp hằng quý.”',
  ],
  OpinionDisposed: [
    'Chuyên viên soạn thảo Liên đoàn Lao động thành phố Hà Nội tiếp thu một phần ý kiến của Ban Thường vụ Huyện ủy Mê Linh về Điều 2, ngày 12/5/2022; giải trình: “Họp sáu tháng một lần.”',
    'The drafter of Liên đoàn Lao động thành phố Hà Nội accepted in part the opinion of Ban Thường vụ Huyện ủy Mê Linh on Điều 2, on 12 May 2022; explanation: “Họp sáu tháng một lần.”',
  ],
  ConsultationClosed: [
    'Chuyên viên soạn thảo Liên đoàn Lao động thành phố Hà Nội kết thúc lấy ý kiến, ngày 12/5/2022: 3 đồng ý, 1 đồng ý kèm đề nghị sửa đổi, 0 không đồng ý, 2 không có ý kiến; tổng hợp: “Cơ bản nhất trí.”',
    'The drafter of Liên đoàn Lao động thành phố Hà Nội closed the consultation, on 12 May 2022: 3 agree, 1 agree with changes, 0 disagree, 2 without opinion; summary: “Cơ bản nhất trí.”',
  ],
  PartyAdded: [
    'Chuyên viên soạn thảo Liên đoàn Lao động thành phố Hà Nội thêm Ban Thường vụ Huyện ủy Đông Anh cùng Ban Thường vụ Huyện ủy Sóc Sơn vào bên B, ngày 12/5/2022',
    'The drafter of Liên đoàn Lao động thành phố Hà Nội added Ban Thường vụ Huyện ủy Đông Anh together with Ban Thường vụ Huyện ủy Sóc Sơn to side B, on 12 May 2022',
  ],
  PartyRemoved: [
    'Chuyên viên soạn thảo Liên đoàn Lao động thành phố Hà Nội đưa Ban Thường vụ Huyện ủy Mê Linh ra khỏi dự thảo, ngày 12/5/2022; lý do: “không còn tham gia”',
    'The drafter of Liên đoàn Lao động thành phố Hà Nội took Ban Thường vụ Huyện ủy Mê Linh out of the draft, on 12 May 2022; reason: “không còn tham gia”',
  ],
  PartyClassEnumerated: [
    'Chuyên viên soạn thảo Liên đoàn Lao động thành phố Hà Nội liệt kê các bên thuộc nhóm Ban Thường vụ các quận ủy, huyện ủy, thị ủy, ngày 12/5/2022: Ban Thường vụ Huyện ủy Mê Linh và Ban Thường vụ Huyện ủy Đông Anh (danh sách chưa đầy đủ); nguồn: “Báo Lao Động”',
    'The drafter of Liên đoàn Lao động thành phố Hà Nội listed the members of the class Ban Thường vụ các quận ủy, huyện ủy, thị ủy, on 12 May 2022: Ban Thường vụ Huyện ủy Mê Linh and Ban Thường vụ Huyện ủy Đông Anh (an incomplete list); source: “Báo Lao Động”',
  ],
  TextFinalized: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội chốt văn bản, bản số 2, ngày 12/5/2022',
    'The leader of Liên đoàn Lao động thành phố Hà Nội made version 2 of the text final, on 12 May 2022',
  ],
  TextPresented: [
    'Phó Chủ tịch LĐLĐ TP Hà Nội trình bày dự thảo, bản số 2, chưa rõ ngày (“vừa tổ chức”) (dịp: cer-hn-s0)',
    'Phó Chủ tịch LĐLĐ TP Hà Nội presented the text, version 2, on an unknown date (“vừa tổ chức”) (occasion: cer-hn-s0)',
  ],
  SigningOpened: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội mở ký văn bản bản số 2, không theo thứ tự, ngày 12/5/2022; các bên ký: Liên đoàn Lao động thành phố Hà Nội và Ban Thường vụ Huyện ủy Mê Linh; hạn ký: ngày 30/6/2022',
    'The leader of Liên đoàn Lao động thành phố Hà Nội opened version 2 of the text for signing, in any order, on 12 May 2022; to be signed by Liên đoàn Lao động thành phố Hà Nội and Ban Thường vụ Huyện ủy Mê Linh; deadline: 30 June 2022',
  ],
  SigningAuthorityConfirmed: [
    'Văn thư Liên đoàn Lao động thành phố Hà Nội xác nhận Bí thư Huyện ủy Mê Linh được ký cho Ban Thường vụ Huyện ủy Mê Linh (thay mặt tập thể) theo ủy quyền man-1, ngày 12/5/2022',
    'The registry clerk of Liên đoàn Lao động thành phố Hà Nội confirmed that Bí thư Huyện ủy Mê Linh may sign for Ban Thường vụ Huyện ủy Mê Linh (on behalf of the body) under mandate man-1, on 12 May 2022',
  ],
  PartySigned: [
    'Ban Thường vụ Huyện ủy Mê Linh ký thay mặt tập thể, ngày 12/5/2022 (Bí thư Huyện ủy Mê Linh, trên bản giấy, có đóng dấu, có Phó Chủ tịch LĐLĐ TP Hà Nội chứng kiến, tại lễ ký cer-hn-s0, do văn thư ghi nhận)',
    'Ban Thường vụ Huyện ủy Mê Linh signed on behalf of the body, on 12 May 2022 (Bí thư Huyện ủy Mê Linh, in ink on paper, sealed, witnessed by Phó Chủ tịch LĐLĐ TP Hà Nội, at the ceremony cer-hn-s0, recorded by the registry clerk)',
  ],
  PaperCopyConverted: [
    'Văn thư Liên đoàn Lao động thành phố Hà Nội chuyển bản giấy có chữ ký của Ban Thường vụ Huyện ủy Mê Linh thành bản quét, ngày 12/5/2022',
    'The registry clerk of Liên đoàn Lao động thành phố Hà Nội converted the paper signed by Ban Thường vụ Huyện ủy Mê Linh into a scan, on 12 May 2022',
  ],
  AgreementFullySigned: ['Thỏa thuận đã được ký đủ, ngày 12/5/2022', 'The agreement was fully signed, on 12 May 2022'],
  PartyAcceded: [
    'Ban Thường vụ Huyện ủy Mê Linh trở thành một bên của thỏa thuận từ ngày 1/6/2022',
    'Ban Thường vụ Huyện ủy Mê Linh became a party to the agreement from 1 June 2022',
  ],
  SigningDeclined: [
    'Ban Thường vụ Huyện ủy Mê Linh từ chối ký, ngày 12/5/2022; lý do: “chưa thống nhất”',
    'Ban Thường vụ Huyện ủy Mê Linh declined to sign, on 12 May 2022; reason: “chưa thống nhất”',
  ],
  SignatureWithdrawn: [
    'Ban Thường vụ Huyện ủy Mê Linh rút chữ ký của Bí thư Huyện ủy Mê Linh, ngày 12/5/2022; lý do: “ký nhầm bản”',
    'Ban Thường vụ Huyện ủy Mê Linh withdrew the signature of Bí thư Huyện ủy Mê Linh, on 12 May 2022; reason: “ký nhầm bản”',
  ],
  SigningFailed: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội đóng việc ký khi chưa đủ chữ ký, ngày 12/5/2022; còn thiếu: Ban Thường vụ Huyện ủy Mê Linh và Ban Thường vụ Huyện ủy Đông Anh cùng Ban Thường vụ Huyện ủy Sóc Sơn; ghi chú: “quá hạn”',
    'The leader of Liên đoàn Lao động thành phố Hà Nội closed the signing without the signatures needed, on 12 May 2022; missing: Ban Thường vụ Huyện ủy Mê Linh and Ban Thường vụ Huyện ủy Đông Anh together with Ban Thường vụ Huyện ủy Sóc Sơn; note: “quá hạn”',
  ],
  DraftReopened: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội mở lại dự thảo, ngày 12/5/2022; lý do: “sửa nội dung”; 2 chữ ký đã có không còn giá trị',
    'The leader of Liên đoàn Lao động thành phố Hà Nội reopened the draft, on 12 May 2022; reason: “sửa nội dung”; 2 earlier signatures are no longer valid',
  ],
  DraftWithdrawn: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội rút dự thảo, ngày 12/5/2022; lý do: “không cần nữa”',
    'The leader of Liên đoàn Lao động thành phố Hà Nội withdrew the draft, on 12 May 2022; reason: “không cần nữa”',
  ],
  AgreementEnteredIntoForce: ['Thỏa thuận có hiệu lực từ ngày 1/6/2022', 'The agreement is in force from 1 June 2022'],
  PartyAdmitted: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội tiếp nhận Ban Thường vụ Huyện ủy Đông Anh tham gia thỏa thuận ở bên B, ngày 12/5/2022 (tại lễ ký cer-hn-s2)',
    'The leader of Liên đoàn Lao động thành phố Hà Nội admitted Ban Thường vụ Huyện ủy Đông Anh to the agreement on side B, on 12 May 2022 (at the ceremony cer-hn-s2)',
  ],
  PartyWithdrew: [
    'Ban Thường vụ Huyện ủy Mê Linh rút khỏi thỏa thuận từ ngày 1/6/2022; lý do: “sắp xếp lại”; theo văn bản doc-1',
    'Ban Thường vụ Huyện ủy Mê Linh withdrew from the agreement from 1 June 2022; reason: “sắp xếp lại”; by document doc-1',
  ],
  PartySucceeded: [
    'Ban Thường vụ Huyện ủy Đông Anh kế thừa tư cách bên của Ban Thường vụ Huyện ủy Mê Linh từ ngày 1/6/2022, theo văn bản doc-1',
    'Ban Thường vụ Huyện ủy Đông Anh succeeded Ban Thường vụ Huyện ủy Mê Linh as a party from 1 June 2022, by document doc-1',
  ],
  PartyLeftWithoutSuccessor: [
    'Ban Thường vụ Huyện ủy Mê Linh không còn tồn tại và không có cơ quan kế thừa từ ngày 1/6/2022, theo văn bản doc-1',
    'Ban Thường vụ Huyện ủy Mê Linh no longer exists and has no successor from 1 June 2022, by document doc-1',
  ],
  AgreementSuspended: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội tạm ngưng thỏa thuận từ ngày 1/6/2022; lý do: “chờ sắp xếp”; theo văn bản doc-1',
    'The leader of Liên đoàn Lao động thành phố Hà Nội suspended the agreement from 1 June 2022; reason: “chờ sắp xếp”; by document doc-1',
  ],
  AgreementResumed: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội cho thỏa thuận có hiệu lực trở lại từ ngày 1/6/2022; lý do: “đã sắp xếp”',
    'The leader of Liên đoàn Lao động thành phố Hà Nội resumed the agreement from 1 June 2022; reason: “đã sắp xếp”',
  ],
  AgreementRenewed: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội gia hạn thỏa thuận cho giai đoạn 2026 – 2030 từ ngày 1/1/2026; căn cứ đợt tổng kết rev-1',
    'The leader of Liên đoàn Lao động thành phố Hà Nội renewed the agreement for the period 2026 – 2030 from 1 January 2026; on the review rev-1',
  ],
  AgreementExpired: [
    'Thỏa thuận hết hiệu lực từ ngày 1/1/2026; đợt tổng kết: rev-1',
    'The agreement is no longer in force from 1 January 2026, its period being over; final review: rev-1',
  ],
  AgreementTerminated: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội chấm dứt thỏa thuận từ ngày 1/6/2022, theo quyết định của cấp trên; theo văn bản doc-1',
    'The leader of Liên đoàn Lao động thành phố Hà Nội terminated the agreement from 1 June 2022, by decision of a superior body; by document doc-1',
  ],
  AgreementSuperseded: [
    'Thỏa thuận được thay thế bằng “Quy chế phối hợp giai đoạn mới” từ ngày 1/6/2022',
    'The agreement was superseded by “Quy chế phối hợp giai đoạn mới” from 1 June 2022',
  ],
  LegalHoldPlaced: [
    'Lưu trữ viên Liên đoàn Lao động thành phố Hà Nội yêu cầu giữ nguyên hồ sơ, ngày 12/5/2022, cho đến hết ngày 31/12/2023; căn cứ: “phục vụ kiểm tra”',
    'The archivist of Liên đoàn Lao động thành phố Hà Nội placed a legal hold, on 12 May 2022, until 31 December 2023; basis: “phục vụ kiểm tra”',
  ],
  LegalHoldReleased: [
    'Lưu trữ viên Liên đoàn Lao động thành phố Hà Nội bỏ yêu cầu giữ nguyên hồ sơ, ngày 12/5/2022; lý do: “kiểm tra xong”',
    'The archivist of Liên đoàn Lao động thành phố Hà Nội released the legal hold, on 12 May 2022; reason: “kiểm tra xong”',
  ],
  AgreementArchived: [
    'Lưu trữ viên Liên đoàn Lao động thành phố Hà Nội nộp lưu thỏa thuận vào phông “Phông LĐLĐ thành phố”, thời hạn bảo quản Vĩnh viễn theo văn bản doc-2, ngày 12/5/2022',
    'The archivist of Liên đoàn Lao động thành phố Hà Nội archived the agreement in the fonds “Phông LĐLĐ thành phố”, retention Vĩnh viễn by document doc-2, on 12 May 2022',
  ],
  DocumentCited: [
    'Văn thư Liên đoàn Lao động thành phố Hà Nội ghi nhận phần đánh giá viện dẫn “Nghị quyết số 02 của Bộ Chính trị” (mã doc-3) theo tinh thần của văn bản, ngày 12/5/2022',
    'The registry clerk of Liên đoàn Lao động thành phố Hà Nội recorded that an assessment cites “Nghị quyết số 02 của Bộ Chính trị” (id doc-3) for its spirit, on 12 May 2022',
  ],
  SourceLinked: [
    'Văn thư Liên đoàn Lao động thành phố Hà Nội gắn nguồn “Báo Lao Động”, ngày 12/5/2022 (mức độ chắc chắn: suy luận); nguồn gọi thỏa thuận là “Quy chế hai cơ quan”; căn cứ: “cùng tên gọi”',
    'The registry clerk of Liên đoàn Lao động thành phố Hà Nội linked the source “Báo Lao Động”, on 12 May 2022 (certainty: inferred); it calls the agreement “Quy chế hai cơ quan”; basis: “cùng tên gọi”',
  ],
  SourceUnlinked: [
    'Văn thư Liên đoàn Lao động thành phố Hà Nội bỏ gắn nguồn “Báo Lao Động”, ngày 12/5/2022; lý do: “nhầm nguồn”',
    'The registry clerk of Liên đoàn Lao động thành phố Hà Nội unlinked the source “Báo Lao Động”, on 12 May 2022; reason: “nhầm nguồn”',
  ],
  ClauseObserved: [
    'Văn thư Liên đoàn Lao động thành phố Hà Nội ghi nhận cách nguồn “Báo Lao Động” viết về nội dung phối hợp “Tuyên truyền”, ngày 12/5/2022: “tuyên truyền, vận đông”; đọc là “tuyên truyền, vận động”',
    'The registry clerk of Liên đoàn Lao động thành phố Hà Nội recorded how the source “Báo Lao Động” words the field of cooperation “Tuyên truyền”, on 12 May 2022: “tuyên truyền, vận đông”; to be read as “tuyên truyền, vận động”',
  ],
  CorrectionProposed: [
    'Văn thư Liên đoàn Lao động thành phố Hà Nội đề nghị đính chính sự kiện 3 tại “number/asWritten”, ngày 12/5/2022: từ “02-QC/ĐUK” thành “02-QC/ĐUK-LĐLĐ”; lý do: “gõ thiếu”',
    'The registry clerk of Liên đoàn Lao động thành phố Hà Nội proposed a clerical correction of event 3 at “number/asWritten”, on 12 May 2022: from “02-QC/ĐUK” to “02-QC/ĐUK-LĐLĐ”; reason: “gõ thiếu”',
  ],
  ClericalCorrectionRecorded: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội ký xác nhận việc đính chính sự kiện 3 tại “number/asWritten”, ngày 12/5/2022: từ “02-QC/ĐUK” thành “02-QC/ĐUK-LĐLĐ”',
    'The leader of Liên đoàn Lao động thành phố Hà Nội countersigned the clerical correction of event 3 at “number/asWritten”, on 12 May 2022: from “02-QC/ĐUK” to “02-QC/ĐUK-LĐLĐ”',
  ],
  RecordCorrected: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội ký xác nhận việc sửa nội dung đã ghi của sự kiện 3 tại “number/asWritten”, ngày 12/5/2022: từ “02-QC/ĐUK” thành “02-QC/ĐUK-LĐLĐ”',
    'The leader of Liên đoàn Lao động thành phố Hà Nội countersigned the correction of the record of event 3 at “number/asWritten”, on 12 May 2022: from “02-QC/ĐUK” to “02-QC/ĐUK-LĐLĐ”',
  ],
  CorrectionRejected: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội không chấp nhận đề nghị đính chính cor-1, ngày 12/5/2022; lý do: “không có căn cứ”',
    'The leader of Liên đoàn Lao động thành phố Hà Nội rejected the proposed correction cor-1, on 12 May 2022; reason: “không có căn cứ”',
  ],
  OrganizationRegistered: [
    'Văn thư Liên đoàn Lao động thành phố Hà Nội ghi nhận tổ chức Ban Thường vụ Huyện ủy Mê Linh trực thuộc Thành ủy Hà Nội, ngày 12/5/2022',
    'The registry clerk of Liên đoàn Lao động thành phố Hà Nội registered the organisation Ban Thường vụ Huyện ủy Mê Linh under Thành ủy Hà Nội, on 12 May 2022',
  ],
  OrganizationRenamed: [
    'Huyện ủy Mê Linh đổi tên thành Đảng ủy xã Mê Linh từ ngày 1/7/2025, theo văn bản doc-1',
    'Huyện ủy Mê Linh was renamed Đảng ủy xã Mê Linh from 1 July 2025, by document doc-1',
  ],
  OrganizationReparented: [
    'Ban Thường vụ Huyện ủy Mê Linh trực thuộc Thành ủy Hà Nội từ ngày 1/6/2022, theo văn bản doc-1',
    'Ban Thường vụ Huyện ủy Mê Linh is under Thành ủy Hà Nội from 1 June 2022, by document doc-1',
  ],
  OrganizationsMerged: [
    'Ban Thường vụ Huyện ủy Đông Anh và Ban Thường vụ Huyện ủy Sóc Sơn sáp nhập vào Ban Thường vụ Huyện ủy Mê Linh từ ngày 1/6/2022, theo văn bản doc-1',
    'Ban Thường vụ Huyện ủy Đông Anh and Ban Thường vụ Huyện ủy Sóc Sơn merged into Ban Thường vụ Huyện ủy Mê Linh from 1 June 2022, by document doc-1',
  ],
  OrganizationDissolved: [
    'Ban Thường vụ Huyện ủy Mê Linh giải thể từ ngày 1/6/2022, theo văn bản doc-1, cơ quan kế thừa: Ban Thường vụ Huyện ủy Đông Anh',
    'Ban Thường vụ Huyện ủy Mê Linh was dissolved from 1 June 2022, by document doc-1, succeeded by Ban Thường vụ Huyện ủy Đông Anh',
  ],
  OfficeRegistered: [
    'Văn thư Liên đoàn Lao động thành phố Hà Nội ghi nhận chức vụ Bí thư Huyện ủy Mê Linh thuộc Ban Thường vụ Huyện ủy Mê Linh, ngày 12/5/2022; theo văn bản doc-1',
    'The registry clerk of Liên đoàn Lao động thành phố Hà Nội registered the office Bí thư Huyện ủy Mê Linh of Ban Thường vụ Huyện ủy Mê Linh, on 12 May 2022; by document doc-1',
  ],
  HolderAppointed: [
    'Có người được bổ nhiệm giữ chức vụ Bí thư Huyện ủy Mê Linh từ ngày 1/6/2022, theo văn bản doc-1',
    'A holder was appointed to the office Bí thư Huyện ủy Mê Linh from 1 June 2022, by document doc-1',
  ],
  HoldingEnded: [
    'Người giữ chức vụ Bí thư Huyện ủy Mê Linh thôi giữ chức vụ từ ngày 1/6/2022',
    'The holder of the office Bí thư Huyện ủy Mê Linh holds it no longer from 1 June 2022',
  ],
  MandateGranted: [
    'Chủ tịch LĐLĐ thành phố Hà Nội giao Bí thư Huyện ủy Mê Linh ký cho Liên đoàn Lao động thành phố Hà Nội (thay người đứng đầu) từ ngày 1/6/2022 đến hết ngày 31/12/2022, phạm vi: thỏa thuận “Quy chế phối hợp công tác”, theo văn bản doc-1',
    'Chủ tịch LĐLĐ thành phố Hà Nội gave Bí thư Huyện ủy Mê Linh the right to sign for Liên đoàn Lao động thành phố Hà Nội (for the head) from 1 June 2022 until 31 December 2022, limited to the agreement “Quy chế phối hợp công tác”, by document doc-1',
  ],
  MandateRevoked: [
    'Ủy quyền man-1 của Bí thư Huyện ủy Mê Linh bị thu hồi từ ngày 1/6/2022; lý do: “thay đổi phân công”',
    'The mandate man-1 of Bí thư Huyện ủy Mê Linh is revoked from 1 June 2022; reason: “thay đổi phân công”',
  ],
  SourceRegistered: [
    'Văn thư Liên đoàn Lao động thành phố Hà Nội đăng ký nguồn “Ký kết quy chế phối hợp” của Báo Lao Động, số 13/2022, ngày 12/5/2022; nguồn công bố ngày 13/5/2022',
    'The registry clerk of Liên đoàn Lao động thành phố Hà Nội registered the source “Ký kết quy chế phối hợp” by Báo Lao Động, No. 13/2022, on 12 May 2022; published on 13 May 2022',
  ],
  SteeringCommitteeEstablished: [
    'Lãnh đạo Liên đoàn Lao động thành phố Hà Nội thành lập Ban Chỉ đạo thực hiện “Quy chế phối hợp công tác”, ngày 12/5/2022; Trưởng ban: Chủ tịch LĐLĐ thành phố Hà Nội; thành viên: Bí thư Huyện ủy Mê Linh và Phó Chủ tịch LĐLĐ TP Hà Nội; theo văn bản doc-1',
    'The leader of Liên đoàn Lao động thành phố Hà Nội established the steering committee of “Quy chế phối hợp công tác”, on 12 May 2022; head: Chủ tịch LĐLĐ thành phố Hà Nội; members: Bí thư Huyện ủy Mê Linh and Phó Chủ tịch LĐLĐ TP Hà Nội; by document doc-1',
  ],
};
