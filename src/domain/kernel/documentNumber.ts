import { parseFuzzyDate } from './dateParser.js';
import { type DocumentType, documentTypes, type DocumentTypes } from './documentNumberTypes.js';
import type { DocumentNumberWarning, Warning } from './rejection.js';
import { nfc, searchKeyOfNumber, unifyDStroke } from './text.js';

/** Whose rules of numbering an organisation follows (reference 3.1). */
export const numberingSystems = ['PARTY', 'STATE', 'UNION', 'YOUTH_UNION'] as const;
export type NumberingSystem = (typeof numberingSystems)[number];

/** The shapes of a number, in the order in which they are tried (reference 3.3). */
export const documentNumberForms = [
  'STATE_LAW',
  'STATE_NORMATIVE',
  'PARTY',
  'STATE_ADMIN',
  'OFFICIAL_LETTER',
  'BARE',
] as const;
export type DocumentNumberForm = (typeof documentNumberForms)[number];

/** A warning of the grammar; the ambiguous code names the types it may mean. */
export type NumberWarning = Exclude<DocumentNumberWarning, 'TYPE_AMBIGUOUS'> | 'TYPE_AMBIGUOUS:DECISION|RULE';

interface NumberParts {
  readonly form: DocumentNumberForm;
  readonly seq: number;
  /** One lower-case letter after the number, as in `06b`. */
  readonly suffix: string | null;
  readonly typeCode?: string;
  readonly year: number | null;
  /** Which National Assembly passed a law: the 15 of `QH15`. */
  readonly legislature?: number;
}

interface Parsed extends NumberParts {
  readonly ok: true;
  readonly raw: string;
  /** The word before the number, as written. */
  readonly typeWord?: string;
  readonly type: DocumentType | null;
  /** The number without spaces, in two digits at least. */
  readonly canonical: string;
  readonly searchKey: string;
  /** `YYYY-MM-DD`. */
  readonly issuedOn?: string;
  readonly issuerText?: string;
  readonly warnings: readonly NumberWarning[];
}

/** What the text alone says; `segments` are the codes of the bodies, as written. */
export interface ParsedNumber extends Parsed {
  readonly segments: readonly string[];
}

export interface UnparsedNumber {
  readonly ok: false;
  readonly raw: string;
  readonly error: 'DOCNUM_UNPARSEABLE' | 'DOCNUM_UNKNOWN_SYMBOL';
}

export interface NumberSegment {
  readonly code: string;
  readonly role: 'ISSUER' | 'CO_ISSUER' | 'UNIT_OR_UNKNOWN';
  readonly system: NumberingSystem | null;
}

/** A number whose bodies were looked up. */
export interface DocumentNumber extends Parsed {
  readonly segments: readonly NumberSegment[];
}

/** A body's code in numbers, as the registry of organisations spells it. */
export interface NumberRegistryEntry {
  readonly code: string;
  readonly system: NumberingSystem;
}

const longest = 300;

const head = /^(\d+)([A-Za-z]?)((?: ?[-/] ?(?:\p{L}(?:\.?[\p{L}\d])*|\d+))*)/u;
const tail =
  /^(?:(?: ?, ?| )ngày (?<date>\d{1,2} ?\/ ?\d{1,2} ?\/ ?\d{4}|\d{1,2} tháng \d{1,2} năm \d{4}))?(?: của (?<issuer>.+))?$/iu;
const law = /^(QH|UBTVQH)(\d{1,3})$/iu;
const yearPattern = /^\d{4}$/u;

const sameLetters = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

interface KnownCode {
  readonly code: string;
  readonly type: DocumentType;
  readonly listed: boolean;
}

/** Looks a code up, exactly before ignoring case, in its own column before the others. */
const findCode = (written: string, column: 'PARTY' | 'STATE', types: DocumentTypes): KnownCode | undefined => {
  const other = column === 'PARTY' ? 'STATE' : 'PARTY';
  for (const same of [(code: string) => code === written, (code: string) => sameLetters(code, written)])
    for (const table of [column, other, 'SEEN'] as const)
      for (const [code, type] of Object.entries(types[table]))
        if (same(code)) return { code, type, listed: table === column };
  return undefined;
};

/** The shape of what follows the sequence: its parts and the code it claims, not yet looked up. */
interface Symbol {
  readonly form: DocumentNumberForm;
  readonly year?: string;
  readonly code?: string;
  readonly legislature?: number;
  readonly orgs: readonly string[];
}

