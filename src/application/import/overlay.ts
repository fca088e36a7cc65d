import { eventDefinitions } from '../../domain/catalog.js';
import type { DomainEvent, Recorded } from '../../domain/kernel/event.js';
import { position, streamName, type StreamRef } from '../../domain/kernel/ids.js';
import type { AppendResult, Clock, ExpectedVersion, NewEvent, StreamStore } from '../ports.js';

/**
 * A store in memory over another one: what is appended stays here, what is read is both. A batch is tried on it before
 * anything is kept (reference 4.12). Each stream is read from below once, so that a trial sees one state of the record.
 */
export class OverlayStore implements StreamStore {
  readonly #streams = new Map<string, Promise<Recorded[]>>();
  #added = 0;

  constructor(
    private readonly below: Pick<StreamStore, 'read'>,
    private readonly clock: Clock,
  ) {}

  /** How many events were appended here. */
  get added(): number {
    return this.#added;
  }

  async append(stream: StreamRef, events: readonly NewEvent[], expected: ExpectedVersion): Promise<AppendResult> {
    const all = await this.#all(stream);
    if (all.length !== expected) return { appended: false, actual: all.length };
    const recordedAt = this.clock.now();
    const added = events.map((event, index): Recorded => {
      const at = { ...stream, version: expected + index + 1 };
      return { ...event, data: asStored(stream, event), stream: at, position: position(++this.#added), recordedAt };
    });
    all.push(...added);
    return { appended: true, events: added };
  }

  async read(stream: StreamRef, from = 1, limit = Number.MAX_SAFE_INTEGER): Promise<readonly Recorded[]> {
    return (await this.#all(stream)).slice(from - 1, from - 1 + limit);
  }

  readMany(
    streams: readonly { readonly stream: StreamRef; readonly from: number }[],
  ): Promise<readonly (readonly Recorded[])[]> {
    return Promise.all(streams.map(({ stream, from }) => this.read(stream, from)));
  }

  #all(stream: StreamRef): Promise<Recorded[]> {
    const name = streamName(stream);
    const known = this.#streams.get(name) ?? this.below.read(stream).then((events) => [...events]);
    this.#streams.set(name, known);
    return known;
  }
}

/** The data as a store gives it back. Throws where the store would: an event that does not fit its schema. */
const asStored = (stream: StreamRef, event: NewEvent): DomainEvent['data'] => {
  const definition = eventDefinitions[stream.type][event.type];
  if (definition === undefined) throw new Error(`New event ${event.type} of ${streamName(stream)} has no schema`);
  return definition.data.parse(JSON.parse(JSON.stringify(event.data))) as DomainEvent['data'];
};
