import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { pageQuery } from '../../schema/connection.js';
import { type CursorScope, readCursor, writeCursor } from '../../schema/cursor.js';
import { toFilter } from '../../schema/filter.js';
import { type Orderings, toOrder } from '../../schema/order.js';

const scope: CursorScope = {
  storeId: 'store-1',
  list: 'agreements',
  order: [{ field: 'subjectSort', direction: 'ASC' }],
};

/** The code and path of the request error that the work throws. */
const refusal = (work: () => unknown): { readonly code: unknown; readonly path: unknown } => {
  try {
    work();
  } catch (error) {
    if (error instanceof GraphQLError) return { code: error.extensions.code, path: error.extensions.path };
    throw error;
  }
  throw new Error('nothing was refused');
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a cursor', () => {
  test('gives the key of its item back to the list, order and store it came from', () => {
    const cursor = writeCursor(scope, ['quy chế', 'agr-1']);
    expect(readCursor(scope, cursor, 'after')).toEqual(['quy chế', 'agr-1']);
  });

  test.each<readonly [string, string]>([
    ['of another store', writeCursor({ ...scope, storeId: 'store-2' }, ['a', 'agr-1'])],
    ['of another list', writeCursor({ ...scope, list: 'offices' }, ['a', 'agr-1'])],
    [
      'of another order',
      writeCursor({ ...scope, order: [{ field: 'subjectSort', direction: 'DESC' }] }, ['a', 'agr-1']),
    ],
    ['cut short', writeCursor(scope, ['a', 'agr-1']).slice(0, -5)],
    ['that is no base64url', 'không phải'],
    ['that is empty', ''],
    ['that holds no object', encode('agr-1')],
    ['that holds null', encode(null)],
    ['of a later version', encode({ v: 2, s: 'store-1', o: 'agreements, subjectSort ASC', k: ['a', 'agr-1'] })],
    ['with too short a key', encode({ v: 1, s: 'store-1', o: 'agreements, subjectSort ASC', k: ['agr-1'] })],
    ['with an object in its key', encode({ v: 1, s: 'store-1', o: 'agreements, subjectSort ASC', k: [{}, 'agr-1'] })],
    ['without a key', encode({ v: 1, s: 'store-1', o: 'agreements, subjectSort ASC' })],
  ])('%s is refused', (_, cursor) => {
    expect(refusal(() => readCursor(scope, cursor, 'before'))).toEqual({ code: 'CURSOR_INVALID', path: ['before'] });
  });
});

describe('page arguments', () => {
  const cursor = writeCursor(scope, ['a', 'agr-1']);
  const key = ['a', 'agr-1'];
  const { order } = scope;

  test.each([
    ['nothing asks for 20', {}, { order, limit: 20 }],
    ['first', { first: 100 }, { order, limit: 100 }],
    ['first after', { first: 1, after: cursor }, { order, limit: 1, after: key }],
    ['last', { last: 5 }, { order, limit: 5, backwards: true }],
    ['last before', { last: 5, before: cursor }, { order, limit: 5, backwards: true, after: key }],
    ['nulls are as if absent', { first: null, after: null, last: null, before: null }, { order, limit: 20 }],
  ])('%s', (_, args, expected) => {
    expect(pageQuery(args, scope)).toEqual(expected);
  });

  test.each([
    ['zero', { first: 0 }, ['first']],
    ['a negative size', { first: -1 }, ['first']],
    ['a huge size', { first: 101 }, ['first']],
    ['a negative size from the end', { last: -20 }, ['last']],
    ['both ends at once', { first: 1, last: 1 }, ['last']],
    ['after from the end', { last: 1, after: cursor }, ['after']],
    ['before from the start', { first: 1, before: cursor }, ['before']],
  ])('%s is refused', (_, args, path) => {
    expect(refusal(() => pageQuery(args, scope))).toEqual({ code: 'INPUT_INVALID', path });
  });
});

const fields = {
  status: { field: 'status' },
  count: { field: 'fieldCount' },
  subject: { field: 'subject', folded: 'subjectFolded' },
};
const filterOf = (input: object | null | undefined) => toFilter(input, fields);

