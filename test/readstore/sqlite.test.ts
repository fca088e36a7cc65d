import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Libsql from 'libsql';
import { position } from '../../src/domain/kernel/ids.js';
import { openSqliteReadStore } from '../../src/readstore/sqlite/readStore.js';
import { readStoreContract } from '../contracts/readStore.contract.js';
import { temporaryFolder } from '../support/folder.js';
import { reopenable } from '../support/reopenable.js';

const unexpected = (message: string): never => {
  throw new Error(message);
};

readStoreContract('SQLite', async () => {
  const folder = temporaryFolder();
  const open = () => openSqliteReadStore({ file: join(folder.path, 'read.db'), warn: unexpected });
  return reopenable(open, () => folder.remove());
});

test('SQLite gives a page again without reading it, and never as it was before', async () => {
  const folder = temporaryFolder();
  const store = await openSqliteReadStore({ file: join(folder.path, 'read.db'), warn: unexpected });
  const things = { name: 'things', fields: { n: { type: 'integer' } } } as const;
  const generation = await store.open('p', 1, [things]);
  const put = (id: string, n: number, at: number) => ({
    write: { put: 'things', id, body: { n } },
    at: position(at),
  });
  const page = () => generation.find('things', { order: [{ field: 'n', direction: 'ASC' }], limit: 10 });
  const shown = async () => (await page()).map(({ id, body }) => [id, body.n]);
  await generation.apply([put('a', 1, 1), put('b', 2, 2)], position(2));
  const [first] = await page();
  expect((await page())[0]?.body).toBe(first?.body);
  await generation.apply([put('a', 3, 3)], position(3));
  expect(await shown()).toEqual([
    ['b', 2],
    ['a', 3],
  ]);
  await generation.apply([{ write: { delete: 'things', id: 'a' }, at: position(4) }, put('c', 0, 5)], position(5));
  expect(await shown()).toEqual([
    ['c', 0],
    ['b', 2],
  ]);
  await store.beginRebuild('p', 1, [things]);
  await store.swap('p');
  expect(await shown()).toEqual([]);
  await store.close();
  folder.remove();
});

describe('the file of the read models', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let file: string;
  let warnings: string[];
  const open = () => openSqliteReadStore({ file, warn: (message) => void warnings.push(message) });
  const things = { name: 'things', fields: {} };

  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder.path, 'deep', 'read.db');
    warnings = [];
  });
  afterEach(() => folder.remove());

  const filled = async (): Promise<void> => {
    const store = await open();
    const generation = await store.open('p', 1, [things]);
    await generation.apply([{ write: { put: 'things', id: 'a', body: {} }, at: position(1) }], position(1));
    await store.close();
  };

  test('is created with its folder', async () => {
    await (await open()).close();
    expect(existsSync(file)).toBe(true);
    expect(warnings).toEqual([]);
  });

  test('damaged, is moved aside with a warning, and an empty one takes its place', async () => {
    await filled();
    const garbage = 'not a database, but long enough to be taken for one '.repeat(100);
    writeFileSync(file, garbage);
    const store = await open();
    expect(warnings).toEqual([
      `${file} is not a database: moved to ${file}.unusable-1; the read models are built again from the log`,
    ]);
    expect(readFileSync(`${file}.unusable-1`, 'utf8')).toBe(garbage);
    const generation = await store.open('p', 1, [things]);
    expect(await generation.get('things', 'a')).toBeNull();
    await store.close();
  });

  test('of another program, is moved aside whole, each time under a name of its own', async () => {
    await (await open()).close();
    for (const number of [1, 2]) {
      const foreign = new Libsql(file);
      foreign.exec(
        `PRAGMA application_id = 7; CREATE TABLE IF NOT EXISTS theirs (x); INSERT INTO theirs VALUES (${number})`,
      );
      foreign.close();
      await (await open()).close();
      const kept = new Libsql(`${file}.unusable-${number}`);
      expect(kept.prepare('SELECT x FROM theirs').all([])).toEqual([{ x: number }]);
      kept.close();
    }
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain('holds no read models of this program');
  });

  test('half written over, is moved aside too', async () => {
    await filled();
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(bytes.length - 100, 0xff)]));
    const store = await open();
    expect(warnings).toHaveLength(1);
    expect(await (await store.open('p', 1, [things])).get('things', 'a')).toBeNull();
    await store.close();
  });

  test('that cannot be opened is refused with its name, and nothing is moved', async () => {
    await (await open()).close();
    const names = readdirSync(join(folder.path, 'deep'));
    file = join(folder.path, 'deep');
    await expect(open()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringContaining(file) });
    file = join(folder.path, 'deep', 'read.db', 'below.db');
    await expect(open()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(readdirSync(join(folder.path, 'deep'))).toEqual(names);
    expect(warnings).toEqual([]);
  });

  test('has the same indexes for a generation that was swapped in as for one that was opened', async () => {
    const indexed = {
      name: 'things',
      fields: { title: { type: 'text', indexed: true }, size: { type: 'integer', indexed: true } },
      indexes: [['size', 'title']],
    } as const;
    const indexes = (): unknown[] => {
      const looking = new Libsql(file);
      const rows = looking.prepare(`SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL`).all([]);
      looking.close();
      return rows.map((row) => (row as { sql: string }).sql.replace(/g\d+_/g, ''));
    };
    const store = await open();
    await store.open('p', 1, [indexed]);
    const opened = indexes();
    expect(opened).toEqual([
      'CREATE INDEX "things__0" ON "things" ("f_title", id)',
      'CREATE INDEX "things__1" ON "things" ("f_size", id)',
      'CREATE INDEX "things__2" ON "things" ("f_size", "f_title", id)',
    ]);
    await store.beginRebuild('p', 1, [indexed]);
    await store.swap('p');
    expect(indexes()).toEqual(opened);
    await store.close();
  });
});
