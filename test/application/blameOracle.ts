import { changesBetween, diffWords } from '../../src/domain/kernel/changes.js';

/** The clauses of a text after an event. */
export interface Told {
  readonly eventId: string;
  readonly clauses: readonly { readonly clauseId: string; readonly label: string; readonly body: string }[];
}

interface Owned {
  readonly clauseId: string;
  readonly addedBy: string;
  label: string;
  labelBy: string;
  positionBy: string;
  textBy: string;
  restores: string | undefined;
  /** Of each character the event it belongs to. */
  owners: readonly string[];
  body: string;
  readonly wordings: Map<string, string>;
}

const ownersAfter = ({ owners, body }: Owned, now: string, eventId: string, ignored: boolean): readonly string[] => {
  const after: string[] = [];
  let place = 0;
  let replaced: string | undefined;
  for (const { kind, text } of diffWords(body, now)) {
    const here = owners.slice(place, place + text.length);
    if (kind === 'ADDED') {
      const owner = ignored ? (replaced ?? after.at(-1) ?? owners[0] ?? eventId) : eventId;
      after.push(...Array.from(text.split(''), () => owner));
      continue;
    }
    place += text.length;
    replaced = kind === 'REMOVED' ? here[0] : undefined;
    if (kind === 'SAME') after.push(...here);
  }
  return after;
};

/** Blame as it is defined: all events folded anew for each question, character by character. */
export const blameByRefolding = (history: readonly Told[], ignore: ReadonlySet<string>): readonly unknown[] => {
  let owned = new Map<string, Owned>();
  let was: Told['clauses'] = [];
  for (const { eventId, clauses } of history) {
    const ignored = ignore.has(eventId);
    const moved = changesBetween({ clauses: was }, { clauses })
      .map(({ path }) => path.split('/'))
      .filter(([, , member]) => member === 'position')
      .map(([, clauseId]) => clauseId);
    owned = new Map(
      clauses.map(({ clauseId, label, body }): [string, Owned] => {
        const known = owned.get(clauseId);
        if (known === undefined)
          return [
            clauseId,
            {
              ...{ clauseId, label, body, addedBy: eventId, labelBy: eventId, positionBy: eventId, textBy: eventId },
              ...{ restores: undefined, owners: body.split('').map(() => eventId) },
              wordings: new Map([[body, eventId]]),
            },
          ];
        if (known.body !== body) {
          known.owners = ownersAfter(known, body, eventId, ignored);
          known.body = body;
          if (!ignored) {
            known.textBy = eventId;
            known.restores = known.wordings.get(body);
            if (known.restores === undefined) known.wordings.set(body, eventId);
          }
        }
        if (known.label !== label && !ignored) known.labelBy = eventId;
        known.label = label;
        if (moved.includes(clauseId) && !ignored) known.positionBy = eventId;
        return [clauseId, known];
      }),
    );
    was = clauses;
  }
  return [...owned.values()].map(({ wordings: _, body, owners, ...rest }) => {
    const spans: { text: string; eventId: string }[] = [];
    owners.forEach((eventId, index) => {
      const last = spans.at(-1);
      const character = body.charAt(index);
      if (last?.eventId === eventId) last.text += character;
      else spans.push({ text: character, eventId });
    });
    return { ...rest, spans };
  });
};
