import type { Document, Filter, FindQuery, Generation, Scalar, SearchQuery, Write } from '../../application/ports.js';
import { collectionOf, StoreFault } from '../../application/ports.js';
import { beginning, type Position } from '../../domain/kernel/ids.js';
import { declaredField, requireLimit } from '../collection.js';
import { numberCell, textCell, type Row, type SqliteFile } from './database.js';
import { KeptDocuments, readDocuments } from './documents.js';
import { compileFilter, oneOf } from './filter.js';
import { matchExpressions } from './fullText.js';
import { planWalk } from './order.js';
import { column, manyTable, restored, type GenerationTables, type Table } from './tables.js';
import { patchDocument, removeDocument, writeDocument } from './write.js';

/** A row of id, position and body. */
const document = (row: Row): Document => ({
  id: textCell(row, 0),
  position: textCell(row, 1) as Position,
  body: JSON.parse(textCell(row, 2)) as Document['body'],
});

const asked = (collection: string): never => {
  throw new TypeError(`the projection declares no collection ${collection}`);
};

/** More than this only a program reads at once, walking over all there is: keeping what it saw would help nobody. */
const pageOfReader = 200;

/** How many ids one statement asks for. */
const idsAtOnce = 512;

/**
 * One generation in its tables. `tables` tells which: the handle of a live generation follows a swap. The driver is
 * synchronous, so each call sees one state of the file.
 */
export class SqliteGeneration implements Generation {
  /** By their tables: those of a generation that was swapped out go with it. */
  readonly #keptDocuments = new WeakMap<Table, KeptDocuments>();

  constructor(
    private readonly file: SqliteFile,
    private readonly tables: () => GenerationTables,
  ) {}

