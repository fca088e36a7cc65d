import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import type { AppendResult, EventStore } from '../../src/application/ports.js';
import { beginning, position } from '../../src/domain/kernel/ids.js';
import { createCodec } from '../../src/eventstore/codec.js';
import { fsckFile } from '../../src/eventstore/sqlite/fsck.js';
import { openLibsql, type Database, type OpenDatabase } from '../../src/eventstore/sqlite/database.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { texts } from '../support/deliveries.js';
import { temporaryFolder } from '../support/folder.js';
import { handClock, noteDefinitions, noteMaker, source } from '../support/notes.js';

const codec = createCodec(noteDefinitions);
let folder: ReturnType<typeof temporaryFolder>;
let file: string;
let store: EventStore;
let events: Database | undefined;
let over: AbortController;
const note = noteMaker();

/** Keeps the store's connection in `events`, so that a test can do to it what a disk would. */
const within =
  (alter: (database: Database) => Database = (database) => database): OpenDatabase =>
  (path, mode) => {
    const database = openLibsql(path, mode);
    if (!path.endsWith('events.db')) return database;
    events = database;
    return alter(database);
  };
const open = async (openDatabase: OpenDatabase): Promise<void> => {
  store = await openSqliteEventStore({ file, codec, clock: handClock(), openDatabase });
};

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'events.db');
  over = new AbortController();
});
afterEach(async () => {
  over.abort();
  await store.close();
  folder.remove();
});

const stored = async (): Promise<(string | undefined)[]> => texts(await store.readAll(beginning, 1000));
const isClean = async (): Promise<boolean> => (await fsckFile(file, codec, () => undefined)).ok;

describe('a disk that fills up', () => {
  test('refuses the whole turn, keeps what was acknowledged, and goes on once there is space', async () => {
    await open(within());
    await store.append(source('a'), [note.taken('một')], 0);
    const pages = Number(events?.prepare('PRAGMA page_count').all()[0]?.[0]);
    events?.prepare(`PRAGMA max_page_count = ${pages + 2}`).all();

    const turn = (): Promise<PromiseSettledResult<AppendResult>[]> =>
      Promise.allSettled([
        store.append(source('b'), [note.taken('hai')], 0),
        store.append(source('c'), [note.taken('x'.repeat(100_000))], 0),
        store.append(source('d'), [note.taken('ba')], 0),
      ]);
    for (const result of await turn()) {
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'StoreFault', code: 'STORE_FULL' } });
      expect(result).toHaveProperty('reason.message', expect.stringContaining(file));
    }
    expect(await stored()).toEqual(['một']);
    expect(await isClean()).toBe(true);

    events?.prepare('PRAGMA max_page_count = 100000').all();
    for (const result of await turn()) expect(result).toMatchObject({ status: 'fulfilled', value: { appended: true } });
    expect((await stored()).map((text) => text?.slice(0, 5))).toEqual(['một', 'hai', 'xxxxx', 'ba']);
    expect(await isClean()).toBe(true);
  });

  test('also when it fills up in the commit', async () => {
    let full = false;
    await open(
      within((database) => ({
        ...database,
        exec: (sql) => {
          if (full && sql === 'COMMIT') throw Object.assign(new Error('disk is full'), { code: 'SQLITE_FULL' });
          database.exec(sql);
        },
      })),
    );
    full = true;
    const results = await Promise.allSettled([
      store.append(source('a'), [note.taken('một')], 0),
      store.append(source('b'), [note.taken('hai')], 0),
    ]);
    expect(results).toEqual([
      { status: 'rejected', reason: expect.objectContaining({ code: 'STORE_FULL' }) },
      { status: 'rejected', reason: expect.objectContaining({ code: 'STORE_FULL' }) },
    ]);
    full = false;
    expect(await stored()).toEqual([]);
    expect(await store.append(source('a'), [note.taken('ba')], 0)).toMatchObject({ appended: true });
    expect(await store.head()).toBe(position(1));
  });
});

test('a commit that is stored but reported as failed is seen by readers, and its repetition conflicts', async () => {
  let failing = false;
  await open(
    within((database) => ({
      ...database,
      exec: (sql) => {
        database.exec(sql);
        if (failing && sql === 'COMMIT')
          throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
      },
    })),
  );
  const live = store.subscribe(beginning, over.signal)[Symbol.asyncIterator]();
  await live.next();
  const next = live.next();
  failing = true;
  const lost = note.taken('một');
  await expect(store.append(source('a'), [lost], 0)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  failing = false;
  expect(await next).toMatchObject({
    value: { kind: 'EVENT', event: { eventId: lost.eventId, position: position(1) } },
  });
  expect(await store.append(source('a'), [lost], 0)).toEqual({ appended: false, actual: 1 });
  expect(await store.append(source('a'), [note.taken('hai')], 1)).toMatchObject({ appended: true });
  expect(await stored()).toEqual(['một', 'hai']);
  expect(await isClean()).toBe(true);
});

test('a disk that fails altogether fails each call with a fault, and close all the same gives the lock back', async () => {
  let failing = false;
  const fail = (): void => {
    if (failing) throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
  };
  await open(
    within((database) => ({
      ...database,
      exec: (sql) => {
        fail();
        database.exec(sql);
      },
      prepare: (sql) => {
        const statement = database.prepare(sql);
        return {
          ...statement,
          get: (...values) => (fail(), statement.get(...values)),
          all: (...values) => (fail(), statement.all(...values)),
        };
      },
    })),
  );
  failing = true;
  await expect(store.append(source('a'), [note.taken('một')], 0)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await expect(store.read(source('a'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await expect(store.close()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await open(within());
  expect(await stored()).toEqual([]);
});
