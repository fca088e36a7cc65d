import { StoreFault, type Delivery, type EventFilter, type Timer } from '../../application/ports.js';
import type { Position } from '../../domain/kernel/ids.js';
import type { Codec } from '../codec.js';
import type { Connection } from './connection.js';
import { Feed, type FeedItem } from './feed.js';
import { asksForNothing, matches, type Naming } from './naming.js';
import type { Reader } from './reader.js';
import { faultOf, troubleOf } from './trouble.js';

export interface Following {
  readonly connection: Connection;
  readonly reader: Reader;
  readonly naming: Naming;
  readonly codec: Codec;
  readonly timer: Timer;
}

/** Events that pass between two marks while a follower catches up. */
const markEvery = 256;

/**
 * Follows the log after a position until `signal` aborts. What is far behind catches up with all that the server can
 * leave out left out, then follows the whole log and leaves out here, so that each mark is the place of an event of this
 * log: the server's own checkpoints lie between events, or at somebody else's.
 *
 * A feed that drops, falls silent or fails to begin is begun again at the last position delivered, with pauses, for as
 * long as it takes. Throws StoreFault CURSOR_INVALID, EVENT_UNREADABLE, and STORE_UNAVAILABLE when no retry helps.
 */
export async function* follow(
  { connection, reader, naming, codec, timer }: Following,
  after: Position,
  filter: EventFilter,
  signal: AbortSignal,
): AsyncGenerator<Delivery, void> {
  const isNarrow = (filter.streamTypes ?? filter.eventTypes) !== undefined && !asksForNothing(filter);
  let at = after;
  let failures = 0;
  while (!isAborted(signal)) {
    let feed: Feed | undefined;
    const stop = (): void => feed?.close();
    signal.addEventListener('abort', stop);
    let client: ReturnType<Connection['client']> | undefined;
    try {
      const head = await unlessAborted(signal, reader.mustKnow(at));
      if (head === undefined) return;
      const isCatchingUp = isNarrow && at !== head;
      client = connection.client();
      feed = new Feed(client, at, naming.serverFilter(isCatchingUp ? filter : {}), timer);
      let isLive = false;
      let unmarked = 0;
      for (;;) {
        const item: FeedItem = await feed.next();
        if (isAborted(signal)) return;
        if (item.kind === 'DROPPED') throw item.cause;
        if (item.kind === 'SILENT') {
          if (!feed.isConfirmed || ((await unlessAborted(signal, reader.head())) ?? at) > at)
            throw new Error('the subscription fell silent');
          continue;
        }
        failures = 0;
        if (item.kind === 'EVENT') {
          const stored = naming.stored(item.event);
          if (stored === undefined || stored.position <= at) continue;
          if (matches(filter, stored)) yield { kind: 'EVENT', event: codec.read(stored) };
          if (isAborted(signal)) return;
          at = stored.position;
          unmarked += 1;
        } else if (isCatchingUp) {
          // The head was read before the feed began, so all up to it has come or was left out.
          if (head > at) at = head;
          yield { kind: 'MARK', position: at, live: false };
          break;
        } else {
          isLive = true;
          unmarked = markEvery;
        }
        if (unmarked >= markEvery || (isLive && unmarked > 0 && !feed.isReady)) {
          unmarked = 0;
          yield { kind: 'MARK', position: at, live: isLive && !feed.isReady };
          if (isAborted(signal)) return;
        }
      }
    } catch (error) {
      if (isAborted(signal)) return;
      const trouble = troubleOf(error);
      const isFinal = error instanceof StoreFault && error.code !== 'STORE_UNAVAILABLE';
      if (isFinal || trouble === 'DENIED' || trouble === 'INSECURE') throw faultOf(connection.name, error);
      // A client that was told the leader goes there with its next call; a new one would ask the same node again.
      const isBroken = feed?.isConfirmed === false && trouble !== 'NOT_LEADER';
      if (client !== undefined && isBroken) connection.giveUp(client);
      connection.tell(error, `following again after position ${BigInt(at)}`);
      await connection.pause(failures++, signal);
    } finally {
      signal.removeEventListener('abort', stop);
      feed?.close();
    }
  }
}

/** The result, or undefined as soon as `signal` aborts. */
const unlessAborted = <T>(signal: AbortSignal, work: Promise<T>): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    const stop = (): void => resolve(undefined);
    signal.addEventListener('abort', stop);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

/** As a call, since the type checker would take a second look at the property for granted. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
