import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describeSettings } from '../../src/config.js';
import { type App, startApp } from '../support/app.js';

const run = promisify(execFile);
const readme = readFileSync('README.md', 'utf8');

/** The walk-through's commands, each with the answer that the README prints under it. */
const steps = [...readme.matchAll(/```sh\n([\s\S]*?)```\s+```json\n([\s\S]*?)```/g)].map(
  ([, commands = '', answer = '']) => ({
    commands,
    answer: JSON.parse(answer) as unknown,
  }),
);

/** The program from its sources: the same as `npx concordat`, without a build. */
const program = `node --import @swc-node/register/esm-register -e "import('./src/cli.ts').then((cli) => cli.main(['node', 'concordat', ...process.argv.slice(1)]))" --`;

describe('the README', () => {
  let app: App;
  let said: readonly unknown[];

  beforeAll(async () => {
    app = await startApp();
    const mark = 'END-OF-STEP';
    const script = steps.map(({ commands }) => `${commands}\nprintf '\\n${mark}\\n'`).join('\n');
    const here = script.replaceAll('http://127.0.0.1:4000', app.url).replaceAll('npx concordat', program);
    const { stdout } = await run('bash', ['-ec', here], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: app.dataDir, NODE_ENV: 'test' },
    });
    said = stdout
      .split(mark)
      .slice(0, -1)
      .map((text) => JSON.parse(text) as unknown);
  }, 120_000);
  afterAll(() => app.close());

  test.each([0, 1, 2])('step %p of the walk-through answers what is printed', (index) => {
    expect(steps).toHaveLength(3);
    expect(said[index]).toEqual(steps[index]?.answer);
  });

  test('lists every setting with its default', () => {
    for (const { name, meaning } of describeSettings()) {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      expect(row).toContain(meaning);
    }
  });
});
