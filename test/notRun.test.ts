import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from './support/folder.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

/** What a run of these test files says it left out. */
const leftOut = (files: Readonly<Record<string, string>>, ...args: readonly string[]): string => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder.path, name), text);
  const config = {
    rootDir: folder.path,
    reporters: [resolve('test/support/notRunReporter.mjs')],
    transform: {},
  };
  const jest = resolve('node_modules/jest/bin/jest.js');
  const { stderr } = spawnSync(process.execPath, [jest, '--config', JSON.stringify(config), '-w', '1', ...args], {
    cwd: folder.path,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  return stderr;
};

const announcing = (reason: string, suite: string): string => `
  const line = { reason: ${JSON.stringify(reason)}, suite: ${JSON.stringify(suite)}, path: expect.getState().testPath };
  require('fs').appendFileSync(process.env.NOT_RUN_FILE, JSON.stringify(line) + '\\n');
  test.skip('of many', () => undefined);`;

test('a run ends with its suites that did not run, by reason, and with what was skipped without one', () => {
  const told = leftOut({
    'a.test.js': announcing('there is no server', 'the contract'),
    'b.test.js': announcing('there is no server', 'the faults'),
    'c.test.js': `test.skip('forgotten', () => undefined); test('run', () => undefined);`,
  });
  const [first, second, ...rest] = told.trim().split('\n\n');
  expect(first?.split('\n').sort()).toEqual(['  - the contract', '  - the faults', 'NOT RUN, there is no server:']);
  expect(second).toBe('NOT RUN, and no reason is given:\n  - c.test.js: forgotten');
  expect(rest).toEqual([]);
});

test('tests that were not asked for are no news', () => {
  expect(
    leftOut({ 'a.test.js': `test('asked for', () => undefined); test('other', () => undefined);` }, '-t', 'asked'),
  ).toBe('');
});
