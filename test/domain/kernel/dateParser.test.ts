import { describe, expect, test } from '@jest/globals';
import { parseFuzzyDate, printFuzzyDate } from '../../../src/domain/kernel/dateParser.js';
import { day, FuzzyDate, instant, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';

const stated = (earliest: string, latest: string, precision: FuzzyDate['precision'], asWritten: string): FuzzyDate => ({
  earliest,
  latest,
  precision,
  asWritten,
  certainty: 'STATED',
});
const unknown = (asWritten: string): FuzzyDate => ({ precision: 'UNKNOWN', asWritten, certainty: 'UNKNOWN' });

describe('dates as sources write them', () => {
  test.each([
    ['12/6/2021', '2021-06-12'],
    ['12/11/2021', '2021-11-12'],
    ['17/02/2023', '2023-02-17'],
    ['21/5/1963', '1963-05-21'],
    ['20 / 02 / 2023', '2023-02-20'],
    ['12-6-2021', '2021-06-12'],
    ['12–6–2021', '2021-06-12'],
    ['12.6.2021', '2021-06-12'],
    ['Ngày\u00A012/6/2021', '2021-06-12'],
    ['ngày 05 tháng 02 năm 2026', '2026-02-05'],
    ['Thứ 2, Ngày 20 / 02 / 2023', '2023-02-20'],
    ['Thứ Năm, ngày 8 tháng 6 năm 2023', '2023-06-08'],
    ['Chủ nhật 18/6/2023', '2023-06-18'],
    ['29/2/2024', '2024-02-29'],
  ])('%s is the day %s', (text, on) => {
    expect(parseFuzzyDate(text)).toEqual(stated(on, on, 'DAY', text));
  });

  test('decomposed text is read, and kept composed', () => {
    const text = 'ngày 05 tháng 02 năm 2026';
    expect(parseFuzzyDate(text.normalize('NFD'))).toEqual(stated('2026-02-05', '2026-02-05', 'DAY', text));
  });

  test('a time is the whole minute of the Vietnam clock', () => {
    expect(parseFuzzyDate('22:38 13/06/2020')).toEqual(
      stated('2020-06-13T15:38:00.000Z', '2020-06-13T15:38:59.999Z', 'INSTANT', '22:38 13/06/2020'),
    );
  });

  test.each([
    ['sáng 17/02/2023', 'MORNING'],
    ['chiều 17/02/2023', 'AFTERNOON'],
    ['Chiều ngày 17/02/2023', 'AFTERNOON'],
    ['tối 17/2/2023', 'EVENING'],
  ] as const)('%s is part of a day: %s', (text, partOfDay) => {
    expect(parseFuzzyDate(text)).toEqual({ ...stated('2023-02-17', '2023-02-17', 'HALF_DAY', text), partOfDay });
  });

  test.each([
    ['tháng 2/2024', '2024-02-01', '2024-02-29', 'MONTH'],
    ['tháng 12 năm 2021', '2021-12-01', '2021-12-31', 'MONTH'],
    ['6/2021', '2021-06-01', '2021-06-30', 'MONTH'],
    ['năm 2022', '2022-01-01', '2022-12-31', 'YEAR'],
    ['2022', '2022-01-01', '2022-12-31', 'YEAR'],
    ['6 tháng đầu năm 2022', '2022-01-01', '2022-06-30', 'RANGE'],
    ['6 tháng cuối năm 2022', '2022-07-01', '2022-12-31', 'RANGE'],
    ['2022-2025', '2022-01-01', '2025-12-31', 'YEAR'],
    ['2022 – 2025', '2022-01-01', '2025-12-31', 'YEAR'],
    ['giai đoạn 2022 – 2025', '2022-01-01', '2025-12-31', 'YEAR'],
    ['2023 - 2028', '2023-01-01', '2028-12-31', 'YEAR'],
    ['nhiệm kỳ 2023 - 2028', '2023-01-01', '2028-12-31', 'YEAR'],
  ] as const)('%s lies between %s and %s', (text, earliest, latest, precision) => {
    expect(parseFuzzyDate(text)).toEqual(stated(earliest, latest, precision, text));
  });

  test.each(['11/6', 'Ngày 11/6', '24/3', '28.6', 'Chiều 24/3', '29/2', '6 tháng đầu năm', 'vừa tổ chức'])(
    '%s gives no bounds',
    (text) => {
      expect(parseFuzzyDate(text)).toEqual(unknown(text));
    },
  );

  test('a year from elsewhere makes a partial date a day, but an inferred one', () => {
    const options = { year: 2023, basis: 'header of the page' };
    const inferred = { certainty: 'INFERRED', basis: 'header of the page' } as const;
    expect(parseFuzzyDate('28.6', options)).toEqual({
      ...stated('2023-06-28', '2023-06-28', 'DAY', '28.6'),
      ...inferred,
    });
    expect(parseFuzzyDate('Chiều 24/3', options)).toEqual({
      ...stated('2023-03-24', '2023-03-24', 'HALF_DAY', 'Chiều 24/3'),
      partOfDay: 'AFTERNOON',
      ...inferred,
    });
    expect(parseFuzzyDate('6 tháng đầu năm', options)).toEqual({
      ...stated('2023-01-01', '2023-06-30', 'RANGE', '6 tháng đầu năm'),
      ...inferred,
    });
    expect(parseFuzzyDate('29/2', options)).toBeUndefined();
    expect(parseFuzzyDate('Thứ 6, 24/3', options)?.earliest).toBe('2023-03-24');
    expect(parseFuzzyDate('Thứ 5, 24/3', options)).toBeUndefined();
  });

  test('a year that the text states is not replaced, and stays as certain as told', () => {
    expect(parseFuzzyDate('12/6/2021', { year: 2023 })).toEqual(stated('2021-06-12', '2021-06-12', 'DAY', '12/6/2021'));
    expect(parseFuzzyDate('12/6/2021', { certainty: 'INFERRED' })?.certainty).toBe('INFERRED');
    expect(parseFuzzyDate('12/6', { year: 2023, certainty: 'UNKNOWN' })?.certainty).toBe('UNKNOWN');
  });

  test.each([
    ['a day that does not exist', '31/2/2023'],
    ['a day that exists in no year', '30/2'],
    ['29 February of a common year', '29/2/2023'],
    ['month before day', '6/13/2021'],
    ['the wrong weekday', 'Thứ 3, Ngày 20 / 02 / 2023'],
    ['two separators', '12/6-2021'],
    ['a year of two digits', '12/6/21'],
    ['an hour that does not exist', '24:00 13/06/2020'],
    ['a minute that does not exist', '22:60 13/06/2020'],
    ['an ISO day', '2021-06-12'],
    ['a range that runs backwards', '2025-2022'],
    ['a year no record can mean', 'năm 9999'],
    ['month 13', '13/2021'],
    ['words', 'hôm qua'],
    ['nothing', ''],
    ['a date inside a sentence', 'ký ngày 12/6/2021'],
    ['hostile length', '1'.repeat(100_000)],
  ])('%s is not a date', (_what, text) => {
    expect(parseFuzzyDate(text)).toBeUndefined();
  });

  test('every date read is one that the record accepts', () => {
    for (const text of ['22:38 13/06/2020', 'chiều 17/02/2023', '28.6', '2022-2025', 'vừa tổ chức', 'tháng 2/2024'])
      expect(FuzzyDate.safeParse(parseFuzzyDate(text)).success).toBe(true);
  });
});

describe('dates for a reader', () => {
  const of = (text: string): FuzzyDate => {
    const date = parseFuzzyDate(text);
    if (date === undefined) throw new Error(`not a date: ${text}`);
    return date;
  };
  const half = (bounds: { earliest?: string; latest?: string }): FuzzyDate => ({
    ...bounds,
    precision: 'RANGE',
    certainty: 'INFERRED',
  });

  test.each<[FuzzyDate, string, string]>([
    [day('2021-06-12'), '12/6/2021', '12 June 2021'],
    [of('22:38 13/06/2020'), '22:38 13/6/2020', '13 June 2020, 22:38'],
    [instant('2025-06-30T17:05:00Z'), '00:05 1/7/2025', '1 July 2025, 00:05'],
    [of('chiều 17/02/2023'), 'chiều 17/2/2023', '17 February 2023, afternoon'],
    [of('tháng 2/2024'), 'tháng 2/2024', 'February 2024'],
    [of('năm 2022'), 'năm 2022', '2022'],
    [of('giai đoạn 2022-2025'), '2022 – 2025', '2022 – 2025'],
    [of('6 tháng đầu năm 2022'), '1/1/2022 – 30/6/2022', '1 January 2022 – 30 June 2022'],
    [
      half({ earliest: '2021-11-12', latest: '2022-02-17' }),
      '12/11/2021 – 17/2/2022',
      '12 November 2021 – 17 February 2022',
    ],
    [half({ latest: '2021-03-24' }), 'đến 24/3/2021', 'until 24 March 2021'],
    [half({ earliest: '2021-03-24' }), 'từ 24/3/2021', 'from 24 March 2021'],
    [half({ earliest: '2021-03-24', latest: '2021-03-24' }), '24/3/2021', '24 March 2021'],
    [of('vừa tổ chức'), 'chưa rõ (“vừa tổ chức”)', 'unknown (“vừa tổ chức”)'],
    [unknownDate, 'chưa rõ', 'unknown'],
  ])('%j', (date, vi, en) => {
    expect(printFuzzyDate(date, 'vi')).toBe(vi);
    expect(printFuzzyDate(date, 'en')).toBe(en);
  });
});
