import { createHash } from 'node:crypto';
import { StoreFault, type StoredEvidence } from '../application/ports.js';

/**
 * Passes stored content on, one piece behind: the last one leaves only when size and digest of the whole are right.
 * Otherwise STORE_CORRUPT is thrown in its place, so that nobody ever has all bytes of damaged content.
 */
export async function* verified(
  content: AsyncIterable<Uint8Array>,
  { sha256, size }: Pick<StoredEvidence, 'sha256' | 'size'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const corrupt = (what: string) =>
    new StoreFault('STORE_CORRUPT', `The stored file ${sha256} is damaged: ${what}. Restore it from a copy.`);
  const hash = createHash('sha256');
  let read = 0;
  let held: Uint8Array | undefined;
  for await (const piece of content) {
    read += piece.length;
    if (read > size) throw corrupt(`it is longer than the ${size} bytes that were stored`);
    hash.update(piece);
    if (held !== undefined) yield held;
    held = piece;
  }
  if (read < size) throw corrupt(`it has ${read} of the ${size} bytes that were stored`);
  if (hash.digest('hex') !== sha256) throw corrupt('its content has another digest');
  if (held !== undefined) yield held;
}
