import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Lease, Leases } from '../../src/application/ports.js';

/** Leases under test, as several instances see them; of the sole ones every instance is the same. */
interface LeasesUnderTest {
  instance(): Promise<Leases>;
  dispose(): Promise<void>;
}

/** What the Leases port promises; every adapter runs it. */
export const leasesContract = (name: string, make: () => Promise<LeasesUnderTest>): void => {
  describe(`${name} keeps the promises of leases`, () => {
    let under: LeasesUnderTest;
    let one: Leases;
    let other: Leases;
    let end: AbortController;

    beforeEach(async () => {
      under = await make();
      one = await under.instance();
      other = await under.instance();
      end = new AbortController();
    });
    afterEach(async () => {
      end.abort();
      await under.dispose();
    });

    const take = async (leases: Leases, lease = 'work'): Promise<Lease> => {
      const taken = await leases.acquire(lease, end.signal);
      if (taken === undefined) throw new Error('the lease was not given');
      return taken;
    };

    test('a lease that nobody holds is given at once, and is not over', async () => {
      const waits: string[] = [];
      const lease = await one.acquire('work', end.signal, () => waits.push('work'));
      expect(lease?.lost.aborted).toBe(false);
      expect(waits).toEqual([]);
    });

    test('a lease has one holder at a time; who waits is told so once and gets it when it is given back', async () => {
      const first = await take(one);
      let waits = 0;
      const waiting = new Promise<Lease | undefined>((resolve, reject) => {
        other.acquire('work', end.signal, () => (waits += 1)).then(resolve, reject);
      });
      // Another lease is another job.
      await (await take(other, 'other work')).release();
      expect(await other.isHeld('work')).toBe(true);
      await first.release();
      const second = await waiting;
      expect(waits).toBe(1);
      expect(second?.term).toBeGreaterThan(first.term);
      expect(first.lost.aborted).toBe(false);
      await second?.release();
      expect(await one.isHeld('work')).toBe(false);
    });

    test('of many who ask at once one gets it after the other, each with a greater term', async () => {
      let holders = 0;
      const terms = await Promise.all(
        [one, other, one, other].map(async (leases) => {
          const lease = await take(leases);
          holders += 1;
          expect(holders).toBe(1);
          await Promise.resolve();
          holders -= 1;
          await lease.release();
          return lease.term;
        }),
      );
      expect(new Set(terms).size).toBe(4);
    });

    test('who stops waiting gets nothing, and bars nobody', async () => {
      const first = await take(one);
      const stop = new AbortController();
      const waiting = other.acquire('work', stop.signal, () => stop.abort());
      expect(await waiting).toBeUndefined();
      expect(await other.acquire('work', AbortSignal.abort())).toBeUndefined();
      await first.release();
      await (await take(other)).release();
    });

    test('tells whether anybody holds a lease', async () => {
      expect(await one.isHeld('work')).toBe(false);
      const lease = await take(one);
      expect(await one.isHeld('work')).toBe(true);
      expect(await other.isHeld('work')).toBe(true);
      await lease.release();
      expect(await other.isHeld('work')).toBe(false);
    });

    test('giving back twice is giving back once', async () => {
      const first = await take(one);
      await first.release();
      const second = await take(other);
      await first.release();
      expect(await one.isHeld('work')).toBe(true);
      await second.release();
    });
  });
};
