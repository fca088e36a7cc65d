import { Binary, ObjectId, type Collection, type Document } from 'mongodb';
import { z } from 'zod';
import {
  evidenceClassifications,
  type EvidenceUpload,
  type StoredEvidence,
  StoreFault,
} from '../../application/ports.js';
import { Sha256 } from '../../domain/kernel/ids.js';
import { ensureIndexes, type DeclaredIndex } from '../../mongodb/indexes.js';
import { errorCode, operationTimeMs, type MongoServer } from '../../mongodb/server.js';

/** The size of all chunks of a file but the last, as GridFS has it by default. */
export const chunkBytes = 255 * 1024;

/** How long an upload may say nothing before it counts as left by a process that died. */
const abandonedAfterMs = 3_600_000;

/** One file, as the GridFS specification has it; what is ours is in `metadata`. Stored, so add and never rename. */
const FileRow = z.object({
  _id: z.instanceof(ObjectId),
  length: z.number().int().positive(),
  filename: z.string(),
  metadata: z.object({ sha256: Sha256, mediaType: z.string(), classification: z.enum(evidenceClassifications) }),
});
type FileRow = z.infer<typeof FileRow>;

interface Chunk {
  readonly _id: ObjectId;
  readonly files_id: ObjectId;
  readonly n: number;
  readonly data: Binary;
}

/** An upload that has not arrived whole. */
interface Upload {
  readonly _id: ObjectId;
  /** By the server's clock. */
  readonly touchedAt: Date;
  /** It was taken for dead and is being removed. */
  readonly givenUp?: true;
}

/** An upload that may go on. */
const alive = (id: ObjectId) => ({ _id: id, givenUp: { $exists: false } });

export interface FoundFile {
  readonly id: ObjectId;
  readonly evidence: StoredEvidence;
}

/**
 * The collections of the bucket `evidence`. Chunks come first, the file last and at once, so a file is there whole or not at
 * all; what unfinished uploads take up is known from `evidence.uploads`.
 */
export class Bucket {
  readonly #files: Collection<FileRow & { readonly chunkSize: number; readonly uploadDate: Date }>;
  readonly #chunks: Collection<Chunk>;
  readonly #uploads: Collection<Upload>;

  constructor(private readonly server: MongoServer) {
    this.#files = server.database.collection('evidence.files');
    this.#chunks = server.database.collection('evidence.chunks');
    this.#uploads = server.database.collection('evidence.uploads');
  }

