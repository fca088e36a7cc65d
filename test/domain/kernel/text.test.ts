import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  fold,
  isWellFormedText,
  nfc,
  searchFields,
  searchKeyOfNumber,
  sortKey,
  toneFold,
} from '../../../src/domain/kernel/text.js';

const runs = { numRuns: 60 };
const decomposed = (text: string): string => text.normalize('NFD');
const vietnamese = fc.string({
  unit: fc.constantFrom(...Array.from('aáàảãạăắằặâấầậbcdđeèéêềếệghiíìoóòôồốơờớuúùưừứyýỳxzAÁÀĂÂĐEÊÔƠƯỨUXY0179 -/')),
  maxLength: 8,
});

describe('composed form', () => {
  test('decomposed Vietnamese text becomes NFC', () => {
    expect(nfc(decomposed('Đảng ủy Khối'))).toBe('Đảng ủy Khối');
  });

  test.each([
    ['Đảng ủy 😀', true],
    ['', true],
    ['a\uD83D', false],
    ['\uDE00a', false],
  ])('%j is well formed: %j', (text, expected) => {
    expect(isWellFormedText(text)).toBe(expected);
  });
});

describe('folding for search', () => {
  test.each([
    ['Đảng ủy  Khối', 'dang uy khoi'],
    ['\u00A0LIÊN ĐOÀN\tLao động ', 'lien doan lao dong'],
    ['ÐUK ðuk Ɖuk', 'duk duk duk'],
    ['Thành uỷ', 'thanh uy'],
    ['ĂÂÊÔƠƯ', 'aaeoou'],
    ['\uFFFD?', '\uFFFD?'],
  ])('fold drops case, marks and đ: %j → %j', (text, expected) => {
    expect(fold(text)).toBe(expected);
    expect(fold(decomposed(text))).toBe(expected);
  });

  test.each([
    ['Đoàn', 'đoan'],
    ['ÐOÀN', 'đoan'],
    ['Ưu tiên cấp Ủy', 'ưu tiên câp uy'],
    ['ệ ẫ ở ự ằ', 'ê â ơ ư ă'],
  ])('toneFold drops case and tones but keeps the letters: %j → %j', (text, expected) => {
    expect(toneFold(text)).toBe(expected);
    expect(toneFold(decomposed(text))).toBe(expected);
  });

  test.each([
    ['ủy', 'uỷ'],
    ['hòa', 'hoà'],
    ['thúy', 'thuý'],
    ['khỏe', 'khoẻ'],
  ])('the two placements of the tone in %j and %j are one', (a, b) => {
    expect(nfc(a)).not.toBe(nfc(b));
    expect(toneFold(a)).toBe(toneFold(b));
  });

  test('text typed with đ does not find d', () => {
    expect(toneFold('đoàn')).not.toBe(toneFold('doan'));
    expect(fold('đoàn')).toBe(fold('doan'));
  });

  test('folding twice is folding once, in any normal form', () => {
    fc.assert(
      fc.property(fc.oneof(vietnamese, fc.string({ unit: 'binary', maxLength: 12 })), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
        expect(toneFold(toneFold(text))).toBe(toneFold(text));
        expect(fold(decomposed(text))).toBe(fold(text));
        expect(fold(toneFold(text))).toBe(fold(text));
      }),
      runs,
    );
  });

  test('the searchable strings of a document are joined in both folds, absent ones left out', () => {
    expect(searchFields('Đảng ủy', undefined, null, 'LĐLĐ tỉnh')).toEqual({
      exact: 'đang uy lđlđ tinh',
      folded: 'dang uy ldld tinh',
    });
    expect(searchFields()).toEqual({ exact: '', folded: '' });
  });
});

describe('the search key of a number', () => {
  test.each([
    ['02-QC/ĐUK-LĐLĐ', '2 qc duk ldld'],
    ['2-QC/ĐUK-LĐLĐ', '2 qc duk ldld'],
    ['02 qc duk ldld', '2 qc duk ldld'],
    ['06b /NQ-TLĐ', '6b nq tld'],
    ['20/2023/QH15', '20 2023 qh15'],
    ['100', '100'],
    ['000', '0'],
    [' -/- ', ''],
  ])('%j is found under %j', (number, key) => {
    expect(searchKeyOfNumber(number)).toBe(key);
  });

  test('a key is its own key', () => {
    fc.assert(
      fc.property(fc.oneof(vietnamese, fc.string()), (text) => {
        expect(searchKeyOfNumber(searchKeyOfNumber(text))).toBe(searchKeyOfNumber(text));
      }),
      runs,
    );
  });
});

describe('the sort key', () => {
  const byKey = (a: string, b: string): number => Buffer.compare(Buffer.from(sortKey(a)), Buffer.from(sortKey(b)));
  const collator = new Intl.Collator('vi');

  test('names stand in the Vietnamese order: đ after d, ă and â after a, tones and case last', () => {
    const names = ['Đà Nẵng', 'Dân vận', 'an', 'ăn', 'ân', 'Án', 'án', 'ạn', 'ba', 'az', 'dz', 'đa', '2', '10', ''];
    expect(names.toSorted(byKey)).toEqual([
      '',
      '10',
      '2',
      'an',
      'án',
      'Án',
      'ạn',
      'az',
      'ăn',
      'ân',
      'ba',
      'Dân vận',
      'dz',
      'đa',
      'Đà Nẵng',
    ]);
  });

  test('tones stand in the order of the dictionary, whatever the vowel', () => {
    for (const vowels of ['aàảãáạ', 'ăằẳẵắặ', 'eèẻẽéẹ', 'ơờởỡớợ', 'yỳỷỹýỵ']) {
      const tones = Array.from(vowels);
      expect(tones.toReversed().toSorted(byKey)).toEqual(tones);
    }
  });

  test('its byte order is the order of the collation vi', () => {
    fc.assert(
      fc.property(vietnamese, vietnamese, (a, b) => {
        fc.pre(a.trim().replace(/ +/g, ' ') === a && b.trim().replace(/ +/g, ' ') === b);
        expect(Math.sign(byKey(a, b))).toBe(Math.sign(collator.compare(a, b)));
      }),
      { numRuns: 300 },
    );
  });

  test('it is printable ASCII for any text, and the same for both normal forms', () => {
    fc.assert(
      fc.property(fc.oneof(vietnamese, fc.string({ unit: 'binary', maxLength: 12 })), (text) => {
        expect(sortKey(text)).toMatch(/^[ -~]*$/);
        expect(sortKey(decomposed(text))).toBe(sortKey(text));
      }),
      runs,
    );
  });

  test('other scripts come after z, and spaces around and between do not count twice', () => {
    expect(byKey('z', '中')).toBeLessThan(0);
    expect(sortKey(' Đảng\u00A0 ủy ')).toBe(sortKey('Đảng ủy'));
  });
});
