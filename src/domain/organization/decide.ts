import type { Decision } from '../kernel/decider.js';
import { Judge } from '../kernel/judge.js';
import type { OrganizationCommand, OrganizationCommandOf, OrganizationCommandType } from './commands.js';
import type { OrganizationEvent } from './events.js';
import { type BodyFact, isStanding, type OrganizationFacts, systemOf } from './facts.js';
import type { OrganizationRejection } from './rejections.js';
import type { OrganizationState } from './state.js';

/** All that one decision sees. */
interface About<T extends OrganizationCommandType> {
  readonly command: OrganizationCommandOf<T>;
  readonly state: OrganizationState;
  readonly facts: OrganizationFacts;
  readonly judge: Judge<OrganizationRejection>;
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each) => b.includes(each));

/** The body at a path of the data, or a refusal (65). */
const bodyAt = (
  { judge, facts }: Pick<About<OrganizationCommandType>, 'judge' | 'facts'>,
  id: string,
  path: string,
): BodyFact | undefined => {
  const body = facts.bodies.get(id);
  if (body === undefined) judge.refuse('NOT_FOUND', path, { type: 'organization', id });
  return body;
};

/** Live, a clerk acts on a decision document (reference 4.10); an imported source seldom names one. */
const requireDecision = (judge: Judge<OrganizationRejection>, command: OrganizationCommand): void => {
  const { channel } = command.meta;
  if (channel !== 'API' && channel !== 'CLI') return;
  judge.require(command.data.decisionDocId !== undefined, 'INPUT_INVALID', 'decisionDocId', {
    problem: 'DECISION_DOCUMENT_REQUIRED',
  });
};

/** A body that has certainly been dissolved keeps its name and place. */
const requireLife = ({
  judge,
  command,
  state,
}: Pick<About<OrganizationCommandType>, 'judge' | 'command' | 'state'>) => {
  const dissolvedFrom = state.dissolution?.effectiveFrom ?? null;
  const details = { state: 'DISSOLVED', command: command.type, allowed: [] };
  judge.require(isStanding({ dissolvedFrom }, command.meta.occurred) !== 'NO', 'STATE_NOT_ALLOWED', undefined, details);
};

/** `RegisterOrganization` → `OrganizationRegistered`. */
const register = (about: About<'RegisterOrganization'>): Decision<OrganizationEvent> => {
  const { judge, command, facts } = about;
  const { data } = command;
  const parent = data.parentId === null ? undefined : bodyAt(about, data.parentId, 'parentId');
  if (data.memberOfClassId !== undefined) {
    const memberOf = bodyAt(about, data.memberOfClassId, 'memberOfClassId');
    judge.require(memberOf?.isClass ?? true, 'INPUT_INVALID', 'memberOfClassId', {
      problem: 'NOT_A_CLASS',
      id: data.memberOfClassId,
    });
  }
  for (const id of data.jointOf?.orgIds ?? []) bodyAt({ judge, facts }, id, 'jointOf/orgIds');
  const system = data.system === undefined ? systemOf(data.kind, parent?.system) : data.system;
  return judge.conclude<OrganizationEvent>(() => [{ type: 'OrganizationRegistered', data: { ...data, system } }]);
};

/** `RenameOrganization` → `OrganizationRenamed`. */
const rename = (about: About<'RenameOrganization'>): Decision<OrganizationEvent> => {
  const { judge, command, state } = about;
  const { data } = command;
  requireLife(about);
  const sameAbbreviations = data.abbreviations === undefined || sameSet(data.abbreviations, state.abbreviations);
  if (state.name === data.to && sameAbbreviations) judge.settle();
  else judge.require(state.name === data.from, 'INPUT_INVALID', 'from', { problem: 'NAME_NOT_CURRENT' });
  return judge.conclude<OrganizationEvent>(() => [{ type: 'OrganizationRenamed', data }]);
};

/** `ReparentOrganization` → `OrganizationReparented`; a body is never below itself. */
const reparent = (about: About<'ReparentOrganization'>): Decision<OrganizationEvent> => {
  const { judge, command, state } = about;
  const { data, streamId } = command;
  requireLife(about);
  if (data.parentId !== null) {
    const parent = bodyAt(about, data.parentId, 'parentId');
    const below = data.parentId === streamId || (parent?.ancestors.includes(streamId) ?? false);
    judge.require(!below, 'INPUT_INVALID', 'parentId', { problem: 'PARENT_CYCLE', parentId: data.parentId });
    if (parent !== undefined)
      judge.requireCertainly(isStanding(parent, data.effectiveFrom), 'ORG_DISSOLVED', 'parentId', { orgId: parent.id });
  }
  if (state.parentId === data.parentId) judge.settle();
  return judge.conclude<OrganizationEvent>(() => [{ type: 'OrganizationReparented', data }]);
};

