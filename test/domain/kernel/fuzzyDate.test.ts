import { describe, expect, test } from '@jest/globals';
import {
  day,
  earliestMs,
  FuzzyDate,
  hasDay,
  instant,
  isAfter,
  isBefore,
  isBound,
  isWithin,
  latestMs,
  momentMs,
  negate,
  nextDay,
  unknownDate,
  vietnamDay,
} from '../../../src/domain/kernel/fuzzyDate.js';

const span = (earliest?: string, latest?: string): FuzzyDate => ({
  ...(earliest === undefined ? {} : { earliest }),
  ...(latest === undefined ? {} : { latest }),
  precision: 'RANGE',
  certainty: 'INFERRED',
});

describe('a bound', () => {
  test.each([
    '2023-02-28',
    '2024-02-29',
    '1800-01-01',
    '2200-12-31',
    '2020-06-13T22:38:00+07:00',
    '2020-06-13T15:38:00Z',
    '2020-06-13T15:38:00.123Z',
  ])('%s is a real day or instant', (text) => {
    expect(isBound(text)).toBe(true);
  });

  test.each([
    ['a day that February does not have', '2023-02-29'],
    ['31 February', '2023-02-31'],
    ['month 13', '2023-13-01'],
    ['day 0', '2023-01-00'],
    ['a year before the record', '1799-12-31'],
    ['a year after the record', '2201-01-01'],
    ['year 0000', '0000-01-01'],
    ['a Vietnamese day', '12/6/2021'],
    ['a month', '2021-06'],
    ['an instant without zone', '2020-06-13T22:38:00'],
    ['hour 25', '2020-06-13T25:00:00Z'],
    ['an instant on 31 April', '2020-04-31T10:00:00Z'],
    ['a zone of 99 hours', '2020-06-13T22:38:00+99:00'],
    ['words after it', '2021-06-12 nearly'],
    ['nothing', ''],
  ])('%s is refused', (_what, text) => {
    expect(isBound(text)).toBe(false);
  });

  test('exactly the days of the calendar are taken, in every year of the record', () => {
    const two = (n: number): string => String(n).padStart(2, '0');
    const survives = (day: string): boolean => {
      const asUtc = new Date(`${day}T00:00:00Z`);
      return !Number.isNaN(asUtc.getTime()) && asUtc.toISOString().startsWith(day);
    };
    const wrong: string[] = [];
    for (let year = 1800; year <= 2200; year++)
      for (let month = 0; month <= 13; month++)
        for (const dayOfMonth of [0, 1, 28, 29, 30, 31, 32]) {
          const text = `${year}-${two(month)}-${two(dayOfMonth)}`;
          if (isBound(text) !== survives(text)) wrong.push(text);
        }
    expect(wrong).toEqual([]);
  });
});

describe('the schema', () => {
  test('keeps every member of a full date', () => {
    const full = {
      earliest: '2023-02-17',
      latest: '2023-02-17',
      precision: 'HALF_DAY',
      partOfDay: 'AFTERNOON',
      asWritten: 'chiều 17/02/2023',
      certainty: 'STATED',
      basis: 'header',
    };
    expect(FuzzyDate.parse(full)).toEqual(full);
  });

  test('refuses a date that ends before it begins, and names the bound', () => {
    const result = FuzzyDate.safeParse(span('2022-01-02', '2022-01-01'));
    expect(result.error?.issues.map(({ path, message }) => [path, message])).toEqual([
      [['earliest'], 'earliest lies after latest'],
    ]);
  });

  test('refuses unknown members and unknown precisions', () => {
    expect(FuzzyDate.safeParse({ ...day('2022-01-01'), around: true }).success).toBe(false);
    expect(FuzzyDate.safeParse({ ...day('2022-01-01'), precision: 'DECADE' }).success).toBe(false);
  });
});

