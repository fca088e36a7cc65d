import { describe, expect, test } from '@jest/globals';
import type { EventStore } from '../../../src/application/ports.js';
import { receiptMs, worthwhile } from '../../../src/eventstore/kurrentdb/receipts.js';
import type { KurrentDouble } from '../../support/kurrentDouble/double.js';
import { appended } from '../../support/logUnderTest.js';
import { noteMaker, source } from '../../support/notes.js';
import { bench } from './support.js';

const { double: newDouble, open } = bench();
const note = noteMaker();

/** Appends to a stream of its own until an append asks nothing more than to be stored. */
const busy = async (double: KurrentDouble, store: EventStore, id = 'busy'): Promise<void> => {
  for (let version = 0; version < 500; version++) {
    const reads = double.script.calls('Read');
    appended(await store.append(source(id), [note.taken('bận')], version));
    if (double.script.calls('Read') === reads) return;
  }
  throw new Error('every append was read back');
};

describe('a process that appends again and again', () => {
  test('takes from one feed what it would have read back: the same events, places and times', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    await busy(double, store);
    const [reads, subscriptions] = [double.script.calls('Read'), double.script.calls('Subscribe')];
    const ids = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const results = await Promise.all(
      ids.map(async (id) => {
        const first = appended(await store.append(source(id), [note.taken('một'), note.struck('vì')], 0));
        return [...first, ...appended(await store.append(source(id), [note.taken('hai')], 2))];
      }),
    );
    expect(double.script.calls('Read')).toBe(reads);
    expect(double.script.calls('Subscribe')).toBe(subscriptions);
    expect(results).toEqual(await Promise.all(ids.map((id) => store.read(source(id)))));
  });

  test('is told of a conflict as before', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    await busy(double, store);
    appended(await store.append(source('a'), [note.taken('một')], 0));
    expect(await store.append(source('a'), [note.taken('khác')], 0)).toEqual({ appended: false, actual: 1 });
  });

  test('takes nothing for its own that another process stored under the same ids', async () => {
    const double = await newDouble().start();
    const [one, other] = [(await open(double)).store, (await open(double)).store];
    await busy(double, one, 'busy-1');
    await busy(double, other, 'busy-2');
    const mine = note.taken('một');
    const theirs = { ...mine, meta: { ...mine.meta, salt: 'B'.repeat(43) } };
    const results = await Promise.all([one.append(source('a'), [mine], 0), other.append(source('a'), [theirs], 0)]);
    expect(results.map((result) => result.appended).sort()).toEqual([false, true]);
    const [stored] = await one.read(source('a'));
    const [winner] = results.flatMap((result) => (result.appended ? result.events : []));
    expect(stored).toEqual(winner);
  });

  test('reads back again when the feed falls silent, and listens anew later', async () => {
    const double = await newDouble().start();
    const { store, limited, expire } = await open(double);
    await busy(double, store);
    double.freezeSubscriptions();
    const stored = double.script.called('BatchAppend');
    const append = store.append(source('a'), [note.taken('một')], 0);
    await stored;
    // The limit of the append itself was the first; that of the receipt is the next.
    await limited();
    expire(receiptMs);
    expect(appended(await append)).toEqual(await store.read(source('a')));
    await double.noSubscription();
    await busy(double, store, 'busy-again');
  });

  test('reads back again when the feed ends or breaks', async () => {
    const double = await newDouble().start();
    const { store, told } = await open(double);
    for (const [id, error] of [
      ['a', undefined],
      ['b', new Error('broken')],
    ] as const) {
      await busy(double, store, `busy-${id}`);
      double.breakSubscriptions(error);
      await double.noSubscription();
      expect(appended(await store.append(source(id), [note.taken('một')], 0))).toEqual(await store.read(source(id)));
    }
    expect(told).toEqual([]);
  });

  test('no longer listens when it only hears others', async () => {
    const double = await newDouble().start();
    const [one, other] = [(await open(double)).store, (await open(double)).store];
    await busy(double, one);
    appended(
      await other.append(
        source('long'),
        Array.from({ length: 600 }, () => note.taken('dài')),
        0,
      ),
    );
    await double.noSubscription();
    expect(appended(await one.append(source('a'), [note.taken('một')], 0))).toHaveLength(1);
  });
});

test('a process that appends now and then does not listen', async () => {
  const double = await newDouble().start();
  const { store } = await open(double);
  for (let version = 0; version < worthwhile; version++)
    appended(await store.append(source('a'), [note.taken('một')], version));
  expect(double.script.calls('Subscribe')).toBe(0);
});
