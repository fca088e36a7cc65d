import Libsql from 'libsql';

/** What a column holds or a parameter binds. */
export type Value = string | number | null;
export type Row = readonly Value[];

export interface Statement {
  /** Runs a statement that returns no rows; gives the row id of the last insert. */
  run(...values: readonly Value[]): { readonly lastInsertRowid: number };
  /** The first row as an array, in the order of the columns. */
  get(...values: readonly Value[]): Row | undefined;
  /** All rows. */
  all(...values: readonly Value[]): readonly Row[];
}

/**
 * The little that the store needs of an SQLite driver, so that better-sqlite3 or node:sqlite can take libsql's place.
 * All calls are synchronous. Errors carry SQLite's code in `code`.
 */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  inTransaction(): boolean;
  close(): void;
}

/** Opens a connection. `READ` never creates or changes the file. */
export type OpenDatabase = (file: string, mode: 'READ' | 'WRITE') => Database;

/**
 * libsql ignores the `readonly` option, so a reader says it in an SQLite URI. Its `close` leaves the descriptors to the
 * garbage collector while statements live: whoever needs a lock gone ends its transaction first.
 */
export const openLibsql: OpenDatabase = (file, mode) => {
  const connection = new Libsql(
    mode === 'READ' ? `file:${encodeURI(file).replace(/[?#]/g, encodeURIComponent)}?mode=ro` : file,
  );
  return {
    exec: (sql) => void connection.exec(sql),
    prepare(sql) {
      const statement = connection.prepare<Value[]>(sql);
      if (statement.reader) statement.raw();
      return {
        run: (...values) => ({ lastInsertRowid: Number(statement.run(...values).lastInsertRowid) }),
        // The driver's types do not know raw mode; every selected column is text, an integer or null.
        get: (...values) => statement.get(...values) as Row | undefined,
        all: (...values) => statement.all(...values) as Row[],
      };
    },
    inTransaction: () => connection.inTransaction,
    close: () => void connection.close(),
  };
};
