import { changesBetween } from '../../kernel/changes.js';
import type { Decision } from '../../kernel/decider.js';
import { isAfter, isBefore, type Tri } from '../../kernel/fuzzyDate.js';
import type { AgreementEvent, Period } from '../events.js';
import {
  type About,
  requireAgreement,
  requireDecision,
  requireLead,
  requireLeadOrSuperior,
  requirePartyOrSuperior,
  requirePeriod,
} from './rules.js';

const same = (a: unknown, b: unknown): boolean => changesBetween(a, b).length === 0;

/** `SuspendAgreement` → `AgreementSuspended`: in force, but not to be applied for the time being. */
export const suspendAgreement = (about: About<'SuspendAgreement'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  const { data } = command;
  requireLeadOrSuperior(about);
  requireDecision(about, data.decisionDocId);
  if (state.status === 'SUSPENDED' && same(state.suspension?.from, data.effectiveFrom)) judge.settle();
  return judge.conclude<AgreementEvent>(() => [{ type: 'AgreementSuspended', data }]);
};

/** `ResumeAgreement` → `AgreementResumed`; no sooner than the suspension began (8). */
export const resumeAgreement = (about: About<'ResumeAgreement'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  const { data } = command;
  requireLeadOrSuperior(about);
  requireDecision(about, data.decisionDocId);
  const { suspension } = state;
  if (state.status === 'IN_FORCE' && suspension !== null && same(suspension.until, data.effectiveFrom)) judge.settle();
  const isEarly = suspension !== null && isBefore(data.effectiveFrom, suspension.from) === 'YES';
  if (state.status === 'SUSPENDED') judge.require(!isEarly, 'PERIOD_INVALID', 'effectiveFrom');
  return judge.conclude<AgreementEvent>(() => [{ type: 'AgreementResumed', data }]);
};

/** Does the next period begin after the old one? Where either has no day, nobody can tell. */
const isLater = (next: Period | null, old: Period | null): Tri =>
  next?.start == null || old?.end == null ? 'UNDETERMINED' : isAfter(next.start, old.end);

/** `RenewAgreement` → `AgreementRenewed`: a new period for this agreement, or another agreement in its place (36). */
export const renewAgreement = (about: About<'RenewAgreement'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  const { data } = command;
  const { successorId, newPeriod } = data;
  requireLead(about);
  judge.require((successorId === undefined) !== (newPeriod === undefined), 'INPUT_INVALID', 'newPeriod', {
    problem: 'either a new period or a successor, not both',
  });
  const { renewal } = state;
  const repeated =
    renewal !== null &&
    renewal.successorId === successorId &&
    same(renewal.effectiveFrom, data.effectiveFrom) &&
    (newPeriod === undefined ? state.status === 'RENEWED' : same(newPeriod, state.period));
  if (repeated) judge.settle();
  else {
    const successor = successorId === undefined ? undefined : requireAgreement(about, 'successorId', successorId);
    const [next, path] = newPeriod === undefined ? [successor?.period, 'successorId'] : [newPeriod, 'newPeriod'];
    if (newPeriod !== undefined) requirePeriod(judge, newPeriod, path);
    if (next !== undefined)
      judge.requireCertainly(isLater(next, state.period), 'RENEWAL_OVERLAP', path, {
        periodEnd: state.period?.end?.latest ?? null,
      });
  }
  return judge.conclude<AgreementEvent>(() => [{ type: 'AgreementRenewed', data }]);
};

/** `TerminateAgreement` → `AgreementTerminated`: the end before its time, on a ground and by a decision. */
export const terminateAgreement = (about: About<'TerminateAgreement'>): Decision<AgreementEvent> => {
  const { judge, command } = about;
  requirePartyOrSuperior(about);
  requireDecision(about, command.data.decisionDocId);
  return judge.conclude<AgreementEvent>(() => [{ type: 'AgreementTerminated', data: command.data }]);
};

/** `SupersedeAgreement` → `AgreementSuperseded`: another agreement replaces it (thay thế). */
export const supersedeAgreement = (about: About<'SupersedeAgreement'>): Decision<AgreementEvent> => {
  const { judge, command } = about;
  requireLeadOrSuperior(about);
  requireAgreement(about, 'byAgreementId', command.data.byAgreementId);
  return judge.conclude<AgreementEvent>(() => [{ type: 'AgreementSuperseded', data: command.data }]);
};
