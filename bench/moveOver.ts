import { copyAll } from '../src/application/copy/copyService.js';
import { eventsPart } from '../src/application/copy/events.js';
import { codec, systemClock } from '../src/compose.js';
import { systemTimer } from '../src/systemTimer.js';
import { KurrentCopyTarget } from '../src/eventstore/kurrentdb/copyTarget.js';
import { SqliteCopySource } from '../src/eventstore/sqlite/copySource.js';

/** What a move came to. */
export interface Moved {
  readonly events: number;
  /** Checked, written, and both sides read again and compared. */
  readonly seconds: number;
}

/** Copies an embedded log into an empty KurrentDB, as `concordat copy` does. */
export const moveOver = async (file: string, connectionString: string): Promise<Moved> => {
  const source = SqliteCopySource.open(file, codec);
  const target = new KurrentCopyTarget({
    connectionString,
    onTrouble: (message) => console.warn(message),
    timer: systemTimer,
  });
  const began = performance.now();
  try {
    const { kind, parts } = await copyAll(source, target, [eventsPart(source, target)], {
      clock: systemClock,
      onProgress: () => undefined,
      report: (line) => console.warn(line),
    });
    if (kind !== 'COPIED') throw new Error(`The log was not copied: ${kind}. The KurrentDB under test must be empty.`);
    return { events: parts[0]?.verified ?? 0, seconds: (performance.now() - began) / 1000 };
  } finally {
    source.close();
    await target.close();
  }
};
