import { BACKWARDS, END, FORWARDS, type Filter, type ResolvedEvent } from '@kurrent/kurrentdb-client';
import { StoreFault } from '../../application/ports.js';
import { beginning, type Position } from '../../domain/kernel/ids.js';
import type { StoredEvent } from '../../application/storedEvent.js';
import type { Connection } from './connection.js';
import { startOf, type Naming } from './naming.js';
import { troubleOf } from './trouble.js';

/** Events asked for at once: a read of the client cannot be called off, so it has to be short. */
const page = 500;
/** Reads under way at once. */
const width = 32;

/**
 * Reads in pages that are always read to their end: breaking off would leave the server reading until a garbage collection.
 * Every call throws StoreFault.
 */
export class Reader {
  readonly #connection: Connection;
  readonly #naming: Naming;
  readonly #queue: (() => void)[] = [];
  #running = 0;

  constructor(connection: Connection, naming: Naming) {
    this.#connection = connection;
    this.#naming = naming;
  }

  /** Events of a stream from a revision upwards, at most `limit`; none of a stream that is not there. */
  async stream(name: string, from: bigint, limit: number): Promise<readonly ResolvedEvent[]> {
    const found: ResolvedEvent[] = [];
    let next = from;
    while (found.length < limit) {
      const maxCount = Math.min(page, limit - found.length);
      const options = { direction: FORWARDS, fromRevision: next, maxCount, requiresLeader: true } as const;
      const part = await this.#read((client) => client.readStream(name, options));
      found.push(...part);
      const last = part.at(-1)?.event?.revision;
      if (part.length < maxCount || last === undefined) break;
      next = last + 1n;
    }
    return found;
  }

  /** The version of a stream: that of its newest event, 0 when there is none. */
  async version(name: string): Promise<number> {
    return Number((await this.last(name))?.event?.revision ?? -1n) + 1;
  }

  /** The newest event of a stream. */
  async last(name: string): Promise<ResolvedEvent | undefined> {
    const options = { direction: BACKWARDS, fromRevision: END, maxCount: 1, requiresLeader: true } as const;
    const [last] = await this.#read((client) => client.readStream(name, options));
    return last;
  }

  /** The events of the log after a position (exclusive) that the filter lets through, page by page as they are taken. */
  async *after(after: Position, filter: Filter, atMost = page): AsyncGenerator<StoredEvent, void> {
    const maxCount = Math.min(page, Math.max(atMost, 1) + 1);
    let fromPosition: ReturnType<typeof startOf> = startOf(after);
    let passed = after;
    for (;;) {
      const options = { direction: FORWARDS, fromPosition, maxCount, filter, requiresLeader: true } as const;
      const part: readonly ResolvedEvent[] = await this.#read((client) => client.readAll(options));
      for (const event of part) {
        const stored = this.#naming.stored(event);
        // A page begins with the event at its position.
        if (stored === undefined || stored.position <= passed) continue;
        passed = stored.position;
        yield stored;
      }
      const last = part.at(-1)?.event?.position;
      if (part.length < maxCount || last === undefined) return;
      fromPosition = last;
    }
  }

  /** The position of the newest event of the log, or `beginning`. */
  async head(): Promise<Position> {
    const filter = this.#naming.serverFilter();
    let fromPosition: typeof END | { commit: bigint; prepare: bigint } = END;
    for (let maxCount = 1; ; maxCount = page) {
      const options = { direction: BACKWARDS, fromPosition, maxCount, filter, requiresLeader: true } as const;
      const part: readonly ResolvedEvent[] = await this.#read((client) => client.readAll(options));
      const newest = part.map((event) => this.#naming.stored(event)).find((event) => event !== undefined);
      if (newest !== undefined) return newest.position;
      const last = part.at(-1)?.event?.position;
      if (part.length < maxCount || last === undefined) return beginning;
      fromPosition = last;
    }
  }

  /**
   * Makes sure that a position is that of an event of this log, and gives the head. Otherwise it comes from another log, or
   * this one was put back to an older copy; throws CURSOR_INVALID.
   */
  async mustKnow(at: Position): Promise<Position> {
    const head = await this.head();
    if (at === beginning || at === head) return head;
    if (at > head || !(await this.#lies(at))) {
      throw new StoreFault(
        'CURSOR_INVALID',
        `No event of this log lies at position ${BigInt(at)}; the newest of ${this.#connection.name} is at ${BigInt(head)}`,
      );
    }
    return head;
  }

  /** Asked for a position between two events the server fails inside, which looks as if it were down. It just answered. */
  async #lies(at: Position): Promise<boolean> {
    for (let failures = 0; failures < 2; failures++) {
      try {
        const options = { direction: FORWARDS, fromPosition: startOf(at), maxCount: 1, requiresLeader: true } as const;
        const [event] = await this.#connection.once((client) => collected(client.readAll(options)));
        const stored: StoredEvent | undefined = event && this.#naming.stored(event);
        return stored?.position === at;
      } catch {
        await this.head();
      }
    }
    return false;
  }

  async #read(
    read: (client: ReturnType<Connection['client']>) => AsyncIterable<ResolvedEvent>,
  ): Promise<readonly ResolvedEvent[]> {
    await this.#turn();
    try {
      return await this.#connection.repeated(async (client) => {
        try {
          return await collected(read(client));
        } catch (error) {
          if (troubleOf(error) === 'NOT_FOUND') return [];
          throw error;
        }
      });
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < width) this.#running += 1;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
  }
}

const collected = async (events: AsyncIterable<ResolvedEvent>): Promise<readonly ResolvedEvent[]> => {
  const found: ResolvedEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
};
