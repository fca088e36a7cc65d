import {
  createSourceEventStream,
  type DocumentNode,
  execute,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Logger } from 'pino';
import type { Principal } from '../application/principal.js';
import type { Config } from '../config.js';
import { createCostCheck } from './cost.js';
import { toClientError } from './errors.js';
import { cleanText, cleanVariables } from './input.js';
import { requestRules } from './limits.js';

/** A subscription as a client sends it, over either transport. */
export interface LiveRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

/**
 * One result for each event, its errors as a client may see them. Pulls: the next event is asked for when the next
 * result is. What it throws is a GraphQLError that a client may see; `return` ends it at once.
 */
export interface LiveResults extends AsyncIterableIterator<ExecutionResult, undefined> {
  return(): Promise<IteratorResult<ExecutionResult, undefined>>;
}

export type Opened =
  | { readonly results: LiveResults; readonly document: DocumentNode }
  /** Nothing runs; the errors are as a client may see them. */
  | { readonly errors: readonly GraphQLError[] };

export interface LiveOperations {
  isSubscription(request: LiveRequest): boolean;
  open(request: LiveRequest, principal: Principal, requestId: string): Promise<Opened>;
}

interface Options<C> {
  readonly schema: GraphQLSchema;
  readonly config: Pick<Config, 'limits' | 'introspection'>;
  readonly logger: Logger;
  readonly createContext: (principal: Principal, requestId: string) => C;
}

const coded = (code: string, message: string, more: Readonly<Record<string, unknown>> = {}): GraphQLError =>
  new GraphQLError(message, { extensions: { code, ...more } });

/** The same error with a code of its own, where it has none. */
const withCode = (error: GraphQLError, code: string): GraphQLError => {
  const { nodes, source, positions, path } = error;
  return new GraphQLError(error.message, {
    ...{ nodes: nodes ?? null, source, positions, path },
    extensions: { code, ...error.extensions },
  });
};

/** What the function gives, or the error of the client that it throws. */
const orError = <T>(run: () => T): T | GraphQLError => {
  try {
    return run();
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
};

const withoutHint = (message: string): string => message.replace(/ ?Did you mean (.+?)\?$/, '');

/** A well-formed subscription, or what is wrong with it. */
type Prepared =
  | { readonly document: DocumentNode; readonly variables: Record<string, unknown> }
  | { readonly document?: DocumentNode; readonly errors: readonly GraphQLError[] };

/**
 * Subscriptions under the same rules as what comes by HTTP: the same limits, the same cleaning of input, and the same
 * masking of errors. Queries and mutations are refused: they have one road, on which each is logged, timed and told a
 * request id, and a second one would have to be guarded twice.
 */
export const createLiveOperations = <C>({ schema, config, logger, createContext }: Options<C>): LiveOperations => {
  const { limits, introspection } = config;
  const checkCost = createCostCheck(schema, limits.cost);
  const rules = [...specifiedRules, ...requestRules(limits)];

  const parsed = ({ query }: LiveRequest): DocumentNode | GraphQLError =>
    orError(() => parse(cleanText(query) ?? query, { maxLexicalTokens: limits.tokens }));
  const invalid = (document: DocumentNode): readonly GraphQLError[] => {
    // The rule of the single field reads the directives beside it, and throws when their values are wrong.
    const errors = orError(() => validate(schema, document, rules, { maxErrors: 20 }));
    return errors instanceof GraphQLError ? [errors] : errors;
  };

  const prepare = (request: LiveRequest): Prepared => {
    const document = parsed(request);
    if (document instanceof GraphQLError) return { errors: [withCode(document, 'GRAPHQL_PARSE_FAILED')] };
    const wrong = invalid(document);
    if (wrong.length > 0)
      return { document, errors: wrong.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };

    const operationName = request.operationName ?? undefined;
    const operation = getOperationAST(document, operationName);
    if (!operation)
      return { document, errors: [coded('OPERATION_RESOLUTION_FAILURE', 'Which operation of the document is meant?')] };
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
      const message = 'Only subscriptions are answered here; send queries and mutations by POST to /graphql.';
      return { document, errors: [coded('BAD_REQUEST', message)] };
    }
    const variables = request.variables ?? {};
    const problem = cleanVariables(variables);
    if (problem !== undefined)
      return { document, errors: [coded('INPUT_INVALID', problem.message, { path: problem.path })] };
    const costly = checkCost({ document, operationName, variables });
    return costly === undefined ? { document, variables } : { document, errors: [costly] };
  };

  /** As `toClientError` says, still an error, since both transports throw and print errors. */
  const told = (error: GraphQLError, correlationId: string, document: DocumentNode | undefined): GraphQLError => {
    const where = { correlationId, logger, ...(document === undefined ? {} : { document }) };
    const { message, extensions, path, locations } = toClientError(error.toJSON(), error, where);
    const { nodes, source, positions } = error;
    return new GraphQLError(introspection === 'off' ? withoutHint(message) : message, {
      ...(locations === undefined ? {} : { nodes: nodes ?? null, source, positions }),
      path,
      extensions,
    });
  };

  return {
    isSubscription: (request) => {
      const document = parsed(request);
      return (
        !(document instanceof GraphQLError) &&
        getOperationAST(document, request.operationName)?.operation === OperationTypeNode.SUBSCRIPTION
      );
    },

    open: async (request, principal, requestId) => {
      const prepared = prepare(request);
      const { document } = prepared;
      const tell = (error: GraphQLError): GraphQLError => told(error, requestId, document);
      if ('errors' in prepared) return { errors: prepared.errors.map(tell) };

      // Loaders keep what they have read; a context that lived as long as its subscription would show and hold old states.
      const operation = () => ({
        schema,
        document: prepared.document,
        variableValues: prepared.variables,
        operationName: request.operationName,
        contextValue: createContext(principal, requestId),
      });
      const source = await createSourceEventStream({ ...operation(), options: { maxCoercionErrors: 20 } });
      if (!(Symbol.asyncIterator in source)) return { errors: (source.errors ?? []).map(tell) };
      return { document: prepared.document, results: resultsOf(source, operation, tell) };
    },
  };
};

const resultsOf = (
  source: AsyncIterable<unknown>,
  operation: () => Parameters<typeof execute>[0],
  tell: (error: GraphQLError) => GraphQLError,
): LiveResults => {
  const events = source[Symbol.asyncIterator]();
  const over = { done: true, value: undefined } as const;
  const results: LiveResults = {
    next: async () => {
      try {
        const event = await events.next();
        if (event.done === true) return over;
        const { errors, ...result } = await execute({ ...operation(), rootValue: event.value });
        return { done: false, value: errors === undefined ? result : { ...result, errors: errors.map(tell) } };
      } catch (fault) {
        void results.return();
        const originalError = fault instanceof Error ? fault : new Error(String(fault));
        throw tell(new GraphQLError(originalError.message, { originalError }));
      }
    },
    return: async () => {
      await events.return?.();
      return over;
    },
    [Symbol.asyncIterator]: () => results,
  };
  return results;
};
