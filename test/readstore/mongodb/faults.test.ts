import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import {
  type CollectionSpec,
  type Document,
  type Generation,
  type ReadStore,
  type Write,
} from '../../../src/application/ports.js';
import { beginning, position } from '../../../src/domain/kernel/ids.js';
import { MongoServer } from '../../../src/mongodb/server.js';
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

const kinds = ['replica set', 'standalone'] as const;
(reason === undefined ? describe : describe.skip).each(kinds)('with a server that fails, a %s,', (kind) => {
  let mongod: Mongod;
  let client: MongoClient;
  let server: MongoServer;
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
    server = await MongoServer.connect(mongod.url, 'faults');
    store = await openMongoReadStore({ server, warn: (message) => void warnings.push(message) });
    generation = await store.open(`p${(number += 1)}`, 1, [things]);
  });
  afterEach(async () => {
    await store.close();
    await server.close();
  });

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
