import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { bench } from './support.js';

const { double: newDouble } = bench();

test('a process ends by itself once it has closed what it opened, though the client keeps its channels', async () => {
  const double = await newDouble().start();
  const script = fileURLToPath(new URL('exitChild.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--import', '@swc-node/register/esm-register', script, double.connectionString],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const told: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => told.push(text.toString()));
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(told.join('')).toBe('NoteTaken 1\n');
}, 60_000);
