import type { RefusalRecord } from '../../application/ports.js';

/** How often something was refused; `record` is the first of its kind. */
export interface Counted {
  readonly record: RefusalRecord;
  readonly count: number;
}

/**
 * Rows one actor may add in one minute. What exceeds it is counted in one row of the actor and minute, with code
 * CAPACITY_LIMIT and no stream.
 */
export const refusalQuota = 60;

interface Row extends RefusalRecord {
  /** The revision of the event that began the row. */
  readonly revision: number;
  count: number;
}

/** The rows of one day, made from its events in their order; the same events always make the same rows. */
export class RefusalDay {
  readonly #rows = new Map<string, Row>();
  readonly #ofMinute = new Map<string, number>();

  add(revision: number, { record, count }: Counted): void {
    const minute = JSON.stringify([record.actor, minuteOf(record.at)]);
    const size = this.#ofMinute.get(minute) ?? 0;
    const isKept = this.#rows.has(keyOf(record)) || size < refusalQuota;
    const kept = isKept ? record : beyondQuota(record);
    const row = this.#rows.get(keyOf(kept));
    if (row !== undefined) {
      row.count += count;
      return;
    }
    this.#ofMinute.set(minute, size + 1);
    this.#rows.set(keyOf(kept), { ...kept, revision, count });
  }

  /** In the order in which they began. */
  list(): Row[] {
    return [...this.#rows.values()];
  }
}

/** What is left of a refusal beyond the quota. */
export const beyondQuota = (record: RefusalRecord): RefusalRecord => ({
  ...record,
  code: 'CAPACITY_LIMIT',
  stream: '',
  payloadDigest: '',
  details: { limit: refusalQuota },
});

/** What is counted together: actor, minute, code and stream. */
export const keyOf = ({ actor, at, code, stream }: RefusalRecord): string =>
  JSON.stringify([actor, minuteOf(at), code, stream]);

/** `YYYY-MM-DDTHH:MM` of an RFC 3339 instant. */
export const minuteOf = (at: string): string => at.slice(0, 16);
