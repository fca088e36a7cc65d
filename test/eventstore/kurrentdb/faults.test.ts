import { status } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { readAddress } from '../../../src/eventstore/kurrentdb/address.js';
import { Appender, makeReady } from '../../../src/eventstore/kurrentdb/appender.js';
import { Connection } from '../../../src/eventstore/kurrentdb/connection.js';
import { Naming } from '../../../src/eventstore/kurrentdb/naming.js';
import { Reader } from '../../../src/eventstore/kurrentdb/reader.js';
import type { KurrentDouble } from '../../support/kurrentDouble/double.js';
import { handTimer } from '../../support/kurrentDouble/timer.js';
import { notLeader, rpcError } from '../../support/kurrentDouble/wire.js';
import { texts } from '../../support/deliveries.js';
import { appended } from '../../support/logUnderTest.js';
import { noteMaker, source } from '../../support/notes.js';
import { bench } from './support.js';

const { double: newDouble, open } = bench();
const unavailable = rpcError(status.UNAVAILABLE, 'going away');
/** A connection that has not spoken yet; an opened store has. */
const cold = (double: KurrentDouble, beforeRetry?: () => Promise<void>) => {
  const { timer } = handTimer(beforeRetry);
  const address = readAddress(double.connectionString);
  const connection = new Connection({ address, timer, onTrouble: () => undefined });
  const reader = new Reader(connection, new Naming(''));
  return { connection, reader, appender: new Appender(connection, reader) };
};

describe('reads', () => {
  test('work after their own first connect met a server that was down', async () => {
    const double = await newDouble().reserve();
    let isUp = false;
    const { reader, connection } = cold(double, async () => {
      if (!isUp) await double.start();
      isUp = true;
    });
    expect(await reader.stream('source-a', 0n, 10)).toEqual([]);
    expect(isUp).toBe(true);
    await connection.close();
  });

  test('work after a store was opened while the server was still starting', async () => {
    const double = await newDouble().reserve();
    let isUp = false;
    const { store, told } = await open(double, {
      beforeRetry: async () => {
        if (!isUp) await double.start();
        isUp = true;
      },
    });
    const note = noteMaker();
    await store.append(source('a'), [note.taken('một')], 0);
    expect(texts(await store.read(source('a')))).toEqual(['một']);
    expect(told[0]).toMatch(/^KurrentDB at 127\.0\.0\.1:\d+: .*ECONNREFUSED.*; trying again$/);
  });

  test('work after the first question about the server was refused', async () => {
    const double = await newDouble().start();
    // The first connection is that for appends.
    double.script.add('GetSupportedMethods', 'PASS', { fail: rpcError(status.INTERNAL, 'not yet') });
    const { store, told } = await open(double);
    expect(await store.read(source('a'))).toEqual([]);
    expect(told).toHaveLength(1);
  });

  test('work again after a kill and a restart', async () => {
    const double = await newDouble().start();
    let isUp = true;
    const { store } = await open(double, {
      beforeRetry: async () => {
        if (!isUp) await double.start();
        isUp = true;
      },
    });
    await store.append(source('a'), [noteMaker().taken('một')], 0);
    double.kill();
    isUp = false;
    expect(texts(await store.read(source('a')))).toEqual(['một']);
    expect(texts(await store.readAll(await store.head(), 10))).toEqual([]);
  });

  test('move to the new leader when the old one dies', async () => {
    const second = newDouble();
    const first = newDouble({ log: second.log, leader: () => (isFirst ? first.port : second.port) });
    let isFirst = true;
    await first.start();
    await second.start();
    const { store } = await open(first, {
      connectionString: `kurrentdb://127.0.0.1:${first.port},127.0.0.1:${second.port}?tls=false&discoveryInterval=10`,
    });
    const note = noteMaker();
    await store.append(source('a'), [note.taken('một')], 0);
    isFirst = false;
    first.kill();
    expect(texts(await store.read(source('a')))).toEqual(['một']);
    appended(await store.append(source('a'), [note.taken('hai')], 1));
    expect(texts(await store.read(source('a')))).toEqual(['một', 'hai']);
  });

  test('that are never answered are given up and asked again', async () => {
    const double = await newDouble().start();
    const { store, expire, told } = await open(double);
    await store.append(source('a'), [noteMaker().taken('một')], 0);
    double.script.add('Read', 'MUTE');
    const asked = double.script.called('Read');
    const reading = store.read(source('a'));
    await asked;
    expire();
    expect(texts(await reading)).toEqual(['một']);
    expect(told).toEqual([expect.stringMatching(/no answer within 10 s; trying again$/)]);
  });

  test('that cannot be answered fail in words, after a few pauses that grow', async () => {
    const double = await newDouble().start();
    const { store, pauses } = await open(double);
    double.kill();
    await expect(store.read(source('a'))).rejects.toMatchObject({
      name: 'StoreFault',
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(
        /^KurrentDB at 127\.0\.0\.1:\d+ does not answer as it should: .*Check that it runs/,
      ),
    });
    expect(pauses).toEqual([100, 200, 400, 800]);
  });

  test('never ask for more than a page', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    const note = noteMaker();
    const many = Array.from({ length: 1200 }, (_, index) => note.taken(`${index}`));
    await store.append(source('a'), many, 0);
    expect(await store.read(source('a'))).toHaveLength(1200);
    expect(await store.read(source('a'), 2, 1100)).toHaveLength(1100);
    const all = await store.readAll(await store.head(), Number.MAX_SAFE_INTEGER);
    expect(all).toEqual([]);
    expect(double.largestRead).toBe(500);
  });
});

