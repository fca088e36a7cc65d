import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify, type JWTVerifyOptions } from 'jose';
import { AuthenticationError } from '../application/principal.js';
import type { Clock } from '../application/ports.js';

/** Clocks of two machines differ; more than this is a mistake to be told. */
const clockToleranceSeconds = 5;

/** The issuer's keys cannot be had: the token may well be good. */
const isFault = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === 'ERR_JOSE_GENERIC';

/**
 * Checks signature, issuer, audience, `exp` and `nbf` of a token by a closed list of algorithms (RFC 8725 3.1).
 * Throws AuthenticationError UNAUTHENTICATED, without telling which check failed but for the expiry.
 */
export const verifyJwt = async (
  token: string,
  getKey: JWTVerifyGetKey,
  clock: Clock,
  options: Required<Pick<JWTVerifyOptions, 'issuer' | 'audience' | 'algorithms'>>,
): Promise<JWTPayload & { readonly sub: string; readonly exp: number }> => {
  try {
    const { payload } = await jwtVerify(token, getKey, {
      ...options,
      currentDate: new Date(clock.now()),
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['exp', 'sub'],
    });
    const { sub, exp } = payload;
    if (typeof sub !== 'string' || sub === '' || exp === undefined) throw new errors.JWTInvalid('no subject');
    return { ...payload, sub, exp };
  } catch (error) {
    if (isFault(error)) throw error;
    const message = error instanceof errors.JWTExpired ? 'The token has expired.' : 'The token is not valid.';
    throw new AuthenticationError('UNAUTHENTICATED', message, { cause: error });
  }
};
