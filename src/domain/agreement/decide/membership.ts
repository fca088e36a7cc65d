import { changesBetween } from '../../kernel/changes.js';
import type { Decision } from '../../kernel/decider.js';
import { isWithin } from '../../kernel/fuzzyDate.js';
import { isStanding } from '../../organization/index.js';
import type { AgreementEvent } from '../events.js';
import { bodiesBehind, hasLeft, isSignedUp } from '../parties.js';
import { isOfVoidedRound } from '../rounds.js';
import type { PartyState } from '../state.js';
import { requireAuthority } from './authority.js';
import { samePartyIn } from './drafting.js';
import {
  type About,
  actingPartyOf,
  organizationOf,
  requireBodies,
  requireDecision,
  requireLead,
  requireOwnParty,
  requireParties,
  requireStanding,
  resolveParty,
} from './rules.js';

type PartyCommand = 'ConfirmSigningAuthority' | 'WithdrawParty' | 'SucceedParty';

/** The agreement's state would allow it, the party's own does not (64). */
export const refuseFor = (
  { judge, command }: Pick<About<PartyCommand>, 'judge' | 'command'>,
  { partyId, status }: PartyState,
  allowed: readonly About<PartyCommand>['command']['type'][] = [],
): void => judge.refuse('STATE_NOT_ALLOWED', 'partyId', { state: status, command: command.type, partyId, allowed });

/** `ConfirmSigningAuthority` → `SigningAuthorityConfirmed`: judged as the signature will be, on its day (21, 22, 58). */
export const confirmSigningAuthority = (about: About<'ConfirmSigningAuthority'>): Decision<AgreementEvent> => {
  const { judge, command, state, facts } = about;
  const { partyId, officeId, capacity, mandateId } = command.data;
  const party = actingPartyOf(judge, state, partyId);
  if (party !== undefined) {
    requireOwnParty(about, party);
    const office = facts.offices.get(officeId);
    if (mandateId !== undefined && office?.mandates.every((mandate) => mandate.mandateId !== mandateId) === true)
      judge.refuse('NOT_FOUND', 'mandateId', { type: 'mandate', id: mandateId });
    requireAuthority(about, party, officeId, capacity);
    for (const bodyId of bodiesBehind(party)) {
      const body = facts.bodies.get(bodyId);
      if (body !== undefined) requireStanding(judge, body, command.meta.occurred, 'partyId');
    }
    const isVoid = isOfVoidedRound(facts.today, command.meta.occurred);
    const today = isVoid ? party : facts.today.parties.find((each) => each.partyId === partyId);
    const known = today?.authorities?.some(
      (each) => each.officeId === officeId && each.capacity === capacity && each.mandateId === mandateId,
    );
    if (known === true) judge.settle();
    else if (isSignedUp(state, party) || hasLeft(party)) refuseFor(about, party);
  }
  return judge.conclude<AgreementEvent>(() => [{ type: 'SigningAuthorityConfirmed', data: command.data }]);
};

/** `AdmitParty` → `PartyAdmitted`: one more counterparty may sign, while the period lasts (29). */
export const admitParty = (about: About<'AdmitParty'>): Decision<AgreementEvent> => {
  const { judge, command, state, facts } = about;
  const { party: input, memberOf, ceremonyId } = command.data;
  requireLead(about);
  const end = state.period?.end ?? null;
  const { occurred } = command.meta;
  if (end !== null)
    judge.requireCertainly(isWithin(occurred, undefined, end), 'ACCESSION_NOT_ALLOWED', 'party', {
      periodEnd: end.latest ?? null,
    });
  const path = () => 'party';
  requireBodies(about, [input], path);
  if (memberOf !== undefined) {
    const classed = state.parties.find((each) => each.partyId === memberOf && each.classOrgId !== undefined);
    judge.require(classed?.side === input.side, 'NOT_A_PARTY', 'memberOf', {
      partyId: memberOf,
    });
  }
  const party = resolveParty(input, facts, memberOf);
  // A party that left is no party; one that comes back is another, with an id of its own.
  const present = { parties: state.parties.filter((each) => !hasLeft(each)) };
  if (samePartyIn(present, party)) judge.settle();
  else requireParties(judge, [party], path, state.parties);
  return judge.conclude<AgreementEvent>(() => [
    { type: 'PartyAdmitted', data: { party, ...(ceremonyId === undefined ? {} : { ceremonyId }) } },
  ]);
};

