import {
  type ASTNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
// The package's ESM build loads a second copy of graphql, whose types are strangers to ours.
import complexity, { type ComplexityEstimator } from 'graphql-query-complexity/cjs';

/** What a connection returns when the caller names no page size. */
const defaultPage = 20;

const pageSize = (args: Readonly<Record<string, unknown>>): number => {
  const asked = Math.max(...[args.first, args.last].map((size) => (typeof size === 'number' ? size : 0)));
  return asked > 0 ? asked : defaultPage;
};

/** One for the field, and what is below it once for each entry of the page. */
const fieldEstimator: ComplexityEstimator = ({ args, childComplexity, field }) =>
  1 + (field.args.some(({ name }) => name === 'first') ? pageSize(args) : 1) * childComplexity;

const estimators = [complexity.fieldExtensionsEstimator(), fieldEstimator];

/** Answers an error when an operation costs more than the limit. */
export type CostCheck = (request: {
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Record<string, unknown> | undefined;
}) => GraphQLError | undefined;

const variablesIn = (node: ASTNode): readonly string[] => {
  const names: string[] = [];
  visit(node, { Variable: ({ name }) => void names.push(name.value) });
  return names;
};

/** The variables that can change the cost: page sizes, conditions of directives, arguments of fields that count themselves. */
const costlyVariables = (schema: GraphQLSchema, document: DocumentNode): readonly string[] => {
  const names = new Set<string>();
  const types = new TypeInfo(schema);
  const add = (node: ASTNode): void => variablesIn(node).forEach((name) => names.add(name));
  visit(
    document,
    visitWithTypeInfo(types, {
      Directive: add,
      Argument: (node) => {
        const countsItself = typeof types.getFieldDef()?.extensions.complexity === 'function';
        if (countsItself || node.name.value === 'first' || node.name.value === 'last') add(node);
      },
    }),
  );
  return [...names];
};

interface Counted {
  readonly variables: readonly string[];
  readonly costs: Map<string, number>;
}

const failed = (error: GraphQLError): GraphQLError | undefined =>
  // Execution tells what is wrong with a variable, and then runs nothing.
  error.nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION
    ? undefined
    : new GraphQLError(error.message, {
        ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
        extensions: { code: 'INPUT_INVALID', http: { status: 400 } },
      });

const costsPerDocument = 100;
const longestKey = 500;

/**
 * The cost of an operation is one number: one per field, times the page size inside a connection; a field may state
 * its own by `extensions.complexity`. Counting walks the whole operation, so a count is kept per document and values
 * of the variables that it depends on.
 */
export const createCostCheck = (schema: GraphQLSchema, limit: number): CostCheck => {
  const documents = new WeakMap<DocumentNode, Counted>();
  const countedOf = (document: DocumentNode): Counted => {
    const known = documents.get(document);
    if (known !== undefined) return known;
    const counted = { variables: costlyVariables(schema, document), costs: new Map<string, number>() };
    documents.set(document, counted);
    return counted;
  };

  return ({ document, operationName, variables = {} }) => {
    const counted = countedOf(document);
    const values = counted.variables.map((name) => variables[name] ?? null);
    const key = `${operationName ?? ''} ${values.length === 0 ? '' : JSON.stringify(values)}`;
    let cost = counted.costs.get(key);
    if (cost === undefined) {
      try {
        const operation = operationName === undefined ? {} : { operationName };
        cost = complexity.getComplexity({ schema, query: document, estimators, variables, ...operation });
      } catch (error) {
        if (error instanceof GraphQLError) return failed(error);
        throw error;
      }
      if (counted.costs.size >= costsPerDocument) counted.costs.clear();
      if (key.length <= longestKey) counted.costs.set(key, cost);
    }
    if (cost <= limit) return undefined;
    return new GraphQLError(
      `The operation costs ${cost}; the limit is ${limit}. Ask for smaller pages or fewer nested lists.`,
      { extensions: { code: 'COST_LIMIT', cost, limit, http: { status: 400 } } },
    );
  };
};
