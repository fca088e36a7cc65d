import type { Filter as MongoFilter } from 'mongodb';
import type { Filter, Scalar } from '../../application/ports.js';
import { declaredField, fieldValue, requireString, successor, type Comparison } from '../collection.js';
import { path, type Stored, type Table } from './collections.js';

/** A question in MongoDB's own language. Values stand only where an operator takes a value, and are never objects. */
export type Condition = MongoFilter<Stored>;

export const everywhere: Condition = {};
const nowhere: Condition = { _id: { $in: [] } };

/** Strings that start with `prefix`, as bounds that an index serves. */
export const startingWith = (prefix: string): { readonly $gte: string; readonly $lt?: string } => {
  const end = successor(prefix);
  return end === undefined ? { $gte: prefix } : { $gte: prefix, $lt: end };
};

/** A literal part: a regular expression would have syntax, a limit of its own and no NUL. */
const containing = (operand: string, part: string) => ({
  $gte: [{ $indexOfBytes: [operand, { $literal: part }] }, 0],
});

const compare = ({ spec }: Table, comparison: Comparison): Condition => {
  const { field } = comparison;
  const operand = path(field);
  const many = declaredField(spec, field).many === true;
  const value = (of: Scalar): Scalar => fieldValue(spec, field, of);
  // MongoDB finds null by `$lte: null`; here a comparison with null holds nowhere.
  const ranged = (operator: '$lt' | '$lte' | '$gt' | '$gte', of: Scalar): Condition =>
    of === null ? nowhere : { [operand]: { [operator]: value(of) } };
  if ('eq' in comparison) return { [operand]: { $eq: value(comparison.eq) } };
  if ('ne' in comparison) return { [operand]: { $ne: value(comparison.ne) } };
  if ('in' in comparison) return { [operand]: { $in: comparison.in.map(value) } };
  if ('lt' in comparison) return ranged('$lt', comparison.lt);
  if ('lte' in comparison) return ranged('$lte', comparison.lte);
  if ('gt' in comparison) return ranged('$gt', comparison.gt);
  if ('gte' in comparison) return ranged('$gte', comparison.gte);
  if ('exists' in comparison) return { [operand]: comparison.exists ? { $ne: null } : { $eq: null } };
  requireString(spec, field);
  if ('startsWith' in comparison) {
    const range = startingWith(comparison.startsWith);
    // On a list the two bounds could hold by two elements.
    return { [operand]: many ? { $elemMatch: range } : range };
  }
  if ('contains' in comparison) {
    if (!many) return { $expr: containing(`$${operand}`, comparison.contains) };
    const elements = { $ifNull: [`$${operand}`, []] };
    return {
      $expr: { $anyElementTrue: [{ $map: { input: elements, in: containing('$$this', comparison.contains) } }] },
    };
  }
  throw new TypeError(`not a comparison: ${Object.keys(comparison).join(', ')}`);
};

const compile = (table: Table, filter: Filter): Condition => {
  if ('and' in filter) {
    return filter.and.length === 0 ? everywhere : { $and: filter.and.map((part) => compile(table, part)) };
  }
  if ('or' in filter) {
    return filter.or.length === 0 ? nowhere : { $or: filter.or.map((part) => compile(table, part)) };
  }
  if ('not' in filter) return { $nor: [compile(table, filter.not)] };
  return compare(table, filter);
};

/** The condition, and that the document was not deleted. */
export const undeleted = (table: Table, condition: Condition): Condition =>
  table.tombstones ? { $and: [condition, { gone: { $exists: false } }] } : condition;

export const compileFilter = (table: Table, filter: Filter | undefined): Condition =>
  undeleted(table, filter === undefined ? everywhere : compile(table, filter));
