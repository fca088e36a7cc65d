import type { Command, CommandMeta } from '../../src/domain/kernel/command.js';
import type { DomainEvent, EventMeta, Recorded } from '../../src/domain/kernel/event.js';
import { day, instant } from '../../src/domain/kernel/fuzzyDate.js';
import { position, type StreamType } from '../../src/domain/kernel/ids.js';

/** The present of every test that does not say otherwise. */
export const testNow = '2026-03-02T02:00:00.000Z';
export const testStreamId = 'stream-1';

type CommandOptions = Partial<CommandMeta> & { readonly streamId?: string };

/** A command as the edge hands it over: by a clerk, over the API, of what happens now; `options` say what differs. */
export const command = <T extends string, D>(type: T, data: D, options: CommandOptions = {}): Command<T, D> => {
  const { streamId = testStreamId, ...meta } = options;
  const now = meta.now ?? testNow;
  return {
    type,
    streamId,
    data,
    meta: {
      commandId: '00000000-0000-4000-8000-00000000c001',
      now,
      occurred: instant(now),
      actor: { role: 'CLERK', personKey: 'person-clerk' },
      channel: 'API',
      requestId: 'request-1',
      correlationId: 'correlation-1',
      ...meta,
    },
  };
};

/** What turns a command into an import of history from a newspaper: a clerk, a source, and the day it happened. */
export const imported = (occurred: string | CommandMeta['occurred']): CommandOptions => ({
  channel: 'IMPORT',
  actor: { role: 'CLERK', personKey: 'person-clerk' },
  occurred: typeof occurred === 'string' ? day(occurred) : occurred,
  reason: 'import of the register',
  source: { kind: 'PRESS', ref: 'source-1', certainty: 'STATED' },
});

type RecordedOptions = Partial<EventMeta> & {
  readonly streamType?: StreamType;
  readonly streamId?: string;
  readonly version?: number;
  readonly recordedAt?: string;
  readonly eventId?: string;
  readonly position?: number;
};

/** An event as it lies in the log; id and position follow from the version unless given. */
export const recorded = <E extends DomainEvent>(event: E, options: RecordedOptions = {}): Recorded<E> => {
  const {
    streamType = 'agreement',
    streamId = testStreamId,
    version = 1,
    recordedAt = testNow,
    eventId,
    position: at,
    ...meta
  } = options;
  return {
    ...event,
    eventId: eventId ?? `00000000-0000-4000-8000-${version.toString(16).padStart(12, '0')}`,
    stream: { type: streamType, id: streamId, version },
    position: position(at ?? version),
    recordedAt,
    meta: {
      schemaVersion: 1,
      occurred: instant(recordedAt),
      actor: { role: 'CLERK', personKey: 'person-clerk' },
      origin: { channel: 'API', requestId: 'request-1' },
      commandId: '00000000-0000-4000-8000-00000000c000',
      payloadHash: 'payload-hash',
      correlationId: 'correlation-1',
      salt: 'salt',
      store: 'store-digest',
      ...meta,
    },
  };
};
