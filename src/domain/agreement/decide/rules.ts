import { type FuzzyDate, isAfter, isBefore, negate } from '../../kernel/fuzzyDate.js';
import type { Judge } from '../../kernel/judge.js';
import type { AgreementCommand, AgreementCommandOf, AgreementCommandType, PartyInput } from '../commands.js';
import type { Party, Period } from '../events.js';
import type { AgreementFacts } from '../facts.js';
import type { AgreementRejection } from '../rejections.js';
import type { AgreementState, PartyState } from '../state.js';

/** All that one decision sees. */
interface Seen<C extends AgreementCommand> {
  readonly command: C;
  readonly state: AgreementState;
  readonly facts: AgreementFacts;
  readonly judge: Judge<AgreementRejection>;
}

export type About<T extends AgreementCommandType> = Seen<AgreementCommandOf<T>>;
type AnyAbout = Seen<AgreementCommand>;

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
const maxFields = 100;

/** The organisation behind a body: itself, unless it acts for its parent. */
export const organizationOf = (bodyId: string, facts: AgreementFacts): string =>
  facts.bodies.get(bodyId)?.organizationId ?? bodyId;

/**
 * The lead issuer's own leader sends it (reference 4.3: no leader acts for another organisation). Where an import does
 * not say who leads, nobody can prove to be it.
 */
export const requireLead = ({ judge, command, state, facts }: AnyAbout): void => {
  const { actor, channel } = command.meta;
  if (channel === 'IMPORT' || actor.role === 'SYSTEM') return;
  const lead = state.leadIssuer;
  const mine = actor.onBehalfOfOrgId;
  const isLead = lead !== null && (mine === lead || mine === organizationOf(lead, facts));
  judge.require(isLead, 'ROLE_NOT_ALLOWED', undefined, {
    role: actor.role,
    command: command.type,
    leadIssuer: lead,
  });
};

/** A party as it will be stored: the organisation resolved from its bodies. */
export const resolveParty = (input: PartyInput, facts: AgreementFacts, memberOf?: string): Party => ({
  ...input,
  organizationId:
    input.bodyIds[0] === undefined || input.classOrgId !== undefined ? null : organizationOf(input.bodyIds[0], facts),
  ...(memberOf === undefined ? {} : { memberOf }),
});

/** Where in a command's data a party stands: an element of a list goes by its id. */
type PartyPath = (partyId: string) => string;
export const inList =
  (list: string): PartyPath =>
  (partyId) =>
    `${list}/${partyId}`;

/**
 * Every body must be registered, standing at `occurred`, and of the right sort: a class is named as a class and has no
 * bodies of its own, for it can never sign (0.5).
 */
