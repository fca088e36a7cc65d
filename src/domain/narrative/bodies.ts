import type { Recorded } from '../kernel/event.js';
import type { OfficeEvent } from '../office/index.js';
import type { OrganizationEvent } from '../organization/index.js';
import type { SourceEvent } from '../source/index.js';
import type { SteeringEvent } from '../steering/index.js';
import { from, listed, on, optional, type Phrase, quoted, shortened, theDay, word } from './phrases.js';
import type { Narrators, Teller } from './teller.js';
import { capacityWords, kindWords } from './words.js';

/** Bodies, their names, parents and succession (reference 4.10). */
export const ofOrganization: Narrators<Recorded<OrganizationEvent>> = {
  OrganizationRegistered: ({ data }, teller) =>
    teller.tell(
      [
        '{who} ghi nhận tổ chức {name}[ trực thuộc {parent}][, {proposed}], {when}',
        '{who} registered the organisation {name}[ under {parent}][, {proposed}], {when}',
      ],
      {
        name: shortened(data.name),
        parent: optional(data.parentId, (id) => teller.organization(id)),
        proposed: data.status === 'PROPOSED' ? { vi: 'dự kiến thành lập', en: 'yet to be set up' } : undefined,
      },
    ),
  OrganizationRenamed: ({ data }, teller) =>
    teller.tell(
      [
        '{before} đổi tên thành {to} {from}[, theo văn bản {doc}]',
        '{before} was renamed {to} {from}[, by document {doc}]',
      ],
      {
        before: shortened(data.from),
        to: shortened(data.to),
        from: from(data.effectiveFrom),
        doc: data.decisionDocId,
      },
    ),
  OrganizationReparented: (event, teller) => {
    const { parentId, effectiveFrom, decisionDocId: doc } = event.data;
    const details = { name: teller.self(event), from: from(effectiveFrom), doc };
    return parentId === null
      ? teller.tell(
          [
            '{name} không còn trực thuộc cơ quan nào {from}[, theo văn bản {doc}]',
            '{name} is under no other body {from}[, by document {doc}]',
          ],
          details,
        )
      : teller.tell(
          [
            '{name} trực thuộc {parent} {from}[, theo văn bản {doc}]',
            '{name} is under {parent} {from}[, by document {doc}]',
          ],
          { ...details, parent: teller.organization(parentId) },
        );
  },
  OrganizationsMerged: (event, teller) =>
    teller.tell(
      [
        '{merged} sáp nhập vào {name} {from}, theo văn bản {doc}',
        '{merged} merged into {name} {from}, by document {doc}',
      ],
      {
        merged: listed(event.data.from.map((id) => teller.organization(id))) ?? noBody,
        name: teller.self(event),
        from: from(event.data.effectiveFrom),
        doc: event.data.decisionDocId,
      },
    ),
  OrganizationDissolved: (event, teller) =>
    teller.tell(
      [
        '{name} giải thể {from}, theo văn bản {doc}, cơ quan kế thừa: {successors}',
        '{name} was dissolved {from}, by document {doc}, succeeded by {successors}',
      ],
      {
        name: teller.self(event),
        from: from(event.data.effectiveFrom),
        doc: event.data.decisionDocId,
        successors: listed(event.data.successors.map((id) => teller.organization(id))) ?? noBody,
      },
    ),
};

const noBody: Phrase = { vi: 'không có', en: 'no other body' };

type Scope = Extract<OfficeEvent, { type: 'MandateGranted' }>['data']['scope'];

const scopeOf = ({ agreementId, kind }: Scope, teller: Teller): Phrase | undefined =>
  optional(agreementId, (id) => ({
    vi: `thỏa thuận ${teller.agreement(id)}`,
    en: `the agreement ${teller.agreement(id)}`,
  })) ?? optional(kind, (of) => word(kindWords[of]));

/** Offices; who holds one is never named (reference 4.10). */
export const ofOffice: Narrators<Recorded<OfficeEvent>> = {
  OfficeRegistered: ({ data }, teller) =>
    teller.tell(
      [
        '{who} ghi nhận chức vụ {title} thuộc {org}, {when}[; theo văn bản {doc}]',
        '{who} registered the office {title} of {org}, {when}[; by document {doc}]',
      ],
      { title: shortened(data.title), org: teller.organization(data.orgId), doc: data.decisionDocId },
    ),
  HolderAppointed: (event, teller) =>
    teller.tell(
      [
        'Có người được bổ nhiệm giữ chức vụ {office} {from}[, theo văn bản {doc}]',
        'A holder was appointed to the office {office} {from}[, by document {doc}]',
      ],
      { office: teller.self(event), from: from(event.data.effectiveFrom), doc: event.data.decisionDocId },
    ),
  HoldingEnded: (event, teller) =>
    teller.tell(
      [
        'Người giữ chức vụ {office} thôi giữ chức vụ {from}',
        'The holder of the office {office} holds it no longer {from}',
      ],
      { office: teller.self(event), from: from(event.data.effectiveFrom) },
    ),
  MandateGranted: (event, teller) => {
    const { grantorOfficeId, grantorOrgId, capacity, scope, effectiveFrom, to, documentId } = event.data;
    return teller.tell(
      [
        '{grantor} giao {office} ký cho {org} ({capacity}) {from}[ đến hết {to}][, phạm vi: {scope}], theo văn bản {doc}',
        '{grantor} gave {office} the right to sign for {org} ({capacity}) {from}[ until {to}][, limited to {scope}], by document {doc}',
      ],
      {
        grantor: teller.office(grantorOfficeId),
        office: teller.self(event),
        org: teller.organization(grantorOrgId),
        capacity: word(capacityWords[capacity]),
        from: from(effectiveFrom),
        to: optional(to, theDay),
        scope: scopeOf(scope, teller),
        doc: documentId,
      },
    );
  },
  MandateRevoked: (event, teller) =>
    teller.tell(
      [
        'Ủy quyền {mandate} của {office} bị thu hồi {from}[; lý do: {reason}]',
        'The mandate {mandate} of {office} is revoked {from}[; reason: {reason}]',
      ],
      {
        mandate: event.data.mandateId,
        office: teller.self(event),
        from: from(event.data.effectiveFrom),
        reason: optional(event.data.reason, quoted),
      },
    ),
};

export const ofSource: Narrators<Recorded<SourceEvent>> = {
  SourceRegistered: ({ data }, teller) =>
    teller.tell(
      [
        '{who} đăng ký nguồn {title}[ của {publisher}][, số {number}], {when}[; nguồn công bố {published}]',
        '{who} registered the source {title}[ by {publisher}][, No. {number}], {when}[; published {published}]',
      ],
      {
        title: quoted(data.title),
        publisher: optional(data.publisher, shortened),
        number: optional(data.number, shortened),
        published: optional(data.publishedOn, on),
      },
    ),
};

export const ofSteering: Narrators<Recorded<SteeringEvent>> = {
  SteeringCommitteeEstablished: ({ data }, teller) =>
    teller.tell(
      [
        '{who} thành lập Ban Chỉ đạo thực hiện {agreement}, {when}[; Trưởng ban: {head}][; thành viên: {members}][; theo văn bản {doc}]',
        '{who} established the steering committee of {agreement}, {when}[; head: {head}][; members: {members}][; by document {doc}]',
      ],
      {
        agreement: teller.agreement(data.agreementId),
        head: optional(data.headOfficeId, (id) => teller.office(id)),
        members: listed(
          data.members.map((id) => teller.office(id)),
          ['thành viên khác', 'others'],
        ),
        doc: data.decisionDocId,
      },
    ),
};
