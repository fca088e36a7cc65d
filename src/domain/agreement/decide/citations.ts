import { parseDocumentNumber } from '../../kernel/documentNumber.js';
import type { Recorded } from '../../kernel/event.js';
import { day, type FuzzyDate, hasBegun, latestMs, type Tri } from '../../kernel/fuzzyDate.js';
import type { Details } from '../../kernel/rejection.js';
import type { Decision } from '../../kernel/decider.js';
import type { Judge } from '../../kernel/judge.js';
import type { AgreementEvent, Citation } from '../events.js';
import type { AgreementRejection } from '../rejections.js';
import type { AgreementState, PlacedCitation } from '../state.js';
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

/** Citations, and when what cites them was written; unknown to the record: null. */
interface Bases {
  readonly citations: readonly Citation[];
  readonly writtenOn: FuzzyDate | null;
}

/** However vague the day of a text, it was written by now: it rests on nothing that is yet to be issued. */
const writtenBy = (now: string, on: FuzzyDate): FuzzyDate =>
  latestMs(on) > Date.parse(now) ? { ...on, latest: now } : on;

/** What invariant 42 says of those citations that state when their document was issued. */
export const judgedBases = ({
  citations,
  writtenOn,
  now,
}: Bases & { readonly now: string }): readonly {
  readonly index: number;
  readonly answer: Tri;
  readonly details: Details;
}[] =>
  citations.flatMap(({ relation, asWritten, docId }, index) => {
    const dated = relation === 'LEGAL_BASIS' ? datedBy(asWritten) : undefined;
    if (dated === undefined || writtenOn === null) return [];
    const answer = hasBegun(writtenBy(now, writtenOn), dated.issued);
    return [{ index, answer, details: docId === undefined ? dated.details : { ...dated.details, docId } }];
  });

/**
 * Invariant 42: what a text rests on was issued before the text was written, or on that day. The text that cites comes to
 * exist when it is drafted or revised, so that it is judged by that day, never by the one on which it was signed.
 */
export const requireEarlierBases = (
  judge: Judge<AgreementRejection>,
  { path, ...bases }: Bases & { readonly now: string; readonly path: (index: number) => string },
): void => {
  for (const { index, answer, details } of judgedBases(bases))
    judge.requireCertainly(answer, 'LEGAL_BASIS_POSTDATES', path(index), details);
};

/** While it is drafted, a text is written on the day on which somebody works on it. */
const drafts: ReadonlySet<AgreementState['status']> = new Set(['DRAFTING', 'CONSULTING'] as const);

/** When that was written which cites a document since `occurred`: of the text, once it is final, its own day. */
const writtenFor = ({ status, text }: AgreementState, place: PlacedCitation['in'], occurred: FuzzyDate) =>
  place === 'TEXT' && !drafts.has(status) ? text.writtenOn : occurred;

/** The citations that an event states, as the agreement of today has them judged. */
export const statedBases = (today: AgreementState, { type, data, meta }: Recorded<AgreementEvent>): Bases => {
  const { occurred } = meta;
  switch (type) {
    case 'AgreementDrafted':
      return { citations: data.citations, writtenOn: occurred };
    case 'DraftRevised':
      return { citations: data.patch.citations ?? [], writtenOn: occurred };
    case 'DocumentCited':
      return { citations: [data], writtenOn: writtenFor(today, data.in, occurred) };
    default:
      return { citations: [], writtenOn: null };
  }
};

/** Citations of one agreement: as many as a draft may state, and as many again from what came of it. */
const maxCitations = 200;

/** `CiteDocument` → `DocumentCited`: in any state, for a record may learn late what a text or what follows from it cites. */
export const citeDocument = ({ judge, command, state }: About<'CiteDocument'>): Decision<AgreementEvent> => {
  const { data, meta } = command;
  const writtenOn = writtenFor(state, data.in, meta.occurred);
  requireEarlierBases(judge, { citations: [data], writtenOn, now: meta.now, path: () => 'docId' });
  const same = state.citations.some(
    (each) =>
      each.docId === data.docId &&
      each.relation === data.relation &&
      each.in === data.in &&
      each.asWritten === data.asWritten,
  );
  const given = state.citations.length + 1;
  if (same) judge.settle();
  else
    judge.require(given <= maxCitations, 'CAPACITY_LIMIT', 'docId', { what: 'citations', limit: maxCitations, given });
  return judge.conclude<AgreementEvent>(() => [{ type: 'DocumentCited', data }]);
};
