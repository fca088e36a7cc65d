import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventStore } from '../../src/application/ports.js';
import { beginning } from '../../src/domain/kernel/ids.js';
import { createCodec } from '../../src/eventstore/codec.js';
import { openLibsql, type OpenDatabase } from '../../src/eventstore/sqlite/database.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { texts } from '../support/deliveries.js';
import { temporaryFolder } from '../support/folder.js';
import { handClock, noteDefinitions, noteMaker, source } from '../support/notes.js';

let folder: ReturnType<typeof temporaryFolder>;
let opened: EventStore[];
const note = noteMaker();

beforeEach(() => {
  folder = temporaryFolder();
  opened = [];
});
afterEach(async () => {
  for (const store of opened) await store.close();
  folder.remove();
});

const open = async (file: string, openDatabase?: OpenDatabase): Promise<EventStore> => {
  const codec = createCodec(noteDefinitions);
  const store = await openSqliteEventStore({
    file,
    codec,
    clock: handClock(),
    uuid: () => 'store-1',
    ...(openDatabase === undefined ? {} : { openDatabase }),
  });
  opened.push(store);
  return store;
};
const inFolder = (name: string): string => join(folder.path, name);

describe('a file of events', () => {
  test('is laid out in a folder that need not exist, with the name given to the store', async () => {
    const file = inFolder('deep/er/events.db');
    expect((await open(file)).storeId).toBe('store-1');
  });

  test('may have characters in its path that mean something in a URI', async () => {
    const file = inFolder('50% của #1?/sự kiện.db');
    const store = await open(file);
    await store.append(source('a'), [note.taken('một')], 0);
    const reader = openLibsql(file, 'READ');
    expect(reader.prepare('SELECT count(*) FROM events').all()).toEqual([[1]]);
    expect(() => reader.exec('DELETE FROM events')).toThrow('readonly');
    reader.close();
  });

  test('cannot be changed or thinned by mistake', async () => {
    const file = inFolder('events.db');
    const store = await open(file);
    await store.append(source('a'), [note.taken('một')], 0);
    const other = openLibsql(file, 'WRITE');
    expect(() => other.exec("UPDATE events SET data = '{}'")).toThrow('append-only');
    expect(() => other.exec('DELETE FROM events')).toThrow('append-only');
    other.close();
  });

  test('shows an append to others before it is acknowledged', async () => {
    const file = inFolder('events.db');
    const store = await open(file);
    const reader = openLibsql(file, 'READ');
    const seen = reader.prepare('SELECT count(*) FROM events WHERE stream_id = ?');
    const found = await Promise.all(
      Array.from({ length: 64 }, async (_, index) => {
        await store.append(source(`s${index}`), [note.taken('x')], 0);
        return seen.all(`s${index}`)[0]?.[0];
      }),
    );
    expect(found).toEqual(Array.from({ length: 64 }, () => 1));
    reader.close();
  });

  test('refuses an event id that is already stored, and stores nothing of that append', async () => {
    const store = await open(inFolder('events.db'));
    const first = note.taken('một');
    await store.append(source('a'), [first], 0);
    const other = note.taken('ba');
    const results = await Promise.allSettled([
      store.append(source('b'), [note.taken('hai'), first], 0),
      store.append(source('c'), [other, other], 0),
      store.append(source('d'), [note.taken('bốn')], 0),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(texts(await store.readAll(beginning, 10))).toEqual(['một', 'bốn']);
  });
});

describe('a subscription', () => {
  test('holds one page of a long log for a slow reader', async () => {
    let rows = 0;
    const store = await open(inFolder('events.db'), (file, mode) => {
      const database = openLibsql(file, mode);
      return {
        ...database,
        prepare: (sql) => {
          const statement = database.prepare(sql);
          return {
            ...statement,
            get: (...values) => {
              const found = statement.get(...values);
              // A page comes as one text.
              if (sql.includes('position <= ?')) rows += (JSON.parse(`[${found?.[0]}]`) as unknown[]).length;
              return found;
            },
          };
        },
      };
    });
    await store.append(
      source('a'),
      Array.from({ length: 2000 }, (_, index) => note.taken(`${index}`)),
      0,
    );
    const over = new AbortController();
    const deliveries = store.subscribe(beginning, over.signal)[Symbol.asyncIterator]();
    await deliveries.next();
    expect(rows).toBe(256);
    over.abort();
    await deliveries.next();
  });

  test('leaves nothing behind when it ends', async () => {
    const store = await open(inFolder('events.db'));
    const over = new AbortController();
    const deliveries = store.subscribe(beginning, over.signal)[Symbol.asyncIterator]();
    await deliveries.next();
    for (const version of [0, 1, 2]) {
      const waiting = deliveries.next();
      await store.append(source('a'), [note.taken('x')], version);
      await waiting;
      await deliveries.next();
    }
    const waiting = deliveries.next();
    await new Promise(setImmediate);
    expect(getEventListeners(over.signal, 'abort')).toHaveLength(1);
    over.abort();
    await waiting;
    expect(getEventListeners(over.signal, 'abort')).toHaveLength(0);
  });
});

describe('opening', () => {
  const faultOf = (file: string) => expect(open(file)).rejects;

  test('a file of another program is refused and left as it was', async () => {
    const file = inFolder('foreign.db');
    const other = openLibsql(file, 'WRITE');
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    const before = readFileSync(file);
    await faultOf(file).toMatchObject({ code: 'STORE_FOREIGN', message: expect.stringContaining(file) });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('a file of a newer format is refused', async () => {
    const file = inFolder('events.db');
    await (await open(file)).close();
    const other = openLibsql(file, 'WRITE');
    other.exec('PRAGMA user_version = 2');
    other.close();
    await faultOf(file).toMatchObject({ code: 'STORE_FOREIGN', message: expect.stringContaining('format 2') });
  });

  test('a file that is no database is refused and left as it was', async () => {
    const file = inFolder('notes.txt');
    const content = 'Biên bản họp. '.repeat(1000);
    writeFileSync(file, content);
    await faultOf(file).toMatchObject({ code: 'STORE_CORRUPT', message: expect.stringContaining(file) });
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  test('a file that was cut short is refused', async () => {
    const file = inFolder('events.db');
    const store = await open(file);
    for (let version = 0; version < 50; version++) {
      await store.append(source('a'), [note.taken('x'.repeat(2000))], version);
    }
    await store.close();
    truncateSync(file, 20_000);
    await faultOf(file).toMatchObject({ code: 'STORE_CORRUPT', message: expect.stringContaining(file) });
  });

  test('a place that cannot be written is refused', async () => {
    writeFileSync(inFolder('file'), '');
    mkdirSync(inFolder('folder'));
    await faultOf(inFolder('file/events.db')).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await faultOf(inFolder('folder')).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining(inFolder('folder')),
    });
  });

  test('a file in use is refused until it is closed, also after a failed opening', async () => {
    const file = inFolder('events.db');
    const first = await open(file);
    await faultOf(file).toMatchObject({ code: 'STORE_LOCKED', message: expect.stringContaining(file) });
    await faultOf(file).toMatchObject({ code: 'STORE_LOCKED' });
    await first.append(source('a'), [note.taken('một')], 0);
    await first.close();
    const second = await open(file);
    expect(texts(await second.read(source('a')))).toEqual(['một']);
    expect(second.storeId).toBe(first.storeId);
  });

  test('that fails gives the lock back', async () => {
    const file = inFolder('notes.txt');
    writeFileSync(file, 'not a database'.repeat(100));
    await faultOf(file).toMatchObject({ code: 'STORE_CORRUPT' });
    await faultOf(file).toMatchObject({ code: 'STORE_CORRUPT' });
  });
});
