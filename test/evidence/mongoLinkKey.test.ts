import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MongoClient, type Db } from 'mongodb';
import { openMongoLinkKey } from '../../src/evidence/mongodb/linkKey.js';
import { createEvidenceLinks } from '../../src/evidence/links.js';
import { MongoServer } from '../../src/mongodb/server.js';
import { noServer } from '../readstore/mongodb/mongod.js';
import { handClock } from '../support/notes.js';
import { announce } from '../support/notRun.js';

const url = process.env.MONGODB_URL ?? '';
const randomOf = (fill: number) => ({
  uuid: () => '00000000-0000-4000-8000-000000000001',
  salt: () => Buffer.alloc(32, fill).toString('base64url'),
});
const clock = handClock('2026-03-01T08:00:00.000Z');

announce('the key of links in MongoDB', noServer);
(noServer === undefined ? describe : describe.skip)('the key of links in MongoDB', () => {
  let client: MongoClient;
  let db: Db;
  let servers: MongoServer[];

  const instance = async (): Promise<MongoServer> => {
    const server = await MongoServer.connect(url, db.databaseName);
    servers.push(server);
    return server;
  };
  const keys = () => db.collection<{ _id: string }>('evidence.keys');

  beforeEach(() => {
    client = new MongoClient(url);
    db = client.db(`concordat_test_${randomUUID()}`);
    servers = [];
  });
  afterEach(async () => {
    for (const server of servers) await server.close();
    await db.dropDatabase();
    await client.close();
  });

  test('is made by the first instance, and then stays', async () => {
    expect([...(await openMongoLinkKey(await instance(), randomOf(1), clock))]).toEqual(Array(32).fill(1));
    expect([...(await openMongoLinkKey(await instance(), randomOf(2), clock))]).toEqual(Array(32).fill(1));
    expect(await keys().find().toArray()).toEqual([
      { _id: 'links', key: randomOf(1).salt(), createdAt: '2026-03-01T08:00:00.000Z' },
    ]);
  });

  test('is one, also for ten that make it at once, and each honours the links of the others', async () => {
    const opened = [];
    for (let number = 0; number < 10; number += 1) opened.push(await instance());
    const made = await Promise.all(opened.map((server, number) => openMongoLinkKey(server, randomOf(number), clock)));
    expect(new Set(made.map(String)).size).toBe(1);
    expect(await keys().countDocuments()).toBe(1);
    const [one, other] = made.map((key) => createEvidenceLinks({ key, clock }));
    const sha256 = 'a'.repeat(64);
    const link = one?.createLink(sha256, 60);
    expect(link).toBeDefined();
    expect(other?.createLink(sha256, 60)).toEqual(link);
  });

  test.each([
    ['half a key', { key: 'half' }],
    ['a key with a letter that is none of it', { key: `${randomOf(1).salt()}*` }],
    ['bytes', { key: Buffer.alloc(32, 1) }],
    ['no key', { secret: 'geheim' }],
  ])('that is %s is refused, told of without its content, and left as it is', async (_, row) => {
    await keys().insertOne({ _id: 'links', ...row });
    const before = await keys().find().toArray();
    await expect(openMongoLinkKey(await instance(), randomOf(2), clock)).rejects.toMatchObject({
      code: 'STORE_CORRUPT',
      message: expect.stringMatching(
        /^The row links of evidence\.keys in database concordat_test_\S* of MongoDB at \S* is not a key of links\. Remove it: a new one is made, and links given out before stop working\.$/,
      ),
    });
    expect(await keys().find().toArray()).toEqual(before);
  });

  test('cannot be had over a connection that is closed', async () => {
    const server = await instance();
    await server.close();
    await expect(openMongoLinkKey(server, randomOf(1), clock)).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });
});