  /** Creates the indexes that are missing. Throws StoreFault `STORE_FOREIGN` when the bucket holds files of others. */
  async prepare(): Promise<void> {
    const ensure = <T extends Document>(collection: Collection<T>, indexes: readonly DeclaredIndex[]): Promise<void> =>
      ensureIndexes(this.server, collection, indexes, () => Promise.reject(this.#foreign()));
    try {
      await ensure(this.#files, [
        { name: 'sha256', key: { 'metadata.sha256': 1 }, unique: true },
        { name: 'filename_1_uploadDate_1', key: { filename: 1, uploadDate: 1 } },
      ]);
      await ensure(this.#chunks, [{ name: 'files_id_1_n_1', key: { files_id: 1, n: 1 }, unique: true }]);
    } catch (cause) {
      // Files without a digest, or with the same one, or other indexes of these names.
      throw [11000, 85, 86].includes(errorCode(cause) ?? 0) ? this.#foreign(cause) : cause;
    }
  }

  async begin(): Promise<ObjectId> {
    const id = new ObjectId();
    await this.#uploads.updateOne({ _id: id }, { $currentDate: { touchedAt: true } }, { upsert: true });
    return id;
  }

  async write(id: ObjectId, n: number, data: Uint8Array): Promise<void> {
    await this.#touch(id);
    await this.#chunks.insertOne({ _id: new ObjectId(), files_id: id, n, data: new Binary(data) });
  }

  /** Makes an upload the file of that digest; false when there was one. */
  async publish(
    id: ObjectId,
    { sha256, size }: Pick<StoredEvidence, 'sha256' | 'size'>,
    { name, mediaType, classification }: EvidenceUpload,
  ): Promise<boolean> {
    await this.#touch(id);
    const row = {
      _id: id,
      length: size,
      chunkSize: chunkBytes,
      uploadDate: id.getTimestamp(),
      filename: name,
      metadata: { sha256, mediaType, classification },
    };
    try {
      // If we crash before this the file is not there; after it, it is there whole.
      await this.#files.insertOne(row);
    } catch (error) {
      if (errorCode(error) !== 11000) throw error;
      // Unless it is our own, from an insert whose answer was lost.
      if ((await this.#files.findOne({ _id: id })) === null) return false;
    }
    const { deletedCount } = await this.#uploads.deleteOne(alive(id));
    if (deletedCount === 1) return true;
    await this.#files.deleteOne({ _id: id });
    throw this.#givenUp();
  }

  /** Removes what an upload has taken up. */
  async discard(id: ObjectId): Promise<void> {
    await this.#chunks.deleteMany({ files_id: id });
    await this.#uploads.deleteOne({ _id: id });
  }

  /**
   * Removes what uploads have taken up whose process died, and tells how many there were; those of other processes that go on
   * are left alone. Two at once, or one that is broken off, do no harm: what is left is removed by the next.
   */
  async sweep(signal?: AbortSignal): Promise<number> {
    const since = { $dateSubtract: { startDate: '$$NOW', unit: 'millisecond', amount: abandonedAfterMs } };
    const dead = { $or: [{ givenUp: true as const }, { $expr: { $lt: ['$touchedAt', since] } }] };
    for (let removed = 0; ; removed += 1) {
      if (signal?.aborted === true) return removed;
      // Given up first: an upload that goes on after all finds itself so, and a crash of ours is made up for.
      const left = await this.#uploads.findOneAndUpdate(dead, { $set: { givenUp: true } });
      if (left === null) return removed;
      const hasArrived = (await this.#files.findOne({ _id: left._id })) !== null;
      if (!hasArrived) await this.#chunks.deleteMany({ files_id: left._id });
      await this.#uploads.deleteOne({ _id: left._id });
    }
  }

  async find(sha256: string): Promise<FoundFile | null> {
    const row = await this.#files.findOne({ 'metadata.sha256': { $eq: sha256 } }, { maxTimeMS: operationTimeMs });
    if (row === null) return null;
    const parsed = FileRow.safeParse(row);
    if (!parsed.success) {
      throw new StoreFault(
        'STORE_CORRUPT',
        `what is known of the file ${sha256} cannot be read in ${this.server.place}`,
      );
    }
    const { _id, length, filename, metadata } = parsed.data;
    return { id: _id, evidence: { size: length, name: filename, ...metadata } };
  }

  /** The SHA-256 of every file. Throws StoreFault `STORE_FOREIGN` when the bucket holds files of others. */
  async digests(): Promise<readonly string[]> {
    const rows = this.#files.find({}, { projection: { _id: 0, 'metadata.sha256': 1 }, maxTimeMS: operationTimeMs });
    const found: string[] = [];
    for await (const row of rows) {
      const sha256 = Sha256.safeParse((row as Partial<FileRow>).metadata?.sha256);
      if (!sha256.success) throw this.#foreign();
      found.push(sha256.data);
    }
    return found.sort();
  }

  /** One chunk, empty when it is missing. */
  async read(id: ObjectId, n: number): Promise<Uint8Array> {
    const chunk = await this.#chunks.findOne({ files_id: id, n }, { maxTimeMS: operationTimeMs });
    return chunk?.data instanceof Binary ? chunk.data.value() : new Uint8Array();
  }

  async #touch(id: ObjectId): Promise<void> {
    const { matchedCount } = await this.#uploads.updateOne(alive(id), { $currentDate: { touchedAt: true } });
    if (matchedCount === 0) throw this.#givenUp();
  }

  #foreign(cause?: unknown): StoreFault {
    const message = `the bucket evidence in ${this.server.place} holds files of another program`;
    return new StoreFault('STORE_FOREIGN', message, cause === undefined ? {} : { cause });
  }

  #givenUp(): StoreFault {
    return new StoreFault(
      'STORE_UNAVAILABLE',
      `The upload said nothing for ${abandonedAfterMs / 60_000} minutes and was given up.`,
    );
  }
}
