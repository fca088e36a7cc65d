import { beginning } from '../../../src/domain/kernel/ids.js';
import { createCodec } from '../../../src/eventstore/codec.js';
import { openKurrentAccessStore } from '../../../src/eventstore/kurrentdb/accesses.js';
import { openKurrentEventStore } from '../../../src/eventstore/kurrentdb/eventStore.js';
import { handClock, noteDefinitions, noteMaker, source } from '../../support/notes.js';
import { systemTimer } from '../../../src/systemTimer.js';

/** Uses every kind of call, closes what it opened, and ends when nothing keeps it any more. */
const connectionString = process.argv[2] ?? '';
const onTrouble = (message: string): void => console.error(message);
const store = await openKurrentEventStore({
  connectionString,
  codec: createCodec(noteDefinitions),
  onTrouble,
  timer: systemTimer,
});
const accesses = await openKurrentAccessStore({
  connectionString,
  clock: handClock(),
  onLost: (count) => onTrouble(`${count} lost`),
  onTrouble,
  timer: systemTimer,
});
await store.append(source('a'), [noteMaker().taken('một')], 0);
const { signal } = new AbortController();
for await (const delivery of store.subscribe(beginning, signal)) if (delivery.kind === 'MARK' && delivery.live) break;
accesses.record({ actor: 'a', role: null, what: 'FILE', stream: 's', denied: false, at: '2026-03-01T00:00:00.000Z' });
const [event] = await store.read(source('a'));
const listed = await accesses.list({}, 10);
await accesses.close();
await store.close();
console.log(`${event?.type} ${listed.length}`);
