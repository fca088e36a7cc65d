import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Codec } from '../codec.js';
import { type CheckedRow, checkLog, type Finding, type FsckSummary } from '../fsck.js';
import { openLibsql } from './database.js';
import { EventLog, eventLogFormat, parseRow, toInteger } from './eventLog.js';
import { asFault, openForReading } from './file.js';

const page = 500;

/**
 * Checks a file of events (`checkLog`). Throws StoreFault when the file cannot be opened, is not a log of events, or is no
 * database.
 */
export const fsckFile = async (
  file: string,
  codec: Codec,
  report: (finding: Finding) => void,
): Promise<FsckSummary> => {
  const database = openForReading(file, eventLogFormat, openLibsql);
  try {
    return await checkLog({ isDense: true, rows: () => rowsOf(file, new EventLog(database)) }, codec, report);
  } finally {
    database.close();
  }
};

async function* rowsOf(file: string, log: EventLog): AsyncGenerator<CheckedRow | Finding, void> {
  try {
    for (const message of log.damages()) yield { code: 'FILE_DAMAGED', message };
    for (let at = 0; ;) {
      const rows = log.rawRange(at, Number.MAX_SAFE_INTEGER, page);
      const last = rows.at(-1);
      if (last === undefined) return;
      for (const row of rows) yield { ...row, parse: () => parseRow(row) };
      at = toInteger(last.position);
      await nextTurn();
    }
  } catch (error) {
    const fault = asFault(file, error);
    if (fault.code !== 'STORE_CORRUPT') throw fault;
    yield { code: 'FILE_DAMAGED', message: fault.message };
  }
}
