import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Change, changesBetween, diffWords, type WordChange } from '../../../src/domain/kernel/changes.js';

const clause = (clauseId: string, body = clauseId) => ({ clauseId, body });
const clauses = (...ids: string[]) => ({ clauses: ids.map((id) => clause(id)) });

describe('changes of members', () => {
  test('equal states have none, shared or copied', () => {
    const state = { subject: 'a', period: { start: { earliest: '2022-01-01' } }, bodies: ['x'], ...clauses('c1') };
    expect(changesBetween(state, state)).toEqual([]);
    expect(changesBetween(state, structuredClone(state))).toEqual([]);
  });

  test('are listed by name with their path, null for absent', () => {
    const was = { subject: 'a', period: { end: '2025', start: '2022' }, number: null, gone: 1 };
    const now = { period: { start: '2022', end: '2026' }, subject: 'b', number: { seq: 2 }, fresh: false };
    expect(changesBetween(was, now)).toEqual([
      { path: 'fresh', was: null, now: false },
      { path: 'gone', was: 1, now: null },
      { path: 'number', was: null, now: { seq: 2 } },
      { path: 'period/end', was: '2025', now: '2026' },
      { path: 'subject', was: 'a', now: 'b' },
    ]);
  });

  test('absent, undefined and null are one', () => {
    expect(changesBetween({ a: null, b: undefined }, {})).toEqual([]);
    expect(changesBetween(undefined, null)).toEqual([]);
  });

  test('a member called as something that every object inherits is one like any other', () => {
    expect(changesBetween({}, JSON.parse('{"constructor":1,"__proto__":2}'))).toEqual([
      { path: '__proto__', was: null, now: 2 },
      { path: 'constructor', was: null, now: 1 },
    ]);
  });

  test('a whole state that appears or goes has the empty path', () => {
    expect(changesBetween(null, { a: 1 })).toEqual([{ path: '', was: null, now: { a: 1 } }]);
    expect(changesBetween({ a: 1 }, undefined)).toEqual([{ path: '', was: { a: 1 }, now: null }]);
  });

  test('a value that changes its kind is given whole', () => {
    expect(changesBetween({ a: [1] }, { a: { b: 1 } })).toEqual([{ path: 'a', was: [1], now: { b: 1 } }]);
  });

  test('objects that are no plain data are never taken for equal', () => {
    const [was, now] = [new Date(0), new Date(1)];
    expect(changesBetween({ at: was }, { at: now })).toEqual([{ path: 'at', was, now }]);
  });

  test('identical subtrees are not read', () => {
    const unread = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('read');
        },
      },
    );
    expect(changesBetween({ a: unread, b: 1 }, { a: unread, b: 2 })).toEqual([{ path: 'b', was: 1, now: 2 }]);
  });
});

