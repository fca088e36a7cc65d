import { eventTypeFilter, START, streamNameFilter, type Filter, type ResolvedEvent } from '@kurrent/kurrentdb-client';
import { StoreFault, type EventFilter } from '../../application/ports.js';
import { beginning, Id, position, streamTypes, type Position, type StreamRef } from '../../domain/kernel/ids.js';
import type { StoredEvent } from '../../application/storedEvent.js';
import { splitOrigin } from './origin.js';

/** How the events of one installation are named among everything that the server keeps. */
export class Naming {
  readonly #prefix: string;

  /** `prefix` begins the name of every stream, so that several installations can share a server. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** `type-id` (reference 4.1). */
  streamName({ type, id }: StreamRef): string {
    return `${this.#prefix}${type}-${id}`;
  }

  /** A stream beside the log, that no filter of the log lets through. */
  besides(name: string): string {
    return `${this.#prefix}${name}`;
  }

  /** An event of the log as it is stored; undefined for one of somebody else, whatever its stream is called. */
  stored({ event, commitPosition }: ResolvedEvent): StoredEvent | undefined {
    if (!event?.streamId.startsWith(this.#prefix)) return undefined;
    const name = event.streamId.slice(this.#prefix.length);
    const type = streamTypes.find((known) => name.startsWith(`${known}-`));
    if (type === undefined) return undefined;
    const id = name.slice(type.length + 1);
    if (!Id.safeParse(id).success) return undefined;
    const { meta, copiedFrom } = splitOrigin(event.metadata);
    return {
      eventId: event.id,
      type: event.type,
      stream: { type, id, version: Number(event.revision) + 1 },
      position: placeOf(event.position?.commit ?? commitPosition),
      recordedAt: copiedFrom?.recordedAt ?? recordedAt(event.created),
      data: event.data,
      meta,
      ...(copiedFrom === undefined ? {} : { copiedFrom }),
    };
  }

  /** What the server itself can leave out; what it lets through is still to be looked at. */
  serverFilter(filter: EventFilter = {}): Filter {
    if (filter.eventTypes !== undefined) {
      const types = filter.eventTypes.map((type) => type.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
      return eventTypeFilter({ regex: `^(?:${types.join('|')})$`, ...window });
    }
    const types = filter.streamTypes ?? streamTypes;
    return streamNameFilter({ prefixes: types.map((type) => `${this.#prefix}${type}-`), ...window });
  }
}

/** How many events the server looks at between two signs of life while nothing matches. */
const window = { maxSearchWindow: 1000, checkpointInterval: 1 };

/** An empty list lets nothing through; the server would take it for none. */
export const asksForNothing = ({ streamTypes: types, eventTypes }: EventFilter): boolean =>
  types?.length === 0 || eventTypes?.length === 0;

export const matches = ({ streamTypes: types, eventTypes }: EventFilter, event: StoredEvent): boolean =>
  (types === undefined || types.some((type) => type === event.stream.type)) &&
  (eventTypes === undefined || eventTypes.includes(event.type));

/** A position as the server takes it. Commit and prepare position are one for every event that a client appends. */
export const startOf = (at: Position): typeof START | { readonly commit: bigint; readonly prepare: bigint } =>
  at === beginning ? START : { commit: BigInt(at), prepare: BigInt(at) };

const placeOf = (commit: bigint | undefined): Position => {
  if (commit === undefined) {
    throw new StoreFault(
      'STORE_FOREIGN',
      'The server gives events no positions: EventStoreDB 22.6 or newer is needed.',
    );
  }
  return position(commit);
};

/**
 * When the server stored it, by the clock of its leader. Whole seconds: the native reader of client 1.3.1 cuts `created`
 * there, subscriptions do not, and an event has to look the same whichever way it comes. The server does not promise that
 * these times rise: a leader whose clock is set back, or a new one whose clock is behind, stamps earlier ones. Keep the
 * clocks of the cluster together.
 */
export const recordedAt = (created: Date): string =>
  new Date(Math.floor(created.getTime() / 1000) * 1000).toISOString();
