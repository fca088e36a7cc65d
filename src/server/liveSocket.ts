import { IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type Server as GraphqlServer } from 'graphql-ws';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../application/ports.js';
import {
  AuthenticationError,
  type Authenticator,
  type Principal,
  type RequestHeaders,
} from '../application/principal.js';
import { requestIdOf } from './http.js';
import { type LiveLimits, whenExpired } from './live.js';
import type { LiveOperations, LiveResults } from './liveOperation.js';

/**
 * Why we close a WebSocket, beside the codes of the protocol (graphql-transport-ws): 4400 for a malformed message, 4401
 * for a missing, wrong or ended token, 4403 for one that gives no right, 4406, 4408 when no token is shown in time,
 * 4409 and 4429. Clients may connect again after `goingAway` and `notReading`, and resume by position.
 */
const closing = {
  goingAway: [1001, 'Going away'],
  /** The client leaves unread what it asked for. */
  notReading: [4413, 'Not reading'],
  expired: [CloseCode.Unauthorized, 'The token has ended'],
  fault: [CloseCode.InternalServerError, 'Internal server error'],
} as const;

/** Who holds one connection; nobody until the token was shown. */
interface Caller {
  readonly requestId: string;
  principal?: Principal;
  readonly accept: (principal: Principal) => void;
}

interface Options {
  readonly schema: GraphQLSchema;
  readonly operations: LiveOperations;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly createRequestId: () => string;
  readonly corsOrigins: readonly string[];
  readonly limits: LiveLimits;
  readonly isStopping: () => boolean;
}

export interface LiveSockets {
  /** Says goodbye to all; resolves when all are gone, `closeMs` later at most. */
  stop(): Promise<void>;
  /** Cuts those that are left. */
  cut(): void;
}

const isWebSocket = (request: IncomingMessage): boolean => request.headers.upgrade?.toLowerCase() === 'websocket';

/**
 * Node hands every request that offers an upgrade to whoever listens for one. Some clients offer HTTP/2 (`h2c`) with
 * each ordinary request, as RFC 9110 lets them: those must go on as if they had offered nothing.
 */
export class UpgradableMessage extends IncomingMessage {
  // Declared only: the base class sets `upgrade` before a field of ours would exist.
  declare private offersUpgrade?: boolean;
  get upgrade(): boolean {
    return this.offersUpgrade === true && isWebSocket(this);
  }
  set upgrade(offered: boolean | null) {
    this.offersUpgrade = offered === true;
  }
}

