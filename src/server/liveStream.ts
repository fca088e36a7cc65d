import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Clock } from '../application/ports.js';
import type { Principal } from '../application/principal.js';
import { HttpError } from './http.js';
import { type LiveLimits, whenExpired } from './live.js';
import type { LiveOperations, LiveRequest, Opened } from './liveOperation.js';

interface Options {
  readonly operations: LiveOperations;
  readonly clock: Clock;
  readonly limits: LiveLimits;
  readonly isStopping: () => boolean;
}

/** Subscriptions by POST /graphql: GraphQL over server-sent events, one connection for each. */
export interface LiveStreams {
  /** The subscription that a request wants as a stream; undefined for everything else, which is answered as JSON. */
  wanted(request: FastifyRequest): LiveRequest | undefined;
  serve(wanted: LiveRequest, principal: Principal, reply: FastifyReply): Promise<void>;
  /** Ends all streams without a `complete`, so that their clients subscribe again elsewhere. */
  stop(): void;
}

const eventStream = 'text/event-stream';
const mayBeSubscription = /\bsubscription\b/;

const isOptional = (value: unknown, type: 'string' | 'object'): boolean =>
  value === undefined || value === null || (typeof value === type && !Array.isArray(value));

const isRequest = (body: unknown): body is LiveRequest => {
  if (typeof body !== 'object' || body === null) return false;
  const { query, operationName, variables } = body as Readonly<Record<string, unknown>>;
  return typeof query === 'string' && isOptional(operationName, 'string') && isOptional(variables, 'object');
};

/** Results as events of the stream. Writing waits until the client has read what came before. */
class EventWriter {
  readonly #raw: ServerResponse;
  readonly #stallMs: number;
  readonly #gone = new AbortController();

  constructor(raw: ServerResponse, stallMs: number) {
    this.#raw = raw;
    this.#stallMs = stallMs;
    raw.once('close', () => this.#gone.abort());
    if (raw.destroyed) this.#gone.abort();
    // Writing to a client that has just gone is no fault; `close` tells of it.
    raw.on('error', () => undefined);
  }

  /** Resolves also when the client has gone. */
  async write(text: string): Promise<void> {
    if (this.#gone.signal.aborted || this.#raw.write(text)) return;
    const stalled = setTimeout(() => this.#raw.destroy(), this.#stallMs);
    await once(this.#raw, 'drain', { signal: this.#gone.signal }).catch(() => undefined);
    clearTimeout(stalled);
  }

  next(result: ExecutionResult): Promise<void> {
    return this.write(`event: next\ndata: ${JSON.stringify(result)}\n\n`);
  }

  async complete(): Promise<void> {
    await this.write('event: complete\ndata:\n\n');
    this.#raw.end();
  }

  /** Keeps what is between us and the client from taking silence for an end. */
  beat(): void {
    if (!this.#gone.signal.aborted && this.#raw.writableLength === 0) this.#raw.write(':\n\n');
  }
}

const ended = (): GraphQLError =>
  new GraphQLError('The token has ended. Subscribe again with a new one, after the last position received.', {
    extensions: { code: 'UNAUTHENTICATED' },
  });

export const createLiveStreams = ({ operations, clock, limits, isStopping }: Options): LiveStreams => {
  /** How to end each open stream. */
  const open = new Set<() => void>();

  const run = async (raw: ServerResponse, opened: Opened, principal: Principal): Promise<void> => {
    const writer = new EventWriter(raw, limits.stallMs);
    if ('errors' in opened) {
      await writer.next({ errors: opened.errors });
      await writer.complete();
      return;
    }
    const { results } = opened;
    const over: { why: 'COMPLETE' | 'EXPIRED' | 'CUT' } = { why: 'COMPLETE' };
    const endFor = (why: typeof over.why): void => {
      over.why = why;
      void results.return();
    };
    const cut = (): void => endFor('CUT');
    raw.once('close', cut);
    open.add(cut);
    // While it was being opened, the client may have gone, or the server begun to stop.
    if (raw.destroyed || isStopping()) cut();
    const cancelExpiry = whenExpired(principal, clock, () => endFor('EXPIRED'));
    const beating = setInterval(() => writer.beat(), limits.keepAliveMs);
    try {
      for await (const result of results) await writer.next(result);
      if (over.why === 'EXPIRED') await writer.next({ errors: [ended()] });
    } catch (error) {
      // What results throw is a GraphQLError that a client may see.
      await writer.next({ errors: [error as GraphQLError] });
    } finally {
      clearInterval(beating);
      cancelExpiry();
      open.delete(cut);
    }
    if (over.why === 'CUT') raw.end();
    else await writer.complete();
  };

  return {
    wanted: ({ method, headers, body }) =>
      method === 'POST' &&
      headers.accept?.includes(eventStream) === true &&
      isRequest(body) &&
      mayBeSubscription.test(body.query) &&
      operations.isSubscription(body)
        ? body
        : undefined,

    serve: async (wanted, principal, reply) => {
      if (isStopping() || open.size >= limits.connections) {
        throw new HttpError(503, 'CAPACITY_LIMIT', 'There are too many streams open now; try again later.');
      }
      const opened = await operations.open(wanted, principal, reply.request.id);
      reply.hijack();
      const { raw } = reply;
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) raw.setHeader(name, value);
      raw.setHeader('content-type', `${eventStream}; charset=utf-8`);
      raw.setHeader('cache-control', 'no-store');
      // Proxies that gather an answer before they pass it on would hold the events back.
      raw.setHeader('x-accel-buffering', 'no');
      raw.flushHeaders();
      await run(raw, opened, principal);
    },

    stop: () => {
      for (const end of [...open]) end();
    },
  };
};
