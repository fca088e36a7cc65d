import type { Timer } from '../src/application/ports.js';
import type { Position } from '../src/domain/kernel/ids.js';

/** How far a projection has got, and whether it will go on. */
export interface Reach {
  readonly position: Position;
  readonly running: boolean;
}

type Answer = boolean | undefined;

/** Those who wait for projections to reach a position. */
export class PositionWaiters {
  readonly #waiting = new Set<() => void>();

  constructor(private readonly timer: Timer) {}

  /** True once all have reached the position; false once one of them cannot any more, or the time is over. */
  wait(
    projections: readonly string[],
    position: Position,
    timeoutMs: number,
    reach: (projection: string) => Reach,
  ): Promise<boolean> {
    const answer = (): Answer => {
      const behind = projections.map(reach).filter((reached) => reached.position < position);
      if (behind.length === 0) return true;
      return behind.every(({ running }) => running) ? undefined : false;
    };
    const now = answer();
    if (now !== undefined) return Promise.resolve(now);
    return new Promise((resolve) => {
      const settle = (outcome: boolean): void => {
        this.#waiting.delete(check);
        cancel();
        resolve(outcome);
      };
      const check = (): void => {
        const outcome = answer();
        if (outcome !== undefined) settle(outcome);
      };
      const cancel = this.timer(timeoutMs, () => settle(false));
      this.#waiting.add(check);
    });
  }

  /** Does anybody wait? */
  get any(): boolean {
    return this.#waiting.size > 0;
  }

  /** To be called whenever a projection has moved or stopped. */
  wake(): void {
    for (const check of this.#waiting) check();
  }
}
