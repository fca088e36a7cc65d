import type { Decision } from '../../kernel/decider.js';
import { day, earliestMs, type FuzzyDate, latestMs, nextDay, vietnamDay } from '../../kernel/fuzzyDate.js';
import type { AgreementEvent } from '../events.js';
import type { AgreementState } from '../state.js';
import { type About, requireLead } from './rules.js';

/** The day an agreement takes effect when nobody says otherwise: the draft's, else the day it was signed. */
export const effectiveDay = (state: AgreementState): FuzzyDate | null => state.plannedEffectiveFrom ?? state.signedOn;

/** Has the effective day certainly come? What the policy waits for. */
export const isDueForForce = (state: AgreementState, now: string): boolean => {
  if (state.status !== 'SIGNED') return false;
  const from = effectiveDay(state);
  return from?.latest !== undefined && vietnamDay(latestMs(from)) <= vietnamDay(now);
};

/** Has the period certainly passed? What the policy waits for. */
export const isDueForExpiry = (state: AgreementState, now: string): boolean =>
  (state.status === 'IN_FORCE' || state.status === 'SUSPENDED') &&
  state.period?.end?.latest !== undefined &&
  latestMs(state.period.end) < Date.parse(now);

/** `BringIntoForce` → `AgreementEnteredIntoForce`, on its day, by the policy or by hand. */
export const bringIntoForce = (about: About<'BringIntoForce'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  requireLead(about);
  const from = command.data.effectiveFrom ?? effectiveDay(state) ?? command.meta.occurred;
  const reached = earliestMs(from) <= Date.parse(command.meta.now);
  judge.require(reached, 'EFFECTIVE_DATE_NOT_REACHED', 'effectiveFrom', { effectiveFrom: from.earliest ?? null });
  if (state.status === 'IN_FORCE') judge.settle();
  return judge.conclude<AgreementEvent>(() => [{ type: 'AgreementEnteredIntoForce', data: { effectiveFrom: from } }]);
};

/** `ExpireAgreement` → `AgreementExpired` from the day after the period; the certain end alone counts (35). */
export const expireAgreement = ({ judge, command, state }: About<'ExpireAgreement'>): Decision<AgreementEvent> => {
  const end = state.period?.end ?? null;
  const last = end?.latest;
  if (last === undefined) judge.refuse('NO_END_DATE', 'period');
  else if (latestMs({ latest: last }) >= Date.parse(command.meta.now))
    judge.refuse('NOT_EXPIRED_YET', 'period', { periodEnd: last });
  return judge.conclude<AgreementEvent>(() => [
    {
      type: 'AgreementExpired',
      data: {
        effectiveFrom: {
          ...day(nextDay(vietnamDay(latestMs({ latest: last })))),
          certainty: end?.certainty ?? 'UNKNOWN',
        },
      },
    },
  ]);
};
