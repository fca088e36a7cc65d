import type { AgreementEvent, Party } from '../agreement/index.js';
import type { Recorded } from '../kernel/event.js';
import type { Template } from '../kernel/rejectionMessages.js';
import { counted, from, listed, on, optional, type Phrase, quoted, shortened, theDay, word } from './phrases.js';
import { joined, type Narrators, type Teller } from './teller.js';
import { dispositionWords, kindWords, stanceWords, statusWords } from './words.js';

type Drafting =
  | 'AgreementDrafted'
  | 'AgreementRegistered'
  | 'DraftRevised'
  | 'ConsultationOpened'
  | 'OpinionSubmitted'
  | 'OpinionDisposed'
  | 'ConsultationClosed'
  | 'PartyAdded'
  | 'PartyRemoved'
  | 'PartyClassEnumerated'
  | 'TextFinalized'
  | 'TextPresented'
  | 'DraftReopened'
  | 'DraftWithdrawn';

const partiesOf = (parties: readonly Party[], teller: Teller): Phrase | undefined =>
  listed(parties.map((party) => teller.bodies(party) ?? teller.party(party.partyId)));

type Changes = Extract<AgreementEvent, { type: 'DraftRevised' }>['data']['changes'];

const changedMembers: Readonly<Record<string, Template>> = {
  subject: ['tên gọi', 'the subject'],
  period: ['giai đoạn', 'the period'],
  plannedEffectiveFrom: ['ngày dự kiến có hiệu lực', 'the day it is to come into force'],
  citations: ['căn cứ', 'the citations'],
  fields: ['nội dung phối hợp', 'the fields of cooperation'],
  attachment: ['tệp văn bản', 'the attached text'],
};

const verbs = {
  added: ['thêm', 'added'],
  changed: ['sửa', 'changed'],
  moved: ['chuyển vị trí', 'moved'],
  removed: ['bỏ', 'removed'],
} as const satisfies Readonly<Record<string, Template>>;
type Verb = keyof typeof verbs;

const labelIn = (value: unknown): string | undefined => {
  const label = typeof value === 'object' && value !== null && 'label' in value ? value.label : undefined;
  return typeof label === 'string' && label !== '' ? shortened(label) : undefined;
};

/** What a revision did to which clause; a clause whose words and place both changed was changed. */
const clausesIn = (changes: Changes, teller: Teller): Readonly<Record<Verb, ReadonlyMap<string, Phrase>>> => {
  const found = { added: new Map(), changed: new Map(), moved: new Map(), removed: new Map() } satisfies Record<
    Verb,
    Map<string, Phrase>
  >;
  for (const { path, was, now } of changes) {
    const [root, id, member] = path.split('/');
    if (root !== 'clauses' || id === undefined) continue;
    if (member === undefined && was === null) found.added.set(id, labelIn(now) ?? teller.clause(id));
    else if (member === undefined && now === null) found.removed.set(id, teller.clause(id));
    else found[member === 'position' ? 'moved' : 'changed'].set(id, teller.clause(id));
  }
  for (const verb of ['added', 'changed'] as const) for (const id of found[verb].keys()) found.moved.delete(id);
  return found;
};

const whatChanged = (changes: Changes, teller: Teller): Phrase | undefined => {
  const clauses = clausesIn(changes, teller);
  const roots = [...new Set(changes.map(({ path }) => path.split('/')[0] ?? ''))];
  const members = roots.flatMap((root): readonly Phrase[] => {
    const name = Object.hasOwn(changedMembers, root) ? changedMembers[root] : undefined;
    return name === undefined ? [] : [word(name)];
  });
  const said = (Object.keys(verbs) as Verb[]).map((verb) => {
    const names = [...clauses[verb].values(), ...(verb === 'changed' ? members : [])];
    const list = listed(names, ['mục khác', 'others']);
    const [vi, en] = verbs[verb];
    return list && { vi: `${vi} ${list.vi}`, en: `${en} ${list.en}` };
  });
  return joined(...said);
};

