import { join } from 'node:path';
import type { Codec } from '../../src/eventstore/codec.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { eventStoreContract } from '../contracts/eventStore.contract.js';
import { temporaryFolder } from '../support/folder.js';

eventStoreContract('SQLite', async ({ codec, clock }) => {
  const folder = temporaryFolder();
  const open = (by: Codec) => openSqliteEventStore({ file: join(folder.path, 'events.db'), codec: by, clock });
  let current = await open(codec);
  return {
    store: current,
    reopen: async (by = codec) => {
      await current.close();
      return (current = await open(by));
    },
    dispose: async () => {
      await current.close();
      folder.remove();
    },
  };
});
