import { changesBetween } from '../../kernel/changes.js';
import type { Decision } from '../../kernel/decider.js';
import { type AgreementEvent, type StanceCounts, stances } from '../events.js';
import type { AgreementState, Opinion } from '../state.js';
import { type About, organizationOf, requireCurrentText, requireOffice } from './rules.js';

/** `OpenConsultation` → `ConsultationOpened`: the current text goes out for opinions. */
export const openConsultation = ({
  judge,
  command,
  state,
  facts,
}: About<'OpenConsultation'>): Decision<AgreementEvent> => {
  const { audience, dueBy, textVersion } = command.data;
  requireCurrentText(judge, state, { textVersion, textSha256: null });
  for (const id of audience) judge.require(facts.bodies.has(id), 'NOT_FOUND', 'audience', { type: 'organization', id });
  const round = state.consultations.at(-1);
  if (state.status === 'CONSULTING' && round !== undefined) {
    const { eventId: _, counts: __, ...opened } = round;
    if (changesBetween(opened, { audience, textVersion, ...(dueBy === undefined ? {} : { dueBy }) }).length === 0)
      judge.settle();
  }
  return judge.conclude<AgreementEvent>(() => [{ type: 'ConsultationOpened', data: command.data }]);
};

/** An opinion counts as an organisation's word: nobody gives it in another's name. */
const requireOwnOpinion = ({ judge, command, facts }: About<'SubmitOpinion'>): void => {
  const { orgId, officeId } = command.data;
  const { actor, channel } = command.meta;
  if (channel === 'IMPORT') return;
  const mine = actor.onBehalfOfOrgId;
  const ownOrg = orgId === undefined || mine === orgId || (mine !== undefined && mine === organizationOf(orgId, facts));
  const ownOffice = officeId === undefined || actor.officeId === officeId;
  judge.require(ownOrg && ownOffice, 'ROLE_NOT_ALLOWED', undefined, {
    role: actor.role,
    command: command.type,
    ...(orgId === undefined ? {} : { orgId }),
    ...(officeId === undefined ? {} : { officeId }),
  });
};

/** `SubmitOpinion` → `OpinionSubmitted`. */
export const submitOpinion = (about: About<'SubmitOpinion'>): Decision<AgreementEvent> => {
  const { judge, command, state, facts } = about;
  const { data } = command;
  const { opinionId, orgId, officeId, clauseId } = data;
  judge.require(orgId !== undefined || officeId !== undefined, 'INPUT_INVALID', 'orgId', {
    problem: 'an opinion is that of an organisation or an office',
  });
  if (orgId !== undefined)
    judge.require(facts.bodies.has(orgId), 'NOT_FOUND', 'orgId', { type: 'organization', id: orgId });
  if (officeId !== undefined) requireOffice(about, 'officeId', officeId);
  requireOwnOpinion(about);
  // An import may tell of opinions on a text that it does not have.
  if (clauseId !== undefined && state.text.sha256 !== null)
    judge.require(
      state.text.clauses.some((clause) => clause.clauseId === clauseId),
      'NOT_FOUND',
      'clauseId',
      { type: 'clause', id: clauseId },
    );
  const known = state.opinions.find((opinion) => opinion.opinionId === opinionId);
  if (known !== undefined) {
    const { eventId: _, consultationId: __, disposed: ___, ...given } = known;
    if (changesBetween(given, data).length === 0) judge.settle();
    else judge.refuse('ID_EXISTS', 'opinionId', { type: 'opinion', id: opinionId });
  }
  return judge.conclude<AgreementEvent>(() => [{ type: 'OpinionSubmitted', data }]);
};

/** `DisposeOpinion` → `OpinionDisposed`: what was done with it, and why; the last word stands. */
export const disposeOpinion = ({ judge, command, state }: About<'DisposeOpinion'>): Decision<AgreementEvent> => {
  const { opinionId, disposition, explanation } = command.data;
  const known = state.opinions.find((opinion) => opinion.opinionId === opinionId);
  if (known === undefined) judge.refuse('NOT_FOUND', 'opinionId', { type: 'opinion', id: opinionId });
  if (known?.disposed?.disposition === disposition && known.disposed.explanation === explanation) judge.settle();
  return judge.conclude<AgreementEvent>(() => [{ type: 'OpinionDisposed', data: command.data }]);
};

const count = (opinions: readonly Opinion[]): StanceCounts => {
  const of = (stance: Opinion['stance']): number => opinions.filter((opinion) => opinion.stance === stance).length;
  return Object.fromEntries(stances.map((stance) => [stance, of(stance)])) as StanceCounts;
};

/** `CloseConsultation` → `ConsultationClosed`, with the opinions of this round counted by what they say. */
export const closeConsultation = ({ judge, command, state }: About<'CloseConsultation'>): Decision<AgreementEvent> => {
  if (state.status === 'DRAFTING') judge.settle();
  const round = state.consultations.at(-1)?.eventId ?? null;
  const counts = count(state.opinions.filter((opinion) => opinion.consultationId === round));
  return judge.conclude<AgreementEvent>(() => [{ type: 'ConsultationClosed', data: { ...command.data, counts } }]);
};

/** The opinions that nobody has answered (13). */
export const undisposed = ({ opinions }: Pick<AgreementState, 'opinions'>): readonly string[] =>
  opinions.filter(({ disposed }) => disposed === null).map(({ opinionId }) => opinionId);
