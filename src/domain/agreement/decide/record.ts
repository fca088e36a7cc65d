import type { Decision } from '../../kernel/decider.js';
import { parseDocumentNumber, resolveDocumentNumber, warningsOf } from '../../kernel/documentNumber.js';
import type { AgreementEvent, AgreementNumber } from '../events.js';
import { hasDay } from '../../kernel/fuzzyDate.js';
import { entryOf } from '../../kernel/ids.js';
import {
  type About,
  inList,
  isUnenumerated,
  requireBodies,
  requireContent,
  requireParties,
  requirePeriod,
  requireSource,
  resolveParty,
} from './rules.js';
import { requireUniqueIds } from './drafting.js';
import type { AgreementState } from '../state.js';
import { signedStatuses } from '../status.js';

/** An official number must follow the grammar (40); what is merely odd about it is kept as a warning. */
const officialNumber = ({ judge, command, facts }: About<'RegisterExistingAgreement'>): AgreementNumber | null => {
  const raw = command.data.number;
  if (raw === undefined) return null;
  const parsed = parseDocumentNumber(raw);
  if (!parsed.ok) {
    judge.refuse(parsed.error, 'number', { given: raw });
    return null;
  }
  const registry = [...facts.bodies.values()].flatMap(({ system, abbreviations }) =>
    system === null ? [] : abbreviations.map((code) => ({ code, system })),
  );
  const resolved = resolveDocumentNumber(parsed, registry);
  for (const warning of warningsOf(resolved, 'number')) judge.warn(warning);
  return { asWritten: raw, canonical: resolved.canonical };
};

/** States that a living agreement reaches by opening signing only. */
const hasOpenedSigning: ReadonlySet<AgreementState['status']> = new Set([
  'SIGNING',
  'SIGNING_FAILED',
  ...signedStatuses,
] as const);

/** `RegisterExistingAgreement` → `AgreementRegistered`: what existed before the system did; unknown is null. */
export const registerExistingAgreement = (about: About<'RegisterExistingAgreement'>): Decision<AgreementEvent> => {
  const { judge, command, facts } = about;
  const { data } = command;
  const { number: _, text, leadIssuer, effectiveFrom, signedOn, ...rest } = data;
  const number = officialNumber(about);
  const parties = data.parties.map((party) => resolveParty(party, facts));
  if (leadIssuer !== undefined)
    judge.require(facts.bodies.has(leadIssuer), 'NOT_FOUND', 'leadIssuer', { type: 'organization', id: leadIssuer });
  requireBodies(about, data.parties, inList('parties'));
  requireParties(judge, parties);
  requirePeriod(judge, data.period);
  requireContent(judge, text?.clauses, data.fields);
  requireUniqueIds(about, data);
  for (const party of hasOpenedSigning.has(data.status) ? parties : [])
    judge.require(!isUnenumerated(party, parties), 'PARTY_CLASS_NOT_ENUMERATED', `parties/${party.partyId}`, {
      partyId: party.partyId,
    });
  if (data.number === undefined) judge.warn({ code: 'NUMBER_UNKNOWN', path: 'number' });
  if (!hasDay(signedOn)) judge.warn({ code: 'SIGNED_ON_UNKNOWN', path: 'signedOn' });
  return judge.conclude<AgreementEvent>(() => [
    {
      type: 'AgreementRegistered',
      data: {
        ...rest,
        parties,
        number,
        leadIssuer: leadIssuer ?? null,
        text: text ?? null,
        textVersion: 1,
        textSha256: text === undefined ? null : facts.hashText(text),
        ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
        ...(signedOn === undefined ? {} : { signedOn }),
      },
    },
  ]);
};

/** `LinkSource` → `SourceLinked`; a second source is STATED only if both carry a number (61). */
export const linkSource = (about: About<'LinkSource'>): Decision<AgreementEvent> => {
  const { judge, command, state, facts } = about;
  const { data } = command;
  requireSource(about, data.sourceId);
  const others = state.sources.filter((each) => each.sourceId !== data.sourceId);
  const numbered = [data.sourceId, ...others.map((each) => each.sourceId)].every(
    (id) => facts.sources.get(id)?.hasNumber ?? false,
  );
  const tooSure = data.certainty === 'STATED' && others.length > 0 && !numbered;
  judge.require(!tooSure, 'LINK_CERTAINTY_TOO_HIGH', 'certainty', { sourceId: data.sourceId });
  const same = state.sources.some(
    (each) =>
      each.sourceId === data.sourceId &&
      each.certainty === data.certainty &&
      each.basis === data.basis &&
      each.alsoCalled === data.alsoCalled,
  );
  if (same) judge.settle();
  return judge.conclude<AgreementEvent>(() => [{ type: 'SourceLinked', data }]);
};

/** `UnlinkSource` → `SourceUnlinked`: a link is reversible (reference 1.6, X7). */
export const unlinkSource = ({ judge, command, state }: About<'UnlinkSource'>): Decision<AgreementEvent> => {
  if (!state.sources.some((source) => source.sourceId === command.data.sourceId)) judge.settle();
  return judge.conclude<AgreementEvent>(() => [{ type: 'SourceUnlinked', data: command.data }]);
};

/** `ObserveClause` → `ClauseObserved`: how a source words what the agreement has; the text itself stays. */
export const observeClause = (about: About<'ObserveClause'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  const { target, sourceId, asWritten, corrected } = command.data;
  requireSource(about, sourceId);
  if (target.kind === 'FIELD' && !state.fields.some((field) => field.fieldId === target.fieldId))
    judge.refuse('NOT_FOUND', 'target/fieldId', { type: 'field', id: target.fieldId });
  if (target.kind === 'CLAUSE' && !state.text.clauses.some((clause) => clause.clauseId === target.clauseId))
    judge.refuse('NOT_FOUND', 'target/clauseId', { type: 'clause', id: target.clauseId });
  const known =
    target.kind === 'FIELD'
      ? state.fields.find((field) => field.fieldId === target.fieldId)?.observations
      : target.kind === 'CLAUSE'
        ? entryOf(state.clauseObservations, target.clauseId)
        : entryOf(state.coreTasks, target.coreTaskId);
  const same = known?.some(
    (each) => each.sourceId === sourceId && each.asWritten === asWritten && each.corrected === corrected,
  );
  if (same === true) judge.settle();
  return judge.conclude<AgreementEvent>(() => [{ type: 'ClauseObserved', data: command.data }]);
};
