import { describe, expect, test } from '@jest/globals';
import {
  parsePosition,
  parseStreamName,
  position,
  printPosition,
  streamName,
  streamTypes,
} from '../../../src/domain/kernel/ids.js';

describe('names of streams', () => {
  test.each(streamTypes)('type %s and id come back as they went in', (type) => {
    expect(parseStreamName(streamName({ type, id: 'a-1' }))).toEqual({ type, id: 'a-1' });
  });

  test.each([
    '',
    'agreement',
    'agreements',
    'sources',
    'agreement:',
    ':a',
    'nothing:a',
    'agreement:a b',
    'agreement:a:b',
  ])('%p names none', (name) => {
    expect(parseStreamName(name)).toBeUndefined();
  });
});

describe('positions', () => {
  test.each([0, 7, 12345678901n, 18446744073709551615n])('%p is printed as decimals and sorts as text', (value) => {
    const at = position(value);
    expect(printPosition(at)).toBe(value.toString());
    expect(parsePosition(value.toString())).toBe(at);
    expect(at < position(BigInt(value) + 1n)).toBe(true);
  });

  test.each(['', '-1', '1.5', '1e3', ' 1', '123456789012345678901'])('%p is none', (text) => {
    expect(parsePosition(text)).toBeUndefined();
  });
});
