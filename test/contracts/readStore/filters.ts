import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CollectionSpec, Filter, Generation } from '../../../src/application/ports.js';
import { position } from '../../../src/domain/kernel/ids.js';
import type { MakeReadStore, ReadStoreUnderTest } from '../readStore.contract.js';

const collection: CollectionSpec = {
  name: 'papers',
  fields: {
    title: { type: 'text', indexed: true },
    number: { type: 'text' },
    size: { type: 'integer', indexed: true },
    open: { type: 'boolean', indexed: true },
    day: { type: 'time', indexed: true },
    at: { type: 'position' },
    tags: { type: 'text', many: true, indexed: true },
    years: { type: 'integer', many: true },
    flags: { type: 'boolean', many: true },
  },
  indexes: [['open', 'day']],
};

const papers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  a: {
    title: 'An ninh',
    number: '1',
    size: 1,
    open: true,
    day: '2024-01-05',
    at: position(5),
    tags: ['x', 'xy'],
    years: [2022, 2025],
    flags: [true],
  },
  b: { title: 'Bình', size: 2, open: false, day: '2024-02-01', tags: [], years: [2023], flags: [false, true] },
  c: { title: null, size: 2, open: null, day: '2024-02-01T08:00:00.000Z', tags: ['y', null, 'y'] },
  d: { undeclared: 1 },
  e: { title: 'an ninh', size: -1, open: true, day: '2023-12-31', tags: ['z'], years: [] },
  f: { title: 'Đảng ủy', size: 10, open: false, at: position(40), tags: ['x'] },
  g: { title: '', size: 0, tags: [''] },
};

