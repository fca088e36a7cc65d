import type { SearchQuery } from '../../application/ports.js';
import { searchWords } from '../collection.js';
import { startingWith, type Condition } from './filter.js';

/**
 * The words of a text, small. MongoDB's own text index is no help here: it knows no prefixes, cuts words at `-` and `/`,
 * and cannot put every exact match before any folded one; an ordinary index over the words can.
 */
export const wordsOf = (text: string): readonly string[] => searchWords(text.toLowerCase());

type Text = 'exact' | 'folded';

/** All words, the last as a prefix; undefined without a word. */
const allIn = (text: Text, query: string): Condition | undefined => {
  const words = [...wordsOf(query)];
  const last = words.pop();
  if (last === undefined) return undefined;
  const whole = [...new Set(words)].map((word): Condition => ({ [text]: { $eq: word } }));
  return { $and: [...whole, { [text]: { $elemMatch: startingWith(last) } }] };
};

/** One half of a search. */
export interface Match {
  readonly condition: Condition;
  readonly count: 'exactWords' | 'foldedWords';
  /**
   * A document's score is `base` plus a share below 1 that is the greater the fewer words its text has, so that every
   * exact match stands before any folded one.
   */
  readonly base: number;
}

/** What to match, the better half first. */
export const matches = (query: SearchQuery): readonly Match[] =>
  [
    { condition: allIn('exact', query.exact), count: 'exactWords', base: 1 } as const,
    { condition: allIn('folded', query.folded), count: 'foldedWords', base: 0 } as const,
  ].flatMap(({ condition, ...rest }) => (condition === undefined ? [] : [{ condition, ...rest }]));
