import { type Order, StoreFault } from '../src/application/ports.js';
import { beginning } from '../src/domain/kernel/ids.js';
import { ConnectionPage, type PageArgs, pageQuery } from './connection.js';
import type { Context } from './context.js';
import { cursorInvalid, inputInvalid } from './errors.js';
import type { Data } from './ref.js';

const newestFirst: readonly Order[] = [];

/** A list of what is kept beside the log; `load` gives the newest first, after the id of the last one seen. */
interface RecordList<K, N> {
  readonly list: string;
  readonly load: (limit: number, after?: string) => Promise<readonly K[]>;
  readonly toNode: (record: K) => N;
}

/** A page of refusals or accesses: their stores go one way only, and do not count. */
export const recordPage = async <K extends { readonly id: string }, N>(
  { services: { storeId } }: Context,
  args: Data<PageArgs>,
  { list, load, toNode }: RecordList<K, N>,
): Promise<ConnectionPage<N, K>> => {
  if (typeof args.last === 'number') throw inputInvalid('This list is paged by "first" and "after".', 'last');
  const scope = { storeId, list, order: newestFirst };
  const query = pageQuery(args, scope);
  const [after] = query.after ?? [];
  const found = await load(query.limit + 1, typeof after === 'string' ? after : undefined).catch((error: unknown) => {
    throw error instanceof StoreFault && error.code === 'CURSOR_INVALID' ? cursorInvalid('after') : error;
  });
  return new ConnectionPage({
    page: {
      items: found.slice(0, query.limit).map((body) => ({ id: body.id, position: beginning, body })),
      hasMore: found.length > query.limit,
    },
    query,
    scope,
    toNode: ({ body }) => toNode(body),
    count: () => Promise.resolve(null),
  });
};
