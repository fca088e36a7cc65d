import { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { backOffMs, pause, StoreFault, type Timer } from '../../application/ports.js';
import { readAddress, type Address } from './address.js';
import { faultOf, messageOf, troubleOf } from './trouble.js';

export interface ConnectionOptions {
  readonly address: Address;
  readonly timer: Timer;
  /** Told of what was tried again, for the program's log. */
  readonly onTrouble: (message: string) => void;
}

/** How long one call may take. The client has no limit of its own for reads and for appends in batches. */
export const callTimeoutMs = 10_000;
/** How often a call is tried before it fails: with the pauses between, over some two seconds. */
export const attempts = 5;

/**
 * A client and its successors. The client of 1.3.1 can be in a state in which nothing but a new one helps: reads that met
 * a server that was down, a remembered refusal, a stream of appends that the server has ended. So whatever fails for an
 * unclear reason is given up together with its client.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  #client: KurrentDBClient | undefined;
  #isClosed = false;
  /** Those given up, until they have let go of their streams. */
  readonly #leaving = new Set<Promise<void>>();

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.address.name;
  }

  client(): KurrentDBClient {
    if (this.#isClosed) throw new StoreFault('STORE_CLOSED', `The connection to ${this.name} has been closed`);
    return (this.#client ??= connect(this.#options.address));
  }

  /** Gives up a client; does nothing when it has been given up already. Its other calls fail and are tried again. */
  giveUp(client: KurrentDBClient): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    const leaving = this.within(callTimeoutMs, client.dispose())
      .catch(() => undefined)
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  /**
   * Does one call within the time. Throws what it throws, or an error of the time; the client is then given up, unless
   * the error is an answer.
   */
  async once<T>(call: (client: KurrentDBClient) => Promise<T>): Promise<T> {
    const client = this.client();
    try {
      return await this.within(callTimeoutMs, call(client));
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'UNSURE' || trouble === 'DENIED') this.giveUp(client);
      throw error;
    }
  }

  /** Does a call that changes nothing, again and again with pauses, until it is answered. Throws StoreFault. */
  async repeated<T>(call: (client: KurrentDBClient) => Promise<T>, tries = attempts): Promise<T> {
    for (let failures = 0; ; failures++) {
      try {
        return await this.once(call);
      } catch (error) {
        if (error instanceof StoreFault) throw error;
        const trouble = troubleOf(error);
        if ((trouble !== 'UNSURE' && trouble !== 'NOT_LEADER') || failures + 1 >= tries)
          throw faultOf(this.name, error);
        this.tell(error, 'trying again');
        await this.pause(failures);
      }
    }
  }

  /** Waits before the next try, or until `signal` aborts. */
  pause(failures: number, signal?: AbortSignal): Promise<void> {
    return pause(this.#options.timer, backOffMs(failures), signal);
  }

  tell(error: unknown, then: string): void {
    this.#options.onTrouble(`${this.name}: ${messageOf(error)}; ${then}`);
  }

  within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.#options.timer(milliseconds, () =>
        reject(new Error(`no answer within ${milliseconds / 1000} s`)),
      );
      work.then(resolve, reject).finally(cancel);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#client !== undefined) this.giveUp(this.#client);
    await Promise.all(this.#leaving);
  }
}

const connect = ({ connectionString, name }: Address): KurrentDBClient => {
  try {
    return KurrentDBClient.connectionString(connectionString);
  } catch (error) {
    // Only what is known to hold no password is repeated: the parser's errors quote what they could not read.
    const file = messageOf(error).startsWith('Failed to load certificate') ? ` ${messageOf(error)}` : '';
    throw new StoreFault('STORE_UNAVAILABLE', `The client refuses the connection string of ${name}.${file}`);
  }
};

/** Why a connection string cannot be used, in a sentence without secrets; undefined when it can. Speaks to nobody. */
export const problemOf = async (connectionString: string): Promise<string | undefined> => {
  try {
    await connect(readAddress(connectionString)).dispose();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
};
