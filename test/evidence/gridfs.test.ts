import { createHash, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Binary, GridFSBucket, MongoClient, ObjectId, type Db } from 'mongodb';
import { openGridFsEvidenceStore, type SharedEvidenceStore } from '../../src/evidence/gridfs/evidenceStore.js';
import { MongoServer } from '../../src/mongodb/server.js';
import { evidenceStoreContract } from '../contracts/evidenceStore.contract.js';
import { noServer } from '../readstore/mongodb/mongod.js';
import { announce } from '../support/notRun.js';

const url = process.env.MONGODB_URL ?? '';
const chunkBytes = 255 * 1024;
const sha256Of = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');

announce('the store of evidence in GridFS', noServer);
const withServer = noServer === undefined ? describe : describe.skip;

withServer('on the server of MONGODB_URL', () => {
  evidenceStoreContract('GridFS', async () => {
    const database = `concordat_test_${randomUUID()}`;
    const client = new MongoClient(url);
    const db = client.db(database);
    const server = await MongoServer.connect(url, database);
    const open = () => openGridFsEvidenceStore(server);
    let current = await open();
    return {
      store: current,
      reopen: async () => (current = await open()),
      damage: async (sha256, content) => {
        const file = await db.collection('evidence.files').findOne({ 'metadata.sha256': sha256 });
        const chunks = db.collection('evidence.chunks');
        await chunks.deleteMany({ files_id: file?._id });
        if (content !== null) await chunks.insertOne({ files_id: file?._id, n: 0, data: new Binary(content) });
      },
      traces: async () => {
        const files = await db.collection('evidence.files').find().toArray();
        const uploads = await db.collection('evidence.uploads').find().toArray();
        const chunks: unknown[] = await db.collection('evidence.chunks').distinct('files_id');
        const orphans = chunks.filter((id) => !files.some(({ _id }) => _id.equals(id as ObjectId)));
        return [
          ...files.map(({ _id }) => `file ${_id.toHexString()}`),
          ...uploads.map(({ _id }) => `upload ${_id.toHexString()}`),
          ...orphans.map((id) => `chunks of ${String(id)}`),
        ];
      },
      dispose: async () => {
        await current.close();
        await server.close();
        await db.dropDatabase();
        await client.close();
      },
    };
  });
});

