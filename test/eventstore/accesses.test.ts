import { join } from 'node:path';
import { accessQuota } from '../../src/eventstore/counting.js';
import { openSqliteAccessStore } from '../../src/eventstore/sqlite/accesses.js';
import { accessStoreContract } from '../contracts/accessStore.contract.js';
import { temporaryFolder } from '../support/folder.js';
import { reopenable } from '../support/reopenable.js';

accessStoreContract('SQLite', accessQuota, async ({ clock }) => {
  const folder = temporaryFolder();
  let lost = 0;
  const open = () =>
    openSqliteAccessStore({ file: join(folder.path, 'accesses.db'), clock, onLost: (count) => (lost += count) });
  const { store: accesses, ...under } = await reopenable(open, () => folder.remove());
  return { accesses, ...under, lost: () => lost };
});
