import { registerEnumType } from 'type-graphql';
import type {
  agreementStatuses,
  citationPlaces,
  citationRelations,
  effectivenessRules,
  PartyStatus as PartyStatuses,
  signatureKinds,
  TextState,
} from '../src/domain/agreement/index.js';
import type { agreementKinds, capacities } from '../src/domain/kernel/authority.js';
import type { channels, roles, SourceRef } from '../src/domain/kernel/event.js';
import type { certainties, partsOfDay, precisions } from '../src/domain/kernel/fuzzyDate.js';
import type { streamTypes } from '../src/domain/kernel/ids.js';

type Values<V extends string> = Readonly<Record<V, V>>;

/** Registers an enum; the compiler demands a description of every value the domain has. */
export const enumOf = <V extends string>(
  name: string,
  description: string,
  descriptions: Readonly<Record<V, string>>,
): Values<V> => {
  const keys = Object.keys(descriptions) as V[];
  const values = Object.fromEntries(keys.map((key) => [key, key])) as Values<V>;
  const valuesConfig = Object.fromEntries(keys.map((key) => [key, { description: descriptions[key] }]));
  registerEnumType(values, { name, description, valuesConfig: valuesConfig as Record<V, { description: string }> });
  return values;
};

type Of<L extends readonly string[]> = L[number];

export const AgreementStatus = enumOf<Of<typeof agreementStatuses>>(
  'AgreementStatus',
  'Where an agreement stands in its life (reference 4.4).',
  {
    DRAFTING: 'Đang soạn thảo: the text may change.',
    CONSULTING: 'Đang lấy ý kiến: a draft is out for opinions.',
    FINALIZED: 'Đã chốt văn bản: the text is frozen, signing is not open yet.',
    SIGNING: 'Đang ký: signing is open.',
    SIGNING_FAILED: 'Ký không thành: signing was closed before the required parties had signed.',
    SIGNED: 'Đã ký: the required parties have signed; the effective day has not come.',
    IN_FORCE: 'Đang có hiệu lực.',
    SUSPENDED: 'Tạm ngưng: in force, but not to be applied for the time being.',
    WITHDRAWN: 'Đã rút: given up before it was signed. Terminal.',
    TERMINATED: 'Đã chấm dứt: ended by a decision before its time. Terminal.',
    EXPIRED: 'Hết hiệu lực: its period is over. Terminal.',
    SUPERSEDED: 'Đã bị thay thế by another agreement. Terminal.',
    RENEWED: 'Đã gia hạn by a successor, a new agreement. Terminal.',
    ARCHIVED: 'Đã lưu trữ. Terminal.',
  },
);

export const AgreementKind = enumOf<Of<typeof agreementKinds>>(
  'AgreementKind',
  "What the document calls itself (reference 2.1): the kind comes from the document's own word.",
  {
    COORDINATION_REGULATION: 'Quy chế phối hợp.',
    COORDINATION_PROGRAMME: 'Chương trình phối hợp.',
  },
);

export const EffectivenessRule = enumOf<Of<typeof effectivenessRules>>(
  'EffectivenessRule',
  'Who must have signed before the agreement counts as signed (reference 4.4).',
  {
    ALL_SIGNED: 'All required parties.',
    PER_COUNTERPARTY: 'Side A and one counterparty; further counterparties accede one by one.',
  },
);

export const PartyStatus = enumOf<PartyStatuses>('PartyStatus', 'Where a party stands (reference 4.4).', {
  PROPOSED: 'Named in the draft.',
  ENUMERATED: 'Named as a member of a class of bodies.',
  INVITED: 'Asked to sign.',
  AUTHORITY_CONFIRMED: 'Asked to sign; its clerk has confirmed which office may.',
  SIGNED: 'Signed by as many offices as required.',
  DECLINED: 'Said no; the agreement goes on without it.',
  SUCCEEDED: 'Other bodies stand in the place of those that were the party.',
  DISSOLVED_NO_SUCCESSOR: 'No longer exists, and nobody took its place.',
  WITHDREW: 'Left the agreement.',
});

export const TextStatus = enumOf<TextState['status']>('TextStatus', 'Where the current version of a text stands.', {
  DRAFT: 'May still change.',
  FINAL: 'Frozen.',
  PRESENTED: 'Frozen, and presented to the parties by its hash.',
  SIGNED: 'The text that the required parties signed.',
});

export const SignatureKind = enumOf<Of<typeof signatureKinds>>(
  'SignatureKind',
  'How a signature was made (Law 20/2023/QH15).',
  {
    WET_INK: 'By hand on paper.',
    DIGITAL_OFFICIAL: 'Chữ ký số chuyên dùng công vụ: digital, by a certificate for public service.',
    DIGITAL_PUBLIC: 'Chữ ký số công cộng: digital, by a public certificate.',
    E_SPECIALIZED_SECURED: 'Chữ ký điện tử chuyên dùng bảo đảm an toàn: specialised and secured.',
    OTHER_CONFIRMATION: 'Another confirmation, such as a one-time password or an image; never counts as a signature.',
  },
);

export const Capacity = enumOf<Of<typeof capacities>>('Capacity', 'In what capacity an office signs (reference 2.2).', {
  ON_BEHALF_OF_BODY: 'T/M: on behalf of a collective body.',
  FOR_HEAD: 'K/T: a deputy for the head.',
  BY_ORDER: 'T/L: by order of the head.',
  BY_SUB_DELEGATION: 'TUQ: by sub-delegation.',
  ACTING: 'Q.: acting for a vacant post.',
});

