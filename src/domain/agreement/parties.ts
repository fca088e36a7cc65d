import type { Party } from './events.js';
import type { AgreementState, PartyState, PartyStatus, Signing } from './state.js';

/** Has the party as many signatures as it needs, counting `more` that are about to be given? */
export const isSignedUp = (state: Pick<AgreementState, 'signing'>, party: PartyState, more = 0): boolean => {
  const needed = state.signing?.required.find((each) => each.partyId === party.partyId)?.signatures ?? 1;
  return party.signatures.length + more >= needed;
};

export const newParty = (party: Party, status: PartyStatus): PartyState => ({ ...party, status, signatures: [] });

/** A signature of another text, recorded late or of an earlier round, does not count for the one now opened. */
export const invited = (party: PartyState, signing: Signing): PartyState => {
  if (party.classOrgId !== undefined) return party;
  const signatures = party.signatures.filter(({ textSha256 }) => textSha256 === signing.textSha256);
  const next = { ...party, signatures };
  return { ...next, status: isSignedUp({ signing }, next) ? 'SIGNED' : 'INVITED' };
};
