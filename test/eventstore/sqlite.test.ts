import { join } from 'node:path';
import type { Codec } from '../../src/eventstore/codec.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { eventStoreContract } from '../contracts/eventStore.contract.js';
import { temporaryFolder } from '../support/folder.js';
import { reopenable } from '../support/reopenable.js';

eventStoreContract('SQLite', async ({ codec, clock }) => {
  const folder = temporaryFolder();
  const open = (by: Codec = codec) => openSqliteEventStore({ file: join(folder.path, 'events.db'), codec: by, clock });
  return reopenable(open, () => folder.remove());
});
