import { type EvidenceStore, StoreFault, type StoredEvidence } from '../ports.js';
import type { Looked, Part, Step } from './part.js';

/** The files of an embedded installation. */
export interface SourceFiles extends Pick<EvidenceStore, 'stat' | 'get'> {
  /** Of all files, each once. */
  digests(): Promise<readonly string[]>;
}

/** The store that takes the files over. */
export interface TargetFiles {
  /** For messages; without secrets. */
  readonly place: string;
  /** Of all files, without writing anything. Throws StoreFault STORE_FOREIGN for files of another program. */
  digests(): Promise<readonly string[]>;
  /** Makes the store ready to be written. */
  open(): Promise<Pick<EvidenceStore, 'stat' | 'get' | 'put'>>;
}

type Reading = Pick<EvidenceStore, 'stat' | 'get'>;

/** What is known of a file, all of whose content was read and has its digest. Throws StoreFault STORE_CORRUPT otherwise. */
const readThrough = async (store: Reading, sha256: string): Promise<StoredEvidence | null> => {
  const known = await store.stat(sha256);
  const content = known === null ? null : await store.get(sha256);
  if (content === null) return null;
  let read = 0;
  for await (const piece of content) read += piece.length;
  return known?.size === read ? known : null;
};

/** Reads a file through; a damaged one is told and counts as absent. */
const readOrTell = async (store: Reading, sha256: string, tell: (why: string) => void) => {
  try {
    const known = await readThrough(store, sha256);
    if (known === null) tell(`The file ${sha256} is missing.`);
    return known;
  } catch (error) {
    if (!(error instanceof StoreFault) || error.code !== 'STORE_CORRUPT') throw error;
    tell(error.message);
    return null;
  }
};

/** What is told with a file, in one text. */
const described = ({ size, mediaType, name, classification }: StoredEvidence): string =>
  JSON.stringify([size, mediaType, name, classification]);

/** Scans, attachments and minutes, by their SHA-256. */
export const filesPart = (source: SourceFiles, target: TargetFiles): Part => {
  let missing: readonly string[] = [];

  const look = async (refuse: (why: string) => void, step: Step): Promise<Looked> => {
    const mine = await source.digests();
    const theirs = new Set(await target.digests());
    let seen = 0;
    for (const sha256 of mine) {
      await readOrTell(source, sha256, (why) => refuse(`The source is damaged: ${why}`));
      step((seen += 1), mine.length);
    }
    missing = mine.filter((sha256) => !theirs.delete(sha256));
    const [foreign] = theirs;
    if (foreign !== undefined) {
      refuse(`${target.place} holds ${theirs.size} files that the source has not, such as ${foreign}: it is in use.`);
    }
    return { total: mine.length, present: mine.length - missing.length };
  };

  const copy = async (step: Step): Promise<void> => {
    const store = await target.open();
    let done = 0;
    for (const sha256 of missing) {
      const known = await source.stat(sha256);
      const content = await source.get(sha256);
      if (known === null || content === null) throw new StoreFault('STORE_CORRUPT', `The file ${sha256} is gone.`);
      const { mediaType, name, classification, size } = known;
      const put = await store.put(content, { mediaType, name, classification, expectedSha256: sha256, maxBytes: size });
      if (!put.stored) throw new StoreFault('STORE_CORRUPT', `The file ${sha256} changed while it was copied.`);
      step((done += 1), missing.length);
    }
  };

  const verify = async (differ: (difference: string) => void, step: Step): Promise<number> => {
    const store = await target.open();
    const mine = await source.digests();
    const extra = new Set(await target.digests());
    let seen = 0;
    for (const sha256 of mine) {
      extra.delete(sha256);
      const known = await source.stat(sha256);
      const kept = await readOrTell(store, sha256, (why) => differ(`In ${target.place}: ${why}`));
      if (kept !== null && (known === null || described(kept) !== described(known))) {
        differ(`What is known of the file ${sha256} differs in ${target.place}.`);
      }
      step((seen += 1), mine.length);
    }
    for (const sha256 of extra) differ(`${target.place} holds the file ${sha256}, which the source has not.`);
    return seen;
  };

  return { name: 'files', look, copy, verify };
};
