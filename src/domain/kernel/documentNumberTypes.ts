/** Code tables of official documents (reference 3.4). A code's meaning depends on the system that uses it. */

const shared = {
  NQ: 'RESOLUTION',
  QĐ: 'DECISION',
  CT: 'DIRECTIVE',
  QC: 'REGULATION',
  TB: 'NOTICE',
  HD: 'GUIDANCE',
  CTr: 'PROGRAMME',
  KH: 'PLAN',
  TC: 'COMMUNIQUE',
  BC: 'REPORT',
  BB: 'MINUTES',
  TTr: 'SUBMISSION',
  ĐA: 'SCHEME',
  PA: 'OPTION',
  DA: 'PROJECT',
} as const;

const party = {
  ...shared,
  KL: 'CONCLUSION',
  CV: 'OFFICIAL_LETTER',
  TT: 'CIRCULAR_LETTER',
  BS: 'COPY',
} as const;

const state = {
  ...shared,
  QyĐ: 'RULE',
  TT: 'CIRCULAR',
  NĐ: 'DECREE',
  BGN: 'MEMORANDUM',
  BTT: 'ARRANGEMENT',
  HĐ: 'CONTRACT',
  CĐ: 'TELEGRAM',
  GUQ: 'AUTHORISATION',
  GM: 'INVITATION',
  GGT: 'INTRODUCTION',
  GNP: 'LEAVE_PERMIT',
  PG: 'DISPATCH_SLIP',
  PC: 'TRANSFER_SLIP',
  PB: 'NOTICE_SLIP',
  SY: 'CERTIFIED_COPY',
  TrS: 'EXTRACT_COPY',
  SL: 'TRUE_COPY',
} as const;

/** Codes that documents bear though no list has them. */
const seen = { CTPH: 'COORDINATION_PROGRAMME', QCPH: 'COORDINATION_REGULATION' } as const;

const words = {
  'quy chế phối hợp': 'COORDINATION_REGULATION',
  'chương trình phối hợp': 'COORDINATION_PROGRAMME',
  'nghị quyết': 'RESOLUTION',
  'quyết định': 'DECISION',
  'quy định': 'RULE',
  'chỉ thị': 'DIRECTIVE',
  'quy chế': 'REGULATION',
  'kết luận': 'CONCLUSION',
  'thông báo': 'NOTICE',
  'hướng dẫn': 'GUIDANCE',
  'chương trình': 'PROGRAMME',
  'kế hoạch': 'PLAN',
  'thông cáo': 'COMMUNIQUE',
  'báo cáo': 'REPORT',
  'biên bản': 'MINUTES',
  'tờ trình': 'SUBMISSION',
  'đề án': 'SCHEME',
  'phương án': 'OPTION',
  'dự án': 'PROJECT',
  'công văn': 'OFFICIAL_LETTER',
  'thông tri': 'CIRCULAR_LETTER',
  'thông tư': 'CIRCULAR',
  'nghị định': 'DECREE',
  'bộ luật': 'LAW',
  luật: 'LAW',
} as const;

type ValueOf<T> = T[keyof T];

/** What kind of document a number is of: the English ids of the codes and words above. */
export type DocumentType = ValueOf<typeof party> | ValueOf<typeof state> | ValueOf<typeof seen> | ValueOf<typeof words>;

type Table = Readonly<Record<string, DocumentType>>;

/** `PARTY` and `STATE` are the columns of reference 3.4; `words` are type names in lower case. */
export interface DocumentTypes {
  readonly PARTY: Table;
  readonly STATE: Table;
  readonly SEEN: Table;
  readonly words: Table;
}

export const documentTypes: DocumentTypes = { PARTY: party, STATE: state, SEEN: seen, words };