const cases: readonly (readonly [string, Filter, string])[] = [
  ['equal text, by letter case', { field: 'title', eq: 'an ninh' }, 'e'],
  ['equal text of letters beyond ASCII', { field: 'title', eq: 'Đảng ủy' }, 'f'],
  ['the empty text, which is not null', { field: 'title', eq: '' }, 'g'],
  ['text that looks like a number', { field: 'number', eq: '1' }, 'a'],
  ['an equal integer', { field: 'size', eq: 2 }, 'bc'],
  ['zero, which is not null', { field: 'size', eq: 0 }, 'g'],
  ['true', { field: 'open', eq: true }, 'ae'],
  ['false, which is not null', { field: 'open', eq: false }, 'bf'],
  ['an equal position', { field: 'at', eq: position(40) }, 'f'],
  ['equal null: null and missing', { field: 'title', eq: null }, 'cd'],
  ['not equal null', { field: 'title', ne: null }, 'abefg'],
  ['unequal text: null and missing too', { field: 'title', ne: 'Bình' }, 'acdefg'],
  ['unequal boolean: null and missing too', { field: 'open', ne: true }, 'bcdfg'],
  ['existing', { field: 'open', exists: true }, 'abef'],
  ['not existing', { field: 'open', exists: false }, 'cdg'],
  ['one of texts', { field: 'title', in: ['Bình', 'nowhere', 'Đảng ủy'] }, 'bf'],
  ['one of three integers', { field: 'size', in: [1, 2, 10] }, 'abcf'],
  ['one of booleans', { field: 'open', in: [true, false] }, 'abef'],
  ['one of values and null', { field: 'open', in: [true, null] }, 'acdeg'],
  ['one of null', { field: 'open', in: [null] }, 'cdg'],
  ['one of nothing', { field: 'size', in: [] }, ''],
  ['less: never null', { field: 'size', lt: 1 }, 'eg'],
  ['less or equal', { field: 'size', lte: 1 }, 'aeg'],
  ['greater', { field: 'size', gt: 2 }, 'f'],
  ['greater or equal, as numbers and not as digits', { field: 'size', gte: 2 }, 'bcf'],
  ['greater text, in binary order: capitals, small letters, đ', { field: 'title', gt: 'Bình' }, 'ef'],
  ['less text', { field: 'title', lt: 'B' }, 'ag'],
  ['less boolean: false before true, never null', { field: 'open', lt: true }, 'bf'],
  ['greater or equal boolean', { field: 'open', gte: false }, 'abef'],
  ['days and instants in one order', { field: 'day', gt: '2024-02-01' }, 'c'],
  ['a greater position', { field: 'at', gt: position(9) }, 'f'],
  ['less than null: nothing', { field: 'size', lt: null }, ''],
  ['less or equal null: nothing', { field: 'size', lte: null }, ''],
  ['greater than null: nothing', { field: 'size', gt: null }, ''],
  ['greater or equal null: nothing', { field: 'size', gte: null }, ''],
  ['a start', { field: 'title', startsWith: 'Đả' }, 'f'],
  ['a start that is the whole', { field: 'title', startsWith: 'Bình' }, 'b'],
  ['a start by letter case', { field: 'title', startsWith: 'an' }, 'e'],
  ['the start of a day', { field: 'day', startsWith: '2024-02' }, 'bc'],
  ['an empty start: all but null', { field: 'title', startsWith: '' }, 'abefg'],
  ['a start with signs of patterns', { field: 'title', startsWith: '%' }, ''],
  ['a part', { field: 'title', contains: 'ng ủ' }, 'f'],
  ['a part by letter case', { field: 'title', contains: 'ninh' }, 'ae'],
  ['an empty part: all but null', { field: 'title', contains: '' }, 'abefg'],
  ['a part with signs of patterns', { field: 'title', contains: '.*' }, ''],
  ['any element equal', { field: 'tags', eq: 'x' }, 'af'],
  ['no element equal: none at all too', { field: 'tags', ne: 'x' }, 'bcdeg'],
  ['no elements: null', { field: 'tags', eq: null }, 'bd'],
  ['some element', { field: 'tags', ne: null }, 'acefg'],
  ['a list exists when it has an element', { field: 'tags', exists: true }, 'acefg'],
  ['a list does not exist when it has none', { field: 'tags', exists: false }, 'bd'],
  ['any element one of', { field: 'tags', in: ['y', 'z'] }, 'ce'],
  ['any element one of, or none', { field: 'tags', in: ['z', null] }, 'bde'],
  ['any element less', { field: 'years', lt: 2023 }, 'a'],
  ['any element greater', { field: 'years', gte: 2023 }, 'ab'],
  ['any boolean element', { field: 'flags', eq: false }, 'b'],
  ['no boolean element', { field: 'flags', ne: true }, 'cdefg'],
  [
    'two comparisons, each by another element',
    {
      and: [
        { field: 'years', lt: 2023 },
        { field: 'years', gt: 2024 },
      ],
    },
    'a',
  ],
  ['any element with a start', { field: 'tags', startsWith: 'x' }, 'af'],
  ['any element with a part', { field: 'tags', contains: 'y' }, 'ac'],
  [
    'both',
    {
      and: [
        { field: 'size', eq: 2 },
        { field: 'open', eq: false },
      ],
    },
    'b',
  ],
  [
    'either',
    {
      or: [
        { field: 'size', eq: 2 },
        { field: 'open', eq: true },
      ],
    },
    'abce',
  ],
  [
    'either, one of them unknown to SQL',
    {
      or: [
        { field: 'size', lt: null },
        { field: 'open', eq: true },
      ],
    },
    'ae',
  ],
  ['all of nothing', { and: [] }, 'abcdefg'],
  ['any of nothing', { or: [] }, ''],
  ['not less: null too', { not: { field: 'size', lt: 2 } }, 'bcdf'],
  ['not a start: null too', { not: { field: 'title', startsWith: 'An' } }, 'bcdefg'],
  ['not one of: null too', { not: { field: 'size', in: [2, 10] } }, 'adeg'],
  ['not any element', { not: { field: 'tags', startsWith: 'x' } }, 'bcdeg'],
  [
    'not both',
    {
      not: {
        and: [
          { field: 'size', eq: 2 },
          { field: 'open', eq: false },
        ],
      },
    },
    'acdefg',
  ],
  [
    'not either',
    {
      not: {
        or: [
          { field: 'size', gt: 1 },
          { field: 'open', eq: true },
        ],
      },
    },
    'dg',
  ],
  [
    'deep',
    {
      and: [
        { or: [{ field: 'tags', eq: 'x' }, { not: { field: 'title', exists: true } }] },
        {
          not: {
            and: [
              { field: 'open', eq: true },
              { field: 'day', lt: '2024-06-01' },
            ],
          },
        },
      ],
    },
    'cdf',
  ],
];