withServer('a bucket of evidence', () => {
  let client: MongoClient;
  let db: Db;
  let server: MongoServer;
  const open = () => openGridFsEvidenceStore(server);
  const upload = {
    mediaType: 'text/plain',
    name: 'bản quét.txt',
    classification: 'PUBLIC',
    maxBytes: 10_000_000,
  } as const;
  const pieces = async function* (...given: readonly Uint8Array[]) {
    for (const piece of given) yield await Promise.resolve(piece);
  };

  beforeEach(async () => {
    client = new MongoClient(url);
    db = client.db(`concordat_test_${randomUUID()}`);
    server = await MongoServer.connect(url, db.databaseName);
  });
  afterEach(async () => {
    await server.close();
    await db.dropDatabase();
    await client.close();
  });

  test.each([1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes, 3 * chunkBytes + 5])(
    'holds %i bytes as any tool for GridFS reads them',
    async (size) => {
      const content = Buffer.from(Uint8Array.from({ length: size }, (_, index) => (index * 7919) % 256));
      const store = await open();
      const put = await store.put(pieces(content.subarray(0, 1000), content.subarray(1000)), upload);
      await store.close();
      expect(put).toMatchObject({ stored: true, isNew: true, evidence: { sha256: sha256Of(content), size } });
      const bucket = new GridFSBucket(db, { bucketName: 'evidence' });
      const [file] = await bucket.find().toArray();
      expect(file).toEqual({
        _id: expect.any(ObjectId),
        length: size,
        chunkSize: chunkBytes,
        uploadDate: expect.any(Date),
        filename: 'bản quét.txt',
        metadata: { sha256: sha256Of(content), mediaType: 'text/plain', classification: 'PUBLIC' },
      });
      const read: Uint8Array[] = [];
      for await (const piece of bucket.openDownloadStreamByName('bản quét.txt')) read.push(piece as Uint8Array);
      expect(Buffer.concat(read).equals(content)).toBe(true);
    },
  );

  test('stored by two instances at once is one file', async () => {
    const [one, other] = [await open(), await open()];
    const content = Buffer.from('scan');
    const puts = await Promise.all([one.put(pieces(content), upload), other.put(pieces(content), upload)]);
    expect(puts.map((put) => put.stored && put.isNew).sort()).toEqual([false, true]);
    expect(await db.collection('evidence.files').countDocuments()).toBe(1);
    expect(await db.collection('evidence.chunks').countDocuments()).toBe(1);
    await one.close();
    await other.close();
  });

  describe('with what uploads have left', () => {
    const [dead, alive] = [new ObjectId(), new ObjectId()];
    let arrived: ObjectId;
    let store: SharedEvidenceStore;
    const uploads = () => db.collection('evidence.uploads');
    const idsOf = async (collection: string, field: string): Promise<string[]> =>
      (await db.collection(collection).distinct(field)).map(String).sort();

    beforeEach(async () => {
      store = await open();
      await store.put(pieces(Buffer.from('scan')), upload);
      arrived = (await db.collection('evidence.files').findOne())?._id ?? new ObjectId();
      const long = new Date('2020-01-01');
      // The second crashed between the file and the end of the upload.
      await uploads().insertMany([
        { _id: dead, touchedAt: long },
        { _id: arrived, touchedAt: long },
      ]);
      await uploads().updateOne({ _id: alive }, { $currentDate: { touchedAt: true } }, { upsert: true });
      const data = new Binary(Buffer.from('half of'));
      await db.collection('evidence.chunks').insertMany([
        { files_id: dead, n: 0, data },
        { files_id: dead, n: 1, data },
        { files_id: alive, n: 0, data },
      ]);
    });
    afterEach(() => store.close());
    const expectCleared = async () => {
      expect(await idsOf('evidence.chunks', 'files_id')).toEqual([arrived, alive].map(String).sort());
      expect(await idsOf('evidence.uploads', '_id')).toEqual([String(alive)]);
      expect(await idsOf('evidence.files', '_id')).toEqual([String(arrived)]);
    };

    test('is cleared at its opening of the dead, but not of what goes on or has arrived', async () => {
      await (await open()).close();
      await expectCleared();
    });

    test('is cleared while it is open, by several at once too', async () => {
      const other = await open();
      await uploads().updateOne({ _id: dead }, { $set: { touchedAt: new Date('2020-01-01') } }, { upsert: true });
      const { signal } = new AbortController();
      await Promise.all([store.cleanUp.run(signal), other.cleanUp.run(signal)]);
      await expectCleared();
      expect(await store.cleanUp.run(signal)).toBe(0);
      await other.close();
    });

    test('tells how many it was cleared of', async () => {
      expect(await store.cleanUp.run(new AbortController().signal)).toBe(2);
    });

    test('is cleared of one whose clearing was broken off', async () => {
      await uploads().updateOne({ _id: dead }, { $set: { givenUp: true }, $currentDate: { touchedAt: true } });
      expect(await store.cleanUp.run(new AbortController().signal)).toBe(2);
      await expectCleared();
    });

    test('is left alone by whoever may not clear it any more', async () => {
      expect(await store.cleanUp.run(AbortSignal.abort())).toBe(0);
      expect(await uploads().countDocuments()).toBe(3);
      await store.close();
      await expect(store.cleanUp.run(new AbortController().signal)).rejects.toMatchObject({ code: 'STORE_CLOSED' });
    });
  });

  test.each([
    ['taken for dead and cleared', () => db.collection('evidence.uploads').deleteMany({})],
    ['taken for dead', () => db.collection('evidence.uploads').updateMany({}, { $set: { givenUp: true } })],
  ])('gives up an upload that was %s, and nothing of it is left', async (_, takeForDead) => {
    const store = await open();
    const content = async function* () {
      yield await Promise.resolve(Buffer.alloc(chunkBytes, 'x'));
      await takeForDead();
      yield Buffer.from('y');
    };
    await expect(store.put(content(), upload)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await db.collection('evidence.files').countDocuments()).toBe(0);
    expect(await db.collection('evidence.chunks').countDocuments()).toBe(0);
    await store.close();
  });

  test('with files of another program is refused and left as it is', async () => {
    const theirs = [{ filename: 'a' }, { filename: 'b' }];
    await db.collection('evidence.files').insertMany(theirs.map((file) => ({ ...file })));
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_FOREIGN',
      message: expect.stringMatching(
        /^the bucket evidence in database concordat_test_.* holds files of another program$/,
      ),
    });
    const left = await db
      .collection('evidence.files')
      .find({}, { projection: { _id: 0 } })
      .toArray();
    expect(left).toEqual(theirs);
  });
});
