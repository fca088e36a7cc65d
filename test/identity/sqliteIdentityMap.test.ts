import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Database from 'libsql';
import type { IdentityMap } from '../../src/identity/identityMap.js';
import { openSqliteIdentityMap } from '../../src/identity/sqlite/identityMap.js';
import { identityMapContract } from '../contracts/identityMap.contract.js';
import { countedIds, scratchFolder, testClock } from './support.js';

const occupy = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  const other = new Database(path);
  other.exec('CREATE TABLE t (x)');
  other.close();
};

identityMapContract('SQLite', () => {
  const folder = scratchFolder();
  const path = join(folder.path, 'data', 'identity.db');
  const opened: IdentityMap[] = [];
  return Promise.resolve({
    open: async (random) => {
      const map = await openSqliteIdentityMap(path, random, testClock());
      opened.push(map);
      return map;
    },
    occupy: () => {
      occupy(path);
      return Promise.resolve();
    },
    dispose: async () => {
      for (const map of opened) await map.close();
      folder.remove();
    },
  });
});

describe('the file of an identity map', () => {
  let folder: ReturnType<typeof scratchFolder>;
  let path: string;
  beforeEach(() => {
    folder = scratchFolder();
    path = join(folder.path, 'data', 'identity.db');
  });
  afterEach(() => folder.remove());

  const open = () => openSqliteIdentityMap(path, countedIds(), testClock());

  test('is for its owner alone', async () => {
    await (await open()).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('that is no database is refused by name and left as it is', async () => {
    mkdirSync(dirname(path));
    writeFileSync(
      path,
      'not a database at all, but a text of some length, longer than a page header needs to be'.repeat(20),
    );
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      message: `${path} cannot be read as an identity map`,
    });
  });

  test("that is another program's database is refused by name", async () => {
    occupy(path);
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_FOREIGN',
      message: `${path} is not an identity map of this system`,
    });
  });

  test('whose folder cannot be made is refused by name', async () => {
    writeFileSync(join(folder.path, 'data'), 'a file where the folder should be');
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: `the identity map ${path} cannot be opened`,
    });
  });

  test('whose table has gone is a fault that names it', async () => {
    const map = await open();
    const other = new Database(path);
    other.exec('DROP TABLE identity');
    other.close();
    await expect(map.personKey('i', 's')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: `the identity map ${path} cannot be read or written`,
    });
    await map.close();
  });
});
