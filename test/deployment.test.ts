import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { describeSettings } from '../src/config.js';
import { readAddress } from '../src/eventstore/kurrentdb/address.js';

const service = z.object({
  image: z.string(),
  build: z.string().optional(),
  user: z.string().optional(),
  profiles: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  tmpfs: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string().nullable()).default({}),
  healthcheck: z.object({ test: z.array(z.string()).min(2) }),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  security_opt: z.array(z.string()),
  cap_drop: z.array(z.string()),
  read_only: z.boolean().default(false),
});
const { services, volumes } = z
  .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.object({})) })
  .parse(parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }));
const app = service.parse(services.app);

/** The image that is used where no other is named in the environment. */
const imageOf = ({ image }: { readonly image: string }): string => image.replace(/^\$\{\w+:-(.*)\}$/, '$1');

describe('docker-compose.yml', () => {
  test('starts the two engines, and the program only when it is asked for', () => {
    expect(Object.entries(services).map(([name, { profiles }]) => [name, ...profiles])).toEqual([
      ['kurrentdb'],
      ['mongodb'],
      ['app', 'app'],
    ]);
  });

  describe.each(Object.entries(services))('%s', (_, one) => {
    test('is of one version', () => {
      expect(imageOf(one)).toMatch(/^[a-z0-9./-]+:\d+\.\d+\.\d+$/);
    });

    test('can be reached from this machine only', () => {
      expect(one.ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    });

    test('may do nothing that it need not', () => {
      expect(one).toMatchObject({ security_opt: ['no-new-privileges:true'], cap_drop: ['ALL'] });
    });

    test('keeps what it keeps in volumes that have names', () => {
      const names = one.volumes.map((volume) => volume.split(':')[0]);
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => name === undefined || volumes[name] === undefined)).toEqual([]);
    });
  });

  test('lets the program write to its data and to memory alone, without rights', () => {
    expect(app).toMatchObject({ read_only: true, user: 'node', volumes: ['data:/data'] });
    expect(app.environment.DATA_DIR).toBe('/data');
    expect(app.tmpfs.map((entry) => entry.split(':')[0])).toEqual(['/tmp']);
  });

  test('starts the program when both engines can serve', () => {
    expect(app.depends_on).toEqual({
      kurrentdb: { condition: 'service_healthy' },
      mongodb: { condition: 'service_healthy' },
    });
  });

  test('gives the program addresses that it takes, and refuses demo identities unless told otherwise', () => {
    expect(readAddress(app.environment.EVENTSTORE_URL ?? '').name).toBe('KurrentDB at kurrentdb:2113');
    expect(app.environment).toMatchObject({
      MONGODB_URL: 'mongodb://mongodb:27017/?replicaSet=rs0',
      NODE_ENV: '${NODE_ENV:-production}',
    });
  });

  test('passes every setting on to the program', () => {
    const passed = Object.keys(app.environment);
    expect(
      describeSettings()
        .map(({ name }) => name)
        .filter((name) => !passed.includes(name)),
    ).toEqual([]);
  });
});

describe('Dockerfile', () => {
  const lines = readFileSync('Dockerfile', 'utf8').split('\n');
  const from = (keyword: string) => lines.filter((line) => line.startsWith(`${keyword} `));

  test('builds and runs on one version of Node.js, the one that package.json allows', () => {
    const versions = from('FROM').map((line) => /^FROM node:(\d+)\.(\d+)\.\d+-bookworm-slim( AS \w+)?$/.exec(line));
    expect(versions).toHaveLength(2);
    const [major, minor] = [Number(versions[0]?.[1]), Number(versions[0]?.[2])];
    expect(versions[1]?.slice(1, 3)).toEqual(versions[0]?.slice(1, 3));
    expect(major * 100 + minor).toBeGreaterThanOrEqual(2019);
  });

  test('runs as a user without rights, in production, and tells whether it can serve', () => {
    expect(from('USER')).toEqual(['USER node']);
    expect(from('ENV').join(' ')).toContain('NODE_ENV=production');
    expect(from('HEALTHCHECK').join(' ')).toContain('"bin/healthy.mjs"');
    expect(app.healthcheck.test).toEqual(['CMD', 'node', 'bin/healthy.mjs']);
  });

  test('is given only what is named, and all of it is there', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    const [first, ...others] = ignored.filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    expect(others.filter((line) => !line.startsWith('!') || !existsSync(line.slice(1)))).toEqual([]);
  });

  test('has the native modules of both architectures in the lock file', () => {
    const lock = readFileSync('package-lock.json', 'utf8');
    for (const native of ['@libsql/linux', '@kurrent/bridge-linux'])
      for (const architecture of ['x64', 'arm64'])
        expect(lock).toContain(`"node_modules/${native}-${architecture}-gnu"`);
  });
});
