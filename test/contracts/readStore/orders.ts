import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CollectionSpec, Document, Filter, Generation, Order, Scalar } from '../../../src/application/ports.js';
import { position } from '../../../src/domain/kernel/ids.js';
import type { MakeReadStore, ReadStoreUnderTest } from '../readStore.contract.js';

const collection: CollectionSpec = {
  name: 'rows',
  fields: {
    name: { type: 'text', indexed: true },
    size: { type: 'integer', indexed: true },
    open: { type: 'boolean' },
    tags: { type: 'text', many: true },
  },
  indexes: [['open', 'size']],
};

// Every pair of values with null among them, each twice, so that the id has ties to break; ids not in the order of writing.
const names = ['z', 'a', 'Z', 'đ', 'd', 'é', null];
const sizes = [10, 9, -1, null];
const rows = names.flatMap((name, i) =>
  sizes.flatMap((size, j) =>
    [0, 1].map((copy) => ({
      id: `r${((i * 8 + j * 2 + copy) * 37) % 100}`,
      body: { name, size, open: j % 2 === 0 ? true : null, tags: ['t'] },
    })),
  ),
);
type Row = (typeof rows)[number];

const compareScalars = (one: Scalar, other: Scalar): number => {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  if (typeof one === 'string' && typeof other === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return Number(one) - Number(other);
};
const field = (row: Row, name: string): Scalar => row.body[name as 'name' | 'size' | 'open'];

/** The order as the port describes it, in plain words. */
const sorted = (order: readonly Order[]): readonly string[] =>
  [...rows]
    .sort((one, other) => {
      for (const { field: name, direction } of order) {
        const difference = compareScalars(field(one, name), field(other, name));
        if (difference !== 0) return direction === 'ASC' ? difference : -difference;
      }
      const byId = compareScalars(one.id, other.id);
      return order.at(-1)?.direction === 'DESC' ? -byId : byId;
    })
    .map(({ id }) => id);

const orders: readonly (readonly [string, readonly Order[]])[] = [
  ['no order: the id', []],
  ['a text ascending', [{ field: 'name', direction: 'ASC' }]],
  ['a text descending', [{ field: 'name', direction: 'DESC' }]],
  ['an integer ascending', [{ field: 'size', direction: 'ASC' }]],
  ['a boolean descending', [{ field: 'open', direction: 'DESC' }]],
  [
    'two in mixed directions',
    [
      { field: 'name', direction: 'DESC' },
      { field: 'size', direction: 'ASC' },
    ],
  ],
  [
    'three in mixed directions',
    [
      { field: 'open', direction: 'ASC' },
      { field: 'size', direction: 'DESC' },
      { field: 'name', direction: 'ASC' },
    ],
  ],
];

const ids = (documents: readonly Document[]): string[] => documents.map(({ id }) => id);

/** Orders, keyset pages in both directions, and what a foreign key gets. */
export const orderContract = (name: string, make: MakeReadStore): void => {
  describe(`${name} orders and pages`, () => {
    let made: ReadStoreUnderTest;
    let generation: Generation;
    const key = (order: readonly Order[], document: Document): Scalar[] => [
      ...order.map((part) => (document.body[part.field] ?? null) as Scalar),
      document.id,
    ];

    /** Everything, page by page; a backwards walk is put together from its end. */
    const walk = async (order: readonly Order[], limit: number, backwards: boolean, filter?: Filter) => {
      const found: string[] = [];
      let after: readonly Scalar[] | undefined;
      for (;;) {
        const page = await generation.find('rows', {
          order,
          limit,
          ...(filter === undefined ? {} : { filter }),
          ...(after === undefined ? {} : { after }),
          ...(backwards ? { backwards } : {}),
        });
        if (backwards) found.unshift(...ids(page));
        else found.push(...ids(page));
        const last = backwards ? page[0] : page.at(-1);
        if (last === undefined) return found;
        after = key(order, last);
      }
    };

    beforeAll(async () => {
      made = await make();
      generation = await made.store.open('orders', 1, [collection]);
      await generation.apply(
        rows.map(({ id, body }) => ({ write: { put: 'rows', id, body }, at: position(1) })),
        position(1),
      );
    });
    afterAll(() => made.dispose());

    test('the rows are what the test thinks', () => {
      expect(new Set(rows.map(({ id }) => id)).size).toBe(56);
      expect(sorted([{ field: 'name', direction: 'ASC' }]).slice(0, 8)).toEqual(
        rows
          .filter(({ body }) => body.name === null)
          .map(({ id }) => id)
          .sort(),
      );
    });

    test.each(orders)('%s', async (_, order) => {
      expect(ids(await generation.find('rows', { order, limit: 100 }))).toEqual(sorted(order));
    });

    test.each(orders)('%s, in pages of 5', async (_, order) => {
      expect(await walk(order, 5, false)).toEqual(sorted(order));
    });

    test.each(orders)('%s, one by one from the end', async (_, order) => {
      expect(await walk(order, 1, true)).toEqual(sorted(order));
    });

    test.each(orders)('%s, in pages of 7 from the end, filtered', async (_, order) => {
      const kept = new Set(rows.filter(({ body }) => body.size !== 9).map(({ id }) => id));
      expect(await walk(order, 7, true, { field: 'size', ne: 9 })).toEqual(sorted(order).filter((id) => kept.has(id)));
    });

    test('a page from the end holds the last ones, still in order', async () => {
      const order: Order[] = [{ field: 'name', direction: 'ASC' }];
      expect(ids(await generation.find('rows', { order, limit: 3, backwards: true }))).toEqual(sorted(order).slice(-3));
    });

    test('a key of a document that is gone goes on behind its place', async () => {
      const order: Order[] = [{ field: 'size', direction: 'ASC' }];
      const found = await generation.find('rows', { order, after: [9, '~'], limit: 100 });
      expect(found.map(({ body }) => body.size)).toEqual(Array<number>(14).fill(10));
      const behind = await generation.find('rows', { order, after: [7, 'never'], limit: 2 });
      expect(behind.map(({ body }) => body.size)).toEqual([9, 9]);
    });

    test('a limit of 0 gives nothing; one that is no limit throws', async () => {
      expect(await generation.find('rows', { limit: 0 })).toEqual([]);
      await expect(generation.find('rows', { limit: -1 })).rejects.toThrow(RangeError);
      await expect(generation.find('rows', { limit: 1.5 })).rejects.toThrow(RangeError);
    });

    test.each<[string, readonly Order[], readonly Scalar[]]>([
      ['too short', [{ field: 'size', direction: 'ASC' }], ['r1']],
      ['too long', [], [1, 'r1']],
      ['empty', [], []],
      ['of another type', [{ field: 'size', direction: 'ASC' }], ['9', 'r1']],
      ['without an id', [{ field: 'size', direction: 'ASC' }], [9, null]],
    ])('a key %s is told apart as a bad cursor', async (_, order, after) => {
      await expect(generation.find('rows', { order, after, limit: 1 })).rejects.toMatchObject({
        code: 'CURSOR_INVALID',
      });
    });

    test.each<[string, string]>([
      ['an undeclared field', 'ghost'],
      ['a field of many values', 'tags'],
    ])('ordering by %s throws', async (_, by) => {
      await expect(generation.find('rows', { order: [{ field: by, direction: 'ASC' }], limit: 1 })).rejects.toThrow(
        TypeError,
      );
    });
  });
};
