import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Clock, Random } from '../../src/application/ports.js';

/** A clock that is set by hand. */
export interface TestClock extends Clock {
  set(to: string): void;
}

export const testClock = (start = '2026-01-05T08:00:00.000Z'): TestClock => {
  let now = start;
  return { now: () => now, set: (to) => (now = to) };
};

/** Ids that count. */
export const countedIds = (): Pick<Random, 'uuid'> => {
  let drawn = 0;
  return { uuid: () => `00000000-0000-4000-8000-${String((drawn += 1)).padStart(12, '0')}` };
};

/** An empty folder and how to remove it. */
export const scratchFolder = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'concordat-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

export const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

export const testIssuer = { issuer: 'https://id.example/realm', audience: 'concordat' };

/** An issuer with one key: signs what it is told, well-formed or not. */
export const createTestIssuer = async (alg = 'ES256') => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const sign = (claims: Record<string, unknown>, header: { alg?: string; key?: CryptoKey | Uint8Array } = {}) =>
    new SignJWT({
      iss: testIssuer.issuer,
      aud: testIssuer.audience,
      sub: 'user-1',
      exp: secondsOf('2026-01-05T09:00:00.000Z'),
      ...claims,
    })
      .setProtectedHeader({ alg: header.alg ?? alg, kid: 'key-1' })
      .sign(header.key ?? privateKey);
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'key-1' }] };
  return { sign, jwks, publicKey };
};
