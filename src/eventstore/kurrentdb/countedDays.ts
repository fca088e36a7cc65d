import type { ResolvedEvent } from '@kurrent/kurrentdb-client';
import { CountedDay, type Counted, type Counting, type Row, type Stamped } from './countedDay.js';
import type { Naming } from './naming.js';
import type { Reader } from './reader.js';

/** How records of one kind lie in their streams. */
export interface CountedStreams {
  /** The word for them in messages, and the beginning of the names of their streams. */
  readonly name: string;
  /** The stream that lists the days. */
  readonly days: string;
  /** Types of events. Stored, so never renamed. */
  readonly counted: string;
  readonly begun: string;
}

/** The stream of a day. */
export const dayStream = (naming: Naming, { name }: CountedStreams, day: string): string =>
  naming.besides(`${name}-${day}`);

/** Rows kept in memory, at some hundred bytes each; of more days than that the ones asked for last are kept. */
const rememberedRows = 20_000;

/** A stream that only grows, read on from where it was left. */
class Tail {
  #next = 0n;
  #reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly read: (from: bigint) => Promise<readonly ResolvedEvent[]>,
    private readonly take: (event: NonNullable<ResolvedEvent['event']>) => void,
  ) {}

  /** Takes what has come since; one reading after another, so that nothing is taken twice. */
  catchUp(): Promise<void> {
    this.#reading = this.#reading
      .catch(() => undefined)
      .then(async () => {
        for (const { event } of await this.read(this.#next)) {
          if (event === undefined) continue;
          this.#next = event.revision + 1n;
          this.take(event);
        }
      });
    return this.#reading;
  }
}

/** The days of one kind of record and their rows. A day has to be read whole to know its rows, but only once. */
export class CountedDays<R extends Stamped> {
  readonly #kind: CountedStreams & Counting<R>;
  readonly #reader: Reader;
  readonly #naming: Naming;
  readonly #days: Tail;
  readonly #known = new Set<string>();
  /** In the order in which they were asked for. */
  readonly #rows = new Map<string, { readonly day: CountedDay<R>; readonly tail: Tail }>();

  constructor(kind: CountedStreams & Counting<R>, reader: Reader, naming: Naming) {
    this.#kind = kind;
    this.#reader = reader;
    this.#naming = naming;
    this.#days = this.#tail(naming.besides(kind.days), kind.begun, (_, data) =>
      this.#known.add((data as { day: string }).day),
    );
  }

  /** All days of which there is anything, newest first. */
  async newestFirst(): Promise<readonly string[]> {
    await this.#days.catchUp();
    return [...this.#known].sort().reverse();
  }

  /** The rows of a day in the order in which they began. */
  async rows(day: string): Promise<readonly Row<R>[]> {
    const kept = this.#rows.get(day) ?? this.#unread(day);
    this.#rows.delete(day);
    this.#rows.set(day, kept);
    await kept.tail.catchUp();
    this.#forget(day);
    return kept.day.list();
  }

  #unread(name: string) {
    const day = new CountedDay(this.#kind);
    const tail = this.#tail(dayStream(this.#naming, this.#kind, name), this.#kind.counted, (revision, data) =>
      day.add(Number(revision), data as Counted<R>),
    );
    return { day, tail };
  }

  /** Those asked for longest ago, and a day that is too large by itself. */
  #forget(asked: string): void {
    let size = [...this.#rows.values()].reduce((sum, { day }) => sum + day.size, 0);
    for (const [name, { day }] of this.#rows) {
      if (size <= rememberedRows) return;
      if (name === asked && day.size <= rememberedRows) continue;
      this.#rows.delete(name);
      size -= day.size;
    }
  }

  /** What was written to a stream as this type; other events are somebody else's. */
  #tail(stream: string, type: string, take: (revision: bigint, data: unknown) => void): Tail {
    return new Tail(
      (from) => this.#reader.stream(stream, from, Number.MAX_SAFE_INTEGER),
      (event) => {
        if (event.type === type) take(event.revision, event.data);
      },
    );
  }
}
