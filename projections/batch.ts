import { collectionOf, type EventStore, type Generation, type Write } from '../src/application/ports.js';
import type { Recorded } from '../src/domain/kernel/event.js';
import type { Position } from '../src/domain/kernel/ids.js';
import type { Projection } from './projection.js';

/** An event on which a projection failed. The projection stands just before it. */
export class ProjectionFault extends Error {
  override readonly name = 'ProjectionFault';
  constructor(
    readonly projection: string,
    readonly event: Recorded,
    options: ErrorOptions,
  ) {
    const { type, id, version } = event.stream;
    super(`projection ${projection} failed on ${event.type}, ${type}:${id} version ${version}`, options);
  }
}

/** Events in order, and the position up to which nothing else was stored. */
export interface Batch {
  readonly events: readonly Recorded[];
  readonly upTo: Position;
  /** The log had no more when this was read. */
  readonly live: boolean;
}

/** The more events share a write, the fewer pages of an index are written again and again. */
const batchSize = 2_000;

/** Lets other work of the process run: the embedded stores answer without ever waiting. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The log after a position in batches: full ones while catching up, then whatever there is. Ends when `signal` aborts. */
export async function* batches(
  eventStore: EventStore,
  after: Position,
  signal: AbortSignal,
  eventTypes: readonly string[],
): AsyncGenerator<Batch, void, undefined> {
  let events: Recorded[] = [];
  for await (const delivery of eventStore.subscribe(after, signal, { eventTypes })) {
    if (delivery.kind === 'EVENT') events.push(delivery.event);
    const upTo = delivery.kind === 'EVENT' ? delivery.event.position : delivery.position;
    const live = delivery.kind === 'MARK' && delivery.live;
    if (!live && events.length < batchSize) continue;
    // What was read but not handed out when the signal came is read again after the next start.
    if (signal.aborted) return;
    yield { events, upTo, live };
    events = [];
    await nextTurn();
  }
}

interface PendingWrite {
  readonly write: Write;
  readonly at: Position;
}

/** One write for two of the same document, one after the other. */
const merged = (earlier: Write | undefined, write: Write): Write => {
  if (earlier === undefined || !('patch' in write)) return write;
  return 'delete' in earlier ? earlier : { ...earlier, body: { ...earlier.body, ...write.body } };
};

/** What a batch does to a projection, kept in memory until it is written as a whole. */
class Pending {
  /** Working documents by id: as loaded, then as the batch has left them. */
  readonly documents = new Map<string, { readonly body: object | null; readonly position?: Position }>();
  /** What becomes of each document; earlier writes would be overwritten in the same transaction. */
  readonly #writes = new Map<string, PendingWrite>();

  constructor(private readonly workingCollection: string) {}

  add(write: Write, at: Position): void {
    const collection = collectionOf(write);
    const key = `${collection}\u0000${write.id}`;
    const whole = merged(this.#writes.get(key)?.write, write);
    // Taken out first, so that the order of the map stays the order of the events.
    this.#writes.delete(key);
    this.#writes.set(key, { write: whole, at });
    if (collection === this.workingCollection) {
      this.documents.set(write.id, { body: 'put' in whole ? whole.body : null, position: at });
    }
  }

  writes(): readonly PendingWrite[] {
    return [...this.#writes.values()];
  }
}

/**
 * Applies a batch to one generation, which stands at `after`: loads the working documents it touches with one read, folds
 * in memory, writes documents and position with one write. Resolves to false, with nothing written, when the generation
 * stands elsewhere. When `evolve` fails, what came before the event is written and ProjectionFault is thrown.
 */
export const projectBatch = async (
  projection: Projection,
  generation: Generation,
  batch: Batch,
  after: Position,
): Promise<boolean> => {
  const handled = new Set(projection.handles);
  const events = batch.events.filter((event) => handled.has(event.type));
  const working = projection.collections[0].name;
  const pending = new Pending(working);
  let done = after;
  let fault: ProjectionFault | undefined;
  const guarded = <T>(event: Recorded, work: () => T): T | undefined => {
    try {
      return work();
    } catch (cause) {
      fault = new ProjectionFault(projection.name, event, { cause });
      return undefined;
    }
  };

  const keyed: (readonly [key: string, event: Recorded, standsAlone: boolean])[] = [];
  for (const event of events) {
    const key = guarded(event, () => (projection.ignores?.(event) === true ? null : projection.key(event)));
    if (key === undefined) break;
    const standsAlone = guarded(event, () => projection.standsAlone?.(event) ?? false);
    if (standsAlone === undefined) break;
    if (key !== null) keyed.push([key, event, standsAlone]);
  }
  const keys = [...new Set(keyed.flatMap(([key, , standsAlone]) => (standsAlone ? [] : [key])))];
  const loaded = keys.length === 0 ? [] : await generation.getMany(working, keys);
  loaded.forEach((document, index) => {
    const key = keys[index];
    if (key !== undefined) pending.documents.set(key, document ?? { body: null });
  });

  for (const [key, event, standsAlone] of keyed) {
    const document = standsAlone ? undefined : pending.documents.get(key);
    // Where documents and position are not written together, a document may be ahead of the position: this event is in it.
    const written = document?.position !== undefined && document.position >= event.position;
    if (!written) {
      const writes = guarded(event, () => projection.evolve(document?.body ?? null, event));
      if (writes === undefined) break;
      for (const write of writes) pending.add(write, event.position);
    }
    done = event.position;
  }
  const applied = await generation.apply(pending.writes(), fault === undefined ? batch.upTo : done, after);
  if (applied && fault !== undefined) throw fault;
  return applied;
};