export const CitationRelation = enumOf<Of<typeof citationRelations>>(
  'CitationRelation',
  'Why a document is cited (reference 4.4).',
  {
    LEGAL_BASIS: 'Căn cứ: the agreement rests on it.',
    IMPLEMENTS: 'The agreement carries it out.',
    IN_THE_SPIRIT_OF: 'Theo tinh thần: in its spirit.',
    COMPLIES_WITH: 'The agreement keeps to it.',
    SUBJECT: 'It is what the agreement is about.',
    EVIDENCE: 'It shows that something happened.',
  },
);

export const CitationPlace = enumOf<Of<typeof citationPlaces>>(
  'CitationPlace',
  'Where a document is cited (reference 4.4).',
  {
    TEXT: 'In the text of the agreement.',
    ASSESSMENT: 'In an assessment of it.',
    REVIEW: 'In a review (sơ kết, tổng kết).',
    RESULT: 'In what was reached.',
    PROPOSAL: 'In a proposal.',
    DIRECTIVE: 'In a directive.',
    TASK: 'In a task.',
  },
);

export const Certainty = enumOf<Of<typeof certainties>>('Certainty', 'How sure the record is of a fact.', {
  STATED: 'A source says so.',
  INFERRED: 'It follows from what sources say; the basis tells how.',
  UNKNOWN: 'No source tells.',
});

export const DatePrecision = enumOf<Of<typeof precisions>>('DatePrecision', 'How exactly a date is known.', {
  INSTANT: 'To the moment.',
  HALF_DAY: 'To the part of a day.',
  DAY: 'To the day.',
  MONTH: 'To the month.',
  YEAR: 'To the year.',
  RANGE: 'Between two bounds, or on one side of one.',
  UNKNOWN: 'Not at all.',
});

export const PartOfDay = enumOf<Of<typeof partsOfDay>>('PartOfDay', 'A part of a day, as sources give it.', {
  MORNING: 'Sáng.',
  AFTERNOON: 'Chiều.',
  EVENING: 'Tối.',
});

export const Role = enumOf<Of<typeof roles>>('Role', 'In what role somebody acts (reference 4.3).', {
  DRAFTER: 'Chuyên viên soạn thảo: drafts and revises.',
  CLERK: 'Văn thư: registers, presents, records paper signatures.',
  ORG_LEADER: 'Lãnh đạo cơ quan: finalises texts, opens and closes signing, grants mandates for the own organisation.',
  SIGNATORY: 'Người ký: signs or declines for a party, by a mandate or as holder of an office.',
  STEERING_HEAD: 'Trưởng ban Chỉ đạo.',
  STEERING_MEMBER: 'Thành viên Ban Chỉ đạo.',
  REVIEW_CHAIR: 'Chủ trì: chairs a review.',
  CONTRIBUTOR: 'Đại biểu: gives opinions.',
  OWNER: 'Đơn vị thực hiện: carries out a commitment.',
  VERIFIER: 'Người thẩm định: verifies what others report.',
  INSPECTOR: 'Cán bộ kiểm tra.',
  CASE_HANDLER: 'Người thụ lý: handles violation cases.',
  AUDITOR: 'Kiểm toán nội bộ: reads everything, refusals and persons included; writes nothing.',
  DASHBOARD: 'Reads without personal data.',
  ARCHIVIST: 'Lưu trữ viên.',
  DPO: 'Người phụ trách dữ liệu cá nhân.',
  ADMIN: 'Quản trị: users, roles and keys; no business.',
  SYSTEM: 'Hệ thống: the policies; nobody signs in as it.',
});

export const Channel = enumOf<Of<typeof channels>>('Channel', 'By which way an event came in.', {
  API: 'Through GraphQL, by a person.',
  CLI: 'By the command line, on the server.',
  IMPORT: 'In an import of history, which turns some rules into lasting warnings (reference 4.12).',
  SYSTEM: 'By a policy.',
});

export const SourceKind = enumOf<SourceRef['kind']>('SourceKind', 'What a source is.', {
  PAPER: 'A paper document.',
  FILE: 'An electronic document.',
  MEETING: 'What was said at a meeting.',
  PRESS: 'A press article.',
  SYSTEM: 'Another information system.',
});

/** The names of the API in capitals, as all enums have them; the values are those of the log. */
export const StreamType = {
  AGREEMENT: 'agreement',
  ORGANIZATION: 'organization',
  OFFICE: 'office',
  SOURCE: 'source',
  STEERING: 'steering',
} as const satisfies Readonly<Record<Uppercase<Of<typeof streamTypes>>, Of<typeof streamTypes>>>;
registerEnumType(StreamType, {
  name: 'StreamType',
  description: 'What kind of object a stream of events is about.',
  valuesConfig: {
    AGREEMENT: { description: 'An agreement.' },
    ORGANIZATION: { description: 'An organisation.' },
    OFFICE: { description: 'An office.' },
    SOURCE: { description: 'A source.' },
    STEERING: { description: 'A steering committee.' },
  },
});

export const OrderDirection = enumOf<'ASC' | 'DESC'>('OrderDirection', 'The direction of an order.', {
  ASC: 'Smallest first; what is absent comes first.',
  DESC: 'Greatest first; what is absent comes last.',
});
