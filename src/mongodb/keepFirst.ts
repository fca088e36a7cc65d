import type { Collection, Document, Filter, MatchKeysAndValues, WithId } from 'mongodb';
import { StoreFault } from '../application/ports.js';
import { errorCode, operationTimeMs, type MongoServer } from './server.js';

const duplicateKey = 11000;

/**
 * The row of a unique key, made by whoever comes first: found or inserted by one write. Its write concern holds for what it
 * finds, too, so that what another instance has just inserted is not given out before it is safe. Call within `run`.
 */
export const keepFirst = async <T extends Document>(
  server: MongoServer,
  rows: Collection<T>,
  key: Filter<T>,
  draw: () => MatchKeysAndValues<T>,
): Promise<WithId<T>> => {
  const find = () =>
    rows.findOneAndUpdate(
      key,
      { $setOnInsert: draw() },
      {
        upsert: true,
        returnDocument: 'after',
        writeConcern: { w: 'majority', journal: true, wtimeoutMS: operationTimeMs },
      },
    );
  let row: WithId<T> | null;
  try {
    row = await find();
  } catch (error) {
    if (errorCode(error) !== duplicateKey) throw error;
    // Another instance inserted it between our looking and our writing; now it is found.
    row = await find();
  }
  if (row !== null) return row;
  throw new StoreFault('STORE_UNAVAILABLE', `${server.place} did not keep a row of ${rows.collectionName}`);
};
