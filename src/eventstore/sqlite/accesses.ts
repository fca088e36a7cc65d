import type { Access, AccessFilter, AccessKind, AccessRecord, AccessStore } from '../../application/ports.js';
import { accessBeyondQuota, accessQuota } from '../counting.js';
import { CountedRecords, type CountedRecordsOptions, type RecordTable } from './countedRecords.js';

const table: RecordTable<AccessRecord, Access, AccessFilter> = {
  name: 'accesses',
  /** The file may lose its last moments in a power cut: accesses are no facts. */
  format: {
    applicationId: 0x436f6e41,
    version: 1,
    durability: 'NORMAL',
    schema: `
      CREATE TABLE accesses (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        actor TEXT NOT NULL,
        minute TEXT NOT NULL,
        what TEXT NOT NULL,
        stream TEXT NOT NULL,
        denied INTEGER NOT NULL,
        role TEXT,
        at TEXT NOT NULL,
        count INTEGER NOT NULL,
        UNIQUE (actor, minute, what, stream, denied)
      ) STRICT;
      CREATE INDEX accesses_by_stream ON accesses (stream);
      CREATE INDEX accesses_by_time ON accesses (at);
    `,
  },
  columns: ['actor', 'what', 'stream', 'denied', 'role', 'at'],
  same: ['what', 'stream', 'denied'],
  // Nobody known is the empty actor: a column of the key that may be null would tell no rows apart.
  values: ({ actor, what, stream, denied, role, at }) => ({
    ...{ actor: actor ?? '', what, stream, denied: denied ? 1 : 0, role, at },
  }),
  quota: accessQuota,
  beyondQuota: accessBeyondQuota,
  kept: ({ actor, what, stream, denied, role, at }, id, count) => ({
    id,
    actor: actor === '' ? null : String(actor),
    role: role == null ? null : String(role),
    // Only `record` writes this column.
    what: String(what) as AccessKind,
    stream: String(stream),
    denied: denied === 1,
    at: String(at),
    count,
  }),
  conditions: ({ actor, what, stream, from, to }) => [
    ...(actor === undefined ? [] : [['actor = ?', actor] as const]),
    ...(what === undefined ? [] : [['what IN (SELECT value FROM json_each(?))', JSON.stringify(what)] as const]),
    ...(stream === undefined ? [] : [['stream = ?', stream] as const]),
    ...(from === undefined ? [] : [['at >= ?', from] as const]),
    ...(to === undefined ? [] : [['at <= ?', to] as const]),
  ],
};

/** Opens the accesses in an SQLite file of their own. Throws StoreFault as the store of events does. */
export const openSqliteAccessStore = (options: CountedRecordsOptions): Promise<AccessStore> =>
  new Promise((resolve) => {
    resolve(new CountedRecords(table, options));
  });
