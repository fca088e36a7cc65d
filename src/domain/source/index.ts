import { correctable } from '../kernel/correctable.js';
import type { Decider } from '../kernel/decider.js';
import { sourceCommands, type SourceCommand } from './commands.js';
import { decideSource } from './decide.js';
import { sourceEvents, type SourceEvent } from './events.js';
import type { SourceFacts } from './facts.js';
import { evolveSource, initialSource, type SourceState } from './state.js';

const decider: Decider<SourceState, SourceCommand, SourceEvent, SourceFacts> = {
  streamType: 'source',
  initialState: initialSource,
  evolve: evolveSource,
  decide: decideSource,
  events: sourceEvents,
  commands: sourceCommands,
};

/** A source that records rest on (reference 4.10). The only door into this aggregate. */
export const source = correctable(decider, {
  exists: ({ registered }) => registered !== null,
  owners: () => null,
});

export { sourceKinds, type SourceEvent } from './events.js';
export type { SourceCommand } from './commands.js';
export { sourceFact } from './facts.js';
export type { SourceFacts } from './facts.js';
export type * from './state.js';