describe('a filter', () => {
  test.each([
    ['nothing', undefined, undefined],
    ['null', null, undefined],
    ['an empty one holds everywhere', {}, { and: [] }],
    ['a null comparator is as if absent', { status: null }, { and: [] }],
    ['eq', { status: { eq: 'SIGNED' } }, { field: 'status', eq: 'SIGNED' }],
    ['ne', { status: { ne: 'SIGNED' } }, { field: 'status', ne: 'SIGNED' }],
    ['in', { status: { in: ['A', 'B'] } }, { field: 'status', in: ['A', 'B'] }],
    ['nin', { status: { nin: ['A'] } }, { not: { field: 'status', in: ['A'] } }],
    ['exists', { status: { exists: false } }, { field: 'status', exists: false }],
    [
      'contains looks in the folded text',
      { subject: { contains: 'Phối HỢP' } },
      { field: 'subjectFolded', contains: 'phoi hop' },
    ],
    ['startsWith', { subject: { startsWith: 'Quy' } }, { field: 'subject', startsWith: 'Quy' }],
    ['a question is answered plainly', { status: false }, { field: 'status', eq: false }],
    [
      'all operators of one field',
      { count: { gt: 1, gte: 2, lt: 9, lte: 8 } },
      {
        and: [
          { field: 'fieldCount', gt: 1 },
          { field: 'fieldCount', gte: 2 },
          { field: 'fieldCount', lt: 9 },
          { field: 'fieldCount', lte: 8 },
        ],
      },
    ],
    [
      'and, or, not',
      { and: [{ status: { eq: 'A' } }], or: [{ count: { eq: 0 } }, {}], not: { status: { eq: 'B' } } },
      {
        and: [
          { and: [{ field: 'status', eq: 'A' }] },
          { or: [{ field: 'fieldCount', eq: 0 }, { and: [] }] },
          { not: { field: 'status', eq: 'B' } },
        ],
      },
    ],
    [
      'four deep',
      { not: { not: { not: { count: { eq: 1 } } } } },
      { not: { not: { not: { field: 'fieldCount', eq: 1 } } } },
    ],
  ])('%s', (_, input, expected) => {
    expect(filterOf(input)).toEqual(expected);
  });

  test('five deep is refused', () => {
    const deep = { not: { and: [{ not: { or: [{ count: { eq: 1 } }] } }] } };
    expect(refusal(() => filterOf(deep))).toEqual({
      code: 'INPUT_INVALID',
      path: ['filter', 'not', 'and', '0', 'not', 'or', '0'],
    });
  });

  test('more than 100 values are refused', () => {
    const values = Array.from({ length: 101 }, (_, index) => String(index));
    expect(refusal(() => filterOf({ status: { in: values } })).path).toEqual(['filter', 'status', 'in']);
    expect(refusal(() => filterOf({ or: [{ status: { nin: values } }] })).path).toEqual([
      'filter',
      'or',
      '0',
      'status',
      'nin',
    ]);
  });

  test('null as the value of an operator is refused, for it would mean everything or nothing', () => {
    expect(refusal(() => filterOf({ status: { eq: null } }))).toEqual({
      code: 'INPUT_INVALID',
      path: ['filter', 'status', 'eq'],
    });
  });
});

describe('an order', () => {
  const orderings = {
    SUBJECT: { field: 'subjectSort', description: 'By subject.' },
    STATUS: { field: 'status', description: 'By status.' },
  } satisfies Orderings<string>;
  const usual = [{ field: 'subjectSort', direction: 'ASC' }] as const;

  test('is the usual one when none is asked for', () => {
    for (const asked of [undefined, null, []]) expect(toOrder(asked, orderings, usual)).toBe(usual);
  });

  test('is what was asked for, by the declared fields', () => {
    const asked = [
      { field: 'STATUS', direction: 'DESC' },
      { field: 'SUBJECT', direction: 'ASC' },
    ] as const;
    expect(toOrder(asked, orderings, usual)).toEqual([
      { field: 'status', direction: 'DESC' },
      { field: 'subjectSort', direction: 'ASC' },
    ]);
  });

  test('of four fields is refused', () => {
    const asked = Array.from({ length: 4 }, () => ({ field: 'STATUS', direction: 'ASC' }) as const);
    expect(refusal(() => toOrder(asked, orderings, usual))).toEqual({ code: 'INPUT_INVALID', path: ['orderBy'] });
  });
});
