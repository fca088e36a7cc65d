import type { ObjectId } from 'mongodb';
import {
  type EvidencePut,
  type EvidenceStore,
  type EvidenceUpload,
  type StoredEvidence,
  StoreFault,
} from '../../application/ports.js';
import { Sha256 } from '../../domain/kernel/ids.js';
import type { Rejection } from '../../domain/kernel/rejection.js';
import type { MongoServer } from '../../mongodb/server.js';
import { Measure } from '../measure.js';
import { Uploads } from '../uploads.js';
import { verified } from '../verified.js';
import { Bucket, chunkBytes, type FoundFile } from './bucket.js';

/** Pieces of any size as chunks of one size, the last one shorter. */
class Chunks {
  #held: Uint8Array[] = [];
  #bytes = 0;

  /** Takes a piece and gives back the chunks that are full. */
  *add(piece: Uint8Array): Generator<Uint8Array, void, undefined> {
    this.#held.push(piece);
    this.#bytes += piece.length;
    if (this.#bytes < chunkBytes) return;
    const joined = Buffer.concat(this.#held);
    const full = joined.length - (joined.length % chunkBytes);
    for (let start = 0; start < full; start += chunkBytes) yield joined.subarray(start, start + chunkBytes);
    this.#held = [joined.subarray(full)];
    this.#bytes = joined.length - full;
  }

  rest(): Uint8Array {
    return Buffer.concat(this.#held);
  }
}

/** A store of evidence that several instances share. */
export interface SharedEvidenceStore extends EvidenceStore {
  /**
   * Removes what uploads have left whose process died, an hour after their last sign of life, and resolves to how many there
   * were. To be run now and then, by one instance at a time; two at once do no harm. Rejects with StoreFault.
   */
  readonly cleanUp: { readonly name: string; run(signal: AbortSignal): Promise<number> };
}

/** Files in a GridFS bucket, which several instances share and any MongoDB tool can read. */
class GridFsEvidenceStore implements SharedEvidenceStore {
  readonly cleanUp = {
    name: 'evidence-clean-up',
    run: (signal: AbortSignal): Promise<number> =>
      this.server.run(() => this.#bucket.sweep(AbortSignal.any([signal, this.#uploads.closing]))),
  };
  readonly #bucket: Bucket;
  readonly #uploads = new Uploads();

  constructor(private readonly server: MongoServer) {
    this.#bucket = new Bucket(server);
  }

  /** Makes the bucket ready and removes what unfinished uploads have left. */
  prepare(): Promise<void> {
    return this.server.run(async () => {
      await this.#bucket.prepare();
      await this.#bucket.sweep();
    });
  }

  put(content: AsyncIterable<Uint8Array>, upload: EvidenceUpload): Promise<EvidencePut> {
    return this.#uploads.run(() => this.#put(content, upload));
  }

  async get(sha256: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array> | null> {
    const found = await this.#find(sha256);
    return found === null ? null : verified(this.#pieces(found, signal), found.evidence);
  }

  async stat(sha256: string): Promise<StoredEvidence | null> {
    return (await this.#find(sha256))?.evidence ?? null;
  }

  async close(): Promise<void> {
    await this.#uploads.close();
    await this.server.close();
  }

  async #put(content: AsyncIterable<Uint8Array>, upload: EvidenceUpload): Promise<EvidencePut> {
    const id = await this.server.run(() => this.#bucket.begin());
    let isNew = false;
    try {
      const measured = await this.#receive(id, content, upload);
      if ('rejection' in measured) return { stored: false, rejection: measured.rejection };
      isNew = await this.server.run(() => this.#bucket.publish(id, measured, upload));
      const kept = await this.#find(measured.sha256);
      if (kept === null) {
        throw new StoreFault('STORE_CORRUPT', `The file ${measured.sha256} is gone from ${this.server.place}.`);
      }
      return { stored: true, isNew, evidence: kept.evidence };
    } finally {
      // What cannot be removed now is removed later.
      if (!isNew) await this.server.run(() => this.#bucket.discard(id)).catch(() => undefined);
    }
  }

  async #receive(
    id: ObjectId,
    content: AsyncIterable<Uint8Array>,
    upload: EvidenceUpload,
  ): Promise<{ readonly sha256: string; readonly size: number } | { readonly rejection: Rejection }> {
    const measure = new Measure(upload);
    const chunks = new Chunks();
    let n = 0;
    const write = (chunk: Uint8Array): Promise<void> => this.server.run(() => this.#bucket.write(id, n++, chunk));
    for await (const piece of this.#uploads.pieces(content)) {
      const rejection = measure.add(piece);
      if (rejection !== undefined) return { rejection };
      for (const chunk of chunks.add(piece)) await write(chunk);
    }
    const measured = measure.finish();
    const rest = chunks.rest();
    if (!('rejection' in measured) && rest.length > 0) await write(rest);
    return measured;
  }

  /** One question for each chunk: a cursor would be closed by the server while a slow reader takes its time. */
  async *#pieces(
    { id, evidence }: FoundFile,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    // Asked after the last chunk, too: its reader may have ended the reading meanwhile.
    const goOn = (): void => {
      signal?.throwIfAborted();
      this.#uploads.mustBeOpen();
    };
    goOn();
    for (let n = 0; n * chunkBytes < evidence.size; n += 1) {
      const chunk = await this.server.run(() => this.#bucket.read(id, n));
      if (chunk.length === 0) return;
      yield chunk;
      goOn();
    }
  }

  #find(sha256: string): Promise<FoundFile | null> {
    return this.server.run(async () => (Sha256.safeParse(sha256).success ? this.#bucket.find(sha256) : null));
  }
}

/**
 * Opens the bucket `evidence` in the database of a server, making it when absent; the server stays open when the store is
 * closed. What an upload has left whose process died is removed at an opening, or a `cleanUp`, an hour later or more: until
 * then it could be another instance's that goes on. Rejects with StoreFault: `STORE_UNAVAILABLE` when the server cannot be
 * reached or refuses us, `STORE_FOREIGN` when the bucket holds files of another program.
 */
export const openGridFsEvidenceStore = async (server: MongoServer): Promise<SharedEvidenceStore> => {
  const store = new GridFsEvidenceStore(server.share());
  await store.prepare();
  return store;
};

/** The SHA-256 of every file in the bucket, without making it ready. Rejects with StoreFault as opening does. */
export const listGridFsEvidence = (server: MongoServer): Promise<readonly string[]> =>
  server.run(() => new Bucket(server).digests());
