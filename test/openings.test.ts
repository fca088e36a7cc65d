import { describe, expect, test } from '@jest/globals';
import { Openings } from '../src/openings.js';

const opened = (closed: string[], ...failing: string[]): Openings => {
  const openings = new Openings();
  for (const name of ['first', 'second', 'third'])
    openings.add(name, (what) => {
      closed.push(what);
      if (failing.includes(what)) throw new Error(`${what} does not close`);
    });
  return openings;
};

describe('what was opened', () => {
  test('is closed the last first, and once', async () => {
    const closed: string[] = [];
    const openings = opened(closed);
    await openings.close();
    await openings.close();
    expect(closed).toEqual(['third', 'second', 'first']);
  });

  test('is closed to the end when one fails, and the first failure is told', async () => {
    const closed: string[] = [];
    await expect(opened(closed, 'third', 'first').close()).rejects.toThrow('third does not close');
    expect(closed).toEqual(['third', 'second', 'first']);
  });

  test('is closed when the work that opened it fails, whose failure is told', async () => {
    const closed: string[] = [];
    const fail = () => Promise.reject(new Error('the work failed'));
    await expect(opened(closed, 'second').orClose(fail)).rejects.toThrow('the work failed');
    expect(closed).toEqual(['third', 'second', 'first']);
  });

  test('stays open when the work succeeds', async () => {
    const closed: string[] = [];
    expect(await opened(closed).orClose(() => Promise.resolve(7))).toBe(7);
    expect(closed).toEqual([]);
  });
});