/** Was asked to join and has not joined: it has nothing to withdraw from. */
const neverJoined: ReadonlySet<PartyState['status']> = new Set([
  'ENUMERATED',
  'INVITED',
  'AUTHORITY_CONFIRMED',
  'DECLINED',
] as const);

/** `WithdrawParty` → `PartyWithdrew`: a party leaves, by its own leader; the agreement goes on. */
export const withdrawParty = (about: About<'WithdrawParty'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  const { data } = command;
  const party = actingPartyOf(judge, state, data.partyId);
  requireDecision(about, data.decisionDocId);
  if (party !== undefined) {
    requireOwnParty(about, party);
    const left = party.status === 'WITHDREW' && changesBetween(party.leftFrom, data.effectiveFrom).length === 0;
    if (left) judge.settle();
    else if (neverJoined.has(party.status) || hasLeft(party)) refuseFor(about, party);
  }
  return judge.conclude<AgreementEvent>(() => [{ type: 'PartyWithdrew', data }]);
};

/** Invariant 57: those who take the place must exist, be others, and stand when they take over. */
const requireSuccessors = (about: About<'SucceedParty'>, party: PartyState, toBodyIds: readonly string[]): void => {
  const { judge, command, facts } = about;
  const path = 'toBodyIds';
  const same = [...toBodyIds].sort().join() === [...party.bodyIds].sort().join();
  judge.require(!same, 'SUCCESSION_INVALID', path, { problem: 'OWN_SUCCESSOR' });
  judge.require(new Set(toBodyIds).size === toBodyIds.length, 'INPUT_INVALID', path, {
    problem: 'a body is named twice',
  });
  for (const bodyId of toBodyIds) {
    const body = facts.bodies.get(bodyId);
    if (body === undefined) judge.refuse('NOT_FOUND', path, { type: 'organization', id: bodyId });
    else if (body.isClass) judge.refuse('INPUT_INVALID', path, { problem: 'a class of bodies cannot act', bodyId });
    else
      judge.requireCertainly(isStanding(body, command.data.effectiveFrom), 'SUCCESSION_INVALID', path, {
        problem: 'SUCCESSOR_DISSOLVED',
        orgId: bodyId,
      });
  }
};

/** Is that already on record of the party: these bodies in its place, or nobody, from that day on? */
const isSucceeded = (party: PartyState, { toBodyIds, effectiveFrom }: About<'SucceedParty'>['command']['data']) => {
  const since = toBodyIds === null ? party.leftFrom : party.predecessors?.at(-1)?.until;
  const status = toBodyIds === null ? 'DISSOLVED_NO_SUCCESSOR' : 'SUCCEEDED';
  return (
    party.status === status &&
    changesBetween(since, effectiveFrom).length === 0 &&
    (toBodyIds === null || toBodyIds.join() === party.bodyIds.join())
  );
};

/**
 * `SucceedParty` → `PartySucceeded`, or `PartyLeftWithoutSuccessor`: what became of a party, in whatever state the agreement
 * is. A person's act: a dissolution alone only warns (reference 4.1).
 */
export const succeedParty = (about: About<'SucceedParty'>): Decision<AgreementEvent> => {
  const { judge, command, state, facts } = about;
  const { partyId, toBodyIds, decisionDocId, effectiveFrom } = command.data;
  const party = actingPartyOf(judge, state, partyId);
  judge.require(decisionDocId !== undefined, 'SUCCESSION_INVALID', 'decisionDocId', {
    problem: 'DECISION_DOCUMENT_REQUIRED',
  });
  if (party !== undefined) {
    if (isSucceeded(party, command.data)) judge.settle();
    else {
      if (toBodyIds !== null) requireSuccessors(about, party, toBodyIds);
      if (party.status === 'WITHDREW') refuseFor(about, party);
      else if (toBodyIds === null && hasLeft(party)) refuseFor(about, party, ['SucceedParty']);
    }
  }
  return judge.conclude<AgreementEvent>(() => {
    const what = { partyId, decisionDocId: decisionDocId ?? '', effectiveFrom };
    const [first] = toBodyIds ?? [];
    return toBodyIds === null || first === undefined
      ? [{ type: 'PartyLeftWithoutSuccessor', data: what }]
      : [{ type: 'PartySucceeded', data: { ...what, toBodyIds, organizationId: organizationOf(first, facts) } }];
  });
};
