import type { Decision } from '../kernel/decider.js';
import type { FuzzyDate } from '../kernel/fuzzyDate.js';
import { Judge } from '../kernel/judge.js';
import type { SourceCommand } from './commands.js';
import type { SourceEvent } from './events.js';
import type { SourceFacts } from './facts.js';
import type { SourceRejection } from './rejections.js';
import type { SourceState } from './state.js';

type Registered = NonNullable<SourceState['registered']>;

const texts = ['kind', 'title', 'publisher', 'number', 'sha256', 'eventType', 'reuse', 'note'] as const;
const dateMembers = ['earliest', 'latest', 'precision', 'partOfDay', 'asWritten', 'certainty', 'basis'] as const;

const isSameDate = (a: FuzzyDate | undefined, b: FuzzyDate | undefined): boolean =>
  dateMembers.every((member) => a?.[member] === b?.[member]);

const isSame = (a: Registered, b: Registered): boolean =>
  texts.every((member) => a[member] === b[member]) && isSameDate(a.publishedOn, b.publishedOn);

/**
 * Decides `RegisterSource` → `SourceRegistered` (reference 4.10). Imports name the same sources again and again: the same
 * data adds nothing, other data under the same id is refused (67). Pure.
 */
export const decideSource = (
  command: SourceCommand,
  _state: SourceState,
  facts: SourceFacts,
): Decision<SourceEvent> => {
  const judge = new Judge<SourceRejection>(command);
  const { registered } = facts.today;
  if (registered !== null) {
    if (isSame(registered, command.data)) judge.settle();
    else judge.refuse('ID_EXISTS', 'id', { type: 'source', id: command.streamId });
  }
  return judge.conclude<SourceEvent>(() => [{ type: 'SourceRegistered', data: command.data }]);
};
