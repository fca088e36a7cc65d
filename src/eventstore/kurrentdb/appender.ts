import { jsonEvent, NO_STREAM, type ResolvedEvent } from '@kurrent/kurrentdb-client';
import { StoreFault, type ExpectedVersion } from '../../application/ports.js';
import { attempts, callTimeoutMs, type Connection } from './connection.js';
import type { Reader } from './reader.js';
import type { Receipts } from './receipts.js';
import { faultOf, troubleOf } from './trouble.js';

/** What the server takes as the data of one append, metadata and types not counted. */
export const largestAppendBytes = 1_048_576;

/** An event to be stored: of the port, or one that is copied. */
export interface Unsent {
  readonly eventId: string;
  readonly type: string;
  readonly data: object;
  readonly meta: object;
}

/** An event that is known to be what the server can store. */
export interface Ready {
  readonly eventId: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly meta: Record<string, unknown>;
  readonly metaJson: string;
}

/** The events as they lie in the store now, or the stream's version when somebody else was first. */
export type Appended = { readonly stored: readonly ResolvedEvent[] } | { readonly actual: number };

/**
 * Looks at events before the client does: what cannot be written as JSON would leave its promise open for ever and end
 * the process, a bad id would be answered twice. Throws an Error; nothing was sent.
 */
export const makeReady = (stream: string, events: readonly Unsent[]): readonly Ready[] => {
  let size = 0;
  const ids = new Set<string>();
  const ready = events.map(({ eventId, type, data, meta }) => {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(eventId)) {
      throw new Error(`Event id ${eventId} is not a UUID in lower case`);
    }
    if (ids.has(eventId)) throw new Error(`An append to ${stream} repeats the event id ${eventId}`);
    ids.add(eventId);
    size += Buffer.byteLength(JSON.stringify(data));
    return { eventId, type, data: { ...data }, meta: { ...meta }, metaJson: JSON.stringify(meta) };
  });
  if (size > largestAppendBytes) throw tooLarge(stream, size);
  return ready;
};

const tooLarge = (stream: string, size?: number): Error =>
  new Error(
    `The events of one append to ${stream} are too large: ${size ?? 'more than the server says it takes'} bytes of data, ` +
      `at most ${largestAppendBytes}`,
  );

/**
 * Appends, one at a time per stream: a fresh connection may write the first of several at once last. An append whose end
 * is unclear is settled by what lies in the stream. It is only tried again with the same ids and the same expected
 * version: then the server, should the first try arrive late, stores one of the two.
 */
export class Appender {
  readonly #connection: Connection;
  readonly #reader: Reader;
  readonly #receipts: Receipts | undefined;
  readonly #lanes = new Map<string, Promise<unknown>>();

  /** Without `receipts` whatever has to be known of what was stored is read back. */
  constructor(connection: Connection, reader: Reader, receipts?: Receipts) {
    this.#connection = connection;
    this.#reader = reader;
    this.#receipts = receipts;
  }

  append(stream: string, events: readonly Ready[], expected: ExpectedVersion): Promise<Appended> {
    return this.#inTurn(stream, events, expected, true);
  }

  /** As `append`, for those who read everything back later: `stored` is empty where the server said that it was. */
  appendUnread(stream: string, events: readonly Ready[], expected: ExpectedVersion): Promise<Appended> {
    return this.#inTurn(stream, events, expected, false);
  }

