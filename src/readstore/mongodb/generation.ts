import type { Document, Filter, FindQuery, Generation, Scalar, SearchQuery, Write } from '../../application/ports.js';
import { StoreFault } from '../../application/ports.js';
import type { Position } from '../../domain/kernel/ids.js';
import { declaredField, requireLimit } from '../collection.js';
import { applyBatch, requireRising } from './apply.js';
import { path, type Stored, type Table } from './collections.js';
import { documentParts, toDocument } from './document.js';
import { compileFilter, undeleted, type Condition } from './filter.js';
import { matches } from './fullText.js';
import { planWalk } from './order.js';
import type { Pointer } from './pointer.js';
import type { Entry, Registry } from './registry.js';
import { errorCode, operationTimeMs, type MongoServer } from '../../mongodb/server.js';

const asked = (collection: string): never => {
  throw new TypeError(`the projection declares no collection ${collection}`);
};

/** How many ids one question asks for. */
const idsAtOnce = 1_000;

// A collection was dropped under an open cursor.
const cursorLost = [43, 175, 237];

/**
 * One generation in its collections. A read from collections that were dropped meanwhile finds nothing there; so an answer
 * that could be short of something holds only if the generation is still there afterwards, and is asked again otherwise.
 */
export class MongoGeneration implements Generation {
  readonly #written: Pick<Entry, 'version' | 'declared'>;

  constructor(
    private readonly server: MongoServer,
    private readonly registry: Registry,
    private readonly pointer: () => Pointer,
  ) {
    const { version, declared } = pointer().tables.entry;
    this.#written = { version, declared };
  }

