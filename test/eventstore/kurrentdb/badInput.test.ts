import { status } from '@grpc/grpc-js';
import { describe, expect, test } from '@jest/globals';
import { KurrentDBClient, jsonEvent } from '@kurrent/kurrentdb-client';
import { createCodec } from '../../../src/eventstore/codec.js';
import { readAddress } from '../../../src/eventstore/kurrentdb/address.js';
import { beginning } from '../../../src/domain/kernel/ids.js';
import { collect, texts } from '../../support/deliveries.js';
import { appended } from '../../support/logUnderTest.js';
import { noteDefinitions, noteMaker, source } from '../../support/notes.js';
import { rpcError } from '../../support/kurrentDouble/wire.js';
import type { KurrentDouble } from '../../support/kurrentDouble/double.js';
import { bench } from './support.js';

const { double: newDouble, open } = bench();

describe('a connection string', () => {
  test.each([
    ['kurrentdb://node:2113', 'kurrentdb://node:2113', 'KurrentDB at node:2113'],
    [' esdb://admin:s%3Acret@node?tls=true ', 'kurrentdb://admin:s%3Acret@node?tls=true', 'KurrentDB at node'],
    [
      'esdb+discover://a:1,b:2/?TLS_CA_File=%2Fca.crt&nodePreference=leader',
      'kurrentdb+discover://a:1,b:2?tlsCAFile=%2Fca.crt&nodePreference=leader',
      'KurrentDB at a:1,b:2',
    ],
  ])('%s is taken', (given, connectionString, name) => {
    expect(readAddress(given)).toEqual({ connectionString, name });
  });

  test.each([
    ['http://node:2113', /it is not of the form kurrentdb:\/\//],
    ['kurrentdb://', /it is not of the form/],
    ['kurrentdb://user:s3cret@', /it is not of the form/],
    ['kurrentdb://user:s3cret@node:port', /it is not of the form/],
    ['kurrentdb://user:s3cret@node?tls=true?x=1', /it is not of the form/],
    ['kurrentdb://s3cret@node', /before the @ a user, a colon and a password are needed/],
    ['kurrentdb://user:s3:cret@node', /write : @ \/ \? in them as %3A/],
    ['kurrentdb://user:s3cret@node?password=s3cret', /a setting is unknown or has no value; known are tls, /],
    ['kurrentdb://user:s3cret@node?tls', /a setting is unknown or has no value/],
    ['kurrentdb://node?throwOnAppendFailure=false', /a setting is unknown/],
    ['kurrentdb://node?nodePreference=follower', /only the leader knows all that was acknowledged/],
    ['kurrentdb://user:s3cret@node?tls=false', /without TLS the server is sent no credentials/],
  ])('%s is refused, and nothing of it is repeated', (given, message) => {
    let fault: unknown;
    try {
      readAddress(given);
    } catch (error) {
      fault = error;
    }
    expect(fault).toMatchObject({
      name: 'StoreFault',
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(message),
    });
    expect(String(fault)).not.toContain('s3cret');
    expect(fault).not.toHaveProperty('cause');
  });
});

describe('opening', () => {
  test('with refused credentials fails at once, and says so without them', async () => {
    const double = await newDouble().start();
    double.script.add('GetSupportedMethods', { fail: rpcError(status.UNAUTHENTICATED, 'Unauthenticated') });
    const told: string[] = [];
    const opening = open(double, { onTrouble: (message) => told.push(message) });
    await expect(opening).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/^KurrentDB at 127\.0\.0\.1:\d+ refuses the user or the password/),
    });
    expect(told).toEqual([]);
  });

  test('without the right to write fails at once', async () => {
    const double = await newDouble({ batchAppend: false }).start();
    double.script.add('Append', {
      fail: rpcError(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
    });
    await expect(open(double)).rejects.toMatchObject({ message: expect.stringMatching(/or what this user may do\.$/) });
  });

  test('with TLS on a server without fails in words that hold no password', async () => {
    const double = await newDouble().start();
    const opening = open(double, {
      connectionString: `kurrentdb://admin:s3cret@localhost:${double.port}?tls=true&discoveryInterval=10`,
    });
    const fault: unknown = await opening.catch((error: unknown) => error);
    expect(fault).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/^No TLS connection to KurrentDB at localhost:\d+: .*Check tls, tlsCAFile/s),
    });
    expect(String(fault)).not.toContain('s3cret');
  });

  test('with a file of certificates that is not there fails in words', async () => {
    const double = await newDouble().start();
    await expect(
      open(double, { connectionString: `kurrentdb://admin:s3cret@127.0.0.1:${double.port}?tlsCAFile=/nowhere/ca.crt` }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/Failed to load certificate file\. File was not found\.$/),
    });
  });

  test('on a server that stays down fails after ten tries with growing pauses', async () => {
    const double = await newDouble().reserve();
    const told: string[] = [];
    await expect(open(double, { onTrouble: (message) => told.push(message) })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/Check that it runs and that tls is set as it wants it\.$/),
    });
    expect(told).toHaveLength(9);
  });

  test('names the store once, whoever comes first', async () => {
    const double = await newDouble().start();
    const opened = await Promise.all([open(double), open(double), open(double, { prefix: 'other-' })]);
    const ids = opened.map(({ store }) => store.storeId);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  test('on a server where the name of the store is taken by somebody else leaves it alone', async () => {
    const double = await newDouble().start();
    await foreign(double, 'concordat-store', 'Something');
    await expect(open(double)).rejects.toMatchObject({
      code: 'STORE_FOREIGN',
      message: expect.stringMatching(/^The stream concordat-store in KurrentDB at .* was not written by this program/),
    });
    expect(double.log.view('concordat-store')).toMatchObject({ last: 0n });
  });
});

