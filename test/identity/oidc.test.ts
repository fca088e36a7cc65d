import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportSPKI } from 'jose';
import type { RequestHeaders } from '../../src/application/principal.js';
import { createAuthenticator } from '../../src/identity/authenticator.js';
import type { TokenVerifier } from '../../src/identity/claims.js';
import { createOidcVerifier, type OidcOptions } from '../../src/identity/oidc.js';
import { openSqliteIdentityMap } from '../../src/identity/sqlite/identityMap.js';
import { countedIds, createTestIssuer, scratchFolder, secondsOf, testClock, testIssuer } from './support.js';

const folder = scratchFolder();
const keyFile = join(folder.path, 'jwks.json');
const map = await openSqliteIdentityMap(join(folder.path, 'identity.db'), countedIds(), testClock());
const issuer = await createTestIssuer();
beforeAll(() => writeFileSync(keyFile, JSON.stringify(issuer.jwks)));
afterAll(async () => {
  await map.close();
  folder.remove();
});

const options = (more: Partial<OidcOptions> = {}): OidcOptions => ({
  ...testIssuer,
  jwks: keyFile,
  algorithms: ['RS256', 'ES256', 'EdDSA'],
  claims: { role: 'realm_access.roles', org: 'org', office: 'office' },
  ...more,
});

const authenticate = async (
  claims: Record<string, unknown>,
  { headers = {}, now, more }: { headers?: RequestHeaders; now?: string; more?: Partial<OidcOptions> } = {},
) => {
  const clock = testClock(now);
  const verifier = await createOidcVerifier(options(more), map, clock);
  const token = await issuer.sign(claims);
  return createAuthenticator([verifier], clock).authenticate({ authorization: `Bearer ${token}`, ...headers });
};

const roles = (...names: string[]) => ({ realm_access: { roles: names } });

