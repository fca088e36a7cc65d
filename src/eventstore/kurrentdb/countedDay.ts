import { minuteOf } from '../counting.js';

/** What every record has: who, and the RFC 3339 instant, UTC. */
export interface Stamped {
  readonly actor: string | null;
  readonly at: string;
}

/** How records of one kind are counted. */
export interface Counting<R extends Stamped> {
  /** What, beside actor and minute, tells records apart. */
  same(record: R): readonly unknown[];
  /** Rows one actor may add in one minute, so that a client in a loop cannot fill the disk. */
  readonly quota: number;
  /** The row in which all that exceeds the quota is counted. */
  beyondQuota(record: R): R;
}

/** How often something was recorded; `record` is the first of its kind. */
export interface Counted<R> {
  readonly record: R;
  readonly count: number;
}

/** One row of a day. */
export interface Row<R> extends Counted<R> {
  /** The revision of the event that began the row. */
  readonly revision: number;
  count: number;
}

/** What is counted together. */
export const keyOf = <R extends Stamped>(counting: Counting<R>, record: R): string =>
  JSON.stringify([record.actor, minuteOf(record.at), ...counting.same(record)]);

/** Whose quota a record counts against. */
export const minuteKeyOf = ({ actor, at }: Stamped): string => JSON.stringify([actor, minuteOf(at)]);

/** The rows of one day, made from its events in their order; the same events always make the same rows. */
export class CountedDay<R extends Stamped> {
  readonly #counting: Counting<R>;
  readonly #rows = new Map<string, Row<R>>();
  readonly #ofMinute = new Map<string, number>();

  constructor(counting: Counting<R>) {
    this.#counting = counting;
  }

  add(revision: number, { record, count }: Counted<R>): void {
    const minute = minuteKeyOf(record);
    const size = this.#ofMinute.get(minute) ?? 0;
    const isKept = this.#rows.has(keyOf(this.#counting, record)) || size < this.#counting.quota;
    const kept = isKept ? record : this.#counting.beyondQuota(record);
    const key = keyOf(this.#counting, kept);
    const row = this.#rows.get(key);
    if (row !== undefined) {
      row.count += count;
      return;
    }
    this.#ofMinute.set(minute, size + 1);
    this.#rows.set(key, { record: kept, revision, count });
  }

  get size(): number {
    return this.#rows.size;
  }

  /** In the order in which they began. */
  list(): Row<R>[] {
    return [...this.#rows.values()];
  }
}
