import { status } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import type { Delivery, EventStore } from '../../../src/application/ports.js';
import { beginning, position, type Position } from '../../../src/domain/kernel/ids.js';
import { collect, texts } from '../../support/deliveries.js';
import { rpcError } from '../../support/kurrentDouble/wire.js';
import { noteMaker, source } from '../../support/notes.js';
import { bench } from './support.js';

const { double: newDouble, open } = bench();
const signal = (): AbortSignal => new AbortController().signal;

/** A subscription that has caught up, and what it brought. */
const live = async (store: EventStore, after: Position = beginning) => {
  const deliveries = store.subscribe(after, signal())[Symbol.asyncIterator]() as AsyncIterator<Delivery, undefined>;
  const seen: (string | undefined)[] = [];
  const until = async (done: (delivery: Delivery) => boolean): Promise<void> => {
    for (;;) {
      const next = await deliveries.next();
      if (next.done === true) throw new Error('the subscription is over');
      const delivery = next.value;
      if (delivery.kind === 'EVENT') seen.push(...texts([delivery.event]));
      if (done(delivery)) return;
    }
  };
  await until((delivery) => delivery.kind === 'MARK' && delivery.live);
  return { deliveries, seen, until };
};
const isEvent = ({ kind }: Delivery): boolean => kind === 'EVENT';

describe('a subscription', () => {
  test.each([
    ['ended it as if all were well', undefined],
    ['broke it off', rpcError(status.CANCELLED, 'shutting down')],
    ['failed', rpcError(status.UNKNOWN, 'Exception was thrown by handler.')],
  ])('goes on at its place after the server %s', async (_, error) => {
    const double = await newDouble().start();
    const { store, told } = await open(double);
    const note = noteMaker();
    await store.append(source('a'), [note.taken('một'), note.taken('hai')], 0);
    const { seen, until, deliveries } = await live(store);
    double.breakSubscriptions(error);
    await store.append(source('a'), [note.taken('ba')], 2);
    await until(isEvent);
    expect(seen).toEqual(['một', 'hai', 'ba']);
    expect(told).toEqual([expect.stringMatching(/; following again after position \d+$/)]);
    await deliveries.return?.();
  });

  test('goes on at its place after a kill and a restart, when the client says nothing but "cancelled"', async () => {
    const double = await newDouble().start();
    let isUp = true;
    const { store } = await open(double, {
      beforeRetry: async () => {
        if (!isUp) await double.start();
        isUp = true;
      },
    });
    const note = noteMaker();
    await store.append(source('a'), [note.taken('một')], 0);
    const { seen, until, deliveries } = await live(store);
    double.kill();
    isUp = false;
    const next = until(isEvent);
    await double.script.called('Subscribe');
    await store.append(source('a'), [note.taken('hai')], 1);
    await next;
    expect(seen).toEqual(['một', 'hai']);
    await deliveries.return?.();
  });

  test('that the server never takes is asked for again', async () => {
    const double = await newDouble().start();
    const { store, expire } = await open(double);
    double.script.add('Subscribe', 'MUTE');
    const asked = double.script.called('Subscribe');
    const following = live(store);
    await asked;
    expire();
    const { seen, deliveries } = await following;
    expect(seen).toEqual([]);
    await deliveries.return?.();
  });

  test('that gets nothing while the log grows is asked for again, one that has nothing to get is left alone', async () => {
    const double = await newDouble().start();
    const { store, expire, told } = await open(double);
    const { seen, until, deliveries } = await live(store);
    const next = until(isEvent);
    const looked = double.script.called('Read');
    expire(30_000);
    await looked;
    double.freezeSubscriptions();
    await store.append(source('a'), [noteMaker().taken('một')], 0);
    expect(told).toEqual([]);
    expire(30_000);
    await next;
    expect(seen).toEqual(['một']);
    expect(told).toEqual([expect.stringMatching(/fell silent; following again/)]);
    await deliveries.return?.();
  });

  test('passes what its filter leaves out, however much, and stays alive on the way', async () => {
    const double = await newDouble().start();
    const { store, told } = await open(double);
    const note = noteMaker();
    await store.append(source('a'), [note.taken('một')], 0);
    for (let page = 0; page < 5; page += 1) {
      const many = Array.from({ length: 600 }, (_, index) => note.taken(`${index}`));
      await store.append(source('b'), many, page * 600);
    }
    await store.append(source('a'), [note.struck()], 1);
    const seen = await collect(
      store.subscribe(beginning, signal(), { eventTypes: ['NoteStruck'] }),
      ({ live: isLive }) => isLive,
    );
    expect(seen.events).toHaveLength(1);
    expect(seen.marks.at(-1)?.position).toBe(await store.head());
    expect(told).toEqual([]);
  });

  test('is let go of on the server when its reader leaves, and when it is cancelled', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    const note = noteMaker();
    await store.append(source('a'), [note.taken('một')], 0);
    await collect(store.subscribe(beginning, signal()), ({ count }) => count === 1);
    await double.noSubscription();
    const over = new AbortController();
    const deliveries = store.subscribe(beginning, over.signal)[Symbol.asyncIterator]();
    await deliveries.next();
    expect(double.openSubscriptions).toBe(1);
    over.abort();
    await double.noSubscription();
    expect(await deliveries.next()).toEqual({ done: true, value: undefined });
  });

  test('ends at once when it is cancelled while it waits to try again', async () => {
    const double = await newDouble().start();
    let reached = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (reached = resolve));
    const { store } = await open(double, {
      beforeRetry: () => {
        reached();
        return new Promise(() => undefined);
      },
    });
    const over = new AbortController();
    const deliveries = store.subscribe(beginning, over.signal)[Symbol.asyncIterator]();
    await deliveries.next();
    double.breakSubscriptions();
    const next = deliveries.next();
    await waiting;
    over.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  test('after a position between two events is a fault, and so is a page', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    const note = noteMaker();
    await store.append(source('a'), [note.taken('một'), note.taken('hai')], 0);
    const between = position(BigInt(await store.head()) - 1n);
    const deliveries = store.subscribe(between, signal())[Symbol.asyncIterator]();
    await expect(deliveries.next()).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    await expect(store.readAll(between, 1)).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  test('that comes back to an older copy of the log is a fault', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    await store.append(source('a'), [noteMaker().taken('một')], 0);
    const { deliveries } = await live(store);
    double.log.records.pop();
    double.breakSubscriptions();
    await expect(deliveries.next()).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });
});
