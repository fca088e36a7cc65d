import { parseDocumentNumber } from '../../kernel/documentNumber.js';
import { day, type FuzzyDate, hasBegun } from '../../kernel/fuzzyDate.js';
import type { Details } from '../../kernel/rejection.js';
import type { Citation } from '../events.js';
import type { About } from './rules.js';

/** What stands around a reference in a preamble and is no part of it: "Căn cứ … về việc …;". */
const introduction = /^căn cứ\s/iu;
const subject = /\svề\s.*$/isu;
const punctuation = /[;,.]$/u;

/** When a cited document was issued, as far as the citation says so, with what names it in a sentence. */
interface Dated {
  readonly issued: FuzzyDate;
  readonly details: Details;
}

/** The day beside the number, else the year within it (reference 3.3); undefined where neither can be read. */
const datedBy = (asWritten: string): Dated | undefined => {
  const trimmed = asWritten.trim().replace(introduction, '').replace(subject, '').replace(punctuation, '');
  const parsed = parseDocumentNumber(trimmed);
  if (!parsed.ok) return undefined;
  const { issuedOn, year, canonical: number } = parsed;
  if (issuedOn !== undefined) return { issued: day(issuedOn), details: { number, issuedOn } };
  if (year === null) return undefined;
  const years = { earliest: `${year}-01-01`, latest: `${year}-12-31` };
  return { issued: { ...years, precision: 'YEAR', certainty: 'INFERRED' }, details: { number } };
};

/**
 * Invariant 42: what a text rests on was issued before the text was written, or on that day. The text that cites comes to
 * exist when it is drafted or revised, so that it is judged by `occurred`, never by the day on which it was signed.
 */
export const requireEarlierBases = (
  { judge, command }: Pick<About<'DraftAgreement'> | About<'ReviseDraft'>, 'judge' | 'command'>,
  citations: readonly Citation[],
  path: string,
): void => {
  for (const [index, { relation, asWritten, docId }] of citations.entries()) {
    const dated = relation === 'LEGAL_BASIS' ? datedBy(asWritten) : undefined;
    if (dated === undefined) continue;
    judge.requireCertainly(
      hasBegun(command.meta.occurred, dated.issued),
      'LEGAL_BASIS_POSTDATES',
      `${path}/${index}`,
      docId === undefined ? dated.details : { ...dated.details, docId },
    );
  }
};
