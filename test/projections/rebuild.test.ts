import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Clock, ReadStore } from '../../src/application/ports.js';
import { position, type Position } from '../../src/domain/kernel/ids.js';
import type { Projection } from '../../projections/projection.js';
import { compareWithRebuild, rebuild, type RebuildProgress } from '../../projections/rebuild.js';
import { ProjectionRunner } from '../../projections/runner.js';
import { createSoleLeases } from '../../src/leases/sole.js';
import { handClock } from '../support/notes.js';
import { contents } from '../support/projectionSpec.js';
import { openLibrary, shelfProjection, strikesProjection, type Library } from './shelf.js';

/** A clock on which a second passes each time somebody looks. */
const tickingClock = (): Clock => {
  let seconds = 0;
  return { now: () => new Date(Date.UTC(2026, 2, 1) + 1000 * seconds++).toISOString() };
};

describe('a rebuild', () => {
  let library: Library;
  let progress: RebuildProgress[];
  const shelf = shelfProjection();

  beforeEach(async () => {
    library = await openLibrary();
    progress = [];
  });
  afterEach(() => library.close());

  const options = () => ({
    eventStore: library.eventStore,
    readStore: library.readStore(),
    clock: tickingClock(),
    onProgress: (step: RebuildProgress) => void progress.push(step),
  });
  const open = ({ name, version, collections }: Projection) => library.readStore().open(name, version, collections);
  const filled = (): Promise<Position> =>
    library.add(
      'a',
      library.note.taken('một'),
      library.note.taken('hai'),
      library.note.struck(),
      library.note.taken('ba'),
    );

  test('fills all projections in one reading of the log and makes them live', async () => {
    const last = await filled();
    const before = await open(shelf);
    await rebuild([shelf, strikesProjection], options());
    expect(await contents(shelf, before)).toEqual({
      shelves: { a: { notes: ['ba'], taken: 1 } },
      notes: {
        'a.1': { shelf: 'a', text: 'một' },
        'a.2': { shelf: 'a', text: 'hai' },
        'a.4': { shelf: 'a', text: 'ba' },
      },
    });
    expect(await contents(strikesProjection, await open(strikesProjection))).toEqual({
      strikes: { all: { struck: 1 } },
    });
    expect(await before.position()).toBe(last);
    expect(progress).toEqual([{ events: 4, perSecond: 4, position: last, remaining: 0n }]);
  });

  test('reports each batch: how many, how fast, how far, how much is left', async () => {
    const head = await library.add('a', ...Array.from({ length: 4001 }, (_, index) => library.note.taken(`n${index}`)));
    await rebuild([shelf], options());
    expect(progress).toEqual([
      { events: 2000, perSecond: 2000, position: position(2000), remaining: BigInt(head) - 2000n },
      { events: 4000, perSecond: 2000, position: position(4000), remaining: BigInt(head) - 4000n },
      { events: 4001, perSecond: 1334, position: head, remaining: 0n },
    ]);
  });

  test('of an empty log gives empty read models', async () => {
    await rebuild([shelf], options());
    expect(await contents(shelf, await open(shelf))).toEqual({});
  });

  test('leaves the live documents as they were when a projection fails, and nothing half-built', async () => {
    await filled();
    await rebuild([shelf], options());
    const before = await contents(shelf, await open(shelf));
    await library.add('b', library.note.taken('unreadable'));
    await expect(rebuild([strikesProjection, shelf], options())).rejects.toMatchObject({
      name: 'ProjectionFault',
      message: 'projection shelf failed on NoteTaken, source:b version 1',
    });
    expect(await contents(shelf, await open(shelf))).toEqual(before);
    await expect(library.readStore().swap('shelf')).rejects.toThrow();
    await expect(library.readStore().swap('strikes')).rejects.toThrow();
  });

  test('beside a runner, takes in what came between its last reading and the swap', async () => {
    const runner = new ProjectionRunner({
      projections: [shelf],
      eventStore: library.eventStore,
      readStore: library.readStore(),
      leases: createSoleLeases(),
      clock: handClock(),
      log: library.log,
      timer: library.timer.timer,
    });
    await runner.start();
    await runner.waitFor(['shelf'], await library.add('a', library.note.taken('một')), 1);
    const store = library.readStore();
    const late: ReadStore = {
      open: (...asked) => store.open(...asked),
      beginRebuild: (...asked) => store.beginRebuild(...asked),
      abandon: (name) => store.abandon(name),
      close: () => store.close(),
      swap: async (name) => {
        await runner.waitFor(['shelf'], await library.add('a', library.note.taken('hai')), 1);
        await store.swap(name);
      },
    };
    await rebuild([shelf], { ...options(), readStore: late });
    expect((await (await open(shelf)).get('shelves', 'a'))?.body).toEqual({ notes: ['một', 'hai'], taken: 2 });
    await runner.waitFor(['shelf'], await library.add('a', library.note.taken('ba')), 1);
    expect((await (await open(shelf)).get('shelves', 'a'))?.body).toEqual({ notes: ['một', 'hai', 'ba'], taken: 3 });
    await runner.stop();
  });

  describe('as a comparison', () => {
    test('finds nothing where the live documents are what the log says, even when they are behind it', async () => {
      await filled();
      await rebuild([shelf], options());
      await library.add('a', library.note.taken('later'));
      expect(await compareWithRebuild(shelf, options())).toEqual([]);
    });

    test('names the documents that are changed, missing or too many, and changes nothing', async () => {
      await filled();
      const last = await library.add('b', library.note.taken('bốn'));
      await rebuild([shelf], options());
      const generation = await open(shelf);
      const tampered = position(BigInt(last) + 1n);
      await generation.apply(
        [
          { write: { put: 'shelves', id: 'a', body: { notes: ['forged'], taken: 1 } }, at: tampered },
          { write: { put: 'shelves', id: 'ghost', body: { notes: [], taken: 0 } }, at: tampered },
          { write: { delete: 'notes', id: 'b.1' }, at: tampered },
        ],
        tampered,
      );
      const before = await contents(shelf, generation);
      expect(await compareWithRebuild(shelf, options())).toEqual([
        { projection: 'shelf', collection: 'shelves', ids: ['a', 'ghost'] },
        { projection: 'shelf', collection: 'notes', ids: ['b.1'] },
      ]);
      expect(await contents(shelf, generation)).toEqual(before);
      await expect(library.readStore().swap('shelf')).rejects.toThrow();
    });

    test('compares more documents than one page', async () => {
      await library.add('a', ...Array.from({ length: 1100 }, (_, index) => library.note.taken(`n${index}`)));
      await rebuild([shelf], options());
      const generation = await open(shelf);
      const stands = await generation.position();
      const tampered = position(BigInt(stands) + 1n);
      await generation.apply([{ write: { delete: 'notes', id: 'a.1100' }, at: tampered }], tampered);
      expect(await compareWithRebuild(shelf, options())).toEqual([
        { projection: 'shelf', collection: 'notes', ids: ['a.1100'] },
      ]);
    });

    test('refuses to judge documents that are moved meanwhile', async () => {
      const last = await filled();
      await rebuild([shelf], options());
      const generation = await open(shelf);
      const moving = {
        ...options(),
        onProgress: () => void generation.apply([], position(BigInt(last) + 1n)),
      };
      await expect(compareWithRebuild(shelf, moving)).rejects.toThrow('shelf moved on');
      await expect(library.readStore().swap('shelf')).rejects.toThrow();
    });
  });
});
