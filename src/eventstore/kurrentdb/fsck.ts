import { StoreFault, type Timer } from '../../application/ports.js';
import { beginning } from '../../domain/kernel/ids.js';
import type { Codec } from '../codec.js';
import { type CheckedRow, checkLog, type Finding, type FsckSummary } from '../fsck.js';
import { readAddress } from './address.js';
import { Connection } from './connection.js';
import { copyState, storeIdOf } from './marks.js';
import { Naming } from './naming.js';
import { Reader } from './reader.js';

export interface FsckServerOptions {
  /** As for the event store. */
  readonly connectionString: string;
  /** Told, in one line without secrets, of every call that is tried again. */
  readonly onTrouble: (message: string) => void;
  readonly prefix?: string;
  readonly timer: Timer;
}

/** Streams looked at together. */
const width = 32;

/**
 * Checks the log in KurrentDB (`checkLog`), writing nothing, and that every stream can be read from its first event to
 * its last: what a stream's metadata cut off still lies in the log until the server is told to scavenge.
 * Throws StoreFault when the server cannot be reached or refuses us, and when there is no log of this program.
 */
export const fsckServer = async (
  { connectionString, onTrouble, prefix = '', timer }: FsckServerOptions,
  codec: Codec,
  report: (finding: Finding) => void,
): Promise<FsckSummary> => {
  const connection = new Connection({ address: readAddress(connectionString), timer, onTrouble });
  const naming = new Naming(prefix);
  const reader = new Reader(connection, naming);
  try {
    if ((await storeIdOf(reader, naming, connection.name)) === undefined) {
      throw new StoreFault('STORE_UNAVAILABLE', `No log lies in ${connection.name}: nothing was recorded there yet.`);
    }
    return await checkLog({ isDense: false, rows: () => rowsOf(reader, naming) }, codec, report);
  } finally {
    await connection.close();
  }
};

async function* rowsOf(reader: Reader, naming: Naming): AsyncGenerator<CheckedRow | Finding, void> {
  if ((await copyState(reader, naming)) === 'BEGUN') {
    yield { code: 'COPY_UNFINISHED', message: 'a copy was begun and not brought to its end: run concordat copy again' };
  }
  const versions = new Map<string, number>();
  for await (const stored of reader.after(beginning, naming.serverFilter())) {
    const { type, id, version } = stored.stream;
    versions.set(`${type}:${id}`, version);
    // A server that was told to take JSON may hold anything; the codec says what is wrong with it.
    yield { ...stored, parse: () => stored };
  }
  const streams = [...versions];
  for (let start = 0; start < streams.length; start += width) {
    const findings = streams.slice(start, start + width).map(([name, version]) => cutOf(reader, naming, name, version));
    for (const finding of await Promise.all(findings)) if (finding !== undefined) yield finding;
  }
}

/** What the server hides of a stream that the log shows up to a version. */
const cutOf = async (reader: Reader, naming: Naming, stream: string, version: number): Promise<Finding | undefined> => {
  const name = naming.besides(stream.replace(':', '-'));
  const cut = (message: string): Finding => ({ code: 'STREAM_CUT', stream, message });
  try {
    const [first] = await reader.stream(name, 0n, 1);
    const last = await reader.version(name);
    if (last < version) return cut(`only ${last} of ${version} events can be read`);
    const revision = first?.event?.revision ?? 0n;
    return revision === 0n ? undefined : cut(`its first ${revision} events are cut off`);
  } catch (error) {
    if (error instanceof StoreFault && error.code === 'STORE_CORRUPT') return cut('it was deleted');
    throw error;
  }
};
