import { setImmediate as nextTurn } from 'node:timers/promises';
import { storeDigest } from '../application/seal.js';
import { StoreFault } from '../application/ports.js';
import type { Position } from '../domain/kernel/ids.js';
import { isJsonObject, type Codec, type StoredEvent } from './codec.js';
import { openLibsql } from './sqlite/database.js';
import { EventLog, eventLogFormat, parseRow, toInteger, type EventRow } from './sqlite/eventLog.js';
import { asFault, openForReading } from './sqlite/file.js';

/** The ways in which a file of events can turn out not to be what was written. */
type FindingCode =
  /** The database itself is damaged; `message` says how. What follows it in the file could not be read. */
  | 'FILE_DAMAGED'
  /** An event's data or metadata are not what was stored. */
  | 'DIGEST_MISMATCH'
  /** Versions of a stream do not run 1, 2, 3 … in the order of positions. */
  | 'VERSION_GAP'
  /** Events before this one were taken out: positions of this store are dense. */
  | 'POSITION_GAP'
  | 'RECORDED_AT_BACKWARDS'
  | 'EVENT_UNREADABLE'
  /** The salt is not 256 bits in base64url. */
  | 'SALT_INVALID';

export interface Finding {
  readonly code: FindingCode;
  /** `type:id`; this and the next two are absent when the finding is about the file. */
  readonly stream?: string;
  readonly version?: number;
  readonly position?: Position;
  readonly message: string;
}

export interface FsckSummary {
  readonly events: number;
  readonly streams: number;
  readonly findings: number;
  readonly ok: boolean;
}

const page = 500;

/** 32 bytes in base64url without padding: the last of 43 characters carries four bits. */
const saltPattern = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/**
 * Re-reads every event of a file, beside a process that may be writing it, and reports what is not as it was stored.
 * Memory grows with the number of streams only. What it cannot see alone: that the newest events were cut off, or that
 * everything was rewritten with new digests; that takes the signed checkpoints of the proof log.
 * Throws StoreFault when the file cannot be opened, is not a log of events, or is no database.
 */
export const fsck = async (file: string, codec: Codec, report: (finding: Finding) => void): Promise<FsckSummary> => {
  const database = openForReading(file, eventLogFormat, openLibsql);
  const check = new Check(codec, report);
  try {
    const log = new EventLog(database);
    for (const message of log.damages()) check.damaged(message);
    for (let at = 0; ;) {
      const rows = log.range(at, Number.MAX_SAFE_INTEGER, page);
      const last = rows.at(-1);
      if (last === undefined) break;
      for (const row of rows) check.event(row);
      at = toInteger(last.position);
      await nextTurn();
    }
  } catch (error) {
    const fault = asFault(file, error);
    if (fault.code !== 'STORE_CORRUPT') throw fault;
    check.damaged(fault.message);
  } finally {
    database.close();
  }
  return check.summary();
};

class Check {
  readonly #codec: Codec;
  readonly #report: (finding: Finding) => void;
  readonly #versions = new Map<string, number>();
  #events = 0;
  #findings = 0;
  #position = 0;
  #recordedAt = '';

  constructor(codec: Codec, report: (finding: Finding) => void) {
    this.#codec = codec;
    this.#report = report;
  }

  damaged(message: string): void {
    this.#found({ code: 'FILE_DAMAGED', message });
  }

  event(row: EventRow): void {
    this.#events += 1;
    this.#place(row);
    try {
      const stored = parseRow(row);
      this.#seal(stored);
      this.#codec.read(stored);
    } catch (error) {
      if (!(error instanceof StoreFault)) throw error;
      this.#foundAt(row, 'EVENT_UNREADABLE', error.message);
    }
  }

  summary(): FsckSummary {
    const findings = this.#findings;
    return { events: this.#events, streams: this.#versions.size, findings, ok: findings === 0 };
  }

  #place(row: EventRow): void {
    const at = toInteger(row.position);
    if (at !== this.#position + 1) {
      this.#foundAt(row, 'POSITION_GAP', `nothing lies at positions ${this.#position + 1} to ${at - 1}`);
    }
    this.#position = at;
    if (row.recordedAt < this.#recordedAt) {
      this.#foundAt(row, 'RECORDED_AT_BACKWARDS', `recorded at ${row.recordedAt}, after one of ${this.#recordedAt}`);
    } else {
      this.#recordedAt = row.recordedAt;
    }
    const name = nameOf(row);
    const expected = (this.#versions.get(name) ?? 0) + 1;
    if (row.stream.version !== expected) {
      this.#foundAt(row, 'VERSION_GAP', `version ${row.stream.version} stands where ${expected} should`);
    }
    this.#versions.set(name, row.stream.version);
  }

  #seal(stored: StoredEvent): void {
    const { data, meta } = stored;
    // Anything else has no digest; the codec says what is wrong with it.
    if (!isJsonObject(data) || !isJsonObject(meta)) return;
    const { store, ...sealed } = meta;
    if (digestOf(data, sealed) !== store) {
      this.#foundAt(stored, 'DIGEST_MISMATCH', 'data or metadata are not what was stored');
    }
    if (typeof meta.salt !== 'string' || !saltPattern.test(meta.salt)) {
      this.#foundAt(stored, 'SALT_INVALID', 'the salt is not 256 bits in base64url');
    }
  }

  #foundAt(row: Pick<StoredEvent, 'stream' | 'position'>, code: FindingCode, message: string): void {
    const { version } = row.stream;
    this.#found({ code, stream: nameOf(row), version, position: row.position, message });
  }

  #found(finding: Finding): void {
    this.#findings += 1;
    this.#report(finding);
  }
}

const nameOf = ({ stream }: Pick<StoredEvent, 'stream'>): string => `${stream.type}:${stream.id}`;

/** Undefined for what could never have been sealed. */
const digestOf = (data: object, sealed: object): string | undefined => {
  try {
    return storeDigest(data, sealed);
  } catch {
    return undefined;
  }
};