describe('an append', () => {
  test('that is never answered is settled and sent again, and stored once', async () => {
    const double = await newDouble().start();
    const { store, expire, told } = await open(double);
    double.script.add('BatchAppend', 'MUTE');
    const sent = double.script.called('BatchAppend');
    const appending = store.append(source('a'), [noteMaker().taken('một')], 0);
    await sent;
    expire();
    const events = appended(await appending);
    expect(await store.read(source('a'))).toEqual(events);
    expect(told).toEqual([
      expect.stringMatching(/no answer within 10 s; looking whether the append to source-a was stored$/),
    ]);
  });

  test('waits no longer than its time for a server that does not say what it can', async () => {
    const double = await newDouble().start();
    const { store, expire } = await open(double);
    const note = noteMaker();
    double.script.add('BatchAppend', { fail: unavailable });
    double.script.add('GetSupportedMethods', 'MUTE');
    const asked = double.script.called('GetSupportedMethods');
    const appending = store.append(source('a'), [note.taken('một')], 0);
    await asked;
    expire();
    expect(appended(await appending)).toHaveLength(1);
  });

  test('goes through after the server ended the stream of appends, and so do all later ones', async () => {
    const double = await newDouble().start();
    const { store, expire, limited } = await open(double);
    const note = noteMaker();
    double.script.add('BatchAppend', 'END');
    const sent = double.script.called('BatchAppend');
    const appending = store.append(source('a'), [note.taken('một')], 0);
    await sent;
    expire();
    appended(await appending);
    double.endBatchStreams();
    const begun = limited();
    const later = store.append(source('a'), [note.taken('hai')], 1);
    await begun;
    expire();
    appended(await later);
    expect(texts(await store.read(source('a')))).toEqual(['một', 'hai']);
  });

  test('of what JSON cannot say is refused before the client sees it', () => {
    const event = noteMaker().taken('một');
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(() => makeReady('source-a', [{ ...event, data: { text: 1n } }])).toThrow(TypeError);
    expect(() => makeReady('source-a', [{ ...event, data: cycle }])).toThrow(TypeError);
    expect(() => makeReady('source-a', [{ ...event, data: { toJSON: () => undefined } }])).toThrow(/of type string/);
    expect(() => makeReady('source-a', [{ ...event, meta: { ...event.meta, extra: 1n } }])).toThrow(TypeError);
  });

  test.each([
    ['an id that is none', { eventId: 'nope' }, /Event id nope is not a UUID/],
    [
      'an id in upper case, which would come back in lower',
      { eventId: '00000000-0000-4000-8000-00000000000A' },
      /lower case/,
    ],
  ])('with %s is refused before anything is sent', async (_, part, message) => {
    const double = await newDouble().start();
    const { store } = await open(double);
    const before = double.script.calls('BatchAppend');
    await expect(store.append(source('a'), [{ ...noteMaker().taken('một'), ...part }], 0)).rejects.toThrow(message);
    expect(double.script.calls('BatchAppend')).toBe(before);
  });

  test('of more data than the server takes is refused before anything is sent, the largest is stored', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    const note = noteMaker();
    const frame = JSON.stringify(note.taken('').data).length;
    const before = double.script.calls('BatchAppend');
    await expect(
      store.append(source('a'), [note.taken('x'.repeat(600_000)), note.taken('x'.repeat(600_000))], 0),
    ).rejects.toThrow(/too large: 12\d{5} bytes of data, at most 1048576/);
    await expect(store.append(source('a'), [note.taken('x'.repeat(1_048_577 - frame))], 0)).rejects.toThrow(
      /too large/,
    );
    expect(double.script.calls('BatchAppend')).toBe(before);
    appended(await store.append(source('a'), [note.taken('x'.repeat(1_048_576 - frame))], 0));
  });

  test('of many to one stream on a cold connection keeps their order', async () => {
    const double = await newDouble().start();
    const { appender, reader, connection } = cold(double);
    const note = noteMaker();
    const wanted = Array.from({ length: 50 }, (_, index) => `${index}`);
    await Promise.all(
      wanted.map((text, version) => appender.append('source-a', makeReady('source-a', [note.taken(text)]), version)),
    );
    const stored = await reader.stream('source-a', 0n, 100);
    expect(stored.map(({ event }) => (event?.data as { text: string }).text)).toEqual(wanted);
    await connection.close();
  });

  test('is not bound to a failure that the client remembers', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    double.script.add('BatchAppend', { fail: unavailable });
    double.script.add('GetSupportedMethods', { fail: rpcError(status.DEADLINE_EXCEEDED, 'too late') });
    expect(appended(await store.append(source('a'), [noteMaker().taken('một')], 0))).toHaveLength(1);
  });

  test('goes through after one that was refused for its credentials, which the client would remember', async () => {
    const double = await newDouble().start();
    const { appender, connection } = cold(double);
    double.script.add('GetSupportedMethods', { fail: rpcError(status.UNAUTHENTICATED, 'Unauthenticated') });
    const ready = makeReady('source-a', [noteMaker().taken('một')]);
    await expect(appender.append('source-a', ready, 0)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await appender.append('source-a', ready, 0)).toMatchObject({ stored: [{ event: { revision: 0n } }] });
    await connection.close();
  });

  test('to each of two hundred streams at once on a cold connection goes through', async () => {
    const double = await newDouble().start();
    const { appender, connection } = cold(double);
    const note = noteMaker();
    const appends = Array.from({ length: 200 }, (_, index) => {
      const stream = `source-${index}`;
      return appender.append(stream, makeReady(stream, [note.taken(stream)]), 0);
    });
    expect((await Promise.all(appends)).every((result) => 'stored' in result && result.stored.length === 1)).toBe(true);
    await connection.close();
  });

  test('fails in words while the server is down, though the client then throws a bare error', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    double.kill();
    await expect(store.append(source('a'), [noteMaker().taken('một')], 0)).rejects.toMatchObject({
      name: 'StoreFault',
      code: 'STORE_UNAVAILABLE',
    });
  });

  test('that failed after it was stored is found by its ids and not stored again', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    const note = noteMaker();
    await store.append(source('a'), [note.taken('một')], 0);
    double.script.add('BatchAppend', { fail: unavailable, stored: true });
    const sent = double.script.calls('BatchAppend');
    const events = appended(await store.append(source('a'), [note.taken('hai'), note.taken('ba')], 1));
    expect(texts(events)).toEqual(['hai', 'ba']);
    expect(texts(await store.read(source('a')))).toEqual(['một', 'hai', 'ba']);
    expect(double.script.calls('BatchAppend')).toBe(sent + 1);
  });

  test('that failed before it was stored while somebody else wrote is a conflict', async () => {
    const double = await newDouble().start();
    const other = await open(double);
    const note = noteMaker();
    const { store } = await open(double, {
      beforeRetry: async () => {
        await other.store.append(source('a'), [note.taken('trước')], 0);
      },
    });
    double.script.add('BatchAppend', { fail: unavailable });
    expect(await store.append(source('a'), [note.taken('sau')], 0)).toEqual({ appended: false, actual: 1 });
    expect(texts(await store.read(source('a')))).toEqual(['trước']);
  });

  test('with the ids of another caller, who was first with other salt, is a conflict and not a success', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    const mine = noteMaker().taken('một');
    const theirs = { ...mine, meta: { ...mine.meta, salt: 'other' } };
    appended(await store.append(source('a'), [theirs], 0));
    expect(await store.append(source('a'), [mine], 0)).toEqual({ appended: false, actual: 1 });
    expect(appended(await store.append(source('a'), [theirs], 0))).toEqual(await store.read(source('a')));
  });

  test('goes to the leader when it met another node', async () => {
    const leader = await newDouble().start();
    const follower = await newDouble({ log: leader.log }).start();
    const { store } = await open(follower);
    follower.script.add('BatchAppend', { fail: notLeader(leader.port) });
    const sent = leader.script.calls('BatchAppend');
    appended(await store.append(source('a'), [noteMaker().taken('một')], 0));
    expect(leader.script.calls('BatchAppend')).toBe(sent + 1);
  });

  test('works on a server without appends in batches', async () => {
    const double = await newDouble({ batchAppend: false }).start();
    const { store } = await open(double);
    const note = noteMaker();
    double.script.add('Append', 'PASS', { fail: unavailable, stored: true });
    appended(await store.append(source('a'), [note.taken('một')], 0));
    appended(await store.append(source('a'), [note.taken('hai')], 1));
    expect(await store.append(source('a'), [note.taken('ba')], 1)).toEqual({ appended: false, actual: 2 });
    expect(texts(await store.read(source('a')))).toEqual(['một', 'hai']);
  });
});
