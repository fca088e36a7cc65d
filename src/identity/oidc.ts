import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { Clock } from '../application/ports.js';
import { type Claims, readClaim, readId, readRoles, type TokenVerifier } from './claims.js';
import type { IdentityMap } from './identityMap.js';
import { verifyJwt } from './verifyJwt.js';

/** How tokens of an OIDC issuer are checked and read; `config.ts` documents each. */
export interface OidcOptions {
  readonly issuer: string;
  readonly audience: string;
  /** An http(s) URL or the path of a file. */
  readonly jwks: string;
  readonly algorithms: readonly string[];
  readonly claims: { readonly role: string; readonly org: string; readonly office: string; readonly person?: string };
}

const Jwks = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

const readKeyFile = async (path: string): Promise<JSONWebKeySet> => {
  try {
    return Jwks.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new Error(`OIDC_JWKS: ${path} cannot be read as a set of public keys (JWKS)`, { cause });
  }
};

const keysOf = async (jwks: string): Promise<JWTVerifyGetKey> =>
  /^https?:\/\//.test(jwks) ? createRemoteJWKSet(new URL(jwks)) : createLocalJWKSet(await readKeyFile(jwks));

/**
 * Verifies the tokens of one OIDC issuer by its published keys. A key file is read once, now; keys behind a URL are
 * fetched at the first token and again when an unknown key turns up. Throws when a key file cannot be read.
 */
export const createOidcVerifier = async (
  options: OidcOptions,
  identityMap: IdentityMap,
  clock: Clock,
): Promise<TokenVerifier> => {
  const { issuer, audience, claims: names } = options;
  const algorithms = [...options.algorithms];
  const keys = await keysOf(options.jwks);
  return {
    issuer,
    verify: async (token) => {
      const claims = await verifyJwt(token, keys, clock, { issuer, audience, algorithms });
      const all: Claims = claims;
      const orgId = readId(all, names.org);
      const officeId = readId(all, names.office);
      const person = names.person === undefined ? undefined : readId(all, names.person);
      return {
        subject: claims.sub,
        expiresAt: claims.exp,
        roles: readRoles(readClaim(all, names.role)),
        personKey: person ?? (await identityMap.personKey(issuer, claims.sub)),
        ...(orgId === undefined ? {} : { orgId }),
        ...(officeId === undefined ? {} : { officeId }),
        demo: false,
      };
    },
  };
};