describe('bounds in time', () => {
  test('a day is the Vietnam day, from 17:00 UTC of the day before', () => {
    expect(earliestMs(day('2025-07-01'))).toBe(Date.UTC(2025, 5, 30, 17));
    expect(latestMs(day('2025-07-01'))).toBe(Date.UTC(2025, 6, 1, 16, 59, 59, 999));
  });

  test('an absent bound does not bound', () => {
    expect(earliestMs(unknownDate)).toBe(Number.NEGATIVE_INFINITY);
    expect(latestMs(unknownDate)).toBe(Number.POSITIVE_INFINITY);
  });

  test('a moment given as a day is its end, as an instant itself', () => {
    expect(momentMs('2025-07-01')).toBe(Date.UTC(2025, 6, 1, 16, 59, 59, 999));
    expect(momentMs('2025-07-01T00:00:00Z')).toBe(Date.UTC(2025, 6, 1));
  });

  test('the Vietnam day changes at 17:00 UTC', () => {
    expect(vietnamDay('2025-06-30T16:59:59.999Z')).toBe('2025-06-30');
    expect(vietnamDay('2025-06-30T17:00:00.000Z')).toBe('2025-07-01');
    expect(vietnamDay(Date.UTC(2024, 11, 31, 17))).toBe('2025-01-01');
  });

  test.each([
    ['2023-02-28', '2023-03-01'],
    ['2024-02-28', '2024-02-29'],
    ['2024-12-31', '2025-01-01'],
  ])('the day after %s is %s', (on, next) => {
    expect(nextDay(on)).toBe(next);
  });
});

describe('comparison', () => {
  test.each([
    ['days apart', day('2022-01-01'), day('2022-01-02'), 'YES', 'NO'],
    ['the same day', day('2022-01-01'), day('2022-01-01'), 'UNDETERMINED', 'UNDETERMINED'],
    ['the same instant', instant('2022-01-01T00:00:00Z'), instant('2022-01-01T00:00:00Z'), 'NO', 'NO'],
    [
      'overlapping spans',
      span('2022-01-01', '2022-06-30'),
      span('2022-06-30', '2022-12-31'),
      'UNDETERMINED',
      'UNDETERMINED',
    ],
    ['an open start', span(undefined, '2021-03-24'), day('2021-03-25'), 'YES', 'NO'],
    [
      'an open start that may be later',
      span(undefined, '2021-03-24'),
      day('2021-02-07'),
      'UNDETERMINED',
      'UNDETERMINED',
    ],
    ['an open end', span('2022-01-01'), day('2021-12-31'), 'NO', 'YES'],
    ['a date not known', unknownDate, day('2022-01-01'), 'UNDETERMINED', 'UNDETERMINED'],
  ] as const)('%s', (_what, a, b, before, after) => {
    expect(isBefore(a, b)).toBe(before);
    expect(isAfter(a, b)).toBe(after);
    expect(isAfter(b, a)).toBe(before);
  });

  test.each([
    ['inside', day('2022-06-01'), day('2022-01-01'), day('2022-12-31'), 'YES'],
    ['before', day('2021-06-01'), day('2022-01-01'), day('2022-12-31'), 'NO'],
    ['after', day('2023-01-01'), day('2022-01-01'), day('2022-12-31'), 'NO'],
    ['without limits', day('2022-06-01'), undefined, undefined, 'YES'],
    ['after an open start', day('2023-01-01'), undefined, day('2022-12-31'), 'NO'],
    ['perhaps before the start', span('2021-12-01', '2022-02-01'), day('2022-01-01'), undefined, 'UNDETERMINED'],
    ['not known', unknownDate, day('2022-01-01'), day('2022-12-31'), 'UNDETERMINED'],
  ] as const)('a date %s', (_what, at, from, to, expected) => {
    expect(isWithin(at, from, to)).toBe(expected);
  });

  test('doubt stays doubt when negated', () => {
    expect([negate('YES'), negate('NO'), negate('UNDETERMINED')]).toEqual(['NO', 'YES', 'UNDETERMINED']);
  });

  test('a day is known when both bounds fall in one Vietnam day', () => {
    expect(hasDay(day('2022-01-01'))).toBe(true);
    expect(hasDay(instant('2022-01-01T17:00:00Z'))).toBe(true);
    expect(hasDay(span('2022-01-01T16:00:00Z', '2022-01-01T18:00:00Z'))).toBe(false);
    expect(hasDay(span('2022-01-01', '2022-01-02'))).toBe(false);
    expect(hasDay(span('2022-01-01'))).toBe(false);
    expect(hasDay(unknownDate)).toBe(false);
    expect(hasDay(undefined)).toBe(false);
  });
});
