import { afterAll } from '@jest/globals';
import { transformFileSync } from '@swc/core';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { temporaryFolder } from '../support/folder.js';

/** The settings of one run; nothing else is taken from the environment of the tests. */
export type Settings = Readonly<Record<string, string>>;

/** How a run ended and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** The program at work: the server, listening. */
export interface Serving {
  readonly url: string;
  readonly child: ChildProcess;
  /** Resolves when it has printed a line that begins so. */
  printed(beginning: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** The sources as JavaScript in `folder`: the program starts in half the time it takes to translate them as they load. */
const translate = (folder: string): void => {
  for (const part of ['src', 'schema', 'projections']) {
    for (const name of readdirSync(part, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const { code } = transformFileSync(join(part, name), {
        swcrc: false,
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
        },
        module: { type: 'es6' },
      });
      const file = join(folder, part, name.replace(/ts$/, 'js'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, code);
    }
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  for (const beside of ['node_modules', 'samples']) symlinkSync(resolve(beside), join(folder, beside));
  writeFileSync(script, `import { main } from './src/cli.js';\nawait main(process.argv);\n`);
};

const folder = temporaryFolder();
const script = join(folder.path, 'concordat.js');
translate(folder.path);
const running = new Set<ChildProcess>();
afterAll(() => {
  // What a failed test has left running would keep the tests from ending.
  for (const child of running) child.kill('SIGKILL');
  folder.remove();
});

const stackTrace = /^\s+at .+:\d+:\d+\)?$/m;

const launch = (args: readonly string[], settings: Settings): ChildProcess => {
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'silent', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.on('close', () => running.delete(child));
  return child;
};

/** Collects what a process prints until its end. Rejects when it printed a stack trace, which no operator should meet. */
const ending = async (child: ChildProcess): Promise<Ended> => {
  const printed = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed.err += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (stackTrace.test(printed.out + printed.err)) throw new Error(`A stack trace was printed:\n${printed.err}`);
  return { code, signal, ...printed };
};

/** Runs one command of the program to its end. */
export const run = (args: readonly string[], settings: Settings = {}): Promise<Ended> => ending(launch(args, settings));

/** Begins one command of the program, to be ended by the test. */
export const begin = (
  args: readonly string[],
  settings: Settings,
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } => {
  const child = launch(args, settings);
  return { child, ended: ending(child) };
};

/** Starts the server and waits until it says where it listens. Rejects with what it printed when it ends before. */
export const startServing = async (settings: Settings): Promise<Serving> => {
  const child = launch(['serve'], settings);
  const ended = ending(child);
  const lines: string[] = [];
  const waiting = new Map<string, (line: string) => void>();
  const lineThatBegins = (beginning: string): Promise<string> =>
    new Promise((resolve) => {
      const found = lines.find((line) => line.startsWith(beginning));
      if (found === undefined) waiting.set(beginning, resolve);
      else resolve(found);
    });
  if (child.stderr === null) throw new Error('the process has no standard error');
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    for (const [beginning, resolve] of waiting) if (line.startsWith(beginning)) resolve(line);
  });
  const ready = 'Concordat is ready at ';
  const line = await Promise.race([
    lineThatBegins(ready),
    ended.then(({ code, err }) => Promise.reject(new Error(`the server ended with ${code}: ${err}`))),
  ]);
  return {
    url: line.slice(ready.length),
    child,
    printed: async (beginning) => {
      await lineThatBegins(beginning);
    },
    ended,
  };
};
