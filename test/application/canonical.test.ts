import { describe, expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonical } from '../../src/application/canonical.js';

describe('the canonical form', () => {
  test('is that of the library, whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, noUnicodeString: false }), (value) => {
        expect(canonical(value)).toBe(canonicalize(value));
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['members by UTF-16 units, numbers among them', { b: 1, a: 2, 10: 3, 9: 4, é: 5, '\u{1F600}': 6, '\ufb33': 7 }],
    ['numbers as ECMAScript writes them', [0, -0, 1e21, 1e-7, 0.1 + 0.2, 123456789012345680000, -1.5]],
    ['escapes only where they must be', '"\\/\b\f\n\r\t\u0007\u2028 Điều khoản \u{1F600}'],
    ['absent members left out, and gaps of lists as null', { a: undefined, b: [undefined, null, 1] }],
    ['what makes its own JSON', { at: new Date(0) }],
    ['nothing in it', { a: {}, b: [], c: '' }],
    ['a name that objects have by themselves', JSON.parse('{"__proto__":1,"constructor":2}')],
  ])('has %s', (_, value: unknown) => {
    expect(canonical(value)).toBe(canonicalize(value));
  });

  test.each<[string, unknown]>([
    ['NaN', { a: Number.NaN }],
    ['an infinity', [Number.POSITIVE_INFINITY]],
    ['a lone surrogate', { a: 'a\ud800' }],
    ['a lone surrogate in a name', { '\udc00': 1 }],
    ['a function', { a: () => 1 }],
    ['a bigint', 1n],
  ])('is refused to %s', (_, value) => {
    expect(() => canonical(value)).toThrow();
  });

  test('is refused to what holds itself', () => {
    const value: { self?: unknown } = {};
    value.self = value;
    expect(() => canonical(value)).toThrow();
  });
});
