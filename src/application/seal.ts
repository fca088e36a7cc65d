import { createHash } from 'node:crypto';
import type { EventMeta } from '../domain/kernel/event.js';
import { canonical } from './canonical.js';
import type { NewEvent, Random } from './ports.js';

/** An event with all its metadata but the two members that sealing adds. */
export type UnsealedEvent = Omit<NewEvent, 'meta'> & { readonly meta: Omit<EventMeta, 'salt' | 'store'> };

/**
 * The digest by which anyone can check, without keys, that an event still lies in the store as it was written:
 * base64url SHA-256 of the RFC 8785 form of `{d: data, m: metadata without store}` (reference 4.2).
 * Throws on what JSON cannot carry faithfully: NaN, infinities, lone surrogates, cycles.
 */
export const storeDigest = (data: object, metaWithoutStore: object): string =>
  createHash('sha256')
    .update(canonical({ d: data, m: metaWithoutStore }), 'utf8')
    .digest('base64url');

/** Gives an event its salt, so that a short payload cannot be guessed from its digest, and the digest itself. */
export const seal = (event: UnsealedEvent, random: Pick<Random, 'salt'>): NewEvent => {
  const meta = { ...event.meta, salt: random.salt() };
  return { ...event, meta: { ...meta, store: storeDigest(event.data, meta) } };
};
