import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CollectionSpec, Document, Generation, ReadStore, Write } from '../../src/application/ports.js';
import { beginning, position } from '../../src/domain/kernel/ids.js';
import { filterContract } from './readStore/filters.js';
import { orderContract } from './readStore/orders.js';
import { patchContract } from './readStore/patches.js';
import { searchContract } from './readStore/search.js';

/** One store under test. */
export interface ReadStoreUnderTest {
  readonly store: ReadStore;
  /** Closes the store and opens the same data again. */
  reopen(): Promise<ReadStore>;
  /** Closes and removes everything. */
  dispose(): Promise<void>;
}

export type MakeReadStore = () => Promise<ReadStoreUnderTest>;

const things: CollectionSpec = {
  name: 'things',
  fields: { title: { type: 'text', indexed: true }, tags: { type: 'text', many: true, indexed: true } },
};
const others: CollectionSpec = { name: 'others', fields: {} };

const put = (id: string, title: string): Write => ({ put: 'things', id, body: { title, tags: [title, 'all'] } });
const all = async (generation: Generation): Promise<readonly Document[]> => generation.find('things', { limit: 100 });
const ids = (documents: readonly Document[]): string[] => documents.map(({ id }) => id);

/** What the ReadStore port promises; every adapter runs it. */
export const readStoreContract = (name: string, make: MakeReadStore): void => {
  filterContract(name, make);
  orderContract(name, make);
  patchContract(name, make);
  searchContract(name, make);

  describe(`${name} keeps the promises of a read store`, () => {
    let made: ReadStoreUnderTest;
    let store: ReadStore;
    let generation: Generation;
    const open = (version = 1): Promise<Generation> => store.open('p', version, [things, others]);

    beforeEach(async () => {
      made = await make();
      store = made.store;
      generation = await open();
    });
    afterEach(() => made.dispose());

    describe('apply', () => {
      test('a new generation stands at the beginning and is empty', async () => {
        expect(await generation.position()).toBe(beginning);
        expect(await all(generation)).toEqual([]);
        expect(await generation.get('things', 'a')).toBeNull();
      });

      test('writes documents, each with the position of its event, and the position of the batch', async () => {
        const applied = await generation.apply(
          [
            { write: put('a', 'một'), at: position(3) },
            { write: { put: 'others', id: 'a', body: { deep: { list: [1, null, 'ủy'] } } }, at: position(4) },
          ],
          position(9),
        );
        expect(applied).toBe(true);
        expect(await generation.get('things', 'a')).toEqual({
          id: 'a',
          position: position(3),
          body: { title: 'một', tags: ['một', 'all'] },
        });
        expect(await generation.get('others', 'a')).toEqual({
          id: 'a',
          position: position(4),
          body: { deep: { list: [1, null, 'ủy'] } },
        });
        expect(await generation.position()).toBe(position(9));
      });

      test('moves the position without any write', async () => {
        await generation.apply([], position(7));
        expect(await generation.position()).toBe(position(7));
        expect(await generation.apply([], position(9), position(8))).toBe(false);
        expect(await generation.position()).toBe(position(7));
        expect(await generation.apply([], position(9), position(7))).toBe(true);
        expect(await generation.position()).toBe(position(9));
        expect(await generation.apply([], position(8), position(9))).toBe(true);
        expect(await generation.position()).toBe(position(9));
      });

      test('replaces the whole document, and what was asked of the old one is not found any more', async () => {
        await generation.apply([{ write: put('a', 'cũ'), at: position(1) }], position(1));
        await generation.apply([{ write: put('a', 'mới'), at: position(2) }], position(2));
        expect(await all(generation)).toEqual([
          { id: 'a', position: position(2), body: { title: 'mới', tags: ['mới', 'all'] } },
        ]);
        expect(await generation.count('things', { field: 'title', eq: 'cũ' })).toBe(0);
        expect(await generation.count('things', { field: 'tags', eq: 'cũ' })).toBe(0);
        expect(await generation.count('things', { field: 'tags', eq: 'all' })).toBe(1);
      });

      test('of several writes to one document in a batch the last stands', async () => {
        await generation.apply(
          [
            { write: put('a', 'một'), at: position(1) },
            { write: { delete: 'things', id: 'a' }, at: position(1) },
            { write: put('b', 'hai'), at: position(1) },
            { write: put('b', 'ba'), at: position(2) },
          ],
          position(2),
        );
        expect(await all(generation)).toEqual([
          { id: 'b', position: position(2), body: { title: 'ba', tags: ['ba', 'all'] } },
        ]);
      });

      test('deletes a document with everything that finds it; deleting nothing is nothing', async () => {
        await generation.apply([{ write: put('a', 'một'), at: position(1) }], position(1));
        await generation.apply(
          [
            { write: { delete: 'things', id: 'a' }, at: position(2) },
            { write: { delete: 'things', id: 'never' }, at: position(2) },
          ],
          position(2),
        );
        expect(await generation.get('things', 'a')).toBeNull();
        expect(await generation.count('things')).toBe(0);
        expect(await generation.count('things', { field: 'tags', eq: 'all' })).toBe(0);
      });

      test('a batch delivered again changes nothing', async () => {
        const batch = [
          { write: put('a', 'một'), at: position(1) },
          { write: put('a', 'hai'), at: position(2) },
        ];
        await generation.apply(batch, position(2));
        const before = await all(generation);
        await generation.apply(batch, position(2));
        expect(await all(generation)).toEqual(before);
        expect(await generation.position()).toBe(position(2));
      });

      test('of a batch delivered again in part only the new part is written, and a deleted document stays deleted', async () => {
        await generation.apply(
          [
            { write: put('a', 'một'), at: position(1) },
            { write: { delete: 'things', id: 'a' }, at: position(2) },
          ],
          position(2),
        );
        await generation.apply(
          [
            { write: put('a', 'một'), at: position(1) },
            { write: put('b', 'ba'), at: position(3) },
          ],
          position(3),
        );
        expect(ids(await all(generation))).toEqual(['b']);
        expect(await generation.position()).toBe(position(3));
      });

      test('the position never moves back', async () => {
        await generation.apply([], position(9));
        await generation.apply([{ write: put('a', 'một'), at: position(4) }], position(4));
        expect(await generation.position()).toBe(position(9));
        expect(await all(generation)).toEqual([]);
      });

      test('writes nothing for a caller that believes it stands elsewhere', async () => {
        await generation.apply([], position(5));
        const late = await generation.apply([{ write: put('a', 'một'), at: position(6) }], position(6), position(4));
        expect(late).toBe(false);
        expect(await all(generation)).toEqual([]);
        expect(await generation.position()).toBe(position(5));
        expect(await generation.apply([{ write: put('a', 'một'), at: position(6) }], position(6), position(5))).toBe(
          true,
        );
        expect(ids(await all(generation))).toEqual(['a']);
      });

      test.each<[string, () => { readonly write: Write; readonly at: ReturnType<typeof position> }[]]>([
        ['beyond its position', () => [{ write: put('b', 'x'), at: position(7) }]],
        [
          'out of order',
          () => [
            { write: put('b', 'x'), at: position(6) },
            { write: put('c', 'x'), at: position(5) },
          ],
        ],
        ['to an undeclared collection', () => [{ write: { put: 'ghosts', id: 'b', body: {} }, at: position(6) }]],
        [
          'with a member of another type than declared',
          () => [{ write: { put: 'things', id: 'b', body: { title: 5 } }, at: position(6) }],
        ],
        [
          'with one value where a list is declared',
          () => [{ write: { put: 'things', id: 'b', body: { tags: 'x' } }, at: position(6) }],
        ],
      ])('a batch with a write %s throws and leaves nothing behind', async (_, writes) => {
        await generation.apply([{ write: put('a', 'một'), at: position(2) }], position(2));
        await expect(
          generation.apply([{ write: put('z', 'trước'), at: position(3) }, ...writes()], position(6)),
        ).rejects.toThrow();
        expect(ids(await all(generation))).toEqual(['a']);
        expect(await generation.position()).toBe(position(2));
      });

      test('keeps hostile ids and texts as they are', async () => {
        const hostile = `x'"; DROP TABLE generations; --$gt{}%_\\\n\u0001 đ 𝄞`;
        await generation.apply(
          [{ write: { put: 'things', id: hostile, body: { title: hostile, tags: [hostile] } }, at: position(1) }],
          position(1),
        );
        expect(await generation.get('things', hostile)).toEqual({
          id: hostile,
          position: position(1),
          body: { title: hostile, tags: [hostile] },
        });
        expect(await generation.count('things', { field: 'title', eq: hostile })).toBe(1);
        expect(await generation.count('things', { field: 'tags', contains: hostile })).toBe(1);
      });
    });

    describe('getMany', () => {
      test('answers in the order asked, null for the unknown, twice for the repeated', async () => {
        await generation.apply(
          ['a', 'b', 'c'].map((id) => ({ write: put(id, id), at: position(1) })),
          position(1),
        );
        const found = await generation.getMany('things', ['c', 'ghost', 'a', 'c']);
        expect(found.map((document) => document?.id ?? null)).toEqual(['c', null, 'a', 'c']);
        expect(await generation.getMany('things', [])).toEqual([]);
      });

      test('answers more ids than one statement can hold', async () => {
        const many = Array.from({ length: 1300 }, (_, index) => `id-${index}`);
        await generation.apply(
          many.map((id) => ({ write: put(id, id), at: position(1) })),
          position(1),
        );
        const found = await generation.getMany('things', many);
        expect(found.map((document) => document?.id)).toEqual(many);
      });
    });

    test('asking an undeclared collection throws', async () => {
      await expect(generation.get('ghosts', 'a')).rejects.toThrow(TypeError);
      await expect(generation.getMany('ghosts', [])).rejects.toThrow(TypeError);
      await expect(generation.find('ghosts', { limit: 1 })).rejects.toThrow(TypeError);
      await expect(generation.count('ghosts')).rejects.toThrow(TypeError);
      await expect(generation.countBy('ghosts', [])).rejects.toThrow(TypeError);
    });

    describe('generations', () => {
      const filled = async (): Promise<void> => {
        await generation.apply([{ write: put('a', 'cũ'), at: position(1) }], position(1));
      };

      test('opened again, a generation has its documents and its position', async () => {
        await filled();
        const again = await open();
        expect(ids(await all(again))).toEqual(['a']);
        expect(await again.position()).toBe(position(1));
      });

      test('after a restart everything applied is there, and a replay from the position goes on as if there had been none', async () => {
        await filled();
        store = await made.reopen();
        const again = await open();
        expect(await again.position()).toBe(position(1));
        expect(await again.apply([{ write: put('b', 'mới'), at: position(2) }], position(2), position(1))).toBe(true);
        expect(await all(again)).toEqual([
          { id: 'a', position: position(1), body: { title: 'cũ', tags: ['cũ', 'all'] } },
          { id: 'b', position: position(2), body: { title: 'mới', tags: ['mới', 'all'] } },
        ]);
      });

      test('one of another version counts as absent', async () => {
        await filled();
        const newer = await open(2);
        expect(await all(newer)).toEqual([]);
        expect(await newer.position()).toBe(beginning);
      });

      test('one with other declared fields counts as absent', async () => {
        await filled();
        const changed = await store.open('p', 1, [{ ...things, fields: { title: { type: 'text' } } }, others]);
        expect(await all(changed)).toEqual([]);
        expect(await changed.position()).toBe(beginning);
      });

      test('projections do not see each other', async () => {
        await filled();
        const other = await store.open('q', 1, [things]);
        expect(await all(other)).toEqual([]);
        await other.apply([{ write: put('b', 'x'), at: position(8) }], position(8));
        expect(ids(await all(generation))).toEqual(['a']);
        expect(await generation.position()).toBe(position(1));
      });

      test('a rebuild is not seen until it is swapped, then by every handle', async () => {
        await filled();
        const second = await open();
        const rebuilt = await store.beginRebuild('p', 1, [things, others]);
        expect(await rebuilt.position()).toBe(beginning);
        await rebuilt.apply([{ write: put('b', 'mới'), at: position(5) }], position(5));
        expect(ids(await all(generation))).toEqual(['a']);
        await store.swap('p');
        for (const handle of [generation, second, rebuilt, await open()]) {
          expect(ids(await all(handle))).toEqual(['b']);
          expect(await handle.position()).toBe(position(5));
        }
        await generation.apply([{ write: put('c', 'sau'), at: position(6) }], position(6), position(5));
        expect(ids(await all(rebuilt))).toEqual(['b', 'c']);
      });

      test('what was swapped in is there after a restart', async () => {
        await filled();
        const rebuilt = await store.beginRebuild('p', 1, [things, others]);
        await rebuilt.apply([{ write: put('b', 'mới'), at: position(5) }], position(5));
        await store.swap('p');
        store = await made.reopen();
        expect(ids(await all(await open()))).toEqual(['b']);
      });

      test('a rebuild may be of a newer version; old handles then read it', async () => {
        await filled();
        const rebuilt = await store.beginRebuild('p', 2, [things, others]);
        await rebuilt.apply([{ write: put('b', 'mới'), at: position(5) }], position(5));
        await store.swap('p');
        expect(ids(await all(generation))).toEqual(['b']);
        expect(ids(await all(await open(2)))).toEqual(['b']);
      });

      test('an abandoned rebuild is dropped by the next one, by abandon and by a restart', async () => {
        await filled();
        const abandon = async (): Promise<void> => {
          const left = await store.beginRebuild('p', 1, [things, others]);
          await left.apply([{ write: put('x', 'dở'), at: position(5) }], position(5));
        };
        await abandon();
        const next = await store.beginRebuild('p', 1, [things, others]);
        expect(await all(next)).toEqual([]);
        await store.abandon('p');
        await expect(store.swap('p')).rejects.toThrow();
        await abandon();
        store = await made.reopen();
        generation = await open();
        await expect(store.swap('p')).rejects.toThrow();
        expect(ids(await all(generation))).toEqual(['a']);
      });

      test('swapping or abandoning where nothing is rebuilt: the one throws, the other does nothing', async () => {
        await filled();
        await expect(store.swap('p')).rejects.toThrow();
        await store.abandon('p');
        expect(ids(await all(generation))).toEqual(['a']);
      });
    });

    test('a closed store refuses everything; closing again is harmless', async () => {
      await store.close();
      await store.close();
      await expect(generation.get('things', 'a')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      await expect(generation.apply([], position(1))).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      await expect(open()).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    });
  });
};
