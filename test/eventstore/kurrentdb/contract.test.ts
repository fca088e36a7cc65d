import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Codec } from '../../../src/eventstore/codec.js';
import { openKurrentEventStore } from '../../../src/eventstore/kurrentdb/eventStore.js';
import { eventStoreContract } from '../../contracts/eventStore.contract.js';
import { KurrentDouble } from '../../support/kurrentDouble/double.js';
import type { MakeLog } from '../../support/logUnderTest.js';
import { announce } from '../../support/notRun.js';
import { systemTimer } from '../../../src/systemTimer.js';
import { reopenable } from '../../support/reopenable.js';

// Real connections on a machine that may be busy with other tests.
jest.setTimeout(30_000);

/** Each test has a prefix of its own, since a real server cannot be emptied. */
const over =
  (server: () => Promise<{ readonly connectionString: string; readonly stop: () => void }>): MakeLog =>
  async ({ codec }) => {
    const { connectionString, stop } = await server();
    const prefix = `${randomUUID()}-`;
    const open = (by: Codec = codec) =>
      openKurrentEventStore({
        connectionString,
        codec: by,
        prefix,
        onTrouble: (message) => console.warn(message),
        timer: systemTimer,
      });
    return reopenable(open, stop);
  };

eventStoreContract(
  'KurrentDB (in-process double)',
  over(async () => {
    const double = await new KurrentDouble().start();
    return { connectionString: double.connectionString, stop: () => double.kill() };
  }),
  'SERVER',
);

const url = process.env.EVENTSTORE_URL;
if (url === undefined || url === '') {
  announce('the event store contract on a real KurrentDB', 'EVENTSTORE_URL is not set');
} else {
  eventStoreContract(
    'KurrentDB (EVENTSTORE_URL)',
    over(() => Promise.resolve({ connectionString: url, stop: () => undefined })),
    'SERVER',
  );
}
