import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { type Clock, type Random, StoreFault } from '../application/ports.js';

/** Marks the file as ours ("CIDM"), so that another program's database is refused and never written. */
const applicationId = 0x4349444d;

/** Which random key stands for which person. Only this map ties the log of facts to a subject of the issuer (reference 4.2). */
export interface IdentityMap {
  /** The key of a subject; a new random one when it is seen for the first time. Durable before it is returned. */
  personKey(issuer: string, subject: string): string;
  close(): void;
}

interface Row {
  readonly person_key: string;
}

const numberOf = (db: Database.Database, query: string): unknown =>
  Object.values(db.prepare(query).get() as Readonly<Record<string, unknown>>)[0];

const prepare = (db: Database.Database, path: string): void => {
  const found = numberOf(db, 'PRAGMA application_id');
  if (found === 0 && numberOf(db, 'SELECT count(*) FROM sqlite_master') === 0) {
    db.exec(`PRAGMA application_id = ${applicationId}`);
  } else if (found !== applicationId) {
    throw new StoreFault('STORE_FOREIGN', `${path} is not an identity map of this system`);
  }
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  db.exec('PRAGMA busy_timeout = 5000');
  db.exec(`CREATE TABLE IF NOT EXISTS identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_key TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
  ) STRICT, WITHOUT ROWID`);
};

const open = (path: string): Database.Database => {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Created for the owner alone before SQLite would create it for all.
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    throw new StoreFault('STORE_UNAVAILABLE', `the identity map ${path} cannot be opened`, { cause });
  }
  const db = new Database(path);
  try {
    prepare(db, path);
    return db;
  } catch (cause) {
    db.close();
    if (cause instanceof StoreFault) throw cause;
    throw new StoreFault('STORE_CORRUPT', `${path} cannot be read as an identity map`, { cause });
  }
};

/** Opens or makes the map. Throws StoreFault STORE_UNAVAILABLE, STORE_FOREIGN or STORE_CORRUPT, naming the file. */
export const openIdentityMap = (path: string, random: Pick<Random, 'uuid'>, clock: Clock): IdentityMap => {
  const db = open(path);
  const select = db.prepare('SELECT person_key FROM identity WHERE issuer = ? AND subject = ?');
  const insert = db.prepare(
    'INSERT INTO identity (issuer, subject, person_key, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (issuer, subject) DO NOTHING',
  );
  const find = (issuer: string, subject: string) => (select.get(issuer, subject) as Row | undefined)?.person_key;
  return {
    personKey: (issuer, subject) => {
      const known = find(issuer, subject);
      if (known !== undefined) return known;
      // Another process may be first between the two statements: then nothing is inserted and its key is read.
      insert.run(issuer, subject, random.uuid(), clock.now());
      const kept = find(issuer, subject);
      if (kept === undefined) throw new StoreFault('STORE_UNAVAILABLE', 'the identity map did not keep a new subject');
      return kept;
    },
    close: () => {
      db.close();
    },
  };
};
