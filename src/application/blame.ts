import type { AgreementState, Clause } from '../domain/agreement/index.js';
import { changesBetween, diffWords, type WordChange } from '../domain/kernel/changes.js';

/** A run of words that one event put there. */
export interface Span {
  readonly text: string;
  readonly eventId: string;
}

/** Who last changed what of a clause: its words, its label and its place, each by the event that did. */
export interface ClauseBlame {
  readonly clauseId: string;
  readonly label: string;
  /** The event that brought the clause in; a clause that was deleted and added again is new. */
  readonly addedBy: string;
  readonly labelBy: string;
  readonly positionBy: string;
  /** The newest event that changed the words. */
  readonly textBy: string;
  /** The event whose wording `textBy` brought back, when it undid later ones. */
  readonly restores: string | undefined;
  readonly spans: readonly Span[];
  /** Every wording the clause has had, with the event that first gave it. */
  readonly wordings: ReadonlyMap<string, string>;
}

export type Blame = ReadonlyMap<string, ClauseBlame>;
export const noBlame: Blame = new Map();

/** Takes so many characters off the front of a list of spans. */
const take = (spans: Span[], length: number): Span[] => {
  const taken: Span[] = [];
  let left = length;
  while (left > 0) {
    const span = spans.shift();
    if (span === undefined) break;
    const part = span.text.slice(0, left);
    taken.push({ ...span, text: part });
    if (part.length < span.text.length) spans.unshift({ ...span, text: span.text.slice(part.length) });
    left -= part.length;
  }
  return taken;
};

const joined = (spans: readonly Span[]): readonly Span[] =>
  spans.reduce<Span[]>((all, span) => {
    const last = all.at(-1);
    if (span.text === '') return all;
    if (last?.eventId === span.eventId) return [...all.slice(0, -1), { ...last, text: last.text + span.text }];
    return [...all, span];
  }, []);

/**
 * The spans of a text after a change. What stayed keeps its event; what came is the change's own, or, when the event is to
 * be passed over, belongs to whoever wrote what it replaced, else to the words before it.
 */
const respan = (
  before: readonly Span[],
  changes: readonly WordChange[],
  eventId: string,
  ignored: boolean,
): readonly Span[] => {
  const rest = [...before];
  const after: Span[] = [];
  let replaced: string | undefined;
  for (const { kind, text } of changes) {
    if (kind === 'SAME') {
      after.push(...take(rest, text.length));
      replaced = undefined;
    } else if (kind === 'REMOVED') replaced = take(rest, text.length).at(0)?.eventId;
    else
      after.push({
        text,
        eventId: ignored ? (replaced ?? after.at(-1)?.eventId ?? before.at(0)?.eventId ?? eventId) : eventId,
      });
  }
  return joined(after);
};

const newClause = ({ clauseId, label, body }: Clause, eventId: string): ClauseBlame => ({
  clauseId,
  label,
  addedBy: eventId,
  labelBy: eventId,
  positionBy: eventId,
  textBy: eventId,
  restores: undefined,
  spans: joined([{ text: body, eventId }]),
  wordings: new Map([[body, eventId]]),
});

const rewritten = (known: ClauseBlame, was: string, now: string, eventId: string, ignored: boolean): ClauseBlame => {
  const spans = respan(known.spans, diffWords(was, now), eventId, ignored);
  if (ignored) return { ...known, spans };
  const restores = known.wordings.get(now);
  const wordings = restores === undefined ? new Map([...known.wordings, [now, eventId]]) : known.wordings;
  return { ...known, spans, textBy: eventId, restores, wordings };
};

/**
 * The blame after one event, from the states on both its sides; most events leave the text alone and cost nothing. Blame
 * follows a clause by its id, so that a move changes its place and not its words.
 */
export const blameStep = (
  blame: Blame,
  before: AgreementState,
  after: AgreementState,
  eventId: string,
  ignored = false,
): Blame => {
  const [was, now] = [before.text.clauses, after.text.clauses];
  if (was === now) return blame;
  const old = new Map(was.map((clause) => [clause.clauseId, clause]));
  const moved = new Set(
    changesBetween({ clauses: was }, { clauses: now })
      .filter(({ path }) => path.endsWith('/position'))
      .map(({ path }) => path.split('/')[1]),
  );
  return new Map(
    now.map((clause) => {
      const previous = old.get(clause.clauseId);
      const known = blame.get(clause.clauseId);
      if (previous === undefined || known === undefined) return [clause.clauseId, newClause(clause, eventId)];
      let next = previous.body === clause.body ? known : rewritten(known, previous.body, clause.body, eventId, ignored);
      if (previous.label !== clause.label)
        next = { ...next, label: clause.label, labelBy: ignored ? next.labelBy : eventId };
      if (moved.has(clause.clauseId) && !ignored) next = { ...next, positionBy: eventId };
      return [clause.clauseId, next];
    }),
  );
};
