import type { Document } from '../../application/ports.js';
import type { Position } from '../../domain/kernel/ids.js';
import { textCell, type SqliteFile, type Value } from './database.js';
import type { Table } from './tables.js';

/** A document and the number of its row. */
interface Numbered {
  readonly doc: number;
  readonly document: Document;
}

type Parts = readonly [doc: number, id: string, position: Position, body: Document['body']];

/** What SQL joins of all rows, or '' without one. */
const joined = (file: SqliteFile, sql: string, values: readonly Value[]): string => {
  const row = file.row(sql, values);
  return row?.[0] === null ? '' : textCell(row, 0);
};

/**
 * The rows `t` of a question, its part from `WHERE` on, in its order. They come as one text: each row that crosses from the
 * engine costs as much as some kilobytes of it do.
 */
export const readDocuments = (
  file: SqliteFile,
  { main }: Table,
  where: string,
  values: readonly Value[],
): { readonly found: readonly Numbered[]; readonly characters: number } => {
  const json = joined(
    file,
    `SELECT group_concat('[' || doc || ',' || json_quote(id) || ',' || json_quote(position) || ',' || body || ']') ` +
      `FROM (SELECT t.doc, t.id, t.position, t.body FROM ${main} t ${where})`,
    values,
  );
  const found = JSON.parse(`[${json}]`) as readonly Parts[];
  return {
    found: found.map(([doc, id, position, body]) => ({ doc, document: { id, position, body } })),
    characters: json.length,
  };
};

/** Like `readDocuments`, but only which rows they are, and at which position each stands. */
const readPlaces = (
  file: SqliteFile,
  { main }: Table,
  where: string,
  values: readonly Value[],
): readonly (readonly [doc: number, position: string])[] => {
  const text = joined(
    file,
    `SELECT group_concat(doc || ' ' || position) FROM (SELECT t.doc, t.position FROM ${main} t ${where})`,
    values,
  );
  if (text === '') return [];
  return text.split(',').map((place) => {
    const space = place.indexOf(' ');
    return [Number(place.slice(0, space)), place.slice(space + 1)] as const;
  });
};

interface Kept {
  readonly document: Document;
  readonly characters: number;
}

/** Characters of JSON, about, of which each half of a table's kept documents may be made. */
const roomyCharacters = 750_000;

/**
 * Documents of one table that were read lately. A document that stands at the same position is the same, so that a page
 * of them costs only the question which they are. Bounded: what was not asked for while a half filled up is dropped.
 */
export class KeptDocuments {
  #young = new Map<number, Kept>();
  #old = new Map<number, Kept>();
  #characters = 0;

  /** As `readDocuments`. */
  read(file: SqliteFile, table: Table, where: string, values: readonly Value[]): readonly Document[] {
    const places = readPlaces(file, table, where, values);
    const missing = places.flatMap(([doc, position]) => (this.#get(doc, position) === undefined ? [doc] : []));
    const fetched = new Map<number, Document>();
    if (missing.length > 0) {
      // As text of our own numbers: their count is no shape of a statement.
      const list = JSON.stringify(missing);
      const { found, characters } = readDocuments(file, table, 'WHERE t.doc IN (SELECT value FROM json_each(?))', [
        list,
      ]);
      for (const { doc, document } of found) {
        fetched.set(doc, document);
        this.#keep(doc, document, characters / found.length);
      }
    }
    return places.flatMap(([doc, position]) => fetched.get(doc) ?? this.#get(doc, position) ?? []);
  }

  #get(doc: number, position: string): Document | undefined {
    const young = this.#young.get(doc);
    const kept = young ?? this.#old.get(doc);
    if (kept?.document.position !== position) return undefined;
    if (young === undefined) this.#keep(doc, kept.document, kept.characters);
    return kept.document;
  }

  #keep(doc: number, document: Document, characters: number): void {
    if (this.#characters > roomyCharacters) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#characters = 0;
    }
    this.#young.set(doc, { document, characters });
    this.#characters += characters;
  }
}
