import { afterEach, beforeEach } from '@jest/globals';
import { join } from 'node:path';
import { copyAll, type CopyOutcome } from '../../src/application/copy/copyService.js';
import { eventsPart, type TargetLog } from '../../src/application/copy/events.js';
import type { CopyProgress } from '../../src/application/copy/part.js';
import { beginning } from '../../src/domain/kernel/ids.js';
import { createCodec } from '../../src/eventstore/codec.js';
import { KurrentCopyTarget } from '../../src/eventstore/kurrentdb/copyTarget.js';
import { fsckServer } from '../../src/eventstore/kurrentdb/fsck.js';
import { SqliteCopySource } from '../../src/eventstore/sqlite/copySource.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { bench } from '../eventstore/kurrentdb/support.js';
import { temporaryFolder } from '../support/folder.js';
import type { KurrentDouble } from '../support/kurrentDouble/double.js';
import { handTimer } from '../support/kurrentDouble/timer.js';
import { handClock, noteDefinitions, noteMaker, oldNoteDefinitions, office, source } from '../support/notes.js';

export const codec = createCodec(noteDefinitions);

/** One more note, with an id of its own. */
export const another = noteMaker({
  uuid: () => '00000000-0000-4000-8000-0000000000ee',
  salt: () => 'A'.repeat(43),
});

interface Copied {
  readonly outcome: CopyOutcome;
  readonly lines: readonly string[];
  readonly progress: readonly CopyProgress[];
}

/** Does something before each append of a copy. */
export const wrapped = (target: TargetLog, beforeAppend: () => Promise<void> | void): TargetLog => ({
  place: target.place,
  largestDataBytes: target.largestDataBytes,
  events: () => target.events(),
  begin: (from) => target.begin(from),
  append: async (...args) => {
    await beforeAppend();
    await target.append(...args);
  },
  finish: (from) => target.finish(from),
});

/** Dies after so many appends, as the process would. */
export const dyingAfter = (appends: number) => (target: TargetLog) => {
  let left = appends;
  return wrapped(target, () => {
    if ((left -= 1) < 0) throw new Error('killed');
  });
};

/**
 * An embedded log of eight events with times that no KurrentDB would give, and an empty double, for each test of a file:
 * positions 1 to 3 are one run of source:a, then the streams alternate.
 */
export const moving = () => {
  const { double: makeDouble, open } = bench();
  let folder: ReturnType<typeof temporaryFolder>;
  const now = { shown: '' };
  const world = { file: '', double: makeDouble() };

  /** An empty server whose clock shows that. */
  const startServer = async (shown: string): Promise<KurrentDouble> => {
    now.shown = shown;
    return (world.double = await makeDouble({ now: () => Date.parse(now.shown) }).start());
  };

  beforeEach(async () => {
    folder = temporaryFolder();
    const file = (world.file = join(folder.path, 'events.db'));
    const note = noteMaker();
    const old = await openSqliteEventStore({ file, codec: createCodec(oldNoteDefinitions), clock: handClock() });
    await old.append(source('a'), [note.takenBefore('một')], 0);
    await old.close();
    const clock = handClock('2026-03-02T00:00:00.123Z');
    const store = await openSqliteEventStore({ file, codec, clock });
    await store.append(source('a'), [note.taken('hai 🤝'), note.taken('hai rưỡi')], 1);
    await store.append(office('b'), [note.taken('ba')], 0);
    clock.set('2026-03-03T00:00:00.500Z');
    await store.append(source('a'), [note.struck()], 3);
    await store.append(office('b'), [note.taken('bốn')], 1);
    await store.append(source('a'), [note.taken('năm')], 4);
    clock.set('2026-03-03T00:00:00.900Z');
    await store.append(office('b'), [note.taken('sáu')], 2);
    await store.close();
    await startServer('2026-04-01T08:00:00.750Z');
  });
  afterEach(() => folder.remove());

  return {
    world,
    now,
    startServer,
    fileNamed: (name: string) => (world.file = join(folder.path, name)),
    open: (options?: Parameters<typeof open>[1]) => open(world.double, options),

    /** Runs one copy as a process would, over connections of its own. */
    copy: async (
      options: { readonly dryRun?: true; readonly wrap?: (target: TargetLog) => TargetLog } = {},
    ): Promise<Copied> => {
      const from = SqliteCopySource.open(world.file, codec);
      const { connectionString } = world.double;
      const to = new KurrentCopyTarget({ connectionString, onTrouble: () => undefined, timer: handTimer().timer });
      const lines: string[] = [];
      const progress: CopyProgress[] = [];
      try {
        const target = options.wrap?.(to) ?? to;
        const outcome = await copyAll(from, target, [eventsPart(from, target)], {
          dryRun: options.dryRun ?? false,
          clock: handClock(),
          onProgress: (step) => progress.push(step),
          report: (line) => lines.push(line),
        });
        return { outcome, lines, progress };
      } finally {
        from.close();
        await to.close();
      }
    },

    /** Records more in the embedded log. */
    record: async (at: string, ...append: Parameters<Awaited<ReturnType<typeof openSqliteEventStore>>['append']>) => {
      const store = await openSqliteEventStore({ file: world.file, codec, clock: handClock(at) });
      await store.append(...append);
      await store.close();
    },

    inSource: async () => {
      const store = await openSqliteEventStore({ file: world.file, codec, clock: handClock() });
      const events = await store.readAll(beginning, 100);
      await store.close();
      return events;
    },

    inTarget: async () => (await open(world.double)).store.readAll(beginning, 100),

    /** Streams of the double that hold something of ours. */
    written: () =>
      [...new Set(world.double.log.records.map(({ stream }) => stream).filter((name) => !name.startsWith('$')))].sort(),

    /** Checks the log in the double. */
    check: async () => {
      const findings: string[] = [];
      const { connectionString } = world.double;
      const options = { connectionString, onTrouble: () => undefined, timer: handTimer().timer };
      const summary = await fsckServer(options, codec, ({ code, stream, version, message }) =>
        findings.push([code, stream, version, message].filter((part) => part !== undefined).join(' ')),
      );
      return { summary, findings };
    },
  };
};
