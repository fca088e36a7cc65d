import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { beginning } from '../../src/domain/kernel/ids.js';
import { createCodec } from '../../src/eventstore/codec.js';
import type { Finding } from '../../src/eventstore/fsck.js';
import { fsckFile } from '../../src/eventstore/sqlite/fsck.js';
import { openSqliteEventStore } from '../../src/eventstore/sqlite/eventStore.js';
import { temporaryFolder } from '../support/folder.js';
import { handClock, noteDefinitions } from '../support/notes.js';

const codec = createCodec(noteDefinitions);
let folder: ReturnType<typeof temporaryFolder>;
let file: string;

beforeAll(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'events.db');
});
afterAll(() => folder.remove());

/** Runs the writer, kills it once it has acknowledged `after` appends, and gives the ids of each acknowledged append. */
const killedAfter = async (after: number, streams: string): Promise<string[][]> => {
  const script = fileURLToPath(new URL('eventstoreChild.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', script, file, streams], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const ended = once(child, 'close');
  const acknowledged: string[][] = [];
  let opened = false;
  for await (const line of createInterface({ input: child.stdout })) {
    if (!opened) opened = line === 'open';
    else acknowledged.push(line.split(' '));
    if (opened && acknowledged.length === after) child.kill('SIGKILL');
  }
  const [, signal] = (await ended) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself: ${complaint}`);
  return acknowledged;
};

const everything = async (): Promise<readonly Recorded[]> => {
  const store = await openSqliteEventStore({ file, codec, clock: handClock() });
  const all: Recorded[] = [];
  for (let at = beginning; ;) {
    const page = await store.readAll(at, 1000);
    const last = page.at(-1);
    if (last === undefined) break;
    all.push(...page);
    at = last.position;
  }
  await store.close();
  return all;
};

describe('a writer that is killed', () => {
  const acknowledged: string[][] = [];

  test.each([0, 1, 2, 7, 8, 9, 30, 64, 100, 150, 250, 400])(
    'after %i acknowledged appends has lost none of them and left none half there',
    async (after) => {
      acknowledged.push(...(await killedAfter(after, `run${after}`)));

      const all = await everything();
      const stored = new Set(all.map(({ eventId }) => eventId));
      expect(acknowledged.flat().filter((id) => !stored.has(id))).toEqual([]);

      // The writer appends `n.0`, `n.0 n.1` or `n.0 n.1 n.2` at once: turn n has n % 3 + 1 events.
      const sizes = new Map<string, number>();
      for (const { stream, data } of all) {
        const turn = `${stream.id} ${(data as { text: string }).text.split('.')[0] ?? ''}`;
        sizes.set(turn, (sizes.get(turn) ?? 0) + 1);
      }
      const halves = [...sizes].filter(([turn, size]) => size !== (Number(turn.split(' ')[1]) % 3) + 1);
      expect(halves).toEqual([]);

      const findings: Finding[] = [];
      const summary = await fsckFile(file, codec, (finding) => findings.push(finding));
      expect(findings).toEqual([]);
      expect(summary).toMatchObject({ events: all.length, findings: 0, ok: true });
    },
    30_000,
  );

  test('had the file to itself while it lived', async () => {
    const script = fileURLToPath(new URL('eventstoreChild.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', '@swc-node/register/esm-register', script, file, 'alone'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(child, 'close');
    await once(child.stdout, 'data');
    child.stdout.resume();
    await expect(openSqliteEventStore({ file, codec, clock: handClock() })).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      message: `Another process is using ${file}. Stop it, or choose another folder.`,
    });
    const findings: Finding[] = [];
    await fsckFile(file, codec, (finding) => findings.push(finding));
    expect(findings).toEqual([]);
    child.kill('SIGKILL');
    await ended;
    expect((await everything()).length).toBeGreaterThan(0);
  }, 30_000);
});
