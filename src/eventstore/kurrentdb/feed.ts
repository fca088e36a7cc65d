import { END, type AllStreamResolvedEvent, type Filter, type KurrentDBClient } from '@kurrent/kurrentdb-client';
import type { Timer } from '../../application/ports.js';
import type { Position } from '../../domain/kernel/ids.js';
import { callTimeoutMs } from './connection.js';
import { startOf } from './naming.js';

/** What comes out of a feed, in order. After DROPPED nothing more does. */
export type FeedItem =
  | { readonly kind: 'EVENT'; readonly event: AllStreamResolvedEvent }
  /** Everything that was stored when the server said so has come. */
  | { readonly kind: 'CAUGHT_UP' }
  | { readonly kind: 'DROPPED'; readonly cause: Error }
  /** Nothing, not even a sign of life, for a long while. */
  | { readonly kind: 'SILENT' };

/** How long a feed may be quiet before somebody looks whether it is still alive. */
const silenceMs = 30_000;

/**
 * One subscription of the client, pulled. Its `caughtUp` overtakes the events that nobody has taken yet; here it comes in
 * its turn. Its end by an error, by `end` or by `close` is one and the same: the client never subscribes again.
 */
export class Feed {
  readonly #subscription: ReturnType<KurrentDBClient['subscribeToAll']>;
  readonly #timer: Timer;
  /** How many events lie before each announcement of having caught up. */
  readonly #caughtUp: number[] = [];
  #taken = 0;
  #confirmed = false;
  /** Signs of life that are no items. */
  #signs = 0;
  #dropped: Error | undefined;
  #wake = (): void => undefined;

  /** Follows from behind `after`. */
  constructor(client: KurrentDBClient, after: Position | typeof END, filter: Filter, timer: Timer) {
    this.#timer = timer;
    const noteLife = (): void => void (this.#signs += 1);
    this.#subscription = client.subscribeToAll(
      {
        fromPosition: after === END ? END : startOf(after),
        filter: { ...filter, checkpointReached: noteLife },
        requiresLeader: true,
      },
      { highWaterMark: 256 },
    );
    const drop = (cause: Error): void => {
      this.#dropped ??= cause;
      this.#wake();
    };
    this.#subscription
      .on('confirmation', () => void (this.#confirmed = true))
      .on('error', drop)
      .on('end', () => drop(new Error('the server ended the subscription')))
      .on('close', () => drop(new Error('the subscription was closed')))
      .on('readable', () => this.#wake());
    this.#subscription.on('caughtUp', () => {
      this.#caughtUp.push(this.#taken + this.#subscription.readableLength);
      this.#wake();
    });
  }

  /** Whether the server has taken the subscription. */
  get isConfirmed(): boolean {
    return this.#confirmed;
  }

  /** Whether the next item is here. */
  get isReady(): boolean {
    return this.#subscription.readableLength > 0 || this.#caughtUp.length > 0 || this.#dropped !== undefined;
  }

  /** The next item. One call at a time. */
  async next(): Promise<FeedItem> {
    for (;;) {
      const item = this.#take();
      if (item !== undefined) return item;
      const signs = this.#signs;
      const spoke = await this.#moved(this.#confirmed ? silenceMs : callTimeoutMs);
      if (!spoke && this.#signs === signs) return { kind: 'SILENT' };
    }
  }

  /** Lets go of the subscription on the server too; breaking off alone would leave it there. */
  close(): void {
    this.#dropped ??= new Error('the feed is closed');
    this.#wake();
    void this.#subscription.unsubscribe().catch(() => undefined);
  }

  #take(): FeedItem | undefined {
    if (this.#dropped !== undefined) return { kind: 'DROPPED', cause: this.#dropped };
    if (this.#caughtUp[0] !== undefined && this.#caughtUp[0] <= this.#taken) {
      this.#caughtUp.shift();
      return { kind: 'CAUGHT_UP' };
    }
    const event = this.#subscription.read() as AllStreamResolvedEvent | null;
    if (event === null) return undefined;
    this.#taken += 1;
    return { kind: 'EVENT', event };
  }

  /** False when the time is over and nothing came. */
  #moved(milliseconds: number): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#timer(milliseconds, () => resolve(false));
      this.#wake = () => {
        cancel();
        resolve(true);
      };
    });
  }
}