const refuse = (socket: Duplex, status: number): void => {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

/**
 * A browser lets any page open a WebSocket to us and says only whose page it is. Our own pages may, and those of the
 * listed origins; what is no browser sends no origin.
 */
const isOriginAllowed = ({ headers }: IncomingMessage, allowed: ReadonlySet<string>): boolean => {
  const { origin, host } = headers;
  if (origin === undefined || allowed.has(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
};

/** The headers that a browser cannot send with a WebSocket, out of the parameters of `connection_init`. */
const headersOf = (params: Readonly<Record<string, unknown>> | undefined): RequestHeaders => {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(params ?? {})) {
    const header = name.toLowerCase();
    if ((header === 'authorization' || header === 'x-concordat-role') && typeof value === 'string')
      headers[header] = value;
  }
  return headers;
};

/** The protocol, subscriptions alone, each under the rules of HTTP. */
const createProtocol = ({ schema, operations, authenticator, limits }: Options): GraphqlServer<Caller> =>
  makeServer<Record<string, unknown>, Caller>({
    connectionInitWaitTimeout: limits.initMs,
    onConnect: async ({ connectionParams, extra }) => {
      extra.accept(await authenticator.authenticate(headersOf(connectionParams)));
    },
    onSubscribe: async ({ subscriptions, extra }, _id, payload) => {
      if (Object.keys(subscriptions).length > limits.subscriptions) {
        const message = `A connection may hold ${limits.subscriptions} subscriptions; end one, or open another connection.`;
        return [new GraphQLError(message, { extensions: { code: 'CAPACITY_LIMIT', limit: limits.subscriptions } })];
      }
      const { principal, requestId } = extra;
      if (principal === undefined) throw new Error('A subscription came before its connection was acknowledged');
      const opened = await operations.open(payload, principal, requestId);
      if ('errors' in opened) return opened.errors;
      const { document, results } = opened;
      return { schema, document, operationName: payload.operationName, contextValue: results };
    },
    // What is subscribed to was opened in `onSubscribe`, so that all its errors are told before anything runs.
    subscribe: ({ contextValue }) => contextValue as LiveResults,
  });

/** WebSockets at /graphql, in the protocol graphql-transport-ws. */
export const installLiveSockets = (app: FastifyInstance, options: Options): LiveSockets => {
  const { clock, logger, createRequestId, limits, isStopping } = options;
  const origins = new Set(options.corsOrigins);
  const protocol = createProtocol(options);
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    handleProtocols,
  });
  const goodbyes = new Map<WebSocket, () => void>();

  const serve = (socket: WebSocket, request: IncomingMessage): void => {
    const requestId = requestIdOf(request.headers['x-request-id'], createRequestId);
    const log = logger.child({ requestId });
    const onFault = (err: unknown): void => log.error({ err }, 'live connection failed');
    let closed = (_code?: number, _reason?: string): Promise<void> => Promise.resolve();
    let cancelExpiry = (): void => undefined;
    let answered = true;
    let ended = false;

    const keepingAlive = setInterval(() => {
      if (answered) socket.ping();
      else socket.terminate();
      answered = false;
    }, limits.keepAliveMs);
    /** Ends all subscriptions at once, however long the other side takes to close. */
    const end = (code: number, reason: string): void => {
      if (ended) return;
      ended = true;
      clearInterval(keepingAlive);
      cancelExpiry();
      goodbyes.delete(socket);
      closed(code, reason).catch(onFault);
      log.info({ code }, 'live connection ended');
    };
    const close = (code: number, reason: string): void => {
      end(code, reason);
      socket.close(code, reason);
      const cut = setTimeout(() => socket.terminate(), limits.closeMs);
      socket.once('close', () => clearTimeout(cut));
    };
    goodbyes.set(socket, () => close(...closing.goingAway));

    /** Resolves when the system has taken the bytes: no further event is read from the log before. */
    const send = (text: string): Promise<void> =>
      new Promise((resolve) => {
        if (ended) {
          resolve();
          return;
        }
        const stalled = setTimeout(() => close(...closing.notReading), limits.stallMs);
        socket.send(text, () => {
          clearTimeout(stalled);
          if (socket.isPaused) socket.resume();
          resolve();
        });
        // Who asks without reading the answers is not listened to until they are gone.
        if (socket.bufferedAmount > limits.unsentBytes) socket.pause();
      });

    const receive = async (listener: (text: string) => Promise<void>, data: Buffer, isBinary: boolean) => {
      if (ended) return;
      if (isBinary) {
        close(CloseCode.BadRequest, 'Invalid message received');
        return;
      }
      try {
        await listener(data.toString('utf8'));
      } catch (error) {
        if (error instanceof AuthenticationError) {
          close(error.code === 'FORBIDDEN' ? CloseCode.Forbidden : CloseCode.Unauthorized, error.code);
        } else {
          onFault(error);
          close(...closing.fault);
        }
      }
    };

    const caller: Caller = {
      requestId,
      accept: (principal) => {
        if (ended) return;
        caller.principal = principal;
        cancelExpiry = whenExpired(principal, clock, () => close(...closing.expired));
      },
    };
    closed = protocol.opened(
      {
        protocol: socket.protocol,
        send,
        close,
        onMessage: (listener) =>
          socket.on('message', (data, isBinary) => void receive(listener, data as Buffer, isBinary)),
      },
      caller,
    );
    socket.on('pong', () => (answered = true));
    // `close` follows and tells the code; without a listener an error would end the process.
    socket.on('error', (err) => log.debug({ err }, 'live connection broken'));
    socket.on('close', (code, reason) => end(code, reason.toString('utf8')));
  };

  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const onError = (): void => void socket.destroy();
    socket.on('error', onError);
    if (request.url?.split('?', 1)[0] !== '/graphql') refuse(socket, 404);
    else if (!isOriginAllowed(request, origins)) refuse(socket, 403);
    else if (isStopping() || server.clients.size >= limits.connections) refuse(socket, 503);
    else {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        socket.off('error', onError);
        serve(webSocket, request);
      });
    }
  });

  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const goodbye of [...goodbyes.values()]) goodbye();
      }),
    cut: () => {
      for (const socket of server.clients) socket.terminate();
    },
  };
};
