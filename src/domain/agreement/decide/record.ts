import type { Decision } from '../../kernel/decider.js';
import { type ParsedDocumentNumber, parseDocumentNumber, resolveDocumentNumber } from '../../kernel/documentNumber.js';
import type { AgreementEvent, AgreementNumber } from '../events.js';
import { type About, requireBodies, requireClauses, requireParties, requirePeriod, resolveParty } from './rules.js';
import { requireUniqueIds } from './drafting.js';

/** An official number must follow the grammar (40); what is merely odd about it is kept as a warning. */
const officialNumber = ({ judge, command, facts }: About<'RegisterExistingAgreement'>): AgreementNumber | null => {
  const raw = command.data.number;
  if (raw === undefined) return null;
  const parsed: ParsedDocumentNumber = parseDocumentNumber(raw);
  const registry = [...facts.bodies.values()].flatMap((body) =>
    body.system === null ? [] : body.abbreviations.map((code) => ({ code, system: body.system ?? 'PARTY' })),
  );
  const resolved = resolveDocumentNumber(parsed, registry);
  for (const code of resolved.errors) judge.refuse(code, 'number', { given: raw });
  for (const code of resolved.warnings) judge.warn({ code: code.code, path: 'number' });
  return { asWritten: raw, canonical: resolved.canonical ?? raw };
};

/** `RegisterExistingAgreement` → `AgreementRegistered`: what existed before the system did; unknown is null. */
export const registerExistingAgreement = (about: About<'RegisterExistingAgreement'>): Decision<AgreementEvent> => {
  const { judge, command, facts } = about;
  const { data } = command;
  const { number: _, text, leadIssuer, effectiveFrom, signedOn, ...rest } = data;
  const number = officialNumber(about);
  const parties = data.parties.map((party) => resolveParty(party, facts));
  requireBodies(about, data.parties, 'parties');
  requireParties(judge, parties);
  requirePeriod(judge, data.period);
  requireClauses(judge, text?.clauses ?? []);
  requireUniqueIds(about, data);
  if (number === null) judge.warn({ code: 'NUMBER_UNKNOWN', path: 'number' });
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
export const linkSource = ({ judge, command, state, facts }: About<'LinkSource'>): Decision<AgreementEvent> => {
  const { data } = command;
  const source = facts.sources.get(data.sourceId);
  if (source === undefined) judge.refuse('NOT_FOUND', 'sourceId', { type: 'source', id: data.sourceId });
  const others = state.sources.filter((each) => each.sourceId !== data.sourceId);
  const numbered = [data.sourceId, ...others.map((each) => each.sourceId)].every(
    (id) => facts.sources.get(id)?.hasNumber ?? false,
  );
  const tooSure = data.certainty === 'STATED' && others.length > 0 && !numbered;
  judge.require(!tooSure, 'LINK_CERTAINTY_TOO_HIGH', 'certainty', { sourceId: data.sourceId });
  const same = state.sources.some(
    (each) => each.sourceId === data.sourceId && each.certainty === data.certainty && each.basis === data.basis,
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
export const observeClause = ({ judge, command, state, facts }: About<'ObserveClause'>): Decision<AgreementEvent> => {
  const { target, sourceId, asWritten } = command.data;
  judge.require(facts.sources.has(sourceId), 'NOT_FOUND', 'sourceId', { type: 'source', id: sourceId });
  if (target.kind === 'FIELD' && !state.fields.some((field) => field.fieldId === target.fieldId))
    judge.refuse('NOT_FOUND', 'target/fieldId', { type: 'field', id: target.fieldId });
  if (target.kind === 'CLAUSE' && !state.text.clauses.some((clause) => clause.clauseId === target.clauseId))
    judge.refuse('NOT_FOUND', 'target/clauseId', { type: 'clause', id: target.clauseId });
  const known =
    target.kind === 'FIELD'
      ? state.fields.find((field) => field.fieldId === target.fieldId)?.observations
      : target.kind === 'CLAUSE'
        ? state.clauseObservations[target.clauseId]
        : state.coreTasks[target.coreTaskId];
  if (known?.some((each) => each.sourceId === sourceId && each.asWritten === asWritten)) judge.settle();
  return judge.conclude<AgreementEvent>(() => [{ type: 'ClauseObserved', data: command.data }]);
};
