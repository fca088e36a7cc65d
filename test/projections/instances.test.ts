import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { compareWithRebuild } from '../../projections/rebuild.js';
import { ProjectionRunner } from '../../projections/runner.js';
import { type EventStore, type Generation, type ReadStore, StoreFault } from '../../src/application/ports.js';
import type { Position } from '../../src/domain/kernel/ids.js';
import { handLeases } from '../support/handLeases.js';
import { handClock } from '../support/notes.js';
import { contents } from '../support/projectionSpec.js';
import { openLibrary, shelfProjection, strikesProjection, type Library } from './shelf.js';

const unavailable = () => new StoreFault('STORE_UNAVAILABLE', 'the store does not answer');

/** A log that can be out of reach; what follows it then gets nothing and no error, as over KurrentDB. */
const severable = (log: EventStore): { readonly log: EventStore; isCut: boolean } => {
  const link: ReturnType<typeof severable> = {
    isCut: false,
    log: {
      storeId: log.storeId,
      append: (...asked) => log.append(...asked),
      read: (...asked) => log.read(...asked),
      readMany: (...asked) => log.readMany(...asked),
      readAll: (...asked) => log.readAll(...asked),
      close: () => log.close(),
      head: () => (link.isCut ? Promise.reject(unavailable()) : log.head()),
      subscribe: async function* (...asked) {
        for await (const delivery of log.subscribe(...asked)) if (!link.isCut) yield delivery;
      },
    },
  };
  return link;
};

/** A read store in which writing can fail. */
const failing = (store: ReadStore): { readonly store: ReadStore; failures: number } => {
  const wrap = (generation: Generation): Generation => ({
    get: (...asked) => generation.get(...asked),
    getMany: (...asked) => generation.getMany(...asked),
    find: (...asked) => generation.find(...asked),
    count: (...asked) => generation.count(...asked),
    countBy: (...asked) => generation.countBy(...asked),
    search: (...asked) => generation.search(...asked),
    position: () => generation.position(),
    apply: (...asked) => {
      if (failure.failures === 0) return generation.apply(...asked);
      failure.failures -= 1;
      return Promise.reject(unavailable());
    },
  });
  const failure: ReturnType<typeof failing> = {
    failures: 0,
    store: {
      open: async (...asked) => wrap(await store.open(...asked)),
      beginRebuild: (...asked) => store.beginRebuild(...asked),
      swap: (name) => store.swap(name),
      abandon: (name) => store.abandon(name),
      close: () => store.close(),
    },
  };
  return failure;
};

