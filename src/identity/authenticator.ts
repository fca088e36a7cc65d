import { decodeJwt } from 'jose';
import { AuthenticationError, type Authenticator, type RequestHeaders } from '../application/principal.js';
import type { Clock } from '../application/ports.js';
import { chooseRole, type TokenVerifier, type VerifiedToken } from './claims.js';

/** A key withdrawn by the issuer goes on working for this long at most. */
const keepMs = 30_000;
/** With the longest tokens that makes eight megabytes. */
const keepAtMost = 1_000;
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
  /** RFC 3339 UTC, to be compared with the clock as it stands. */
  readonly until: string;
}

/**
 * Authenticates by bearer tokens; `iss` picks the verifier, which then checks it. A verified token is kept for half a
 * minute, never beyond its end, since checking a signature costs more than the rest of a request. It is found again by
 * the whole header: nothing of it needs to be read or hashed.
 */
export const createAuthenticator = (verifiers: readonly TokenVerifier[], clock: Clock): Authenticator => {
  const byIssuer = new Map(verifiers.map((verifier) => [verifier.issuer, verifier]));
  const kept = new Map<string, Kept>();

  const verify = async (headers: RequestHeaders): Promise<VerifiedToken> => {
    const now = clock.now();
    const { authorization = '' } = headers;
    const found = typeof authorization === 'string' ? kept.get(authorization) : undefined;
    if (found !== undefined && now < found.until) return found.verified;

    const token = bearer(headers);
    kept.delete(String(authorization));
    const verifier = byIssuer.get(issuerOf(token) ?? '');
    if (verifier === undefined) throw new AuthenticationError('UNAUTHENTICATED', 'The token is not valid.');
    const verified = await verifier.verify(token);
    if (kept.size >= keepAtMost) {
      const [oldest] = kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
    }
    const until = new Date(Math.min(Date.parse(now) + keepMs, verified.expiresAt * 1000)).toISOString();
    kept.set(String(authorization), { verified, until });
    return verified;
  };

  return {
    authenticate: async (headers) => {
      const { roles, ...who } = await verify(headers);
      return { ...who, role: chooseRole(roles, headers) };
    },
  };
};
