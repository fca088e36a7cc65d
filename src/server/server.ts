import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Clock } from '../application/ports.js';
import type { Authenticator, Principal } from '../application/principal.js';
import type { Config } from '../config.js';
import { installBodyTimeout } from './bodyTimeout.js';
import { installCors } from './cors.js';
import { uploadTimeoutMs } from './evidence.js';
import { createApollo, type RequestScope } from './graphql.js';
import { installGraphiql } from './graphiql.js';
import type { StarterQuery } from './graphiqlPage.js';
import { installGraphql } from './graphqlRoute.js';
import { installHealth, type Readiness } from './health.js';
import { installBodyParser, installErrors, installHeaders, installRequestLog, requestIdOf, sendError } from './http.js';
import { liveLimits, type LiveLimits } from './live.js';
import { ListenError } from './listenError.js';
import { createLiveOperations } from './liveOperation.js';
import { installLiveSockets, UpgradableMessage } from './liveSocket.js';
import { createLiveStreams } from './liveStream.js';

/** What the server is made of. It knows no store and no resolver: the schema and the context bring them. */
export interface ServerOptions<C extends RequestScope> {
  readonly schema: GraphQLSchema;
  readonly config: Config;
  readonly logger: Logger;
  readonly authenticator: Authenticator;
  /** The context of one operation; made anew for each, since it holds the request's data loaders. */
  readonly createContext: (principal: Principal, requestId: string) => C;
  readonly readiness: () => Promise<Readiness>;
  readonly createRequestId: () => string;
  readonly clock: Clock;
  /** Addresses of their own beside /graphql and health. */
  readonly routes?: (app: FastifyInstance) => void;
  /** What followers may take up, where it is not the standard. */
  readonly live?: Partial<LiveLimits>;
  /** Shown as tabs of the query page. */
  readonly starterQueries?: readonly StarterQuery[];
}

export interface Server {
  readonly fastify: FastifyInstance;
  /** Starts to accept. Throws a ListenError that says what to do when the address cannot be had. */
  listen(): Promise<{ readonly url: string }>;
  /**
   * Turns readiness off, accepts nothing new, waits for the requests in flight, for `shutdownTimeoutMs` at most, and
   * then cuts what is left. Further calls wait for the same stop.
   */
  close(): Promise<void>;
}

const noSchemas = (): never => {
  throw new Error('Nothing compiles the schemas of routes');
};

const requestTimeoutMs = 30_000;
const idleCheckMs = 50;

const listenProblems: Readonly<Record<string, string>> = {
  EADDRINUSE: 'it is in use. Set PORT to another (0 takes any free one), or stop what listens there.',
  EACCES: 'this user may not listen there. Set PORT to 1024 or above.',
  EADDRNOTAVAIL: 'this machine has no such address. Set HOST to one it has.',
  ENOTFOUND: 'the name has no address. Set HOST to one of this machine.',
};

const listenError = (cause: unknown, { host, port }: Config): ListenError => {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  return new ListenError(`Cannot listen on ${host}:${port}: ${listenProblems[code] ?? String(cause)}`, { cause });
};

const urlOf = ({ address, family, port }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

/**
 * Keeps the connections that have asked nothing yet, such as those a browser opens ahead. Node counts them among the busy
 * ones, so that they would hold a stop for as long as it may take; the answer closes them.
 */
const watchSilent = ({ server }: FastifyInstance): (() => void) => {
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  const heard = ({ socket }: IncomingMessage) => silent.delete(socket);
  server.on('request', heard);
  server.on('upgrade', heard);
  return () => silent.forEach((socket) => socket.destroy());
};

/** Builds the HTTP server; it listens only when told to. */
export const createServer = async <C extends RequestScope>(options: ServerOptions<C>): Promise<Server> => {
  const { schema, config, logger, authenticator, createContext, readiness, createRequestId, clock } = options;
  let stopping: Promise<void> | undefined;
  const isStopping = (): boolean => stopping !== undefined;

  const app: FastifyInstance = fastify({
    logger: false,
    bodyLimit: config.limits.bodyBytes,
    // Node has one limit for all requests: the longest of a route. The others' bodies are cut by installBodyTimeout.
    requestTimeout: uploadTimeoutMs,
    http: { headersTimeout: requestTimeoutMs, IncomingMessage: UpgradableMessage },
    frameworkErrors: (error, request, reply) => {
      sendError(error, request, reply, logger);
    },
    // No route declares a schema; the standard compilers take a twentieth of a start to load.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    genReqId: ({ headers }) => requestIdOf(headers['x-request-id'], createRequestId),
  });
  installHeaders(app);
  installRequestLog(app, logger);
  installErrors(app, logger);
  installBodyParser(app);
  installBodyTimeout(app, requestTimeoutMs);
  installCors(app, config.corsOrigins);
  installHealth(app, { readiness, authenticator, logger, isStopping });

  const { apollo, known } = createApollo<C>({ schema, config, logger, createRequestId });
  await apollo.start();
  const operations = createLiveOperations({ schema, config, logger, createContext });
  const limits = { ...liveLimits, ...options.live };
  const streams = createLiveStreams({ operations, clock, limits, isStopping });
  const { corsOrigins } = config;
  const sockets = installLiveSockets(app, {
    ...{ schema, operations, authenticator, clock, logger, createRequestId, corsOrigins, limits, isStopping },
  });
  installGraphql(app, { schema, apollo, known, streams, authenticator, createContext });
  installGraphiql(app, config.graphiql, options.starterQueries ?? []);
  options.routes?.(app);

  const closeSilent = watchSilent(app);
  const stop = async (): Promise<void> => {
    const cut = setTimeout(() => {
      logger.warn('requests in flight were cut off: the time for stopping is over');
      app.server.closeAllConnections();
      sockets.cut();
    }, config.shutdownTimeoutMs);
    // A kept-alive connection whose last answer went out after the stop began would hold it until it times out.
    const idle = setInterval(() => {
      app.server.closeIdleConnections();
    }, idleCheckMs);
    try {
      closeSilent();
      streams.stop();
      // The server waits for its connections, and to it a WebSocket is one.
      await Promise.all([sockets.stop(), app.close()]);
      await apollo.stop();
    } finally {
      clearTimeout(cut);
      clearInterval(idle);
    }
  };

  return {
    fastify: app,
    listen: async () => {
      try {
        await app.listen({ host: config.host, port: config.port });
      } catch (error) {
        throw listenError(error, config);
      }
      const address = app.server.address();
      if (address === null || typeof address === 'string') throw new ListenError('The server has no address.');
      return { url: urlOf(address) };
    },
    close: () => (stopping ??= stop()),
  };
};