/** The filter algebra, on null and missing above all: every engine must give the same answers. */
export const filterContract = (name: string, make: MakeReadStore): void => {
  describe(`${name} answers the filter algebra`, () => {
    let made: ReadStoreUnderTest;
    let generation: Generation;
    const found = async (filter: Filter): Promise<string> =>
      (await generation.find('papers', { filter, limit: 100 })).map(({ id }) => id).join('');

    beforeAll(async () => {
      made = await make();
      generation = await made.store.open('filters', 1, [collection]);
      await generation.apply(
        Object.entries(papers).map(([id, body]) => ({ write: { put: 'papers', id, body }, at: position(1) })),
        position(1),
      );
    });
    afterAll(() => made.dispose());

    test.each(cases)('%s', async (_, filter, expected) => {
      expect(await found(filter)).toBe(expected);
      expect(await generation.count('papers', filter)).toBe(expected.length);
    });

    test.each(cases)('the opposite of: %s', async (_, filter, expected) => {
      const opposite = Object.keys(papers).filter((id) => !expected.includes(id));
      expect(await found({ not: filter })).toBe(opposite.join(''));
      expect(await found({ not: { not: filter } })).toBe(expected);
    });

    test('no filter holds everywhere', async () => {
      expect(await generation.count('papers')).toBe(7);
      expect((await generation.find('papers', { limit: 100 })).map(({ id }) => id).join('')).toBe('abcdefg');
    });

    test.each<[string, Filter]>([
      ['a field that is in the body but not declared', { field: 'undeclared', eq: 1 }],
      ['a name that every object has', { field: 'constructor', eq: 'x' }],
      ['a field with signs of a query', { field: `title" IS NULL OR "f_title`, eq: 'x' }],
      ['an undeclared field deep inside', { and: [{ not: { or: [{ field: 'ghost', exists: true }] } }] }],
      ['text for an integer', { field: 'size', eq: '1' }],
      ['an integer for text', { field: 'title', gt: 1 }],
      ['a fraction for an integer', { field: 'size', lt: 1.5 }],
      ['a boolean for an integer', { field: 'size', in: [1, true] }],
      ['text for a boolean', { field: 'open', ne: 'true' }],
      ['text for an element', { field: 'years', eq: '2022' }],
      ['the start of an integer', { field: 'size', startsWith: '1' }],
      ['a part of a boolean', { field: 'open', contains: 't' }],
    ])('%s throws', async (_, filter) => {
      await expect(generation.find('papers', { filter, limit: 1 })).rejects.toThrow(TypeError);
      await expect(generation.count('papers', filter)).rejects.toThrow(TypeError);
    });

    describe('countBy', () => {
      test('counts the combinations of values, ordered, null first', async () => {
        expect(await generation.countBy('papers', ['open', 'size'])).toEqual([
          { key: [null, null], count: 1 },
          { key: [null, 0], count: 1 },
          { key: [null, 2], count: 1 },
          { key: [false, 2], count: 1 },
          { key: [false, 10], count: 1 },
          { key: [true, -1], count: 1 },
          { key: [true, 1], count: 1 },
        ]);
      });

      test('counts only what the filter leaves', async () => {
        expect(await generation.countBy('papers', ['open'], { field: 'size', gte: 2 })).toEqual([
          { key: [null], count: 1 },
          { key: [false], count: 2 },
        ]);
        expect(await generation.countBy('papers', ['open'], { or: [] })).toEqual([]);
      });

      test('counts a document once under each of its different elements, and under null without any', async () => {
        expect(await generation.countBy('papers', ['tags'])).toEqual([
          { key: [null], count: 2 },
          { key: [''], count: 1 },
          { key: ['x'], count: 2 },
          { key: ['xy'], count: 1 },
          { key: ['y'], count: 1 },
          { key: ['z'], count: 1 },
        ]);
      });

      test('throws for an undeclared field', async () => {
        await expect(generation.countBy('papers', ['ghost'])).rejects.toThrow(TypeError);
      });
    });
  });
};
