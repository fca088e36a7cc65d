import { setMaxListeners } from 'node:events';
import { StoreFault } from '../application/ports.js';
import { untilAborted } from './untilAborted.js';

const closed = (): StoreFault => new StoreFault('STORE_CLOSED', 'The store of evidence is closed.');

/** The uploads of a store of evidence, which its closing breaks off and waits for. */
export class Uploads {
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor() {
    // One listener for each upload in flight.
    setMaxListeners(0, this.#closing.signal);
  }

  /** Aborts once the store is being closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Throws StoreFault STORE_CLOSED once the store is being closed. */
  mustBeOpen(): void {
    if (this.#closing.signal.aborted) throw closed();
  }

  async run<T>(upload: () => Promise<T>): Promise<T> {
    this.mustBeOpen();
    const running = upload();
    const settled = running.catch(() => undefined);
    this.#underWay.add(settled);
    try {
      return await running;
    } finally {
      this.#underWay.delete(settled);
    }
  }

  /** What is being uploaded, to be taken inside `run`; breaks off with STORE_CLOSED. */
  pieces(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    return untilAborted(content, this.#closing.signal, closed);
  }

  /** Breaks off what is under way, and resolves when all of it is over. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#underWay);
  }
}