  get(collection: string, id: string): Promise<Document | null> {
    return this.#answer(
      collection,
      async (table) => {
        const [found] = await this.#documents(table, { _id: { $eq: id } });
        return found ?? null;
      },
      (found) => found !== null,
    );
  }

  getMany(collection: string, ids: readonly string[]): Promise<readonly (Document | null)[]> {
    return this.#answer(
      collection,
      async (table) => {
        const found = new Map<string, Document>();
        const wanted = [...new Set(ids)];
        for (let start = 0; start < wanted.length; start += idsAtOnce) {
          const documents = await this.#documents(table, { _id: { $in: wanted.slice(start, start + idsAtOnce) } });
          for (const document of documents) found.set(document.id, document);
        }
        return ids.map((id) => found.get(id) ?? null);
      },
      (found) => !found.includes(null),
    );
  }

  find(collection: string, query: FindQuery): Promise<readonly Document[]> {
    return this.#answer(
      collection,
      async (table) => {
        const limit = requireLimit(query.limit);
        const filter = compileFilter(table, query.filter);
        const { sort, ranges } = planWalk(table, query);
        // By id, should a document have moved into a later range between two questions.
        const found = new Map<string, Document>();
        for (const range of ranges) {
          const wanted = limit - found.size;
          if (wanted === 0) break;
          const rows = await table.documents
            .find<Stored>({ $and: [filter, range] }, { projection: documentParts, maxTimeMS: operationTimeMs })
            .sort(sort)
            .limit(wanted)
            .batchSize(wanted)
            .toArray();
          for (const row of rows) if (!found.has(row._id)) found.set(row._id, toDocument(row));
        }
        const walked = [...found.values()];
        return query.backwards === true ? walked.reverse() : walked;
      },
      (found) => found.length === query.limit,
    );
  }

  count(collection: string, filter?: Filter): Promise<number> {
    return this.#answer(
      collection,
      (table) => table.documents.countDocuments(compileFilter(table, filter), { maxTimeMS: operationTimeMs }),
      (count) => count > 0,
    );
  }

  async countBy(
    collection: string,
    fields: readonly string[],
    filter?: Filter,
  ): Promise<readonly { readonly key: readonly Scalar[]; readonly count: number }[]> {
    if (fields.length === 0) return [{ key: [], count: await this.count(collection, filter) }];
    return this.#answer(
      collection,
      async (table) => {
        const keys = fields.map((_, index) => `k${index}`);
        const many = keys.filter((_, index) => declaredField(table.spec, fields[index] ?? '').many === true);
        const rows = await table.documents
          .aggregate<{ _id: Readonly<Record<string, Scalar>>; count: number }>(
            [
              { $match: compileFilter(table, filter) },
              { $project: Object.fromEntries(fields.map((field, index) => [`k${index}`, `$${path(field)}`])) },
              ...many.map((key) => ({ $unwind: { path: `$${key}`, preserveNullAndEmptyArrays: true } })),
              {
                $group: {
                  _id: Object.fromEntries(keys.map((key) => [key, { $ifNull: [`$${key}`, null] }])),
                  count: { $sum: 1 },
                },
              },
              { $sort: Object.fromEntries(keys.map((key) => [`_id.${key}`, 1])) },
            ],
            { maxTimeMS: operationTimeMs },
          )
          .toArray();
        return rows.map(({ _id, count }) => ({ key: keys.map((key) => _id[key] ?? null), count }));
      },
      (rows) => rows.length > 0,
    );
  }

  search(collection: string, query: SearchQuery): Promise<readonly (Document & { readonly score: number })[]> {
    return this.#answer(
      collection,
      async (table) => {
        const limit = requireLimit(query.limit);
        if (table.spec.searchable !== true) throw new TypeError(`collection ${table.spec.name} is not searchable`);
        const filter = compileFilter(table, query.filter);
        const found = new Map<string, Document & { readonly score: number }>();
        for (const { condition, count, base } of matches(query)) {
          if (found.size >= limit) break;
          const rows = await table.documents
            .find<Stored>(
              { $and: [condition, filter] },
              { projection: { ...documentParts, [count]: 1 }, maxTimeMS: operationTimeMs },
            )
            .sort({ [count]: 1, _id: 1 })
            .limit(limit)
            .batchSize(limit)
            .toArray();
          for (const row of rows) {
            if (found.size >= limit) break;
            const score = base + 1 / (1 + (row[count] ?? 0));
            if (!found.has(row._id)) found.set(row._id, { ...toDocument(row), score });
          }
        }
        return [...found.values()];
      },
      (found) => found.length === query.limit,
    );
  }

  position(): Promise<Position> {
    return this.server.run(() => this.pointer().refresh());
  }

  apply(
    writes: readonly { readonly write: Write; readonly at: Position }[],
    position: Position,
    after?: Position,
  ): Promise<boolean> {
    return this.server.run(async () => {
      const batch = { writes, position, after };
      requireRising(batch);
      for (;;) {
        const pointer = this.pointer();
        const { tables, slot, writer } = pointer;
        this.#requireOurs(tables.entry);
        const outcome = await applyBatch(writer, this.registry, tables, slot, batch);
        if (outcome !== 'AGAIN') return outcome === 'APPLIED';
        await this.pointer().refresh();
      }
    });
  }

  /** Another instance may have put a generation of another version in place: its documents are not ours to write. */
  #requireOurs({ version, declared }: Entry): void {
    if (version === this.#written.version && declared === this.#written.declared) return;
    throw new StoreFault(
      'STORE_FOREIGN',
      `the read model was replaced by version ${version}; this instance writes version ${this.#written.version}`,
    );
  }

  #documents(table: Table, condition: Condition): Promise<readonly Document[]> {
    return table.documents
      .find<Stored>(undeleted(table, condition), {
        projection: documentParts,
        maxTimeMS: operationTimeMs,
        batchSize: idsAtOnce + 1,
      })
      .map(toDocument)
      .toArray();
  }

  #answer<T>(collection: string, work: (table: Table) => Promise<T>, whole: (answer: T) => boolean): Promise<T> {
    return this.server.run(async () => {
      for (;;) {
        const pointer = this.pointer();
        const { tables } = pointer;
        const table = tables.tables.get(collection) ?? asked(collection);
        const answer = await work(table).then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        );
        if ('error' in answer && !cursorLost.includes(errorCode(answer.error) ?? 0)) throw answer.error;
        if ('value' in answer && whole(answer.value)) return answer.value;
        await this.pointer().refresh();
        if (this.pointer().tables.entry.generation !== tables.entry.generation) continue;
        if ('value' in answer) return answer.value;
        throw answer.error;
      }
    });
  }
}
