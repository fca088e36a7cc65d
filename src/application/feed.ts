import type { Recorded } from '../domain/kernel/event.js';
import type { Position, StreamRef } from '../domain/kernel/ids.js';
import { type EventFilter, type EventStore, StoreFault } from './ports.js';

/** What a follower of the record wants, and from where. */
export interface FeedRequest {
  /** The position of the last event it has had (exclusive); absent: only what is recorded from now on. */
  readonly after?: Position;
  /** Follow this stream alone: what it already holds is read by itself, not searched for in the whole log. */
  readonly stream?: StreamRef;
  /** What the store can leave out by itself, and what only the event tells, or what lies behind it in the log. */
  readonly filter?: EventFilter;
  readonly wanted?: (event: Recorded) => boolean | Promise<boolean>;
}

/**
 * Events in order: first those after the position asked for, then live, each once, from the log itself. Pulls: nothing
 * is read ahead of a follower but a page of the store. `return` ends it at once, also while a `next` is waiting.
 */
export type Feed = AsyncIterableIterator<Recorded, undefined>;

export interface Feeds {
  /** Throws StoreFault `CURSOR_INVALID` when `after` lies beyond the end of the log, or is none of its positions. */
  open(request: FeedRequest): Promise<Feed>;
}

const streamPage = 100;

/** Null says that there was nothing for this follower up to here: the reader of these steps is still asked for. */
type Steps = AsyncGenerator<Recorded | null, void>;

async function* ofLog(store: EventStore, after: Position, request: FeedRequest, signal: AbortSignal): Steps {
  const { filter, wanted = () => true } = request;
  for await (const delivery of store.subscribe(after, signal, filter)) {
    yield delivery.kind === 'EVENT' && (await wanted(delivery.event)) ? delivery.event : null;
  }
}

/**
 * What the stream holds up to the end of the log as it is now, then the log from that end on: an event is either at or
 * below the end, and so in the stream when it is read after, or beyond it and comes live.
 */
async function* ofStream(store: EventStore, stream: StreamRef, after: Position, signal: AbortSignal): Steps {
  const end = await store.head();
  if (after > end) throw new StoreFault('CURSOR_INVALID', 'The position lies beyond the end of the log');
  yield null;
  for (let from = 1, more = after < end; more; from += streamPage) {
    const events = await store.read(stream, from, streamPage);
    for (const event of events) if (event.position > after && event.position <= end) yield event;
    more = events.length === streamPage;
  }
  const wanted = (event: Recorded): boolean => event.stream.id === stream.id;
  yield* ofLog(store, end, { filter: { streamTypes: [stream.type] }, wanted }, signal);
}

/** Makes the feeds over a log. */
export const createFeeds = (store: EventStore): Feeds => ({
  open: async (request) => {
    const abort = new AbortController();
    const after = request.after ?? (await store.head());
    const { stream } = request;
    const steps =
      stream === undefined ? ofLog(store, after, request, abort.signal) : ofStream(store, stream, after, abort.signal);
    // The first step tells whether the position is good; it is an event or a mark, and so never waits for the log to grow.
    let first: IteratorResult<Recorded | null, void> | undefined = await steps.next();
    const over: IteratorResult<Recorded, undefined> = { done: true, value: undefined };

    const feed: Feed = {
      next: async () => {
        for (;;) {
          const step = first ?? (await steps.next());
          first = undefined;
          if (step.done === true || abort.signal.aborted) return over;
          if (step.value !== null) return { done: false, value: step.value };
        }
      },
      // A generator lets itself be ended only between two steps; the signal wakes the one that waits for the log.
      return: async () => {
        abort.abort();
        await steps.return();
        return over;
      },
      [Symbol.asyncIterator]: () => feed,
    };
    return feed;
  },
});
