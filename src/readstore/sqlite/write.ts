import { isDeepStrictEqual } from 'node:util';
import type { Position } from '../../domain/kernel/ids.js';
import { fieldValue, fieldValues, requirePatch, searchText } from '../collection.js';
import { numberCell, type SqliteFile, type Value } from './database.js';
import { column, manyTable, memberPath, stored, type Table } from './tables.js';

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

const addParts = (file: SqliteFile, table: Table, doc: number, body: Body): void => {
  for (const name of table.many) addMany(file, table, doc, name, body);
  if (table.collection.searchable === true)
    addText(file, table, doc, searchText(body, 'exact'), searchText(body, 'folded'));
};

/** What is written into the row of a document. */
interface NewRow {
  readonly at: Position;
  readonly single: readonly Value[];
  readonly body: Body;
  readonly json: string;
}

const updateParts = (file: SqliteFile, table: Table, doc: number, was: Body, body: Body): void => {
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

/**
 * Writes only what is not as it was: a column that is set costs all the indexes it stands in, and most events leave most
 * of a document alone.
 */
const updateDocument = (file: SqliteFile, table: Table, id: string, { at, single, body, json }: NewRow): void => {
  const [doc, was, ...before] = file.row(table.current, [id]) ?? [];
  const changed = table.single
    .map((name, index) => ({ name, value: single[index] ?? null, before: before[index] ?? null }))
    .filter((field) => field.value !== field.before);
  const set = ['position', 'body', ...changed.map(({ name }) => column(name))].map((name) => `${name} = ?`).join(', ');
  const number = numberCell([doc ?? null], 0);
  file.run(`UPDATE ${table.main} SET ${set} WHERE doc = ?`, [at, json, ...changed.map(({ value }) => value), number]);
  if (typeof was === 'string') updateParts(file, table, number, JSON.parse(was) as Body, body);
};

/** Puts a document into its tables. Throws TypeError when a declared member is not of its type. */
export const writeDocument = (file: SqliteFile, table: Table, id: string, at: Position, body: Body): void => {
  const json = JSON.stringify(body);
  const single = table.single.map((name) => singleValue(table, name, body));
  // Most documents are written once: asking first whether one is there costs as much as the writing.
  const { changes, lastInsertRowid } = file.run(table.insert, [id, at, ...single, json]);
  if (changes > 0) addParts(file, table, lastInsertRowid, body);
  else updateDocument(file, table, id, { at, single, body, json });
};

/**
 * Sets members of a document in its row, unread. Throws TypeError when one is not of its declared type, or lies in a table
 * of its own.
 */
export const patchDocument = (file: SqliteFile, table: Table, id: string, at: Position, body: Body): void => {
  requirePatch(table.collection, body);
  const members = Object.keys(body);
  const fields = members.filter((name) => table.single.includes(name));
  const set = ['position = ?', ...fields.map((name) => `${column(name)} = ?`)];
  // As JSON text, which tells 1 from true and null from nothing.
  const json = members.map((name) => `, '${memberPath(name)}', json(?)`).join('');
  file.run(`UPDATE ${table.main} SET ${set.join(', ')}, body = json_set(body${json}) WHERE id = ?`, [
    at,
    ...fields.map((name) => singleValue(table, name, body)),
    ...members.map((name) => JSON.stringify(body[name] ?? null)),
    id,
  ]);
};

export const removeDocument = (file: SqliteFile, table: Table, id: string): void => {
  const [row] = file.rows(`DELETE FROM ${table.main} WHERE id = ? RETURNING doc`, [id]);
  if (row !== undefined) removeParts(file, table, numberCell(row, 0));
};
