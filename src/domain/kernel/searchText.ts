import { nfc, searchFields, toneFold } from './text.js';

/**
 * Short forms that sources use for common words (reference 3.6(6)). One with several meanings is found by each of them,
 * but does not itself stand for any: only the context tells.
 */
const shortForms: readonly { readonly short: string; readonly long: string; readonly ambiguous?: true }[] = [
  { short: 'LĐLĐ', long: 'Liên đoàn Lao động' },
  { short: 'CĐCS', long: 'công đoàn cơ sở' },
  { short: 'NLĐ', long: 'người lao động' },
  { short: 'CB', long: 'cán bộ' },
  { short: 'CC', long: 'công chức' },
  { short: 'VC', long: 'viên chức' },
  { short: 'CCHC', long: 'cải cách hành chính' },
  { short: 'BTV', long: 'Ban Thường vụ' },
  { short: 'ĐUK', long: 'Đảng ủy Khối' },
  { short: 'KCN', long: 'khu công nghiệp' },
  { short: 'DN', long: 'doanh nghiệp' },
  { short: 'ĐĐ', long: 'Đảng đoàn', ambiguous: true },
  { short: 'TU', long: 'Thành ủy', ambiguous: true },
  { short: 'TU', long: 'Tỉnh ủy', ambiguous: true },
];

/** The words of a text: runs of letters and digits. Nothing else, a hyphen or a bracket, hinders a search. */
export const plainWords = (text: string): string =>
  nfc(text)
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();

const padded = (text: string): string => ` ${toneFold(text)} `;
const folds = shortForms.map(({ short, long, ambiguous }) => ({
  short: { text: short, key: padded(short) },
  long: { text: long, key: padded(long) },
  ambiguous: ambiguous === true,
}));

/** What full text keeps of a document: its words in both folds, with the other forms of those that have one. */
export const searchText = (
  ...texts: readonly (string | null | undefined)[]
): { readonly exact: string; readonly folded: string } => {
  const words = texts.filter((text) => text !== null && text !== undefined).map(plainWords);
  // A line break keeps a phrase from being found across two texts.
  const all = words.map(padded).join('\n');
  const others = folds.flatMap(({ short, long, ambiguous }) => [
    ...(all.includes(long.key) && !all.includes(short.key) ? [short.text] : []),
    ...(!ambiguous && all.includes(short.key) && !all.includes(long.key) ? [long.text] : []),
  ]);
  return searchFields(...words, ...others);
};
