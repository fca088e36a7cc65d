import { z } from 'zod';
import type { Clock, NewEvent, Random } from '../../src/application/ports.js';
import { seal } from '../../src/application/seal.js';
import { event } from '../../src/domain/kernel/event.js';
import { instant } from '../../src/domain/kernel/fuzzyDate.js';
import type { StreamRef } from '../../src/domain/kernel/ids.js';
import type { EventDefinitionsByStreamType } from '../../src/eventstore/codec.js';

/** The smallest aggregate that has what a store must cope with: optional members and an event at its second version. */
export const noteDefinitions = {
  source: {
    NoteTaken: event(
      { text: z.string(), language: z.enum(['vi', 'en']) },
      { 1: (data) => ({ ...data, language: 'vi' }) },
    ),
    NoteStruck: event({ because: z.string().optional() }),
  },
  office: {
    NoteTaken: event(
      { text: z.string(), language: z.enum(['vi', 'en']) },
      { 1: (data) => ({ ...data, language: 'vi' }) },
    ),
  },
} satisfies EventDefinitionsByStreamType;

/** The same, as it was before the second version of NoteTaken. */
export const oldNoteDefinitions = {
  source: { NoteTaken: event({ text: z.string() }) },
} satisfies EventDefinitionsByStreamType;

export const source = (id: string): StreamRef => ({ type: 'source', id });
export const office = (id: string): StreamRef => ({ type: 'office', id });

/** Ids and salts that count up. */
const countedRandom = (): Random => {
  let count = 0;
  const next = (width: number): string => (++count).toString(16).padStart(width, '0');
  return {
    uuid: () => `00000000-0000-4000-8000-${next(12)}`,
    salt: () => Buffer.from(next(64), 'hex').toString('base64url'),
  };
};

/** A clock that shows what the test sets. */
export const handClock = (start = '2026-03-01T00:00:00.000Z'): Clock & { set(now: string): void } => {
  let shown = start;
  return { now: () => shown, set: (now) => void (shown = now) };
};

/** Makes new events of notes; each maker counts its own ids. */
export const noteMaker = (random: Random = countedRandom()) => {
  const make = (type: string, schemaVersion: number, data: object): NewEvent =>
    seal(
      {
        eventId: random.uuid(),
        type,
        data,
        meta: {
          schemaVersion,
          occurred: instant('2026-02-01T00:00:00.000Z'),
          actor: { role: 'CLERK', personKey: 'person-1' },
          origin: { channel: 'API', requestId: 'request-1' },
          commandId: random.uuid(),
          payloadHash: 'hash',
          correlationId: 'correlation-1',
        },
      },
      random,
    );
  return {
    taken: (text: string): NewEvent => make('NoteTaken', 2, { text, language: 'vi' }),
    takenBefore: (text: string): NewEvent => make('NoteTaken', 1, { text }),
    struck: (because?: string): NewEvent => make('NoteStruck', 1, because === undefined ? {} : { because }),
    of: make,
  };
};
