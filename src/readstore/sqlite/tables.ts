import type { CollectionSpec, FieldSpec, Scalar } from '../../application/ports.js';
import { declaredField } from '../collection.js';
import type { Value } from './database.js';

/** The tables of one collection in one generation, and the names of their parts. */
export interface Table {
  readonly collection: CollectionSpec;
  /** Quoted names. */
  readonly main: string;
  readonly text: string;
  /** Fields with one value, each a column of `main`, in the order of declaration. */
  readonly single: readonly string[];
  /** Fields with many values, each a table of its own. */
  readonly many: readonly string[];
  /**
   * Adds a row: id, position, the single fields, body. Where the id is there it does nothing, or, in a collection without
   * fields and parts, writes over it.
   */
  readonly insert: string;
  /** The row of an id before it is written over: `doc`, the body where parts beside the row follow from it, the single fields. */
  readonly current: string;
}

/** The tables of one generation of a projection. */
export interface GenerationTables {
  readonly generation: number;
  readonly tables: ReadonlyMap<string, Table>;
}

// Names are part of the SQL text, so they are held to a form that cannot say anything else.
const checkedName = (name: string): string => {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,60}$/.test(name))
    throw new TypeError(`not a name for a collection, field or member: ${name}`);
  return name;
};

const tableName = (generation: number, collection: string, part = ''): string =>
  `"g${generation}_${checkedName(collection)}${part}"`;

/** The column of a field. */
export const column = (field: string): string => `"f_${checkedName(field)}"`;

/** The path of a member of the body. */
export const memberPath = (member: string): string => `$.${checkedName(member)}`;

/** The table that holds the elements of a `many` field: (value, doc), `doc` being the number of the document's row. */
export const manyTable = (table: Table, field: string): string =>
  table.main.replace(/"$/, `__many_${checkedName(field)}"`);

const insert = (main: string, single: readonly string[], hasParts: boolean): string => {
  const written = ['position', ...single.map(column), 'body'];
  const isBare = single.length === 0 && !hasParts;
  return (
    `INSERT INTO ${main} (id, ${written.join(', ')}) VALUES (?${', ?'.repeat(written.length)}) ON CONFLICT (id) DO ` +
    (isBare ? 'UPDATE SET position = excluded.position, body = excluded.body' : 'NOTHING')
  );
};

const tableOf = (generation: number, collection: CollectionSpec): Table => {
  const fields = Object.keys(collection.fields);
  const isMany = (field: string): boolean => declaredField(collection, field).many === true;
  const main = tableName(generation, collection.name);
  const single = fields.filter((field) => !isMany(field));
  const many = fields.filter(isMany);
  const hasParts = many.length > 0 || collection.searchable === true;
  return {
    collection,
    main,
    text: tableName(generation, collection.name, '__text'),
    single,
    many,
    insert: insert(main, single, hasParts),
    current: `SELECT ${['doc', hasParts ? 'body' : 'NULL', ...single.map(column)].join(', ')} FROM ${main} WHERE id = ?`,
  };
};

export const generationTables = (generation: number, collections: readonly CollectionSpec[]): GenerationTables => ({
  generation,
  tables: new Map(collections.map((collection) => [collection.name, tableOf(generation, collection)])),
});

const columnType = (field: FieldSpec): string =>
  field.type === 'integer' || field.type === 'boolean' ? 'INTEGER' : 'TEXT';

/** The tables of a collection, without the indexes that only questions need. */
export const createTable = (table: Table): readonly string[] => {
  const { collection, main, text } = table;
  const columns = table.single.map((name) => `${column(name)} ${columnType(declaredField(collection, name))}`);
  return [
    `CREATE TABLE ${main} (${[
      'doc INTEGER PRIMARY KEY',
      'id TEXT NOT NULL UNIQUE',
      'position TEXT NOT NULL',
      ...columns,
      // Last, so that reading a column of a long row does not walk over it.
      'body TEXT NOT NULL',
    ].join(', ')})`,
    ...table.many.flatMap((name) => {
      const side = manyTable(table, name);
      const type = columnType(declaredField(collection, name));
      return [
        `CREATE TABLE ${side} (value ${type} NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (value, doc)) WITHOUT ROWID`,
        `CREATE INDEX ${side.replace(/"$/, '__doc"')} ON ${side} (doc)`,
      ];
    }),
    ...(collection.searchable === true
      ? [
          `CREATE VIRTUAL TABLE ${text} USING fts5(exact, folded, content='', contentless_delete=1, ` +
            `tokenize="unicode61 remove_diacritics 0 tokenchars '-/'")`,
        ]
      : []),
  ];
};

/** The declared indexes. Each ends in the id, the last tie-breaker of every order. */
export const createIndexes = ({ collection, main, single }: Table): readonly string[] => {
  const indexed = single.filter((name) => declaredField(collection, name).indexed === true).map((name) => [name]);
  return [...indexed, ...(collection.indexes ?? [])].map(
    (fields, index) =>
      `CREATE INDEX ${main.replace(/"$/, `__${index}"`)} ON ${main} (${[...fields.map(column), 'id'].join(', ')})`,
  );
};

export const dropTable = (table: Table): readonly string[] => [
  `DROP TABLE IF EXISTS ${table.main}`,
  ...table.many.map((name) => `DROP TABLE IF EXISTS ${manyTable(table, name)}`),
  ...(table.collection.searchable === true ? [`DROP TABLE IF EXISTS ${table.text}`] : []),
];

/** How a value is stored: true and false as 1 and 0. */
export const stored = (value: Scalar): Value => (typeof value === 'boolean' ? Number(value) : value);

/** The value back from its column. */
export const restored = (field: FieldSpec, value: Value): Scalar =>
  field.type === 'boolean' && value !== null ? value === 1 : value;
