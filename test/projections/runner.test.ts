import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Generation } from '../../src/application/ports.js';
import { beginning, position, type Position } from '../../src/domain/kernel/ids.js';
import { projectBatch } from '../../projections/batch.js';
import type { Projection } from '../../projections/projection.js';
import { compareWithRebuild, rebuild } from '../../projections/rebuild.js';
import { ProjectionRunner } from '../../projections/runner.js';
import { createSoleLeases } from '../../src/leases/sole.js';
import { handClock } from '../support/notes.js';
import { contents } from '../support/projectionSpec.js';
import { openLibrary, shelfProjection, strikesProjection, type Library } from './shelf.js';

describe('the runner', () => {
  let library: Library;
  let runners: ProjectionRunner[];

  beforeEach(async () => {
    library = await openLibrary();
    runners = [];
  });
  afterEach(async () => {
    for (const runner of runners) await runner.stop();
    await library.close();
  });

  const run = async (...projections: readonly Projection[]): Promise<ProjectionRunner> => {
    const runner = new ProjectionRunner({
      projections,
      eventStore: library.eventStore,
      readStore: library.readStore(),
      leases: createSoleLeases(),
      clock: handClock(),
      log: library.log,
      timer: library.timer.timer,
    });
    runners.push(runner);
    await runner.start();
    return runner;
  };
  /** Waits until projections have got there; never by the clock. */
  const reached = async (runner: ProjectionRunner, at: Position, ...projections: string[]): Promise<void> => {
    expect(await runner.waitFor(projections, at, 1)).toBe(true);
  };
  const open = ({ name, version, collections }: Projection): Promise<Generation> =>
    library.readStore().open(name, version, collections);
  const options = () => ({
    eventStore: library.eventStore,
    readStore: library.readStore(),
    clock: handClock(),
    onProgress: () => undefined,
  });
  const shelf = shelfProjection();

  test('catches up with what was there and follows what comes', async () => {
    await library.add('a', library.note.taken('một'));
    const second = await library.add('a', library.note.taken('hai'));
    const runner = await run(shelf);
    await reached(runner, second, 'shelf');
    const generation = await open(shelf);
    expect(await contents(shelf, generation)).toEqual({
      shelves: { a: { notes: ['một', 'hai'], taken: 2 } },
      notes: { 'a.1': { shelf: 'a', text: 'một' }, 'a.2': { shelf: 'a', text: 'hai' } },
    });
    const third = await library.add('b', library.note.taken('ba'));
    await reached(runner, third, 'shelf');
    expect((await generation.get('shelves', 'b'))?.body).toEqual({ notes: ['ba'], taken: 1 });
    expect(runner.status()).toEqual([
      {
        projection: 'shelf',
        version: 1,
        state: 'RUNNING',
        position: third,
        live: true,
        lastEventAt: '2026-03-01T00:00:00.000Z',
      },
    ]);
    expect([...(await runner.lag())]).toEqual([['shelf', 0n]]);
  });

  test('takes more events than one batch, and the documents are those of one by one', async () => {
    const events = Array.from({ length: 1201 }, (_, index) => library.note.taken(`n${index}`));
    const last = await library.add('a', ...events);
    const runner = await run(shelf);
    await reached(runner, last, 'shelf');
    const document = await (await open(shelf)).get('shelves', 'a');
    expect(document).toEqual({
      id: 'a',
      position: last,
      body: { notes: events.map((_, index) => `n${index}`), taken: 1201 },
    });
    expect(await (await open(shelf)).count('notes')).toBe(1201);
  });

  test('moves through events that nobody handles', async () => {
    const last = await library.add('a', library.note.taken('một'));
    const runner = await run(strikesProjection);
    await reached(runner, last, 'strikes');
    expect(await (await open(strikesProjection)).position()).toBe(last);
    expect(await contents(strikesProjection, await open(strikesProjection))).toEqual({});
  });

  test('goes on from its position after a stop, each projection from its own', async () => {
    await library.add('a', library.note.taken('một'));
    const first = await run(shelf);
    await reached(first, await library.add('a', library.note.taken('hai')), 'shelf');
    await first.stop();
    expect(first.status().map(({ state }) => state)).toEqual(['STOPPED']);
    await library.add('b', library.note.taken('ba'));
    const last = await library.add('b', library.note.struck());

    const second = await run(shelf, strikesProjection);
    await reached(second, last, 'shelf', 'strikes');
    expect(await contents(shelf, await open(shelf))).toEqual({
      shelves: { a: { notes: ['một', 'hai'], taken: 2 } },
      notes: {
        'a.1': { shelf: 'a', text: 'một' },
        'a.2': { shelf: 'a', text: 'hai' },
        'b.1': { shelf: 'b', text: 'ba' },
      },
    });
    expect(await contents(strikesProjection, await open(strikesProjection))).toEqual({
      strikes: { all: { struck: 1 } },
    });
  });

  test('cannot be started twice, but again after a stop', async () => {
    const runner = await run(shelf);
    await expect(runner.start()).rejects.toThrow('running already');
    await runner.stop();
    await runner.start();
    await reached(runner, await library.add('a', library.note.taken('một')), 'shelf');
  });

  test('killed between two batches, it ends up with what a rebuild gives', async () => {
    const first = await run(shelf, strikesProjection);
    for (const name of ['a', 'b', 'c']) await library.add(name, library.note.taken('một'), library.note.taken('hai'));
    await reached(first, await library.add('b', library.note.struck()), 'shelf', 'strikes');
    // What a kill leaves: the file and its write-ahead log as they are at this moment, nothing closed.
    for (const part of ['', '-wal']) {
      const from = join(library.folder, `read.db${part}`);
      if (existsSync(from)) copyFileSync(from, join(library.folder, `killed.db${part}`));
    }
    await first.stop();
    await library.add('b', library.note.taken('ba'));
    await library.add('c', library.note.struck());
    const last = await library.add('a', library.note.taken('bốn'));

    await library.reopenReadStore('killed.db');
    expect(await (await open(shelf)).position()).not.toBe(beginning);
    const second = await run(shelf, strikesProjection);
    await reached(second, last, 'shelf', 'strikes');
    await second.stop();
    const followed = await contents(shelf, await open(shelf));
    expect(followed.shelves).toEqual({
      a: { notes: ['một', 'hai', 'bốn'], taken: 3 },
      b: { notes: ['ba'], taken: 1 },
    });
    expect(await compareWithRebuild(shelf, options())).toEqual([]);
    expect(await compareWithRebuild(strikesProjection, options())).toEqual([]);
    await rebuild([shelf], options());
    expect(await contents(shelf, await open(shelf))).toEqual(followed);
  });

  test('starts again from nothing where the read model is ahead of the log', async () => {
    const generation = await open(shelf);
    const ahead = position(1_000_000);
    await generation.apply([{ write: { put: 'shelves', id: 'ghost', body: { taken: 1 } }, at: ahead }], ahead);
    const last = await library.add('a', library.note.taken('một'));
    const runner = await run(shelf);
    await reached(runner, last, 'shelf');
    expect((await contents(shelf, generation)).shelves).toEqual({ a: { notes: ['một'], taken: 1 } });
    expect(library.logged.map(({ level, fields }) => ({ level, fields }))).toEqual([
      { level: 'warn', fields: { projection: 'shelf', position: ahead, head: last } },
    ]);
  });

  test('goes on from where a rebuilt generation stands, and misses no event', async () => {
    const runner = await run(shelf);
    await reached(runner, await library.add('a', library.note.taken('một'), library.note.taken('hai')), 'shelf');
    // A rebuilt generation that is behind: only the first event is in it.
    const [first] = await library.eventStore.readAll(beginning, 1);
    const upTo = first?.position ?? beginning;
    const behind = await library.readStore().beginRebuild('shelf', 1, shelf.collections);
    await projectBatch(shelf, behind, { events: first === undefined ? [] : [first], upTo, live: false }, beginning);
    await library.readStore().swap('shelf');
    await reached(runner, await library.add('a', library.note.taken('ba')), 'shelf');
    expect((await (await open(shelf)).get('shelves', 'a'))?.body).toEqual({
      notes: ['một', 'hai', 'ba'],
      taken: 3,
    });
  });

  describe('when a projection fails', () => {
    test('only that one stops, just before the event, and says which', async () => {
      const broken = shelfProjection('broken');
      const sound = shelfProjection('sound', true);
      const before = await library.add('a', library.note.taken('một'));
      await library.add('a', library.note.taken('unreadable'));
      const last = await library.add('a', library.note.taken('ba'));
      const runner = await run(broken, sound);
      await reached(runner, last, 'sound');
      expect(await runner.waitFor(['broken'], last, 1)).toBe(false);
      expect((await (await open(sound)).get('shelves', 'a'))?.body).toEqual({
        notes: ['một', 'unreadable', 'ba'],
        taken: 3,
      });
      expect(await contents(broken, await open(broken))).toEqual({
        shelves: { a: { notes: ['một'], taken: 1 } },
        notes: { 'a.1': { shelf: 'a', text: 'một' } },
      });
      expect(await (await open(broken)).position()).toBe(before);
      const fault = 'projection broken failed on NoteTaken, source:a version 2';
      expect(runner.status()[0]).toEqual({
        projection: 'broken',
        version: 1,
        state: 'FAULTED',
        position: before,
        live: false,
        fault,
      });
      expect(library.logged).toEqual([
        {
          level: 'error',
          fields: {
            projection: 'broken',
            stream: 'source:a',
            version: 2,
            err: expect.objectContaining({ name: 'ProjectionFault', message: fault }),
          },
          message: `projection stopped: ${fault}`,
        },
      ]);
      await reached(runner, await library.add('b', library.note.taken('bốn')), 'sound');
      expect(runner.status().map(({ state }) => state)).toEqual(['FAULTED', 'RUNNING']);
    });

    test('it is tried again at the next start', async () => {
      const last = await library.add('a', library.note.taken('một'), library.note.taken('unreadable'));
      const first = await run(shelf);
      expect(await first.waitFor(['shelf'], last, 1)).toBe(false);
      await first.stop();
      expect(first.status().map(({ state }) => state)).toEqual(['FAULTED']);
      const second = await run(shelfProjection('shelf', true));
      await reached(second, last, 'shelf');
      expect((await (await open(shelf)).get('shelves', 'a'))?.body).toEqual({ notes: ['một', 'unreadable'], taken: 2 });
    });

    test('its key counts as it does', async () => {
      const keyless: Projection = {
        ...shelf,
        name: 'keyless',
        key: () => {
          throw new Error('no key');
        },
      };
      const last = await library.add('a', library.note.taken('một'));
      const runner = await run(keyless);
      expect(await runner.waitFor(['keyless'], last, 1)).toBe(false);
      expect(runner.status()[0]).toMatchObject({ state: 'FAULTED', position: beginning });
    });

    test('because its store does, it stands where the store last was', async () => {
      const runner = await run(shelf);
      const last = await library.add('a', library.note.taken('một'));
      await reached(runner, last, 'shelf');
      await library.readStore().close();
      const next = await library.add('a', library.note.taken('hai'));
      expect(await runner.waitFor(['shelf'], next, 1)).toBe(false);
      expect(runner.status()[0]).toMatchObject({ state: 'FAULTED', position: last });
    });

    test('because the log does, all stop', async () => {
      const runner = await run(shelf, strikesProjection);
      const last = await library.add('a', library.note.taken('một'));
      await reached(runner, last, 'shelf', 'strikes');
      await library.eventStore.close();
      expect(await runner.waitFor(['shelf', 'strikes'], position(BigInt(last) + 1n), 1)).toBe(false);
      expect(runner.status().map(({ state }) => state)).toEqual(['FAULTED', 'FAULTED']);
      expect(library.logged.map(({ fields }) => fields.projection)).toEqual(['shelf', 'strikes']);
    });
  });

  describe('waitFor', () => {
    const far = position(1_000_000);

    test('answers at once when they are there', async () => {
      const runner = await run(shelf);
      expect(await runner.waitFor(['shelf'], beginning, 1)).toBe(true);
      expect(await runner.waitFor([], far, 1)).toBe(true);
      expect(library.timer.pending()).toBe(0);
    });

    test('wakes when all have got there, and leaves no timer behind', async () => {
      const runner = await run(shelf, strikesProjection);
      const next = position(BigInt(await library.add('a', library.note.taken('một'))) + 1n);
      const waiting = runner.waitFor(['shelf', 'strikes'], next, 1000);
      expect(library.timer.pending()).toBe(1);
      await library.add('a', library.note.taken('hai'));
      expect(await waiting).toBe(true);
      // What may be left is the rest of a follower that has caught up.
      await runner.stop();
      expect(library.timer.pending()).toBe(0);
    });

    test('lets events gather while nobody waits, and hurries for one who does', async () => {
      const runner = await run(shelf);
      const first = position(BigInt(await library.add('a', library.note.taken('một'))));
      expect(await runner.waitFor(['shelf'], first, 1000)).toBe(true);
      const second = position(BigInt(await library.add('a', library.note.taken('hai'))));
      expect(await runner.waitFor(['shelf'], second, 1000)).toBe(true);
      await runner.stop();
      expect(library.timer.pending()).toBe(0);
    });

    test('gives up when the time is over', async () => {
      const runner = await run(shelf);
      const waiting = runner.waitFor(['shelf'], far, 1000);
      library.timer.ring();
      expect(await waiting).toBe(false);
      expect(library.timer.pending()).toBe(0);
    });

    test('gives up when the runner stops', async () => {
      const runner = await run(shelf);
      const waiting = runner.waitFor(['shelf'], far, 1000);
      await runner.stop();
      expect(await waiting).toBe(false);
    });

    test('throws for a projection that is not followed', async () => {
      const runner = await run(shelf);
      expect(() => runner.waitFor(['ghost'], beginning, 1)).toThrow('no projection ghost');
      expect(() => runner.positionOf('ghost')).toThrow('no projection ghost');
    });
  });
});
