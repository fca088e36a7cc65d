/** Marks of the five Vietnamese tones, in collation order: huyền, hỏi, ngã, sắc, nặng. */
const tones = '\u0300\u0309\u0303\u0301\u0323';
const toneMarks = new RegExp(`[${tones}]`, 'gu');

/** The one composed form in which all text is stored, compared and hashed (reference 3.6(1)). */
export const nfc = (text: string): string => text.normalize('NFC');

/** Half of a character beyond the 16 bits, lone or not: most text has none, and looking for one by one costs ten times less. */
const half = /[\ud800-\udfff]/;

/** False for text with a lone surrogate, which neither UTF-8 nor canonical JSON can carry. */
export const isWellFormedText = (text: string): boolean => !half.test(text) || !/\p{Surrogate}/u.test(text);

/** Eth and African D are typed for Đ and look the same (reference 3.6(2)). */
export const unifyDStroke = (text: string): string => text.replace(/[ÐƉ]/gu, 'Đ').replace(/ð|ɖ/gu, 'đ');

const collapse = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** Text without case, tones, marks and đ, for search typed without diacritics: `Đoàn` → `doan` (reference 3.6(5)). */
export const fold = (text: string): string => {
  const bare = nfc(text).toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  return collapse(nfc(unifyDStroke(bare).replace(/đ/gu, 'd')));
};

/**
 * Text without case and tones that keeps ă â ê ô ơ ư đ, so that `đoàn` does not find `doan`. With the tone gone, the
 * two ways of placing it (`ủy`, `uỷ`) are one (reference 3.6(3) and (5)).
 */
export const toneFold = (text: string): string => {
  const toneless = nfc(text).toLowerCase().normalize('NFD').replace(toneMarks, '');
  return collapse(unifyDStroke(nfc(toneless)));
};

/** What the read store's full text keeps of a document: all searchable strings together, in both folds. */
export const searchFields = (...texts: readonly (string | null | undefined)[]): { exact: string; folded: string } => {
  const all = texts.filter((text) => text !== null && text !== undefined).join(' ');
  return { exact: toneFold(all), folded: fold(all) };
};

/** The key under which a document number is found however it is typed: `02-QC/ĐUK` → `2 qc duk` (reference 3.6(8)). */
export const searchKeyOfNumber = (number: string): string =>
  fold(number)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '')
    .map((token) => token.replace(/^0+(?=.)/u, ''))
    .join(' ');

const alphabet = ' _-–—,;:!?.\'‘’"“”()[]{}@*/\\&#%`^+<=>|~$' + '0123456789' + 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz';
/** Weights are printable ASCII above the space, which parts the levels of a key and so sorts a prefix first. */
const weights = new Map(Array.from(alphabet, (letter, index) => [letter, String.fromCharCode(0x21 + index)] as const));
/** After every weight of the alphabet: letters of other scripts, by code point. */
const foreign = '~';

const weightOf = (letter: string): string =>
  weights.get(letter) ?? foreign + (letter.codePointAt(0) ?? 0).toString(16).padStart(6, '0');

const toneWeight = (mark: string): string => String(tones.includes(mark) ? tones.indexOf(mark) + 1 : 6);

/** One letter with its marks, as the parts that the three levels of a key compare. */
const graphemes = /\P{M}\p{M}*|\p{M}+/gu;
/** Breve, circumflex and horn make another letter; every other mark is an accent upon one. */
const letterMarks = /[\u0306\u0302\u031B]/u;

/**
 * A key of ASCII characters whose byte order is the Vietnamese order of the text: letters first (đ after d, ă after a),
 * then tones, then case, as the CLDR collation `vi` has it (reference 3.6(4)). For stores that only compare bytes.
 */
export const sortKey = (text: string): string => {
  let letters = '';
  let accents = '';
  let cases = '';
  for (const [grapheme] of collapse(unifyDStroke(text)).normalize('NFD').matchAll(graphemes)) {
    const marks = grapheme.match(/\p{M}/gu) ?? [];
    const base = nfc(grapheme.replace(/\p{M}/gu, '') + marks.filter((mark) => letterMarks.test(mark)).join(''));
    const small = base.toLowerCase();
    const tone = marks.filter((mark) => !letterMarks.test(mark)).map(toneWeight);
    letters += Array.from(small, weightOf).join('');
    accents += tone.length === 0 ? '0' : tone.join('');
    cases += small === base ? '0' : '1';
  }
  return `${letters} ${accents.replace(/0+$/u, '')} ${cases.replace(/0+$/u, '')}`.trimEnd();
};
