import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MongoClient, type Db } from 'mongodb';
import type { IdentityMap } from '../../src/identity/identityMap.js';
import { openMongoIdentityMap } from '../../src/identity/mongodb/identityMap.js';
import { MongoServer } from '../../src/mongodb/server.js';
import { identityMapContract } from '../contracts/identityMap.contract.js';
import { noBinary, noServer, startMongod, type Mongod } from '../readstore/mongodb/mongod.js';
import { announce } from '../support/notRun.js';
import { testClock } from './support.js';

const url = process.env.MONGODB_URL ?? '';
const random = { uuid: () => randomUUID() };
const newName = () => `concordat_test_${randomUUID()}`;

announce('the identity map on MongoDB', noServer);
const withServer = noServer === undefined ? describe : describe.skip;

/** Each opening on a connection of its own. */
const contractAt = (name: string, urlOf: () => string): void =>
  identityMapContract(name, () => {
    const database = newName();
    const opened: (IdentityMap | MongoServer)[] = [];
    return Promise.resolve({
      open: async (drawn) => {
        const server = await MongoServer.connect(urlOf(), database);
        opened.unshift(server);
        const map = await openMongoIdentityMap(server, drawn, testClock());
        opened.unshift(map);
        return map;
      },
      occupy: async () => {
        const client = new MongoClient(urlOf());
        await client.db(database).collection('identities').insertOne({ issuer: 'i', subject: 's' });
        await client.close();
      },
      dispose: async () => {
        for (const each of opened) await each.close();
        const client = new MongoClient(urlOf());
        await client.db(database).dropDatabase();
        await client.close();
      },
    });
  });

withServer('on the server of MONGODB_URL', () => contractAt('MongoDB', () => url));

withServer('the collection of an identity map', () => {
  let client: MongoClient;
  let db: Db;
  let server: MongoServer;

  beforeEach(async () => {
    client = new MongoClient(url);
    db = client.db(newName());
    server = await MongoServer.connect(url, db.databaseName);
  });
  afterEach(async () => {
    await server.close();
    await db.dropDatabase();
    await client.close();
  });
  const open = () => openMongoIdentityMap(server, random, testClock());
  const left = () => db.collection('identities').find().toArray();

  test('has one row for each person, and its unique index', async () => {
    const map = await open();
    const key = await map.personKey('https://a.example', 'user-1');
    expect(await left()).toEqual([
      { _id: key, issuer: 'https://a.example', subject: 'user-1', layout: 1, createdAt: '2026-01-05T08:00:00.000Z' },
    ]);
    expect(await db.collection('identities').indexes()).toContainEqual(
      expect.objectContaining({ name: 'issuer+subject', key: { issuer: 1, subject: 1 }, unique: true }),
    );
  });

  test.each([
    ['an older version', [{ _id: 'k', issuer: 'i', subject: 's', layout: 0 }]],
    ['another kind', [{ _id: 7, issuer: 'i', subject: 's', layout: 1 }]],
    ['another program', [{ user: 'a' }, { user: 'b' }]],
  ])('with rows of %s is refused by name and left as it is', async (_, rows) => {
    await db.collection<{ _id: unknown }>('identities').insertMany(rows.map((row) => ({ _id: randomUUID(), ...row })));
    const before = await left();
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_FOREIGN',
      message: expect.stringMatching(
        /^the collection identities in database concordat_test_.* of MongoDB at .* is not an identity map of this program and layout/,
      ),
    });
    expect(await left()).toEqual(before);
  });

  test('with the same subject twice is refused', async () => {
    const row = { issuer: 'i', subject: 's', layout: 1 };
    await db.collection<{ _id: string }>('identities').insertMany([
      { _id: 'a', ...row },
      { _id: 'b', ...row },
    ]);
    await expect(open()).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
  });

  test.each([
    ['of the same name over other fields', { issuer: 1 }, { name: 'issuer+subject' }],
    ['of the same name that lets subjects repeat', { issuer: 1, subject: 1 }, { name: 'issuer+subject' }],
    ['by another name', { issuer: 1, subject: 1 }, { name: 'theirs', unique: true }],
  ] as const)('with an index %s is refused', async (_, key, options) => {
    await db.collection('identities').createIndexes([{ key, ...options }]);
    await expect(open()).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
  });

  test('is asked once for a subject, whoever asks how often', async () => {
    let asked = 0;
    const map = await openMongoIdentityMap(server, { uuid: () => `key-${(asked += 1)}` }, testClock());
    const keys = await Promise.all(Array.from({ length: 50 }, () => map.personKey('i', 's')));
    for (let again = 0; again < 50; again += 1) keys.push(await map.personKey('i', 's'));
    expect([...new Set(keys)]).toEqual(['key-1']);
    // A key is drawn for each write that may insert.
    expect(asked).toBe(1);
  });

  test('is left to the other stores of its connection when the map is closed, and goes with it', async () => {
    const [one, other] = [await open(), await open()];
    await one.close();
    const key = await other.personKey('i', 's');
    expect(await left()).toMatchObject([{ _id: key }]);
    await server.close();
    await expect(other.personKey('i', 's')).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });
});

