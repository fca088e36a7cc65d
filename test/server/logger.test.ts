import { expect, test } from '@jest/globals';
import { createLogger } from '../../src/server/logger.js';

const logged = (entry: object): unknown => {
  const lines: string[] = [];
  createLogger('info', { write: (line) => lines.push(line) }).info(entry, 'x');
  const { time: _time, ...rest } = JSON.parse(lines.join('')) as Record<string, unknown>;
  return rest;
};

test('secrets and personal fields are replaced wherever they stand', () => {
  expect(
    logged({
      token: 'a',
      headers: { authorization: 'Bearer a', cookie: 'b', host: 'h' },
      deep: { a: { b: { c: { token: 'a' } } } },
      request: { principal: { personKey: 'p', subject: 's', role: 'CLERK' }, variables: { text: 't' } },
    }),
  ).toEqual({
    level: 'info',
    token: '[redacted]',
    headers: { authorization: '[redacted]', cookie: '[redacted]', host: 'h' },
    deep: { a: { b: { c: '[nested]' } } },
    request: {
      principal: { personKey: '[redacted]', subject: '[redacted]', role: 'CLERK' },
      variables: '[redacted]',
    },
    msg: 'x',
  });
});

test('of an error only type, code, message, stack and cause are logged, not what hangs on it', () => {
  const err = Object.assign(new Error('broken', { cause: new TypeError('below') }), {
    code: 'E1',
    input: { text: 'personal' },
  });
  expect(logged({ err })).toEqual({
    level: 'info',
    err: {
      type: 'Error',
      code: 'E1',
      message: 'broken',
      stack: err.stack,
      cause: { type: 'TypeError', message: 'below', stack: expect.stringContaining('TypeError: below') },
    },
    msg: 'x',
  });
});
