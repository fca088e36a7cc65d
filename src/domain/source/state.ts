import type { Recorded } from '../kernel/event.js';
import type { SourceEvent } from './events.js';

/** A source folded from its events. Null: not registered. */
export interface SourceState {
  readonly registered: Omit<SourceEvent['data'], 'warnings'> | null;
}

export const initialSource: SourceState = { registered: null };

/** Applies one event; any event in any state. */
export const evolveSource = (_state: SourceState, { data }: Recorded<SourceEvent>): SourceState => {
  const { warnings: _, ...registered } = data;
  return { registered };
};
