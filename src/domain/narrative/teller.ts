import type { Recorded } from '../kernel/event.js';
import type { Sentence } from '../kernel/messages.js';
import type { Template } from '../kernel/rejectionMessages.js';
import type { Party } from '../agreement/index.js';
import type { Names } from './names.js';
import { type Details, filled, inBoth, listed, on, type Phrase, quoted, shortened, wordsIn } from './phrases.js';
import { roleWords } from './words.js';

/** A sentence for each type of event; the type of the table demands them all. `E`: a recorded event of a union. */
export type Narrators<E extends Recorded> = {
  readonly [T in E['type']]: (event: Extract<E, { readonly type: T }>, teller: Teller) => Sentence;
};

const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase('vi') + text.slice(1);

/** Says what the sentences of all events have in common: who, when, and what things are called. */
export class Teller {
  /** Who acted, to begin a sentence with: an office, or a role and its organisation; never a person. */
  readonly #who: Sentence;
  readonly #when: Sentence;

  constructor(
    { meta: { actor, occurred } }: Recorded,
    readonly names: Names,
  ) {
    this.#when = on(occurred);
    const { officeId, onBehalfOfOrgId: orgId, role } = actor;
    const [vi, en] = roleWords[role];
    const org = orgId === undefined ? undefined : this.organization(orgId);
    this.#who =
      officeId !== undefined && (names.office(officeId) !== undefined || org === undefined)
        ? inBoth(() => this.office(officeId))
        : {
            vi: capital(org === undefined ? vi : `${vi} ${org}`),
            en: capital(org === undefined ? en : `${en} of ${org}`),
          };
  }

  /** A sentence; `{who}` begins it, `{when}` is when it happened. */
  tell(template: Template, details: Details = {}): Sentence {
    return filled(template, { who: this.#who, when: this.#when, ...details });
  }

  organization(id: string): string {
    return shortened(this.names.organization(id) ?? id);
  }

  office(id: string): string {
    return shortened(this.names.office(id) ?? id);
  }

  /** The name of an object that is known only as the one of the event's stream. */
  self({ stream: { type, id } }: Recorded): string {
    return type === 'office' ? this.office(id) : this.organization(id);
  }

  source(id: string): string {
    const title = this.names.source(id);
    return title === undefined ? id : quoted(title);
  }

  agreement(id: string): string {
    const subject = this.names.agreement(id);
    return subject === undefined ? id : quoted(subject);
  }

  /** The acting bodies of a party, which act together, or the class it stands for. */
  bodies({ bodyIds, classOrgId }: Pick<Party, 'bodyIds' | 'classOrgId'>): Phrase | undefined {
    const ids = classOrgId === undefined ? bodyIds : [classOrgId];
    return listed(
      ids.map((id) => this.organization(id)),
      undefined,
      ['cùng', 'together with'],
    );
  }

  party(partyId: string): Phrase {
    const party = this.names.party(partyId);
    return (party && this.bodies(party)) ?? { vi: `bên ${partyId}`, en: `party ${partyId}` };
  }

  parties(partyIds: readonly string[]): Phrase | undefined {
    return listed(partyIds.map((id) => this.party(id)));
  }

  clause(clauseId: string): Phrase {
    const label = this.names.clause(clauseId);
    return label === undefined || label === ''
      ? { vi: `điều khoản ${clauseId}`, en: `clause ${clauseId}` }
      : shortened(label);
  }
}

/** Several parts, those that are known, with commas; undefined when none is. */
export const joined = (...phrases: readonly (Phrase | undefined)[]): Sentence | undefined => {
  const known = phrases.filter((phrase) => phrase !== undefined);
  return known.length === 0
    ? undefined
    : inBoth((language) => known.map((phrase) => wordsIn(phrase, language)).join(', '));
};
