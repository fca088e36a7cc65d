import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import {
  StoreFault,
  type CollectionSpec,
  type Document,
  type Generation,
  type ReadStore,
  type Write,
} from '../../../src/application/ports.js';
import { beginning, position } from '../../../src/domain/kernel/ids.js';
import { openMongoReadStore } from '../../../src/readstore/mongodb/readStore.js';
import { announce } from '../../support/notRun.js';
import { noBinary, noServer, startMongod, type Mongod } from './mongod.js';

const reason = noServer ?? noBinary;
announce('the faults of a MongoDB server', reason);

const things: CollectionSpec = { name: 'things', fields: { title: { type: 'text', indexed: true } } };
const put = (id: string, title: string): Write => ({ put: 'things', id, body: { title } });
const remove = (id: string): Write => ({ delete: 'things', id });
const at = (write: Write, number: number) => ({ write, at: position(number) });
const startup = 60_000;

describe('a connection string', () => {
  test.each([
    ['of another scheme', 'http://user:geheim@127.0.0.1/'],
    ['without a host', 'mongodb://user:geheim@/'],
    ['with an unknown option', 'mongodb://user:geheim@127.0.0.1/?nonsense=1'],
    ['with a password that was not escaped', 'mongodb://user:ge@geheim@127.0.0.1/'],
    ['that is none', 'user:geheim@127.0.0.1'],
  ])('%s is refused without telling the password', async (_, url) => {
    const error = await openMongoReadStore({ url, warn: () => undefined }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreFault);
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const told = inspect(error, { depth: null });
    expect(told).toContain('not a usable MongoDB connection string: ');
    expect(told).not.toContain('geheim');
  });

  test('of a server that is down is refused by its host, without the password', async () => {
    const url = 'mongodb://user:geheim@127.0.0.1:1/read?serverSelectionTimeoutMS=200';
    await expect(openMongoReadStore({ url, warn: () => undefined })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'database read of MongoDB at 127.0.0.1:1 is not available: connect ECONNREFUSED 127.0.0.1:1',
    });
  });
});

