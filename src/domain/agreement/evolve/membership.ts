import type { Recorded } from '../../kernel/event.js';
import { withParty, withStatus } from '../parties.js';
import type { AgreementState, DataOf } from '../state.js';

/** A right to sign is confirmed: of a party that has not signed yet, that is where it stands. */
export const authorityConfirmed = (
  state: AgreementState,
  { eventId }: Recorded,
  { warnings: _, partyId, ...authority }: DataOf<'SigningAuthorityConfirmed'>,
): AgreementState =>
  withParty(state, partyId, (party) => {
    const next = { ...party, authorities: [...(party.authorities ?? []), { ...authority, eventId }] };
    return party.status === 'INVITED' ? withStatus(next, 'AUTHORITY_CONFIRMED') : next;
  });

export const partyWithdrew = (state: AgreementState, data: DataOf<'PartyWithdrew'>): AgreementState =>
  withParty(state, data.partyId, (party) => ({ ...party, status: 'WITHDREW', leftFrom: data.effectiveFrom }));

/** Others stand in the party's place; who stood there before is kept, and so are the signatures. */
export const partySucceeded = (
  state: AgreementState,
  { eventId }: Recorded,
  { partyId, toBodyIds, organizationId, decisionDocId, effectiveFrom }: DataOf<'PartySucceeded'>,
): AgreementState =>
  withParty(state, partyId, ({ leftFrom: _, ...party }) => ({
    ...party,
    bodyIds: toBodyIds,
    jointBody: toBodyIds.length > 1,
    organizationId,
    status: 'SUCCEEDED',
    predecessors: [
      ...(party.predecessors ?? []),
      {
        bodyIds: party.bodyIds,
        jointBody: party.jointBody,
        organizationId: party.organizationId,
        until: effectiveFrom,
        decisionDocId,
        eventId,
      },
    ],
  }));

export const partyLeft = (state: AgreementState, data: DataOf<'PartyLeftWithoutSuccessor'>): AgreementState =>
  withParty(state, data.partyId, (party) => ({
    ...party,
    status: 'DISSOLVED_NO_SUCCESSOR',
    leftFrom: data.effectiveFrom,
  }));
