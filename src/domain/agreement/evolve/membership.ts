import type { Recorded } from '../../kernel/event.js';
import { entryOf } from '../../kernel/ids.js';
import { validTime } from '../../kernel/validTime.js';
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

/**
 * Others stand in the party's place; who stood there before is kept, and so are the signatures. A party that withdrew before
 * stays out.
 */
export const partySucceeded = (
  state: AgreementState,
  event: Recorded,
  { partyId, toBodyIds, organizationId, decisionDocId, effectiveFrom }: DataOf<'PartySucceeded'>,
): AgreementState => {
  const succeeded = withParty(state, partyId, ({ leftFrom, ...party }) => ({
    ...party,
    ...(party.status === 'WITHDREW' && leftFrom !== undefined ? { leftFrom } : {}),
    bodyIds: toBodyIds,
    jointBody: toBodyIds.length > 1,
    organizationId,
    status: party.status === 'WITHDREW' ? party.status : 'SUCCEEDED',
    predecessors: [
      ...(party.predecessors ?? []),
      {
        bodyIds: party.bodyIds,
        jointBody: party.jointBody,
        organizationId: party.organizationId,
        until: effectiveFrom,
        decisionDocId,
        eventId: event.eventId,
      },
    ],
  }));
  const place = { version: event.stream.version, countsFrom: validTime(event).latest };
  return { ...succeeded, successions: { ...state.successions, [partyId]: place } };
};

/**
 * Nobody stands in the party's place. A succession undoes that if it was recorded since, though it may count from before, and
 * if it counts since, though it may have been recorded before.
 */
export const partyLeft = (
  state: AgreementState,
  event: Recorded,
  data: DataOf<'PartyLeftWithoutSuccessor'>,
): AgreementState => {
  const succession = entryOf(state.successions ?? {}, data.partyId);
  const isUndone =
    succession !== undefined &&
    (succession.version > event.stream.version || succession.countsFrom > validTime(event).latest);
  return isUndone
    ? state
    : withParty(state, data.partyId, (party) => ({
        ...party,
        status: 'DISSOLVED_NO_SUCCESSOR',
        leftFrom: data.effectiveFrom,
      }));
};
