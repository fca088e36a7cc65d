import type { FindQuery } from '../../application/ports.js';
import { declaredField, keysetValues } from '../collection.js';
import type { Value } from './database.js';
import type { Sql } from './filter.js';
import { column, stored, type Table } from './tables.js';

interface Term {
  readonly operand: string;
  readonly descending: boolean;
}

/** The order of a query as terms, the id last, turned around when it walks backwards. */
const termsOf = (table: Table, query: FindQuery): readonly Term[] => {
  const order = query.order ?? [];
  for (const { field } of order) {
    if (declaredField(table.collection, field).many === true) {
      throw new TypeError(`${table.collection.name}.${field} has many values: nothing can be ordered by it`);
    }
  }
  const last = order.at(-1);
  return [
    ...order.map(({ field, direction }) => ({ operand: `t.${column(field)}`, direction })),
    { operand: 't.id', direction: last === undefined ? 'ASC' : last.direction },
  ].map(({ operand, direction }) => ({ operand, descending: (direction === 'DESC') !== (query.backwards === true) }));
};

const same = ({ operand }: Term, value: Value): Sql =>
  value === null ? { sql: `${operand} IS NULL`, values: [] } : { sql: `${operand} = ?`, values: [value] };

/** The ranges that come after a value, in order. Null is the smallest. */
const beyond = ({ operand, descending }: Term, value: Value): readonly Sql[] => {
  if (descending) {
    if (value === null) return [];
    const nulls: readonly Sql[] = operand === 't.id' ? [] : [{ sql: `${operand} IS NULL`, values: [] }];
    return [{ sql: `${operand} < ?`, values: [value] }, ...nulls];
  }
  return value === null
    ? [{ sql: `${operand} IS NOT NULL`, values: [] }]
    : [{ sql: `${operand} > ?`, values: [value] }];
};

const all = (parts: readonly Sql[]): Sql => ({
  sql: parts.map((part) => part.sql).join(' AND '),
  values: parts.flatMap((part) => part.values),
});

/** How a query is walked: `ORDER BY`, and the ranges to read one after the other until the limit is reached. */
export interface Walk {
  readonly orderBy: string;
  readonly ranges: readonly Sql[];
}

/**
 * What follows a key (a, b, id) is: same a and b, greater id; then same a, greater b; then greater a. Each range is one
 * seek in an index, whatever the directions and nulls; one condition with `OR` would be read from the start.
 */
export const planWalk = (table: Table, query: FindQuery): Walk => {
  const terms = termsOf(table, query);
  const orderBy = terms.map(({ operand, descending }) => `${operand} ${descending ? 'DESC' : 'ASC'}`).join(', ');
  if (query.after === undefined) return { orderBy, ranges: [{ sql: '1', values: [] }] };
  const fields = (query.order ?? []).map(({ field }) => field);
  const { values, id } = keysetValues(table.collection, fields, query.after);
  const key = [...values.map(stored), id];
  const ranges = terms.map((term, index) => {
    const before = terms.slice(0, index).map((earlier, at) => same(earlier, key[at] ?? null));
    return beyond(term, key[index] ?? null).map((range) => all([...before, range]));
  });
  return { orderBy, ranges: ranges.reverse().flat() };
};
