import type { AgreementState, Clause } from '../domain/agreement/index.js';
import { changesBetween, diffWords, type WordChange } from '../domain/kernel/changes.js';
import { valueOf, withWording, type Wordings } from './wordings.js';

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
}

/** The event that made something as it is, and whose it is when that event is looked behind. */
interface Chain<O> {
  readonly eventId: string;
  readonly behind: O | undefined;
}
type Origin = Chain<Origin>;

/** Who gave a clause a wording that it has or had; `before`: who gave it the same one before that. */
interface Giver {
  readonly eventId: string;
  readonly before: Giver | undefined;
  /** The first of them all; undefined: this one. */
  readonly first: Giver | undefined;
}

interface TextOrigin extends Chain<TextOrigin> {
  /** Who gave the same wording before this event did. */
  readonly restored: Giver | undefined;
}

interface TracedSpan {
  readonly text: string;
  readonly origin: Origin;
}

interface TracedClause {
  readonly clauseId: string;
  readonly label: string;
  readonly addedBy: string;
  readonly labelBy: Origin;
  readonly positionBy: Origin;
  readonly textBy: TextOrigin;
  readonly spans: readonly TracedSpan[];
  /** Every wording the clause has had. */
  readonly wordings: Wordings<Giver>;
}

/**
 * Where all of a text comes from, through all events: enough to answer whose it is whatever events are looked behind. A
 * value, of which a kept one shares nearly everything with the next.
 */
export type Trace = ReadonlyMap<string, TracedClause>;
export const noTrace: Trace = new Map();

/** Hands out a list of spans from its front. */
const taker = (spans: readonly TracedSpan[]) => {
  let [place, used] = [0, 0];
  return (length: number): readonly TracedSpan[] => {
    const taken: TracedSpan[] = [];
    for (let left = length; left > 0;) {
      const span = spans[place];
      if (span === undefined) break;
      const text = span.text.slice(used, used + left);
      taken.push({ text, origin: span.origin });
      left -= text.length;
      used += text.length;
      if (used === span.text.length) [place, used] = [place + 1, 0];
    }
    return taken;
  };
};

/** Neighbours of one owner as one span, and no empty ones. */
const joined = <S extends { readonly text: string }>(
  spans: readonly S[],
  isOne: (a: S, b: S) => boolean,
): readonly S[] => {
  const all: S[] = [];
  for (const span of spans) {
    const last = all.at(-1);
    if (span.text === '') continue;
    if (last !== undefined && isOne(last, span)) all[all.length - 1] = { ...last, text: last.text + span.text };
    else all.push(span);
  }
  return all;
};

/**
 * The spans of a text after a change. What stayed keeps its origin; what came is the change's own, and behind it is
 * whoever wrote what it replaced, else the words before it.
 */
const respan = (
  before: readonly TracedSpan[],
  changes: readonly WordChange[],
  eventId: string,
): readonly TracedSpan[] => {
  const take = taker(before);
  const after: TracedSpan[] = [];
  let replaced: Origin | undefined;
  for (const { kind, text } of changes) {
    if (kind === 'SAME') {
      after.push(...take(text.length));
      replaced = undefined;
    } else if (kind === 'REMOVED') replaced = take(text.length).at(0)?.origin;
    else {
      const behind = replaced ?? after.at(-1)?.origin ?? before.at(0)?.origin;
      after.push({ text, origin: { eventId, behind } });
    }
  }
  return joined(after, (a, b) => a.origin === b.origin);
};

const newClause = ({ clauseId, label, body }: Clause, eventId: string): TracedClause => {
  const origin = { eventId, behind: undefined };
  return {
    clauseId,
    label,
    addedBy: eventId,
    labelBy: origin,
    positionBy: origin,
    textBy: { ...origin, restored: undefined },
    spans: body === '' ? [] : [{ text: body, origin }],
    wordings: withWording<Giver>(undefined, body, { eventId, before: undefined, first: undefined }),
  };
};

const rewritten = (known: TracedClause, was: string, now: string, eventId: string): TracedClause => {
  const restored = valueOf(known.wordings, now);
  const giver: Giver = { eventId, before: restored, first: restored?.first ?? restored };
  return {
    ...known,
    spans: respan(known.spans, diffWords(was, now), eventId),
    textBy: { eventId, behind: known.textBy, restored },
    wordings: withWording(known.wordings, now, giver),
  };
};

/**
 * The trace after one event, from the states on both its sides; most events leave the text alone and cost nothing. A
 * clause is followed by its id, so that a move changes its place and not its words.
 */
export const traceStep = (trace: Trace, before: AgreementState, after: AgreementState, eventId: string): Trace => {
  const [was, now] = [before.text.clauses, after.text.clauses];
  if (was === now) return trace;
  const old = new Map(was.map((clause) => [clause.clauseId, clause]));
  const moved = new Set(
    changesBetween({ clauses: was }, { clauses: now })
      .filter(({ path }) => path.endsWith('/position'))
      .map(({ path }) => path.split('/')[1]),
  );
  return new Map(
    now.map((clause) => {
      const previous = old.get(clause.clauseId);
      const known = trace.get(clause.clauseId);
      if (previous === undefined || known === undefined) return [clause.clauseId, newClause(clause, eventId)];
      let next = previous.body === clause.body ? known : rewritten(known, previous.body, clause.body, eventId);
      if (previous.label !== clause.label)
        next = { ...next, label: clause.label, labelBy: { eventId, behind: next.labelBy } };
      if (moved.has(clause.clauseId)) next = { ...next, positionBy: { eventId, behind: next.positionBy } };
      return [clause.clauseId, next];
    }),
  );
};

/** The nearest origin that is not looked behind; the first of all stands whatever is asked. */
const seen = <O extends Chain<O>>(origin: O, ignore: ReadonlySet<string>): O => {
  let found = origin;
  while (ignore.has(found.eventId) && found.behind !== undefined) found = found.behind;
  return found;
};

/** Who gave a wording first. Walks past the others only when the first is one to be looked behind. */
const firstGiver = (newest: Giver | undefined, addedBy: string, ignore: ReadonlySet<string>): string | undefined => {
  const counts = ({ eventId }: Giver): boolean => eventId === addedBy || !ignore.has(eventId);
  const first = newest?.first ?? newest;
  if (first !== undefined && counts(first)) return first.eventId;
  let found: string | undefined;
  for (let giver = newest; giver !== undefined; giver = giver.before) if (counts(giver)) found = giver.eventId;
  return found;
};

/** Whose each clause and word is, when the words of the events to ignore are laid to those before them. */
export const blameOf = (trace: Trace, ignore: ReadonlySet<string>): readonly ClauseBlame[] =>
  [...trace.values()].map(({ clauseId, label, addedBy, labelBy, positionBy, textBy, spans }) => {
    const text = seen(textBy, ignore);
    return {
      clauseId,
      label,
      addedBy,
      labelBy: seen(labelBy, ignore).eventId,
      positionBy: seen(positionBy, ignore).eventId,
      textBy: text.eventId,
      restores: firstGiver(text.restored, addedBy, ignore),
      spans: joined(
        spans.map(({ text: words, origin }) => ({ text: words, eventId: seen(origin, ignore).eventId })),
        (a, b) => a.eventId === b.eventId,
      ),
    };
  });
