import { ApolloServer, type ApolloServerPlugin, type GraphQLRequestListener } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { type DocumentNode, GraphQLError, type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { createExecutor } from './compiled.js';
import { createCostCheck } from './cost.js';
import { toClientError } from './errors.js';
import { cleanText, cleanVariables, type InputProblem } from './input.js';
import { createKnownQueries, type KnownQueries } from './known.js';
import { requestRules } from './limits.js';

/** What the server itself puts into the context of every operation, beside what the composition adds. */
export interface RequestScope {
  readonly requestId: string;
}

interface Options {
  readonly schema: GraphQLSchema;
  readonly config: Config;
  readonly logger: Logger;
  readonly createRequestId: () => string;
}

interface Where {
  readonly correlationId: string;
  readonly document?: DocumentNode;
}

const invalidInput = ({ message, path }: InputProblem): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'INPUT_INVALID', path, http: { status: 400 } } });

const notFollowed = (): GraphQLError =>
  new GraphQLError(
    'Subscriptions are answered over WebSocket (graphql-transport-ws), or by POST with "accept: text/event-stream".',
    { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } },
  );

/**
 * Apollo Server with the limits of the configuration, and every error masked that is not a client's to know. Not
 * started. All hooks are in one plugin: each further one costs every request. Beside it the short way for queries that
 * have passed it before.
 */
export const createApollo = <C extends RequestScope>({
  schema,
  config,
  logger,
  createRequestId,
}: Options): { readonly apollo: ApolloServer<C>; readonly known: KnownQueries } => {
  const executor = createExecutor(schema);
  const checkCost = createCostCheck(schema, config.limits.cost);
  const known = createKnownQueries(executor, checkCost);
  // Ties an error to its request between the hook that sees both and `formatError`, which sees the error alone.
  const whereabouts = new WeakMap<object, Where>();

  const plugin: ApolloServerPlugin<C> = {
    requestDidStart: ({ request, contextValue }) => {
      const text = request.query;
      if (text !== undefined) request.query = cleanText(text) ?? text;
      const problem = cleanVariables(request.variables);
      return Promise.resolve<GraphQLRequestListener<C>>({
        didResolveOperation: ({ document, operation, operationName }) => {
          if (operation?.operation === OperationTypeNode.SUBSCRIPTION) throw notFollowed();
          if (problem !== undefined) throw invalidInput(problem);
          const { variables } = request;
          const costly =
            operation === undefined
              ? undefined
              : checkCost({ document, operationName: operationName ?? undefined, variables });
          if (costly !== undefined) throw costly;
          if (text !== undefined && operation !== undefined) known.learn(text, { document, operation });
          return Promise.resolve();
        },
        didEncounterErrors: ({ errors, document }) => {
          const known = document === undefined ? {} : { document };
          for (const error of errors) whereabouts.set(error, { correlationId: contextValue.requestId, ...known });
          return Promise.resolve();
        },
      });
    },
  };

  const apollo = new ApolloServer<C>({
    // What Apollo calls a gateway is its one way to be given an executor; there is nothing behind it but this schema.
    gateway: {
      onSchemaLoadOrUpdate: (loaded) => {
        loaded({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      load: () =>
        Promise.resolve({
          executor: ({ document, operation, context, request: { variables, operationName } }) =>
            executor.execute({ document, operation, contextValue: context, variableValues: variables, operationName }),
        }),
      stop: () => Promise.resolve(),
    },
    nodeEnv: config.nodeEnv,
    logger,
    introspection: config.introspection === 'authenticated',
    hideSchemaDetailsFromClientErrors: config.introspection === 'off',
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: config.limits.tokens },
    validationRules: requestRules(config.limits),
    validationOptions: { maxErrors: 20 },
    formatError: (formatted, error) => {
      const where = typeof error === 'object' && error !== null ? whereabouts.get(error) : undefined;
      return toClientError(formatted, error, { logger, ...(where ?? { correlationId: createRequestId() }) });
    },
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), plugin],
  });
  return { apollo, known };
};