export const requireBodies = (
  { judge, command, facts }: AnyAbout,
  parties: readonly PartyInput[],
  path: PartyPath,
): void => {
  for (const party of parties) {
    const at = path(party.partyId);
    const { classOrgId } = party;
    const classed = classOrgId !== undefined;
    judge.require(classed !== party.bodyIds.length > 0, 'INPUT_INVALID', `${at}/bodyIds`, {
      problem: classed ? 'a class of parties has no bodies' : 'a party needs an acting body',
    });
    if (classed) {
      const body = facts.bodies.get(classOrgId);
      if (body === undefined) judge.refuse('NOT_FOUND', `${at}/classOrgId`, { type: 'organization', id: classOrgId });
      else judge.require(body.isClass, 'INPUT_INVALID', `${at}/classOrgId`, { problem: 'not a class of bodies' });
    }
    for (const bodyId of party.bodyIds) {
      const body = facts.bodies.get(bodyId);
      if (body === undefined) judge.refuse('NOT_FOUND', `${at}/bodyIds`, { type: 'organization', id: bodyId });
      else if (body.isClass)
        judge.refuse('INPUT_INVALID', `${at}/bodyIds`, { problem: 'a class of bodies cannot act', bodyId });
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
  body: { readonly id: string; readonly dissolvedFrom: FuzzyDate | null },
  occurred: FuzzyDate,
  path: string,
): void => {
  if (body.dissolvedFrom !== null)
    judge.requireCertainly(negate(isAfter(occurred, body.dissolvedFrom)), 'ORG_DISSOLVED', path, { orgId: body.id });
};

/** Invariants 10, 11 and 69 over a whole list of parties. */
export const requireParties = (
  judge: Judge<AgreementRejection>,
  parties: readonly Party[],
  path: PartyPath = inList('parties'),
): void => {
  judge.require(parties.length <= maxParties, 'CAPACITY_LIMIT', 'parties', {
    what: 'parties',
    limit: maxParties,
    given: parties.length,
  });
  const sides = new Set(parties.map((party) => party.side));
  judge.require(sides.size >= 2, 'PARTIES_TOO_FEW', 'parties');
  const sideOf = new Map<string, string>();
  const seen = new Set<string>();
  const ids = new Set<string>();
  for (const party of parties) {
    for (const bodyId of party.bodyIds) {
      const other = sideOf.get(bodyId);
      if (other !== undefined && other !== party.side)
        judge.refuse('PARTY_ON_BOTH_SIDES', path(party.partyId), { bodyId });
      else if (other !== undefined) judge.refuse('PARTY_DUPLICATE', path(party.partyId), { partyId: party.partyId });
      sideOf.set(bodyId, party.side);
    }
    const behind = `${party.side} ${party.organizationId ?? party.classOrgId ?? ''}`;
    const twice = seen.has(behind) || ids.has(party.partyId);
    judge.require(!twice, 'PARTY_DUPLICATE', path(party.partyId), { partyId: party.partyId });
    seen.add(behind);
    ids.add(party.partyId);
  }
};

/** Invariant 8: the period may not certainly end before it starts; years that only overlap leave a doubt. */
export const requirePeriod = (judge: Judge<AgreementRejection>, period: Period | null, path = 'period'): void => {
  if (period?.start == null || period.end === null) return;
  judge.requireCertainly(negate(isBefore(period.end, period.start)), 'PERIOD_INVALID', path);
};

/** Invariant 69 for texts and fields, and 65: a field names a clause that the text has, where the text is known. */
export const requireContent = (
  judge: Judge<AgreementRejection>,
  clauses: readonly { readonly clauseId: string }[] | undefined,
  fields: readonly { readonly fieldId: string; readonly clauseId?: string | undefined }[],
  paths = { clauses: 'text/clauses', fields: 'fields' },
): void => {
  const given = [
    ['clauses', maxClauses, clauses?.length ?? 0],
    ['fields', maxFields, fields.length],
  ] as const;
  for (const [what, limit, count] of given)
    judge.require(count <= limit, 'CAPACITY_LIMIT', paths[what], { what, limit, given: count });
  if (clauses === undefined) return;
  const known = new Set(clauses.map((clause) => clause.clauseId));
  for (const { fieldId, clauseId } of fields)
    if (clauseId !== undefined && !known.has(clauseId))
      judge.refuse('NOT_FOUND', `${paths.fields}/${fieldId}/clauseId`, { type: 'clause', id: clauseId });
};

/** The party a command names, as the agreement has it (19). A class of parties acts for nobody (0.5). */
export const actingPartyOf = (
  judge: Judge<AgreementRejection>,
  state: AgreementState,
  partyId: string,
): PartyState | undefined => {
  const party = state.parties.find((each) => each.partyId === partyId && each.classOrgId === undefined);
  if (party === undefined) judge.refuse('NOT_A_PARTY', 'partyId', { partyId });
  return party;
};

/** The bodies in whose name an office of the party may act: its acting bodies and the organisation behind them. */
export const bodiesBehind = (party: PartyState): ReadonlySet<string> =>
  new Set([...party.bodyIds, ...(party.organizationId === null ? [] : [party.organizationId])]);

/** Has the class no member yet (12)? */
export const isUnenumerated = (
  party: { readonly partyId: string; readonly classOrgId?: string | undefined },
  parties: readonly { readonly memberOf?: string | undefined }[],
): boolean => party.classOrgId !== undefined && !parties.some((member) => member.memberOf === party.partyId);

/** A source that a command names must be registered (65). */
export const requireSource = ({ judge, facts }: Pick<AnyAbout, 'judge' | 'facts'>, id: string): void => {
  judge.require(facts.sources.has(id), 'NOT_FOUND', 'sourceId', { type: 'source', id });
};

/** An office that a command names must be registered (65). */
export const requireOffice = ({ judge, facts }: Pick<AnyAbout, 'judge' | 'facts'>, path: string, id: string): void => {
  judge.require(facts.offices.has(id), 'NOT_FOUND', path, { type: 'office', id });
};

/** What history may leave open, a living command must say: null is for imports (reference 4.12). */
export const requireStated = (
  { judge, command }: Pick<AnyAbout, 'judge' | 'command'>,
  values: Readonly<Record<string, unknown>>,
): void => {
  if (command.meta.channel === 'IMPORT') return;
  for (const [path, value] of Object.entries(values))
    judge.require(value !== null, 'INPUT_INVALID', path, { problem: 'null, which only an import may send' });
};

/** Text version and hash, where a command names them, must be the agreement's current ones (30). */
export const requireCurrentText = (
  judge: Judge<AgreementRejection>,
  state: AgreementState,
  named: { readonly textVersion: number | null; readonly textSha256: string | null },
): void => {
  const { textVersion: version, textSha256: sha256 } = named;
  const same =
    (version === null || version === state.text.version) && (sha256 === null || sha256 === state.text.sha256);
  judge.require(same, 'TEXT_VERSION_NOT_CURRENT', 'textVersion', {
    current: state.text.version,
    currentSha256: state.text.sha256,
    given: version,
  });
};
