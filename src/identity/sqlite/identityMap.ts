import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { type Clock, type Random, StoreFault } from '../../application/ports.js';
import type { IdentityMap, KeptIdentity } from '../identityMap.js';

/** Marks the file as ours ("CIDM"), so that another program's database is refused and never written. */
const applicationId = 0x4349444d;

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

const openFile = (path: string): Database.Database => {
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

/** Opens or makes the map. Rejects with StoreFault STORE_UNAVAILABLE, STORE_FOREIGN or STORE_CORRUPT, naming the file. */
export const openSqliteIdentityMap = (path: string, random: Pick<Random, 'uuid'>, clock: Clock): Promise<IdentityMap> =>
  new Promise((resolve) => {
    resolve(new SqliteIdentityMap(path, random, clock));
  });

class SqliteIdentityMap implements IdentityMap {
  readonly #db: Database.Database;
  readonly #select: Database.Statement;
  readonly #insert: Database.Statement;
  #closed = false;

  constructor(
    private readonly path: string,
    private readonly random: Pick<Random, 'uuid'>,
    private readonly clock: Clock,
  ) {
    this.#db = openFile(path);
    this.#select = this.#db.prepare('SELECT person_key FROM identity WHERE issuer = ? AND subject = ?');
    this.#insert = this.#db.prepare(
      'INSERT INTO identity (issuer, subject, person_key, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (issuer, subject) DO NOTHING',
    );
  }

  personKey(issuer: string, subject: string): Promise<string> {
    return new Promise((resolve) => {
      if (this.#closed) throw new StoreFault('STORE_CLOSED', `the identity map ${this.path} is closed`);
      resolve(this.#keyOf(issuer, subject));
    });
  }

  /** Folds the write-ahead log into the file, so that the file alone is a whole copy, and closes it. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#closed) {
        this.#closed = true;
        this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
        this.#db.close();
      }
      resolve();
    });
  }

  #keyOf(issuer: string, subject: string): string {
    try {
      const known = this.#find(issuer, subject);
      if (known !== undefined) return known;
      // Another process may be first between the two statements: then nothing is inserted and its key is read.
      this.#insert.run(issuer, subject, this.random.uuid(), this.clock.now());
      const kept = this.#find(issuer, subject);
      if (kept !== undefined) return kept;
    } catch (cause) {
      throw new StoreFault('STORE_UNAVAILABLE', `the identity map ${this.path} cannot be read or written`, { cause });
    }
    throw new StoreFault('STORE_UNAVAILABLE', `the identity map ${this.path} did not keep a new subject`);
  }

  #find(issuer: string, subject: string): string | undefined {
    return (this.#select.get(issuer, subject) as Row | undefined)?.person_key;
  }
}

/** All that a file keeps, in a fixed order. Throws StoreFault as opening rejects. */
export const readSqliteIdentities = (path: string): readonly KeptIdentity[] => {
  const db = openFile(path);
  try {
    return db
      .prepare(
        `SELECT issuer, subject, person_key AS personKey, created_at AS createdAt FROM identity
         ORDER BY created_at, issuer, subject`,
      )
      .all() as KeptIdentity[];
  } finally {
    db.close();
  }
};
