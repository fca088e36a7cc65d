import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { grown, hasCommand, type Head, HeadCache, headOf } from '../../src/application/heads.js';
import type { EventStore } from '../../src/application/ports.js';
import { Streams } from '../../src/application/streams.js';
import { agreement } from '../../src/domain/agreement/index.js';
import { catalog } from '../../src/domain/catalog.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { parseStreamName, streamName, type StreamRef } from '../../src/domain/kernel/ids.js';
import { histories, viewOf } from '../projections/bothClocks.js';
import { recorded } from '../support/projectionSpec.js';
import { actors, createWorld, draft, registerBodies, type World } from '../support/world.js';
import { clerk, importUnderTest, sample } from './import/support.js';

const ref: StreamRef = { type: 'agreement', id: 'agr-1' };
/** Nothing stays as it is: each head is put away as JSON at once. */
const coldOnly = { hot: 0, cold: 10_000_000 };

const putAway = (head: Head): Head | undefined => {
  const cache = new HeadCache(coldOnly);
  cache.set('it', head);
  return cache.get('it');
};

describe('the head of a stream', () => {
  test('is the state of the whole stream, whatever was recorded and corrected', () => {
    fc.assert(
      fc.property(histories, (happened) => {
        const events = recorded(happened);
        expect(headOf(ref, agreement, events).current).toEqual(viewOf(events).current);
      }),
    );
  });

  test('grows event by event to what it is as a whole, and asks to be read anew by a correction', () => {
    fc.assert(
      fc.property(histories, (happened) => {
        const events = recorded(happened);
        let head = headOf(ref, agreement, []);
        events.forEach((event, index) => {
          const whole = headOf(ref, agreement, events.slice(0, index + 1));
          const next = grown(head, agreement, [event]);
          if (next === undefined) expect(['ClericalCorrectionRecorded', 'RecordCorrected']).toContain(event.type);
          else expect(next).toEqual(whole);
          head = whole;
        });
        expect(grown(head, agreement, events)).toBe(head);
      }),
    );
  });

  test('knows the commands of its events, and no part of their ids', () => {
    const commandIds = ['aa-1', 'aa-1', 'b-2'];
    const events = recorded(
      commandIds.map((commandId) => ({ stream: ref, type: 'DraftWithdrawn', data: {}, meta: { commandId } })),
    );
    const head = headOf(ref, agreement, events);
    expect(['aa-1', 'b-2', 'aa', 'c-3'].map((id) => hasCommand(head, id))).toEqual([true, true, false, false]);
  });
});

describe('heads that are put away', () => {
  test('come back as they were, whatever happened to an agreement', () => {
    fc.assert(
      fc.property(histories, (happened) => {
        const head = headOf(ref, agreement, recorded(happened));
        expect(putAway(head)).toEqual(head);
      }),
    );
  });

  test('come back as they were for every stream of the sample', async () => {
    const under = await importUnderTest();
    await under.imports.run(sample(), { actor: clerk });
    const streams = new Map<string, Recorded[]>();
    for (const event of await under.events()) {
      const name = streamName(event.stream);
      streams.set(name, [...(streams.get(name) ?? []), event]);
    }
    await under.world.close();
    expect(streams.size).toBeGreaterThan(20);
    for (const [name, events] of streams) {
      const stream = parseStreamName(name) ?? ref;
      const head = headOf(stream, catalog[stream.type], events);
      expect(putAway(head)).toEqual(head);
    }
  });

  test('go when there is no room for them, the longest unused first', () => {
    const cache = new HeadCache({ hot: 0, cold: 250 });
    const head = headOf(ref, agreement, []);
    const small = { ...head, current: null };
    for (const name of ['a', 'b']) cache.set(name, small);
    expect(cache.get('a')).toEqual(small);
    cache.set('c', small);
    expect(['a', 'b', 'c'].map((name) => cache.get(name) !== undefined)).toEqual([true, false, true]);
    cache.set('d', { ...small, current: 'x'.repeat(1_000) });
    expect(['a', 'c', 'd'].map((name) => cache.get(name))).toEqual([undefined, undefined, undefined]);
  });
});

describe('commands over heads', () => {
  let world: World;
  let reads: number[];

  const counting = (store: EventStore): EventStore =>
    new Proxy(store, {
      get: (target, member, receiver) => {
        const value: unknown = Reflect.get(target, member, receiver);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          if (member === 'read') reads.push(Number(args[1] ?? 1));
          return Reflect.apply(value, target, args) as unknown;
        };
      },
    });

  beforeEach(async () => {
    reads = [];
    world = await createWorld(counting);
    await registerBodies(world);
    await world.must('DraftAgreement', 'agr-1', draft, { by: actors.drafter });
  });
  afterEach(() => world.close());

  const revise = (n: number, sent: object = {}) =>
    world.send(
      'ReviseDraft',
      'agr-1',
      { patch: { clauses: [{ clauseId: 'c1', body: `Hai bên họp lần ${n}.` }] } },
      { by: actors.drafter, ...sent },
    );

  test('never read a stream from its beginning that was used before', async () => {
    reads = [];
    for (let n = 1; n <= 5; n++) expect((await revise(n)).ok).toBe(true);
    expect(reads).toEqual([2, 3, 4, 5, 6]);
  });

  test('a repetition gives the events of the first time, and another payload under its id is refused', async () => {
    const commandId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    const first = await revise(1, { commandId });
    expect((await revise(2)).ok).toBe(true);
    const again = await revise(1, { commandId });
    expect(again).toMatchObject({ ok: true, version: 3, events: first.ok && first.events });
    expect(await revise(3, { commandId })).toMatchObject({ ok: false, rejection: { code: 'COMMAND_ID_REUSED' } });
  });

  test('another writer of the same store is heard of before the next decision', async () => {
    const other = new Streams(world.store, catalog);
    await other.head(ref);
    expect((await revise(1)).ok).toBe(true);
    expect(await other.head(ref)).toMatchObject({ version: 2 });
    expect((await other.heads([ref, { type: 'agreement', id: 'nowhere' }])).map(({ version }) => version)).toEqual([
      2, 0,
    ]);
  });
});
