import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Random, StoreFault } from '../application/ports.js';
import { codeOf } from './folder/faults.js';

const keyBytes = 32;

/** The 256 bits of a key from base64url; undefined for any other text. */
export const parseLinkKey = (text: string): Uint8Array | undefined => {
  const key = Buffer.from(text, 'base64url');
  // Decoding leaves out what is no base64url, so that a damaged text may still give bytes.
  return key.length === keyBytes && key.toString('base64url') === text ? key : undefined;
};

const readKey = async (file: string): Promise<Uint8Array | undefined> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new StoreFault('STORE_UNAVAILABLE', `The key of links ${file} cannot be read.`, { cause });
  }
  const key = parseLinkKey(text.trim());
  if (key !== undefined) return key;
  throw new StoreFault(
    'STORE_CORRUPT',
    `${file} is not a key of links. Remove it: a new one is made, and links given out before stop working.`,
  );
};

/**
 * The secret that signs links to files: 256 random bits, base64url, in a file that its owner alone may read; made at first
 * use. Throws StoreFault when it cannot be read or written. Whoever has it has every file, so it goes into no log.
 */
export const openLinkKey = async (file: string, random: Random): Promise<Uint8Array> => {
  const known = await readKey(file);
  if (known !== undefined) return known;
  const draft = `${file}.${random.uuid()}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, `${random.salt()}\n`, { mode: 0o600, flag: 'wx' });
    // Linked into its place whole: nobody ever reads half a key, whenever we crash, and the first process wins.
    await link(draft, file).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  } catch (cause) {
    throw new StoreFault('STORE_UNAVAILABLE', `The key of links ${file} cannot be written.`, { cause });
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readKey(file);
  if (made === undefined) throw new StoreFault('STORE_UNAVAILABLE', `The key of links ${file} has vanished.`);
  return made;
};
