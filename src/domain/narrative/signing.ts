import type { AgreementEvent } from '../agreement/index.js';
import type { Recorded } from '../kernel/event.js';
import { from, on, optional, quoted, theDay, word } from './phrases.js';
import { joined, type Narrators } from './teller.js';
import { capacityWords, signatureWords } from './words.js';

type Signing =
  | 'SigningOpened'
  | 'SigningAuthorityConfirmed'
  | 'PartySigned'
  | 'PaperCopyConverted'
  | 'AgreementFullySigned'
  | 'PartyAcceded'
  | 'SigningDeclined'
  | 'SignatureWithdrawn'
  | 'SigningFailed';

/** Signing: an office signs for a body in a capacity, and the sentence begins with the body (reference 2.2, 4.4). */
export const signing: Narrators<Extract<Recorded<AgreementEvent>, { readonly type: Signing }>> = {
  SigningOpened: ({ data }, teller) =>
    teller.tell(
      [
        '{who} mở ký văn bản bản số {version}, {order}, {when}[; các bên ký: {required}][; hạn ký: {deadline}]',
        '{who} opened version {version} of the text for signing, {order}, {when}[; to be signed by {required}][; deadline: {deadline}]',
      ],
      {
        version: String(data.textVersion),
        order:
          data.order.mode === 'PARALLEL'
            ? { vi: 'không theo thứ tự', en: 'in any order' }
            : { vi: 'lần lượt theo thứ tự', en: 'in a set order' },
        required: teller.parties(
          data.order.mode === 'PARALLEL' ? data.required.map(({ partyId }) => partyId) : data.order.sequence,
        ),
        deadline: optional(data.deadline, theDay),
      },
    ),
  SigningAuthorityConfirmed: ({ data }, teller) =>
    teller.tell(
      [
        '{who} xác nhận {office} được ký cho {party} ({capacity})[ theo ủy quyền {mandate}], {when}',
        '{who} confirmed that {office} may sign for {party} ({capacity})[ under mandate {mandate}], {when}',
      ],
      {
        office: teller.office(data.officeId),
        party: teller.party(data.partyId),
        capacity: word(capacityWords[data.capacity]),
        mandate: data.mandateId,
      },
    ),
  PartySigned: ({ data }, teller) =>
    teller.tell(['{party} ký[ {capacity}], {when}[ ({how})]', '{party} signed[ {capacity}], {when}[ ({how})]'], {
      party: teller.party(data.partyId),
      capacity: optional(data.capacity, (capacity) => word(capacityWords[capacity])),
      how: joined(
        optional(data.officeId, (id) => teller.office(id)),
        optional(data.signatureKind, (kind) => word(signatureWords[kind])),
        data.sealApplied === true ? { vi: 'có đóng dấu', en: 'sealed' } : undefined,
        optional(data.witnessOfficeId, (id) => ({
          vi: `có ${teller.office(id)} chứng kiến`,
          en: `witnessed by ${teller.office(id)}`,
        })),
        optional(data.ceremonyId, (id) => ({ vi: `tại lễ ký ${id}`, en: `at the ceremony ${id}` })),
        data.recordedBy === undefined ? undefined : { vi: 'do văn thư ghi nhận', en: 'recorded by the registry clerk' },
      ),
    }),
  PaperCopyConverted: ({ data }, teller) =>
    teller.tell(
      [
        '{who} chuyển bản giấy có chữ ký của {party} thành bản quét, {when}',
        '{who} converted the paper signed by {party} into a scan, {when}',
      ],
      { party: teller.party(data.partyId) },
    ),
  AgreementFullySigned: ({ data }, teller) =>
    teller.tell(['Thỏa thuận đã được ký đủ, {signed}', 'The agreement was fully signed, {signed}'], {
      signed: on(data.signedOn),
    }),
  PartyAcceded: ({ data }, teller) =>
    teller.tell(['{party} trở thành một bên của thỏa thuận {from}', '{party} became a party to the agreement {from}'], {
      party: teller.party(data.partyId),
      from: from(data.effectiveFrom),
    }),
  SigningDeclined: ({ data }, teller) =>
    teller.tell(['{party} từ chối ký, {when}; lý do: {reason}', '{party} declined to sign, {when}; reason: {reason}'], {
      party: teller.party(data.partyId),
      reason: quoted(data.reason),
    }),
  SignatureWithdrawn: ({ data }, teller) =>
    teller.tell(
      [
        '{party} rút chữ ký[ của {office}], {when}; lý do: {reason}',
        '{party} withdrew the signature[ of {office}], {when}; reason: {reason}',
      ],
      {
        party: teller.party(data.partyId),
        office: optional(data.officeId, (id) => teller.office(id)),
        reason: quoted(data.reason),
      },
    ),
  SigningFailed: ({ data }, teller) =>
    teller.tell(
      [
        '{who} đóng việc ký khi chưa đủ chữ ký, {when}[; còn thiếu: {missing}][; ghi chú: {note}]',
        '{who} closed the signing without the signatures needed, {when}[; missing: {missing}][; note: {note}]',
      ],
      { missing: teller.parties(data.missing), note: optional(data.note, quoted) },
    ),
};
