import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoredEvent } from '../../application/storedEvent.js';
import type { Codec } from '../codec.js';
import { openLibsql } from './database.js';
import { EventLog, eventLogFormat, parseRow, toInteger } from './eventLog.js';
import { guarded, openForReading, takeLock } from './file.js';
import { fsckFile } from './fsck.js';

const page = 500;

/** A file of events to be copied: read only, and its lock is held, so that nothing is appended meanwhile. */
export class SqliteCopySource {
  readonly storeId: string;
  readonly head: { readonly count: number; readonly recordedAt: string };

  private constructor(
    private readonly file: string,
    private readonly codec: Codec,
    private readonly log: EventLog,
    private readonly release: () => void,
  ) {
    this.storeId = log.storeId();
    const { position, recordedAt } = log.last();
    this.head = { count: position, recordedAt };
  }

  /**
   * Throws StoreFault: STORE_LOCKED while a server uses it, STORE_UNAVAILABLE when there is no such file, STORE_FOREIGN,
   * STORE_CORRUPT.
   */
  static open(file: string, codec: Codec): SqliteCopySource {
    const unlock = takeLock(file, openLibsql);
    try {
      const database = openForReading(file, eventLogFormat, openLibsql);
      const release = (): void => {
        database.close();
        unlock();
      };
      return guarded(file, () => new SqliteCopySource(file, codec, new EventLog(database), release));
    } catch (fault) {
      unlock();
      throw fault;
    }
  }

  async check(found: (finding: string) => void): Promise<void> {
    await fsckFile(this.file, this.codec, ({ code, stream, version, message }) =>
      found([code, stream, version, message].filter((part) => part !== undefined).join(' ')),
    );
  }

  /** Positions are dense, once `check` has found nothing. */
  async *events(skip = 0): AsyncGenerator<StoredEvent, void> {
    for (let at = skip; ;) {
      const from = at;
      const rows = guarded(this.file, () => this.log.range(from, Number.MAX_SAFE_INTEGER, page));
      const last = rows.at(-1);
      if (last === undefined) return;
      for (const row of rows) yield parseRow(row);
      at = toInteger(last.position);
      await nextTurn();
    }
  }

  close(): void {
    this.release();
  }
}
