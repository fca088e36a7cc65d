import { describe, expect, test } from '@jest/globals';
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

describe('a page', () => {
  /** A store with accesses of two days, 700 on the first and three on the second; `reads`: questions since asked last. */
  const withTwoDays = async () => {
    const double = await newDouble().start();
    const options = {
      connectionString: double.connectionString,
      clock: handClock('2026-03-02T12:00:00.000Z'),
      onLost: () => undefined,
      onTrouble: () => undefined,
      timer: systemTimer,
    };
    const store = await openKurrentAccessStore(options);
    for (let index = 0; index < 700; index++) store.record({ ...access, stream: `first:${index}` });
    for (let index = 0; index < 3; index++)
      store.record({ ...access, stream: `second:${index}`, at: '2026-03-02T00:00:00.000Z' });
    await store.flush();
    let before = double.script.calls('Read');
    const reads = (): number => {
      const now = double.script.calls('Read');
      const since = now - before;
      before = now;
      return since;
    };
    return { store, reads, other: () => openKurrentAccessStore(options) };
  };

  test('reads what was not read before and no more', async () => {
    const { store, reads, other } = await withTwoDays();
    const first = await store.list({}, 100);
    // The days, the second one, and the first in two pages of the client.
    expect(reads()).toBe(4);
    const rest = await store.list({}, 1_000, first.at(-1)?.id);
    // What came to the days and to the first one since: nothing.
    expect(reads()).toBe(2);
    expect([...first, ...rest].map(({ stream }) => stream)).toEqual([
      ...['second:2', 'second:1', 'second:0'],
      ...Array.from({ length: 700 }, (_, index) => `first:${699 - index}`),
    ]);
    const elsewhere = await other();
    elsewhere.record({ ...access, stream: 'first:0' });
    elsewhere.record({ ...access, stream: 'first:new' });
    expect((await elsewhere.list({}, 1_000)).length).toBe(704);
    reads();
    expect(await store.list({}, 1_000)).toEqual(await elsewhere.list({}, 1_000));
    const [newest] = await store.list({ to: '2026-03-01T23:59:59.999Z' }, 1);
    expect(newest).toMatchObject({ stream: 'first:new', count: 1 });
    expect((await store.list({ stream: 'first:0' }, 10)).map(({ count }) => count)).toEqual([2]);
    await Promise.all([store.close(), elsewhere.close()]);
  });

  test('reads no day outside the time that is asked for', async () => {
    const { store, reads } = await withTwoDays();
    expect(await store.list({ from: '2026-03-02T00:00:00.000Z' }, 10)).toHaveLength(3);
    expect(reads()).toBe(2);
    expect(await store.list({ to: '2026-02-28T23:59:59.999Z' }, 10)).toEqual([]);
    expect(reads()).toBe(1);
    await store.close();
  });

  test('that two ask for at once counts nothing twice', async () => {
    const { store } = await withTwoDays();
    const pages = await Promise.all([1, 2, 3].map(() => store.list({}, 1_000)));
    for (const page of pages) {
      expect(page).toHaveLength(703);
      expect(new Set(page.map(({ count }) => count))).toEqual(new Set([1]));
    }
    await store.close();
  });
});
