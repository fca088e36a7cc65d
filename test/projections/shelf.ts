import { join } from 'node:path';
import type { EventStore, NewEvent, ReadStore } from '../../src/application/ports.js';
import type { EventsOf } from '../../src/domain/kernel/event.js';
import type { Position } from '../../src/domain/kernel/ids.js';
import { createCodec } from '../../src/eventstore/codec.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { openSqliteReadStore } from '../../src/readstore/sqlite/readStore.js';
import { put, remove, type Projection } from '../../projections/projection.js';
import type { RunnerLog } from '../../projections/runner.js';
import type { Timer } from '../../src/application/ports.js';
import { temporaryFolder } from '../support/folder.js';
import { handClock, noteDefinitions, noteMaker, source } from '../support/notes.js';

type NoteEvent = EventsOf<(typeof noteDefinitions)['source']>;

interface Shelf {
  readonly notes: readonly string[];
  readonly taken: number;
}

const shelves = { name: 'shelves', fields: { taken: { type: 'integer' } } } as const;
const notes = { name: 'notes', fields: { shelf: { type: 'text', indexed: true } } } as const;

/** A shelf for each stream with its notes, and each note for itself; striking empties the shelf. Fails on 'unreadable'. */
export const shelfProjection = (name = 'shelf', readable = false): Projection<Shelf, NoteEvent> => ({
  name,
  version: 1,
  collections: [shelves, notes],
  handles: ['NoteTaken', 'NoteStruck'],
  key: (event) => event.stream.id,
  evolve: (shelf, event) => {
    const { id } = event.stream;
    if (event.type === 'NoteStruck') return shelf === null ? [] : [remove(shelves, id)];
    if (event.data.text === 'unreadable' && !readable) throw new Error('a note that nobody can read');
    return [
      put(shelves, id, { notes: [...(shelf?.notes ?? []), event.data.text], taken: (shelf?.taken ?? 0) + 1 }),
      put(notes, `${id}.${event.stream.version}`, { shelf: id, text: event.data.text }),
    ];
  },
});

/** Counts struck notes and handles nothing else. */
export const strikesProjection: Projection<{ readonly struck: number }, NoteEvent> = {
  name: 'strikes',
  version: 1,
  collections: [{ name: 'strikes', fields: {} }],
  handles: ['NoteStruck'],
  key: () => 'all',
  evolve: (strikes) => [{ put: 'strikes', id: 'all', body: { struck: (strikes?.struck ?? 0) + 1 } }],
};

export interface LogLine {
  readonly level: 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A timer that rings when the test says so; only what was to ring within so many milliseconds, when it says that too. */
export const handTimer = (): { readonly timer: Timer; ring(within?: number): void; readonly pending: () => number } => {
  const waiting = new Map<() => void, number>();
  return {
    timer: (milliseconds, then) => {
      const once = () => {
        waiting.delete(once);
        then();
      };
      waiting.set(once, milliseconds);
      return () => void waiting.delete(once);
    },
    ring: (within = Infinity) => {
      for (const [then, milliseconds] of [...waiting]) if (milliseconds <= within) then();
    },
    pending: () => waiting.size,
  };
};

/** A log and read models in a folder, with everything a runner needs. */
export interface Library {
  readonly folder: string;
  readonly eventStore: EventStore;
  readonly readStore: () => ReadStore;
  readonly log: RunnerLog;
  readonly logged: readonly LogLine[];
  readonly timer: ReturnType<typeof handTimer>;
  readonly note: ReturnType<typeof noteMaker>;
  /** Appends to a shelf and answers the position of the last event. */
  add(shelf: string, ...events: readonly NewEvent[]): Promise<Position>;
  /** Opens the read models again, from another file when given. */
  reopenReadStore(file?: string): Promise<ReadStore>;
  close(): Promise<void>;
}

export const openLibrary = async (): Promise<Library> => {
  const folder = temporaryFolder();
  const logged: LogLine[] = [];
  const line = (level: LogLine['level']) => (fields: LogLine['fields'], message: string) =>
    void logged.push({ level, fields, message });
  const openReads = (file: string) =>
    openSqliteReadStore({ file: join(folder.path, file), warn: (message) => line('warn')({}, message) });
  const eventStore = await openSqliteEventStore({
    file: join(folder.path, 'events.db'),
    codec: createCodec(noteDefinitions),
    clock: handClock(),
  });
  let readStore = await openReads('read.db');
  const versions = new Map<string, number>();
  return {
    folder: folder.path,
    eventStore,
    readStore: () => readStore,
    log: { warn: line('warn'), error: line('error') },
    logged,
    timer: handTimer(),
    note: noteMaker(),
    add: async (shelf, ...events) => {
      const expected = versions.get(shelf) ?? 0;
      const result = await eventStore.append(source(shelf), events, expected);
      const last = result.appended ? result.events.at(-1) : undefined;
      if (last === undefined) throw new Error('nothing was appended');
      versions.set(shelf, expected + events.length);
      return last.position;
    },
    reopenReadStore: async (file = 'read.db') => {
      await readStore.close();
      return (readStore = await openReads(file));
    },
    close: async () => {
      await readStore.close();
      await eventStore.close();
      folder.remove();
    },
  };
};
