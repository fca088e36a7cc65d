import type { AgreementEvent, AgreementEventType } from '../agreement/index.js';
import type { Recorded } from '../kernel/event.js';
import type { drafting } from './drafting.js';
import { from, listed, optional, type Phrase, quoted, shortened, span, theDay, word } from './phrases.js';
import type { signing } from './signing.js';
import type { Narrators, Teller } from './teller.js';
import { certaintyWords, groundWords, placeWords, relationWords } from './words.js';

type Life = Exclude<AgreementEventType, keyof typeof drafting | keyof typeof signing>;

type Target = Extract<AgreementEvent, { type: 'ClauseObserved' }>['data']['target'];

const observed = (target: Target, teller: Teller): Phrase => {
  switch (target.kind) {
    case 'CLAUSE':
      return teller.clause(target.clauseId);
    case 'FIELD': {
      const text = teller.names.field(target.fieldId);
      const name = text === undefined ? target.fieldId : quoted(text);
      return { vi: `nội dung phối hợp ${name}`, en: `the field of cooperation ${name}` };
    }
    case 'CORE_TASK':
      return { vi: `nhiệm vụ cốt lõi ${target.coreTaskId}`, en: `the core task ${target.coreTaskId}` };
  }
};

/** Force, succession, the end, and what the record rests on (reference 4.4). */
export const life: Narrators<Extract<Recorded<AgreementEvent>, { readonly type: Life }>> = {
  AgreementEnteredIntoForce: ({ data }, teller) =>
    teller.tell(['Thỏa thuận có hiệu lực {from}', 'The agreement is in force {from}'], {
      from: from(data.effectiveFrom),
    }),
  PartyAdmitted: ({ data: { party, ceremonyId } }, teller) =>
    teller.tell(
      [
        '{who} tiếp nhận {party} tham gia thỏa thuận ở bên {side}, {when}[ (tại lễ ký {ceremony})]',
        '{who} admitted {party} to the agreement on side {side}, {when}[ (at the ceremony {ceremony})]',
      ],
      { party: teller.bodies(party) ?? teller.party(party.partyId), side: party.side, ceremony: ceremonyId },
    ),
  PartyWithdrew: ({ data }, teller) =>
    teller.tell(
      [
        '{party} rút khỏi thỏa thuận {from}; lý do: {reason}[; theo văn bản {doc}]',
        '{party} withdrew from the agreement {from}; reason: {reason}[; by document {doc}]',
      ],
      {
        party: teller.party(data.partyId),
        from: from(data.effectiveFrom),
        reason: quoted(data.reason),
        doc: data.decisionDocId,
      },
    ),
  PartySucceeded: ({ data }, teller) =>
    teller.tell(
      [
        '{successors} kế thừa tư cách bên của {party} {from}, theo văn bản {doc}',
        '{successors} succeeded {party} as a party {from}, by document {doc}',
      ],
      {
        successors: listed(data.toBodyIds.map((id) => teller.organization(id))),
        party: teller.party(data.partyId),
        from: from(data.effectiveFrom),
        doc: data.decisionDocId,
      },
    ),
  PartyLeftWithoutSuccessor: ({ data }, teller) =>
    teller.tell(
      [
        '{party} không còn tồn tại và không có cơ quan kế thừa {from}, theo văn bản {doc}',
        '{party} no longer exists and has no successor {from}, by document {doc}',
      ],
      { party: teller.party(data.partyId), from: from(data.effectiveFrom), doc: data.decisionDocId },
    ),
  AgreementSuspended: ({ data }, teller) =>
    teller.tell(
      [
        '{who} tạm ngưng thỏa thuận {from}; lý do: {reason}[; theo văn bản {doc}]',
        '{who} suspended the agreement {from}; reason: {reason}[; by document {doc}]',
      ],
      { from: from(data.effectiveFrom), reason: quoted(data.reason), doc: data.decisionDocId },
    ),
  AgreementResumed: ({ data }, teller) =>
    teller.tell(
      [
        '{who} cho thỏa thuận có hiệu lực trở lại {from}; lý do: {reason}[; theo văn bản {doc}]',
        '{who} resumed the agreement {from}; reason: {reason}[; by document {doc}]',
      ],
      { from: from(data.effectiveFrom), reason: quoted(data.reason), doc: data.decisionDocId },
    ),
  AgreementRenewed: ({ data }, teller) =>
    teller.tell(
      [
        '{who} gia hạn thỏa thuận[ cho giai đoạn {period}][ bằng {successor}] {from}[; căn cứ đợt tổng kết {review}]',
        '{who} renewed the agreement[ for the period {period}][ by its successor {successor}] {from}[; on the review {review}]',
      ],
      {
        period: optional(data.newPeriod, ({ start, end }) => span(start, end)),
        successor: optional(data.successorId, (id) => teller.agreement(id)),
        from: from(data.effectiveFrom),
        review: data.basisReviewId,
      },
    ),
  AgreementExpired: ({ data }, teller) =>
    teller.tell(
      [
        'Thỏa thuận hết hiệu lực {from}[; đợt tổng kết: {review}]',
        'The agreement is no longer in force {from}, its period being over[; final review: {review}]',
      ],
      { from: from(data.effectiveFrom), review: data.finalReviewId },
    ),
  AgreementTerminated: ({ data }, teller) =>
    teller.tell(
      [
        '{who} chấm dứt thỏa thuận {from}, {ground}[; theo văn bản {doc}]',
        '{who} terminated the agreement {from}, {ground}[; by document {doc}]',
      ],
      { from: from(data.effectiveFrom), ground: word(groundWords[data.ground]), doc: data.decisionDocId },
    ),
  AgreementSuperseded: ({ data }, teller) =>
    teller.tell(['Thỏa thuận được thay thế bằng {by} {from}', 'The agreement was superseded by {by} {from}'], {
      by: teller.agreement(data.byAgreementId),
      from: from(data.effectiveFrom),
    }),
  LegalHoldPlaced: ({ data }, teller) =>
    teller.tell(
      [
        '{who} yêu cầu giữ nguyên hồ sơ, {when}[, cho đến hết {until}]; căn cứ: {basis}',
        '{who} placed a legal hold, {when}[, until {until}]; basis: {basis}',
      ],
      { until: optional(data.until, theDay), basis: quoted(data.basis) },
    ),
  LegalHoldReleased: ({ data }, teller) =>
    teller.tell(
      [
        '{who} bỏ yêu cầu giữ nguyên hồ sơ, {when}; lý do: {reason}',
        '{who} released the legal hold, {when}; reason: {reason}',
      ],
      { reason: quoted(data.reason) },
    ),
  AgreementArchived: ({ data }, teller) =>
    teller.tell(
      [
        '{who} nộp lưu thỏa thuận vào phông {fonds}, thời hạn bảo quản {code} theo văn bản {doc}, {when}',
        '{who} archived the agreement in the fonds {fonds}, retention {code} by document {doc}, {when}',
      ],
      { fonds: quoted(data.fonds), code: shortened(data.retention.code), doc: data.retention.basisDocId },
    ),
  DocumentCited: ({ data }, teller) =>
    teller.tell(
      [
        '{who} ghi nhận {place} viện dẫn {text} (mã {doc}) {relation}, {when}',
        '{who} recorded that {place} cites {text} (id {doc}) {relation}, {when}',
      ],
      {
        place: word(placeWords[data.in]),
        text: quoted(data.asWritten),
        doc: data.docId,
        relation: word(relationWords[data.relation]),
      },
    ),
  SourceLinked: ({ data }, teller) =>
    teller.tell(
      [
        '{who} gắn nguồn {source}, {when} (mức độ chắc chắn: {certainty})[; nguồn gọi thỏa thuận là {called}][; căn cứ: {basis}]',
        '{who} linked the source {source}, {when} (certainty: {certainty})[; it calls the agreement {called}][; basis: {basis}]',
      ],
      {
        source: teller.source(data.sourceId),
        certainty: word(certaintyWords[data.certainty]),
        called: optional(data.alsoCalled, quoted),
        basis: optional(data.basis, quoted),
      },
    ),
  SourceUnlinked: ({ data }, teller) =>
    teller.tell(
      [
        '{who} bỏ gắn nguồn {source}, {when}; lý do: {reason}',
        '{who} unlinked the source {source}, {when}; reason: {reason}',
      ],
      { source: teller.source(data.sourceId), reason: quoted(data.reason) },
    ),
  ClauseObserved: ({ data }, teller) =>
    teller.tell(
      [
        '{who} ghi nhận cách nguồn {source} viết về {target}, {when}: {text}[; đọc là {corrected}]',
        '{who} recorded how the source {source} words {target}, {when}: {text}[; to be read as {corrected}]',
      ],
      {
        source: teller.source(data.sourceId),
        target: observed(data.target, teller),
        text: quoted(data.asWritten),
        corrected: optional(data.corrected, quoted),
      },
    ),
};
