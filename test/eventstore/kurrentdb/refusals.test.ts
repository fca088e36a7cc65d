import { status } from '@grpc/grpc-js';
import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RefusalStore } from '../../../src/application/ports.js';
import { beginning } from '../../../src/domain/kernel/ids.js';
import { openKurrentRefusalStore } from '../../../src/eventstore/kurrentdb/refusals.js';
import { refusalQuota } from '../../../src/eventstore/kurrentdb/refusalDay.js';
import { refusalStoreContract, type MakeRefusals } from '../../contracts/refusalStore.contract.js';
import { rpcError } from '../../support/kurrentDouble/wire.js';
import { handTimer } from '../../support/kurrentDouble/timer.js';
import { handClock } from '../../support/notes.js';
import { KurrentDouble } from '../../support/kurrentDouble/double.js';
import { announce } from '../../support/notRun.js';
import { bench } from './support.js';

const on =
  (server: () => Promise<{ readonly connectionString: string; readonly stop: () => void }>): MakeRefusals =>
  async ({ clock }) => {
    const { connectionString, stop } = await server();
    const prefix = `${randomUUID()}-`;
    let lost = 0;
    const open = () =>
      openKurrentRefusalStore({
        connectionString,
        prefix,
        clock,
        onLost: (count) => (lost += count),
        onTrouble: (message) => console.warn(message),
      });
    let current = await open();
    return {
      refusals: current,
      lost: () => lost,
      reopen: async () => {
        await current.close();
        return (current = await open());
      },
      dispose: async () => {
        await current.close();
        stop();
      },
    };
  };

refusalStoreContract(
  'KurrentDB (in-process double)',
  refusalQuota,
  on(async () => {
    const double = await new KurrentDouble().start();
    return { connectionString: double.connectionString, stop: () => double.kill() };
  }),
);

const url = process.env.EVENTSTORE_URL;
if (url === undefined || url === '') {
  announce('the refusal store contract on a real KurrentDB', 'EVENTSTORE_URL is not set');
} else {
  refusalStoreContract(
    'KurrentDB (EVENTSTORE_URL)',
    refusalQuota,
    on(() => Promise.resolve({ connectionString: url, stop: () => undefined })),
  );
}

const { double: newDouble, open } = bench();
const record = (refusals: RefusalStore, stream: string): void =>
  refusals.record({
    actor: 'person-1',
    role: 'CLERK',
    command: 'LinkSource',
    code: 'NOT_FOUND',
    stream,
    payloadDigest: 'digest',
    at: '2026-03-01T00:00:00.000Z',
  });

test('refusals lie in a stream of their day that the server forgets, and no reader of the log meets them', async () => {
  const double = await newDouble().start();
  const { store } = await open(double);
  const refusals = await openKurrentRefusalStore({
    connectionString: double.connectionString,
    clock: handClock(),
    onLost: () => undefined,
    onTrouble: () => undefined,
  });
  record(refusals, 'source:a');
  await refusals.close();
  const [metadata] = double.log.records.filter(({ stream }) => stream === '$$refusals-2026-03-01');
  expect(JSON.parse(Buffer.from(metadata?.data ?? []).toString())).toEqual({ $maxAge: 158_112_000 });
  expect(double.log.view('refusals-2026-03-01')).toMatchObject({ last: 0n });
  expect(await store.readAll(beginning, 10)).toEqual([]);
  expect(await store.head()).toBe(beginning);
});

test('a server that is down costs the refusals of that moment and no more', async () => {
  const double = await newDouble().start();
  const lost: number[] = [];
  const { timer } = handTimer();
  const refusals = await openKurrentRefusalStore({
    connectionString: double.connectionString,
    clock: handClock(),
    onLost: (count) => lost.push(count),
    onTrouble: () => undefined,
    timer,
  });
  double.kill();
  record(refusals, 'a');
  record(refusals, 'a');
  record(refusals, 'b');
  await refusals.flush();
  await double.start();
  double.script.add('BatchAppend', 'PASS', { fail: rpcError(status.UNAVAILABLE, 'going away'), stored: true });
  record(refusals, 'c');
  await refusals.flush();
  expect(lost).toEqual([3]);
  expect((await refusals.list({}, 10)).map(({ stream, count }) => [stream, count])).toEqual([['c', 1]]);
  await refusals.close();
});