/** Invariant 57: who succeeds must exist, be another body, and stand when it takes over. */
const requireSuccessor = (about: About<'DissolveOrganization'>, successorId: string, path: string): void => {
  const { judge, command } = about;
  judge.require(successorId !== command.streamId, 'SUCCESSION_INVALID', path, { problem: 'OWN_SUCCESSOR' });
  const successor = bodyAt(about, successorId, path);
  if (successor === undefined) return;
  judge.requireCertainly(isStanding(successor, command.data.effectiveFrom), 'SUCCESSION_INVALID', path, {
    problem: 'SUCCESSOR_DISSOLVED',
    orgId: successorId,
  });
};

/** `MergeOrganizations` → `OrganizationsMerged` in the stream of the body that goes on. */
const merge = (about: About<'MergeOrganizations'>): Decision<OrganizationEvent> => {
  const { judge, command, state, facts } = about;
  const { data, streamId } = command;
  const path = 'from';
  judge.require(!data.from.includes(streamId), 'SUCCESSION_INVALID', path, { problem: 'OWN_SUCCESSOR' });
  for (const id of data.from) {
    const body = bodyAt(about, id, path);
    // The policy may have dissolved it already, into this very body: then the merger is a repetition, no error.
    if (body === undefined || body.successors.includes(streamId)) continue;
    judge.requireCertainly(isStanding(body, data.effectiveFrom), 'ORG_DISSOLVED', path, { orgId: id });
  }
  const dissolvedFrom = facts.today.dissolution?.effectiveFrom ?? null;
  judge.requireCertainly(isStanding({ dissolvedFrom }, data.effectiveFrom), 'SUCCESSION_INVALID', 'id', {
    problem: 'SUCCESSOR_DISSOLVED',
    orgId: streamId,
  });
  if (data.from.every((id) => state.merged.includes(id))) judge.settle();
  return judge.conclude<OrganizationEvent>(() => [{ type: 'OrganizationsMerged', data }]);
};

/** `DissolveOrganization` → `OrganizationDissolved`; once, whenever it is recorded. */
const dissolve = (about: About<'DissolveOrganization'>): Decision<OrganizationEvent> => {
  const { judge, command, facts } = about;
  const { data, type } = command;
  data.successors.forEach((id, index) => requireSuccessor(about, id, `successors/${index}`));
  const before = facts.today.dissolution;
  if (before !== null) {
    judge.refuse('STATE_NOT_ALLOWED', undefined, { state: 'DISSOLVED', command: type, allowed: [] });
    const { earliest, latest } = before.effectiveFrom;
    const sameDay = earliest === data.effectiveFrom.earliest && latest === data.effectiveFrom.latest;
    if (sameDay && sameSet(before.successors, data.successors)) judge.settle();
  }
  return judge.conclude<OrganizationEvent>(() => [{ type: 'OrganizationDissolved', data }]);
};

/** Decides one command on an organisation (reference 4.10, 4.11). Pure. */
export const decideOrganization = (
  command: OrganizationCommand,
  state: OrganizationState,
  facts: OrganizationFacts,
): Decision<OrganizationEvent> => {
  const judge = new Judge<OrganizationRejection>(command);
  const { streamId: id } = command;
  const exists = facts.today.status !== 'NONE';
  const creates = command.type === 'RegisterOrganization';
  requireDecision(judge, command);
  if (exists === creates) {
    judge.refuse(creates ? 'ID_EXISTS' : 'NOT_FOUND', 'id', { type: 'organization', id });
    return judge.conclude<OrganizationEvent>(() => []);
  }
  const about = { judge, state, facts };
  switch (command.type) {
    case 'RegisterOrganization':
      return register({ ...about, command });
    case 'RenameOrganization':
      return rename({ ...about, command });
    case 'ReparentOrganization':
      return reparent({ ...about, command });
    case 'MergeOrganizations':
      return merge({ ...about, command });
    case 'DissolveOrganization':
      return dissolve({ ...about, command });
  }
};
