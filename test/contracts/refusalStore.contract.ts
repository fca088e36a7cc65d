import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Clock, RefusalRecord, RefusalStore } from '../../src/application/ports.js';
import { handClock } from '../support/notes.js';

/** One store of refusals under test; `reopen` closes it and opens the same one again. */
interface RefusalsUnderTest {
  readonly refusals: RefusalStore;
  /** What the store reported as lost. */
  lost(): number;
  reopen(): Promise<RefusalStore>;
  dispose(): Promise<void>;
}

export type MakeRefusals = (setup: { readonly clock: Clock }) => Promise<RefusalsUnderTest>;

/** What the RefusalStore port promises; every adapter runs it. `quota`: rows one actor may add in a minute. */
export const refusalStoreContract = (name: string, quota: number, make: MakeRefusals): void => {
  describe(`${name} keeps the promises of a store of refusals`, () => {
    let clock: ReturnType<typeof handClock>;
    let under: RefusalsUnderTest;
    let refusals: RefusalStore;

    beforeEach(async () => {
      clock = handClock('2026-03-01T08:00:00.000Z');
      under = await make({ clock });
      refusals = under.refusals;
    });
    afterEach(() => under.dispose());

    const refused = (over: Partial<RefusalRecord> = {}): RefusalRecord => ({
      actor: 'person-1',
      role: 'SIGNATORY',
      command: 'SignAgreement',
      code: 'NOT_YOUR_TURN',
      stream: 'agreement:a',
      payloadDigest: 'digest',
      at: '2026-03-01T08:00:01.000Z',
      ...over,
    });
    const listed = async (filter = {}, limit = 100): Promise<string[]> =>
      (await refusals.list(filter, limit)).map(({ code, stream, count }) => `${code} ${stream} ${count}`);

    test('gives back every field of a refusal', async () => {
      const record = refused({ details: { party: 'p-2', turn: 3, due: null, late: true, before: ['p-1'] } });
      refusals.record(record);
      await refusals.flush();
      const [kept, ...others] = await refusals.list({}, 10);
      expect(kept).toEqual({ ...record, id: kept?.id, count: 1 });
      expect(others).toEqual([]);
    });

    test('leaves out details that were not given', async () => {
      refusals.record(refused());
      await refusals.flush();
      expect(Object.keys((await refusals.list({}, 1))[0] ?? {})).not.toContain('details');
    });

    test('counts the same actor, code, stream and minute in one row that keeps the first', async () => {
      refusals.record(refused());
      refusals.record(refused({ at: '2026-03-01T08:00:59.999Z', payloadDigest: 'other', command: 'Other' }));
      await refusals.flush();
      refusals.record(refused({ at: '2026-03-01T08:00:30.000Z' }));
      refusals.record(refused({ at: '2026-03-01T08:01:00.000Z' }));
      refusals.record(refused({ actor: 'person-2' }));
      refusals.record(refused({ code: 'NOT_A_PARTY' }));
      refusals.record(refused({ stream: 'agreement:b' }));
      await refusals.flush();
      expect((await refusals.list({}, 10)).map(({ id: _, ...rest }) => rest)).toEqual([
        { ...refused({ stream: 'agreement:b' }), count: 1 },
        { ...refused({ code: 'NOT_A_PARTY' }), count: 1 },
        { ...refused({ actor: 'person-2' }), count: 1 },
        { ...refused({ at: '2026-03-01T08:01:00.000Z' }), count: 1 },
        { ...refused(), count: 3 },
      ]);
    });

    test('lists the newest first, page by page, while others come in', async () => {
      const streams = ['1', '2', '3', '4', '5'];
      for (const stream of streams) refusals.record(refused({ stream }));
      await refusals.flush();
      const first = await refusals.list({}, 2);
      refusals.record(refused({ stream: '6' }));
      await refusals.flush();
      const second = await refusals.list({}, 2, first.at(-1)?.id);
      const third = await refusals.list({}, 2, second.at(-1)?.id);
      expect([first, second, third].map((page) => page.map(({ stream }) => stream))).toEqual([
        ['5', '4'],
        ['3', '2'],
        ['1'],
      ]);
      expect(await refusals.list({}, 2, third.at(-1)?.id)).toEqual([]);
    });

    test('filters by stream, actor, codes and time, the ends included', async () => {
      refusals.record(refused({ stream: '1' }));
      refusals.record(refused({ stream: '2', actor: 'person-2' }));
      refusals.record(refused({ stream: '3', code: 'NOT_A_PARTY' }));
      refusals.record(refused({ stream: '4', code: 'ALREADY_SIGNED' }));
      refusals.record(refused({ stream: '5', at: '2026-03-01T09:00:00.000Z' }));
      await refusals.flush();
      expect(await listed({ stream: '2' })).toEqual(['NOT_YOUR_TURN 2 1']);
      expect(await listed({ actor: 'person-2' })).toEqual(['NOT_YOUR_TURN 2 1']);
      expect(await listed({ codes: ['NOT_A_PARTY', 'ALREADY_SIGNED'] })).toEqual([
        'ALREADY_SIGNED 4 1',
        'NOT_A_PARTY 3 1',
      ]);
      expect(await listed({ codes: [] })).toEqual([]);
      expect(await listed({ from: '2026-03-01T09:00:00.000Z' })).toEqual(['NOT_YOUR_TURN 5 1']);
      expect(await listed({ to: '2026-03-01T08:00:01.000Z', actor: 'person-1', codes: ['NOT_YOUR_TURN'] })).toEqual([
        'NOT_YOUR_TURN 1 1',
      ]);
    });

    test('beyond the quota of an actor and minute only counts', async () => {
      for (let index = 0; index < quota + 20; index++) refusals.record(refused({ stream: `s${index}` }));
      await refusals.flush();
      refusals.record(refused({ stream: 'late' }));
      refusals.record(refused({ stream: 's0' }));
      refusals.record(refused({ actor: 'person-2', stream: 'other actor' }));
      refusals.record(refused({ at: '2026-03-01T08:01:00.000Z', stream: 'other minute' }));
      await refusals.flush();
      const rows = await listed({}, 1000);
      expect(rows.slice(0, 3)).toEqual([
        'NOT_YOUR_TURN other minute 1',
        'NOT_YOUR_TURN other actor 1',
        'CAPACITY_LIMIT  21',
      ]);
      expect(rows).toHaveLength(quota + 3);
      expect(rows.at(-1)).toBe('NOT_YOUR_TURN s0 2');
    });

    test('forgets what is older than five years when it writes', async () => {
      refusals.record(refused({ stream: 'old' }));
      refusals.record(refused({ stream: 'young', at: '2026-03-01T09:00:00.000Z' }));
      await refusals.flush();
      clock.set('2031-03-01T08:59:59.999Z');
      refusals.record(refused({ stream: 'new', at: clock.now() }));
      await refusals.flush();
      expect(await listed()).toEqual(['NOT_YOUR_TURN new 1', 'NOT_YOUR_TURN young 1']);
    });

    test('keeps what was recorded before it was closed, and refuses calls after', async () => {
      refusals.record(refused());
      await refusals.close();
      await refusals.close();
      await expect(refusals.list({}, 1)).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      await expect(refusals.flush()).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      expect(under.lost()).toBe(0);
      refusals.record(refused());
      expect(under.lost()).toBe(1);
      refusals = await under.reopen();
      expect(await listed()).toEqual(['NOT_YOUR_TURN agreement:a 1']);
    });

    test('refuses a cursor that is none of its ids', async () => {
      await expect(refusals.list({}, 1, 'somewhere')).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    });
  });
};
