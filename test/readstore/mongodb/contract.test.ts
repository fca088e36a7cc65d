import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { MongoServer } from '../../../src/mongodb/server.js';
import { openMongoReadStore } from '../../../src/readstore/mongodb/readStore.js';
import { readStoreContract, type ReadStoreUnderTest } from '../../contracts/readStore.contract.js';
import { announce } from '../../support/notRun.js';
import { noBinary, noServer, startMongod, type Mongod } from './mongod.js';
import { reopenable } from '../../support/reopenable.js';

/** Each store in a database of its own. */
const makeAt = async (url: string): Promise<ReadStoreUnderTest> => {
  const database = `concordat_test_${randomUUID()}`;
  const server = await MongoServer.connect(url, database);
  const open = () => openMongoReadStore({ server, warn: () => undefined });
  return reopenable(open, async () => {
    await server.close();
    const client = new MongoClient(url);
    await client.db(database).dropDatabase();
    await client.close();
  });
};

announce('the read store contract on MongoDB', noServer);
(noServer === undefined ? describe : describe.skip)('on the server of MONGODB_URL', () => {
  readStoreContract('MongoDB', () => makeAt(process.env.MONGODB_URL ?? ''));
});

announce('the read store contract on a standalone MongoDB', noServer ?? noBinary);
((noServer ?? noBinary) === undefined ? describe : describe.skip)('on a node that stands alone', () => {
  let mongod: Mongod;
  beforeAll(async () => {
    mongod = await startMongod('standalone');
  }, 60_000);
  afterAll(() => mongod.remove());

  readStoreContract('MongoDB without transactions', () => makeAt(mongod.url));
});