/** The possible readings of a symbol in the order of the grammar; `marks` are the separators alone. */
const readingsOf = (marks: string, segments: readonly string[]): readonly Symbol[] => {
  const [first = '', second = '', ...rest] = segments;
  const isLaw = law.exec(second);
  if (marks === '') return [{ form: 'BARE', orgs: [] }];
  if (marks === '//' && yearPattern.test(first) && isLaw)
    return [{ form: 'STATE_LAW', year: first, orgs: [isLaw[1] ?? ''], legislature: Number(isLaw[2]) }];
  if (/^\/\/-+$/u.test(marks) && yearPattern.test(first))
    return [{ form: 'STATE_NORMATIVE', year: first, code: second, orgs: rest }];
  if (/^-\/-*$/u.test(marks)) return [{ form: 'PARTY', code: first, orgs: [second, ...rest] }];
  const letter: Symbol = { form: 'OFFICIAL_LETTER', orgs: segments };
  if (/^\/-+$/u.test(marks)) return [{ form: 'STATE_ADMIN', code: first, orgs: [second, ...rest] }, letter];
  return marks === '/' ? [letter] : [];
};

const canonicalOf = (parts: NumberParts, orgs: readonly string[]): string => {
  const { form, seq, suffix, typeCode = '', year, legislature } = parts;
  const start = String(seq).padStart(2, '0') + (suffix ?? '');
  const bodies = orgs.join('-');
  switch (form) {
    case 'STATE_LAW':
      return `${start}/${String(year)}/${bodies}${String(legislature)}`;
    case 'STATE_NORMATIVE':
      return `${start}/${String(year)}/${typeCode}-${bodies}`;
    case 'PARTY':
      return `${start}-${typeCode}/${bodies}`;
    case 'STATE_ADMIN':
      return `${start}/${typeCode}-${bodies}`;
    case 'OFFICIAL_LETTER':
      return `${start}/${bodies}`;
    case 'BARE':
      return start;
  }
};

/** Splits a type name off the front: the longest known one that stands as a whole word. */
const splitWord = (text: string, types: DocumentTypes): { word?: string; rest: string } => {
  const small = text.toLowerCase();
  const word = Object.keys(types.words)
    .filter((name) => small.startsWith(`${name} `))
    .sort((a, b) => b.length - a.length)[0];
  return word === undefined ? { rest: text } : { word: text.slice(0, word.length), rest: text.slice(word.length + 1) };
};

/**
 * Reads a reference to an official document by the grammar of reference 3.3: syntax only, nothing is looked up. Takes
 * time linear in the text, of which 300 characters are read at most.
 */
