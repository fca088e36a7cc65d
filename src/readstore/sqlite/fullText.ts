import type { SearchQuery } from '../../application/ports.js';
import { searchWords } from '../collection.js';

/**
 * All words in one column, the last as a prefix. Each word is a quoted string of letters, digits, `-` and `/`: nothing of
 * the query can become an operator, a column or an unbalanced quote.
 */
const inColumn = (name: 'exact' | 'folded', text: string): string | undefined => {
  const words = searchWords(text).map((word) => `"${word}"`);
  return words.length === 0 ? undefined : `{${name}}: (${words.join(' AND ')} *)`;
};

/**
 * What to match, the better expression first. A document's score is `base` plus a share below 1, so that every exact match
 * stands before any folded one.
 */
export const matchExpressions = (query: SearchQuery): readonly { readonly match: string; readonly base: number }[] =>
  [
    { match: inColumn('exact', query.exact), base: 1 },
    { match: inColumn('folded', query.folded), base: 0 },
  ].flatMap(({ match, base }) => (match === undefined ? [] : [{ match, base }]));
