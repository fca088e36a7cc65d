import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { z } from 'zod';
import { AuthenticationError } from '../application/principal.js';
import type { Clock, Random } from '../application/ports.js';
import { type Role, roles } from '../domain/kernel/event.js';
import { Id } from '../domain/kernel/ids.js';
import { type Claims, readId, readRoles, type TokenVerifier } from './claims.js';
import { verifyJwt } from './verifyJwt.js';

const issuer = 'concordat-demo';
const audience = 'concordat';
const algorithm = 'EdDSA';
const twelveHours = 12 * 60 * 60;

/** What a demo token is to say. */
export interface DemoTokenRequest {
  readonly role: Role;
  readonly org?: string;
  readonly office?: string;
  /** The personKey; by default `demo-<role>[-<office>]`, so that the same demo person comes back. */
  readonly person?: string;
  readonly mandate?: string;
  /** Seconds until it ends; 12 hours by default. */
  readonly ttl?: number;
}

const Request = z.strictObject({
  role: z.enum(roles).exclude(['SYSTEM']),
  org: Id.optional(),
  office: Id.optional(),
  person: Id.optional(),
  mandate: Id.optional(),
  ttl: z.number().int().min(1).optional(),
});

/** A demo token cannot be issued; the message says why and what to do. */
export class DemoIdentityError extends Error {
  override readonly name = 'DemoIdentityError';
}

export interface DemoIdentities {
  /** A bearer token signed by the local key. Throws DemoIdentityError for a bad request, in production, or without a usable key. */
  issue(request: DemoTokenRequest): Promise<string>;
  readonly verifier: TokenVerifier;
}

interface KeyPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

const KeyFile = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string(),
  d: z.string(),
});

const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

const readKey = async (path: string): Promise<KeyPair | undefined> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw new DemoIdentityError(`The demo key ${path} cannot be read.`, { cause });
  }
  try {
    const { kty, crv, x, d } = KeyFile.parse(JSON.parse(text));
    const imported = await Promise.all([
      importJWK({ kty, crv, x, d }, algorithm),
      importJWK({ kty, crv, x }, algorithm),
    ]);
    const [privateKey, publicKey] = imported;
    if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) throw new Error('not a key pair');
    return { privateKey, publicKey };
  } catch (cause) {
    throw new DemoIdentityError(
      `${path} is not a demo key. Remove it: a new one is made, and tokens issued before stop working.`,
      { cause },
    );
  }
};

/**
 * Writes the key beside its place and links it there: the link fails when another process was first, and no reader
 * ever sees half a file, whenever we crash.
 */
const makeKey = async (dataDir: string, path: string, random: Pick<Random, 'uuid'>): Promise<void> => {
  const { privateKey } = await generateKeyPair(algorithm, { crv: 'Ed25519', extractable: true });
  const { kty, crv, x, d } = await exportJWK(privateKey);
  const draft = join(dataDir, `demo-key.${random.uuid()}.tmp`);
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(draft, `${JSON.stringify({ kty, crv, x, d })}\n`, { mode: 0o600, flag: 'wx' });
    await link(draft, path).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  } catch (cause) {
    throw new DemoIdentityError(`The demo key ${path} cannot be written.`, { cause });
  } finally {
    await rm(draft, { force: true });
  }
};

/**
 * Identities for trying the system out, signed by a key that is made at first use in `demo-key.json` of the data
 * folder, readable by its owner only. Whoever can read that folder can act as anyone: in production they are refused,
 * when issued and when shown.
 */
export const createDemoIdentities = (options: {
  readonly dataDir: string;
  readonly production: boolean;
  readonly clock: Clock;
  readonly random: Pick<Random, 'uuid'>;
}): DemoIdentities => {
  const { dataDir, production, clock, random } = options;
  const path = join(dataDir, 'demo-key.json');
  let loading: Promise<KeyPair> | undefined;

  const load = async (): Promise<KeyPair> => {
    const existing = await readKey(path);
    if (existing !== undefined) return existing;
    await makeKey(dataDir, path, random);
    const made = await readKey(path);
    if (made === undefined) throw new DemoIdentityError(`The demo key ${path} has vanished.`);
    return made;
  };
  const key = (): Promise<KeyPair> => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  return {
    issue: async (request) => {
      if (production) {
        throw new DemoIdentityError('Demo identities are refused when NODE_ENV is production; use the OIDC issuer.');
      }
      const parsed = Request.safeParse(request);
      if (!parsed.success) {
        const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
        throw new DemoIdentityError(`The demo token cannot be issued: ${problems.join('; ')}`);
      }
      const { role, org, office, mandate, ttl } = parsed.data;
      const person =
        parsed.data.person ?? `demo-${role.toLowerCase()}${office === undefined ? '' : `-${office}`}`.slice(0, 100);
      const now = Math.floor(Date.parse(clock.now()) / 1000);
      return new SignJWT({
        role,
        person,
        ...(org === undefined ? {} : { org }),
        ...(office === undefined ? {} : { office }),
        ...(mandate === undefined ? {} : { mandate }),
      })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(person)
        .setIssuedAt(now)
        .setExpirationTime(now + (ttl ?? twelveHours))
        .sign((await key()).privateKey);
    },
    verifier: {
      issuer,
      verify: async (token) => {
        if (production) throw new AuthenticationError('UNAUTHENTICATED', 'Demo identities are refused in production.');
        const { publicKey } = await key();
        const claims = await verifyJwt(token, () => publicKey, clock, { issuer, audience, algorithms: [algorithm] });
        const all: Claims = claims;
        const orgId = readId(all, 'org');
        const officeId = readId(all, 'office');
        const mandateId = readId(all, 'mandate');
        return {
          subject: claims.sub,
          expiresAt: claims.exp,
          roles: readRoles(all.role),
          personKey: readId(all, 'person') ?? claims.sub,
          ...(orgId === undefined ? {} : { orgId }),
          ...(officeId === undefined ? {} : { officeId }),
          ...(mandateId === undefined ? {} : { mandateId }),
          demo: true,
        };
      },
    },
  };
};
