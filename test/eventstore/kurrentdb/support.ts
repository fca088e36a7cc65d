import { afterEach, jest } from '@jest/globals';
import type { EventStore } from '../../../src/application/ports.js';
import { createCodec } from '../../../src/eventstore/codec.js';
import { openKurrentEventStore, type KurrentEventStoreOptions } from '../../../src/eventstore/kurrentdb/eventStore.js';
import { KurrentDouble, type DoubleOptions } from '../../support/kurrentDouble/double.js';
import { handTimer } from '../../support/kurrentDouble/timer.js';
import { noteDefinitions } from '../../support/notes.js';

// Real connections on a machine that may be busy with other tests.
jest.setTimeout(30_000);

/** Starts doubles and opens stores for the tests of one file, and takes them down after each test. */
export const bench = () => {
  const stores: EventStore[] = [];
  const doubles: KurrentDouble[] = [];
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    for (const double of doubles.splice(0)) double.kill();
  });
  return {
    double: (options: DoubleOptions = {}): KurrentDouble => {
      const double = new KurrentDouble(options);
      doubles.push(double);
      return double;
    },
    /** Opens a store on a timer of the test's. `told` are the lines for the log. */
    open: async (
      double: KurrentDouble,
      {
        beforeRetry,
        ...options
      }: Partial<KurrentEventStoreOptions> & { readonly beforeRetry?: () => Promise<void> | void } = {},
    ) => {
      const hand = handTimer(beforeRetry);
      const told: string[] = [];
      const store = await openKurrentEventStore({
        connectionString: double.connectionString,
        codec: createCodec(noteDefinitions),
        onTrouble: (message) => told.push(message),
        timer: hand.timer,
        ...options,
      });
      stores.push(store);
      return { store, told, ...hand };
    },
  };
};