/** Who speaks in an opinion: its office, its organisation, or whoever sent it. */
const speaker = (
  { officeId, orgId }: { readonly officeId?: string | undefined; readonly orgId?: string | undefined },
  teller: Teller,
): Phrase | undefined =>
  optional(officeId, (id) => teller.office(id)) ?? optional(orgId, (id) => teller.organization(id));

type Counts = Extract<AgreementEvent, { type: 'ConsultationClosed' }>['data']['counts'];

const tally = (counts: Counts): Phrase => ({
  vi: `${counts.AGREE} đồng ý, ${counts.AGREE_WITH_CHANGES} đồng ý kèm đề nghị sửa đổi, ${counts.DISAGREE} không đồng ý, ${counts.NO_OPINION} không có ý kiến`,
  en: `${counts.AGREE} agree, ${counts.AGREE_WITH_CHANGES} agree with changes, ${counts.DISAGREE} disagree, ${counts.NO_OPINION} without opinion`,
});

/** The draft, its text and its parties, until signing is opened (reference 4.4). */
export const drafting: Narrators<Extract<Recorded<AgreementEvent>, { readonly type: Drafting }>> = {
  AgreementDrafted: ({ data }, teller) =>
    teller.tell(
      [
        '{who} soạn thảo {kind} {subject}[ giữa {parties}], cơ quan chủ trì: {lead}, {when}',
        '{who} drafted the {kind} {subject}[ between {parties}], led by {lead}, {when}',
      ],
      {
        kind: word(kindWords[data.kind]),
        subject: quoted(data.subject),
        parties: partiesOf(data.parties, teller),
        lead: teller.organization(data.leadIssuer),
      },
    ),
  AgreementRegistered: ({ data }, teller) =>
    teller.tell(
      [
        '{who} ghi nhận {kind} đã có {subject}[, số {number}], văn bản {when}, tình trạng: {status}[; các bên: {parties}][; có hiệu lực {from}][; ký {signed}]',
        '{who} put on record the existing {kind} {subject}[, No. {number}], made {when}, status: {status}[; parties: {parties}][; in force {from}][; signed {signed}]',
      ],
      {
        kind: word(kindWords[data.kind]),
        subject: quoted(data.subject),
        number: optional(data.number, ({ asWritten }) => shortened(asWritten)),
        status: word(statusWords[data.status]),
        parties: partiesOf(data.parties, teller),
        from: optional(data.effectiveFrom, from),
        signed: optional(data.signedOn, on),
      },
    ),
  DraftRevised: ({ data }, teller) =>
    teller.tell(
      [
        '{who} sửa dự thảo thành bản số {version}, {when}[: {what}][; ghi chú: {note}]',
        '{who} revised the draft into version {version}, {when}[: {what}][; note: {note}]',
      ],
      {
        version: String(data.textVersion),
        what: whatChanged(data.changes, teller),
        note: optional(data.note, quoted),
      },
    ),
  ConsultationOpened: ({ data }, teller) =>
    teller.tell(
      [
        '{who} gửi dự thảo bản số {version} lấy ý kiến[ {audience}], {when}[; hạn góp ý: {dueBy}]',
        '{who} opened a consultation on version {version} of the draft[ with {audience}], {when}[; opinions are due by {dueBy}]',
      ],
      {
        version: String(data.textVersion),
        audience: listed(data.audience.map((id) => teller.organization(id))),
        dueBy: optional(data.dueBy, theDay),
      },
    ),
  OpinionSubmitted: ({ data }, teller) => {
    const who = speaker(data, teller);
    return teller.tell(
      [
        '{who} góp ý[ về {clause}], {when}: {stance}, {text}',
        '{who} gave an opinion[ on {clause}], {when}: {stance}, {text}',
      ],
      {
        ...(who === undefined ? {} : { who }),
        clause: optional(data.clauseId, (id) => teller.clause(id)),
        stance: word(stanceWords[data.stance]),
        text: quoted(data.text),
      },
    );
  },
  OpinionDisposed: ({ data }, teller) => {
    const opinion = teller.names.opinion(data.opinionId);
    return teller.tell(
      [
        '{who} {disposition} ý kiến của {body}[ về {clause}], {when}; giải trình: {explanation}',
        '{who} {disposition} the opinion of {body}[ on {clause}], {when}; explanation: {explanation}',
      ],
      {
        disposition: word(dispositionWords[data.disposition]),
        body: optional(opinion, (each) => speaker(each, teller)) ?? {
          vi: `người góp ý (${data.opinionId})`,
          en: `a delegate (${data.opinionId})`,
        },
        clause: optional(opinion?.clauseId, (id) => teller.clause(id)),
        explanation: quoted(data.explanation),
      },
    );
  },
  ConsultationClosed: ({ data }, teller) =>
    teller.tell(
      [
        '{who} kết thúc lấy ý kiến, {when}: {tally}[; tổng hợp: {summary}]',
        '{who} closed the consultation, {when}: {tally}[; summary: {summary}]',
      ],
      { tally: tally(data.counts), summary: optional(data.summary, quoted) },
    ),
  PartyAdded: ({ data: { party } }, teller) =>
    teller.tell(['{who} thêm {party} vào bên {side}, {when}', '{who} added {party} to side {side}, {when}'], {
      party: teller.bodies(party) ?? teller.party(party.partyId),
      side: party.side,
    }),
  PartyRemoved: ({ data }, teller) =>
    teller.tell(
      [
        '{who} đưa {party} ra khỏi dự thảo, {when}; lý do: {reason}',
        '{who} took {party} out of the draft, {when}; reason: {reason}',
      ],
      { party: teller.party(data.partyId), reason: quoted(data.reason) },
    ),
  PartyClassEnumerated: ({ data }, teller) =>
    teller.tell(
      [
        '{who} liệt kê các bên thuộc nhóm {class}, {when}[: {members}] ({complete})[; nguồn: {source}]',
        '{who} listed the members of the class {class}, {when}[: {members}] ({complete})[; source: {source}]',
      ],
      {
        class: teller.party(data.classPartyId),
        members: partiesOf(data.members, teller),
        complete: data.complete
          ? { vi: 'danh sách đầy đủ', en: 'a complete list' }
          : { vi: 'danh sách chưa đầy đủ', en: 'an incomplete list' },
        source: optional(data.sourceId, (id) => teller.source(id)),
      },
    ),
  TextFinalized: ({ data }, teller) =>
    teller.tell(
      ['{who} chốt văn bản, bản số {version}, {when}', '{who} made version {version} of the text final, {when}'],
      { version: String(data.textVersion) },
    ),
  TextPresented: ({ data }, teller) =>
    teller.tell(
      [
        '{office} trình bày dự thảo[, bản số {version}], {when} (dịp: {occasion})',
        '{office} presented the text[, version {version}], {when} (occasion: {occasion})',
      ],
      {
        office: teller.office(data.presenterOfficeId),
        version: optional(data.textVersion, String),
        occasion: data.occasionId,
      },
    ),
  DraftReopened: ({ data }, teller) =>
    teller.tell(
      [
        '{who} mở lại dự thảo, {when}; lý do: {reason}[; {voided} không còn giá trị]',
        '{who} reopened the draft, {when}; reason: {reason}[; {voided} no longer valid]',
      ],
      {
        reason: quoted(data.reason),
        voided:
          data.voided.length === 0
            ? undefined
            : counted(data.voided.length, 'chữ ký đã có', ['earlier signature is', 'earlier signatures are']),
      },
    ),
  DraftWithdrawn: ({ data }, teller) =>
    teller.tell(['{who} rút dự thảo, {when}; lý do: {reason}', '{who} withdrew the draft, {when}; reason: {reason}'], {
      reason: quoted(data.reason),
    }),
};
