import { ANY, jsonEvent, NO_STREAM } from '@kurrent/kurrentdb-client';
import { StoreFault } from '../../application/ports.js';
import { isJsonObject } from '../codec.js';
import type { Connection } from './connection.js';
import { recordedAt, type Naming } from './naming.js';
import type { Reader } from './reader.js';
import { troubleOf } from './trouble.js';

/** How often the first call is tried: over some twenty seconds, since the server may be starting too. */
const openingTries = 10;

/** Names the store. */
const nameStream = 'concordat-store';
/** Says whether a copy into this store is under way. */
const copyStream = 'concordat-copy';

/** Writes the name of a store that has none yet; of two that try at once one does. */
export const nameStore = async (
  writes: Connection,
  reader: Reader,
  naming: Naming,
  uuid: () => string,
): Promise<string> => {
  const stream = naming.besides(nameStream);
  const named = jsonEvent({ type: 'StoreNamed', data: { storeId: uuid() } });
  await writes.repeated(async (client) => {
    try {
      await client.appendToStream(stream, [named], { streamState: NO_STREAM, requiresLeader: true });
    } catch (error) {
      if (troubleOf(error) !== 'WRONG_VERSION') throw error;
    }
  }, openingTries);
  const storeId = await storeIdOf(reader, naming, writes.name);
  if (storeId === undefined) throw new StoreFault('STORE_UNAVAILABLE', `${writes.name} does not show ${stream}`);
  return storeId;
};

/** The id of the store, undefined when it has no name yet. Throws STORE_FOREIGN when the stream is somebody else's. */
export const storeIdOf = async (reader: Reader, naming: Naming, server: string): Promise<string | undefined> => {
  const stream = naming.besides(nameStream);
  const [first] = await reader.stream(stream, 0n, 1);
  if (first === undefined) return undefined;
  const data: unknown = first.event?.data;
  if (first.event?.type !== 'StoreNamed' || !isJsonObject(data) || typeof data.storeId !== 'string') {
    throw new StoreFault(
      'STORE_FOREIGN',
      `The stream ${stream} in ${server} was not written by this program. It was left as it is; choose another prefix.`,
    );
  }
  return data.storeId;
};

/** What the newest mark says of copies into this store. */
type CopyState = 'NONE' | 'BEGUN' | 'FINISHED';

export const copyState = async (reader: Reader, naming: Naming): Promise<CopyState> => {
  const last = await reader.last(naming.besides(copyStream));
  if (last?.event === undefined) return 'NONE';
  return last.event.type === 'CopyFinished' ? 'FINISHED' : 'BEGUN';
};

/** Marks a copy as begun or finished, and gives the time of the server, as `recordedAt` would have it. */
export const markCopy = async (
  writes: Connection,
  reader: Reader,
  naming: Naming,
  type: 'CopyBegun' | 'CopyFinished',
  data: Record<string, string | number>,
): Promise<string> => {
  const stream = naming.besides(copyStream);
  const mark = jsonEvent({ type, data });
  await writes.repeated(
    (client) => client.appendToStream(stream, [mark], { streamState: ANY, requiresLeader: true }),
    openingTries,
  );
  const last = await reader.last(stream);
  if (last?.event === undefined) throw new StoreFault('STORE_UNAVAILABLE', `${writes.name} does not show ${stream}`);
  return recordedAt(last.event.created);
};

/** Throws STORE_LOCKED while a copy is not finished: what was appended now would stand before the rest of the copied log. */
export const mustBeWhole = async (reader: Reader, naming: Naming, server: string): Promise<void> => {
  if ((await copyState(reader, naming)) !== 'BEGUN') return;
  throw new StoreFault(
    'STORE_LOCKED',
    `A copy into ${server} was begun and not brought to its end. Run concordat copy again first.`,
  );
};
