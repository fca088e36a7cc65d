import { type ClassType, Field, ID, InputType, Int } from 'type-graphql';
import { AgreementKind, AgreementStatus, EffectivenessRule } from './enums.js';
import { NumberingSystem, OrganizationKind, OrganizationLevel } from './enumsOfBodies.js';
import { LocalDate } from './scalars.js';

/** One field compared with values; all operators given must hold. */
export interface Comparator<V extends string | number = string | number> {
  readonly eq?: V | null;
  readonly ne?: V | null;
  readonly in?: readonly V[] | null;
  readonly nin?: readonly V[] | null;
  readonly lt?: V | null;
  readonly lte?: V | null;
  readonly gt?: V | null;
  readonly gte?: V | null;
  readonly startsWith?: string | null;
  readonly contains?: string | null;
  readonly exists?: boolean | null;
}

type Operator = keyof Comparator;

const descriptions: Readonly<Record<Operator, string>> = {
  eq: 'Equal.',
  ne: 'Not equal; holds where there is no value.',
  in: 'One of these, 100 at most; an empty list holds nowhere.',
  nin: 'None of these, 100 at most; holds where there is no value.',
  lt: 'Before, or less.',
  lte: 'Before or at, less or equal.',
  gt: 'After, or more.',
  gte: 'After or at, more or equal.',
  startsWith: 'Begins with this text, letter for letter.',
  contains: 'Contains this text, whatever its case and diacritics.',
  exists: 'True: has a value; false: has none.',
};

const sets: readonly Operator[] = ['eq', 'ne', 'in', 'nin', 'exists'];
const ranges: readonly Operator[] = [...sets, 'lt', 'lte', 'gt', 'gte'];

type InputTypeRef = Parameters<typeof Field>[0] extends infer F ? (F extends () => infer R ? R : never) : never;

/** Defines `<name>Comparator`, an input with operators over values of one type. */
export const comparatorOf = (
  name: string,
  type: InputTypeRef,
  operators: readonly Operator[],
): ClassType<Comparator> => {
  @InputType(`${name}Comparator`, {
    description: `Compares a field with values of ${name}; all operators given must hold. Use \`exists\` for null.`,
  })
  class ComparatorInput {}
  for (const operator of operators) {
    const isList = operator === 'in' || operator === 'nin';
    const thunk = () =>
      operator === 'exists'
        ? Boolean
        : operator === 'contains' || operator === 'startsWith'
          ? String
          : isList
            ? [type]
            : type;
    Field(thunk, { nullable: true, description: descriptions[operator] })(ComparatorInput.prototype, operator);
  }
  return ComparatorInput;
};

export const IdComparator = comparatorOf('ID', ID, sets);
export const StringComparator = comparatorOf('String', String, [...sets, 'startsWith']);
export const TextComparator = comparatorOf('Text', String, ['contains']);
export const IntComparator = comparatorOf('Int', Int, ranges);
export const LocalDateComparator = comparatorOf('LocalDate', LocalDate, ranges);
export const AgreementStatusComparator = comparatorOf('AgreementStatus', AgreementStatus, sets);
export const AgreementKindComparator = comparatorOf('AgreementKind', AgreementKind, sets);
export const EffectivenessRuleComparator = comparatorOf('EffectivenessRule', EffectivenessRule, sets);
export const OrganizationKindComparator = comparatorOf('OrganizationKind', OrganizationKind, sets);
export const OrganizationLevelComparator = comparatorOf('OrganizationLevel', OrganizationLevel, sets);
export const NumberingSystemComparator = comparatorOf('NumberingSystem', NumberingSystem, sets);
