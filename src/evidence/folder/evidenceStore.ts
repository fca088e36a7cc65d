import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import {
  evidenceClassifications,
  type EvidencePut,
  type EvidenceStore,
  type EvidenceUpload,
  type StoredEvidence,
  StoreFault,
} from '../../application/ports.js';
import { Sha256 } from '../../domain/kernel/ids.js';
import type { Rejection } from '../../domain/kernel/rejection.js';
import { Measure } from '../measure.js';
import { verified } from '../verified.js';
import { asFault, codeOf, onDisk } from './faults.js';
import { Uploads } from '../uploads.js';

/** What lies beside the content; stored, so add and never rename. */
const Known = z.strictObject({
  sha256: Sha256,
  size: z.number().int().positive(),
  mediaType: z.string(),
  name: z.string(),
  classification: z.enum(evidenceClassifications),
});

const pieceBytes = 65_536;

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const writeSynced = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Files in a folder: `files/<sha256>/content` is the content as it came, so that `sha256sum` can check it, and
 * `files/<sha256>/known.json` what is known of it. Both are made in `incoming/` and arrive together by one rename.
 */
class FolderEvidenceStore implements EvidenceStore {
  readonly #uploads = new Uploads();
  readonly #reading = new Set<FileHandle>();
  #drawn = 0;

  constructor(private readonly root: string) {}

  put(content: AsyncIterable<Uint8Array>, upload: EvidenceUpload): Promise<EvidencePut> {
    return this.#uploads.run(() => this.#put(content, upload));
  }

  async get(sha256: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array> | null> {
    const known = await this.stat(sha256);
    return known === null ? null : verified(this.#pieces(sha256, signal), known);
  }

  async stat(sha256: string): Promise<StoredEvidence | null> {
    this.#uploads.mustBeOpen();
    // What is no digest never becomes part of a path.
    if (!Sha256.safeParse(sha256).success) return null;
    const file = join(this.#folderOf(sha256), 'known.json');
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw asFault(file, error);
    }
    const known = readKnown(text);
    if (known?.sha256 !== sha256)
      throw new StoreFault('STORE_CORRUPT', `${file} cannot be read. Restore a copy of it.`);
    return known;
  }

  async close(): Promise<void> {
    await this.#uploads.close();
    await Promise.all([...this.#reading].map((handle) => handle.close()));
  }

  async #put(content: AsyncIterable<Uint8Array>, upload: EvidenceUpload): Promise<EvidencePut> {
    const temporary = join(this.root, 'incoming', String((this.#drawn += 1)));
    await onDisk(temporary, () => mkdir(temporary));
    try {
      const measured = await this.#receive(join(temporary, 'content'), content, upload);
      if ('rejection' in measured) return { stored: false, rejection: measured.rejection };
      const { mediaType, name, classification } = upload;
      const evidence: StoredEvidence = { ...measured, mediaType, name, classification };
      const isNew = await onDisk(temporary, () => this.#publish(temporary, evidence));
      const kept = isNew ? evidence : await this.stat(evidence.sha256);
      if (kept === null) throw new StoreFault('STORE_CORRUPT', `${this.#folderOf(evidence.sha256)} has no known.json.`);
      return { stored: true, isNew, evidence: kept };
    } finally {
      // Gone already when it was published. What cannot be removed now is removed at the next opening.
      await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    }
  }

  /** Writes the content to a new file and makes it durable. If we crash in here, `incoming` is emptied at the next opening. */
  async #receive(
    file: string,
    content: AsyncIterable<Uint8Array>,
    upload: EvidenceUpload,
  ): Promise<{ readonly sha256: string; readonly size: number } | { readonly rejection: Rejection }> {
    const measure = new Measure(upload);
    const handle = await onDisk(file, () => open(file, 'wx'));
    try {
      for await (const piece of this.#uploads.pieces(content)) {
        const rejection = measure.add(piece);
        if (rejection !== undefined) return { rejection };
        await onDisk(file, () => handle.writeFile(piece));
      }
      const measured = measure.finish();
      if (!('rejection' in measured)) await onDisk(file, () => handle.sync());
      return measured;
    } finally {
      await handle.close();
    }
  }

  /** Moves a received file to its address; false when there was one. */
  async #publish(temporary: string, evidence: StoredEvidence): Promise<boolean> {
    await writeSynced(join(temporary, 'known.json'), JSON.stringify(evidence));
    await syncFolder(temporary);
    // If we crash before this the file is not there; after it, it is there whole, since all of it was synced before.
    const isNew = await rename(temporary, this.#folderOf(evidence.sha256)).then(
      () => true,
      (error: unknown) => {
        // A folder never takes the place of one that is not empty (POSIX rename).
        if (['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) return false;
        throw error;
      },
    );
    // Also for a file that was there: the one who brought it may not have got here yet.
    await syncFolder(join(this.root, 'files'));
    return isNew;
  }

  async *#pieces(sha256: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array, void, undefined> {
    this.#uploads.mustBeOpen();
    const file = join(this.#folderOf(sha256), 'content');
    const handle = await open(file, 'r').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT')
        throw new StoreFault('STORE_CORRUPT', `${file} is missing. Restore a copy of it.`);
      throw asFault(file, error);
    });
    this.#reading.add(handle);
    try {
      for (;;) {
        signal?.throwIfAborted();
        this.#uploads.mustBeOpen();
        const { bytesRead, buffer } = await onDisk(file, () =>
          handle.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes),
        );
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      this.#reading.delete(handle);
      await handle.close();
    }
  }

  #folderOf(sha256: string): string {
    return join(this.root, 'files', sha256);
  }
}

const readKnown = (text: string): StoredEvidence | undefined => {
  try {
    return Known.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** The SHA-256 of every file in a folder of evidence; none when there is no such folder. */
export const listFolderEvidence = async (folder: string): Promise<readonly string[]> => {
  const files = join(resolve(folder), 'files');
  const names = await readdir(files).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw asFault(files, error);
  });
  return names.filter((name) => Sha256.safeParse(name).success).sort();
};

/**
 * Opens the folder, making it when absent, and removes what unfinished uploads have left there. Only one process may have
 * it open, or it would take away the other's uploads: whoever composes the process holds a lock on the folder around it.
 */
export const openFolderEvidenceStore = async (folder: string): Promise<EvidenceStore> => {
  const root = resolve(folder);
  const incoming = join(root, 'incoming');
  await onDisk(root, async () => {
    // Scans carry names and signatures: they are nobody's but this process's.
    await mkdir(root, { recursive: true, mode: 0o700 });
    await rm(incoming, { recursive: true, force: true });
    await mkdir(incoming);
    await mkdir(join(root, 'files'), { recursive: true });
    await syncFolder(root);
    await syncFolder(dirname(root));
  });
  return new FolderEvidenceStore(root);
};
