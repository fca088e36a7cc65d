import { corrected, type Correction } from '../src/domain/kernel/correction.js';
import type { DomainEvent, Recorded } from '../src/domain/kernel/event.js';
import { type FuzzyDate, unknownDate } from '../src/domain/kernel/fuzzyDate.js';
import { beginning, type StreamRef } from '../src/domain/kernel/ids.js';
import { validTime } from '../src/domain/kernel/validTime.js';

/**
 * An event as a working document keeps it, to be read anew after a correction: what it says and when it counts, as
 * corrected so far, and nothing else of its metadata.
 */
export interface KeptEvent<E extends DomainEvent = DomainEvent> {
  readonly event: E;
  readonly eventId: string;
  readonly version: number;
  readonly occurred: FuzzyDate;
  readonly recordedAt: string;
}

/** What is kept of an event, which may be less than it says. */
export const kept = <E extends DomainEvent>(
  { eventId, stream, recordedAt, meta }: Recorded,
  event: E,
): KeptEvent<E> => ({ event, eventId, version: stream.version, occurred: meta.occurred, recordedAt });

const bareMeta: Recorded['meta'] = {
  schemaVersion: 1,
  occurred: unknownDate,
  actor: { role: 'SYSTEM' },
  origin: { channel: 'SYSTEM', requestId: '' },
  commandId: '',
  payloadHash: '',
  correlationId: '',
  salt: '',
  store: '',
};

/** A kept event as a fold takes it; what was not kept is empty. */
export const asRecorded = <E extends DomainEvent>(
  stream: StreamRef,
  { event, eventId, version, occurred, recordedAt }: KeptEvent<E>,
): Recorded<E> => ({
  ...event,
  eventId,
  stream: { ...stream, version },
  position: beginning,
  recordedAt,
  meta: { ...bareMeta, occurred },
});

/** The instant from which a kept event counts in the world, ms since the epoch. */
export const countsFrom = (stream: StreamRef, event: KeptEvent): number => validTime(asRecorded(stream, event)).latest;

/** The events as they read after a correction; undefined when none of them is its target. */
export const correctedEvents = <E extends DomainEvent>(
  stream: StreamRef,
  events: readonly KeptEvent<E>[],
  correction: Correction,
): readonly KeptEvent<E>[] | undefined =>
  !events.some(({ eventId }) => eventId === correction.targetEventId)
    ? undefined
    : events.map((each) => {
        if (each.eventId !== correction.targetEventId) return each;
        const { data, meta } = corrected(asRecorded(stream, each), correction);
        return { ...each, event: { ...each.event, data }, occurred: meta.occurred };
      });
