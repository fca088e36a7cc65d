import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../application/ports.js';

const longestSeconds = 3600;
const shortestKey = 32;

export type LinkCheck =
  | { readonly valid: true; readonly secondsLeft: number }
  | { readonly valid: false; readonly why: 'EXPIRED' | 'FORGED' };

/**
 * Addresses under which one file can be had for a short while without a token. Whoever has the link has the file, so a
 * link is made only for a caller who may read it, and goes into no log.
 */
export interface EvidenceLinks {
  /** Path and query, for `ttlSeconds` from now (1 to 3600; anything else is a programming fault). */
  createLink(sha256: string, ttlSeconds: number): string;
  /** `until` and `signature` are what came in the query. */
  check(sha256: string, until: unknown, signature: unknown): LinkCheck;
}

/** Links signed by HMAC-SHA256 with a key of at least 32 bytes; another key makes all links invalid. */
export const createEvidenceLinks = ({
  key,
  clock,
}: {
  readonly key: Uint8Array;
  readonly clock: Clock;
}): EvidenceLinks => {
  if (key.length < shortestKey) throw new RangeError(`The key of links needs ${shortestKey} bytes.`);
  const now = (): number => Math.floor(Date.parse(clock.now()) / 1000);
  // The first line keeps a signature from meaning anything elsewhere, should the key ever sign something else.
  const sign = (sha256: string, until: string): string =>
    createHmac('sha256', key).update(`concordat evidence link\n${sha256}\n${until}`).digest('base64url');

  return {
    createLink(sha256, ttlSeconds) {
      if (!Number.isInteger(ttlSeconds) || ttlSeconds < 1 || ttlSeconds > longestSeconds) {
        throw new RangeError(`A link lasts 1 to ${longestSeconds} seconds, not ${ttlSeconds}.`);
      }
      const until = String(now() + ttlSeconds);
      return `/evidence/${sha256}?until=${until}&signature=${sign(sha256, until)}`;
    },
    check(sha256, until, signature) {
      if (typeof until !== 'string' || typeof signature !== 'string') return { valid: false, why: 'FORGED' };
      const [given, right] = [Buffer.from(signature), Buffer.from(sign(sha256, until))];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return { valid: false, why: 'FORGED' };
      const secondsLeft = Number(until) - now();
      return secondsLeft > 0 ? { valid: true, secondsLeft } : { valid: false, why: 'EXPIRED' };
    },
  };
};
