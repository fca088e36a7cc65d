import { corrected, correctionOf } from '../domain/kernel/correction.js';
import type { Recorded } from '../domain/kernel/event.js';
import { beginning, type Position, type StreamRef } from '../domain/kernel/ids.js';
import type { Folding } from './timeline.js';
import { weigh } from './weight.js';

/** Where a stream stands: what most decisions need of it, and a fraction of its events. */
export interface Head {
  readonly ref: StreamRef;
  readonly version: number;
  /** Of the last event, or `beginning`. */
  readonly position: Position;
  /** The state after all events, as corrected. */
  readonly current: unknown;
  /** The ids of the commands that left events in it, each with a line break behind. */
  readonly commands: string;
}

/** Has the command left events in the stream? (Invariant 1 counts within one stream.) */
export const hasCommand = ({ commands }: Head, commandId: string): boolean => commands.includes(`${commandId}\n`);

/** The events as they read once all corrections among them are applied. */
export const asCorrected = (events: readonly Recorded[]): readonly Recorded[] => {
  const corrections = events.flatMap((event) => correctionOf(event) ?? []);
  if (corrections.length === 0) return events;
  return events.map((event) =>
    corrections.filter(({ targetEventId }) => targetEventId === event.eventId).reduce(corrected, event),
  );
};

const withCommand = (commands: string, { meta }: Recorded): string =>
  commands.endsWith(`${meta.commandId}\n`) ? commands : `${commands}${meta.commandId}\n`;

/** The head of a stream by all its events. */
export const headOf = (ref: StreamRef, decider: Folding, events: readonly Recorded[]): Head => ({
  ref,
  version: events.length,
  position: events.at(-1)?.position ?? beginning,
  current: asCorrected(events).reduce<unknown>((state, event) => decider.evolve(state, event), decider.initialState),
  commands: events.reduce(withCommand, ''),
});

/**
 * The head after what was appended since; an event that is in it already is passed over. Undefined when one of them changes
 * how an earlier event reads: then all are folded anew.
 */
export const grown = (head: Head, decider: Folding, events: readonly Recorded[]): Head | undefined => {
  let { version, position, current, commands } = head;
  for (const event of events) {
    if (event.stream.version !== version + 1) continue;
    if (correctionOf(event) !== undefined) return undefined;
    version += 1;
    ({ position } = event);
    current = decider.evolve(current, event);
    commands = withCommand(commands, event);
  }
  return version === head.version ? head : { ref: head.ref, version, position, current, commands };
};

interface Hot {
  readonly head: Head;
  readonly weight: number;
}

/** How much may be kept: `hot` in weights (characters, about), `cold` in bytes. */
export interface HeadBudget {
  readonly hot: number;
  readonly cold: number;
}

const defaultBudget: HeadBudget = { hot: 4_000_000, cold: 64 * 1024 * 1024 };

/**
 * Heads of the streams that were used lately, so that a command reads its stream from the store once. Those used last are
 * kept as they are, the ones before as JSON, which takes half the memory and less time to read than one event; the longest
 * unused go first. Bounded by size.
 */
export class HeadCache {
  /** In the order of use. */
  readonly #hot = new Map<string, Hot>();
  readonly #cold = new Map<string, Buffer>();
  #weight = 0;
  #bytes = 0;

  constructor(private readonly budget: HeadBudget = defaultBudget) {}

  get(name: string): Head | undefined {
    const hot = this.#hot.get(name);
    if (hot !== undefined) {
      this.#hot.delete(name);
      this.#hot.set(name, hot);
      return hot.head;
    }
    const cold = this.#cold.get(name);
    if (cold === undefined) return undefined;
    const head = JSON.parse(cold.toString('utf8')) as Head;
    this.set(name, head);
    return head;
  }

  /** Keeps a head, unless a later one of the stream is kept: two loads of it may race. */
  set(name: string, head: Head): void {
    const before = this.#hot.get(name);
    if (before !== undefined && before.head.version >= head.version) return;
    this.delete(name);
    const weight = weigh(head);
    this.#hot.set(name, { head, weight });
    this.#weight += weight;
    for (const [oldest, { head: old }] of this.#hot) {
      if (this.#weight <= this.budget.hot) break;
      this.delete(oldest);
      this.#freeze(oldest, old);
    }
  }

  delete(name: string): void {
    this.#weight -= this.#hot.get(name)?.weight ?? 0;
    this.#hot.delete(name);
    this.#bytes -= this.#cold.get(name)?.length ?? 0;
    this.#cold.delete(name);
  }

  #freeze(name: string, head: Head): void {
    const json = Buffer.from(JSON.stringify(head), 'utf8');
    this.#cold.set(name, json);
    this.#bytes += json.length;
    for (const [oldest, { length }] of this.#cold) {
      if (this.#bytes <= this.budget.cold) break;
      this.#cold.delete(oldest);
      this.#bytes -= length;
    }
  }
}