const ownServer = noServer ?? noBinary;
announce('the identity map on a server that fails', ownServer);
(ownServer === undefined ? describe : describe.skip).each(['replica set', 'standalone'] as const)('on a %s', (kind) => {
  let mongod: Mongod;
  let client: MongoClient;
  let server: MongoServer;
  beforeAll(async () => {
    mongod = await startMongod(kind);
    client = new MongoClient(mongod.url);
    server = await MongoServer.connect(mongod.url, 'faults');
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await client.close();
    await mongod.remove();
  });

  contractAt(`MongoDB, ${kind},`, () => mongod.url);

  /** The next write of a map fares like this. */
  const fail = (data: object, times = 1): Promise<unknown> =>
    client.db('admin').command({
      configureFailPoint: 'failCommand',
      mode: { times },
      data: { failCommands: ['findAndModify'], ...data },
    });
  const drawing = (...keys: string[]) => ({ uuid: () => keys.shift() ?? 'none left' });

  test('a key that most nodes did not confirm is not given out', async () => {
    const map = await openMongoIdentityMap(server, drawing('first', 'second'), testClock());
    await fail({ writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' } });
    await expect(map.personKey('i', 'unsure')).rejects.toMatchObject({
      name: 'StoreFault',
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/^database faults of MongoDB at .* did not confirm a write on most of its nodes/),
    });
    // It was written all the same, and so it is the one that is confirmed now.
    expect(await map.personKey('i', 'unsure')).toBe('first');
  });

  test('a subject that another instance inserts in the same moment has the key of that one', async () => {
    const map = await openMongoIdentityMap(server, drawing('ours', 'ours again'), testClock());
    const row = { issuer: 'i', subject: 'raced', layout: 1, createdAt: '2026-01-05T08:00:00.000Z' };
    await client
      .db('faults')
      .collection<{ _id: string }>('identities')
      .insertOne({ _id: 'theirs', ...row });
    await fail({ errorCode: 11000, errorExtraInfo: { keyPattern: { _id: 1 }, keyValue: { _id: 'ours' } } });
    expect(await map.personKey('i', 'raced')).toBe('theirs');
  });

  test('a server that is gone is a fault that names it, and asked again it is asked anew', async () => {
    const map = await openMongoIdentityMap(server, random, testClock());
    await fail({ closeConnection: true }, 5);
    await expect(map.personKey('i', 'cut')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/^database faults of MongoDB at .* is not available/),
    });
    await client.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' });
    const key = await map.personKey('i', 'cut');
    const other = await openMongoIdentityMap(server, drawing(), testClock());
    expect(await other.personKey('i', 'cut')).toBe(key);
  });
});
