import type { AppendResult, Clock, EventStore } from '../../src/application/ports.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import type { Codec } from '../../src/eventstore/codec.js';

/** One log under test. */
export interface LogUnderTest {
  readonly store: EventStore;
  /** Closes the store and opens the same log again. */
  reopen(codec?: Codec): Promise<EventStore>;
  /** Closes and removes everything. */
  dispose(): Promise<void>;
}

export type MakeLog = (setup: { readonly codec: Codec; readonly clock: Clock }) => Promise<LogUnderTest>;

/** The events of an append that must have succeeded. */
export const appended = (result: AppendResult): readonly Recorded[] => {
  if (!result.appended) throw new Error(`expected an append, got a conflict at ${result.actual}`);
  return result.events;
};
