/**
 * What was opened, to be closed the last first. Each is closed even when another fails to, so that no fault keeps the lock
 * of the data folder; the first failure is thrown once all is done.
 */
export class Openings {
  readonly #closers: (() => unknown)[] = [];

  /** Notes how to close what was just opened. */
  add<T>(opened: T, close: (opened: T) => unknown): T {
    this.#closers.push(() => close(opened));
    return opened;
  }

  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let close = this.#closers.pop(); close !== undefined; close = this.#closers.pop()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Runs work that opens things; when it fails they are closed again, and its own failure is what is thrown. */
  async orClose<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.close().catch(() => undefined);
      throw error;
    }
  }
}
