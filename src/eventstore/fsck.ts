import { storeDigest } from '../application/seal.js';
import { StoreFault } from '../application/ports.js';
import type { Position } from '../domain/kernel/ids.js';
import type { StoredEvent } from '../application/storedEvent.js';
import { isJsonObject, type Codec } from './codec.js';

/** The ways in which a log can turn out not to be what was written. */
type FindingCode =
  /** The database itself is damaged; `message` says how. What follows it in the file could not be read. */
  | 'FILE_DAMAGED'
  /** An event's data or metadata are not what was stored. */
  | 'DIGEST_MISMATCH'
  /** Versions of a stream do not run 1, 2, 3 … in the order of positions. */
  | 'VERSION_GAP'
  /** Events before this one were taken out: positions of an embedded store are dense, also where they were copied from. */
  | 'POSITION_GAP'
  | 'RECORDED_AT_BACKWARDS'
  | 'EVENT_UNREADABLE'
  /** The salt is not 256 bits in base64url. */
  | 'SALT_INVALID'
  /** An event says that it was copied, and stands where no copy puts one. */
  | 'COPY_OUT_OF_PLACE'
  /** A copy into this log was begun and not brought to its end. */
  | 'COPY_UNFINISHED'
  /** The server shows less of a stream than was stored in it. */
  | 'STREAM_CUT';

export interface Finding {
  readonly code: FindingCode;
  /** `type:id`; this and the next two are absent when the finding is about the log as a whole. */
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

/** An event to be checked. `parse` reads its JSON; it throws StoreFault EVENT_UNREADABLE when it is none. */
export type CheckedRow = Omit<StoredEvent, 'data' | 'meta'> & { readonly parse: () => StoredEvent };

/** A log whose events are read again, as its engine gives them. */
export interface CheckedLog {
  /** Positions run 1, 2, 3 …, so that a missing one shows that an event was taken out. */
  readonly isDense: boolean;
  /** All events in the order of positions, and between them what the engine itself finds wrong. */
  rows(): AsyncIterable<CheckedRow | Finding>;
}

/** 32 bytes in base64url without padding: the last of 43 characters carries four bits. */
const saltPattern = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/**
 * Re-reads every event of a log, beside a process that may be writing it, and reports what is not as it was stored.
 * Memory grows with the number of streams only. What it cannot see alone: that the newest events were cut off, or that
 * everything was rewritten with new digests; that takes the signed checkpoints of the proof log.
 */
export const checkLog = async (
  log: CheckedLog,
  codec: Codec,
  report: (finding: Finding) => void,
): Promise<FsckSummary> => {
  const check = new Check(log.isDense, codec, report);
  for await (const row of log.rows()) {
    if ('code' in row) check.found(row);
    else check.event(row);
  }
  return check.summary();
};

class Check {
  readonly #isDense: boolean;
  readonly #codec: Codec;
  readonly #report: (finding: Finding) => void;
  readonly #versions = new Map<string, number>();
  #events = 0;
  #findings = 0;
  #position = 0;
  #recordedAt = '';
  /** The store that the copied events come from, and the last of them; both until an event was recorded here. */
  #copied: { readonly storeId: string; readonly position: number } | 'NONE' | undefined;

  constructor(isDense: boolean, codec: Codec, report: (finding: Finding) => void) {
    this.#isDense = isDense;
    this.#codec = codec;
    this.#report = report;
  }

  found(finding: Finding): void {
    this.#findings += 1;
    this.#report(finding);
  }

  event(row: CheckedRow): void {
    this.#events += 1;
    this.#place(row);
    try {
      const stored = row.parse();
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

  #place(row: CheckedRow): void {
    const at = Number(row.position);
    if (this.#isDense && at !== this.#position + 1) {
      this.#foundAt(row, 'POSITION_GAP', `nothing lies at positions ${this.#position + 1} to ${at - 1}`);
    }
    this.#position = at;
    this.#origin(row);
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

  /** A copy fills an empty log: one store, from its first event on, and before anything that was recorded here. */
  #origin(row: CheckedRow): void {
    const { copiedFrom } = row;
    if (copiedFrom === undefined) {
      this.#copied = 'NONE';
      return;
    }
    const before = this.#copied ?? { storeId: copiedFrom.storeId, position: 0 };
    if (before === 'NONE') {
      this.#foundAt(row, 'COPY_OUT_OF_PLACE', 'copied, but after events that were recorded here');
      return;
    }
    const at = Number(copiedFrom.position);
    if (copiedFrom.storeId !== before.storeId) {
      const stores = `${copiedFrom.storeId}, after events of ${before.storeId}`;
      this.#foundAt(row, 'COPY_OUT_OF_PLACE', `copied from the store ${stores}`);
    } else if (at !== before.position + 1) {
      const missing = `${before.position + 1} to ${at - 1}`;
      if (at <= before.position) this.#foundAt(row, 'COPY_OUT_OF_PLACE', `copied from position ${at} once more`);
      else this.#foundAt(row, 'POSITION_GAP', `nothing was copied from positions ${missing}`);
    }
    this.#copied = { storeId: before.storeId, position: Math.max(at, before.position) };
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
    this.found({ code, stream: nameOf(row), version, position: row.position, message });
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
