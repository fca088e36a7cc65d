import type { AnyBulkWriteOperation, ClientSession } from 'mongodb';
import { collectionOf, type Write } from '../../application/ports.js';
import { beginning, type Position } from '../../domain/kernel/ids.js';
import type { Stored, Table, Tables } from './collections.js';
import { requirePatch } from '../collection.js';
import { documentParts, toDocument, toStored } from './document.js';
import type { Registry, Slot } from './registry.js';
import { duplicates } from '../../mongodb/server.js';
import type { Writer } from './writer.js';

/** What a caller of `apply` wants. */
export interface Batch {
  readonly writes: readonly { readonly write: Write; readonly at: Position }[];
  readonly position: Position;
  readonly after: Position | undefined;
}

/** AGAIN: the generation was swapped or dropped, or another writer moved it meanwhile; look it up and try again. */
export type Outcome = 'APPLIED' | 'ELSEWHERE' | 'AGAIN';

/** Throws RangeError when the writes do not rise up to the position of the batch. */
export const requireRising = ({ writes, position }: Batch): void => {
  let last: Position = beginning;
  for (const { at } of writes) {
    if (at < last || at > position) throw new RangeError(`a write at ${at} after ${last}, up to ${position}`);
    last = at;
  }
};

const asked = (collection: string): never => {
  throw new TypeError(`the projection declares no collection ${collection}`);
};

/** A document to put, or only the place of a deleted one. */
interface Final {
  readonly stored: Stored;
  readonly deleted: boolean;
}

type Body = Readonly<Record<string, unknown>>;

/** What becomes of a document: it is put or deleted (null), or members are set in what is stored of it. */
interface Outlook {
  readonly at: Position;
  readonly body: Body | null;
  readonly isPatch: boolean;
}

const outlookAfter = (table: Table, before: Outlook | undefined, write: Write, at: Position): Outlook => {
  if ('put' in write) return { at, body: write.body, isPatch: false };
  if ('delete' in write) return { at, body: null, isPatch: false };
  requirePatch(table.spec, write.body);
  if (before === undefined) return { at, body: write.body, isPatch: true };
  return { ...before, at, body: before.body && { ...before.body, ...write.body } };
};

/** The bodies of stored documents that are only patched. The log tells the same of them to every writer. */
const storedBodies = async (
  { documents }: Table,
  ids: readonly string[],
  session: ClientSession | undefined,
): Promise<ReadonlyMap<string, Body>> => {
  if (ids.length === 0) return new Map();
  const options = { projection: documentParts, ...(session === undefined ? {} : { session }) };
  const found = await documents.find<Stored>({ _id: { $in: [...ids] }, gone: { $exists: false } }, options).toArray();
  return new Map(found.map((stored) => [stored._id, toDocument(stored).body]));
};

/** The last write of each document that lies above `stands`, by table. Throws TypeError for a misfit before anything is written. */
const finalWrites = async (
  { tables }: Tables,
  batch: Batch,
  stands: Position,
  session: ClientSession | undefined,
): Promise<ReadonlyMap<Table, readonly Final[]>> => {
  const outlooks = new Map<Table, Map<string, Outlook>>();
  for (const { write, at } of batch.writes) {
    if (at <= stands) continue;
    const collection = collectionOf(write);
    const table = tables.get(collection) ?? asked(collection);
    const documents = outlooks.get(table) ?? new Map<string, Outlook>();
    outlooks.set(table, documents);
    documents.set(write.id, outlookAfter(table, documents.get(write.id), write, at));
  }
  const finals = new Map<Table, readonly Final[]>();
  for (const [table, documents] of outlooks) {
    const patched = [...documents].flatMap(([id, { isPatch }]) => (isPatch ? [id] : []));
    const stored = await storedBodies(table, patched, session);
    const final = (id: string, { at, body, isPatch }: Outlook): readonly Final[] => {
      if (body === null) return [{ stored: { _id: id, at, gone: true }, deleted: true }];
      const below = isPatch ? stored.get(id) : {};
      if (below === undefined) return [];
      return [{ stored: toStored(table.spec, id, at, { ...below, ...body }), deleted: false }];
    };
    const writes = [...documents].flatMap(([id, outlook]) => final(id, outlook));
    if (writes.length > 0) finals.set(table, writes);
  }
  return finals;
};

