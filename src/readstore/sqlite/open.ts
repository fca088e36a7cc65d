import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreFault } from '../../application/ports.js';
import { numberCell, SqliteFile } from './database.js';

/** Marks a file as read models of this layout; another number is another program's file or an older layout. */
const applicationId = 0x43445244;
const layout = 1;

const registry = `CREATE TABLE generations (
  generation INTEGER PRIMARY KEY AUTOINCREMENT,
  projection TEXT NOT NULL,
  version INTEGER NOT NULL,
  collections TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('LIVE', 'BUILDING')),
  position TEXT NOT NULL,
  UNIQUE (projection, state)
)`;

const initialise = (file: SqliteFile): void =>
  file.transaction(() => {
    file.exec(registry);
    file.exec(`PRAGMA application_id = ${applicationId}`);
    file.exec(`PRAGMA user_version = ${layout}`);
  });

/** Throws StoreFault `STORE_FOREIGN` or `STORE_CORRUPT` when the file holds anything but read models of this layout. */
const openChecked = (path: string): SqliteFile => {
  const file = new SqliteFile(path);
  try {
    const pragma = (name: string): number => numberCell(file.rows(`PRAGMA ${name}`, [])[0], 0);
    const id = pragma('application_id');
    if (id === 0 && file.rows('SELECT name FROM sqlite_schema', []).length === 0) {
      initialise(file);
      return file;
    }
    if (id !== applicationId || pragma('user_version') !== layout) {
      throw new StoreFault('STORE_FOREIGN', `${path} holds no read models of this program and layout`);
    }
    file.rows('SELECT * FROM generations', []);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
};

const moveAside = (path: string): string => {
  let number = 1;
  while (existsSync(`${path}.unusable-${number}`)) number += 1;
  const aside = `${path}.unusable-${number}`;
  // The write-ahead log belongs to its file: left behind, it would be played into the new one.
  for (const part of ['-wal', '-shm', '']) if (existsSync(path + part)) renameSync(path + part, aside + part);
  return aside;
};

/**
 * Opens the file of the read models, creating it where there is none. A damaged or foreign file is moved aside, with a
 * warning, and an empty one takes its place: everything in it can be built again from the log.
 */
export const openReadFile = (path: string, warn: (message: string) => void): SqliteFile => {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (cause) {
    throw new StoreFault('STORE_UNAVAILABLE', `the folder of ${path} cannot be created`, { cause });
  }
  try {
    return openChecked(path);
  } catch (error) {
    if (!(error instanceof StoreFault) || !['STORE_CORRUPT', 'STORE_FOREIGN'].includes(error.code)) throw error;
    const aside = moveAside(path);
    warn(`${error.message.split(';')[0] ?? ''}: moved to ${aside}; the read models are built again from the log`);
    return openChecked(path);
  }
};
