import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http';
import { WebSocket } from 'ws';

/** A message of the protocol graphql-transport-ws. */
export interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** Things that arrive, kept until they are asked for; null once nothing more can come. */
const inbox = <T>() => {
  const arrived: (T | null)[] = [];
  const waiting: ((thing: T | null) => void)[] = [];
  return {
    put: (thing: T | null): void => {
      const asker = waiting.shift();
      if (asker === undefined) arrived.push(thing);
      else asker(thing);
    },
    take: (): Promise<T | null> => {
      const thing = arrived.shift();
      return thing === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(thing);
    },
  };
};

/** One WebSocket to a server, as a client holds it. */
export interface LiveClient {
  readonly socket: WebSocket;
  /** The next message, or null when the connection has been closed. */
  next(): Promise<Message | null>;
  send(message: Message): void;
  subscribe(id: string, query: string, variables?: object): void;
  /** How the connection was closed: `4401 UNAUTHENTICATED`. */
  readonly closed: Promise<string>;
}

interface Connecting {
  readonly protocol?: string;
  readonly origin?: string;
  readonly path?: string;
  readonly autoPong?: boolean;
}

/** Opens a WebSocket; rejects with the server's HTTP status when it refuses. */
export const openSocket = async (url: string, options: Connecting = {}): Promise<LiveClient> => {
  const { protocol = 'graphql-transport-ws', origin, path = '/graphql', autoPong = true } = options;
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, protocol === '' ? [] : [protocol], {
    autoPong,
    ...(origin === undefined ? {} : { origin }),
  });
  const messages = inbox<Message>();
  socket.on('message', (data) => messages.put(JSON.parse((data as Buffer).toString('utf8')) as Message));
  const closed = new Promise<string>((resolve) => {
    socket.once('close', (code, reason) => {
      messages.put(null);
      resolve(`${code} ${reason.toString('utf8')}`.trimEnd());
    });
  });
  await once(socket, 'open');
  const send = (message: Message): void => socket.send(JSON.stringify(message));
  return {
    socket,
    next: () => messages.take(),
    send,
    subscribe: (id, query, variables = {}) => send({ type: 'subscribe', id, payload: { query, variables } }),
    closed,
  };
};

/** Opens a WebSocket and shows the token; resolves once the server has accepted it. */
export const connect = async (url: string, token: string, options: Connecting = {}): Promise<LiveClient> => {
  const client = await openSocket(url, options);
  client.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  const answer = await client.next();
  if (answer?.type !== 'connection_ack') throw new Error(`no acknowledgement: ${JSON.stringify(answer)}`);
  return client;
};

/** One event of a stream; comments have only `comment`. */
export interface StreamEvent {
  readonly event?: string;
  readonly data?: unknown;
  readonly comment?: string;
}

export interface EventStream {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The next event, or null at the end of the stream; throws when the connection breaks. */
  next(): Promise<StreamEvent | null>;
  /** Goes away. */
  cancel(): void;
}

const parseEvent = (block: string): StreamEvent => {
  if (block.startsWith(':')) return { comment: block.slice(1) };
  const field = (name: string): string => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
  const data = field('data');
  return { event: field('event'), ...(data === '' ? {} : { data: JSON.parse(data) as unknown }) };
};

/** POSTs a subscription that is to be answered as a stream of events, on a connection of its own. */
export const openStream = async (
  url: string,
  token: string,
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<EventStream> => {
  const request = httpRequest(`${url}/graphql`, {
    method: 'POST',
    agent: false,
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...headers,
    },
  });
  request.end(JSON.stringify({ query, variables }));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.setEncoding('utf8');
  const pieces = response[Symbol.asyncIterator]() as AsyncIterator<string, undefined>;
  let rest = '';
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    next: async () => {
      for (;;) {
        const end = rest.indexOf('\n\n');
        if (end >= 0) {
          const block = rest.slice(0, end);
          rest = rest.slice(end + 2);
          return parseEvent(block);
        }
        const { value, done } = await pieces.next();
        if (done === true) return null;
        rest += value;
      }
    },
    cancel: () => request.destroy(),
  };
};
