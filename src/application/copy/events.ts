import { printPosition, streamTypes, type StreamRef } from '../../domain/kernel/ids.js';
import type { StoredEvent } from '../storedEvent.js';
import type { Looked, Part, Step } from './part.js';

/** An embedded log that nobody else writes meanwhile. */
export interface SourceLog {
  readonly storeId: string;
  /** How many events it holds, and when the newest was recorded ('' without one). */
  readonly head: { readonly count: number; readonly recordedAt: string };
  /** Reads every event again; `found` is told what is not as it was stored. */
  check(found: (finding: string) => void): Promise<void>;
  /** In the order of positions, after some of them. */
  events(skip?: number): AsyncIterable<StoredEvent>;
}

/** The log that takes the events over. Nothing is written before `begin`. */
export interface TargetLog {
  /** For messages; without secrets. */
  readonly place: string;
  /** The most bytes of JSON that the data of one append may have. */
  readonly largestDataBytes: number;
  /** In the order of positions. */
  events(): AsyncIterable<StoredEvent>;
  /**
   * Marks a copy of events up to that time as under way, so that no server uses the log. Throws StoreFault
   * STORE_UNAVAILABLE when the clock of the target is far behind.
   */
  begin(source: SourceLog): Promise<void>;
  /**
   * Appends events of one stream, all or none, each with where it comes from. The same append twice changes nothing.
   * Throws StoreFault STORE_FOREIGN when somebody else writes to the stream.
   */
  append(stream: StreamRef, events: readonly StoredEvent[], source: SourceLog): Promise<void>;
  /** Marks the copy as whole, once the target's clock has passed the newest event: what comes next is recorded after it. */
  finish(source: SourceLog): Promise<void>;
}

/** Events that one append holds at most. */
const largestAppend = 200;

/** Both logs side by side in their orders; one of the two is undefined where the other is longer. */
async function* pairs(
  source: SourceLog,
  target: TargetLog,
): AsyncGenerator<{ readonly mine: StoredEvent | undefined; readonly theirs: StoredEvent | undefined }, void> {
  const left = source.events()[Symbol.asyncIterator]();
  const right = target.events()[Symbol.asyncIterator]();
  try {
    for (;;) {
      const [mine, theirs] = await Promise.all([left.next(), right.next()]);
      const pair = { mine: mine.done ? undefined : mine.value, theirs: theirs.done ? undefined : theirs.value };
      if (pair.mine === undefined && pair.theirs === undefined) return;
      yield pair;
    }
  } finally {
    await Promise.all([left.return?.(), right.return?.()]);
  }
}

/** The members in which a copied event is not what it was, `id` alone when it is another event. */
const differences = (mine: StoredEvent, theirs: StoredEvent, storeId: string): readonly string[] => {
  if (mine.eventId !== theirs.eventId) return ['id'];
  const { copiedFrom } = theirs;
  return [
    ...(mine.type === theirs.type ? [] : ['type']),
    ...(nameOf(mine) === nameOf(theirs) ? [] : ['stream and version']),
    ...(textOf(mine.data) === textOf(theirs.data) ? [] : ['data']),
    ...(textOf(mine.meta) === textOf(theirs.meta) ? [] : ['metadata']),
    ...(mine.recordedAt === theirs.recordedAt ? [] : ['time of recording']),
    ...(copiedFrom?.storeId === storeId && copiedFrom.position === mine.position ? [] : ['origin']),
  ];
};

const textOf = (json: unknown): string => JSON.stringify(json);

const nameOf = ({ stream: { type, id, version } }: StoredEvent): string => `${type}:${id} ${version}`;

const placeOf = (event: StoredEvent): string =>
  `event ${printPosition(event.position)} (${nameOf(event)} ${event.type})`;

const streamOf = ({ stream: { type, id } }: StoredEvent): StreamRef => {
  const known = streamTypes.find((each) => each === type);
  if (known === undefined) throw new Error(`Nothing is known of streams of type ${type}`);
  return { type: known, id };
};

