import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CollectionSpec, Generation, SearchQuery, Write } from '../../../src/application/ports.js';
import { position } from '../../../src/domain/kernel/ids.js';
import type { MakeReadStore, ReadStoreUnderTest } from '../readStore.contract.js';

const collection: CollectionSpec = {
  name: 'texts',
  fields: { kind: { type: 'text', indexed: true } },
  searchable: true,
};
const silent: CollectionSpec = { name: 'silent', fields: {} };

// Folded by hand: what callers store and ask with is their business (reference 3.6).
const texts: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ward: { kind: 'ORG', exact: 'đảng ủy phường bến nghé', folded: 'dang uy phuong ben nghe' },
  form: { kind: 'PAPER', exact: 'dạng ủy quyền', folded: 'dang uy quyen' },
  rain: { kind: 'PAPER', exact: 'mưa to', folded: 'mua to' },
  shop: { kind: 'PAPER', exact: 'mua to', folded: 'mua to' },
  rule: {
    kind: 'PAPER',
    exact: 'quy chế phối hợp 02-qc/đuk-lđlđ',
    folded: 'quy che phoi hop 02-qc/duk-ldld',
  },
  bare: { kind: 'PAPER' },
};

/** Full text: all words, the last as a prefix, exact before folded, and no syntax. */
export const searchContract = (name: string, make: MakeReadStore): void => {
  describe(`${name} searches`, () => {
    let made: ReadStoreUnderTest;
    let generation: Generation;
    const search = async (exact: string, folded: string, rest: Partial<SearchQuery> = {}): Promise<string[]> =>
      (await generation.search('texts', { exact, folded, limit: 10, ...rest })).map(({ id }) => id);
    const write = (write: Write, at: number): Promise<boolean> =>
      generation.apply([{ write, at: position(at) }], position(at));

    beforeEach(async () => {
      made = await make();
      generation = await made.store.open('search', 1, [collection, silent]);
      await generation.apply(
        Object.entries(texts).map(([id, body]) => ({ write: { put: 'texts', id, body }, at: position(1) })),
        position(1),
      );
    });
    afterEach(() => made.dispose());

    test('finds without marks what is written with marks', async () => {
      expect((await search('dang uy', 'dang uy')).sort()).toEqual(['form', 'ward']);
    });

    test('puts what matches with its marks before what matches without', async () => {
      expect(await search('đảng ủy', 'dang uy')).toEqual(['ward', 'form']);
      expect(await search('dạng ủy', 'dang uy')).toEqual(['form', 'ward']);
      expect(await search('mưa', 'mua')).toEqual(['rain', 'shop']);
      expect(await search('mua', 'mua')).toEqual(['shop', 'rain']);
    });

    test('answers whole documents with falling scores', async () => {
      const found = await generation.search('texts', { exact: 'mưa', folded: 'mua', limit: 10 });
      expect(found.map(({ id, position: at, body }) => ({ id, at, body }))).toEqual([
        { id: 'rain', at: position(1), body: texts.rain },
        { id: 'shop', at: position(1), body: texts.shop },
      ]);
      const [first, second] = found.map(({ score }) => score);
      expect(first).toBeGreaterThan(second ?? Infinity);
    });

    test('wants all words, in any order', async () => {
      expect(await search('nghe phuong', 'nghe phuong')).toEqual(['ward']);
      expect(await search('dang mua', 'dang mua')).toEqual([]);
    });

    test('takes the last word as a prefix, and only the last', async () => {
      expect(await search('quy che pho', 'quy che pho')).toEqual(['rule']);
      expect(await search('quy ch phoi', 'quy ch phoi')).toEqual([]);
    });

    test('takes words with a hyphen or a slash as one', async () => {
      expect(await search('02-qc', '02-qc')).toEqual(['rule']);
      expect(await search('02-qc/đuk', '02-qc/duk')).toEqual(['rule']);
      expect(await search('qc', 'qc')).toEqual([]);
    });

    test('leaves only what the filter leaves', async () => {
      expect(await search('đảng ủy', 'dang uy', { filter: { field: 'kind', eq: 'PAPER' } })).toEqual(['form']);
      await expect(search('mua', 'mua', { filter: { field: 'ghost', eq: 'x' } })).rejects.toThrow(TypeError);
    });

    test('gives the best up to the limit', async () => {
      expect(await search('dạng ủy', 'dang uy', { limit: 1 })).toEqual(['form']);
      expect(await search('mưa', 'mua', { limit: 2 })).toEqual(['rain', 'shop']);
      expect(await search('mua', 'mua', { limit: 0 })).toEqual([]);
      await expect(search('mua', 'mua', { limit: -1 })).rejects.toThrow(RangeError);
    });

    test.each(['', '   ', '"', '""', '*', '^', '()', '- /', '\u0000', '…', '🙂'])(
      'without a word (%j) finds nothing',
      async (text) => {
        expect(await search(text, text)).toEqual([]);
      },
    );

    test.each([
      ['unbalanced quotes', '"dang" "uy'],
      ['a column', 'folded: dang* {exact} : uy'],
      ['parentheses', '((dang AND) uy'],
      ['a star in the middle', 'da*ng uy*'],
      ['a caret and a plus', '^dang + uy'],
      ['a backslash and a semicolon', 'dang\\ uy; DROP TABLE generations'],
      ['operators of MongoDB', '{"$gt": "dang uy"}'],
      ['half a surrogate pair', 'dang \ud800 uy'],
    ])('%s are no syntax', async (_, text) => {
      await expect(search(text, text)).resolves.toBeInstanceOf(Array);
      expect((await search('dang uy', 'dang uy')).sort()).toEqual(['form', 'ward']);
    });

    test.each(['dang OR mua', 'dang NOT mua', 'NEAR(dang mua)', 'dang AND uy', 'dang -mua'])(
      '%s is words, all wanted',
      async (text) => {
        expect(await search(text, text)).toEqual([]);
      },
    );

    test('a quoted word is the word', async () => {
      expect((await search('"dang" uy', '"dang" uy')).sort()).toEqual(['form', 'ward']);
    });

    test('finds what a document says now, not what it said', async () => {
      await write({ put: 'texts', id: 'rain', body: { kind: 'PAPER', exact: 'nắng', folded: 'nang' } }, 2);
      expect(await search('mưa', 'mua')).toEqual(['shop']);
      expect(await search('nắng', 'nang')).toEqual(['rain']);
    });

    test('does not find a deleted document', async () => {
      await write({ delete: 'texts', id: 'shop' }, 2);
      expect(await search('mua', 'mua')).toEqual(['rain']);
    });

    test('throws for a collection that was not declared searchable', async () => {
      await expect(generation.search('silent', { exact: 'a', folded: 'a', limit: 1 })).rejects.toThrow(TypeError);
    });
  });
};
