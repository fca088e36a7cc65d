import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import Database from 'libsql';
import { openIdentityMap } from '../../src/identity/identityMap.js';
import { countedIds, scratchFolder, testClock } from './support.js';

let folder: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  folder = scratchFolder();
});
afterEach(() => folder.remove());

const open = (path = join(folder.path, 'data', 'identity.db'), ids = countedIds()) =>
  openIdentityMap(path, ids, testClock());

describe('identity map', () => {
  test('each subject of each issuer has one random key of its own, from the first time on', () => {
    const map = open();
    const keys = [
      map.personKey('https://a.example', 'user-1'),
      map.personKey('https://a.example', 'user-2'),
      map.personKey('https://b.example', 'user-1'),
      map.personKey('https://a.example', 'user-1'),
    ];
    map.close();
    expect(keys.map((key) => key.slice(-2))).toEqual(['01', '02', '03', '01']);
  });

  test('the keys outlive the process, and two processes agree', () => {
    const path = join(folder.path, 'identity.db');
    const [first, second] = [open(path), open(path, { uuid: () => 'from-the-second' })];
    const keys = [
      first.personKey('i', 's'),
      second.personKey('i', 's'),
      second.personKey('i', 't'),
      first.personKey('i', 't'),
    ];
    first.close();
    second.close();
    const again = open(path, { uuid: () => 'never-drawn' });
    keys.push(again.personKey('i', 's'));
    again.close();
    expect(keys).toEqual([
      '00000000-0000-4000-8000-000000000001',
      '00000000-0000-4000-8000-000000000001',
      'from-the-second',
      'from-the-second',
      '00000000-0000-4000-8000-000000000001',
    ]);
  });

  test('the file is for its owner alone', () => {
    const path = join(folder.path, 'identity.db');
    open(path).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('a file that is no database is refused by name and left as it is', () => {
    const path = join(folder.path, 'identity.db');
    writeFileSync(
      path,
      'not a database at all, but a text of some length, longer than a page header needs to be'.repeat(20),
    );
    expect(() => open(path)).toThrow(
      expect.objectContaining({ code: 'STORE_CORRUPT', message: `${path} cannot be read as an identity map` }),
    );
  });

  test("another program's database is refused by name", () => {
    const path = join(folder.path, 'identity.db');
    const other = new Database(path);
    other.exec('CREATE TABLE t (x)');
    other.close();
    expect(() => open(path)).toThrow(
      expect.objectContaining({ code: 'STORE_FOREIGN', message: `${path} is not an identity map of this system` }),
    );
  });

  test('a folder that cannot be made is refused by name', () => {
    writeFileSync(join(folder.path, 'data'), 'a file where the folder should be');
    const path = join(folder.path, 'data', 'identity.db');
    expect(() => open(path)).toThrow(
      expect.objectContaining({ code: 'STORE_UNAVAILABLE', message: `the identity map ${path} cannot be opened` }),
    );
  });
});
