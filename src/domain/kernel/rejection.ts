/**
 * The closed set of ways the system says no (reference 4.11). A code is a promise to clients: add, never rename.
 *
 * `invariant` is the number in the reference, `kind` its class there (V validation, S state, C conflict, A authority,
 * P policy, N not found), `phase` its place in the fixed precedence.
 */
export const phases = ['INPUT', 'ROLE', 'EXISTENCE', 'COMMAND_ID', 'VERSION', 'STATE', 'AUTHORITY', 'RULE'] as const;
export type Phase = (typeof phases)[number];
export type RejectionKind = 'V' | 'S' | 'C' | 'A' | 'P' | 'N';

const rule = (invariant: number, kind: RejectionKind, phase: Phase = 'RULE') => ({ invariant, kind, phase }) as const;

export const rejections = {
  COMMAND_ID_REUSED: rule(1, 'C', 'COMMAND_ID'),
  VERSION_CONFLICT: rule(2, 'C', 'VERSION'),
  RECORDED_AT_FORBIDDEN: rule(3, 'V', 'INPUT'),
  OCCURRED_IN_FUTURE: rule(4, 'V'),
  LATE_RECORD_REASON_REQUIRED: rule(5, 'P'),
  EVENT_IMMUTABLE: rule(6, 'P'),
  CORRECTION_MISMATCH: rule(7, 'C'),
  PERIOD_INVALID: rule(8, 'V'),
  CLASSIFIED_CONTENT_REFUSED: rule(9, 'P'),
  PARTIES_TOO_FEW: rule(10, 'V'),
  PARTY_ON_BOTH_SIDES: rule(10, 'V'),
  PARTY_DUPLICATE: rule(11, 'V'),
  PARTY_CLASS_NOT_ENUMERATED: rule(12, 'S'),
  OPINIONS_UNDISPOSED: rule(13, 'P'),
  TEXT_NOT_FINAL: rule(14, 'S', 'STATE'),
  SIGNED_TEXT_MISMATCH: rule(15, 'C'),
  TEXT_NOT_PRESENTED: rule(16, 'P'),
  TEXT_FROZEN: rule(17, 'S', 'STATE'),
  ALREADY_SIGNED: rule(18, 'C'),
  NOT_A_PARTY: rule(19, 'A', 'AUTHORITY'),
  NOT_YOUR_TURN: rule(20, 'S'),
  AUTHORITY_NOT_PROVEN: rule(21, 'A', 'AUTHORITY'),
  AUTHORITY_EXPIRED: rule(21, 'A', 'AUTHORITY'),
  CAPACITY_NOT_ALLOWED: rule(22, 'A', 'AUTHORITY'),
  SIGNER_IDENTITY_MISMATCH: rule(23, 'A', 'AUTHORITY'),
  SIGNATURE_INVALID: rule(24, 'V'),
  CERTIFICATE_NOT_VALID_AT: rule(24, 'V'),
  SIGNATURE_KIND_INSUFFICIENT: rule(25, 'P'),
  PAPER_EVIDENCE_REQUIRED: rule(26, 'V'),
  SIGNATURE_FINAL: rule(27, 'S', 'STATE'),
  NOT_FULLY_SIGNED: rule(28, 'S', 'STATE'),
  ACCESSION_NOT_ALLOWED: rule(29, 'S'),
  TEXT_VERSION_NOT_CURRENT: rule(30, 'C'),
  AMENDMENT_NOT_COMPETENT: rule(31, 'A', 'AUTHORITY'),
  AMENDMENT_SCOPE_MISSING: rule(32, 'V'),
  AMENDMENT_OVERLAP: rule(33, 'C'),
  CORRECTION_TOO_WIDE: rule(34, 'P'),
  NOT_EXPIRED_YET: rule(35, 'S'),
  NO_END_DATE: rule(35, 'S'),
  RENEWAL_OVERLAP: rule(36, 'V'),
  AGREEMENT_CLOSED: rule(37, 'S', 'STATE'),
  DOCNUM_DUPLICATE: rule(38, 'C'),
  DOCNUM_UNPARSEABLE: rule(40, 'V'),
  DOCNUM_UNKNOWN_SYMBOL: rule(40, 'V'),
  DOCNUM_VOIDED: rule(41, 'C'),
  LEGAL_BASIS_POSTDATES: rule(42, 'V'),
  REVIEW_WITHOUT_AGREEMENT: rule(43, 'S'),
  REVIEW_NOT_HELD: rule(44, 'S', 'STATE'),
  NOT_REVIEW_CHAIR: rule(44, 'A', 'AUTHORITY'),
  CONTRIBUTIONS_UNDISPOSED: rule(45, 'P'),
  REPORT_NOT_FINAL: rule(46, 'S', 'STATE'),
  LIMITATION_WITHOUT_REMEDY: rule(47, 'P'),
  FINDING_NOT_ITEMIZED: rule(48, 'S'),
  SELF_VERIFICATION: rule(49, 'A', 'AUTHORITY'),
  TARGET_CHANGE_NOT_ALLOWED: rule(50, 'A', 'AUTHORITY'),
  PROGRESS_DATE_INVALID: rule(51, 'V'),
  TARGET_NOT_MEASURABLE: rule(52, 'P'),
  INSPECTOR_NOT_INDEPENDENT: rule(53, 'A', 'AUTHORITY'),
  OBJECTIONS_OPEN: rule(54, 'S'),
  NOT_COMPETENT: rule(55, 'A', 'AUTHORITY'),
  ACCESS_DENIED: rule(56, 'A', 'ROLE'),
  SUCCESSION_INVALID: rule(57, 'V'),
  ORG_DISSOLVED: rule(58, 'S'),
  LEGAL_HOLD: rule(59, 'P'),
  DESTRUCTION_NOT_SUPPORTED: rule(59, 'P'),
  ERASURE_BLOCKED: rule(60, 'P'),
  LINK_CERTAINTY_TOO_HIGH: rule(61, 'P'),
  INPUT_INVALID: rule(62, 'V', 'INPUT'),
  SELF_COUNTERSIGN: rule(63, 'A', 'AUTHORITY'),
  STATE_NOT_ALLOWED: rule(64, 'S', 'STATE'),
  NOT_FOUND: rule(65, 'N', 'EXISTENCE'),
  ROLE_NOT_ALLOWED: rule(66, 'A', 'ROLE'),
  ID_EXISTS: rule(67, 'C', 'EXISTENCE'),
  EFFECTIVE_DATE_NOT_REACHED: rule(68, 'S'),
  CAPACITY_LIMIT: rule(69, 'P'),
  PROJECTION_BEHIND: rule(70, 'C'),
} as const;