export const parseDocumentNumber = (
  raw: string,
  types: DocumentTypes = documentTypes,
): ParsedNumber | UnparsedNumber => {
  const fail = (error: UnparsedNumber['error'] = 'DOCNUM_UNPARSEABLE') => ({ ok: false, raw, error }) as const;
  if (raw.length > longest) return fail();
  const composed = nfc(raw);
  const clean = unifyDStroke(composed)
    .replace(/\u00A0/gu, ' ')
    .replace(/[\u2010-\u2015\u2212]/gu, '-');
  const { word, rest } = splitWord(clean.replace(/\s+/gu, ' ').trim(), types);
  const text = rest.replace(/^số(?: ?: ?| )/iu, '');

  const found = head.exec(text);
  const after = found && tail.exec(text.slice(found[0].length));
  if (!found || !after) return fail();
  const [, digits = '', letter = '', symbolText = ''] = found;
  const seq = Number(digits);
  if (!Number.isSafeInteger(seq)) return fail();
  const { date, issuer } = after.groups ?? {};
  const issuedOn = date === undefined ? undefined : parseFuzzyDate(date)?.earliest;
  if (date !== undefined && issuedOn === undefined) return fail();

  const symbol = symbolText.replace(/ /gu, '');
  const segments = symbol.split(/[-/]/u).slice(1);
  const readings = readingsOf(symbol.replace(/[^-/]/gu, ''), segments).filter(({ code = 'A', orgs }) =>
    [code, ...orgs].every((segment) => /^\p{L}/u.test(segment)),
  );
  if (readings.length === 0) return fail();
  const known = readings.map((reading) =>
    reading.code === undefined
      ? { reading }
      : { reading, code: findCode(reading.code, reading.form === 'PARTY' ? 'PARTY' : 'STATE', types) },
  );
  const chosen = known.find(({ reading, code }) => reading.code === undefined || code !== undefined);
  if (chosen === undefined) return fail('DOCNUM_UNKNOWN_SYMBOL');
  const { reading, code } = chosen;

  const orgs = reading.form === 'STATE_LAW' ? reading.orgs.map((org) => org.toUpperCase()) : reading.orgs;
  const parts: NumberParts = {
    form: reading.form,
    seq,
    suffix: letter === '' ? null : letter.toLowerCase(),
    ...(code === undefined ? {} : { typeCode: code.code }),
    year: reading.year === undefined ? null : Number(reading.year),
    ...(reading.legislature === undefined ? {} : { legislature: reading.legislature }),
  };
  const ambiguous = reading.form === 'PARTY' && code?.code === 'QĐ' && word === undefined;
  const recased =
    letter !== letter.toLowerCase() ||
    (code !== undefined && code.code !== reading.code) ||
    orgs.some((org, index) => org !== reading.orgs[index]);
  const warnings: Readonly<Record<NumberWarning, boolean>> = {
    CHARS_NORMALIZED: clean !== composed,
    INNER_SPACE_REMOVED: symbol !== symbolText,
    LEADING_ZERO_MISSING: seq < 10 && digits.length === 1,
    CASE_NORMALIZED: recased,
    TYPE_CODE_NOT_LISTED: code?.listed === false,
    'TYPE_AMBIGUOUS:DECISION|RULE': ambiguous,
    SYMBOL_MISSING: reading.form === 'BARE',
    SEGMENT_UNRESOLVED: false,
    CONVENTION_MISMATCH: false,
  };
  const canonical = canonicalOf(parts, orgs);
  const ofWord = word === undefined ? undefined : types.words[word.toLowerCase()];
  const ofForm = reading.form === 'OFFICIAL_LETTER' ? 'OFFICIAL_LETTER' : null;
  return {
    ok: true,
    raw,
    ...parts,
    ...(word === undefined ? {} : { typeWord: word }),
    type: ofWord ?? code?.type ?? ofForm,
    segments: orgs,
    canonical,
    searchKey: searchKeyOfNumber(canonical),
    ...(issuedOn === undefined ? {} : { issuedOn }),
    ...(issuer === undefined ? {} : { issuerText: issuer }),
    warnings: (Object.keys(warnings) as NumberWarning[]).filter((warning) => warnings[warning]),
  };
};

/**
 * Adds what only the registry of organisations knows: who the segments are, and whether the issuer's system uses this
 * form (reference 3.3). `system` is the issuer's when the registry does not have it.
 */
export const resolveDocumentNumber = (
  parsed: ParsedNumber,
  registry: readonly NumberRegistryEntry[],
  system?: NumberingSystem,
): DocumentNumber => {
  const entries = parsed.segments.map(
    (code) => registry.find((entry) => entry.code === code) ?? registry.find((entry) => sameLetters(entry.code, code)),
  );
  const segments = parsed.segments.map((code, index): NumberSegment => {
    const entry = entries[index];
    if (index === 0) return { code: entry?.code ?? code, role: 'ISSUER', system: entry?.system ?? system ?? null };
    return entry === undefined
      ? { code, role: 'UNIT_OR_UNKNOWN', system: null }
      : { code: entry.code, role: 'CO_ISSUER', system: entry.system };
  });
  const issuer = segments[0]?.system;
  const foreignForm = parsed.form === 'PARTY' ? 'STATE' : 'PARTY';
  const added: readonly (readonly [NumberWarning, boolean])[] = [
    ['CASE_NORMALIZED', segments.some(({ code }, index) => code !== parsed.segments[index])],
    ['SEGMENT_UNRESOLVED', entries.includes(undefined)],
    ['CONVENTION_MISMATCH', issuer === foreignForm],
  ];
  const canonical = canonicalOf(
    parsed,
    segments.map(({ code }) => code),
  );
  const warnings = new Set([...parsed.warnings, ...added.filter(([, holds]) => holds).map(([warning]) => warning)]);
  return { ...parsed, segments, canonical, searchKey: searchKeyOfNumber(canonical), warnings: [...warnings] };
};

/** The warnings of a number in the form in which events keep them. */
export const warningsOf = (number: Pick<Parsed, 'warnings'>, path?: string): Warning[] =>
  number.warnings.map((warning) => ({
    ...(warning === 'TYPE_AMBIGUOUS:DECISION|RULE'
      ? { code: 'TYPE_AMBIGUOUS', details: { between: ['DECISION', 'RULE'] } }
      : { code: warning }),
    ...(path === undefined ? {} : { path }),
  }));