  get(collection: string, id: string): Promise<Document | null> {
    return this.#answer(collection, ({ main }) => {
      const row = this.file.row(`SELECT id, position, body FROM ${main} WHERE id = ?`, [id]);
      return row === undefined ? null : document(row);
    });
  }

  getMany(collection: string, ids: readonly string[]): Promise<readonly (Document | null)[]> {
    return this.#answer(collection, (table) => {
      const found = new Map<string, Document>();
      const wanted = [...new Set(ids)];
      for (let start = 0; start < wanted.length; start += idsAtOnce) {
        const { sql, values } = oneOf('t.id', wanted.slice(start, start + idsAtOnce));
        const { found: some } = readDocuments(this.file, table, `WHERE ${sql}`, values);
        for (const { document: each } of some) found.set(each.id, each);
      }
      return ids.map((id) => found.get(id) ?? null);
    });
  }

  find(collection: string, query: FindQuery): Promise<readonly Document[]> {
    return this.#answer(collection, (table) => {
      const limit = requireLimit(query.limit);
      const filter = compileFilter(table, query.filter);
      const { orderBy, ranges } = planWalk(table, query);
      const found: Document[] = [];
      for (const range of ranges) {
        if (found.length >= limit) break;
        const where = `WHERE ${filter.sql} AND ${range.sql} ORDER BY ${orderBy} LIMIT ?`;
        const values = [...filter.values, ...range.values, limit - found.length];
        if (limit <= pageOfReader) found.push(...this.#kept(table).read(this.file, table, where, values));
        else found.push(...readDocuments(this.file, table, where, values).found.map((each) => each.document));
      }
      return query.backwards === true ? found.reverse() : found;
    });
  }

  count(collection: string, filter?: Filter): Promise<number> {
    return this.#answer(collection, (table) => {
      const { sql, values } = compileFilter(table, filter);
      return numberCell(this.file.row(`SELECT count(*) FROM ${table.main} t WHERE ${sql}`, values), 0);
    });
  }

  countBy(
    collection: string,
    fields: readonly string[],
    filter?: Filter,
  ): Promise<readonly { readonly key: readonly Scalar[]; readonly count: number }[]> {
    return this.#answer(collection, (table) => {
      const specs = fields.map((field) => declaredField(table.collection, field));
      const operands = fields.map((field, index) =>
        specs[index]?.many === true ? `m${index}.value` : `t.${column(field)}`,
      );
      const joins = fields.map((field, index) =>
        specs[index]?.many === true ? ` LEFT JOIN ${manyTable(table, field)} m${index} ON m${index}.doc = t.doc` : '',
      );
      const by = operands.join(', ');
      const { sql, values } = compileFilter(table, filter);
      const rows = this.file.rows(
        `SELECT ${[...operands, 'count(*)'].join(', ')} FROM ${table.main} t${joins.join('')} WHERE ${sql}` +
          (fields.length === 0 ? '' : ` GROUP BY ${by} ORDER BY ${by}`),
        values,
      );
      return rows.map((row) => ({
        key: specs.map((spec, index) => restored(spec, row[index] ?? null)),
        count: numberCell(row, fields.length),
      }));
    });
  }

  search(collection: string, query: SearchQuery): Promise<readonly (Document & { readonly score: number })[]> {
    return this.#answer(collection, (table) => {
      const limit = requireLimit(query.limit);
      if (table.collection.searchable !== true) {
        throw new TypeError(`collection ${table.collection.name} is not searchable`);
      }
      const filter = compileFilter(table, query.filter);
      const found = new Map<string, Document & { readonly score: number }>();
      for (const { match, base } of matchExpressions(query)) {
        // The body is joined after the limit, so that a common word does not drag every body through the sort.
        const rows = this.file.rows(
          `SELECT d.id, d.position, d.body, s.score FROM (` +
            `SELECT t.doc, t.id, -bm25(${table.text}, 10.0, 1.0) AS score FROM ${table.text} JOIN ${table.main} t ` +
            `ON t.doc = ${table.text}.rowid WHERE ${table.text} MATCH ? AND ${filter.sql} ` +
            `ORDER BY score DESC, t.id LIMIT ?) s JOIN ${table.main} d ON d.doc = s.doc ORDER BY s.score DESC, s.id`,
          [match, ...filter.values, limit],
        );
        for (const row of rows) {
          if (found.size >= limit) break;
          const id = textCell(row, 0);
          const score = numberCell(row, 3);
          if (!found.has(id)) found.set(id, { ...document(row), score: base + score / (1 + score) });
        }
        if (found.size >= limit) break;
      }
      return [...found.values()];
    });
  }

  position(): Promise<Position> {
    return this.#run(() => this.#position());
  }

  apply(
    writes: readonly { readonly write: Write; readonly at: Position }[],
    position: Position,
    after?: Position,
  ): Promise<boolean> {
    return this.#run(() => {
      if (writes.length === 0 && after !== undefined && this.#move(after, position)) return true;
      // A crash before the commit leaves neither documents nor position; the same events come again.
      return this.file.transaction(() => {
        const { generation, tables } = this.tables();
        const stands = this.#position();
        if (after !== undefined && after !== stands) return false;
        let last: Position = beginning;
        for (const { write, at } of writes) {
          if (at < last || at > position) throw new RangeError(`a write at ${at} after ${last}, up to ${position}`);
          last = at;
          if (at <= stands) continue;
          const collection = collectionOf(write);
          const table = tables.get(collection) ?? asked(collection);
          if ('put' in write) writeDocument(this.file, table, write.id, at, write.body);
          else if ('patch' in write) patchDocument(this.file, table, write.id, at, write.body);
          else removeDocument(this.file, table, write.id);
        }
        if (position > stands) {
          this.file.run('UPDATE generations SET position = ? WHERE generation = ?', [position, generation]);
        }
        return true;
      });
    });
  }

  /** Moves the position forward by one statement, which is a transaction of its own; false when it stands elsewhere. */
  #move(from: Position, to: Position): boolean {
    if (to <= from) return false;
    const { generation } = this.tables();
    const sql = 'UPDATE generations SET position = ? WHERE generation = ? AND position = ?';
    return this.file.run(sql, [to, generation, from]).changes > 0;
  }

  #kept(table: Table): KeptDocuments {
    let kept = this.#keptDocuments.get(table);
    if (kept === undefined) this.#keptDocuments.set(table, (kept = new KeptDocuments()));
    return kept;
  }

  #position(): Position {
    const { generation } = this.tables();
    const row = this.file.row('SELECT position FROM generations WHERE generation = ?', [generation]);
    if (row === undefined) throw new StoreFault('STORE_CLOSED', `generation ${generation} was dropped`);
    return textCell(row, 0) as Position;
  }

  #answer<T>(collection: string, work: (table: Table) => T): Promise<T> {
    return this.#run(() => work(this.tables().tables.get(collection) ?? asked(collection)));
  }

  #run<T>(work: () => T): Promise<T> {
    return new Promise((resolve) => resolve(work()));
  }
}