describe('tokens of an OIDC issuer', () => {
  test('role, organisation and office come from the claims, the person from the identity map', async () => {
    const expected = {
      subject: 'user-1',
      personKey: '00000000-0000-4000-8000-000000000001',
      role: 'CLERK',
      orgId: 'org-1',
      officeId: 'off-1',
      expiresAt: secondsOf('2026-01-05T09:00:00.000Z'),
      demo: false,
    };
    const claims = { ...roles('CLERK'), org: 'org-1', office: 'off-1' };
    expect([await authenticate(claims), await authenticate(claims)]).toEqual([expected, expected]);
  });

  test('the person claim, where it is set up, goes before the map', async () => {
    const more = { claims: { role: 'role', org: 'org', office: 'office', person: 'person' } };
    const principal = await authenticate({ role: 'AUDITOR', person: 'p-9' }, { more });
    expect(principal).toEqual({
      subject: 'user-1',
      personKey: 'p-9',
      role: 'AUDITOR',
      expiresAt: secondsOf('2026-01-05T09:00:00.000Z'),
      demo: false,
    });
  });

  test('a claim whose name has dots is found by its whole name', async () => {
    const more = { claims: { role: 'https://c.example/role', org: 'org', office: 'office' } };
    expect((await authenticate({ 'https://c.example/role': 'DPO' }, { more })).role).toBe('DPO');
  });

  test('with several roles the header chooses one of those granted', async () => {
    const claims = roles('offline_access', 'OWNER', 'VERIFIER');
    const headers = { 'x-concordat-role': 'VERIFIER' };
    expect((await authenticate(claims, { headers })).role).toBe('VERIFIER');
    await expect(authenticate(claims)).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: 'The token grants several roles; choose one by the header x-concordat-role: OWNER, VERIFIER.',
    });
    await expect(authenticate(claims, { headers: { 'x-concordat-role': 'ADMIN' } })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: 'The token does not grant the role asked for in x-concordat-role.',
    });
  });

  test.each([[roles('SYSTEM')], [roles()], [roles('auditor')], [{}], [{ realm_access: null }]])(
    'no role of this system, %j, is FORBIDDEN',
    async (claims) => {
      await expect(authenticate(claims)).rejects.toMatchObject({
        code: 'FORBIDDEN',
        message: 'The token grants no role of this system.',
      });
    },
  );

  test('SYSTEM beside another role cannot be chosen', async () => {
    await expect(
      authenticate(roles('SYSTEM', 'CLERK'), { headers: { 'x-concordat-role': 'SYSTEM' } }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('an organisation that is no id is refused rather than dropped', async () => {
    await expect(authenticate({ ...roles('CLERK'), org: 'Bộ Quốc phòng' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: 'The claim "org" of the token is not an id.',
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['another issuer', { iss: 'https://evil.example' }, 'The token is not valid.'],
    ['another audience', { aud: 'mail' }, 'The token is not valid.'],
    ['no audience', { aud: undefined }, 'The token is not valid.'],
    ['no subject', { sub: undefined }, 'The token is not valid.'],
    ['no end', { exp: undefined }, 'The token is not valid.'],
    ['an end more than five seconds ago', { exp: secondsOf('2026-01-05T07:59:54.000Z') }, 'The token has expired.'],
    ['a start more than five seconds ahead', { nbf: secondsOf('2026-01-05T08:00:06.000Z') }, 'The token is not valid.'],
  ])('a token with %s is UNAUTHENTICATED', async (_what, claims, message) => {
    await expect(authenticate({ ...roles('CLERK'), ...claims })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message,
    });
  });

  test('clocks may differ by five seconds', async () => {
    const principal = await authenticate({
      ...roles('CLERK'),
      exp: secondsOf('2026-01-05T07:59:56.000Z'),
      nbf: secondsOf('2026-01-05T08:00:05.000Z'),
    });
    expect(principal.role).toBe('CLERK');
  });

  test('a token signed with the public key as a shared secret is refused (RFC 8725 2.1)', async () => {
    const key = new TextEncoder().encode(await exportSPKI(issuer.publicKey));
    const token = await issuer.sign(roles('ADMIN'), { alg: 'HS256', key });
    const clock = testClock();
    const authenticator = createAuthenticator([await createOidcVerifier(options(), map, clock)], clock);
    await expect(authenticator.authenticate({ authorization: `Bearer ${token}` })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  test('an algorithm that was not allowed is refused', async () => {
    await expect(authenticate(roles('CLERK'), { more: { algorithms: ['EdDSA'] } })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  test('an unsigned token is refused', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: testIssuer.issuer, aud: 'concordat', sub: 'x', exp: 4_000_000_000, ...roles('ADMIN') };
    const clock = testClock();
    const authenticator = createAuthenticator([await createOidcVerifier(options(), map, clock)], clock);
    await expect(
      authenticator.authenticate({ authorization: `Bearer ${part({ alg: 'none' })}.${part(claims)}.AA` }),
    ).rejects.toMatchObject({ code: 'UNAUTHENTICATED', message: 'The token is not valid.' });
  });

  test('a key file that is none is refused at the start, by name', async () => {
    const path = join(folder.path, 'bad.json');
    writeFileSync(path, '{"keys":[]}');
    await expect(createOidcVerifier(options({ jwks: path }), map, testClock())).rejects.toThrow(
      `OIDC_JWKS: ${path} cannot be read as a set of public keys (JWKS)`,
    );
  });
});

describe('keys behind an address', () => {
  let server: Server;
  let status = 200;
  let url = '';
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(issuer.jwks));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) url = `http://127.0.0.1:${address.port}/jwks`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test('they are fetched', async () => {
    status = 200;
    expect((await authenticate(roles('CLERK'), { more: { jwks: url } })).role).toBe('CLERK');
  });

  test('that they cannot be had is a fault of ours, not a bad token', async () => {
    status = 500;
    await expect(authenticate(roles('CLERK'), { more: { jwks: url } })).rejects.toMatchObject({
      code: 'ERR_JOSE_GENERIC',
    });
  });
});

describe('the authenticator', () => {
  const counting = () => {
    let calls = 0;
    const verifier: TokenVerifier = {
      issuer: testIssuer.issuer,
      verify: () => {
        calls += 1;
        return Promise.resolve({
          subject: 's',
          personKey: 'p',
          roles: ['OWNER', 'VERIFIER'],
          expiresAt: secondsOf('2026-01-05T08:00:20.000Z'),
          demo: false,
        });
      },
    };
    return { verifier, calls: () => calls };
  };

  test('keeps a verified token for half a minute, never beyond its end, and chooses the role each time anew', async () => {
    const clock = testClock();
    const { verifier, calls } = counting();
    const authenticator = createAuthenticator([verifier], clock);
    const authorization = `Bearer ${await issuer.sign({})}`;
    const as = async (role: string) =>
      (await authenticator.authenticate({ authorization, 'x-concordat-role': role })).role;

    expect([await as('OWNER'), await as('VERIFIER'), calls()]).toEqual(['OWNER', 'VERIFIER', 1]);
    clock.set('2026-01-05T08:00:19.999Z');
    expect([await as('OWNER'), calls()]).toEqual(['OWNER', 1]);
    clock.set('2026-01-05T08:00:20.000Z');
    expect([await as('OWNER'), calls()]).toEqual(['OWNER', 2]);
  });

  test.each([
    [{}, 'A bearer token is required in the Authorization header.'],
    [{ authorization: 'Basic YTpi' }, 'The Authorization header holds no bearer token (JWT).'],
    [{ authorization: 'Bearer not-a-jwt' }, 'The Authorization header holds no bearer token (JWT).'],
    [{ authorization: 'Bearer a.b.c' }, 'The token is not valid.'],
    [{ authorization: `Bearer a.${'b'.repeat(9000)}.c` }, 'The Authorization header holds no bearer token (JWT).'],
  ])('%.40j is UNAUTHENTICATED', async (headers, message) => {
    const { verifier } = counting();
    await expect(createAuthenticator([verifier], testClock()).authenticate(headers)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message,
    });
  });
});
