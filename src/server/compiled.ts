import {
  defaultFieldResolver,
  type DocumentNode,
  execute,
  type ExecutionResult,
  getNamedType,
  getVariableValues,
  type GraphQLField,
  GraphQLEnumType,
  GraphQLScalarType,
  type GraphQLSchema,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  visit,
  BREAK,
} from 'graphql';
import type { CompiledQuery } from 'graphql-jit';

/** One operation to execute, validated. */
export interface Execution {
  readonly document: DocumentNode;
  /** Undefined where the document has none of that name. */
  readonly operation: OperationDefinitionNode | undefined;
  readonly operationName: string | undefined;
  /** One that is a `TryableContext` is tried by compiled code. */
  readonly contextValue: unknown;
  readonly variableValues: Readonly<Record<string, unknown>> | undefined;
}

/** The same context once more, for an execution whose answer may not count. */
export interface Trial {
  readonly context: unknown;
  /** Its answer counts: what the execution left behind, such as who read what, is kept. Otherwise nothing of it is. */
  readonly keep: () => void;
}

/** A context whose operations leave something behind. */
export interface TryableContext {
  trial(): Trial;
}

const isTryable = (context: unknown): context is TryableContext =>
  typeof context === 'object' && context !== null && 'trial' in context;

const trialOf = (context: unknown): Trial =>
  isTryable(context) ? context.trial() : { context, keep: () => undefined };

/** Compiled code takes some hundred kilobytes at most; clients ask with few documents. */
const keptDocuments = 200;
/** Compiling costs some milliseconds: whoever sends ever new documents must not cause it. */
const compiledAtUse = 3;
const mostCoercionErrors = 20;

/** Types of leaves that refuse what is none of their values, as a function or a promise. */
const refusing = new Set(['Boolean', 'Float', 'ID', 'Int', 'String']);

const isPlainLeaf = ({ type, extensions }: GraphQLField<unknown, unknown>): boolean => {
  const named = getNamedType(type);
  return (
    extensions.computed !== true &&
    !isListType(type) &&
    (named instanceof GraphQLEnumType || (named instanceof GraphQLScalarType && refusing.has(named.name)))
  );
};

/**
 * Compiled code reads a field without a resolver as it lies there, and takes neither functions nor promises for values.
 * Every field that may hold one gets the resolver that it has anyway in graphql-js; a plain leaf that holds one all the
 * same is an error there, and then graphql-js answers.
 */
const sayWhatIsComputed = (schema: GraphQLSchema): void => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields()))
      if (!isPlainLeaf(field)) field.resolve ??= defaultFieldResolver;
  }
};

/** Queries alone, of one operation, without directives and introspection, in which compilers have differed from the standard. */
const isCompilable = (document: DocumentNode, operation: OperationDefinitionNode): boolean => {
  if (operation.operation !== OperationTypeNode.QUERY) return false;
  let compilable = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length === 1;
  visit(document, {
    Directive: () => {
      compilable = false;
      return BREAK;
    },
    Field: ({ name }) => {
      if (!name.value.startsWith('__') || name.value === '__typename') return undefined;
      compilable = false;
      return BREAK;
    },
  });
  return compilable;
};

interface Seen {
  uses: number;
  /** null: it is graphql-js that answers, for good or until it is compiled. */
  compiled?: CompiledQuery | null;
}

/** Executes operations of one schema. */
export interface Executor {
  execute(execution: Execution): Promise<ExecutionResult>;
  isCompiled(document: DocumentNode): boolean;
  /**
   * The answer of compiled code; undefined where it is not graphql-js's for certain. `execute` then does the rest for the
   * same `contextValue`, and tries no compiled code again.
   */
  byCode(execution: Execution): Promise<ExecutionResult | undefined>;
}

/**
 * Executes operations. A query that comes again is compiled to code (graphql-jit), which takes a third of the time; the
 * compiled code is only ever believed when it reports no error. Any error, of a variable or a resolver, is told by
 * graphql-js, which executes the query again: its errors, its null propagation and their order are the contract. What
 * the compiled code left behind in a `TryableContext` then counts for nothing.
 */
export const createExecutor = (schema: GraphQLSchema): Executor => {
  sayWhatIsComputed(schema);
  const seen = new WeakMap<DocumentNode, Seen>();
  /** The documents that are compiled, the least recently compiled first. */
  const compiled = new Set<Seen>();
  /** Contexts that compiled code has failed with. */
  const failed = new WeakSet();

  const compile = async (document: DocumentNode, operation: OperationDefinitionNode): Promise<CompiledQuery | null> => {
    if (!isCompilable(document, operation)) return null;
    try {
      // A start does without it, and it takes a tenth of one to load.
      const { compileQuery, isCompiledQuery } = await import('graphql-jit');
      const query = compileQuery(schema, document, operation.name?.value ?? '');
      return isCompiledQuery(query) ? query : null;
    } catch {
      // As where the process may not make code from text.
      return null;
    }
  };

  /** Counts the use, and compiles the document when it is due. */
  const use = async ({ document, operation }: Execution): Promise<void> => {
    let entry = seen.get(document);
    if (entry === undefined) seen.set(document, (entry = { uses: 0 }));
    entry.uses += 1;
    if (entry.uses < compiledAtUse || entry.compiled !== undefined || operation === undefined) return;
    entry.compiled = null;
    entry.compiled = await compile(document, operation);
    compiled.add(entry);
    const [oldest] = compiled;
    if (compiled.size > keptDocuments && oldest !== undefined) {
      compiled.delete(oldest);
      delete oldest.compiled;
      oldest.uses = 0;
    }
  };

  const byCode = async ({
    document,
    operation,
    contextValue,
    variableValues = {},
  }: Execution): Promise<ExecutionResult | undefined> => {
    const query = seen.get(document)?.compiled;
    if (query === undefined || query === null || operation === undefined) return undefined;
    const { context, keep } = trialOf(contextValue);
    try {
      const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues);
      const result = errors === undefined ? await query.query(undefined, context, { ...variableValues }) : undefined;
      if (result !== undefined && (result.errors === undefined || result.errors.length === 0)) {
        keep();
        return result;
      }
    } catch {
      // graphql-js tells it.
    }
    if (typeof contextValue === 'object' && contextValue !== null) failed.add(contextValue);
    return undefined;
  };

  const isFailed = (context: unknown): boolean =>
    typeof context === 'object' && context !== null && failed.has(context);

  return {
    byCode,
    isCompiled: (document) => seen.get(document)?.compiled?.query !== undefined,
    execute: async (execution) => {
      const { document, operationName, contextValue, variableValues } = execution;
      await use(execution);
      return (
        (isFailed(contextValue) ? undefined : await byCode(execution)) ??
        execute({
          ...{ schema, document, contextValue, operationName, variableValues },
          options: { maxCoercionErrors: mostCoercionErrors },
        })
      );
    },
  };
};