/** The log of facts, event by event in the global order. */
export const eventsPart = (source: SourceLog, target: TargetLog): Part => {
  let looked: Looked = { total: 0, present: 0 };

  const look = async (refuse: (why: string) => void, step: Step): Promise<Looked> => {
    const total = source.head.count;
    let damages = 0;
    await source.check((finding) => {
      damages += 1;
      refuse(`The source is damaged: ${finding}`);
    });
    let present = 0;
    if (damages > 0) return { total, present };
    let seen = 0;
    for await (const { mine, theirs } of pairs(source, target)) {
      if (mine === undefined || (theirs !== undefined && differences(mine, theirs, source.storeId).length > 0)) {
        refuse(whyForeign(target.place, mine, theirs));
        break;
      }
      if (theirs !== undefined) present += 1;
      const bytes = Buffer.byteLength(textOf(mine.data));
      if (bytes > target.largestDataBytes) {
        refuse(
          `${placeOf(mine)} has ${bytes} bytes of data; ${target.place} takes ${target.largestDataBytes} at most.`,
        );
      }
      step((seen += 1), total);
    }
    return (looked = { total, present });
  };

  const copy = async (step: Step): Promise<void> => {
    const total = looked.total - looked.present;
    let done = 0;
    for await (const events of runs(source.events(looked.present), target.largestDataBytes)) {
      const [first] = events;
      if (first === undefined) continue;
      await target.append(streamOf(first), events, source);
      step((done += events.length), total);
    }
  };

  const verify = async (differ: (difference: string) => void, step: Step): Promise<number> => {
    const total = source.head.count;
    let seen = 0;
    for await (const { mine, theirs } of pairs(source, target)) {
      if (mine === undefined) {
        if (theirs !== undefined) differ(`${target.place} goes on with ${placeOf(theirs)}, which the source has not.`);
        break;
      }
      if (theirs === undefined) {
        differ(`${placeOf(mine)} and what follows it are missing in ${target.place}.`);
        break;
      }
      const found = differences(mine, theirs, source.storeId);
      if (found.length > 0) differ(`${placeOf(mine)} differs in ${target.place}: ${found.join(', ')}`);
      step((seen += 1), total);
      // Out of step nothing would match any more.
      if (found.includes('id')) break;
    }
    return seen;
  };

  return { name: 'events', look, copy, verify };
};

/** Why a target cannot be gone on with: the source has no such event there, or has nothing more. */
const whyForeign = (place: string, mine: StoredEvent | undefined, theirs: StoredEvent | undefined): string => {
  const advice = 'It was left as it is; take an empty one.';
  if (theirs === undefined) return `${place} cannot take the log. ${advice}`;
  return mine === undefined
    ? `${place} holds the whole log and goes on with ${placeOf(theirs)}: it is in use already. ${advice}`
    : `${place} holds another log: ${placeOf(theirs)} lies where the source has ${placeOf(mine)}. ${advice}`;
};

/** Neighbours of one stream together, as far as one append takes them: always the same ones from the same event on. */
async function* runs(
  events: AsyncIterable<StoredEvent>,
  largestDataBytes: number,
): AsyncGenerator<readonly StoredEvent[], void> {
  let run: StoredEvent[] = [];
  let bytes = 0;
  for await (const event of events) {
    // The metadata do not count for the server; counted here, they keep the message small.
    const size = Buffer.byteLength(textOf(event.data)) + Buffer.byteLength(textOf(event.meta));
    const last = run.at(-1);
    const isFull = run.length >= largestAppend || bytes + size > largestDataBytes;
    if (
      last !== undefined &&
      (isFull || last.stream.type !== event.stream.type || last.stream.id !== event.stream.id)
    ) {
      yield run;
      run = [];
      bytes = 0;
    }
    run.push(event);
    bytes += size;
  }
  if (run.length > 0) yield run;
}
