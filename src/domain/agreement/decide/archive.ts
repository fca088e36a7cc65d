import { changesBetween } from '../../kernel/changes.js';
import type { Decision } from '../../kernel/decider.js';
import { type FuzzyDate, instant, isWithin, negate, type Tri } from '../../kernel/fuzzyDate.js';
import type { AgreementEvent } from '../events.js';
import type { About } from './rules.js';

/** `PlaceLegalHold` → `LegalHoldPlaced`; several may stand at once. */
export const placeLegalHold = ({ judge, command, state }: About<'PlaceLegalHold'>): Decision<AgreementEvent> => {
  const { data } = command;
  const known = state.legalHolds.find(({ holdId }) => holdId === data.holdId);
  if (known !== undefined) {
    const { eventId: _, released, ...hold } = known;
    if (released === null && changesBetween(hold, data).length === 0) judge.settle();
    else judge.refuse('ID_EXISTS', 'holdId', { type: 'hold', id: data.holdId });
  }
  return judge.conclude<AgreementEvent>(() => [{ type: 'LegalHoldPlaced', data }]);
};

/** `ReleaseLegalHold` → `LegalHoldReleased`; once. */
export const releaseLegalHold = ({ judge, command, state }: About<'ReleaseLegalHold'>): Decision<AgreementEvent> => {
  const { holdId } = command.data;
  const known = state.legalHolds.find((hold) => hold.holdId === holdId);
  if (known === undefined) judge.refuse('NOT_FOUND', 'holdId', { type: 'hold', id: holdId });
  else if (known.released !== null) judge.settle();
  return judge.conclude<AgreementEvent>(() => [{ type: 'LegalHoldReleased', data: command.data }]);
};

/** Is a hold certainly over, at every one of these moments? One without an end lasts until it is released. */
const hasEnded = (until: FuzzyDate | undefined, moments: readonly FuzzyDate[]): Tri => {
  const answers = moments.map((at) => (until === undefined ? 'NO' : negate(isWithin(at, undefined, until))));
  return answers.includes('NO') ? 'NO' : answers.includes('UNDETERMINED') ? 'UNDETERMINED' : 'YES';
};

/** `ArchiveAgreement` → `AgreementArchived`, unless a hold stands (59): on that day, or today, whatever day is named. */
export const archiveAgreement = ({ judge, command, state }: About<'ArchiveAgreement'>): Decision<AgreementEvent> => {
  const { data, meta } = command;
  const repeated = state.archived !== null && changesBetween(state.archived, data).length === 0;
  if (repeated) judge.settle();
  for (const { holdId, until, released } of repeated ? [] : state.legalHolds)
    if (released === null)
      judge.requireCertainly(hasEnded(until, [meta.occurred, instant(meta.now)]), 'LEGAL_HOLD', undefined, {
        holdId,
        until: until?.latest ?? null,
      });
  return judge.conclude<AgreementEvent>(() => [{ type: 'AgreementArchived', data }]);
};
