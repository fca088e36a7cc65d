import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { refusalQuota } from '../../src/eventstore/counting.js';
import { openLibsql } from '../../src/eventstore/sqlite/database.js';
import { openSqliteRefusalStore } from '../../src/eventstore/sqlite/refusals.js';
import { refusalStoreContract } from '../contracts/refusalStore.contract.js';
import { temporaryFolder } from '../support/folder.js';
import { handClock } from '../support/notes.js';
import { reopenable } from '../support/reopenable.js';

refusalStoreContract('SQLite', refusalQuota, async ({ clock }) => {
  const folder = temporaryFolder();
  let lost = 0;
  const open = () =>
    openSqliteRefusalStore({ file: join(folder.path, 'refusals.db'), clock, onLost: (count) => (lost += count) });
  const { store: refusals, ...under } = await reopenable(open, () => folder.remove());
  return { refusals, ...under, lost: () => lost };
});

test('a full disk costs the refusals of that moment and no more', async () => {
  const folder = temporaryFolder();
  let full = false;
  const lost: [number, unknown][] = [];
  const refusals = await openSqliteRefusalStore({
    file: join(folder.path, 'refusals.db'),
    clock: handClock(),
    onLost: (count, cause) => lost.push([count, cause]),
    openDatabase: (file, mode) => {
      const database = openLibsql(file, mode);
      return {
        ...database,
        exec: (sql) => {
          if (full && sql === 'COMMIT')
            throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
          database.exec(sql);
        },
      };
    },
  });
  const record = (stream: string): void =>
    refusals.record({
      actor: 'person-1',
      role: 'CLERK',
      command: 'LinkSource',
      code: 'NOT_FOUND',
      stream,
      payloadDigest: 'digest',
      at: '2026-03-01T00:00:00.000Z',
    });
  full = true;
  record('a');
  record('a');
  record('b');
  await refusals.flush();
  full = false;
  record('c');
  await refusals.flush();
  expect(lost).toEqual([[3, expect.objectContaining({ code: 'SQLITE_FULL' })]]);
  expect((await refusals.list({}, 10)).map(({ stream }) => stream)).toEqual(['c']);
  await refusals.close();
  folder.remove();
});
