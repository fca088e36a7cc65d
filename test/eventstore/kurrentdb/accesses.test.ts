import { expect, test } from '@jest/globals';
import type { AccessRecord } from '../../../src/application/ports.js';
import { beginning } from '../../../src/domain/kernel/ids.js';
import { accessQuota } from '../../../src/eventstore/counting.js';
import { openKurrentAccessStore } from '../../../src/eventstore/kurrentdb/accesses.js';
import { openKurrentRefusalStore } from '../../../src/eventstore/kurrentdb/refusals.js';
import { accessStoreContract, type MakeAccesses } from '../../contracts/accessStore.contract.js';
import { handClock } from '../../support/notes.js';
import { onDouble, onRealServer, recordsUnderTest, type MakeServer } from './records.js';
import { bench } from './support.js';
import { systemTimer } from '../../../src/systemTimer.js';

const on =
  (server: MakeServer): MakeAccesses =>
  async ({ clock }) => {
    const { store, ...under } = await recordsUnderTest(openKurrentAccessStore, server, clock);
    return { accesses: store, ...under };
  };

accessStoreContract('KurrentDB (in-process double)', accessQuota, on(onDouble));
onRealServer('the access store contract', (server) =>
  accessStoreContract('KurrentDB (EVENTSTORE_URL)', accessQuota, on(server)),
);

const { double: newDouble, open } = bench();
const access: AccessRecord = {
  actor: 'person-1',
  role: 'AUDITOR',
  what: 'PERSON',
  stream: 'office:a',
  denied: false,
  at: '2026-03-01T00:00:00.000Z',
};

test('accesses lie apart from the log and from the refusals, in a stream of their day that the server forgets', async () => {
  const double = await newDouble().start();
  const { store } = await open(double);
  const options = {
    connectionString: double.connectionString,
    clock: handClock(),
    onLost: () => undefined,
    onTrouble: () => undefined,
    timer: systemTimer,
  };
  const [accesses, refusals] = [await openKurrentAccessStore(options), await openKurrentRefusalStore(options)];
  accesses.record(access);
  await accesses.flush();
  const [metadata] = double.log.records.filter(({ stream }) => stream === '$$accesses-2026-03-01');
  expect(JSON.parse(Buffer.from(metadata?.data ?? []).toString())).toEqual({ $maxAge: 158_112_000 });
  expect(double.log.view('accesses-2026-03-01')).toMatchObject({ last: 0n });
  expect(await refusals.list({}, 10)).toEqual([]);
  expect(await store.readAll(beginning, 10)).toEqual([]);
  expect(await store.head()).toBe(beginning);
  await accesses.close();
  await refusals.close();
});

test('what two instances record in one minute is counted in one row, within one quota', async () => {
  const double = await newDouble().start();
  const open = () =>
    openKurrentAccessStore({
      connectionString: double.connectionString,
      clock: handClock(),
      onLost: () => undefined,
      onTrouble: () => undefined,
      timer: systemTimer,
    });
  const [one, other] = [await open(), await open()];
  one.record(access);
  for (let index = 0; index < accessQuota; index++) one.record({ ...access, stream: `one:${index}` });
  await one.flush();
  other.record(access);
  other.record({ ...access, stream: 'other:1' });
  const rows = await other.list({}, 2 * accessQuota);
  expect(rows).toHaveLength(accessQuota + 1);
  expect(rows.at(-1)).toMatchObject({ stream: 'office:a', count: 2 });
  // One of the first instance and one of the second.
  expect(rows[0]).toMatchObject({ stream: '', count: 2 });
  expect(await one.list({}, 2 * accessQuota)).toEqual(rows);
  await one.close();
  await other.close();
});
