import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Random } from '../../src/application/ports.js';
import type { IdentityMap } from '../../src/identity/identityMap.js';

/** One map under test. */
interface IdentitiesUnderTest {
  /** Opens it, once more when it is open: as another process does. */
  open(random: Pick<Random, 'uuid'>): Promise<IdentityMap>;
  /** Puts in its place what another program has written, before it is first opened. */
  occupy(): Promise<void>;
  /** Closes what was opened and removes it. */
  dispose(): Promise<void>;
}

const random = { uuid: () => randomUUID() };
/** What an identity map promises; every adapter runs it. */
export const identityMapContract = (name: string, make: () => Promise<IdentitiesUnderTest>): void => {
  describe(`${name} keeps the promises of an identity map`, () => {
    let under: IdentitiesUnderTest;
    beforeEach(async () => {
      under = await make();
    });
    afterEach(() => under.dispose());

    test('each subject of each issuer has one random key of its own, from the first time on', async () => {
      const drawn: string[] = [];
      const map = await under.open({
        uuid: () => {
          drawn.push(randomUUID());
          return drawn.at(-1) ?? '';
        },
      });
      const keys: string[] = [];
      for (const [issuer, subject] of [
        ['https://a.example', 'user-1'],
        ['https://a.example', 'user-2'],
        ['https://b.example', 'user-1'],
      ] as const) {
        keys.push(await map.personKey(issuer, subject));
      }
      expect(new Set(keys).size).toBe(3);
      expect(keys.every((key) => drawn.includes(key))).toBe(true);
      expect(await map.personKey('https://a.example', 'user-1')).toBe(keys[0]);
      expect(await map.personKey('https://a.example', 'user-2')).toBe(keys[1]);
      expect(await map.personKey('https://b.example', 'user-1')).toBe(keys[2]);
    });

    test('nothing but the very same issuer and subject is the same', async () => {
      const map = await under.open(random);
      const pairs = [
        ['ab', 'c'],
        ['a', 'bc'],
        ['abc', ''],
        ['', 'abc'],
        ['AB', 'c'],
        ['ab', 'c '],
        ['ab', '{"$gt":""}'],
        ['ab', "c' OR 1=1 --"],
        ['ab', '1'],
        ['ab', '1.0'],
        // The same to the eye: composed and decomposed.
        ['ab', 'Nguyễn'],
        ['ab', 'Nguyễn'.normalize('NFD')],
        ['ab', 'x'.repeat(4000)],
      ] as const;
      const keys = await Promise.all(pairs.map(([issuer, subject]) => map.personKey(issuer, subject)));
      expect(new Set(keys).size).toBe(pairs.length);
      const other = await under.open(random);
      expect(await Promise.all(pairs.map(([issuer, subject]) => other.personKey(issuer, subject)))).toEqual(keys);
    });

    test('a key is there for every other process as soon as it was given out', async () => {
      const [first, second] = [await under.open(random), await under.open(random)];
      const key = await first.personKey('i', 's');
      expect(await second.personKey('i', 's')).toBe(key);
      const theirs = await second.personKey('i', 't');
      expect(await first.personKey('i', 't')).toBe(theirs);
      await first.close();
      await second.close();
      const again = await under.open(random);
      expect(await again.personKey('i', 's')).toBe(key);
      expect(await again.personKey('i', 't')).toBe(theirs);
    });

    test('two processes that meet the same subjects at once agree on each', async () => {
      const maps = [await under.open(random), await under.open(random)];
      const subjects = Array.from({ length: 20 }, (_, index) => `user-${index}`);
      const ask = (map: IdentityMap) => subjects.map((subject) => map.personKey('i', subject));
      const [one, other, oneAgain] = await Promise.all(
        [maps[0], maps[1], maps[0]].map((map) => Promise.all(map === undefined ? [] : ask(map))),
      );
      expect(other).toEqual(one);
      expect(oneAgain).toEqual(one);
      expect(new Set(one).size).toBe(subjects.length);
    });

    test('closed, it answers nothing more, not even what it knew', async () => {
      const map = await under.open(random);
      await map.personKey('i', 's');
      await map.close();
      await map.close();
      await expect(map.personKey('i', 's')).rejects.toMatchObject({ name: 'StoreFault', code: 'STORE_CLOSED' });
      await expect(map.personKey('i', 't')).rejects.toMatchObject({ name: 'StoreFault', code: 'STORE_CLOSED' });
    });

    test('what another program has written is refused, and refused again', async () => {
      await under.occupy();
      for (const _ of [1, 2]) {
        await expect(under.open(random)).rejects.toMatchObject({ name: 'StoreFault', code: 'STORE_FOREIGN' });
      }
    });
  });
};
