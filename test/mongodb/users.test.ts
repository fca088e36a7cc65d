import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import type { CollectionSpec, ReadStore, Write } from '../../src/application/ports.js';
import { position } from '../../src/domain/kernel/ids.js';
import { openGridFsEvidenceStore } from '../../src/evidence/gridfs/evidenceStore.js';
import { openMongoLinkKey } from '../../src/evidence/mongodb/linkKey.js';
import { openMongoIdentityMap } from '../../src/identity/mongodb/identityMap.js';
import { MongoServer } from '../../src/mongodb/server.js';
import { openMongoReadStore } from '../../src/readstore/mongodb/readStore.js';
import { noBinary, noServer, startMongod, type Mongod } from '../readstore/mongodb/mongod.js';
import { handClock } from '../support/notes.js';
import { announce } from '../support/notRun.js';

const reason = noServer ?? noBinary;
announce('a MongoDB server with users', reason);

const things: CollectionSpec = { name: 'things', fields: { title: { type: 'text', indexed: true } } };
const put = (id: string, title: string): Write => ({ put: 'things', id, body: { title } });
const at = (write: Write, number: number) => ({ write, at: position(number) });
const random = { uuid: () => 'key', salt: () => 'A'.repeat(43) };
const clock = handClock();
const startup = 60_000;

(reason === undefined ? describe : describe.skip)('on a server with users', () => {
  let mongod: Mongod;
  let client: MongoClient;
  const as = (credentials: string): string => mongod.url.replace('//', `//${credentials}@`);
  let servers: MongoServer[] = [];
  const connectAs = async (credentials: string): Promise<MongoServer> => {
    const server = await MongoServer.connect(as(credentials), 'read');
    servers.push(server);
    return server;
  };
  const openAs = async (credentials: string): Promise<ReadStore> =>
    openMongoReadStore({ server: await connectAs(credentials), warn: () => undefined });
  afterEach(async () => {
    for (const server of servers) await server.close();
    servers = [];
  });

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
    const unknown = async () => {
      servers.push(await MongoServer.connect(mongod.url));
      return openMongoReadStore({ server: servers[0] ?? (await connectAs('')), warn: () => undefined });
    };
    await expect(unknown()).rejects.toMatchObject({
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

  describe.each<[string, (server: MongoServer) => Promise<unknown>]>([
    ['the identity map', (server) => openMongoIdentityMap(server, random, clock)],
    ['the store of evidence', (server) => openGridFsEvidenceStore(server)],
  ])('%s', (_, open) => {
    test('tells a user who may not create indexes so, and opens where they are', async () => {
      const clerk = await connectAs('clerk:geheim');
      await expect(open(clerk)).rejects.toMatchObject({
        name: 'StoreFault',
        code: 'STORE_UNAVAILABLE',
        message: expect.stringMatching(/^the user may not create indexes in database read of MongoDB at 127/),
      });
      await open(await connectAs('writer:geheim'));
      await open(clerk);
    });
  });

  test.each<[string, (server: MongoServer) => Promise<unknown>]>([
    ['the identity map', (server) => openMongoIdentityMap(server, random, clock)],
    ['the store of evidence', (server) => openGridFsEvidenceStore(server)],
    ['the key of links', (server) => openMongoLinkKey(server, random, clock)],
  ])('%s tells a user without the rights which it needs', async (_, open) => {
    await expect(open(await connectAs('stranger:geheim'))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/does not permit this: the user needs the role readWrite/),
    });
  });
});
