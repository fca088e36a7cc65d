import type { Position } from '../../domain/kernel/ids.js';
import { fieldValue, fieldValues, searchText } from '../collection.js';
import { numberCell, type SqliteFile, type Value } from './database.js';
import { manyTable, stored, type Table } from './tables.js';

type Body = Readonly<Record<string, unknown>>;

const removeParts = (file: SqliteFile, table: Table, doc: number): void => {
  for (const name of table.many) file.run(`DELETE FROM ${manyTable(table, name)} WHERE doc = ?`, [doc]);
  if (table.collection.searchable === true) file.run(`DELETE FROM ${table.text} WHERE rowid = ?`, [doc]);
};

/** Puts a document into its tables. Throws TypeError when a declared member is not of its type. */
export const writeDocument = (file: SqliteFile, table: Table, id: string, at: Position, body: Body): void => {
  const { collection } = table;
  const single = table.single.map((name): Value => stored(fieldValue(collection, name, body[name])));
  const values = [id, at, ...single, JSON.stringify(body)];
  if (table.many.length === 0 && collection.searchable !== true) {
    file.run(table.upsert, values);
    return;
  }
  const doc = numberCell(file.rows(table.upsert, values)[0], 0);
  removeParts(file, table, doc);
  for (const name of table.many) {
    for (const value of fieldValues(collection, name, body[name])) {
      file.run(`INSERT INTO ${manyTable(table, name)} (value, doc) VALUES (?, ?)`, [stored(value), doc]);
    }
  }
  if (collection.searchable === true) {
    const exact = searchText(body, 'exact');
    const folded = searchText(body, 'folded');
    if (exact !== '' || folded !== '') {
      file.run(`INSERT INTO ${table.text} (rowid, exact, folded) VALUES (?, ?, ?)`, [doc, exact, folded]);
    }
  }
};

export const removeDocument = (file: SqliteFile, table: Table, id: string): void => {
  const [row] = file.rows(`DELETE FROM ${table.main} WHERE id = ? RETURNING doc`, [id]);
  if (row !== undefined) removeParts(file, table, numberCell(row, 0));
};
