import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MongoClient, type Db, type Document as Bson } from 'mongodb';
import type { CollectionSpec, Generation, ReadStore, Write } from '../../../src/application/ports.js';
import { beginning, position } from '../../../src/domain/kernel/ids.js';
import { MongoServer } from '../../../src/mongodb/server.js';
import { openMongoReadStore } from '../../../src/readstore/mongodb/readStore.js';
import { announce } from '../../support/notRun.js';
import { noServer } from './mongod.js';

const things: CollectionSpec = {
  name: 'things',
  fields: { title: { type: 'text', indexed: true }, size: { type: 'integer' }, tags: { type: 'text', many: true } },
  indexes: [['size', 'title']],
  searchable: true,
};
const put = (id: string, title: string): Write => ({
  put: 'things',
  id,
  body: { title, exact: title, folded: title, tags: [title] },
});
const at = (write: Write, number: number) => ({ write, at: position(number) });

announce('several instances over one MongoDB', noServer);
(noServer === undefined ? describe : describe.skip)('a MongoDB database', () => {
  const url = process.env.MONGODB_URL ?? '';
  let client: MongoClient;
  let database: Db;
  let warnings: string[];
  let opened: { close(): Promise<void> }[];

  const instance = async (): Promise<ReadStore> => {
    const server = await MongoServer.connect(url, database.databaseName);
    opened.unshift(server);
    const store = await openMongoReadStore({ server, warn: (message) => void warnings.push(message) });
    opened.unshift(store);
    return store;
  };
  const titles = async (generation: Generation): Promise<unknown[]> =>
    (await generation.find('things', { limit: 100 })).map(({ body }) => body.title);
  const collections = async (): Promise<string[]> =>
    (await database.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name).sort();
  const thingsOf = async (projection: string) => {
    const [name = ''] = (await collections()).filter((one) => one.startsWith(`read.${projection}.`));
    return database.collection(name);
  };

  beforeEach(() => {
    client = new MongoClient(url);
    database = client.db(`concordat_test_${randomUUID()}`);
    warnings = [];
    opened = [];
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    await database.dropDatabase();
    await client.close();
  });

  describe('shared by two instances', () => {
    let one: ReadStore;
    let other: ReadStore;
    beforeEach(async () => {
      [one, other] = [await instance(), await instance()];
    });

    test('opened by both at once, has one generation for both', async () => {
      const [mine, theirs] = await Promise.all([one.open('p', 1, [things]), other.open('p', 1, [things])]);
      await mine.apply([at(put('a', 'một'), 1)], position(1));
      expect(await titles(theirs)).toEqual(['một']);
      expect(await theirs.position()).toBe(position(1));
      expect((await collections()).filter((name) => name.startsWith('read.p.'))).toHaveLength(1);
    });

    test('written by both from the same place, takes one batch whole and nothing of the other', async () => {
      const generations = [await one.open('p', 1, [things]), await other.open('p', 1, [things])];
      const outcomes = await Promise.all(
        generations.map((generation, index) =>
          generation.apply([at(put(`of-${index}`, `${index}`), index + 1)], position(index + 1), beginning),
        ),
      );
      expect([...outcomes].sort()).toEqual([false, true]);
      const winner = outcomes.indexOf(true);
      for (const generation of generations) {
        expect(await titles(generation)).toEqual([`${winner}`]);
        expect(await generation.position()).toBe(position(winner + 1));
      }
    });

    test('swapped by one, is read and written anew by the other', async () => {
      const mine = await one.open('p', 1, [things]);
      const theirs = await other.open('p', 1, [things]);
      await mine.apply([at(put('a', 'cũ'), 1), at(put('b', 'cũ'), 1)], position(1));
      for (const number of [5, 6, 7, 8, 9, 10]) {
        const rebuilt = await one.beginRebuild('p', 1, [things]);
        await rebuilt.apply([at(put('b', `mới ${number}`), number)], position(number));
        await one.swap('p');
        const [title, expected] = [{ field: 'title', eq: `mới ${number}` } as const, `mới ${number}`];
        // Each kind of read first after one of the swaps.
        if (number === 5) expect((await theirs.get('things', 'b'))?.body.title).toBe(expected);
        if (number === 6)
          expect((await theirs.getMany('things', ['b', 'a'])).map((it) => it?.body.title)).toEqual([
            expected,
            undefined,
          ]);
        if (number === 7) expect(await theirs.count('things', title)).toBe(1);
        if (number === 8) expect(await theirs.countBy('things', ['title'])).toEqual([{ key: [expected], count: 1 }]);
        if (number === 9)
          expect((await theirs.search('things', { exact: 'mới', folded: 'x', limit: 9 })).map(({ id }) => id)).toEqual([
            'b',
          ]);
        if (number === 10) {
          expect(await theirs.apply([at(put('c', 'lạc'), 11)], position(11), position(9))).toBe(false);
          expect(await theirs.apply([at(put('c', 'sau'), 11)], position(11), position(10))).toBe(true);
          expect(await titles(mine)).toEqual([expected, 'sau']);
        }
        expect(await theirs.get('things', 'a')).toBeNull();
      }
      expect((await collections()).filter((name) => name.startsWith('read.p.'))).toHaveLength(1);
    });

    test('put in place by a newer version, is not written by the older one any more', async () => {
      const older = await one.open('p', 1, [things]);
      await older.apply([at(put('a', 'cũ'), 1)], position(1));
      const newer = await other.open('p', 2, [things]);
      await newer.apply([at(put('a', 'mới'), 1)], position(1));
      expect(await older.position()).toBe(position(1));
      await expect(older.apply([at(put('b', 'cũ'), 2)], position(2), position(1))).rejects.toMatchObject({
        code: 'STORE_FOREIGN',
        message: 'the read model was replaced by version 2; this instance writes version 1',
      });
      expect(await titles(newer)).toEqual(['mới']);
    });

    test('rebuilt by both, goes on with the later one; the earlier cannot be swapped', async () => {
      const live = await one.open('p', 1, [things]);
      const first = await one.beginRebuild('p', 1, [things]);
      const second = await other.beginRebuild('p', 1, [things]);
      await expect(first.apply([at(put('x', 'dở'), 1)], position(1))).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      await expect(first.find('things', { limit: 1 })).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      await expect(one.swap('p')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      await second.apply([at(put('b', 'mới'), 5)], position(5));
      await other.swap('p');
      expect(await titles(live)).toEqual(['mới']);
    });

    test('is not barred by a transaction that an instance left open when it died', async () => {
      const generation = await one.open('p', 1, [things]);
      const dead = client.startSession();
      await database
        .collection<{ _id: string; session: unknown }>('read.writers')
        .insertOne({ _id: 'live p', session: dead.id?.id });
      dead.startTransaction();
      await database
        .collection<{ _id: string }>('read.projections')
        .updateOne({ _id: 'p' }, { $set: { 'live.position': position(1) } }, { session: dead });
      expect(await generation.apply([at(put('a', 'một'), 1)], position(1), beginning)).toBe(true);
      expect(await titles(generation)).toEqual(['một']);
      await expect(dead.commitTransaction()).rejects.toMatchObject({ codeName: 'NoSuchTransaction' });
      await dead.endSession();
    });
  });

  test('that holds collections of others leaves them as they are, and drops its own', async () => {
    const foreign = [
      'orders',
      'read.p.notes',
      'read.p.0123456789abcdef01234567',
      'read.px.0123456789abcdef01234567.things',
    ];
    for (const name of foreign) await database.collection(name).insertOne({ theirs: true });
    const left = 'read.p.0123456789abcdef01234567.things';
    await database.createCollection(left);
    const store = await instance();
    await store.open('p', 1, [things]);
    const now = await collections();
    expect(now).toEqual(expect.arrayContaining(foreign));
    expect(now).not.toContain(left);
    for (const name of foreign) expect(await database.collection(name).countDocuments({ theirs: true })).toBe(1);
    expect(warnings).toEqual([]);
  });

  test.each<[string, Bson]>([
    ['of another layout', { _id: 'p', layout: 2, live: { generation: 'x' } }],
    ['of another program', { _id: 'p', project: 'theirs' }],
    ['with a damaged entry', { _id: 'p', layout: 1, live: { generation: 5 } }],
  ])('with a register %s is refused and left as it is', async (_, row) => {
    await database.collection('read.projections').insertOne({ ...row });
    await expect(instance()).rejects.toMatchObject({
      code: 'STORE_FOREIGN',
      message: expect.stringMatching(
        /holds no read models of this program and layout \(p in read\.projections\): name another/,
      ),
    });
    expect(await database.collection('read.projections').find().toArray()).toEqual([row]);
  });

  test('that lost a collection has its read model built again, with a warning', async () => {
    const store = await instance();
    const generation = await store.open('p', 1, [things]);
    await generation.apply([at(put('a', 'một'), 1)], position(1));
    await (await thingsOf('p')).drop();
    const again = await (await instance()).open('p', 1, [things]);
    expect(await again.position()).toBe(beginning);
    expect(warnings).toEqual([expect.stringContaining('collections of p are missing in database concordat_test_')]);
  });

  test('that lost the whole read model says so', async () => {
    const generation = await (await instance()).open('p', 1, [things]);
    await database.dropDatabase();
    await expect(generation.get('things', 'a')).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
    await expect(generation.apply([], position(1))).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });

  test('has the declared indexes after opening and after a swap, and gets back those that were dropped or changed', async () => {
    const indexes = async () => (await (await thingsOf('p')).indexes()).map(({ name, key }) => [name, key]);
    const declared = [
      ['_id_', { _id: 1 }],
      ['title', { 'f.title': 1, _id: 1 }],
      ['size+title', { 'f.size': 1, 'f.title': 1, _id: 1 }],
      ['words of exact', { exact: 1, exactWords: 1, _id: 1 }],
      ['words of folded', { folded: 1, foldedWords: 1, _id: 1 }],
    ];
    const store = await instance();
    await store.open('p', 1, [things]);
    expect(await indexes()).toEqual(declared);
    await store.beginRebuild('p', 1, [things]);
    await store.swap('p');
    expect(await indexes()).toEqual(declared);

    const documents = await thingsOf('p');
    await documents.dropIndex('size+title');
    await documents.dropIndex('title');
    await documents.createIndex({ 'f.title': 1, _id: 1 }, { name: 'title', sparse: true }, {});
    await (await instance()).open('p', 1, [things]);
    expect((await indexes()).sort()).toEqual([...declared].sort());
    expect((await documents.indexes()).find(({ name }) => name === 'title')?.sparse).toBeUndefined();
    expect(warnings).toEqual([`index title of ${documents.collectionName} is not as declared: it is built again`]);
  });

  test('answers by its indexes: it sorts nothing and reads no more than it gives', async () => {
    const generation = await (await instance()).open('p', 1, [things]);
    await generation.apply(
      Array.from({ length: 300 }, (_, index) =>
        at(put(`id-${index}`, `tên ${String(index % 100).padStart(2, '0')}`), 1),
      ),
      position(1),
    );
    const documents = await thingsOf('p');
    await database.command({ profile: 2 });
    await generation.find('things', {
      filter: { field: 'title', startsWith: 'tên 5' },
      order: [{ field: 'title', direction: 'DESC' }],
      after: ['tên 55', 'id-255'],
      limit: 7,
    });
    await generation.search('things', { exact: 'tên 07', folded: '', limit: 3 });
    await database.command({ profile: 0 });
    const profiled = await database
      .collection('system.profile')
      .find({ ns: documents.namespace, 'command.find': { $exists: true } })
      .toArray();
    expect(
      profiled.map(({ planSummary, hasSortStage, nreturned }) => [
        String(planSummary),
        Boolean(hasSortStage),
        Number(nreturned),
      ]),
    ).toEqual([
      ['IXSCAN { f.title: 1, _id: 1 }', false, 1],
      ['IXSCAN { f.title: 1, _id: 1 }', false, 6],
      ['IXSCAN { exact: 1, exactWords: 1, _id: 1 }', true, 3],
    ]);
  });

  test('keeps bodies with names and texts that mean something to MongoDB', async () => {
    const hostile = {
      $where: 'sleep(1000)',
      'a.b': { $gt: '' },
      $ref: 'x',
      $id: 1,
      _bsontype: 'ObjectId',
      'nul\u0000': '\u0000',
      title: '$f.size',
      exact: '$text',
    };
    const body = { ...hostile, deep: [hostile], ['__proto__']: hostile };
    const generation = await (await instance()).open('p', 1, [things]);
    await generation.apply([at({ put: 'things', id: '$ne', body }, 1)], position(1));
    expect(await generation.get('things', '$ne')).toEqual({ id: '$ne', position: position(1), body });
    expect(await generation.count('things', { field: 'title', contains: '$f.size' })).toBe(1);
    expect(await generation.count('things', { field: 'title', contains: '\u0000' })).toBe(0);
    expect(await generation.count('things', { field: 'title', eq: '$f.size' })).toBe(1);
  });

  test.each<[string, unknown]>([
    ['an object', { $gt: '' }],
    ['a list', ['x']],
    ['a pattern', /x/],
  ])('never takes %s where a value belongs', async (_, value) => {
    const generation = await (await instance()).open('p', 1, [things]);
    await generation.apply([at(put('a', 'một'), 1)], position(1));
    const hostile = value as string;
    for (const filter of [
      { field: 'title', eq: hostile },
      { field: 'title', ne: hostile },
      { field: 'title', in: [hostile] },
      { field: 'title', gte: hostile },
      { field: 'tags', eq: hostile },
    ]) {
      await expect(generation.find('things', { filter, limit: 1 })).rejects.toThrow(TypeError);
    }
  });
});