describe('several instances', () => {
  let library: Library;
  let leases: ReturnType<typeof handLeases>;
  let runners: ProjectionRunner[];
  const shelf = shelfProjection();

  beforeEach(async () => {
    library = await openLibrary();
    leases = handLeases();
    runners = [];
  });
  afterEach(async () => {
    for (const runner of runners) await runner.stop();
    await library.close();
  });

  const instance = async (over: { eventStore?: EventStore; readStore?: ReadStore } = {}): Promise<ProjectionRunner> => {
    const runner = new ProjectionRunner({
      projections: [shelf, strikesProjection],
      eventStore: over.eventStore ?? library.eventStore,
      readStore: over.readStore ?? library.readStore(),
      leases: leases.instance(),
      clock: handClock('2026-03-02T00:00:00.000Z'),
      log: library.log,
      timer: library.timer.timer,
    });
    runners.push(runner);
    await runner.start();
    return runner;
  };
  /** Lets every rest, pause and look end until it is so. */
  const until = async (so: () => boolean): Promise<void> => {
    while (!so()) {
      library.timer.ring(10_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const states = (runner: ProjectionRunner) => runner.status().map(({ state }) => state);
  const at = (runner: ProjectionRunner, position: Position) => (): boolean =>
    runner.status().every((status) => status.position >= position);
  const write = (text: string): Promise<Position> => library.add('a', library.note.taken(text));
  const soundness = async (): Promise<void> => {
    const options = {
      eventStore: library.eventStore,
      readStore: library.readStore(),
      clock: handClock(),
      onProgress: () => undefined,
    };
    expect(await compareWithRebuild(shelf, options)).toEqual([]);
    expect(await compareWithRebuild(strikesProjection, options)).toEqual([]);
  };
  const notes = async (): Promise<unknown> => {
    const generation = await library.readStore().open('shelf', 1, shelf.collections);
    return (await contents(shelf, generation)).shelves;
  };

  test('one writes, the others look on and answer readers who wait', async () => {
    const first = await instance();
    const second = await instance();
    const position = await write('một');
    expect(await first.waitFor(['shelf', 'strikes'], position, 1)).toBe(true);
    const waiting = second.waitFor(['shelf', 'strikes'], position, 1_000_000);
    await until(at(second, position));
    expect(await waiting).toBe(true);
    expect([states(first), states(second)]).toEqual([
      ['RUNNING', 'RUNNING'],
      ['STANDBY', 'STANDBY'],
    ]);
    await until(() => second.status().every(({ live }) => live));
    expect(second.status()[0]).toMatchObject({ live: true, lastEventAt: '2026-03-02T00:00:00.000Z' });
  });

  test('when the one that writes stops, another goes on from there, and nothing is skipped or doubled', async () => {
    const first = await instance();
    const second = await instance();
    expect(await first.waitFor(['shelf', 'strikes'], await write('một'), 1)).toBe(true);
    await first.stop();
    const position = await write('hai');
    await until(at(second, position));
    expect(states(second)).toEqual(['RUNNING', 'RUNNING']);
    await second.stop();
    expect(await notes()).toEqual({ a: { notes: ['một', 'hai'], taken: 2 } });
    await soundness();
  });

  test('one that loses a lease stands by for it, and keeps the others', async () => {
    const first = await instance();
    const second = await instance();
    expect(await first.waitFor(['shelf', 'strikes'], await write('một'), 1)).toBe(true);
    leases.lose('projection shelf');
    await until(() => second.status()[0]?.state === 'RUNNING');
    const position = await write('hai');
    await until(() => at(first, position)() && at(second, position)());
    expect([states(first), states(second)]).toEqual([
      ['STANDBY', 'RUNNING'],
      ['RUNNING', 'STANDBY'],
    ]);
    for (const runner of runners) await runner.stop();
    await soundness();
  });

  test('one that does not know that it was replaced writes nothing twice', async () => {
    const first = await instance();
    const second = await instance();
    expect(await first.waitFor(['shelf', 'strikes'], await write('một'), 1)).toBe(true);
    leases.lose('projection shelf', 'unawares');
    await until(() => second.status()[0]?.state === 'RUNNING');
    expect(states(first)).toEqual(['RUNNING', 'RUNNING']);
    for (const text of ['hai', 'ba', 'bốn']) {
      const position = await write(text);
      await until(() => at(first, position)() && at(second, position)());
    }
    for (const runner of runners) await runner.stop();
    expect(await notes()).toEqual({ a: { notes: ['một', 'hai', 'ba', 'bốn'], taken: 4 } });
    await soundness();
  });

  test('one that cannot reach the log gives its leases back, and stands by once it can again', async () => {
    const link = severable(library.eventStore);
    const first = await instance({ eventStore: link.log });
    const second = await instance();
    expect(await first.waitFor(['shelf', 'strikes'], await write('một'), 1)).toBe(true);
    link.isCut = true;
    await until(() => states(second).every((state) => state === 'RUNNING'));
    expect(first.status()[0]).toMatchObject({ state: 'RETRYING', fault: 'the store does not answer', live: false });
    const position = await write('hai');
    await until(at(second, position));
    link.isCut = false;
    await until(() => at(first, position)() && states(first).every((state) => state === 'STANDBY'));
    expect(first.status()[0]?.fault).toBeUndefined();
    for (const runner of runners) await runner.stop();
    await soundness();
  });

  test('one whose read models cannot be written waits, tells it once, and goes on', async () => {
    const disk = failing(library.readStore());
    const only = await instance({ readStore: disk.store });
    expect(await only.waitFor(['shelf', 'strikes'], await write('một'), 1)).toBe(true);
    disk.failures = 6;
    const position = await write('hai');
    await until(() => at(only, position)() && states(only).every((state) => state === 'RUNNING'));
    expect(library.logged).toEqual(
      ['shelf', 'strikes'].map((projection) => ({
        level: 'warn',
        fields: { projection, err: expect.objectContaining({ code: 'STORE_UNAVAILABLE' }) },
        message: 'projection waits: the store does not answer',
      })),
    );
    await only.stop();
    await soundness();
  });
});
