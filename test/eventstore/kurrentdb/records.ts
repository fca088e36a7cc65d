import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../src/application/ports.js';
import type { KurrentRecordsOptions } from '../../../src/eventstore/kurrentdb/countedRecords.js';
import { KurrentDouble } from '../../support/kurrentDouble/double.js';
import { announce } from '../../support/notRun.js';
import { systemTimer } from '../../../src/systemTimer.js';
import { reopenable } from '../../support/reopenable.js';

export type MakeServer = () => Promise<{ readonly connectionString: string; readonly stop: () => void }>;

/** A server of its own for each test. */
export const onDouble: MakeServer = async () => {
  const double = await new KurrentDouble().start();
  return { connectionString: double.connectionString, stop: () => double.kill() };
};

/** Runs a suite on the server of EVENTSTORE_URL, or says that it did not. */
export const onRealServer = (suite: string, run: (server: MakeServer) => void): void => {
  const url = process.env.EVENTSTORE_URL;
  if (url === undefined || url === '') announce(`${suite} on a real KurrentDB`, 'EVENTSTORE_URL is not set');
  else run(() => Promise.resolve({ connectionString: url, stop: () => undefined }));
};

/** A store of records for a contract, under a prefix of its own. */
export const recordsUnderTest = async <S extends { close(): Promise<void> }>(
  openStore: (options: KurrentRecordsOptions) => Promise<S>,
  server: MakeServer,
  clock: Clock,
) => {
  const { connectionString, stop } = await server();
  const prefix = `${randomUUID()}-`;
  let lost = 0;
  const open = () =>
    openStore({
      connectionString,
      prefix,
      clock,
      onLost: (count) => (lost += count),
      onTrouble: (message) => console.warn(message),
      timer: systemTimer,
    });
  return { ...(await reopenable(open, stop)), lost: () => lost };
};
