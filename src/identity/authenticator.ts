import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { AuthenticationError, type Authenticator, type RequestHeaders } from '../application/principal.js';
import type { Clock } from '../application/ports.js';
import { chooseRole, type TokenVerifier, type VerifiedToken } from './claims.js';

/** A key withdrawn by the issuer goes on working for this long at most. */
const keepMs = 30_000;
const keepAtMost = 5_000;
const longestToken = 8_192;

const bearer = (headers: RequestHeaders): string => {
  const { authorization } = headers;
  if (authorization === undefined) {
    throw new AuthenticationError('UNAUTHENTICATED', 'A bearer token is required in the Authorization header.');
  }
  const token =
    typeof authorization === 'string' ? /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1] : undefined;
  if (token === undefined || token.length > longestToken) {
    throw new AuthenticationError('UNAUTHENTICATED', 'The Authorization header holds no bearer token (JWT).');
  }
  return token;
};

const issuerOf = (token: string): string | undefined => {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
};

interface Kept {
  readonly verified: VerifiedToken;
  readonly until: number;
}

/**
 * Authenticates by bearer tokens; `iss` picks the verifier, which then checks it. A verified token is kept for half a
 * minute, never beyond its end, since checking a signature costs more than the rest of a request; it is kept by its
 * hash, so that no token lies in memory.
 */
export const createAuthenticator = (verifiers: readonly TokenVerifier[], clock: Clock): Authenticator => {
  const byIssuer = new Map(verifiers.map((verifier) => [verifier.issuer, verifier]));
  const kept = new Map<string, Kept>();

  const verify = async (token: string): Promise<VerifiedToken> => {
    const now = Date.parse(clock.now());
    const hash = createHash('sha256').update(token).digest('base64');
    const found = kept.get(hash);
    if (found !== undefined && now < found.until) return found.verified;
    kept.delete(hash);

    const verifier = byIssuer.get(issuerOf(token) ?? '');
    if (verifier === undefined) throw new AuthenticationError('UNAUTHENTICATED', 'The token is not valid.');
    const verified = await verifier.verify(token);
    if (kept.size >= keepAtMost) {
      const [oldest] = kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
    }
    kept.set(hash, { verified, until: Math.min(now + keepMs, verified.expiresAt * 1000) });
    return verified;
  };

  return {
    authenticate: async (headers) => {
      const { roles, ...who } = await verify(bearer(headers));
      return { ...who, role: chooseRole(roles, headers) };
    },
  };
};
