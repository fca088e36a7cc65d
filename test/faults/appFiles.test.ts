import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLibsql } from '../../src/eventstore/sqlite/database.js';
import { run, startServing } from '../cli/program.js';
import { recordSample } from '../cli/record.js';
import { temporaryFolder } from '../support/folder.js';
import { announce } from '../support/notRun.js';

jest.setTimeout(60_000);

const noDatabase = 'Biên bản họp. '.repeat(1000);
const mayWriteAnywhere = process.getuid?.() === 0;
announce(
  'a data folder that may not be written',
  mayWriteAnywhere ? 'this is root, who may write anywhere' : undefined,
);

describe('a data folder that cannot be used', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let sample: string;
  let count = 0;

  beforeAll(async () => {
    folder = temporaryFolder();
    sample = join(folder.path, 'sample');
    await recordSample(sample);
  });
  afterAll(() => folder.remove());

  /** A data folder of its own that holds the sample. */
  const recorded = (): string => {
    const dataDir = join(folder.path, `data-${count++}`);
    cpSync(sample, dataDir, { recursive: true });
    return dataDir;
  };
  const refused = async (dataDir: string, command: string) => {
    const { code, out, err } = await run([command], { DATA_DIR: dataDir });
    expect({ code, out }).toEqual({ code: 3, out: '' });
    return err;
  };

  test('a folder that cannot be made is named', async () => {
    const file = join(folder.path, 'a-file');
    writeFileSync(file, '');
    const below = join(file, 'sub');
    expect(await refused(below, 'serve')).toBe(`DATA_DIR: the folder ${below} cannot be created or written\n`);
    expect(await refused(file, 'serve')).toBe(`DATA_DIR: the folder ${file} cannot be created or written\n`);
    expect(await run(['token', '--role', 'AUDITOR'], { DATA_DIR: below })).toMatchObject({
      code: 2,
      err: `The demo key ${join(below, 'demo-key.json')} cannot be read.\n`,
    });
  });

  (mayWriteAnywhere ? test.skip : test)('a folder that may not be written', async () => {
    const dataDir = join(folder.path, 'read-only');
    mkdirSync(dataDir, { mode: 0o500 });
    expect(await refused(dataDir, 'serve')).toContain(dataDir);
    chmodSync(dataDir, 0o700);
  });

  test.each(['serve', 'import', 'rebuild', 'fsck'])('%s leaves a log that is no database as it is', async (command) => {
    const dataDir = recorded();
    const file = join(dataDir, 'events.db');
    writeFileSync(file, noDatabase);
    const input = join(folder.path, 'empty.yaml');
    writeFileSync(
      input,
      'concordat: import/1\nbatches:\n  - { id: b, source: { id: s, kind: FILE, certainty: STATED }, commands: [] }\n',
    );
    const ended = await run(command === 'import' ? [command, input] : [command], { DATA_DIR: dataDir });
    expect(ended).toEqual({
      code: 3,
      signal: null,
      out: '',
      err: `${file} is damaged or is not a database. Keep it as it is and restore a copy.\n`,
    });
    expect(readFileSync(file, 'utf8')).toBe(noDatabase);
  });

  test('a log that is another program’s database is left as it is', async () => {
    const dataDir = recorded();
    const file = join(dataDir, 'events.db');
    rmSync(file);
    const database = openLibsql(file, 'WRITE');
    database.exec('CREATE TABLE minutes (text TEXT)');
    database.close();
    const before = readFileSync(file);
    const sentence = `${file} cannot be used: it belongs to another program. It was left as it is; choose another folder.\n`;
    expect(await refused(dataDir, 'serve')).toBe(sentence);
    expect(await refused(dataDir, 'fsck')).toBe(sentence);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('a log that was cut short is not served, and not lengthened', async () => {
    const dataDir = recorded();
    const file = join(dataDir, 'events.db');
    const cut = readFileSync(file).subarray(0, 20_000);
    writeFileSync(file, cut);
    expect(await refused(dataDir, 'serve')).toMatch(/damaged/);
    expect(readFileSync(file).equals(cut)).toBe(true);
  });

  test.each<[string, string, string]>([
    ['refusals', 'refusals.db', ' is damaged or is not a database. Keep it as it is and restore a copy.'],
    ['identities', 'identity.db', ' cannot be read as an identity map'],
  ])('%s that are no database are named and left', async (_, name, why) => {
    const dataDir = recorded();
    const file = join(dataDir, name);
    writeFileSync(file, noDatabase);
    expect(await refused(dataDir, 'serve')).toBe(`${file}${why}\n`);
    expect(readFileSync(file, 'utf8')).toBe(noDatabase);
  });

  test('read models that are no database are moved aside and built again', async () => {
    const dataDir = recorded();
    const file = join(dataDir, 'read.db');
    writeFileSync(file, noDatabase);
    const { url, child, ended } = await startServing({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' });
    const { status } = await fetch(`${url}/readyz`);
    child.kill('SIGTERM');
    const { code, out } = await ended;
    expect({ status, code }).toEqual({ status: 200, code: 0 });
    expect(out).toContain(`${file} is not a database: moved to ${file}.unusable-1`);
    expect(readFileSync(`${file}.unusable-1`, 'utf8')).toBe(noDatabase);
    expect(readdirSync(dataDir)).toContain('read.db');
    expect(await run(['rebuild', '--dry-run'], { DATA_DIR: dataDir })).toMatchObject({
      code: 0,
      out: 'The read models equal a rebuild.\n',
    });
  });

  test('a demo key that is none is named, and what to do about it', async () => {
    const dataDir = recorded();
    const file = join(dataDir, 'demo-key.json');
    writeFileSync(file, '{');
    expect(await run(['token', '--role', 'AUDITOR'], { DATA_DIR: dataDir })).toEqual({
      code: 2,
      signal: null,
      out: '',
      err: `${file} is not a demo key. Remove it: a new one is made, and tokens issued before stop working.\n`,
    });
  });
});
