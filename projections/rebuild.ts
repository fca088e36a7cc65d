import { isDeepStrictEqual } from 'node:util';
import type { Clock, Document, EventStore, Generation, ReadStore } from '../src/application/ports.js';
import { beginning, type Position } from '../src/domain/kernel/ids.js';
import { batches, projectBatch } from './batch.js';
import type { Projection } from './projection.js';

export interface RebuildProgress {
  /** Events read so far, of the types that are handled. */
  readonly events: number;
  readonly perSecond: number;
  readonly position: Position;
  /** Positions still to come: an upper bound of the events. */
  readonly remaining: bigint;
}

/** Documents that the live generation has not as the log says. */
export interface Difference {
  readonly projection: string;
  readonly collection: string;
  readonly ids: readonly string[];
}

export interface RebuildOptions {
  readonly eventStore: EventStore;
  readonly readStore: ReadStore;
  readonly clock: Clock;
  /** Told after each batch. */
  readonly onProgress: (progress: RebuildProgress) => void;
}

interface Built {
  readonly projection: Projection;
  readonly generation: Generation;
}

const pageSize = 500;

/** Reads the log once from the beginning, into all the generations, to its end or up to and including a position. */
const fill = async (built: readonly Built[], options: RebuildOptions, until?: Position): Promise<void> => {
  const { eventStore, clock, onProgress } = options;
  const head = until ?? (await eventStore.head());
  const started = Date.parse(clock.now());
  const end = new AbortController();
  const eventTypes = [...new Set(built.flatMap(({ projection }) => projection.handles))];
  let at = beginning;
  let count = 0;
  try {
    for await (const read of batches(eventStore, beginning, end.signal, eventTypes)) {
      const last = until !== undefined && read.upTo >= until;
      const batch = last
        ? { ...read, events: read.events.filter((event) => event.position <= until), upTo: until }
        : read;
      for (const { projection, generation } of built) {
        if (!(await projectBatch(projection, generation, batch, at))) {
          throw new Error(`the new generation of ${projection.name} was written by somebody else`);
        }
      }
      at = batch.upTo;
      count += batch.events.length;
      const seconds = (Date.parse(clock.now()) - started) / 1000;
      const remaining = BigInt(head) - BigInt(at);
      onProgress({
        events: count,
        perSecond: seconds > 0 ? Math.round(count / seconds) : 0,
        position: at,
        remaining: remaining > 0n ? remaining : 0n,
      });
      if (last || batch.live) return;
    }
    throw new Error('the log stopped before its end was reached');
  } finally {
    end.abort();
  }
};

const withNewGenerations = async (
  projections: readonly Projection[],
  readStore: ReadStore,
  work: (built: readonly Built[]) => Promise<void>,
): Promise<void> => {
  try {
    const built: Built[] = [];
    for (const projection of projections) {
      const { name, version, collections } = projection;
      built.push({ projection, generation: await readStore.beginRebuild(name, version, collections) });
    }
    await work(built);
  } catch (error) {
    // Nothing of a failed rebuild stays; if this fails too, the next opening of the store drops it.
    for (const { name } of projections) await readStore.abandon(name);
    throw error;
  }
};

/**
 * Brings a generation that was swapped in up to the head: what came between its last reading and the swap is in no read
 * model, and a runner notices the swap only with the next event. Ends when a runner has gone on with it.
 */
const catchUp = async ({ projection, generation }: Built, eventStore: EventStore): Promise<void> => {
  const end = new AbortController();
  let at = await generation.position();
  try {
    for await (const batch of batches(eventStore, at, end.signal, projection.handles)) {
      if (!(await projectBatch(projection, generation, batch, at))) return;
      at = batch.upTo;
      if (batch.live) return;
    }
  } finally {
    end.abort();
  }
};

/**
 * Builds projections again from the whole log, in one reading, beside the live generations, and swaps each when the log
 * is at its end. A runner that follows them meanwhile goes on from where the new generation stands. Throws
 * ProjectionFault, with the live generations untouched, when a projection fails.
 */
export const rebuild = (projections: readonly Projection[], options: RebuildOptions): Promise<void> =>
  withNewGenerations(projections, options.readStore, async (built) => {
    await fill(built, options);
    // A crash between two swaps leaves some projections rebuilt and the others as they were: each is whole.
    for (const one of built) {
      await options.readStore.swap(one.projection.name);
      await catchUp(one, options.eventStore);
    }
  });

const differs = (one: Document | null, other: Document | null): boolean => !isDeepStrictEqual(one, other);

/** The ids of one collection that only one side has or that the sides have differently. */
const compareCollection = async (collection: string, live: Generation, rebuilt: Generation): Promise<string[]> => {
  const different = new Set<string>();
  for (const [side, other] of [
    [live, rebuilt],
    [rebuilt, live],
  ] as const) {
    let after: string | undefined;
    for (;;) {
      const page = await side.find(collection, { limit: pageSize, ...(after === undefined ? {} : { after: [after] }) });
      const ids = page.map(({ id }) => id);
      const counterparts = await other.getMany(collection, ids);
      page.forEach((document, index) => {
        if (differs(document, counterparts[index] ?? null)) different.add(document.id);
      });
      after = ids.at(-1);
      if (page.length < pageSize) break;
    }
  }
  return [...different];
};

/**
 * Rebuilds beside the live generation up to where that one stands, reports which documents differ, and drops what it has
 * built. Empty when the live generation is what the log says. Throws when a runner moves it meanwhile.
 */
export const compareWithRebuild = async (
  projection: Projection,
  options: RebuildOptions,
): Promise<readonly Difference[]> => {
  const { readStore } = options;
  const live = await readStore.open(projection.name, projection.version, projection.collections);
  const stands = await live.position();
  const differences: Difference[] = [];
  await withNewGenerations([projection], readStore, async (built) => {
    if (stands > beginning) await fill(built, options, stands);
    for (const { generation } of built) {
      for (const { name: collection } of projection.collections) {
        const ids = await compareCollection(collection, live, generation);
        if (ids.length > 0) differences.push({ projection: projection.name, collection, ids });
      }
    }
    if ((await live.position()) !== stands) {
      throw new Error(`${projection.name} moved on while it was compared: stop its runner first`);
    }
  });
  await readStore.abandon(projection.name);
  return differences;
};