export type RejectionCode = keyof typeof rejections;

/** Facts about an agreement that a reader is told beside it (reference 4.11, last paragraph); they never change state. */
export const readWarnings = [
  'PARTY_DISSOLVED_NO_SUCCESSOR',
  'OPEN_ENDED',
  'SIGNING_OVERDUE',
  'EXPIRED_WITHOUT_FINAL_REVIEW',
  'SIGNATORY_UNKNOWN',
  'SIGNED_ON_UNKNOWN',
  'NUMBER_UNKNOWN',
  'LIMITATION_NOT_ITEMIZED',
  'LEGAL_BASIS_SUPERSEDED',
  'AUTHORITY_REVOKED_SINCE',
] as const;
export type ReadWarningCode = (typeof readWarnings)[number];

/** Values that a sentence or a client may need: ids, states, versions. Never free text of a user. */
export type Details = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** A refusal as a value: `path` points into the command's data, slash-separated. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly path?: string;
  readonly details?: Details;
}

/** An invariant that did not refuse: undetermined by fuzzy dates, or downgraded on import (reference 4.12). */
export interface Warning {
  readonly code: RejectionCode | ReadWarningCode | DocumentNumberWarning;
  readonly path?: string;
  readonly details?: Details;
}

/** Warnings of the document-number grammar (reference 3.3); they never refuse. */
export const documentNumberWarnings = [
  'TYPE_CODE_NOT_LISTED',
  'TYPE_AMBIGUOUS',
  'CASE_NORMALIZED',
  'CHARS_NORMALIZED',
  'INNER_SPACE_REMOVED',
  'LEADING_ZERO_MISSING',
  'SYMBOL_MISSING',
  'SEGMENT_UNRESOLVED',
  'CONVENTION_MISMATCH',
] as const;
export type DocumentNumberWarning = (typeof documentNumberWarnings)[number];

/** Orders refusals: the phase first, then the number of the invariant (reference 4.11, precedence). */
export const precedence = (code: RejectionCode): number => {
  const { phase, invariant } = rejections[code];
  return phases.indexOf(phase) * 1000 + invariant;
};

/** Invariants that the import channel turns into lasting warnings, since history does not satisfy live rules (4.12). */
export const downgradedOnImport: ReadonlySet<RejectionCode> = new Set<RejectionCode>([
  'LATE_RECORD_REASON_REQUIRED',
  'PARTY_CLASS_NOT_ENUMERATED',
  'SIGNED_TEXT_MISMATCH',
  'TEXT_NOT_PRESENTED',
  'AUTHORITY_NOT_PROVEN',
  'AUTHORITY_EXPIRED',
  'PAPER_EVIDENCE_REQUIRED',
  'REVIEW_NOT_HELD',
  'NOT_REVIEW_CHAIR',
  'CONTRIBUTIONS_UNDISPOSED',
]);
