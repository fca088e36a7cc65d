import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Generation } from '../../src/application/ports.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { beginning, position } from '../../src/domain/kernel/ids.js';
import { projectBatch } from '../../projections/batch.js';
import { contents, recorded } from '../support/projectionSpec.js';
import { openLibrary, shelfProjection, type Library } from './shelf.js';

describe('a batch', () => {
  let library: Library;
  const shelf = shelfProjection();

  beforeEach(async () => {
    library = await openLibrary();
  });
  afterEach(() => library.close());

  const events = recorded(
    ['a', 'b', 'a', 'b', 'a'].map((id, index) => ({
      stream: { type: 'source', id },
      type: 'NoteTaken',
      data: { text: `n${index}`, language: 'vi' },
    })),
  );
  const upTo = position(50);

  test('loads and writes nothing for an event that the projection ignores, and goes on behind it', async () => {
    const ignoring = { ...shelf, ignores: ({ stream }: Recorded) => stream.id === 'a' };
    const generation = await library.readStore().open('shelf', 1, shelf.collections);
    const asked: unknown[] = [];
    const counted: Generation = {
      ...generation,
      getMany: (collection, ids) => {
        asked.push(ids);
        return generation.getMany(collection, ids);
      },
      apply: (writes, at, after) => generation.apply(writes, at, after),
      position: () => generation.position(),
    };
    expect(await projectBatch(ignoring, counted, { events, upTo, live: true }, beginning)).toBe(true);
    expect(asked).toEqual([['b']]);
    expect(Object.keys((await contents(shelf, generation)).shelves ?? {})).toEqual(['b']);
    expect(await generation.position()).toBe(upTo);
    const failing = {
      ...shelf,
      ignores: (): boolean => {
        throw new Error('a mistake');
      },
    };
    await expect(projectBatch(failing, generation, { events, upTo: position(60), live: true }, upTo)).rejects.toThrow(
      /failed on NoteTaken/,
    );
    expect(await generation.position()).toBe(upTo);
  });

  test('reads the working documents once and writes once', async () => {
    const generation = await library.readStore().open('shelf', 1, shelf.collections);
    const calls: unknown[] = [];
    const counted: Generation = {
      ...generation,
      getMany: (collection, ids) => {
        calls.push(['getMany', collection, ids]);
        return generation.getMany(collection, ids);
      },
      apply: (writes, at, after) => {
        calls.push(['apply', writes.map(({ write, at }) => [write.id, at]), at, after]);
        return generation.apply(writes, at, after);
      },
    };
    expect(await projectBatch(shelf, counted, { events, upTo, live: true }, beginning)).toBe(true);
    expect(calls).toEqual([
      ['getMany', 'shelves', ['a', 'b']],
      [
        'apply',
        // The last write of each document, in the order of the events.
        [
          ['a.1', position(10)],
          ['b.1', position(20)],
          ['a.2', position(30)],
          ['b', position(40)],
          ['b.2', position(40)],
          ['a', position(50)],
          ['a.3', position(50)],
        ],
        upTo,
        beginning,
      ],
    ]);
  });

  test('loads nothing for a projection whose events each make a document of their own', async () => {
    const entries = shelfProjection();
    const generation = await library.readStore().open('shelf', 1, entries.collections);
    const loading: Generation = {
      ...generation,
      getMany: () => Promise.reject(new Error('there is nothing to load')),
      apply: (writes, at, after) => generation.apply(writes, at, after),
    };
    expect(
      await projectBatch({ ...entries, standsAlone: () => true }, loading, { events, upTo, live: true }, beginning),
    ).toBe(true);
    expect(await generation.position()).toBe(upTo);
  });

  test('leaves out what a document already holds, where a store keeps documents ahead of the position', async () => {
    const generation = await library.readStore().open('shelf', 1, shelf.collections);
    await projectBatch(shelf, generation, { events, upTo, live: true }, beginning);
    const before = await contents(shelf, generation);
    const written: unknown[] = [];
    const lagging: Generation = {
      ...generation,
      getMany: (collection, ids) => generation.getMany(collection, ids),
      apply: (writes) => Promise.resolve(written.push(...writes) >= 0),
    };
    expect(await projectBatch(shelf, lagging, { events, upTo, live: true }, beginning)).toBe(true);
    expect(written).toEqual([]);
    expect(await contents(shelf, generation)).toEqual(before);
  });

  test('writes nothing to a generation that stands elsewhere', async () => {
    const generation = await library.readStore().open('shelf', 1, shelf.collections);
    await generation.apply([], position(5));
    expect(await projectBatch(shelf, generation, { events, upTo, live: true }, beginning)).toBe(false);
    expect(await contents(shelf, generation)).toEqual({});
  });
});
