import { readFileSync } from 'node:fs';
import { ImportService } from '../../../src/application/import/importService.js';
import { parseImport, type ParsedImport } from '../../../src/application/import/parse.js';
import { printProblem } from '../../../src/application/import/problem.js';
import type { Clock, Random, StreamStore } from '../../../src/application/ports.js';
import type { Actor, Recorded } from '../../../src/domain/kernel/event.js';
import { beginning, streamName } from '../../../src/domain/kernel/ids.js';
import { createWorld, type World } from '../../support/world.js';

export const clerk: Actor = { role: 'CLERK', personKey: 'p-clerk' };

/** A world with imports into it. */
export interface ImportUnderTest {
  readonly world: World;
  readonly clock: Clock;
  readonly random: Random;
  readonly imports: ImportService;
  /** Every event, in order. */
  events(): Promise<readonly Recorded[]>;
  /** `type:id event` of every event, in order. */
  log(): Promise<readonly string[]>;
}

export const importUnderTest = async (): Promise<ImportUnderTest> => {
  const world = await createWorld();
  const { store } = world;
  const clock: Clock = { now: () => world.now };
  const random: Random = {
    uuid: () => '00000000-0000-4000-8000-000000000001',
    salt: () => Buffer.alloc(32, 7).toString('base64url'),
  };
  const events = () => store.readAll(beginning, 10_000);
  return {
    world,
    clock,
    random,
    imports: new ImportService({ store, evidence: world.evidence, clock, random }),
    events,
    log: async () => (await events()).map(({ stream, type }) => `${streamName(stream)} ${type}`),
  };
};

/** A store whose `at`-th append fails as on a full disk: nothing of it is kept. */
export const failingAt = (store: StreamStore, at: number): StreamStore => {
  let count = 0;
  return {
    read: store.read.bind(store),
    readMany: store.readMany.bind(store),
    append: (stream, events, expected) =>
      ++count === at ? Promise.reject(new Error('disk full')) : store.append(stream, events, expected),
  };
};

const bytesOf = (input: string | Uint8Array): Uint8Array =>
  typeof input === 'string' ? new TextEncoder().encode(input) : input;

/** An import that must be readable. */
export const parsed = (input: string | Uint8Array, file = 'test.yaml'): ParsedImport => {
  const result = parseImport(bytesOf(input), file);
  if (!result.ok) throw new Error(result.problems.map(printProblem).join('\n'));
  return result.value;
};

/** Why a file is refused before it is run, one line each. */
export const complaints = (input: string | Uint8Array): readonly string[] => {
  const result = parseImport(bytesOf(input), 'test.yaml');
  return result.ok ? [] : result.problems.map(printProblem);
};

const sampleFile = 'samples/coordination-agreements.yaml';

export const sample = (): ParsedImport => parsed(readFileSync(sampleFile), sampleFile);
