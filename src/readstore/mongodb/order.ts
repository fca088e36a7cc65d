import type { Sort } from 'mongodb';
import type { FindQuery, Scalar } from '../../application/ports.js';
import { declaredField, keysetValues } from '../collection.js';
import { path, type Table } from './collections.js';
import { everywhere, type Condition } from './filter.js';

interface Term {
  readonly operand: string;
  readonly descending: boolean;
}

/** The order of a query as terms, the id last, turned around when it walks backwards. */
const termsOf = ({ spec }: Table, query: FindQuery): readonly Term[] => {
  const order = query.order ?? [];
  for (const { field } of order) {
    if (declaredField(spec, field).many === true) {
      throw new TypeError(`${spec.name}.${field} has many values: nothing can be ordered by it`);
    }
  }
  return [
    ...order.map(({ field, direction }) => ({ operand: path(field), direction })),
    { operand: '_id', direction: order.at(-1)?.direction ?? 'ASC' },
  ].map(({ operand, direction }) => ({ operand, descending: (direction === 'DESC') !== (query.backwards === true) }));
};

/** The ranges that come after a value, in order. Null is the smallest. */
const beyond = ({ operand, descending }: Term, value: Scalar): readonly Condition[] => {
  if (!descending) return [{ [operand]: value === null ? { $ne: null } : { $gt: value } }];
  if (value === null) return [];
  return operand === '_id'
    ? [{ _id: { $lt: String(value) } }]
    : [{ [operand]: { $lt: value } }, { [operand]: { $eq: null } }];
};

/** How a query is walked: the order, and the ranges to read one after the other until the limit is reached. */
export interface Walk {
  readonly sort: Sort;
  readonly ranges: readonly Condition[];
}

/**
 * What follows a key (a, b, id) is: same a and b, greater id; then same a, greater b; then greater a. Each range is one
 * walk along an index, whatever the directions and nulls.
 */
export const planWalk = (table: Table, query: FindQuery): Walk => {
  const terms = termsOf(table, query);
  const sort = new Map(terms.map(({ operand, descending }) => [operand, descending ? -1 : 1] as const));
  if (query.after === undefined) return { sort, ranges: [everywhere] };
  const fields = (query.order ?? []).map(({ field }) => field);
  const { values, id } = keysetValues(table.spec, fields, query.after);
  const key = [...values, id];
  const ranges = terms.map((term, index) => {
    const before = terms.slice(0, index).map(({ operand }, at) => ({ [operand]: { $eq: key[at] ?? null } }));
    return beyond(term, key[index] ?? null).map((range): Condition => ({ $and: [...before, range] }));
  });
  return { sort, ranges: ranges.reverse().flat() };
};
