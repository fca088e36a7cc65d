import type { Filter, Scalar } from '../src/application/ports.js';
import { fold } from '../src/domain/kernel/text.js';
import type { Comparator } from './comparators.js';
import { inputInvalid } from './errors.js';

/** A filter input: comparators by field, true or false where a field is a question, and and/or/not of further ones. */
export interface FilterInput<K extends string = string> {
  readonly and?: readonly FilterInput<K>[] | null;
  readonly or?: readonly FilterInput<K>[] | null;
  readonly not?: FilterInput<K> | null;
}

/** The declared field that a member of the filter speaks of. `folded`: the field that holds its text for `contains`. */
export interface FilteredField {
  readonly field: string;
  readonly folded?: string;
}

const maxDepth = 4;
const maxValues = 100;

const comparison = (
  { field, folded }: FilteredField,
  operator: string,
  value: unknown,
  path: readonly string[],
): Filter => {
  const list = (): readonly Scalar[] => {
    const values = value as readonly Scalar[];
    if (values.length > maxValues) throw inputInvalid(`"${operator}" takes at most ${maxValues} values.`, ...path);
    return values;
  };
  const scalar = value as string | number | boolean;
  switch (operator as keyof Comparator) {
    case 'eq':
      return { field, eq: scalar };
    case 'ne':
      return { field, ne: scalar };
    case 'in':
      return { field, in: list() };
    case 'nin':
      return { not: { field, in: list() } };
    case 'lt':
      return { field, lt: scalar };
    case 'lte':
      return { field, lte: scalar };
    case 'gt':
      return { field, gt: scalar };
    case 'gte':
      return { field, gte: scalar };
    case 'startsWith':
      return { field, startsWith: String(scalar) };
    case 'contains':
      return { field: folded ?? field, contains: fold(String(scalar)) };
    case 'exists':
      return { field, exists: scalar === true };
  }
};

/**
 * The filter of a read model that a filter input means. A null where a filter or comparator may stand is as if it were
 * absent; a null as the value of an operator is refused, since it would silently mean everything or nothing.
 */
export const toFilter = (
  input: FilterInput | null | undefined,
  fields: Readonly<Record<string, FilteredField>>,
  path: readonly string[] = ['filter'],
  depth = 1,
): Filter | undefined => {
  if (input === null || input === undefined) return undefined;
  if (depth > maxDepth) throw inputInvalid(`Filters nest at most ${maxDepth} deep.`, ...path);
  const inner = (each: FilterInput, ...at: string[]): Filter =>
    toFilter(each, fields, [...path, ...at], depth + 1) ?? { and: [] };
  const all = Object.entries(input).flatMap(([name, value]: [string, unknown]): readonly Filter[] => {
    if (value === null || value === undefined) return [];
    if (name === 'and' || name === 'or') {
      const list = (value as readonly FilterInput[]).map((each, index) => inner(each, name, String(index)));
      return [name === 'and' ? { and: list } : { or: list }];
    }
    if (name === 'not') return [{ not: inner(value, 'not') }];
    const field = fields[name];
    if (field === undefined) throw new Error(`No field behind the filter ${name}`);
    if (typeof value === 'boolean') return [{ field: field.field, eq: value }];
    return Object.entries(value as Comparator).map(([operator, operand]: [string, unknown]) => {
      const at = [...path, name, operator];
      if (operand === null) throw inputInvalid(`"${operator}" takes no null; use "exists".`, ...at);
      return comparison(field, operator, operand, at);
    });
  });
  return all.length === 1 ? all[0] : { and: all };
};
