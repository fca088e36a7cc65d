import { END, type AllStreamResolvedEvent, type Filter, type ResolvedEvent } from '@kurrent/kurrentdb-client';
import type { Timer } from '../../application/ports.js';
import type { Connection } from './connection.js';
import { Feed } from './feed.js';

/** Appends that are read back before it is worth listening. */
export const worthwhile = 4;
/** Events in a row that nobody here waited for, after which it no longer is. */
const idle = 500;
/** How long to wait for the feed to show what the server says it has stored: usually a millisecond or two. */
export const receiptMs = 250;

/** The place of one append in its stream, and what has been shown there. */
interface Awaited {
  readonly from: bigint;
  readonly count: number;
  readonly shown: ResolvedEvent[];
  done: () => void;
}

/** What the feed shows of one append. */
interface Receipt {
  /**
   * The events at the revisions of the append, be they ours or somebody else's; undefined when the feed does not show them
   * and they have to be read. `position`: where the server says that the last of them lies.
   */
  events(position: bigint | undefined): Promise<readonly ResolvedEvent[] | undefined>;
  /** To be called at the end of the append, whatever came of it. */
  forget(): void;
}

/**
 * The answer to an append says nothing of the time that the server gave the events, and reading them back costs more than
 * the append. So a process that appends again and again follows the log beside it and takes them from there: one feed for
 * all appends. While there is none, or it fails, the caller reads. It shows nothing that is not stored.
 */
export class Receipts {
  readonly #connection: Connection;
  readonly #filter: Filter;
  readonly #timer: Timer;
  #listening: Listening | undefined;
  #readBack = 0;
  #isClosed = false;

  /** `connection`: that of the appends, so that a feed is as alive as they are. `filter`: what they write. */
  constructor(connection: Connection, filter: Filter, timer: Timer) {
    this.#connection = connection;
    this.#filter = filter;
    this.#timer = timer;
  }

  /** To be called before `count` events are sent, to lie in the stream from revision `from` on. One at a time per stream. */
  expect(stream: string, from: number, count: number): Receipt | undefined {
    const client = this.#isClosed ? undefined : this.#connection.client();
    if (this.#listening?.isOver === false && this.#listening.client === client) {
      return this.#listening.isLive ? this.#listening.expect(stream, BigInt(from), count) : undefined;
    }
    this.#listening?.end();
    this.#listening = undefined;
    this.#readBack += 1;
    if (client === undefined || this.#readBack <= worthwhile) return undefined;
    this.#readBack = 0;
    this.#listening = new Listening(client, this.#filter, this.#timer);
    return undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#listening?.end();
  }
}

class Listening {
  readonly client: ReturnType<Connection['client']>;
  readonly #feed: Feed;
  readonly #timer: Timer;
  readonly #awaited = new Map<string, Awaited>();
  #passed = 0n;
  #unawaited = 0;
  #isLive = false;
  #isOver = false;

  constructor(client: ReturnType<Connection['client']>, filter: Filter, timer: Timer) {
    this.client = client;
    this.#timer = timer;
    this.#feed = new Feed(client, END, filter, timer);
    void this.#follow();
  }

  /** Whether all that is stored from now on will be shown. */
  get isLive(): boolean {
    return this.#isLive;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  expect(stream: string, from: bigint, count: number): Receipt {
    const awaited: Awaited = { from, count, shown: [], done: () => undefined };
    this.#awaited.set(stream, awaited);
    const isComplete = (): boolean => awaited.shown.length === count;
    return {
      events: async (position) => {
        const isMissing = position !== undefined && position <= this.#passed;
        if (!isComplete() && !isMissing && !this.#isOver) await this.#wait(awaited);
        return isComplete() ? awaited.shown : undefined;
      },
      forget: () => {
        if (this.#awaited.get(stream) === awaited) this.#awaited.delete(stream);
      },
    };
  }

  end(): void {
    this.#isOver = true;
    this.#feed.close();
    for (const { done } of this.#awaited.values()) done();
  }

  #wait(awaited: Awaited): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#timer(receiptMs, () => {
        resolve();
        // It may be dead without having been told; the next one starts anew.
        this.end();
      });
      awaited.done = () => {
        cancel();
        resolve();
      };
    });
  }

  async #follow(): Promise<void> {
    while (!this.#isOver) {
      const item = await this.#feed.next();
      if (item.kind === 'EVENT') this.#show(item.event);
      else if (item.kind === 'CAUGHT_UP') this.#isLive = true;
      else break;
      if (this.#unawaited > idle) break;
    }
    this.end();
  }

  #show(resolved: AllStreamResolvedEvent): void {
    const { event } = resolved;
    if (event === undefined) return;
    this.#passed = event.position.commit;
    const awaited = this.#awaited.get(event.streamId);
    if (awaited === undefined) {
      this.#unawaited += 1;
      return;
    }
    this.#unawaited = 0;
    if (event.revision !== awaited.from + BigInt(awaited.shown.length)) return;
    awaited.shown.push(resolved);
    if (awaited.shown.length === awaited.count) awaited.done();
  }
}
