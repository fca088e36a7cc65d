import { isAfter, isBefore, negate } from '../../kernel/fuzzyDate.js';
import type { Judge } from '../../kernel/judge.js';
import type { AgreementCommandOf, AgreementCommandType, PartyInput } from '../commands.js';
import type { Party, Period } from '../events.js';
import type { AgreementFacts } from '../facts.js';
import type { AgreementRejection } from '../rejections.js';
import type { AgreementState, PartyState } from '../state.js';

/** All that one decision sees. */
export interface About<T extends AgreementCommandType> {
  readonly command: AgreementCommandOf<T>;
  readonly state: AgreementState;
  readonly facts: AgreementFacts;
  readonly judge: Judge<AgreementRejection>;
}

type AnyAbout = Pick<About<AgreementCommandType>, 'state' | 'facts' | 'judge'> & {
  readonly command: About<AgreementCommandType>['command'];
};

export const terminalStatuses: ReadonlySet<AgreementState['status']> = new Set([
  'WITHDRAWN',
  'TERMINATED',
  'EXPIRED',
  'SUPERSEDED',
  'RENEWED',
  'ARCHIVED',
] as const);

/** Parties of one agreement (reference 4.1). */
export const maxParties = 100;
const maxClauses = 200;

/** The organisation behind a body: itself, unless it acts for its parent. */
export const organizationOf = (bodyId: string, facts: AgreementFacts): string =>
  facts.bodies.get(bodyId)?.organizationId ?? bodyId;

/** The lead issuer's own leader sends it (reference 4.3: no leader acts for another organisation). */
export const requireLead = ({ judge, command, state, facts }: AnyAbout): void => {
  const { actor, channel } = command.meta;
  if (channel === 'IMPORT' || actor.role === 'SYSTEM' || state.leadIssuer === null) return;
  const lead = state.leadIssuer;
  const mine = actor.onBehalfOfOrgId;
  judge.require(mine === lead || mine === organizationOf(lead, facts), 'ROLE_NOT_ALLOWED', undefined, {
    role: actor.role,
    command: command.type,
    leadIssuer: lead,
  });
};

/** A party as it will be stored: the organisation resolved from its bodies. */
export const resolveParty = (input: PartyInput, facts: AgreementFacts, memberOf?: string): Party => ({
  ...input,
  organizationId: input.bodyIds[0] === undefined ? null : organizationOf(input.bodyIds[0], facts),
  ...(memberOf === undefined ? {} : { memberOf }),
});

/** Every body must be registered, standing at `occurred`, and of the right sort: a class cannot be a body (0.5). */
export const requireBodies = (
  { judge, command, facts }: AnyAbout,
  parties: readonly PartyInput[],
  path: string,
): void => {
  for (const party of parties) {
    const at = `${path}/${party.partyId}`;
    const { classOrgId } = party;
    const classed = classOrgId !== undefined;
    judge.require(classed || party.bodyIds.length > 0, 'PARTIES_TOO_FEW', at, { partyId: party.partyId });
    if (classed)
      judge.require(facts.bodies.has(classOrgId), 'NOT_FOUND', `${at}/classOrgId`, {
        type: 'organization',
        id: classOrgId,
      });
    for (const bodyId of party.bodyIds) {
      const body = facts.bodies.get(bodyId);
      if (body === undefined) judge.refuse('NOT_FOUND', `${at}/bodyIds`, { type: 'organization', id: bodyId });
      else if (body.isClass)
        judge.refuse('PARTY_CLASS_NOT_ENUMERATED', `${at}/bodyIds`, { partyId: party.partyId, bodyId });
      else requireStanding(judge, body, command.meta.occurred, at);
    }
    judge.require(party.bodyIds.length <= 1 || party.jointBody, 'PARTY_DUPLICATE', `${at}/jointBody`, {
      partyId: party.partyId,
    });
  }
};

/** Invariant 58: nothing new for a body that was dissolved by then. */
export const requireStanding = (
  judge: Judge<AgreementRejection>,
  body: { readonly id: string; readonly dissolvedFrom: Parameters<typeof isBefore>[0] | null },
  occurred: Parameters<typeof isBefore>[0],
  path: string,
): void => {
  if (body.dissolvedFrom !== null)
    judge.requireCertainly(negate(isAfter(occurred, body.dissolvedFrom)), 'ORG_DISSOLVED', path, { orgId: body.id });
};

/** Invariants 10, 11 and 69 over a whole list of parties. */
export const requireParties = (judge: Judge<AgreementRejection>, parties: readonly Party[]): void => {
  const path = 'parties';
  judge.require(parties.length <= maxParties, 'CAPACITY_LIMIT', path, {
    what: 'parties',
    limit: maxParties,
    given: parties.length,
  });
  const sides = new Set(parties.map((party) => party.side));
  judge.require(parties.length >= 2 && sides.size >= 2, 'PARTIES_TOO_FEW', path);
  const sideOf = new Map<string, string>();
  const seen = new Set<string>();
  const ids = new Set<string>();
  for (const party of parties) {
    for (const bodyId of party.bodyIds) {
      const other = sideOf.get(bodyId);
      if (other !== undefined && other !== party.side)
        judge.refuse('PARTY_ON_BOTH_SIDES', `${path}/${party.partyId}`, { bodyId });
      sideOf.set(bodyId, party.side);
    }
    const behind = `${party.side} ${party.organizationId ?? party.classOrgId ?? ''}`;
    const twice = seen.has(behind) || ids.has(party.partyId);
    judge.require(!twice, 'PARTY_DUPLICATE', `${path}/${party.partyId}`, { partyId: party.partyId });
    seen.add(behind);
    ids.add(party.partyId);
  }
};

/** Invariant 8: the period must not certainly end before it starts. */
export const requirePeriod = (judge: Judge<AgreementRejection>, period: Period | null): void => {
  if (period?.start == null || period.end === null) return;
  judge.require(isBefore(period.end, period.start) !== 'YES', 'PERIOD_INVALID', 'period');
};

/** Invariant 69 for texts. */
export const requireClauses = (
  judge: Judge<AgreementRejection>,
  clauses: readonly { readonly clauseId: string }[],
): void => {
  const path = 'text/clauses';
  judge.require(clauses.length <= maxClauses, 'CAPACITY_LIMIT', path, {
    what: 'clauses',
    limit: maxClauses,
    given: clauses.length,
  });
};

/** The party a command names (19), as the agreement has it. */
export const partyOf = (
  judge: Judge<AgreementRejection>,
  state: AgreementState,
  partyId: string,
): PartyState | undefined => {
  const party = state.parties.find((each) => each.partyId === partyId);
  if (party === undefined) judge.refuse('NOT_A_PARTY', 'partyId', { partyId });
  return party;
};

/** Text version and hash that a command names must be the agreement's current ones (30). */
export const requireCurrentText = (
  judge: Judge<AgreementRejection>,
  state: AgreementState,
  named: { readonly textVersion: number | null; readonly textSha256: string | null },
): void => {
  const same = named.textVersion === state.text.version && named.textSha256 === state.text.sha256;
  judge.require(same, 'TEXT_VERSION_NOT_CURRENT', 'textVersion', {
    current: state.text.version,
    currentSha256: state.text.sha256,
    given: named.textVersion,
  });
};
