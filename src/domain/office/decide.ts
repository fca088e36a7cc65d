import type { Decision } from '../kernel/decider.js';
import { type FuzzyDate, isBefore } from '../kernel/fuzzyDate.js';
import { entryOf } from '../kernel/ids.js';
import { Judge } from '../kernel/judge.js';
import { isStanding } from '../organization/index.js';
import type { OfficeCommand, OfficeCommandOf, OfficeCommandType } from './commands.js';
import type { OfficeEvent } from './events.js';
import type { OfficeFacts } from './facts.js';
import type { OfficeRejection } from './rejections.js';
import type { Mandate, OfficeState } from './state.js';

/** All that one decision sees. */
interface About<T extends OfficeCommandType> {
  readonly command: OfficeCommandOf<T>;
  readonly state: OfficeState;
  readonly facts: OfficeFacts;
  readonly judge: Judge<OfficeRejection>;
}

type AnyAbout = Pick<About<OfficeCommandType>, 'judge' | 'facts' | 'command'>;

const same = (a: FuzzyDate | null | undefined, b: FuzzyDate | null | undefined): boolean =>
  a?.earliest === b?.earliest && a?.latest === b?.latest;

/** Live, a clerk acts on a decision document (reference 4.10); an imported source seldom names one. */
const requireDecision = ({
  judge,
  command,
}: Pick<About<'RegisterOffice' | 'AppointHolder'>, 'judge' | 'command'>): void => {
  const { channel } = command.meta;
  if (channel !== 'API' && channel !== 'CLI') return;
  judge.require(command.data.decisionDocId !== undefined, 'INPUT_INVALID', 'decisionDocId', {
    problem: 'DECISION_DOCUMENT_REQUIRED',
  });
};

/** Invariant 58: a dissolved body appoints nobody and grants nothing. */
const requireStanding = ({ judge, facts }: AnyAbout, orgId: string, at: FuzzyDate, path: string): void => {
  const body = facts.bodies.get(orgId);
  if (body !== undefined) judge.requireCertainly(isStanding(body, at), 'ORG_DISSOLVED', path, { orgId });
};

/** Only the leader of the granting body disposes of its mandates (reference 4.3: no leader acts for another organisation). */
const requireGrantor = ({ judge, command, facts }: AnyAbout, grantorOrgId: string): void => {
  const { actor, channel } = command.meta;
  if (channel === 'IMPORT') return;
  const mine = actor.onBehalfOfOrgId;
  const leads =
    mine === grantorOrgId || (mine !== undefined && mine === facts.bodies.get(grantorOrgId)?.organizationId);
  judge.require(leads, 'ROLE_NOT_ALLOWED', undefined, { role: actor.role, command: command.type, grantorOrgId });
};

/** `RegisterOffice` → `OfficeRegistered`. */
const register = (about: About<'RegisterOffice'>): Decision<OfficeEvent> => {
  const { judge, command, facts } = about;
  const { data } = command;
  requireDecision(about);
  judge.require(facts.bodies.has(data.orgId), 'NOT_FOUND', 'orgId', { type: 'organization', id: data.orgId });
  return judge.conclude<OfficeEvent>(() => [{ type: 'OfficeRegistered', data }]);
};

/** `AppointHolder` → `HolderAppointed`, which ends the holding before it. */
const appointHolder = (about: About<'AppointHolder'>): Decision<OfficeEvent> => {
  const { judge, command, state } = about;
  const { data } = command;
  requireDecision(about);
  requireStanding(about, state.orgId, data.effectiveFrom, 'effectiveFrom');
  const holds = state.holdings.some(
    (holding) => holding.personKey === data.personKey && same(holding.from, data.effectiveFrom),
  );
  if (holds) judge.settle();
  return judge.conclude<OfficeEvent>(() => [{ type: 'HolderAppointed', data }]);
};

