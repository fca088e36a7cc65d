#!/usr/bin/env node
// Starts the built program, building it first where there is no build or the sources are newer.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`concordat needs Node.js 20.19 or newer; this is ${process.version}.`);
  process.exit(2);
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const entry = join(root, 'dist', 'src', 'cli.js');
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

const newestIn = (path) => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name))));
};

const builtAt = existsSync(entry) ? statSync(entry).mtimeMs : -1;
const sources = ['src', 'schema', 'projections', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];
if (existsSync(compiler) && Math.max(...sources.map((name) => newestIn(join(root, name)))) > builtAt) {
  console.error('Building …');
  const build = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (build.status !== 0) {
    console.error('The build failed; see the messages above.');
    process.exit(1);
  }
}
if (!existsSync(entry)) {
  console.error(
    'There is no build and no compiler to make one: run `npm ci` (with dev dependencies), then `npm run build`.',
  );
  process.exit(2);
}
// Maps of all modules take a seventh of a start; what the compiler writes is read as easily.
if (process.env.NODE_ENV !== 'production') process.setSourceMapsEnabled(true);
const { main } = await import(pathToFileURL(entry).href);
await main(process.argv);
