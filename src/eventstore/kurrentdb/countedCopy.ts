import { jsonEvent, NO_STREAM } from '@kurrent/kurrentdb-client';
import { v5 as uuidv5 } from 'uuid';
import { keptYears } from '../counting.js';
import type { Connection } from './connection.js';
import { dayStream, type CountedStreams } from './countedDays.js';
import type { Naming } from './naming.js';
import type { Reader } from './reader.js';

/** One row of the source, without its id. */
interface Row {
  readonly id: string;
  readonly count: number;
}

const daySeconds = 24 * 60 * 60;
const keptSeconds = keptYears * 366 * daySeconds;
const batchSize = 200;
/** Ids of copied rows: of the store they come from, the kind and their id there. */
const namespace = '0b2c7f52-5ab5-4f8e-9a0f-6d2f3c1e8a57';

/** Writes rows of an embedded store as the store on the server would have, each at its own day and once. */
export class CountedCopy {
  /** `today`: the day (UTC) from which it is counted how long a copied day has still to be kept. */
  constructor(
    private readonly connection: Connection,
    private readonly reader: Reader,
    private readonly naming: Naming,
    private readonly kind: CountedStreams,
    private readonly storeId: string,
    private readonly today: string,
  ) {}

  /** The ids of those rows that are in the stream of the day. */
  async copied(day: string): Promise<ReadonlySet<string>> {
    const events = await this.reader.stream(this.#streamOf(day), 0n, Number.MAX_SAFE_INTEGER);
    return new Set(
      events.flatMap(({ event }) => {
        const metadata: unknown = event?.metadata;
        const row = (metadata as { copiedFrom?: { storeId?: unknown; row?: unknown } } | undefined)?.copiedFrom;
        return row?.storeId === this.storeId && typeof row.row === 'string' ? [row.row] : [];
      }),
    );
  }

  async add(day: string, rows: readonly Row[]): Promise<void> {
    const stream = this.#streamOf(day);
    await this.#announce(day, stream);
    for (let start = 0; start < rows.length; start += batchSize) {
      const events = rows.slice(start, start + batchSize).map(({ id, count, ...record }) =>
        jsonEvent({
          id: uuidv5(`${this.storeId} ${this.kind.name} ${id}`, namespace),
          type: this.kind.counted,
          data: { record, count },
          metadata: { copiedFrom: { storeId: this.storeId, row: id } },
        }),
      );
      // With a revision: tried again after an unclear end it is stored once.
      const version = await this.reader.version(stream);
      await this.connection.repeated((client) =>
        client.appendToStream(stream, events, {
          streamState: version === 0 ? NO_STREAM : BigInt(version - 1),
          requiresLeader: true,
        }),
      );
    }
  }

  /** Makes the day known to readers, and forgotten when it would have been where it comes from. */
  async #announce(day: string, stream: string): Promise<void> {
    const age = (Date.parse(this.today) - Date.parse(day)) / 1000;
    const maxAge = Math.max(keptSeconds - age, daySeconds);
    await this.connection.repeated((client) => client.setStreamMetadata(stream, { maxAge }));
    const days = this.naming.besides(this.kind.days);
    await this.connection.repeated((client) => client.setStreamMetadata(days, { maxAge: keptSeconds }));
    const announced = await this.reader.stream(days, 0n, Number.MAX_SAFE_INTEGER);
    if (announced.some(({ event }) => (event?.data as { day?: unknown } | undefined)?.day === day)) return;
    const id = uuidv5(`${this.storeId} ${this.kind.days} ${day}`, namespace);
    const event = jsonEvent({ id, type: this.kind.begun, data: { day } });
    const version = await this.reader.version(days);
    const streamState = version === 0 ? NO_STREAM : BigInt(version - 1);
    await this.connection.repeated((client) =>
      client.appendToStream(days, [event], { streamState, requiresLeader: true }),
    );
  }

  #streamOf(day: string): string {
    return dayStream(this.naming, this.kind, day);
  }
}
