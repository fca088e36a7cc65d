import type { Document, Filter, FindQuery, ReadModel } from '../src/application/ports.js';
import type { Page, PageQuery } from './queries.js';

/** Documents of a collection whose bodies are of one type: what the projection puts there. */
export const find = async <B extends object>(
  model: ReadModel,
  collection: string,
  query: FindQuery,
): Promise<readonly Document<B>[]> => (await model.find(collection, query)) as readonly Document<B>[];

/** One page of a collection. One document more than asked for is read, to know whether there is more. */
export const page = async <B extends object>(
  model: ReadModel,
  collection: string,
  { limit, ...query }: PageQuery,
): Promise<Page<B>> => {
  const found = await find<B>(model, collection, { ...query, limit: limit + 1 });
  const hasMore = found.length > limit;
  const surplus = hasMore ? 1 : 0;
  return { items: query.backwards === true ? found.slice(surplus) : found.slice(0, found.length - surplus), hasMore };
};

/** All of the filters that are given. */
export const both = (...filters: readonly (Filter | undefined)[]): Filter => ({
  and: filters.filter((filter) => filter !== undefined),
});
