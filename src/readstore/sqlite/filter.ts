import type { Filter, Scalar } from '../../application/ports.js';
import { declaredField, fieldValue, requireString, successor, type Comparison } from '../collection.js';
import type { Value } from './database.js';
import { column, manyTable, stored, type Table } from './tables.js';

/** A piece of SQL and the values of its parameters, in order. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly Value[];
}

const everywhere: Sql = { sql: '1', values: [] };
const nowhere: Sql = { sql: '0', values: [] };

const startsWith = (operand: string, prefix: string): Sql => {
  const end = successor(prefix);
  return end === undefined
    ? { sql: `${operand} >= ?`, values: [prefix] }
    : { sql: `(${operand} >= ? AND ${operand} < ?)`, values: [prefix, end] };
};

/** One of the values, by a number of parameters rounded up to a power of two so that few shapes of statement exist. */
export const oneOf = (operand: string, values: readonly Value[]): Sql => {
  const last = values.at(-1);
  if (last === undefined) return nowhere;
  const size = 2 ** Math.ceil(Math.log2(values.length));
  return {
    sql: `${operand} IN (${Array<string>(size).fill('?').join(',')})`,
    values: [...values, ...Array<Value>(size - values.length).fill(last)],
  };
};

/** A comparison that a null never satisfies, over `operand`. */
const compare = (table: Table, comparison: Comparison, operand: string): Sql => {
  const { collection } = table;
  const value = (of: Scalar): Value => stored(fieldValue(collection, comparison.field, of));
  const against = (operator: string, of: Scalar): Sql => ({ sql: `${operand} ${operator} ?`, values: [value(of)] });
  if ('eq' in comparison) return against('=', comparison.eq);
  if ('lt' in comparison) return against('<', comparison.lt);
  if ('lte' in comparison) return against('<=', comparison.lte);
  if ('gt' in comparison) return against('>', comparison.gt);
  if ('gte' in comparison) return against('>=', comparison.gte);
  if ('in' in comparison) {
    return oneOf(
      operand,
      comparison.in.map(value).filter((of) => of !== null),
    );
  }
  requireString(collection, comparison.field);
  if ('startsWith' in comparison) return startsWith(operand, comparison.startsWith);
  if ('contains' in comparison) return { sql: `instr(${operand}, ?) > 0`, values: [comparison.contains] };
  throw new TypeError(`not a comparison: ${Object.keys(comparison).join(', ')}`);
};

const isNull = (table: Table, field: string, not: '' | 'NOT ' = ''): Sql => ({
  sql:
    declaredField(table.collection, field).many === true
      ? `t.doc ${not === '' ? 'NOT ' : ''}IN (SELECT doc FROM ${manyTable(table, field)})`
      : `t.${column(field)} IS ${not}NULL`,
  values: [],
});

const negate = ({ sql, values }: Sql): Sql => ({ sql: `((${sql}) IS NOT TRUE)`, values });

const join = (parts: readonly Sql[], operator: 'AND' | 'OR', empty: Sql): Sql =>
  parts.length === 0
    ? empty
    : { sql: `(${parts.map((part) => part.sql).join(` ${operator} `)})`, values: parts.flatMap((part) => part.values) };

const compileComparison = (table: Table, comparison: Comparison): Sql => {
  const { field } = comparison;
  const { many } = declaredField(table.collection, field);
  if ('exists' in comparison) return isNull(table, field, comparison.exists ? 'NOT ' : '');
  if ('ne' in comparison && comparison.ne === null) return isNull(table, field, 'NOT ');
  if ('ne' in comparison) return negate(compileComparison(table, { field, eq: comparison.ne }));
  if ('eq' in comparison && comparison.eq === null) return isNull(table, field);
  if ('in' in comparison && comparison.in.includes(null)) {
    const values = comparison.in.filter((value) => value !== null);
    return join([isNull(table, field), compileComparison(table, { field, in: values })], 'OR', nowhere);
  }
  if (many !== true) return compare(table, comparison, `t.${column(field)}`);
  const any = compare(table, comparison, 'value');
  return { sql: `t.doc IN (SELECT doc FROM ${manyTable(table, field)} WHERE ${any.sql})`, values: any.values };
};

/**
 * The filter as a condition on the row `t`. SQL knows a third truth; a comparison that yields it counts as false: `AND`,
 * `OR` and `WHERE` keep it so, and every negation is `IS NOT TRUE`.
 */
export const compileFilter = (table: Table, filter: Filter | undefined): Sql => {
  if (filter === undefined) return everywhere;
  if ('and' in filter) {
    return join(
      filter.and.map((part) => compileFilter(table, part)),
      'AND',
      everywhere,
    );
  }
  if ('or' in filter) {
    return join(
      filter.or.map((part) => compileFilter(table, part)),
      'OR',
      nowhere,
    );
  }
  if ('not' in filter) return negate(compileFilter(table, filter.not));
  return compileComparison(table, filter);
};
