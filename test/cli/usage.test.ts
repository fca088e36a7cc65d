import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { decodeJwt } from 'jose';
import { join } from 'node:path';
import { temporaryFolder } from '../support/folder.js';
import { run } from './program.js';

jest.setTimeout(60_000);

const oidc = {
  OIDC_ISSUER: 'https://issuer.example/',
  OIDC_AUDIENCE: 'concordat',
  OIDC_JWKS: 'https://issuer.example/keys',
};

describe('a command that cannot be meant ends with 2 and says why', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let dataDir: string;

  beforeAll(() => {
    folder = temporaryFolder();
    dataDir = join(folder.path, 'data');
  });
  afterAll(() => folder.remove());

  test.each<[string, string[], string]>([
    ['an unknown command', ['enact'], "error: unknown command 'enact'\n"],
    ['an unknown option', ['fsck', '--repair'], "error: unknown option '--repair'\n"],
    ['a missing argument', ['import'], "error: missing required argument 'file'\n"],
    ['a token without a role', ['token'], "error: required option '--role <role>' not specified\n"],
    [
      'a token for an unknown role',
      ['token', '--role', 'KING'],
      "error: option '--role <role>' argument 'KING' is invalid. one of DRAFTER CLERK ORG_LEADER SIGNATORY " +
        'STEERING_HEAD STEERING_MEMBER REVIEW_CHAIR CONTRIBUTOR OWNER VERIFIER INSPECTOR CASE_HANDLER AUDITOR ' +
        'DASHBOARD ARCHIVIST DPO ADMIN\n',
    ],
  ])('%s', async (_, args, err) => {
    expect(await run(args, { DATA_DIR: dataDir })).toEqual({ code: 2, signal: null, out: '', err });
    expect(existsSync(dataDir)).toBe(false);
  });

  test('a token for the policies, which nobody is', async () => {
    const { code, err } = await run(['token', '--role', 'SYSTEM'], { DATA_DIR: dataDir });
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("argument 'SYSTEM' is invalid") });
  });

  test('settings of which several are wrong: each is told, and nothing is started', async () => {
    const settings = { DATA_DIR: dataDir, PORT: '70000', LOG_LEVEL: 'loud', MAX_DEPTH: '-1', OIDC_ISSUER: 'nowhere' };
    const { code, out, err } = await run(['serve'], settings);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.split('\n').map((line) => line.trim().split(' ')[0])).toEqual([
      'The',
      'PORT',
      'LOG_LEVEL',
      'OIDC_ISSUER',
      'MAX_DEPTH',
      'OIDC_AUDIENCE',
      'OIDC_JWKS',
      '',
    ]);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('a demo token in production', async () => {
    expect(await run(['token', '--role', 'AUDITOR'], { DATA_DIR: dataDir, NODE_ENV: 'production', ...oidc })).toEqual({
      code: 2,
      signal: null,
      out: '',
      err: 'Demo identities are refused when NODE_ENV is production; use the OIDC issuer.\n',
    });
    expect(existsSync(dataDir)).toBe(false);
  });

  test('a token for a known role is printed alone', async () => {
    const { code, out, err } = await run(['token', '--role', 'clerk', '--org', 'org-x'], { DATA_DIR: dataDir });
    expect({ code, err, lines: out.split('\n').length }).toEqual({ code: 0, err: '', lines: 2 });
    expect(decodeJwt(out.trim())).toMatchObject({ role: 'CLERK', org: 'org-x', person: 'demo-clerk' });
  });
});
