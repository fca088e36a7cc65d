import type { Decision } from '../../kernel/decider.js';
import { changesBetween } from '../../kernel/changes.js';
import { day, earliestMs, type FuzzyDate, latestMs, nextDay, type Tri, vietnamDay } from '../../kernel/fuzzyDate.js';
import type { AgreementEvent } from '../events.js';
import type { AgreementState } from '../state.js';
import { type About, requireLead } from './rules.js';

/** The day an agreement takes effect when nobody says otherwise: the draft's, else the day it was signed. */
export const effectiveDay = (state: AgreementState): FuzzyDate | null => state.plannedEffectiveFrom ?? state.signedOn;

/** Has that day come? On the day itself it has. */
const hasCome = (from: FuzzyDate, now: string): Tri => {
  if (earliestMs(from) > Date.parse(now)) return 'NO';
  return from.latest !== undefined && vietnamDay(latestMs(from)) <= vietnamDay(now) ? 'YES' : 'UNDETERMINED';
};

/** Has the effective day certainly come? What the policy waits for. */
export const isDueForForce = (state: AgreementState, now: string): boolean => {
  const from = effectiveDay(state);
  return state.status === 'SIGNED' && from !== null && hasCome(from, now) === 'YES';
};

const hasPassed = (end: FuzzyDate, now: string): boolean => latestMs(end) < Date.parse(now);

/** Has the period certainly passed? What the policy waits for. */
export const isDueForExpiry = (state: AgreementState, now: string): boolean =>
  (state.status === 'IN_FORCE' || state.status === 'SUSPENDED') &&
  state.period?.end != null &&
  hasPassed(state.period.end, now);

/** `BringIntoForce` → `AgreementEnteredIntoForce`, on its day, by the policy or by hand. */
export const bringIntoForce = (about: About<'BringIntoForce'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  requireLead(about);
  const from = command.data.effectiveFrom ?? effectiveDay(state) ?? command.meta.occurred;
  judge.requireCertainly(hasCome(from, command.meta.now), 'EFFECTIVE_DATE_NOT_REACHED', 'effectiveFrom', {
    effectiveFrom: from.earliest ?? null,
  });
  const { effectiveFrom } = command.data;
  const same = effectiveFrom === undefined || changesBetween(effectiveFrom, state.effectiveFrom).length === 0;
  if (state.status === 'IN_FORCE' && same) judge.settle();
  return judge.conclude<AgreementEvent>(() => [{ type: 'AgreementEnteredIntoForce', data: { effectiveFrom: from } }]);
};

/** `ExpireAgreement` → `AgreementExpired` from the day after the period; the certain end alone counts (35). */
export const expireAgreement = ({ judge, command, state }: About<'ExpireAgreement'>): Decision<AgreementEvent> => {
  const end = state.period?.end ?? null;
  if (end === null) judge.refuse('NO_END_DATE', 'period');
  else if (!hasPassed(end, command.meta.now))
    judge.refuse('NOT_EXPIRED_YET', 'period', { periodEnd: end.latest ?? null });
  return judge.conclude<AgreementEvent>(() => {
    if (end === null) return [];
    const from = day(nextDay(vietnamDay(latestMs(end))));
    return [{ type: 'AgreementExpired', data: { effectiveFrom: { ...from, certainty: end.certainty } } }];
  });
};
