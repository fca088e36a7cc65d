import type { AgreementState, Party } from '../agreement/index.js';
import type { Recorded } from '../kernel/event.js';
import { latestMs } from '../kernel/fuzzyDate.js';
import type { StreamType } from '../kernel/ids.js';
import { validTime } from '../kernel/validTime.js';
import type { OrganizationState } from '../organization/index.js';

type Lookup<T = string> = (id: string) => T | undefined;

type OpinionBy = Pick<AgreementState['opinions'][number], 'orgId' | 'officeId' | 'clauseId'>;

/** What the object of an event knows itself, as its record stood before the event. */
export interface OwnNames {
  readonly party: Lookup<Pick<Party, 'bodyIds' | 'classOrgId'>>;
  /** Labels. */
  readonly clause: Lookup;
  /** Wording. */
  readonly field: Lookup;
  readonly opinion: Lookup<OpinionBy>;
  /** The version of an event in the same stream. */
  readonly event: Lookup<number>;
}

/** What other streams are called: names of organisations, titles of offices and sources, subjects of agreements. */
export interface OtherNames {
  readonly organization: Lookup;
  readonly office: Lookup;
  readonly source: Lookup;
  readonly agreement: Lookup;
}

/** What a sentence calls things by; an id that nothing is known of is shown itself. There are no names of persons. */
export interface Names extends OwnNames, OtherNames {}

/** Reads the names that an object knows itself. `before`: its state before the event; `versionOf`: of events of its stream. */
export const ownNames = (type: StreamType, before: unknown, versionOf: Lookup<number>): OwnNames => {
  // The state of a stream is what its aggregate folded, so an agreement's is an AgreementState.
  const { parties, text, fields, opinions } = (
    type === 'agreement' ? before : { parties: [], text: { clauses: [] }, fields: [], opinions: [] }
  ) as Pick<AgreementState, 'parties' | 'text' | 'fields' | 'opinions'>;
  return {
    party: (id) => parties.find(({ partyId }) => partyId === id),
    clause: (id) => text.clauses.find(({ clauseId }) => clauseId === id)?.label,
    field: (id) => fields.find(({ fieldId }) => fieldId === id)?.text,
    opinion: (id) => opinions.find(({ opinionId }) => opinionId === id),
    event: versionOf,
  };
};

/** What an organisation was called when an event counted; a name it took later would tell another story. */
export const nameAt = (
  { name, formerNames }: Pick<OrganizationState, 'name' | 'formerNames'>,
  event: Recorded,
): string => {
  const { latest } = validTime(event);
  return formerNames.find(({ until }) => latestMs(until) > latest)?.name ?? name;
};
