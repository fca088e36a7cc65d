import { describe, expect, test } from '@jest/globals';
import { beginning } from '../../src/domain/kernel/ids.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { office, source } from '../support/notes.js';
import { another, dyingAfter, moving, wrapped } from './support.js';

const { world, open, copy, record, inSource, inTarget, written, check } = moving();

const withoutPosition = (events: readonly Recorded[]) => events.map(({ position: _, ...event }) => event);

describe('a copy of a log into KurrentDB', () => {
  test('leaves every event as it was recorded: id, order, version, seal and the time of recording', async () => {
    const { outcome, lines } = await copy();
    expect(lines).toEqual([]);
    expect(outcome).toEqual({
      kind: 'COPIED',
      parts: [{ name: 'events', total: 8, present: 0, verified: 8 }],
    });
    expect(withoutPosition(await inTarget())).toEqual(withoutPosition(await inSource()));
    expect(await check()).toEqual({ summary: { events: 8, streams: 2, findings: 0, ok: true }, findings: [] });
  });

  test('goes by streams and subscriptions as by the whole log', async () => {
    await copy();
    const { store } = await open();
    const all = await store.readAll(beginning, 100);
    expect(await store.read(source('a'))).toEqual(all.filter(({ stream }) => stream.type === 'source'));
    const end = new AbortController();
    const followed = [];
    for await (const delivery of store.subscribe(beginning, end.signal)) {
      if (delivery.kind === 'EVENT') followed.push(delivery.event);
      else if (delivery.live) break;
    }
    end.abort();
    expect(followed).toEqual(all);
  });

  test('lets the log go on with times that do not run backwards', async () => {
    await copy();
    const { store } = await open();
    await store.append(office('b'), [another.taken('bảy')], 3);
    const times = (await store.readAll(beginning, 100)).map(({ recordedAt }) => recordedAt);
    expect(times).toEqual([...times].sort());
    expect(times.slice(-2)).toEqual(['2026-03-03T00:00:00.900Z', '2026-04-01T08:00:00.000Z']);
    expect((await check()).findings).toEqual([]);
  });

  test('run again copies nothing, and says what was there', async () => {
    await copy();
    const before = written();
    const { outcome } = await copy();
    expect(outcome).toEqual({ kind: 'COPIED', parts: [{ name: 'events', total: 8, present: 8, verified: 8 }] });
    expect(written()).toEqual(before);
    expect(await inTarget()).toHaveLength(8);
  });

  test('takes over what was recorded since', async () => {
    await copy();
    await record('2026-03-04T00:00:00.001Z', office('b'), [another.taken('bảy')], 3);
    expect((await copy()).outcome.parts).toEqual([{ name: 'events', total: 9, present: 8, verified: 9 }]);
    expect(withoutPosition(await inTarget())).toEqual(withoutPosition(await inSource()));
  });

  test.each([0, 1, 2, 3, 4, 5])(
    'that dies after %i appends is gone on with, and nothing is doubled',
    async (appends) => {
      await expect(copy({ wrap: dyingAfter(appends) })).rejects.toThrow('killed');
      const { outcome, lines } = await copy();
      expect({ lines, kind: outcome.kind }).toEqual({ lines: [], kind: 'COPIED' });
      expect(outcome.parts[0]?.present).toBe([0, 3, 4, 5, 6, 7][appends]);
      expect(withoutPosition(await inTarget())).toEqual(withoutPosition(await inSource()));
    },
  );

  test('whose append was stored though its answer was lost doubles nothing', async () => {
    const lost = Object.assign(new Error('gone'), { code: 14, details: 'gone', metadata: undefined });
    let appends = 0;
    const { outcome } = await copy({
      wrap: (target) =>
        wrapped(target, () => {
          if ((appends += 1) === 3) world.double.script.add('BatchAppend', { fail: lost as never, stored: true });
        }),
    });
    expect(outcome.kind).toBe('COPIED');
    expect(withoutPosition(await inTarget())).toEqual(withoutPosition(await inSource()));
  });

  test('that is unfinished keeps every server away, and the check says so', async () => {
    await expect(copy({ wrap: dyingAfter(2) })).rejects.toThrow('killed');
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      message: expect.stringMatching(/A copy into KurrentDB at 127\.0\.0\.1:\d+ was begun .* Run concordat copy again/),
    });
    expect((await check()).findings).toEqual([
      'COPY_UNFINISHED a copy was begun and not brought to its end: run concordat copy again',
    ]);
  });

  test('tells how far it is', async () => {
    const { progress } = await copy();
    expect(progress.map(({ part, phase, done, total }) => `${part} ${phase} ${done}/${total}`)).toEqual([
      'events CHECKING 8/8',
      'events COPYING 8/8',
      'events VERIFYING 8/8',
    ]);
  });
});

describe('a dry run', () => {
  test('tells what would be copied, and writes nothing', async () => {
    expect((await copy({ dryRun: true })).outcome).toEqual({
      kind: 'CHECKED',
      parts: [{ name: 'events', total: 8, present: 0, verified: 0 }],
    });
    expect(written()).toEqual([]);
    expect(world.double.log.records).toHaveLength(1);
  });

  test('tells what is there of a copy that was broken off', async () => {
    await expect(copy({ wrap: dyingAfter(2) })).rejects.toThrow('killed');
    expect((await copy({ dryRun: true })).outcome.parts).toEqual([
      { name: 'events', total: 8, present: 4, verified: 0 },
    ]);
  });
});
