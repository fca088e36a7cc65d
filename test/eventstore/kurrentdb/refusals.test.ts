import { status } from '@grpc/grpc-js';
import { expect, test } from '@jest/globals';
import type { RefusalStore } from '../../../src/application/ports.js';
import { beginning } from '../../../src/domain/kernel/ids.js';
import { refusalQuota } from '../../../src/eventstore/counting.js';
import { openKurrentRefusalStore } from '../../../src/eventstore/kurrentdb/refusals.js';
import { refusalStoreContract, type MakeRefusals } from '../../contracts/refusalStore.contract.js';
import { rpcError } from '../../support/kurrentDouble/wire.js';
import { handTimer } from '../../support/kurrentDouble/timer.js';
import { handClock } from '../../support/notes.js';
import { onDouble, onRealServer, recordsUnderTest, type MakeServer } from './records.js';
import { bench } from './support.js';
import { systemTimer } from '../../../src/systemTimer.js';

const on =
  (server: MakeServer): MakeRefusals =>
  async ({ clock }) => {
    const { store, ...under } = await recordsUnderTest(openKurrentRefusalStore, server, clock);
    return { refusals: store, ...under };
  };

refusalStoreContract('KurrentDB (in-process double)', refusalQuota, on(onDouble));
onRealServer('the refusal store contract', (server) =>
  refusalStoreContract('KurrentDB (EVENTSTORE_URL)', refusalQuota, on(server)),
);

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
    timer: systemTimer,
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
