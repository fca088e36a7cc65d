import { type FuzzyDate, isAfter, isBefore, negate } from '../../kernel/fuzzyDate.js';
import type { Judge } from '../../kernel/judge.js';
import type { AgreementCommand, AgreementCommandOf, AgreementCommandType, PartyInput } from '../commands.js';
import type { Party, Period } from '../events.js';
import type { AgreementFact, AgreementFacts } from '../facts.js';
import { bodiesBehind, hasLeft, partyBodyIds } from '../parties.js';
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

/** Parties of one agreement (reference 4.1). */
export const maxParties = 100;
const maxClauses = 200;
const maxFields = 100;

/** The organisation behind a body: itself, unless it acts for its parent. */
export const organizationOf = (bodyId: string, facts: AgreementFacts): string =>
  facts.bodies.get(bodyId)?.organizationId ?? bodyId;

/** In whose right a leader sends a command: the lead's, a party's, or that of a body above them. */
interface Competent {
  readonly bodies: readonly (string | null)[];
  /** May a body above one of them send it as well (reference 4.3, "superior")? */
  readonly superior: boolean;
}

/**
 * Only the leader of one of these bodies sends it (reference 4.3: no leader acts for another organisation). Where an import
 * does not say who leads, nobody can prove to be it.
 */
const requireCompetence = ({ judge, command, state, facts }: AnyAbout, { bodies, superior }: Competent): void => {
  const { actor, channel } = command.meta;
  if (channel === 'IMPORT' || actor.role === 'SYSTEM') return;
  const competent = new Set(
    bodies.flatMap((id) =>
      id === null ? [] : [id, organizationOf(id, facts), ...(superior ? (facts.bodies.get(id)?.ancestors ?? []) : [])],
    ),
  );
  const mine = actor.onBehalfOfOrgId;
  judge.require(mine !== undefined && competent.has(mine), 'ROLE_NOT_ALLOWED', undefined, {
    role: actor.role,
    command: command.type,
    leadIssuer: state.leadIssuer,
  });
};

/** The leader of the lead issuer. */
export const requireLead = (about: AnyAbout): void =>
  requireCompetence(about, { bodies: [about.state.leadIssuer], superior: false });

/** The leader of the lead issuer or of a body above it. */
export const requireLeadOrSuperior = (about: AnyAbout): void =>
  requireCompetence(about, { bodies: [about.state.leadIssuer], superior: true });

/** The leader of the lead issuer, of a party, or of a body above one of them. */
export const requirePartyOrSuperior = (about: AnyAbout): void =>
  requireCompetence(about, { bodies: [about.state.leadIssuer, ...partyBodyIds(about.state)], superior: true });

/** Somebody of the party itself: its leader, or its clerk. */
export const requireOwnParty = ({ judge, command }: AnyAbout, party: PartyState): void => {
  const { actor, channel } = command.meta;
  if (channel === 'IMPORT') return;
  const mine = actor.onBehalfOfOrgId;
  judge.require(mine !== undefined && bodiesBehind(party).has(mine), 'ROLE_NOT_ALLOWED', undefined, {
    role: actor.role,
    command: command.type,
    partyId: party.partyId,
  });
};

/** Live, what changes an agreement's life rests on a decision document; an imported source seldom names one. */
export const requireDecision = (
  { judge, command }: Pick<AnyAbout, 'judge' | 'command'>,
  decisionDocId: string | undefined,
): void => {
  const { channel } = command.meta;
  if (channel !== 'API' && channel !== 'CLI') return;
  judge.require(decisionDocId !== undefined, 'INPUT_INVALID', 'decisionDocId', {
    problem: 'DECISION_DOCUMENT_REQUIRED',
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

/**
 * Invariants 10, 11 and 69 over the parties that are added to those `known`, or over a whole list. Among the known ones two
 * may have come to the same body by succession: that is a fact, and no rule undoes it.
 */
export const requireParties = (
  judge: Judge<AgreementRejection>,
  added: readonly Party[],
  path: PartyPath = inList('parties'),
  known: readonly PartyState[] = [],
): void => {
  const given = known.length + added.length;
  judge.require(given <= maxParties, 'CAPACITY_LIMIT', 'parties', { what: 'parties', limit: maxParties, given });
  const present = known.filter((party) => !hasLeft(party));
  const sides = new Set([...present, ...added].map((party) => party.side));
  judge.require(sides.size >= 2, 'PARTIES_TOO_FEW', 'parties');
  const behind = (party: Party) => `${party.side} ${party.organizationId ?? party.classOrgId ?? ''}`;
  const sideOf = new Map(present.flatMap(({ bodyIds, side }) => bodyIds.map((bodyId) => [bodyId, side] as const)));
  const seen = new Set(present.map(behind));
  const ids = new Set(known.map((party) => party.partyId));
  for (const party of added) {
    for (const bodyId of party.bodyIds) {
      const other = sideOf.get(bodyId);
      if (other !== undefined && other !== party.side)
        judge.refuse('PARTY_ON_BOTH_SIDES', path(party.partyId), { bodyId });
      else if (other !== undefined) judge.refuse('PARTY_DUPLICATE', path(party.partyId), { partyId: party.partyId });
      sideOf.set(bodyId, party.side);
    }
    const twice = seen.has(behind(party)) || ids.has(party.partyId);
    judge.require(!twice, 'PARTY_DUPLICATE', path(party.partyId), { partyId: party.partyId });
    seen.add(behind(party));
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

/** Has the class no member yet (12)? */
export const isUnenumerated = (
  party: { readonly partyId: string; readonly classOrgId?: string | undefined },
  parties: readonly { readonly memberOf?: string | undefined }[],
): boolean => party.classOrgId !== undefined && !parties.some((member) => member.memberOf === party.partyId);

/** A source that a command names must be registered (65). */
export const requireSource = ({ judge, facts }: Pick<AnyAbout, 'judge' | 'facts'>, id: string): void => {
  judge.require(facts.sources.has(id), 'NOT_FOUND', 'sourceId', { type: 'source', id });
};

/** Another agreement that a command names must be on record (65). */
export const requireAgreement = (
  { judge, command, facts }: Pick<AnyAbout, 'judge' | 'command' | 'facts'>,
  path: string,
  id: string,
): AgreementFact | undefined => {
  const found = facts.agreements.get(id);
  judge.require(id !== command.streamId, 'INPUT_INVALID', path, { problem: 'OWN_SUCCESSOR' });
  judge.require(found !== undefined, 'NOT_FOUND', path, { type: 'agreement', id });
  return found;
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
