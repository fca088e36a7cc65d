import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { holds } from '../../src/application/filters.js';
import type { CollectionSpec, Filter, Generation, ReadStore } from '../../src/application/ports.js';
import { position } from '../../src/domain/kernel/ids.js';
import { openSqliteReadStore } from '../../src/readstore/sqlite/readStore.js';

const things = {
  name: 'things',
  fields: {
    name: { type: 'text' },
    size: { type: 'integer' },
    good: { type: 'boolean' },
    marks: { type: 'text', many: true },
  },
} as const satisfies CollectionSpec;

const documents: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  full: { name: 'Đảng ủy', size: 7, good: true, marks: ['a', 'b'] },
  other: { name: 'Ea', size: -1, good: false, marks: ['b'] },
  high: { name: '\u{1F58B}', size: 0, good: false, marks: [] },
  private: { name: '\uE000', size: 12, good: true, marks: ['\uFFFD'] },
  bare: { name: null, size: null, good: null },
};

const filters: readonly Filter[] = [
  { and: [] },
  { or: [] },
  { field: 'name', eq: 'Ea' },
  { field: 'name', eq: null },
  { field: 'name', ne: 'Ea' },
  { field: 'name', ne: null },
  { field: 'marks', eq: 'b' },
  { field: 'marks', eq: null },
  { field: 'marks', ne: 'a' },
  { field: 'name', in: [] },
  { field: 'name', in: ['Ea', null] },
  { field: 'marks', in: ['a', 'x'] },
  { field: 'size', lt: 7 },
  { field: 'size', lte: 7 },
  { field: 'size', gt: 0 },
  { field: 'size', gte: 0 },
  { field: 'name', lt: '\u{1F58B}' },
  { field: 'name', gt: '\uE000' },
  { field: 'good', gt: false },
  { field: 'size', lt: null },
  { field: 'name', startsWith: 'Đ' },
  { field: 'name', startsWith: '' },
  { field: 'name', contains: 'g ủ' },
  { field: 'marks', contains: 'b' },
  { field: 'marks', exists: true },
  { field: 'size', exists: false },
  { not: { field: 'size', lt: 7 } },
  {
    and: [
      { field: 'good', eq: true },
      {
        or: [
          { field: 'size', eq: 12 },
          { field: 'marks', eq: 'z' },
        ],
      },
    ],
  },
];

describe('a filter asked of a document at hand', () => {
  let store: ReadStore;
  let model: Generation;
  beforeAll(async () => {
    store = await openSqliteReadStore({ file: ':memory:', warn: () => undefined });
    model = await store.open('things', 1, [things]);
    const writes = Object.entries(documents).map(([id, body]) => ({
      write: { put: things.name, id, body },
      at: position(1),
    }));
    await model.apply(writes, position(1));
  });
  afterAll(() => store.close());

  test.each(filters.map((filter) => [JSON.stringify(filter), filter] as const))(
    'holds where a read model finds it: %s',
    async (_, filter) => {
      const found = await model.find(things.name, { filter, limit: 100 });
      const here = Object.keys(documents).filter((id) => holds(filter, documents[id] ?? {}));
      expect(here.sort()).toEqual(found.map(({ id }) => id).sort());
    },
  );

  test('tells documents apart: nearly every one of these holds of some and not of others', () => {
    const all = Object.values(documents);
    const dull = filters.filter((filter) => [0, all.length].includes(all.filter((body) => holds(filter, body)).length));
    expect(dull).toEqual([{ and: [] }, { or: [] }, { field: 'name', in: [] }, { field: 'size', lt: null }]);
  });
});