/** Documents and position in one transaction. A crash before the commit leaves neither; the same events come again. */
const applyTogether = (writer: Writer, registry: Registry, tables: Tables, slot: Slot, batch: Batch) =>
  writer.transaction(async (session: ClientSession): Promise<Outcome> => {
    const prepared = await prepare(registry, tables, slot, batch, session);
    if (typeof prepared === 'string') return prepared;
    const { stands, finals } = prepared;
    // First, so that of two writers the second gives way before it has written much.
    if (!(await advance(registry, tables, slot, stands, batch.position, session))) return 'AGAIN';
    for (const [{ documents }, writes] of finals) {
      await documents.bulkWrite(
        writes.map(({ stored, deleted }): AnyBulkWriteOperation<Stored> => {
          const filter = { _id: stored._id };
          return deleted ? { deleteOne: { filter } } : { replaceOne: { filter, replacement: stored, upsert: true } };
        }),
        { session, ordered: false },
      );
    }
    return 'APPLIED';
  });

/** Puts where the stored document is older; where there is a newer one the write is skipped. */
const putGuarded = async ({ documents }: Table, writes: readonly Stored[]): Promise<void> => {
  const operations = (of: readonly Stored[], upsert: boolean): AnyBulkWriteOperation<Stored>[] =>
    of.map((stored) => ({
      replaceOne: { filter: { _id: stored._id, at: { $lt: stored.at } }, replacement: stored, upsert },
    }));
  try {
    await documents.bulkWrite(operations(writes, true), { ordered: false });
  } catch (error) {
    // A document is there already: as new or newer, or an older one that somebody wrote at this very moment.
    const met = new Set(duplicates(error));
    const again = writes.filter((_, index) => met.has(index));
    await documents.bulkWrite(operations(again, false), { ordered: false });
  }
};

/**
 * Where there are no transactions: documents first, each guarded by its own position, then the position. A crash between
 * the two leaves newer documents at an older position; the same events come again and change nothing. A deleted document
 * leaves its position behind, so that an older put, from a slower writer or a shorter batch, cannot bring it back.
 */
const applyApart = async (registry: Registry, tables: Tables, slot: Slot, batch: Batch): Promise<Outcome> => {
  const prepared = await prepare(registry, tables, slot, batch);
  if (typeof prepared === 'string') return prepared;
  const { stands, finals } = prepared;
  for (const [table, writes] of finals) {
    await putGuarded(
      table,
      writes.map(({ stored }) => stored),
    );
  }
  return (await advance(registry, tables, slot, stands, batch.position)) ? 'APPLIED' : 'AGAIN';
};

const prepare = async (
  registry: Registry,
  tables: Tables,
  slot: Slot,
  batch: Batch,
  session?: ClientSession,
): Promise<Outcome | { readonly stands: Position; readonly finals: ReadonlyMap<Table, readonly Final[]> }> => {
  const entry = (await registry.read(tables.projection, session))?.[slot];
  if (entry?.generation !== tables.entry.generation) return 'AGAIN';
  if (batch.after !== undefined && batch.after !== entry.position) return 'ELSEWHERE';
  return { stands: entry.position, finals: await finalWrites(tables, batch, entry.position, session) };
};

const advance = (
  registry: Registry,
  { projection, entry: { generation } }: Tables,
  slot: Slot,
  from: Position,
  to: Position,
  session?: ClientSession,
): Promise<boolean> =>
  to > from ? registry.move(projection, slot, { generation, from, to }, session) : Promise.resolve(true);

/** Applies a batch to one generation: in transactions where there is a writer for them. */
export const applyBatch = (
  writer: Writer | undefined,
  registry: Registry,
  tables: Tables,
  slot: Slot,
  batch: Batch,
): Promise<Outcome> =>
  writer === undefined
    ? applyApart(registry, tables, slot, batch)
    : applyTogether(writer, registry, tables, slot, batch);
