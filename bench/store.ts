import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import type { EventStore, NewEvent } from '../src/application/ports.js';
import { seal } from '../src/application/seal.js';
import { event } from '../src/domain/kernel/event.js';
import { instant } from '../src/domain/kernel/fuzzyDate.js';
import { beginning } from '../src/domain/kernel/ids.js';
import { createCodec } from '../src/eventstore/codec.js';
import { openLibsql } from '../src/eventstore/sqlite/database.js';
import { openSqliteEventStore } from '../src/eventstore/sqlite/eventStore.js';

/** One figure beside its floor: the same bytes through the same driver in the same run, with nothing on top. */
export interface StoreRow {
  readonly name: string;
  /** Events per second. */
  readonly rate: number;
  readonly floor: number;
  readonly ratio: number;
}

/** Appends under way at once. */
const inFlight = [1, 16, 64] as const;
/** Appends measured with so many under way. */
const appends: Readonly<Record<(typeof inFlight)[number], number>> = { 1: 800, 16: 4000, 64: 8000 };
/** Events a stream gets before its writer takes a new one. */
export const streamLength = 100;
export const pageSize = 1000;

export const definitions = { source: { ClauseAmended: event({ clauseId: z.string(), text: z.string() }) } };

let counted = 0;
const uuid = (): string => `00000000-0000-4000-8000-${(++counted).toString(16).padStart(12, '0')}`;

/** About 0.4 KB of data and as much of metadata, sealed beforehand: sealing is the application's cost. */
const newEvents = (count: number): readonly NewEvent[] =>
  Array.from({ length: count }, (_, index) =>
    seal(
      {
        eventId: uuid(),
        type: 'ClauseAmended',
        data: { clauseId: `clause-${index % 20}`, text: 'Hai bên thống nhất phối hợp. '.repeat(8) },
        meta: {
          schemaVersion: 1,
          occurred: instant('2026-02-01T00:00:00.000Z'),
          actor: { role: 'DRAFTER', personKey: 'person-1', officeId: 'office-1' },
          origin: { channel: 'API', requestId: 'request-1' },
          commandId: uuid(),
          payloadHash: 'A'.repeat(43),
          correlationId: uuid(),
        },
      },
      { salt: () => 'A'.repeat(43) },
    ),
  );

const perSecond = async (count: number, work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return (count * 1000) / (performance.now() - start);
};

const appendAll = async (store: EventStore, events: readonly NewEvent[], writers: number): Promise<void> => {
  let taken = 0;
  const write = async (writer: number): Promise<void> => {
    for (let own = 0; taken < events.length; own++) {
      const next = events[taken++];
      if (next === undefined) return;
      const stream = { type: 'source', id: `${writers}-${writer}-${Math.floor(own / streamLength)}` } as const;
      const result = await store.append(stream, [next], own % streamLength);
      if (!result.appended) throw new Error('the bench met a conflict');
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
};

const readEverything = async (store: EventStore): Promise<number> => {
  let count = 0;
  for (let at = beginning; ;) {
    const page = await store.readAll(at, pageSize);
    const last = page.at(-1);
    if (last === undefined) return count;
    count += page.length;
    at = last.position;
  }
};

/** The driver with nothing on top. */
interface Floor {
  /** Makes ready what is not measured, and gives the work that is: storing these events, so many under way at once. */
  appending(events: readonly NewEvent[], writers: number): () => unknown;
  readEverything(): unknown;
}

/** Appends with 1, 16 and 64 in flight and reads everything back, each beside its floor. Takes a few seconds. */
export const measureStore = async (store: EventStore, floor: Floor): Promise<readonly StoreRow[]> => {
  const rows: StoreRow[] = [];
  const measure = async (name: string, count: number, work: () => unknown, bare: () => unknown): Promise<void> => {
    const below = await perSecond(count, bare);
    const rate = await perSecond(count, work);
    rows.push({ name, rate: Math.round(rate), floor: Math.round(below), ratio: rate / below });
  };
  for (const writers of inFlight) {
    const events = newEvents(appends[writers]);
    const bare = floor.appending(events, writers);
    await measure(`append, ${writers} in flight`, events.length, () => appendAll(store, events, writers), bare);
  }
  const count = inFlight.reduce((sum, writers) => sum + appends[writers], 0);
  await measure(
    'read everything',
    count,
    () => readEverything(store),
    () => floor.readEverything(),
  );
  return rows;
};

/** A table and transactions of `group` rows: no codec, no version check, no index. */
const floorStore = (file: string) => {
  const database = openLibsql(file, 'WRITE');
  database.prepare('PRAGMA journal_mode = WAL').all();
  database.exec('PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE floor (id INTEGER PRIMARY KEY, data TEXT NOT NULL, meta TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO floor (data, meta) VALUES (?, ?)');
  const select = database.prepare('SELECT id, data, meta FROM floor WHERE id > ? ORDER BY id LIMIT ?');
  return {
    appending(events: readonly NewEvent[], group: number) {
      const json = events.map(({ data, meta }) => [JSON.stringify(data), JSON.stringify(meta)] as const);
      return (): void => {
        for (let from = 0; from < json.length; from += group) {
          database.exec('BEGIN IMMEDIATE');
          for (const [data, meta] of json.slice(from, from + group)) insert.run(data, meta);
          database.exec('COMMIT');
        }
      };
    },
    readEverything(): void {
      for (let at = 0; ;) {
        const rows = select.all(at, pageSize);
        const last = rows.at(-1);
        if (last === undefined) return;
        for (const row of rows) {
          JSON.parse(String(row[1]));
          JSON.parse(String(row[2]));
        }
        at = Number(last[0]);
      }
    },
    close: () => database.close(),
  };
};

/** `measureStore` on an embedded store of its own. */
export const benchStore = async (): Promise<readonly StoreRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'concordat-bench-'));
  const store = await openSqliteEventStore({
    file: join(folder, 'events.db'),
    codec: createCodec(definitions),
    clock: { now: () => new Date().toISOString() },
  });
  const floor = floorStore(join(folder, 'floor.db'));
  try {
    return await measureStore(store, floor);
  } finally {
    floor.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { name, rate, floor, ratio } of await benchStore()) {
    console.log(`${name.padEnd(24)} ${rate}/s of ${floor}/s bare: ${ratio.toFixed(2)}`);
  }
}
