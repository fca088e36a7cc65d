import type { Collection, Document, IndexDescription } from 'mongodb';
import { StoreFault } from '../application/ports.js';
import { errorCode, type MongoServer } from './server.js';

/** An index that a store cannot do without. */
export type DeclaredIndex = IndexDescription & { readonly name: string };

const namespaceNotFound = 26;
const unauthorized = 13;

/** The indexes of a collection, none when there is no collection. */
const indexesOf = async <T extends Document>(collection: Collection<T>) => {
  try {
    return await collection.indexes();
  } catch (error) {
    if (errorCode(error) !== namespaceNotFound) throw error;
    return [];
  }
};

/**
 * Creates the indexes that are missing, after `replace` was told of each that is there and other than declared. Asks first,
 * so that a user who may not create any may open what has them all. Throws StoreFault `STORE_UNAVAILABLE` to one who
 * may not where one is missing, and the driver's error when the documents do not allow an index.
 */
export const ensureIndexes = async <T extends Document>(
  server: MongoServer,
  collection: Collection<T>,
  declared: readonly DeclaredIndex[],
  replace: (name: string) => Promise<void>,
): Promise<void> => {
  const there = new Map((await indexesOf(collection)).map((index) => [index.name, index]));
  const missing: IndexDescription[] = [];
  for (const index of declared) {
    const found = there.get(index.name);
    if (found !== undefined) {
      const partial = found.partialFilterExpression !== undefined || found.sparse === true || found.hidden === true;
      const same =
        JSON.stringify(found.key) === JSON.stringify(index.key) && (found.unique ?? false) === (index.unique ?? false);
      if (!partial && same) continue;
      await replace(index.name);
    }
    missing.push(index);
  }
  if (missing.length === 0) return;
  try {
    await collection.createIndexes(missing);
  } catch (error) {
    if (errorCode(error) !== unauthorized) throw error;
    throw new StoreFault(
      'STORE_UNAVAILABLE',
      `the user may not create indexes in ${server.place}: it needs the role readWrite there`,
      { cause: error },
    );
  }
};
