import type { Party } from './events.js';
import type { AgreementState, PartyState, PartyStatus, Signing } from './state.js';

/** Has the party as many signatures as it needs, counting `more` that are about to be given? */
export const isSignedUp = (state: Pick<AgreementState, 'signing'>, party: PartyState, more = 0): boolean => {
  const needed = state.signing?.required.find((each) => each.partyId === party.partyId)?.signatures ?? 1;
  return party.signatures.length + more >= needed;
};

export const newParty = (party: Party, status: PartyStatus): PartyState => ({ ...party, status, signatures: [] });

/** Is it a party no longer, because it withdrew or is gone and nobody took its place? */
export const hasLeft = ({ status }: { readonly status?: PartyStatus }): boolean =>
  status === 'WITHDREW' || status === 'DISSOLVED_NO_SUCCESSOR';

/** What comes of signing does not undo a succession or a departure: history may arrive in any order. */
export const withStatus = (party: PartyState, status: PartyStatus): PartyState =>
  party.status === 'SUCCEEDED' || hasLeft(party) ? party : { ...party, status };

/** Where a party stands that has not signed, or whose signature was withdrawn. */
export const waiting = ({ authorities = [] }: PartyState): PartyStatus =>
  authorities.length === 0 ? 'INVITED' : 'AUTHORITY_CONFIRMED';

/** A signature of another text, recorded late or of an earlier round, does not count for the one now opened. */
export const invited = (party: PartyState, signing: Signing): PartyState => {
  if (party.classOrgId !== undefined) return party;
  const signatures = party.signatures.filter(({ textSha256 }) => textSha256 === signing.textSha256);
  const next = { ...party, signatures };
  return withStatus(next, isSignedUp({ signing }, next) ? 'SIGNED' : 'INVITED');
};

/** A party of a draft that is open again: what was signed and confirmed for the old text is void. */
export const reopened = ({ authorities: _, ...party }: PartyState): PartyState =>
  withStatus({ ...party, signatures: [] }, party.memberOf === undefined ? 'PROPOSED' : 'ENUMERATED');

/** The bodies in whose name an office of the party may act: its acting bodies and the organisation behind them. */
export const bodiesBehind = (party: PartyState): ReadonlySet<string> =>
  new Set([...party.bodyIds, ...(party.organizationId === null ? [] : [party.organizationId])]);

/** The bodies behind all parties but those that left. */
export const partyBodyIds = ({ parties }: Pick<AgreementState, 'parties'>): readonly string[] => [
  ...new Set(parties.filter((party) => !hasLeft(party)).flatMap((party) => [...bodiesBehind(party)])),
];

/** The state with one of its parties changed. */
export const withParty = (
  state: AgreementState,
  partyId: string,
  change: (party: PartyState) => PartyState,
): AgreementState => ({
  ...state,
  parties: state.parties.map((party) => (party.partyId === partyId ? change(party) : party)),
});

/** The state with more parties; one that it has already stays as it is. */
export const addParties = (state: AgreementState, parties: readonly PartyState[]): AgreementState => ({
  ...state,
  parties: [...state.parties, ...parties.filter((added) => !state.parties.some((p) => p.partyId === added.partyId))],
});
