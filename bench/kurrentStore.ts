import { randomUUID } from 'node:crypto';
import {
  FORWARDS,
  jsonEvent,
  KurrentDBClient,
  NO_STREAM,
  type ReadPosition,
  START,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';
import type { NewEvent } from '../src/application/ports.js';
import { createCodec } from '../src/eventstore/codec.js';
import { openKurrentEventStore } from '../src/eventstore/kurrentdb/eventStore.js';
import { definitions, measureStore, pageSize, type StoreRow, streamLength } from './store.js';
import { systemTimer } from '../src/systemTimer.js';

/** The same bytes through the same client, with nothing on top. */
const floorStore = (connectionString: string, prefix: string) => {
  const client = KurrentDBClient.connectionString(connectionString);
  return {
    appending: (events: readonly NewEvent[], writers: number) => async (): Promise<void> => {
      let taken = 0;
      const write = async (writer: number): Promise<void> => {
        for (let own = 0; taken < events.length; own++) {
          const next = events[taken++];
          if (next === undefined) return;
          const length = own % streamLength;
          const event = jsonEvent({
            id: randomUUID(),
            type: next.type,
            data: { ...next.data },
            metadata: { ...next.meta },
          });
          const stream = `${prefix}source-${writers}-${writer}-${Math.floor(own / streamLength)}`;
          await client.appendToStream(stream, event, {
            streamState: length === 0 ? NO_STREAM : BigInt(length - 1),
          });
        }
      };
      await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
    },
    async readEverything(): Promise<void> {
      const filter = streamNameFilter({ prefixes: [prefix] });
      for (let from: ReadPosition = START; ;) {
        let count = 0;
        for await (const { event } of client.readAll({
          direction: FORWARDS,
          fromPosition: from,
          maxCount: pageSize,
          filter,
        })) {
          count++;
          if (event?.position !== undefined) from = event.position;
        }
        if (count < pageSize) return;
      }
    },
    close: () => client.dispose(),
  };
};

/** `measureStore` on the server of the connection string. What it writes stays there, under a prefix of its own. */
export const benchKurrentStore = async (connectionString: string): Promise<readonly StoreRow[]> => {
  const prefix = `bench-${randomUUID()}-`;
  const store = await openKurrentEventStore({
    connectionString,
    codec: createCodec(definitions),
    prefix: `${prefix}a-`,
    onTrouble: (message) => console.warn(message),
    timer: systemTimer,
  });
  const floor = floorStore(connectionString, `${prefix}b-`);
  try {
    return await measureStore(store, floor);
  } finally {
    await floor.close();
    await store.close();
  }
};