const kinds = ['replica set', 'standalone'] as const;
(reason === undefined ? describe : describe.skip).each(kinds)('with a server that fails, a %s,', (kind) => {
  let mongod: Mongod;
  let client: MongoClient;
  let store: ReadStore;
  let generation: Generation;
  let warnings: string[];
  let number = 0;

  const all = async (): Promise<readonly Document[]> => generation.find('things', { limit: 100 });
  const document = (id: string, title: string, of: number): Document => ({
    id,
    position: position(of),
    body: { title },
  });
  /** The next commands of these names on that collection find their connection cut before they are run. */
  const cut = (failCommands: readonly string[], times: number, collection?: string): Promise<unknown> =>
    client.db('admin').command({
      configureFailPoint: 'failCommand',
      mode: { times },
      data: {
        failCommands,
        closeConnection: true,
        ...(collection === undefined ? {} : { namespace: `faults.${collection}` }),
      },
    });

  beforeAll(async () => {
    mongod = await startMongod(kind);
    client = new MongoClient(mongod.url);
  }, startup);
  afterAll(async () => {
    await client.close();
    await mongod.remove();
  });
  beforeEach(async () => {
    warnings = [];
    store = await openMongoReadStore({
      url: mongod.url,
      database: 'faults',
      warn: (message) => void warnings.push(message),
    });
    generation = await store.open(`p${(number += 1)}`, 1, [things]);
  });
  afterEach(() => store.close());

  test('it is said once whether documents and position are written together', () => {
    expect(warnings).toEqual(
      kind === 'standalone'
        ? [expect.stringMatching(/is no replica set: documents and positions are written one after/)]
        : [],
    );
  });

  test('a batch cut off before its position is written again as if it had not been', async () => {
    await generation.apply([at(put('a', 'một'), 1), at(put('b', 'một'), 1)], position(1));
    const batch = [at(put('a', 'hai'), 2), at(remove('b'), 3), at(put('c', 'ba'), 4)];
    await cut(['update', 'commitTransaction'], 12, kind === 'standalone' ? 'read.projections' : undefined);
    await expect(generation.apply(batch, position(4), position(1))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    await cut([], 0);
    expect(await generation.position()).toBe(position(1));
    expect(await all()).toEqual(
      kind === 'standalone'
        ? [document('a', 'hai', 2), document('c', 'ba', 4)]
        : [document('a', 'một', 1), document('b', 'một', 1)],
    );

    // The same events again, in other batches: an older put neither overwrites a newer document nor brings one back.
    const again = [at(put('a', 'một'), 1), at(put('b', 'một'), 1), ...batch];
    for (const last of [2, 3, 4]) {
      const upTo = position(last);
      const part = again.filter((one) => one.at <= upTo);
      expect(await generation.apply(part, upTo, position(last - 1))).toBe(true);
      if (kind === 'standalone') expect(await all()).toEqual([document('a', 'hai', 2), document('c', 'ba', 4)]);
    }
    expect(await all()).toEqual([document('a', 'hai', 2), document('c', 'ba', 4)]);
    expect(await generation.count('things')).toBe(2);
    expect(await generation.get('things', 'b')).toBeNull();
    expect(await generation.getMany('things', ['b', 'c'])).toEqual([null, document('c', 'ba', 4)]);
    expect(await generation.countBy('things', ['title'])).toEqual([
      { key: ['ba'], count: 1 },
      { key: ['hai'], count: 1 },
    ]);
  });

  test('a batch cut off before its first document leaves nothing', async () => {
    await cut(['update'], 12);
    await expect(generation.apply([at(put('a', 'một'), 1)], position(1))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    await cut([], 0);
    expect(await all()).toEqual([]);
    expect(await generation.position()).toBe(beginning);
  });

  test('one cut is not noticed where it can be asked again', async () => {
    await cut(['find'], 1);
    expect(await all()).toEqual([]);
    if (kind === 'standalone') return;
    await cut(['commitTransaction'], 1);
    expect(await generation.apply([at(put('a', 'một'), 1)], position(1), beginning)).toBe(true);
    await cut(['update'], 1);
    expect(await generation.apply([at(put('a', 'hai'), 2)], position(2), position(1))).toBe(true);
    expect(await all()).toEqual([document('a', 'hai', 2)]);
  });

  test('a document deleted and put again is there again', async () => {
    await generation.apply([at(put('a', 'một'), 1), at(remove('a'), 2)], position(2));
    await generation.apply([at(put('a', 'ba'), 3)], position(3));
    expect(await all()).toEqual([document('a', 'ba', 3)]);
  });

  test(
    'killed in the middle of writing and started again, it has each batch whole or not at all, and goes on',
    async () => {
      let acknowledged = 0;
      const writing = (async () => {
        for (let batch = 1; ; batch += 1) {
          const writes = ['a', 'b', 'c'].map((id) => at(put(id, `${batch}`), batch));
          await generation.apply(writes, position(batch), position(batch - 1));
          acknowledged = batch;
          if (batch === 20) void mongod.kill();
        }
      })();
      await expect(writing).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await mongod.start();

      const stands = Number(await generation.position());
      const found = await all();
      if (kind === 'replica set') {
        // What was acknowledged is on disk; the batch in hand may be, too.
        expect([acknowledged, acknowledged + 1]).toContain(stands);
        expect(found).toEqual(['a', 'b', 'c'].map((id) => document(id, `${stands}`, stands)));
      } else {
        // The last moments may be lost, the position never before the documents.
        for (const { position: of } of found) expect(of >= position(stands)).toBe(true);
      }
      for (let batch = stands + 1; batch <= acknowledged + 2; batch += 1) {
        const writes = ['a', 'b', 'c'].map((id) => at(put(id, `${batch}`), batch));
        expect(await generation.apply(writes, position(batch), position(batch - 1))).toBe(true);
      }
      const last = Math.max(stands, acknowledged + 2);
      expect(await all()).toEqual(['a', 'b', 'c'].map((id) => document(id, `${last}`, last)));
    },
    startup,
  );
});

(reason === undefined ? describe : describe.skip)('on a server with users', () => {
  let mongod: Mongod;
  let client: MongoClient;
  const as = (credentials: string): string => mongod.url.replace('//', `//${credentials}@`);
  const openAs = (credentials: string): Promise<ReadStore> =>
    openMongoReadStore({ url: as(credentials), database: 'read', warn: () => undefined });

  beforeAll(async () => {
    mongod = await startMongod('standalone', ['--auth']);
    const first = new MongoClient(mongod.url);
    // The first user may be made without one.
    await first.db('admin').command({ createUser: 'root', pwd: 'root', roles: ['root'] });
    await first.close();
    client = new MongoClient(as('root:root'));
    const read = client.db('read');
    const actions = ['find', 'insert', 'update', 'remove', 'createCollection', 'listCollections', 'listIndexes'];
    await read.command({
      createRole: 'withoutIndexes',
      privileges: [{ resource: { db: 'read', collection: '' }, actions }],
      roles: [],
    });
    const admin = client.db('admin');
    await admin.command({ createUser: 'writer', pwd: 'geheim', roles: [{ role: 'readWrite', db: 'read' }] });
    await admin.command({ createUser: 'reader', pwd: 'geheim', roles: [{ role: 'read', db: 'read' }] });
    await admin.command({ createUser: 'stranger', pwd: 'geheim', roles: [] });
    await admin.command({ createUser: 'clerk', pwd: 'geheim', roles: [{ role: 'withoutIndexes', db: 'read' }] });
  }, startup);
  afterAll(async () => {
    await client.close();
    await mongod.remove();
  });

  test('a wrong password is told as such', async () => {
    await expect(openAs('writer:wrong')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/^database read of MongoDB at 127\.0\.0\.1:\d+ refuses the user or the password$/),
    });
  });

  test('no user is told as such', async () => {
    await expect(openMongoReadStore({ url: mongod.url, warn: () => undefined })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/does not permit this: the user needs the role readWrite/),
    });
  });

  test('a user without the rights is told which it needs', async () => {
    await expect(openAs('stranger:geheim')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/does not permit this: the user needs the role readWrite/),
    });
    const store = await openAs('reader:geheim');
    await expect(store.open('p', 1, [things])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/does not permit this: the user needs the role readWrite/),
    });
    await store.close();
  });

  test('a user who may not create indexes is told so, and may open what has them', async () => {
    const clerk = await openAs('clerk:geheim');
    await expect(clerk.open('p', 1, [things])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/^the user may not create indexes in database read of MongoDB at 127/),
    });
    const writer = await openAs('writer:geheim');
    await writer.open('p', 1, [things]);
    const generation = await clerk.open('p', 1, [things]);
    expect(await generation.apply([at(put('a', 'một'), 1)], position(1))).toBe(true);
    await clerk.close();
    await writer.close();
  });
});
