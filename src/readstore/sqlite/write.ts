import { isDeepStrictEqual } from 'node:util';
import type { Position } from '../../domain/kernel/ids.js';
import { fieldValue, fieldValues, searchText } from '../collection.js';
import { numberCell, type SqliteFile, type Value } from './database.js';
import { column, manyTable, stored, type Table } from './tables.js';

type Body = Readonly<Record<string, unknown>>;

const removeParts = (file: SqliteFile, table: Table, doc: number): void => {
  for (const name of table.many) file.run(`DELETE FROM ${manyTable(table, name)} WHERE doc = ?`, [doc]);
  if (table.collection.searchable === true) file.run(`DELETE FROM ${table.text} WHERE rowid = ?`, [doc]);
};

const addMany = (file: SqliteFile, table: Table, doc: number, name: string, body: Body): void => {
  for (const value of fieldValues(table.collection, name, body[name])) {
    file.run(`INSERT INTO ${manyTable(table, name)} (value, doc) VALUES (?, ?)`, [stored(value), doc]);
  }
};

const addText = (file: SqliteFile, table: Table, doc: number, exact: string, folded: string): void => {
  if (exact === '' && folded === '') return;
  file.run(`INSERT INTO ${table.text} (rowid, exact, folded) VALUES (?, ?, ?)`, [doc, exact, folded]);
};

const singleValue = ({ collection }: Table, name: string, body: Body): Value =>
  stored(fieldValue(collection, name, body[name]));

const insertDocument = (file: SqliteFile, table: Table, id: string, at: Position, body: Body): void => {
  const single = table.single.map((name) => singleValue(table, name, body));
  const doc = numberCell(file.rows(table.insert, [id, at, ...single, JSON.stringify(body)])[0], 0);
  for (const name of table.many) addMany(file, table, doc, name, body);
  if (table.collection.searchable === true)
    addText(file, table, doc, searchText(body, 'exact'), searchText(body, 'folded'));
};

/**
 * Writes only what is not as it was: a column that is set costs all the indexes it stands in, and most events leave most
 * of a document alone.
 */
const updateDocument = (file: SqliteFile, table: Table, doc: number, was: Body, at: Position, body: Body): void => {
  const changed = table.single
    .map((name) => ({ name, value: singleValue(table, name, body) }))
    .filter(({ name, value }) => value !== singleValue(table, name, was));
  const columns = ['position', 'body', ...changed.map(({ name }) => column(name))];
  const set = columns.map((name) => `${name} = ?`).join(', ');
  const values = changed.map(({ value }) => value);
  file.run(`UPDATE ${table.main} SET ${set} WHERE doc = ?`, [at, JSON.stringify(body), ...values, doc]);
  for (const name of table.many) {
    if (isDeepStrictEqual(was[name], body[name])) continue;
    file.run(`DELETE FROM ${manyTable(table, name)} WHERE doc = ?`, [doc]);
    addMany(file, table, doc, name, body);
  }
  if (table.collection.searchable !== true) return;
  const [exact, folded] = [searchText(body, 'exact'), searchText(body, 'folded')];
  if (exact === searchText(was, 'exact') && folded === searchText(was, 'folded')) return;
  file.run(`DELETE FROM ${table.text} WHERE rowid = ?`, [doc]);
  addText(file, table, doc, exact, folded);
};

/** Puts a document into its tables. Throws TypeError when a declared member is not of its type. */
export const writeDocument = (file: SqliteFile, table: Table, id: string, at: Position, body: Body): void => {
  const [row] = file.rows(`SELECT doc, body FROM ${table.main} WHERE id = ?`, [id]);
  if (row === undefined) insertDocument(file, table, id, at, body);
  else updateDocument(file, table, numberCell(row, 0), JSON.parse(String(row[1])) as Body, at, body);
};

export const removeDocument = (file: SqliteFile, table: Table, id: string): void => {
  const [row] = file.rows(`DELETE FROM ${table.main} WHERE id = ? RETURNING doc`, [id]);
  if (row !== undefined) removeParts(file, table, numberCell(row, 0));
};
