import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AccessFilter, AccessRecord, AccessStore, Clock } from '../../src/application/ports.js';
import { handClock } from '../support/notes.js';

/** One store of accesses under test; `reopen` closes it and opens the same one again. */
interface AccessesUnderTest {
  readonly accesses: AccessStore;
  /** What the store reported as lost. */
  lost(): number;
  reopen(): Promise<AccessStore>;
  dispose(): Promise<void>;
}

export type MakeAccesses = (setup: { readonly clock: Clock }) => Promise<AccessesUnderTest>;

/** What the AccessStore port promises; every adapter runs it. `quota`: rows one actor may add in a minute. */
export const accessStoreContract = (name: string, quota: number, make: MakeAccesses): void => {
  describe(`${name} keeps the promises of a store of accesses`, () => {
    let clock: ReturnType<typeof handClock>;
    let under: AccessesUnderTest;
    let accesses: AccessStore;

    beforeEach(async () => {
      clock = handClock('2026-03-01T08:00:00.000Z');
      under = await make({ clock });
      accesses = under.accesses;
    });
    afterEach(() => under.dispose());

    const read = (over: Partial<AccessRecord> = {}): AccessRecord => ({
      actor: 'person-1',
      role: 'AUDITOR',
      what: 'PERSON',
      stream: 'office:a',
      denied: false,
      at: '2026-03-01T08:00:01.000Z',
      ...over,
    });
    const listed = async (filter: AccessFilter = {}, limit = 10_000): Promise<string[]> =>
      (await accesses.list(filter, limit)).map(({ what, stream, count }) => `${what} ${stream} ${count}`);

    test('gives back every field of an access', async () => {
      const known = read({ denied: true, what: 'FILE' });
      const unknown = read({ actor: null, role: null, what: 'FILE', stream: 'file:b' });
      accesses.record(known);
      accesses.record(unknown);
      await accesses.flush();
      const kept = await accesses.list({}, 10);
      expect(kept).toEqual([
        { ...unknown, id: kept[0]?.id, count: 1 },
        { ...known, id: kept[1]?.id, count: 1 },
      ]);
    });

    test('counts the same actor, kind, object, outcome and minute in one row that keeps the first', async () => {
      accesses.record(read());
      accesses.record(read({ at: '2026-03-01T08:00:59.999Z' }));
      await accesses.flush();
      accesses.record(read({ at: '2026-03-01T08:00:30.000Z' }));
      const others = [
        read({ at: '2026-03-01T08:01:00.000Z' }),
        read({ actor: 'person-2' }),
        read({ actor: null, role: null }),
        read({ what: 'REFUSALS' }),
        read({ stream: 'office:b' }),
        read({ denied: true }),
      ];
      others.forEach((other) => accesses.record(other));
      await accesses.flush();
      expect((await accesses.list({}, 10)).map(({ id: _, ...rest }) => rest)).toEqual([
        ...others.toReversed().map((other) => ({ ...other, count: 1 })),
        { ...read(), count: 3 },
      ]);
    });

    test('lists the newest first, page by page, while others come in', async () => {
      for (const stream of ['1', '2', '3', '4', '5']) accesses.record(read({ stream }));
      const first = await accesses.list({}, 2);
      accesses.record(read({ stream: '6' }));
      const second = await accesses.list({}, 2, first.at(-1)?.id);
      const third = await accesses.list({}, 2, second.at(-1)?.id);
      expect([first, second, third].map((page) => page.map(({ stream }) => stream))).toEqual([
        ['5', '4'],
        ['3', '2'],
        ['1'],
      ]);
      expect(await accesses.list({}, 2, third.at(-1)?.id)).toEqual([]);
    });

    test('filters by actor, kinds, object and time, the ends included', async () => {
      accesses.record(read({ stream: '1' }));
      accesses.record(read({ stream: '2', actor: 'person-2' }));
      accesses.record(read({ stream: '3', what: 'FILE' }));
      accesses.record(read({ stream: '4', what: 'FILE_LINK' }));
      accesses.record(read({ stream: '5', at: '2026-03-01T09:00:00.000Z' }));
      expect(await listed({ stream: '2' })).toEqual(['PERSON 2 1']);
      expect(await listed({ actor: 'person-2' })).toEqual(['PERSON 2 1']);
      expect(await listed({ what: ['FILE', 'FILE_LINK'] })).toEqual(['FILE_LINK 4 1', 'FILE 3 1']);
      expect(await listed({ what: [] })).toEqual([]);
      expect(await listed({ from: '2026-03-01T09:00:00.000Z' })).toEqual(['PERSON 5 1']);
      expect(await listed({ to: '2026-03-01T08:00:01.000Z', actor: 'person-1', what: ['PERSON'] })).toEqual([
        'PERSON 1 1',
      ]);
    });

    test('beyond the quota of an actor and minute only counts', async () => {
      for (let index = 0; index < quota + 20; index++) accesses.record(read({ stream: `s${index}` }));
      await accesses.flush();
      accesses.record(read({ stream: 'late' }));
      accesses.record(read({ stream: 's0' }));
      accesses.record(read({ actor: 'person-2', stream: 'other actor' }));
      const rows = await listed();
      expect(rows.slice(0, 2)).toEqual(['PERSON other actor 1', 'PERSON  21']);
      expect(rows).toHaveLength(quota + 2);
      expect(rows.at(-1)).toBe('PERSON s0 2');
    });

    test('forgets what is older than five years when it writes', async () => {
      accesses.record(read({ stream: 'old' }));
      accesses.record(read({ stream: 'young', at: '2026-03-01T09:00:00.000Z' }));
      await accesses.flush();
      clock.set('2031-03-01T08:59:59.999Z');
      accesses.record(read({ stream: 'new', at: clock.now() }));
      expect(await listed()).toEqual(['PERSON new 1', 'PERSON young 1']);
    });

    test('keeps what was recorded before it was closed, and refuses calls after', async () => {
      accesses.record(read());
      await accesses.close();
      await accesses.close();
      await expect(accesses.list({}, 1)).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      await expect(accesses.flush()).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      expect(under.lost()).toBe(0);
      accesses.record(read());
      expect(under.lost()).toBe(1);
      accesses = await under.reopen();
      expect(await listed()).toEqual(['PERSON office:a 1']);
    });

    test('refuses a cursor that is none of its ids', async () => {
      await expect(accesses.list({}, 1, 'somewhere')).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    });
  });
};