/** `EndHolding` → `HoldingEnded` for the person who holds the office, or the one named. */
const endHolding = ({ judge, command, state }: About<'EndHolding'>): Decision<OfficeEvent> => {
  const { effectiveFrom, personKey } = command.data;
  const holdings = state.holdings.filter((holding) => personKey === undefined || holding.personKey === personKey);
  const open = holdings.findLast((holding) => holding.to === null);
  if (personKey !== undefined && holdings.length === 0)
    judge.refuse('NOT_FOUND', 'personKey', { type: 'holding', id: personKey });
  else if (open === undefined) {
    judge.refuse('STATE_NOT_ALLOWED', undefined, {
      state: 'VACANT',
      command: command.type,
      allowed: ['AppointHolder'],
    });
    if (holdings.some((holding) => same(holding.to, effectiveFrom))) judge.settle();
  } else judge.require(isBefore(effectiveFrom, open.from) !== 'YES', 'PERIOD_INVALID', 'effectiveFrom');
  return judge.conclude<OfficeEvent>(() =>
    open === undefined ? [] : [{ type: 'HoldingEnded', data: { personKey: open.personKey, effectiveFrom } }],
  );
};

const isSameMandate = (a: Mandate, b: Mandate): boolean =>
  a.grantorOfficeId === b.grantorOfficeId &&
  a.capacity === b.capacity &&
  a.scope.agreementId === b.scope.agreementId &&
  a.scope.kind === b.scope.kind &&
  a.documentId === b.documentId &&
  same(a.effectiveFrom, b.effectiveFrom) &&
  same(a.to, b.to);

/** `GrantMandate` → `MandateGranted`, with the granting body resolved. */
const grantMandate = (about: About<'GrantMandate'>): Decision<OfficeEvent> => {
  const { judge, command, facts } = about;
  const { data } = command;
  const grantor = facts.offices.get(data.grantorOfficeId);
  const grantorOrgId = grantor?.orgId ?? '';
  const mandate = { ...data, grantorOrgId };
  if (grantor === undefined) judge.refuse('NOT_FOUND', 'grantorOfficeId', { type: 'office', id: data.grantorOfficeId });
  else {
    requireGrantor(about, grantorOrgId);
    requireStanding(about, grantorOrgId, data.effectiveFrom, 'grantorOfficeId');
  }
  if (data.to !== undefined) judge.require(isBefore(data.to, data.effectiveFrom) !== 'YES', 'PERIOD_INVALID', 'to');
  const known = facts.today.mandates.find((each) => each.mandateId === data.mandateId);
  if (known !== undefined) {
    if (isSameMandate(known, mandate)) judge.settle();
    else judge.refuse('ID_EXISTS', 'mandateId', { type: 'mandate', id: data.mandateId });
  }
  return judge.conclude<OfficeEvent>(() => [{ type: 'MandateGranted', data: mandate }]);
};

/** `RevokeMandate` → `MandateRevoked`; once. */
const revokeMandate = (about: About<'RevokeMandate'>): Decision<OfficeEvent> => {
  const { judge, command, facts } = about;
  const { mandateId, effectiveFrom } = command.data;
  const mandate = facts.today.mandates.find((each) => each.mandateId === mandateId);
  if (mandate === undefined) judge.refuse('NOT_FOUND', 'mandateId', { type: 'mandate', id: mandateId });
  else requireGrantor(about, mandate.grantorOrgId);
  const revokedFrom = entryOf(facts.today.revocations, mandateId);
  if (revokedFrom !== undefined) {
    judge.refuse('STATE_NOT_ALLOWED', 'mandateId', { state: 'REVOKED', command: command.type, allowed: [] });
    if (same(revokedFrom, effectiveFrom)) judge.settle();
  }
  return judge.conclude<OfficeEvent>(() => [{ type: 'MandateRevoked', data: command.data }]);
};

/** Decides one command on an office (reference 4.10, 4.11). Pure. */
export const decideOffice = (command: OfficeCommand, state: OfficeState, facts: OfficeFacts): Decision<OfficeEvent> => {
  const judge = new Judge<OfficeRejection>(command);
  const exists = facts.today.status !== 'NONE';
  const creates = command.type === 'RegisterOffice';
  if (exists === creates) {
    judge.refuse(creates ? 'ID_EXISTS' : 'NOT_FOUND', 'id', { type: 'office', id: command.streamId });
    return judge.conclude<OfficeEvent>(() => []);
  }
  const about = { judge, state, facts };
  switch (command.type) {
    case 'RegisterOffice':
      return register({ ...about, command });
    case 'AppointHolder':
      return appointHolder({ ...about, command });
    case 'EndHolding':
      return endHolding({ ...about, command });
    case 'GrantMandate':
      return grantMandate({ ...about, command });
    case 'RevokeMandate':
      return revokeMandate({ ...about, command });
  }
};