  #inTurn(stream: string, events: readonly Ready[], expected: ExpectedVersion, isRead: boolean): Promise<Appended> {
    const before = this.#lanes.get(stream) ?? Promise.resolve();
    const result = before.then(() => this.#append(stream, events, expected, isRead));
    const lane = result
      .catch(() => undefined)
      .finally(() => {
        if (this.#lanes.get(stream) === lane) this.#lanes.delete(stream);
      });
    this.#lanes.set(stream, lane);
    return result;
  }

  async #append(
    stream: string,
    events: readonly Ready[],
    expected: ExpectedVersion,
    isRead: boolean,
  ): Promise<Appended> {
    if (events.length === 0 || expected < 0 || !Number.isSafeInteger(expected)) {
      const actual = await this.#reader.version(stream);
      return events.length === 0 && actual === expected ? { stored: [] } : { actual };
    }
    for (let failures = 0; ; failures++) {
      try {
        if (isRead) return await this.#sendAndLook(stream, events, expected);
        await this.#send(stream, events, expected);
        return { stored: [] };
      } catch (error) {
        if (error instanceof StoreFault) throw error;
        switch (troubleOf(error)) {
          case 'WRONG_VERSION':
            // After a try whose end was unclear the stream may have moved by our own events.
            return failures === 0 ? { actual: actualVersion(error) } : this.#settled(stream, events, expected, false);
          case 'TOO_LARGE':
            throw tooLarge(stream);
          case 'UNSURE':
          case 'NOT_LEADER':
            break;
          default:
            throw faultOf(this.#connection.name, error);
        }
        if (failures + 1 >= attempts) throw faultOf(this.#connection.name, error);
        this.#connection.tell(error, `looking whether the append to ${stream} was stored`);
        await this.#connection.pause(failures);
        const found = await this.#find(stream, events, expected);
        if (found !== undefined) return found;
      }
    }
  }

  async #sendAndLook(stream: string, events: readonly Ready[], expected: ExpectedVersion): Promise<Appended> {
    const receipt = this.#receipts?.expect(stream, expected, events.length);
    try {
      const position = await this.#send(stream, events, expected);
      const shown = await receipt?.events(position);
      if (shown !== undefined && areThese(shown, events)) return { stored: shown };
    } finally {
      receipt?.forget();
    }
    return this.#settled(stream, events, expected, true);
  }

  /** The position that the server names as that of the last event. */
  async #send(stream: string, events: readonly Ready[], expected: ExpectedVersion): Promise<bigint | undefined> {
    const { nextExpectedRevision, position } = await this.#connection.once((client) =>
      client.appendToStream(
        stream,
        events.map(({ eventId, type, data, meta }) => jsonEvent({ id: eventId, type, data, metadata: meta })),
        {
          streamState: expected === 0 ? NO_STREAM : BigInt(expected - 1),
          deadline: callTimeoutMs,
          requiresLeader: true,
        },
      ),
    );
    if (nextExpectedRevision !== BigInt(expected + events.length - 1)) {
      throw new StoreFault(
        'STORE_CORRUPT',
        `${stream} in ${this.#connection.name} went on at version ${nextExpectedRevision + 1n} where ${expected + events.length} was due: ` +
          'it was deleted. Keep it as it is and restore a copy.',
      );
    }
    return position?.commit;
  }

  /** What the stream holds after an answer. `stored`: the answer says that it holds these events. */
  async #settled(
    stream: string,
    events: readonly Ready[],
    expected: ExpectedVersion,
    stored: boolean,
  ): Promise<Appended> {
    for (let failures = 0; ; failures++) {
      const found = await this.#find(stream, events, expected);
      if (found !== undefined) return found;
      if (!stored) return { actual: await this.#reader.version(stream) };
      if (failures + 1 >= attempts) {
        throw new StoreFault(
          'STORE_UNAVAILABLE',
          `${this.#connection.name} does not show what was appended to ${stream}`,
        );
      }
      await this.#connection.pause(failures);
    }
  }

  /**
   * What lies right after the expected version: these events, or somebody else's. Undefined: nothing. Events with the same
   * ids and other metadata are another caller's, who did the same in the same moment; the server stored the first.
   */
  async #find(stream: string, events: readonly Ready[], expected: ExpectedVersion): Promise<Appended | undefined> {
    const found = await this.#reader.stream(stream, BigInt(expected), events.length);
    if (found.length === 0) return undefined;
    return areThese(found, events) ? { stored: found } : { actual: await this.#reader.version(stream) };
  }
}

const areThese = (found: readonly ResolvedEvent[], events: readonly Ready[]): boolean =>
  found.length === events.length &&
  events.every(
    ({ eventId, metaJson }, index) =>
      found[index]?.event?.id === eventId && JSON.stringify(found[index].event.metadata) === metaJson,
  );

/** The version that an error of the expected revision says the stream has. */
const actualVersion = (error: unknown): number => {
  const { actualState } = error as { actualState?: unknown };
  return typeof actualState === 'bigint' ? Number(actualState) + 1 : 0;
};
