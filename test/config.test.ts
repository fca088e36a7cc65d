import { describe, expect, test } from '@jest/globals';
import { ConfigError, describeSettings, loadConfig } from '../src/config.js';

const oidc = {
  OIDC_ISSUER: 'https://id.example/realm',
  OIDC_AUDIENCE: 'concordat',
  OIDC_JWKS: '/etc/concordat/jwks.json',
};

const problemsOf = (env: Record<string, string>): ConfigError => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
};

describe('settings', () => {
  test('an empty environment gives the documented defaults', () => {
    expect(loadConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      dataDir: './data',
      nodeEnv: 'development',
      logLevel: 'info',
      graphiql: true,
      introspection: 'authenticated',
      corsOrigins: [],
      limits: { bodyBytes: 1_048_576, evidenceBytes: 52_428_800, tokens: 2000, depth: 12, aliases: 30, cost: 20_000 },
      shutdownTimeoutMs: 25_000,
    });
  });

  describe('of the engines', () => {
    const kurrent = 'kurrentdb://ops:geheim@10.0.0.1:2113?tls=true';
    const mongo = 'mongodb://ops:geheim@10.0.0.2:27017/concordat?replicaSet=rs0';

    test('are taken together, with their passwords', () => {
      const { engines } = loadConfig({ EVENTSTORE_URL: kurrent, MONGODB_URL: mongo });
      expect(engines).toEqual({ eventStoreUrl: kurrent, mongodbUrl: mongo });
    });

    test.each([
      ['EVENTSTORE_URL', { EVENTSTORE_URL: kurrent }, 'MONGODB_URL must be set when EVENTSTORE_URL is: a connection'],
      ['MONGODB_URL', { MONGODB_URL: mongo }, 'EVENTSTORE_URL must be set when MONGODB_URL is: a connection string'],
    ])('%s alone is refused', (_, env, message) => {
      const error = problemsOf(env);
      expect(error.problems).toHaveLength(1);
      expect(error.message).toContain(message);
    });

    test.each(['postgres://ops:geheim@db/x', 'geheim', 'kurrentdb://', 'mongodb:geheim'])(
      '%s is refused without being repeated',
      (value) => {
        const error = problemsOf({ EVENTSTORE_URL: value, MONGODB_URL: value });
        expect(error.problems.map(({ name }) => name)).toEqual(['EVENTSTORE_URL', 'MONGODB_URL']);
        expect(error.message).not.toContain('geheim');
      },
    );
  });

  test('every setting given is taken, an empty one counts as not set, and a stranger is ignored', () => {
    const config = loadConfig({
      ...oidc,
      HOST: '::1',
      PORT: '0',
      DATA_DIR: '/var/lib/concordat',
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      OIDC_ALGORITHMS: 'ES256, EdDSA',
      OIDC_ROLE_CLAIM: 'realm_access.roles',
      OIDC_ORG_CLAIM: 'co_quan',
      OIDC_OFFICE_CLAIM: 'chuc_vu',
      OIDC_PERSON_CLAIM: 'person',
      GRAPHIQL: '',
      GRAPHQL_INTROSPECTION: 'off',
      CORS_ORIGINS: 'https://a.example,http://b.example:8080',
      MAX_BODY_BYTES: '2048',
      MAX_EVIDENCE_BYTES: '4096',
      MAX_TOKENS: '100',
      MAX_DEPTH: '5',
      MAX_ALIASES: '0',
      MAX_COST: '1',
      SHUTDOWN_TIMEOUT_MS: '0',
      CONCORDAT_NEW: 'x',
    });
    expect(config).toEqual({
      host: '::1',
      port: 0,
      dataDir: '/var/lib/concordat',
      nodeEnv: 'production',
      logLevel: 'warn',
      oidc: {
        issuer: 'https://id.example/realm',
        audience: 'concordat',
        jwks: '/etc/concordat/jwks.json',
        algorithms: ['ES256', 'EdDSA'],
        claims: { role: 'realm_access.roles', org: 'co_quan', office: 'chuc_vu', person: 'person' },
      },
      graphiql: false,
      introspection: 'off',
      corsOrigins: ['https://a.example', 'http://b.example:8080'],
      limits: { bodyBytes: 2048, evidenceBytes: 4096, tokens: 100, depth: 5, aliases: 0, cost: 1 },
      shutdownTimeoutMs: 0,
    });
  });

  test('the result is frozen to the bottom', () => {
    const config = loadConfig(oidc);
    expect([config, config.limits, config.corsOrigins, config.oidc, config.oidc?.claims].map(Object.isFrozen)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
  });

  test('all problems are told at once, each with its name, its value and what is expected', () => {
    const error = problemsOf({ PORT: '65536', LOG_LEVEL: 'loud', MAX_DEPTH: '-1', CORS_ORIGINS: '*' });
    expect(error.problems).toEqual([
      { name: 'PORT', given: '65536', expected: 'an integer from 0 to 65535' },
      { name: 'LOG_LEVEL', given: 'loud', expected: 'one of trace, debug, info, warn, error, fatal, silent' },
      {
        name: 'CORS_ORIGINS',
        given: '*',
        expected: 'a comma-separated list of origins such as https://dashboard.example',
      },
      { name: 'MAX_DEPTH', given: '-1', expected: 'an integer from 1 to 100' },
    ]);
    expect(error.message.split('\n').slice(0, 2)).toEqual([
      'The settings cannot be used:',
      '  PORT is "65536", but must be an integer from 0 to 65535',
    ]);
  });

  test('production without an issuer is refused, and GraphiQL is off there unless it is turned on', () => {
    expect(problemsOf({ NODE_ENV: 'production' }).problems).toEqual([
      {
        name: 'OIDC_ISSUER',
        expected: 'set when NODE_ENV is production: an http(s) URL without user and password',
      },
      { name: 'OIDC_AUDIENCE', expected: 'set when NODE_ENV is production: a text of at most 500 characters' },
      {
        name: 'OIDC_JWKS',
        expected: 'set when NODE_ENV is production: an http(s) URL without user and password, or the path of a file',
      },
    ]);
    expect(loadConfig({ ...oidc, NODE_ENV: 'production' }).graphiql).toBe(false);
    expect(loadConfig({ ...oidc, NODE_ENV: 'production', GRAPHIQL: 'on' }).graphiql).toBe(true);
  });

  test('half an issuer is refused in any environment', () => {
    expect(problemsOf({ OIDC_ISSUER: 'https://id.example' }).problems.map(({ name }) => name)).toEqual([
      'OIDC_AUDIENCE',
      'OIDC_JWKS',
    ]);
  });

  test.each(['none', 'HS256', 'RS256,HS512', 'rs256', ''.padEnd(3, ',')])(
    'the signature algorithms %j are refused',
    (given) => {
      expect(problemsOf({ OIDC_ALGORITHMS: given }).problems.map(({ name }) => name)).toEqual(['OIDC_ALGORITHMS']);
    },
  );

  test('a password in a URL is refused and does not come back in the message', () => {
    const error = problemsOf({ ...oidc, OIDC_JWKS: 'https://reader:hunter2@id.example/jwks' });
    expect(error.problems.map(({ name, given }) => [name, given])).toEqual([
      ['OIDC_JWKS', 'https://***@id.example/jwks'],
    ]);
    expect(error.message).not.toContain('hunter2');
  });

  test('an Apollo key is refused without being shown', () => {
    const error = problemsOf({ APOLLO_KEY: 'service:secret' });
    expect(error.problems).toEqual([{ name: 'APOLLO_KEY', expected: 'unset: this server reports to nobody' }]);
    expect(error.message).not.toContain('secret');
  });

  test('each setting is described with a default and a meaning', () => {
    const described = describeSettings();
    expect(described.map(({ name }) => name)).toEqual([
      'HOST',
      'PORT',
      'DATA_DIR',
      'NODE_ENV',
      'EVENTSTORE_URL',
      'MONGODB_URL',
      'LOG_LEVEL',
      'OIDC_ISSUER',
      'OIDC_AUDIENCE',
      'OIDC_JWKS',
      'OIDC_ALGORITHMS',
      'OIDC_ROLE_CLAIM',
      'OIDC_ORG_CLAIM',
      'OIDC_OFFICE_CLAIM',
      'OIDC_PERSON_CLAIM',
      'GRAPHIQL',
      'GRAPHQL_INTROSPECTION',
      'CORS_ORIGINS',
      'MAX_BODY_BYTES',
      'MAX_EVIDENCE_BYTES',
      'MAX_TOKENS',
      'MAX_DEPTH',
      'MAX_ALIASES',
      'MAX_COST',
      'SHUTDOWN_TIMEOUT_MS',
    ]);
    expect(described.find(({ name }) => name === 'PORT')).toEqual({
      name: 'PORT',
      default: '`4000`',
      meaning: 'Port to listen on; 0 takes any free one.',
    });
    expect(described.filter(({ meaning }) => !meaning.endsWith('.'))).toEqual([]);
  });
});
