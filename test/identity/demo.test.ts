import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createAuthenticator } from '../../src/identity/authenticator.js';
import { createDemoIdentities, DemoIdentityError, type DemoTokenRequest } from '../../src/identity/demo.js';
import { countedIds, scratchFolder, secondsOf, testClock, type TestClock } from './support.js';

let folder: ReturnType<typeof scratchFolder>;
let clock: TestClock;
beforeEach(() => {
  folder = scratchFolder();
  clock = testClock();
});
afterEach(() => folder.remove());

const ids = countedIds();
const identities = (production = false, dataDir = folder.path) =>
  createDemoIdentities({ dataDir, production, clock, random: ids });
const authenticate = (token: string, production = false) =>
  createAuthenticator([identities(production).verifier], clock).authenticate({ authorization: `Bearer ${token}` });

describe('demo identities', () => {
  test('a token for a role alone is a person of that role for twelve hours', async () => {
    const token = await identities().issue({ role: 'AUDITOR' });
    expect(decodeJwt(token)).toEqual({
      iss: 'concordat-demo',
      aud: 'concordat',
      sub: 'demo-auditor',
      role: 'AUDITOR',
      person: 'demo-auditor',
      iat: secondsOf('2026-01-05T08:00:00.000Z'),
      exp: secondsOf('2026-01-05T20:00:00.000Z'),
    });
    expect(await authenticate(token)).toEqual({
      subject: 'demo-auditor',
      personKey: 'demo-auditor',
      role: 'AUDITOR',
      expiresAt: secondsOf('2026-01-05T20:00:00.000Z'),
      demo: true,
    });
  });

  test('a token says organisation, office, person and mandate', async () => {
    const request: DemoTokenRequest = {
      role: 'SIGNATORY',
      org: 'org-1',
      office: 'off-1',
      person: 'person-7',
      mandate: 'man-1',
      ttl: 60,
    };
    expect(await authenticate(await identities().issue(request))).toEqual({
      subject: 'person-7',
      personKey: 'person-7',
      role: 'SIGNATORY',
      orgId: 'org-1',
      officeId: 'off-1',
      mandateId: 'man-1',
      expiresAt: secondsOf('2026-01-05T08:01:00.000Z'),
      demo: true,
    });
  });

  test('without a person, the same office gives the same person again', async () => {
    const { personKey } = await authenticate(await identities().issue({ role: 'ORG_LEADER', office: 'off-1' }));
    expect(personKey).toBe('demo-org_leader-off-1');
  });

  test('the key is made once, for its owner alone, and leaves nothing beside it', async () => {
    const dataDir = join(folder.path, 'new', 'data');
    await Promise.all([
      identities(false, dataDir).issue({ role: 'CLERK' }),
      identities(false, dataDir).issue({ role: 'CLERK' }),
    ]);
    const path = join(dataDir, 'demo-key.json');
    const made = readFileSync(path, 'utf8');
    await identities(false, dataDir).issue({ role: 'CLERK' });
    expect([await readdir(dataDir), statSync(path).mode & 0o777, readFileSync(path, 'utf8')]).toEqual([
      ['demo-key.json'],
      0o600,
      made,
    ]);
  });

  test('in production no token is issued and none is accepted', async () => {
    const token = await identities().issue({ role: 'AUDITOR' });
    await expect(identities(true).issue({ role: 'AUDITOR' })).rejects.toThrow(
      new DemoIdentityError('Demo identities are refused when NODE_ENV is production; use the OIDC issuer.'),
    );
    await expect(authenticate(token, true)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'Demo identities are refused in production.',
    });
  });

  test.each<[string, DemoTokenRequest]>([
    ['role', { role: 'SYSTEM' }],
    ['org', { role: 'CLERK', org: 'no id' }],
    ['office', { role: 'CLERK', office: '' }],
    ['ttl', { role: 'CLERK', ttl: 0 }],
  ])('a request with a bad %s is refused by name', async (name, request) => {
    await expect(identities().issue(request)).rejects.toThrow(
      expect.objectContaining({
        name: 'DemoIdentityError',
        message: expect.stringMatching(`^The demo token cannot be issued: ${name}: `),
      }),
    );
  });

  test('a damaged key file is refused and told how to mend', async () => {
    const path = join(folder.path, 'demo-key.json');
    writeFileSync(path, '{"kty":');
    await expect(identities().issue({ role: 'CLERK' })).rejects.toThrow(
      `${path} is not a demo key. Remove it: a new one is made, and tokens issued before stop working.`,
    );
  });

  test('a token of another key is refused', async () => {
    const other = scratchFolder();
    const token = await identities(false, other.path).issue({ role: 'ADMIN' });
    other.remove();
    await expect(authenticate(token)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'The token is not valid.',
    });
  });
});
