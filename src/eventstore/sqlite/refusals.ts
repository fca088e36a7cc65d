import type { Refusal, RefusalFilter, RefusalRecord, RefusalStore } from '../../application/ports.js';
import type { Details, RejectionCode } from '../../domain/kernel/rejection.js';
import { refusalBeyondQuota, refusalQuota } from '../counting.js';
import { CountedRecords, type CountedRecordsOptions, type RecordTable } from './countedRecords.js';

const table: RecordTable<RefusalRecord, Refusal, RefusalFilter> = {
  name: 'refusals',
  /** The file may lose its last moments in a power cut: refusals are no facts. */
  format: {
    applicationId: 0x436f6e52,
    version: 1,
    durability: 'NORMAL',
    schema: `
      CREATE TABLE refusals (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        actor TEXT NOT NULL,
        minute TEXT NOT NULL,
        code TEXT NOT NULL,
        stream TEXT NOT NULL,
        role TEXT NOT NULL,
        command TEXT NOT NULL,
        payload_digest TEXT NOT NULL,
        details TEXT,
        at TEXT NOT NULL,
        count INTEGER NOT NULL,
        UNIQUE (actor, minute, code, stream)
      ) STRICT;
      CREATE INDEX refusals_by_stream ON refusals (stream);
      CREATE INDEX refusals_by_time ON refusals (at);
    `,
  },
  columns: ['actor', 'code', 'stream', 'role', 'command', 'payload_digest', 'details', 'at'],
  same: ['code', 'stream'],
  values: ({ actor, code, stream, role, command, payloadDigest, details, at }) => ({
    actor,
    code,
    stream,
    role,
    command,
    payload_digest: payloadDigest,
    details: details === undefined ? null : JSON.stringify(details),
    at,
  }),
  quota: refusalQuota,
  beyondQuota: refusalBeyondQuota,
  kept: ({ actor, code, stream, role, command, payload_digest: payloadDigest, details, at }, id, count) => ({
    id,
    actor: String(actor),
    role: String(role),
    command: String(command),
    // Only `record` writes this column.
    code: String(code) as RejectionCode,
    stream: String(stream),
    payloadDigest: String(payloadDigest),
    ...(details == null ? {} : { details: JSON.parse(String(details)) as Details }),
    at: String(at),
    count,
  }),
  conditions: ({ stream, actor, codes, from, to }) => [
    ...(stream === undefined ? [] : [['stream = ?', stream] as const]),
    ...(actor === undefined ? [] : [['actor = ?', actor] as const]),
    ...(codes === undefined ? [] : [['code IN (SELECT value FROM json_each(?))', JSON.stringify(codes)] as const]),
    ...(from === undefined ? [] : [['at >= ?', from] as const]),
    ...(to === undefined ? [] : [['at <= ?', to] as const]),
  ],
};

/** Opens the refusals in an SQLite file of their own. Throws StoreFault as the store of events does. */
export const openSqliteRefusalStore = (options: CountedRecordsOptions): Promise<RefusalStore> =>
  new Promise((resolve) => {
    resolve(new CountedRecords(table, options));
  });
