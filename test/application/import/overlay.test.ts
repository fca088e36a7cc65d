import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createCore } from '../../../src/application/core.js';
import { OverlayStore } from '../../../src/application/import/overlay.js';
import type { NewEvent, StreamStore } from '../../../src/application/ports.js';
import { seal } from '../../../src/application/seal.js';
import { unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import type { Recorded } from '../../../src/domain/kernel/event.js';
import type { StreamRef } from '../../../src/domain/kernel/ids.js';
import { clerk, importUnderTest, type ImportUnderTest, sample } from './support.js';

const press: StreamRef = { type: 'source', id: 'src-1' };

let under: ImportUnderTest;
let overlay: OverlayStore;

beforeEach(async () => {
  under = await importUnderTest();
  overlay = new OverlayStore(under.world.store, under.clock);
});
afterEach(() => under.world.close());

let made = 0;
const registered = (data: object): NewEvent =>
  seal(
    {
      eventId: `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`,
      type: 'SourceRegistered',
      data,
      meta: {
        schemaVersion: 1,
        occurred: unknownDate,
        actor: clerk,
        origin: { channel: 'IMPORT', requestId: 'request-1' },
        commandId: '00000000-0000-4000-8000-0000000000c1',
        payloadHash: 'hash',
        correlationId: 'correlation-1',
      },
    },
    under.random,
  );

const titles = (events: readonly Recorded[]): readonly unknown[] =>
  events.map(({ data }) => (data as { title: string }).title);
const titled = (title: string): NewEvent => registered({ kind: 'PRESS', title });

describe('an overlay', () => {
  test('reads what lies below and what was appended to it, and leaves the store below as it was', async () => {
    const { store } = under.world;
    await store.append(press, [titled('một'), titled('hai')], 0);
    const result = await overlay.append(press, [titled('ba'), titled('bốn')], 2);
    expect(result.appended && result.events.map(({ stream }) => stream)).toEqual([
      { ...press, version: 3 },
      { ...press, version: 4 },
    ]);
    expect(titles(await overlay.read(press))).toEqual(['một', 'hai', 'ba', 'bốn']);
    expect(titles(await overlay.read(press, 2, 2))).toEqual(['hai', 'ba']);
    const other: StreamRef = { type: 'source', id: 'src-2' };
    const many = await overlay.readMany([
      { stream: press, from: 3 },
      { stream: other, from: 1 },
    ]);
    expect(many.map(titles)).toEqual([['ba', 'bốn'], []]);
    expect(overlay.added).toBe(2);
    expect(titles(await store.read(press))).toEqual(['một', 'hai']);
  });

  test('refuses a version that is not the stream’s, counted over both', async () => {
    await under.world.store.append(press, [titled('một')], 0);
    expect(await overlay.append(press, [titled('hai')], 0)).toEqual({ appended: false, actual: 1 });
    await overlay.append(press, [titled('hai')], 1);
    expect(await overlay.append(press, [titled('ba')], 1)).toEqual({ appended: false, actual: 2 });
    expect(overlay.added).toBe(1);
  });

  test('keeps the state of the record that it first read', async () => {
    await overlay.read(press);
    await under.world.store.append(press, [titled('một')], 0);
    expect(await overlay.read(press)).toEqual([]);
  });

  test('throws at an event that the store could not keep', async () => {
    await expect(overlay.append(press, [registered({ kind: 'PRESS' })], 0)).rejects.toThrow('title');
    await expect(overlay.append(press, [{ ...titled('một'), type: 'SourceLost' }], 0)).rejects.toThrow(
      'New event SourceLost of source:src-1 has no schema',
    );
    expect(await overlay.read(press)).toEqual([]);
  });

  test('gives every command of the sample the outcome it has on the store itself', async () => {
    const { world, clock, random } = under;
    const outcomesOn = async (store: StreamStore) => {
      const { executor } = createCore({ store, clock, random, refusals: world.refusals, evidence: world.evidence });
      const outcomes: unknown[] = [];
      for (const { commands } of sample().batches)
        for (const { type, id, data, envelope } of commands) {
          const request = { type, id, data, envelope, actor: clerk, channel: 'IMPORT', requestId: 'r' } as const;
          const outcome = await executor.execute(request);
          outcomes.push(outcome.ok ? { ...outcome, position: '', events: outcome.events.map(placeless) } : outcome);
        }
      return outcomes;
    };
    const tried = await outcomesOn(overlay);
    expect(tried.length).toBeGreaterThan(80);
    expect(await outcomesOn(world.store)).toEqual(tried);
  });
});

const placeless = ({ position: _, ...event }: Recorded): object => event;
