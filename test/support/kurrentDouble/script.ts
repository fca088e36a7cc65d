import type { ServiceError } from '@grpc/grpc-js';

export type Method = 'GetSupportedMethods' | 'Read' | 'Subscribe' | 'Append' | 'BatchAppend';

/** What happens to a call instead of its answer. */
export type Act =
  /** It is answered. */
  | 'PASS'
  /** It is taken and never answered. */
  | 'MUTE'
  /** The server ends it as if all were well. */
  | 'END'
  /** It fails; with `stored`, after an append was stored all the same. */
  | { readonly fail: ServiceError; readonly stored?: true };

/** The faults to come, by method, and who waits for a call. */
export class Script {
  readonly #acts = new Map<Method, Act[]>();
  readonly #calls = new Map<Method, number>();
  #waiting: { readonly method: Method; readonly calls: number; readonly resolve: () => void }[] = [];

  /** The next calls of `method`, one for each act, go this way. */
  add(method: Method, ...acts: readonly Act[]): void {
    this.#acts.set(method, [...(this.#acts.get(method) ?? []), ...acts]);
  }

  /** Forgets what has not happened yet. */
  clear(): void {
    this.#acts.clear();
  }

  /** How often `method` was called. */
  calls(method: Method): number {
    return this.#calls.get(method) ?? 0;
  }

  /** Resolves when `method` has been called that many times since the start, by default once more than now. */
  called(method: Method, calls = this.calls(method) + 1): Promise<void> {
    if (this.calls(method) >= calls) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ method, calls, resolve }));
  }

  /** For the server: notes a call and tells what becomes of it. */
  next(method: Method): Act | undefined {
    const calls = this.calls(method) + 1;
    this.#calls.set(method, calls);
    const [due, rest] = [true, false].map((isDue) =>
      this.#waiting.filter((wait) => (wait.method === method && calls >= wait.calls) === isDue),
    );
    this.#waiting = rest ?? [];
    for (const { resolve } of due ?? []) resolve();
    return this.#acts.get(method)?.shift();
  }
}
