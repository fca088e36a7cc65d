import { type z } from 'zod';
import { StoreFault, type NewEvent } from '../application/ports.js';
import type { StoredEvent } from '../application/storedEvent.js';
import { EventMeta, type DomainEvent, type EventDefinitions, type Recorded } from '../domain/kernel/event.js';
import { streamTypes, type StreamType } from '../domain/kernel/ids.js';

/** Every event type that may lie in the log, by the type of its stream. */
export type EventDefinitionsByStreamType = Readonly<Partial<Record<StreamType, EventDefinitions>>>;

/** Parses events by their schema on the way in and on the way out. */
export interface Codec {
  /**
   * Checks a new event by the newest schema of its type. What is to be stored is the event as it was sealed, not the
   * result: the digest covers the former. Throws an Error when it does not fit; that is a fault of the program.
   */
  write(streamType: StreamType, event: NewEvent): Pick<NewEvent, 'data' | 'meta'>;
  /** Upcasts a stored event to the newest version of its type and parses it. Throws StoreFault EVENT_UNREADABLE. */
  read(stored: StoredEvent): Recorded;
}

export const createCodec = (definitions: EventDefinitionsByStreamType): Codec => ({
  write(streamType, event) {
    const where = `New event ${event.type} of a stream of type ${streamType}`;
    const definition = definitions[streamType]?.[event.type];
    if (definition === undefined) throw new Error(`${where} has no schema`);
    const meta = EventMeta.safeParse(event.meta);
    if (!meta.success) throw new Error(`${where}: metadata: ${firstIssue(meta.error)}`);
    if (meta.data.schemaVersion !== definition.version) {
      throw new Error(
        `${where} has schema version ${meta.data.schemaVersion}, but ${definition.version} is the newest`,
      );
    }
    const data = definition.data.safeParse(event.data);
    if (!data.success) throw new Error(`${where}: data: ${firstIssue(data.error)}`);
    return { data: asObject(data.data), meta: meta.data };
  },

  read(stored) {
    const streamType = streamTypes.find((known) => known === stored.stream.type);
    const definition = streamType && definitions[streamType]?.[stored.type];
    if (streamType === undefined || definition === undefined) throw unreadable(stored, 'its type is unknown');
    const meta = EventMeta.safeParse(stored.meta);
    if (!meta.success) throw unreadable(stored, `metadata: ${firstIssue(meta.error)}`);
    const { schemaVersion } = meta.data;
    if (schemaVersion > definition.version) {
      throw unreadable(
        stored,
        `its schema version ${schemaVersion} is newer than this program (${definition.version})`,
      );
    }
    const data = definition.data.safeParse(
      schemaVersion === definition.version ? stored.data : upcast(stored, schemaVersion, definition),
    );
    if (!data.success) throw unreadable(stored, `data: ${firstIssue(data.error)}`);
    return {
      eventId: stored.eventId,
      type: stored.type,
      data: asObject(data.data),
      stream: { type: streamType, id: stored.stream.id, version: stored.stream.version },
      position: stored.position,
      recordedAt: stored.recordedAt,
      meta: meta.data,
    };
  },
});

const upcast = (stored: StoredEvent, from: number, definition: EventDefinitions[string]): unknown => {
  if (!isJsonObject(stored.data)) throw unreadable(stored, 'its data is not an object');
  let data = stored.data;
  for (let version = from; version < definition.version; version++) {
    const step = definition.upcasts?.[version];
    if (step === undefined) throw unreadable(stored, `nothing leads from schema version ${version} to the next`);
    try {
      data = step(data);
    } catch (cause) {
      throw unreadable(stored, `it cannot be brought from schema version ${version} to the next`, cause);
    }
  }
  return data;
};

/** The fault of an event that cannot be understood: it names the place, never the content. */
export const unreadable = (stored: Omit<StoredEvent, 'data' | 'meta'>, why: string, cause?: unknown): StoreFault => {
  const { type, id, version } = stored.stream;
  return new StoreFault(
    'EVENT_UNREADABLE',
    `Event ${version} of ${type}:${id} (${stored.type}, position ${Number(stored.position)}) cannot be read: ${why}`,
    { cause },
  );
};

const firstIssue = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return issue === undefined ? 'invalid' : `${issue.path.join('/') || '(whole)'}: ${issue.message}`;
};

export const isJsonObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asObject = (parsed: unknown): DomainEvent['data'] => {
  if (!isJsonObject(parsed)) throw new Error('The schema of an event must be that of an object');
  return parsed;
};
