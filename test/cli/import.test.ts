import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/folder.js';
import { run } from './program.js';

jest.setTimeout(60_000);

/** One source and what it tells: `organizations` as id and name. */
const batch = (id: string, organizations: readonly (readonly [id: string, name: string])[]): string =>
  [
    `  - id: ${id}`,
    `    source: { id: src-${id}, kind: PAPER, title: Công văn, certainty: STATED }`,
    '    commands:',
    ...organizations.flatMap(([org, name]) => [
      `      - RegisterOrganization: ${org}`,
      `        data: { name: ${name}, kind: UNION_FEDERATION, level: PROVINCE }`,
    ]),
  ].join('\n');
const importFile = (...batches: readonly string[]): string =>
  ['concordat: import/1', 'batches:', ...batches].join('\n');

describe('concordat import', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let dataDir: string;
  let file: string;

  beforeEach(() => {
    folder = temporaryFolder();
    dataDir = join(folder.path, 'data');
    file = join(folder.path, 'batches.yaml');
  });
  afterEach(() => folder.remove());

  const concordat = (...args: string[]) => run(args, { DATA_DIR: dataDir });
  const recorded = async () => (await concordat('fsck')).out;

  test('of a file that is not there, or is a folder, names it; nothing is made', async () => {
    expect(await concordat('import', file)).toEqual({
      code: 3,
      signal: null,
      out: '',
      err: `${file} cannot be read: there is no such file.\n`,
    });
    mkdirSync(file);
    expect(await concordat('import', file)).toEqual({
      code: 3,
      signal: null,
      out: '',
      err: `${file} cannot be read: it is a folder.\n`,
    });
    expect(existsSync(dataDir)).toBe(false);
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ['empty', '', /^FILE:1:1 INPUT_INVALID .*expected object/],
    ['not UTF-8', Uint8Array.of(0x61, 0x3a, 0xc3, 0x28), /^FILE:1:1 INPUT_INVALID .*not UTF-8/],
    ['not YAML', 'concordat: import/1\nbatches: [\n', /^FILE:3:1 INPUT_INVALID /],
    ['of another format', 'concordat: import/9\nbatches: []\n', /^FILE:1:1 concordat: INPUT_INVALID /],
    [
      'with a field nobody knows',
      importFile(batch('b1', [['org-x', 'X']]).replace('title:', 'titel: Công văn, title:')),
      /^FILE:4:\d+ b1 RegisterSource src-b1 titel: INPUT_INVALID /,
    ],
    [
      'with a command nobody knows',
      importFile(batch('b1', [['org-x', 'X']]).replace('RegisterOrganization', 'AbolishOrganization')),
      /^FILE:6:9 batches\/0\/commands\/0\/AbolishOrganization: INPUT_INVALID .*unknown command/,
    ],
  ])('of a file that is %s ends with 1, names line and field, and keeps nothing', async (_, text, problem) => {
    writeFileSync(file, text);
    const { code, err } = await concordat('import', file);
    expect(code).toBe(1);
    expect(err.replaceAll(file, 'FILE').split('\n')).toContainEqual(expect.stringMatching(problem));
    expect(err).toMatch(/nothing of it is kept\.\n$/);
    expect(['', '0 events in 0 streams: sound.\n']).toContain(await recorded());
  });

  test('takes the batches before a refused one, and of that one nothing', async () => {
    const twice = batch('b2', [
      ['org-y', 'Liên đoàn Lao động Y'],
      ['org-x', 'Liên đoàn Lao động khác'],
    ]);
    writeFileSync(file, importFile(batch('b1', [['org-x', 'Liên đoàn Lao động X']]), twice));
    const { code, out, err } = await concordat('import', file);
    expect({ code, out }).toEqual({
      code: 1,
      out: 'Recorded 2 events from 2 commands in 1 batches; 0 unchanged.\n',
    });
    expect(err.replaceAll(file, 'FILE')).toMatch(/^FILE:13:9 b2 RegisterOrganization org-x id: ID_EXISTS /m);
    expect(await recorded()).toBe('2 events in 2 streams: sound.\n');
  });

  test('checks everything with --dry-run and keeps nothing; a second import changes nothing', async () => {
    writeFileSync(file, importFile(batch('b1', [['org-x', 'Liên đoàn Lao động X']])));
    expect(await concordat('import', file, '--dry-run')).toMatchObject({
      code: 0,
      out: 'Would record 2 events from 2 commands in 1 batches; 0 unchanged.\n',
    });
    expect(await recorded()).toBe('0 events in 0 streams: sound.\n');
    expect(await concordat('import', file)).toMatchObject({
      code: 0,
      out: 'Recorded 2 events from 2 commands in 1 batches; 0 unchanged.\n',
    });
    expect(await concordat('import', file)).toMatchObject({
      code: 0,
      out: 'Recorded 0 events from 2 commands in 1 batches; 2 unchanged.\n',
    });
    expect(await recorded()).toBe('2 events in 2 streams: sound.\n');
  });
});
