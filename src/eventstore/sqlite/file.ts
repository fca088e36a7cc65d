import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StoreFault } from '../../application/ports.js';
import type { Database, OpenDatabase } from './database.js';

/** What marks a file as ours, and what is laid out in a new one. */
export interface FileFormat {
  /** SQLite's `application_id`. */
  readonly applicationId: number;
  /** SQLite's `user_version`; a file with a higher one was written by a newer program. */
  readonly version: number;
  readonly schema: string;
  /** FULL: what was committed survives a power cut. NORMAL: it survives the end of the process. */
  readonly durability: 'FULL' | 'NORMAL';
}

/** How long a connection waits for another that holds SQLite's own lock, such as a copy being made. */
const busyTimeoutMs = 5000;

/** Opens a file for writing, creating folder and file when absent. Nothing is written to a file that is not ours. */
export const openForWriting = (
  file: string,
  format: FileFormat,
  openDatabase: OpenDatabase,
  prepareNew: (database: Database) => void = () => undefined,
): Database =>
  guarded(file, () => {
    mkdirSync(dirname(resolve(file)), { recursive: true });
    const database = openDatabase(resolve(file), 'WRITE');
    return closedOnFault(database, () => {
      database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
      const isNew = identify(file, database, format) === 'EMPTY';
      database.prepare('PRAGMA journal_mode = WAL').all();
      database.exec(`PRAGMA synchronous = ${format.durability}`);
      // Without it an fsync on macOS stops at the drive's cache; elsewhere it means nothing.
      database.exec('PRAGMA fullfsync = ON');
      if (isNew) {
        // One transaction: a crash leaves an empty file, which the next start lays out again.
        database.exec('BEGIN IMMEDIATE');
        database.exec(format.schema);
        prepareNew(database);
        database.exec(`PRAGMA application_id = ${format.applicationId}`);
        database.exec(`PRAGMA user_version = ${format.version}`);
        database.exec('COMMIT');
      }
      return database;
    });
  });

/** Opens an existing file of ours for reading, beside a process that may be writing it. */
export const openForReading = (file: string, format: FileFormat, openDatabase: OpenDatabase): Database =>
  guarded(file, () => {
    const database = openDatabase(resolve(file), 'READ');
    return closedOnFault(database, () => {
      database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
      if (identify(file, database, format) === 'EMPTY') throw foreign(file, 'it is an empty database');
      return database;
    });
  });

/**
 * Takes the right to write `file`, as an exclusive SQLite lock on `file.lock`, which the operating system takes back even
 * after kill -9. Returns how to give it back. The lock file stays: removing it would let two processes hold two of them.
 * Nothing else in this process may open the lock file; closing any descriptor of it would drop a POSIX lock.
 */
export const takeLock = (file: string, openDatabase: OpenDatabase): (() => void) => {
  const lockFile = `${resolve(file)}.lock`;
  return guarded(lockFile, () => {
    mkdirSync(dirname(lockFile), { recursive: true });
    const database = openDatabase(lockFile, 'WRITE');
    return closedOnFault(database, () => {
      try {
        database.exec('BEGIN EXCLUSIVE');
      } catch (cause) {
        if (!codeOf(cause).startsWith('SQLITE_BUSY')) throw cause;
        throw new StoreFault('STORE_LOCKED', `Another process is using ${file}. Stop it, or choose another folder.`, {
          cause,
        });
      }
      return () => {
        database.exec('ROLLBACK');
        database.close();
      };
    });
  });
};

const identify = (file: string, database: Database, format: FileFormat): 'OURS' | 'EMPTY' => {
  const applicationId = numberOf(database, 'PRAGMA application_id');
  const version = numberOf(database, 'PRAGMA user_version');
  const objects = numberOf(database, 'SELECT count(*) FROM sqlite_schema');
  if (applicationId === 0 && version === 0 && objects === 0) return 'EMPTY';
  if (applicationId !== format.applicationId) throw foreign(file, 'it belongs to another program');
  if (version > format.version) {
    throw foreign(
      file,
      `it has format ${version}, written by a newer version of this program (this one: ${format.version})`,
    );
  }
  return 'OURS';
};

const foreign = (file: string, why: string): StoreFault =>
  new StoreFault('STORE_FOREIGN', `${file} cannot be used: ${why}. It was left as it is; choose another folder.`);

const numberOf = (database: Database, sql: string): number => Number(database.prepare(sql).get()?.[0]);

const closedOnFault = <T>(database: Database, use: () => T): T => {
  try {
    return use();
  } catch (fault) {
    database.close();
    throw fault;
  }
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Runs `use`, turning errors of the driver and the file system into faults that name the file. */
export const guarded = <T>(file: string, use: () => T): T => {
  try {
    return use();
  } catch (error) {
    throw asFault(file, error);
  }
};

/** A fault of the driver or the file system as a StoreFault that says which file and what to do. */
export const asFault = (file: string, error: unknown): StoreFault => {
  if (error instanceof StoreFault) return error;
  const code = codeOf(error);
  const options = { cause: error };
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') {
    return new StoreFault(
      'STORE_FULL',
      `No space is left for ${file}. Nothing of this write was kept; free space and retry.`,
      options,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return new StoreFault(
      'STORE_CORRUPT',
      `${file} is damaged or is not a database. Keep it as it is and restore a copy.`,
      options,
    );
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new StoreFault('STORE_LOCKED', `Another program holds ${file}. Close it and retry.`, options);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreFault('STORE_UNAVAILABLE', `${file} cannot be opened, read or written: ${reason}`, options);
};
