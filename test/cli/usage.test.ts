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

  describe('a connection string that no client can read, of which nothing secret is repeated', () => {
    const engines = {
      EVENTSTORE_URL: 'kurrentdb://127.0.0.1:1?tls=false',
      MONGODB_URL: 'mongodb://127.0.0.1:1/concordat?replicaSet=rs0',
    };

    test.each<[string, string[], Record<string, string>, string]>([
      [
        'EVENTSTORE_URL',
        ['serve'],
        { EVENTSTORE_URL: 'kurrentdb://ops:ge:heim@127.0.0.1:1' },
        'cannot be used: before the @ a user, a colon and a password are needed',
      ],
      [
        'EVENTSTORE_URL',
        ['fsck'],
        { EVENTSTORE_URL: 'kurrentdb://ops:geheim@127.0.0.1:1?tlsVerify=geheim' },
        'cannot be used: a setting is unknown or has no value',
      ],
      [
        'EVENTSTORE_URL',
        ['rebuild'],
        { EVENTSTORE_URL: 'kurrentdb://ops:geheim@127.0.0.1:1?keepAliveInterval=geheim' },
        'The client refuses the connection string of KurrentDB at 127.0.0.1:1.',
      ],
      [
        'MONGODB_URL',
        ['serve'],
        { MONGODB_URL: 'mongodb://ops:ge@heim@127.0.0.1:1/concordat' },
        'The driver refuses it: ',
      ],
      [
        'MONGODB_URL',
        ['rebuild'],
        { MONGODB_URL: 'mongodb://ops:geheim@127.0.0.1:1/concordat?w=geheim&colour=geheim' },
        'The driver refuses it: ',
      ],
    ])('%s %j %j', async (name, args, setting, why) => {
      const { code, out, err } = await run(args, { DATA_DIR: dataDir, ...engines, ...setting });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(
        new RegExp(`^The settings cannot be used:\n {2}${name} must be a connection string such as `),
      );
      expect(err).toContain(why);
      expect(err).not.toMatch(/geheim|heim@|ge:heim/);
      expect(existsSync(dataDir)).toBe(false);
    });

    test('both are told at once', async () => {
      const { code, err } = await run(['serve'], {
        DATA_DIR: dataDir,
        EVENTSTORE_URL: 'kurrentdb://127.0.0.1:1?colour=red',
        MONGODB_URL: 'mongodb://127.0.0.1:1/concordat?colour=red',
      });
      expect(code).toBe(2);
      expect(err.match(/^ {2}\w+/gm)).toEqual(['  EVENTSTORE_URL', '  MONGODB_URL']);
    });
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