/** An event that another program has written. */
const foreign = async (double: KurrentDouble, stream: string, type: string, data = {}): Promise<void> => {
  const client = KurrentDBClient.connectionString(double.connectionString);
  await client.appendToStream(stream, [jsonEvent({ type, data })]);
  await client.dispose();
};

describe('a server that holds more than the log', () => {
  test('gives only the log', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    const note = noteMaker();
    await foreign(double, 'order-1', 'NoteTaken');
    await store.append(source('a'), [note.taken('một')], 0);
    await foreign(double, 'source-ngày 1', 'NoteTaken');
    await foreign(double, 'sources', 'NoteTaken');
    await foreign(double, '$stats-127.0.0.1:2113', '$statsCollected');
    const { store: beside } = await open(double, { prefix: 'beside-' });
    await beside.append(source('a'), [note.taken('khác')], 0);
    expect(texts(await store.readAll(beginning, 10))).toEqual(['một']);
    expect(texts(await store.readAll(beginning, 10, { eventTypes: ['NoteTaken'] }))).toEqual(['một']);
    expect(await store.head()).toBe((await store.read(source('a')))[0]?.position);
    const seen = await collect(store.subscribe(beginning, new AbortController().signal), ({ live }) => live);
    expect(texts(seen.events)).toEqual(['một']);
    expect(seen.marks.at(-1)?.position).toBe(await store.head());
  });

  test('and an unknown event in a stream of the log is a fault that names its place', async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    await foreign(double, 'source-a', 'Strange', { secret: 'x' });
    const fault = { code: 'EVENT_UNREADABLE', message: expect.stringMatching(/^Event 1 of source:a \(Strange, /) };
    await expect(store.read(source('a'))).rejects.toMatchObject(fault);
    await expect(store.readAll(beginning, 10)).rejects.toMatchObject(fault);
    const deliveries = store.subscribe(beginning, new AbortController().signal)[Symbol.asyncIterator]();
    await expect(deliveries.next()).rejects.toMatchObject(fault);
  });
});

describe('a stream of the log that somebody has meddled with', () => {
  const filled = async () => {
    const double = await newDouble().start();
    const { store } = await open(double);
    const note = noteMaker();
    await store.append(source('a'), [note.taken('một'), note.taken('hai')], 0);
    return { double, store, note, client: KurrentDBClient.connectionString(double.connectionString) };
  };

  test('cut at its beginning is a fault', async () => {
    const { store, client } = await filled();
    await client.setStreamMetadata('source-a', { truncateBefore: 1 });
    await expect(store.read(source('a'))).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      message: expect.stringMatching(/^source-a in KurrentDB at .* lacks version 1: it was cut/),
    });
    expect(texts(await store.read(source('a'), 2))).toEqual(['hai']);
    await client.dispose();
  });

  test('deleted and begun again is a fault', async () => {
    const { store, client, note } = await filled();
    await client.deleteStream('source-a');
    await expect(store.append(source('a'), [note.taken('ba')], 0)).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      message: expect.stringMatching(/^source-a in KurrentDB at .* went on at version 3 where 1 was due/),
    });
    await client.dispose();
  });

  test('deleted for good is a fault', async () => {
    const { store, client, note } = await filled();
    await client.tombstoneStream('source-a');
    const fault = {
      code: 'STORE_CORRUPT',
      message: expect.stringMatching(/^A stream of this log was deleted in KurrentDB/),
    };
    await expect(store.read(source('a'))).rejects.toMatchObject(fault);
    await expect(store.append(source('a'), [note.taken('ba')], 2)).rejects.toMatchObject(fault);
    await client.dispose();
  });
});

test('an event has the same time by every path: that of the server, in whole seconds', async () => {
  const double = await newDouble({ now: () => Date.parse('2026-03-01T08:00:01.999Z') }).start();
  const { store } = await open(double, { codec: createCodec(noteDefinitions) });
  const events = appended(await store.append(source('a'), [noteMaker().taken('một')], 0));
  const seen = await collect(store.subscribe(beginning, new AbortController().signal), ({ live }) => live);
  expect(
    [events, await store.read(source('a')), await store.readAll(beginning, 1), seen.events].map(([e]) => e?.recordedAt),
  ).toEqual(Array.from({ length: 4 }, () => '2026-03-01T08:00:01.000Z'));
});
