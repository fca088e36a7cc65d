import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CollectionSpec, Generation, Write } from '../../../src/application/ports.js';
import { position } from '../../../src/domain/kernel/ids.js';
import type { MakeReadStore, ReadStoreUnderTest } from '../readStore.contract.js';

const notes: CollectionSpec = {
  name: 'notes',
  fields: { title: { type: 'text', indexed: true }, seen: { type: 'boolean' }, tags: { type: 'text', many: true } },
  searchable: true,
};

const body = { title: 'một', seen: false, tags: ['x'], exact: 'hội nghị', folded: 'hoi nghi', aside: { list: [1] } };
const put: Write = { put: 'notes', id: 'a', body };
const patch = (members: object, id = 'a'): Write => ({ patch: 'notes', id, body: { ...members } });

/** What the port promises of writes that set members of a document. */
export const patchContract = (name: string, make: MakeReadStore): void => {
  describe(`${name} sets members of documents`, () => {
    let made: ReadStoreUnderTest;
    let generation: Generation;

    beforeEach(async () => {
      made = await make();
      generation = await made.store.open('p', 1, [notes]);
    });
    afterEach(() => made.dispose());

    const apply = (at: number, ...writes: readonly Write[]) =>
      generation.apply(
        writes.map((write, index) => ({ write, at: position(at - writes.length + 1 + index) })),
        position(at),
      );
    const found = (title: string) => generation.find('notes', { filter: { field: 'title', eq: title }, limit: 9 });

    test('the others stay, and what was asked of the old values finds the new', async () => {
      await apply(5, put);
      const members = { title: 'hai "2"', seen: true, count: 1, said: 'true', none: null, deep: { ủy: ['é', null] } };
      await apply(7, patch(members));
      const expected = { id: 'a', position: position(7), body: { ...body, ...members } };
      expect(await generation.get('notes', 'a')).toStrictEqual(expected);
      expect(await found('một')).toEqual([]);
      expect(await found('hai "2"')).toStrictEqual([expected]);
      expect(await generation.count('notes', { field: 'seen', eq: true })).toBe(1);
      expect(await generation.count('notes', { field: 'tags', eq: 'x' })).toBe(1);
      expect(await generation.search('notes', { exact: 'hội', folded: 'hội', limit: 9 })).toHaveLength(1);
    });

    test('nothing happens where there is no document, none yet, or none any more', async () => {
      await apply(2, patch({ title: 'không' }), patch({ title: 'không' }, 'b'));
      expect(await generation.find('notes', { limit: 9 })).toEqual([]);
      await apply(5, put, { delete: 'notes', id: 'a' }, patch({ title: 'không' }));
      await apply(6, patch({ title: 'không' }));
      expect(await generation.find('notes', { limit: 9 })).toEqual([]);
      expect(await generation.position()).toBe(position(6));
    });

    test('several in one batch add up, over what is put in it', async () => {
      await apply(3, put, patch({ title: 'hai' }), patch({ seen: true }));
      expect(await generation.get('notes', 'a')).toMatchObject({
        position: position(3),
        body: { ...body, title: 'hai', seen: true },
      });
      await apply(6, patch({ title: 'ba' }), patch({ title: 'bốn', seen: false }), patch({ aside: 1 }));
      expect(await generation.get('notes', 'a')).toStrictEqual({
        id: 'a',
        position: position(6),
        body: { ...body, title: 'bốn', seen: false, aside: 1 },
      });
    });

    test('one that is delivered again changes nothing', async () => {
      await apply(5, put);
      await apply(6, patch({ title: 'hai' }));
      await apply(7, patch({ title: 'ba' }));
      await apply(6, patch({ title: 'hai' }));
      expect(await generation.get('notes', 'a')).toMatchObject({ position: position(7), body: { title: 'ba' } });
    });

    test.each<[string, object]>([
      ['a value of another type', { title: 1 }],
      ['a declared list', { tags: ['y'] }],
      ['full text', { exact: 'khác' }],
    ])('%s is refused, and nothing of the batch is written', async (_, members) => {
      await apply(5, put);
      await expect(apply(7, patch({ seen: true }), patch(members))).rejects.toThrow(TypeError);
      expect(await generation.get('notes', 'a')).toStrictEqual({ id: 'a', position: position(5), body });
    });
  });
};
