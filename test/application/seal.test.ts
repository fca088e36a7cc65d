import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { seal, storeDigest, type UnsealedEvent } from '../../src/application/seal.js';
import { instant } from '../../src/domain/kernel/fuzzyDate.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64url');

const unsealed: UnsealedEvent = {
  eventId: 'event-1',
  type: 'NoteTaken',
  data: { text: 'Điều 5', count: 1 },
  meta: {
    schemaVersion: 1,
    occurred: instant('2026-02-01T00:00:00.000Z'),
    actor: { role: 'SYSTEM' },
    origin: { channel: 'SYSTEM', requestId: 'r' },
    commandId: 'c',
    payloadHash: 'p',
    correlationId: 'k',
  },
};

describe('the store digest', () => {
  test('is the base64url SHA-256 of data and metadata in canonical JSON', () => {
    expect(storeDigest({ b: 'Điều 5\n', a: [1.0, null, true] }, { z: { y: 1, x: '€' } })).toBe(
      sha256('{"d":{"a":[1,null,true],"b":"Điều 5\\n"},"m":{"z":{"x":"€","y":1}}}'),
    );
  });

  test('does not depend on the order of members, nor on absent ones', () => {
    expect(storeDigest({ a: 1, b: undefined }, { c: 2, d: 3 })).toBe(storeDigest({ a: 1 }, { d: 3, c: 2 }));
  });

  test('tells composed from decomposed text', () => {
    expect(storeDigest({ a: 'ế'.normalize('NFC') }, {})).not.toBe(storeDigest({ a: 'ế'.normalize('NFD') }, {}));
  });

  test.each([
    ['a lone surrogate', { a: 'x\ud800' }],
    ['not a number', { a: Number.NaN }],
    ['infinity', { a: Number.POSITIVE_INFINITY }],
    ['a 64-bit integer', { a: 1n }],
  ])('throws on what JSON cannot carry: %s', (_, data) => {
    expect(() => storeDigest(data, {})).toThrow(Error);
  });
});

test('sealing adds the salt, and the digest of everything but itself', () => {
  const salt = 'c2FsdA';
  expect(seal(unsealed, { salt: () => salt })).toEqual({
    ...unsealed,
    meta: { ...unsealed.meta, salt, store: storeDigest(unsealed.data, { ...unsealed.meta, salt }) },
  });
});
