import { day, vietnamDay } from '../kernel/fuzzyDate.js';
import { type BodyFact, isStanding } from '../organization/index.js';
import { hasLeft, isSignedUp } from './parties.js';
import type { AgreementState, PartyState } from './state.js';

/** What tells whether parties still exist; bodies as the record has them, by id. */
interface OrphanContext {
  readonly bodies: ReadonlyMap<string, Pick<BodyFact, 'dissolvedFrom' | 'successors'>>;
  /** The moment the question is about, RFC 3339. */
  readonly at: string;
}

/** A party that no longer exists, and the body whose end was its own. */
interface LostParty {
  readonly partyId: string;
  readonly orgId: string | null;
}

/**
 * The body by whose end the party is gone: its organisation, or, of several acting bodies, the last one. Undefined while
 * it exists, or another body has taken its place.
 */
const lostBody = (party: PartyState, isLost: (id: string) => boolean): string | undefined => {
  const { bodyIds, organizationId } = party;
  if (bodyIds.length > 0 && bodyIds.every(isLost)) return bodyIds[0];
  return organizationId !== null && isLost(organizationId) ? organizationId : undefined;
};

/**
 * The parties that no longer exist and that nobody succeeded: by the dissolution of their bodies, or because a clerk has
 * recorded so. One that withdrew, or was succeeded by a body that stands, is not among them.
 */
export const lostParties = (
  { parties }: Pick<AgreementState, 'parties'>,
  { bodies, at }: OrphanContext,
): readonly LostParty[] => {
  const today = day(vietnamDay(at));
  const isLost = (id: string): boolean => {
    const body = bodies.get(id);
    return body?.successors.length === 0 && isStanding(body, today) === 'NO';
  };
  return parties
    .filter((party) => party.status === 'DISSOLVED_NO_SUCCESSOR' || !hasLeft(party))
    .flatMap((party) => {
      const gone = lostBody(party, isLost);
      if (gone !== undefined) return [{ partyId: party.partyId, orgId: gone }];
      return party.status === 'DISSOLVED_NO_SUCCESSOR' ? [{ partyId: party.partyId, orgId: party.organizationId }] : [];
    });
};

const asked: ReadonlySet<PartyState['status']> = new Set(['INVITED', 'AUTHORITY_CONFIRMED', 'DECLINED'] as const);

/**
 * Was asked to join and has not: what becomes of it is not the agreement's loss. Its own end or a succession hides that it
 * was only asked; that it did not sign what was opened for signing does not.
 */
const neverJoined = (state: Pick<AgreementState, 'signing'>, party: PartyState): boolean =>
  asked.has(party.status) || (state.signing !== null && !isSignedUp(state, party));

/**
 * Is the agreement orphaned? It is when it is in force, suspended or not, and some party of it no longer exists and has
 * no successor (reference 0.9, 5.4): nobody is left to answer for that party's share.
 */
export const isOrphaned = (
  state: Pick<AgreementState, 'status' | 'parties' | 'signing'>,
  context: OrphanContext,
): boolean =>
  (state.status === 'IN_FORCE' || state.status === 'SUSPENDED') &&
  lostParties({ parties: state.parties.filter((party) => !neverJoined(state, party)) }, context).length > 0;
