import { randomBytes, randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { createCodec } from '../../src/eventstore/codec.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { noteDefinitions, noteMaker, source } from '../support/notes.js';

/**
 * Appends until it is killed, on eight streams at once, one to three events each time, and prints the ids of the events
 * of each acknowledged append on a line. The first line says that the log is open.
 */
const [file = '', streams = 'run'] = process.argv.slice(2);
const store = await openSqliteEventStore({
  file,
  codec: createCodec(noteDefinitions),
  clock: { now: () => new Date().toISOString() },
});
const note = noteMaker({ uuid: randomUUID, salt: () => randomBytes(32).toString('base64url') });
// Synchronous: what was acknowledged must have left this process when the signal comes.
const print = (line: string): void => void writeSync(1, `${line}\n`);
print('open');

await Promise.all(
  Array.from({ length: 8 }, async (_, writer) => {
    const stream = source(`${streams}-${writer}`);
    for (let version = 0, turn = writer; ; turn++) {
      const events = Array.from({ length: (turn % 3) + 1 }, (_, index) => note.taken(`${turn}.${index} `.repeat(40)));
      const result = await store.append(stream, events, version);
      if (!result.appended) throw new Error(`conflict at ${result.actual}`);
      version += events.length;
      print(events.map(({ eventId }) => eventId).join(' '));
    }
  }),
);
