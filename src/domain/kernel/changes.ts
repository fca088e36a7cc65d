import { diffArrays } from 'diff';
import { entryOf } from './ids.js';
import { nfc } from './text.js';

/**
 * One difference between two states. `path` is slash-separated: member names, for elements with an identity that
 * identity (`clauses/c3/body`), for others their index from 0. `null` stands for absent. `clauses/c3/position` holds
 * the indexes of an element that moved among those that stayed.
 */
export interface Change {
  readonly path: string;
  readonly was: unknown;
  readonly now: unknown;
}

type Plain = Readonly<Record<string, unknown>>;

/**
 * What tells one element of a list from another. An element's own identity comes before those it only points to: a
 * field names its clause, a signature its party.
 */
const identities = [
  ...['correctionId', 'opinionId', 'amendmentId', 'fieldId', 'mandateId', 'eventId', 'id'],
  ...['clauseId', 'partyId', 'docId', 'sourceId', 'officeId'],
] as const;

const isPlain = (value: unknown): value is Plain => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Object.prototype of any realm is the one prototype that has none itself.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isScalar = (value: unknown): boolean => !isPlain(value) && !isList(value);

/** The identities of all elements under one member, when every element has its own. */
const keysBy = (member: string, list: readonly unknown[]): readonly string[] | undefined => {
  const keys: string[] = [];
  for (const element of list) {
    const key = isPlain(element) ? element[member] : undefined;
    if (typeof key !== 'string') return undefined;
    keys.push(key);
  }
  return new Set(keys).size === keys.length ? keys : undefined;
};

/** Of the places given, those of a longest ascending run: the elements that need not move. */
const ascending = (places: readonly number[]): ReadonlySet<number> => {
  const tails: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const place of places) {
    let low = 0;
    for (let high = tails.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((tails[middle] ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    before.set(place, tails[low - 1]);
    tails[low] = place;
  }
  const run = new Set<number>();
  for (let place = tails.at(-1); place !== undefined; place = before.get(place)) run.add(place);
  return run;
};

const compareIdentified = (
  path: string,
  [was, now]: readonly [readonly unknown[], readonly unknown[]],
  [keysWas, keysNow]: readonly [readonly string[], readonly string[]],
  found: Change[],
): void => {
  const placeWas = new Map(keysWas.map((key, index) => [key, index]));
  const stayed = keysNow.map((key) => placeWas.get(key)).filter((place) => place !== undefined);
  const still = ascending(stayed);
  keysNow.forEach((key, index) => {
    const place = placeWas.get(key);
    compare(`${path}/${key}`, place === undefined ? null : was[place], now[index], found);
    if (place !== undefined && !still.has(place))
      found.push({ path: `${path}/${key}/position`, was: place, now: index });
  });
  const kept = new Set(keysNow);
  keysWas.forEach((key, index) => {
    if (!kept.has(key)) compare(`${path}/${key}`, was[index], null, found);
  });
};

const compareLists = (path: string, was: readonly unknown[], now: readonly unknown[], found: Change[]): void => {
  if (was.every(isScalar) && now.every(isScalar)) {
    if (was.length !== now.length || was.some((element, index) => element !== now[index]))
      found.push({ path, was, now });
    return;
  }
  for (const member of identities) {
    const keysWas = keysBy(member, was);
    const keysNow = keysWas && keysBy(member, now);
    if (keysWas && keysNow) {
      compareIdentified(path, [was, now], [keysWas, keysNow], found);
      return;
    }
  }
  for (let index = 0; index < Math.max(was.length, now.length); index += 1)
    compare(`${path}/${index}`, was[index], now[index], found);
};

const compare = (path: string, was: unknown = null, now: unknown = null, found: Change[] = []): Change[] => {
  if (Object.is(was, now)) return found;
  if (isPlain(was) && isPlain(now)) {
    const names = [...new Set([...Object.keys(was), ...Object.keys(now)])].sort();
    for (const name of names)
      compare(path === '' ? name : `${path}/${name}`, entryOf(was, name), entryOf(now, name), found);
  } else if (isList(was) && isList(now)) compareLists(path, was, now, found);
  else found.push({ path, was, now });
  return found;
};

/**
 * What differs between two states, in an order that depends on the states alone: members by name, elements as `now`
 * has them, removed ones after. Identical subtrees are skipped unread, so states that share structure cost only what
 * changed. Meant for JSON values; any other object counts as changed unless it is the same one.
 */
export const changesBetween = (was: unknown, now: unknown): Change[] => compare('', was, now);

export interface WordChange {
  readonly kind: 'SAME' | 'ADDED' | 'REMOVED';
  readonly text: string;
}

const tokens = /[\p{L}\p{M}\p{N}]+|\s+|[^\p{L}\p{M}\p{N}\s]/gu;
/** Comparisons that one diff may cost; beyond it the differing middle is given as replaced whole. */
const budget = 4_000_000;

const commonLength = (
  a: readonly string[],
  b: readonly string[],
  at: (list: readonly string[], index: number) => unknown,
) => {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && at(a, length) === at(b, length)) length += 1;
  return length;
};

const diffTokens = (was: string[], now: string[]): WordChange[] => {
  const maxEditLength = Math.min(1000, Math.ceil(budget / (was.length + now.length + 1)));
  const parts = diffArrays(was, now, { maxEditLength });
  if (parts === undefined)
    return [
      { kind: 'REMOVED', text: was.join('') },
      { kind: 'ADDED', text: now.join('') },
    ];
  return parts.map((part) => ({
    kind: part.added ? 'ADDED' : part.removed ? 'REMOVED' : 'SAME',
    text: part.value.join(''),
  }));
};

/**
 * Joins neighbours, the removed before the added. A space that stayed between two changes belongs to both, or a
 * rewritten phrase would fall into single words.
 */
const tidy = (parts: readonly WordChange[]): WordChange[] => {
  const result: WordChange[] = [];
  let [removed, added] = ['', ''];
  const flush = (): void => {
    if (removed !== '') result.push({ kind: 'REMOVED', text: removed });
    if (added !== '') result.push({ kind: 'ADDED', text: added });
    [removed, added] = ['', ''];
  };
  parts.forEach(({ kind, text }, index) => {
    const bridge = kind === 'SAME' && removed !== '' && added !== '' && index < parts.length - 1 && text.trim() === '';
    if (kind === 'REMOVED' || bridge) removed += text;
    if (kind === 'ADDED' || bridge) added += text;
    if (kind !== 'SAME' || bridge || text === '') return;
    flush();
    const last = result.at(-1);
    if (last?.kind === 'SAME') result[result.length - 1] = { kind, text: last.text + text };
    else result.push({ kind, text });
  });
  flush();
  return result;
};

/**
 * The difference of two texts word by word, over their NFC. The SAME and ADDED parts joined are `now`, the SAME and
 * REMOVED parts `was`. Cost is bounded: two long texts with little in common come back as one replacement.
 */
export const diffWords = (was: string, now: string): WordChange[] => {
  const [before, after] = [nfc(was).match(tokens) ?? [], nfc(now).match(tokens) ?? []];
  const start = commonLength(before, after, (list, index) => list[index]);
  const [oldRest, newRest] = [before.slice(start), after.slice(start)];
  const end = commonLength(oldRest, newRest, (list, index) => list.at(-1 - index));
  return tidy([
    { kind: 'SAME', text: before.slice(0, start).join('') },
    ...diffTokens(oldRest.slice(0, oldRest.length - end), newRest.slice(0, newRest.length - end)),
    { kind: 'SAME', text: oldRest.slice(oldRest.length - end).join('') },
  ]);
};