describe('changes of lists', () => {
  test('lists of scalars are compared whole', () => {
    expect(changesBetween({ bodies: ['a', 'b'], same: [1] }, { bodies: ['b', 'a'], same: [1] })).toEqual([
      { path: 'bodies', was: ['a', 'b'], now: ['b', 'a'] },
    ]);
  });

  test('elements with an identity are compared by it', () => {
    const was = { clauses: [clause('c1'), clause('c2'), clause('c3', 'old')] };
    const now = { clauses: [clause('c0'), clause('c1'), clause('c3', 'new')] };
    expect(changesBetween(was, now)).toEqual([
      { path: 'clauses/c0', was: null, now: clause('c0') },
      { path: 'clauses/c3/body', was: 'old', now: 'new' },
      { path: 'clauses/c2', was: clause('c2'), now: null },
    ]);
  });

  test('a list that fills from nothing names each element', () => {
    expect(changesBetween({ clauses: [] }, clauses('c1', 'c2'))).toEqual([
      { path: 'clauses/c1', was: null, now: clause('c1') },
      { path: 'clauses/c2', was: null, now: clause('c2') },
    ]);
  });

  test('only what moved has a changed position', () => {
    expect(changesBetween(clauses('c1', 'c2', 'c3', 'c4'), clauses('c4', 'c1', 'c2', 'c3'))).toEqual([
      { path: 'clauses/c4/position', was: 3, now: 0 },
    ]);
    expect(changesBetween(clauses('c1', 'c2', 'c3'), clauses('c0', 'c1', 'c2', 'c3'))).toEqual([
      { path: 'clauses/c0', was: null, now: clause('c0') },
    ]);
  });

  test.each([
    ['clauseId', ['c1', 'c2']],
    ['fieldId', ['f1', 'f2']],
    ['partyId', ['p1', 'p2']],
    ['docId', ['d1', 'd2']],
    ['sourceId', ['s1', 's2']],
    ['mandateId', ['m1', 'm2']],
    ['id', ['i1', 'i2']],
    ['eventId', ['e1', 'e2']],
    ['officeId', ['o1', 'o2']],
    ['opinionId', ['q1', 'q2']],
    ['amendmentId', ['a1', 'a2']],
  ])('%s is an identity', (member, [first, second]) => {
    const was = [
      { [member]: first, v: 1 },
      { [member]: second, v: 1 },
    ];
    const now = [
      { [member]: second, v: 1 },
      { [member]: first, v: 2 },
    ];
    expect(changesBetween({ list: was }, { list: now }).map(({ path }) => path)).toContain(`list/${String(first)}/v`);
  });

  test("a field's own identity comes before the clause it names, one that is not unique is none", () => {
    const fields = (text: string) => [
      { fieldId: 'f1', clauseId: 'c1', text: 'a' },
      { fieldId: 'f2', clauseId: 'c2', text },
    ];
    expect(changesBetween({ fields: fields('a') }, { fields: fields('b') })).toEqual([
      { path: 'fields/f2/text', was: 'a', now: 'b' },
    ]);
    const signatures = (capacity: string) => [
      { partyId: 'p', officeId: 'o1' },
      { partyId: 'p', officeId: 'o2', capacity },
    ];
    expect(changesBetween({ signatures: signatures('T/M') }, { signatures: signatures('K/T') })).toEqual([
      { path: 'signatures/o2/capacity', was: 'T/M', now: 'K/T' },
    ]);
  });

  test('elements without an identity are compared by index', () => {
    expect(changesBetween({ list: [{ a: 1 }, { a: 2 }] }, { list: [{ a: 1 }, { a: 3 }, { a: 4 }] })).toEqual([
      { path: 'list/1/a', was: 2, now: 3 },
      { path: 'list/2', was: null, now: { a: 4 } },
    ]);
  });

  test('sharing structure never changes the answer, and undoing gives the mirror image', () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 6 });
    const body = fc.constantFrom('x', 'y');
    const element = (id: string) => fc.record({ id: fc.constant(id), body, tags: fc.array(body, { maxLength: 2 }) });
    const list = ids.chain((chosen) => fc.tuple(...chosen.map(element)));
    fc.assert(
      fc.property(list, list, (was, now) => {
        const shared = now.map((one) => was.find((other) => JSON.stringify(other) === JSON.stringify(one)) ?? one);
        const changes = changesBetween({ was: 1, list: was }, { was: 1, list: now });
        expect(changesBetween({ was: 1, list: was }, { was: 1, list: shared })).toEqual(changes);
        expect(changes.length === 0).toBe(JSON.stringify(was) === JSON.stringify(now));
        const settled = (all: readonly Change[]) => all.filter(({ path }) => !path.endsWith('/position'));
        const byPath = (a: Change, b: Change) => (a.path < b.path ? -1 : 1);
        expect(settled(changesBetween({ list: now }, { list: was })).toSorted(byPath)).toEqual(
          settled(changes)
            .map(({ path, was, now }) => ({ path, was: now, now: was }))
            .toSorted(byPath),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('words', () => {
  const joined = (changes: readonly WordChange[], without: WordChange['kind']): string =>
    changes
      .filter(({ kind }) => kind !== without)
      .map(({ text }) => text)
      .join('');

  test('a changed word stands alone between what stayed', () => {
    expect(diffWords('Đảng ủy Khối phối hợp với LĐLĐ tỉnh.', 'Đảng ủy Khối chỉ đạo với LĐLĐ tỉnh.')).toEqual([
      { kind: 'SAME', text: 'Đảng ủy Khối ' },
      { kind: 'REMOVED', text: 'phối hợp' },
      { kind: 'ADDED', text: 'chỉ đạo' },
      { kind: 'SAME', text: ' với LĐLĐ tỉnh.' },
    ]);
  });

  test('equal, new and removed texts', () => {
    expect(diffWords('một hai', 'một hai')).toEqual([{ kind: 'SAME', text: 'một hai' }]);
    expect(diffWords('', 'một hai')).toEqual([{ kind: 'ADDED', text: 'một hai' }]);
    expect(diffWords('một hai', '')).toEqual([{ kind: 'REMOVED', text: 'một hai' }]);
    expect(diffWords('', '')).toEqual([]);
  });

  test('a word added or removed takes one space with it', () => {
    expect(diffWords('một ba', 'một hai ba')).toEqual([
      { kind: 'SAME', text: 'một ' },
      { kind: 'ADDED', text: 'hai ' },
      { kind: 'SAME', text: 'ba' },
    ]);
    expect(diffWords('một hai ba', 'một ba').map(({ kind }) => kind)).toEqual(['SAME', 'REMOVED', 'SAME']);
  });

  test('a space after the last change stays', () => {
    expect(diffWords('một ', 'hai ')).toEqual([
      { kind: 'REMOVED', text: 'một' },
      { kind: 'ADDED', text: 'hai' },
      { kind: 'SAME', text: ' ' },
    ]);
  });

  test('decomposed and composed text are the same words', () => {
    expect(diffWords('Đảng ủy'.normalize('NFD'), 'Đảng ủy')).toEqual([{ kind: 'SAME', text: 'Đảng ủy' }]);
  });

  test('a word is not cut at a Vietnamese letter', () => {
    expect(diffWords('thuận', 'thuần')).toEqual([
      { kind: 'REMOVED', text: 'thuận' },
      { kind: 'ADDED', text: 'thuần' },
    ]);
  });

  test('the parts give back both texts exactly, and no two neighbours are of one kind', () => {
    const words = fc.array(fc.constantFrom('phối', 'hợp', 'Đảng', 'ủy', ' ', '  ', '\n', ',', '.', '02-QC/ĐUK', '😀'), {
      maxLength: 14,
    });
    const texts = fc.oneof(
      words.map((list) => list.join('')),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    fc.assert(
      fc.property(texts, texts, (was, now) => {
        const changes = diffWords(was, now);
        expect(joined(changes, 'REMOVED')).toBe(now.normalize('NFC'));
        expect(joined(changes, 'ADDED')).toBe(was.normalize('NFC'));
        expect(changes.every(({ text }) => text !== '')).toBe(true);
        expect(changes.some(({ kind }, index) => kind === changes[index - 1]?.kind)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('long texts with nothing in common come back as one replacement', () => {
    const [was, now] = [
      Array.from({ length: 20_000 }, (_, index) => `a${index}`).join(' '),
      Array.from({ length: 20_000 }, (_, index) => `b${index}`).join(' '),
    ];
    expect(diffWords(`x ${was} y`, `x ${now} y`)).toEqual([
      { kind: 'SAME', text: 'x ' },
      { kind: 'REMOVED', text: was },
      { kind: 'ADDED', text: now },
      { kind: 'SAME', text: ' y' },
    ]);
  });

  test('one word changed in a long text is found', () => {
    const text = (word: string) => `${'phối hợp '.repeat(20_000)}${word} ${'công tác '.repeat(20_000)}`;
    expect(diffWords(text('cũ'), text('mới')).filter(({ kind }) => kind !== 'SAME')).toEqual([
      { kind: 'REMOVED', text: 'cũ' },
      { kind: 'ADDED', text: 'mới' },
    ]);
  });
});
