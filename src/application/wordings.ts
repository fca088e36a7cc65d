/**
 * What each of many texts stands for, as a value: a new entry makes a new map that shares nearly all of the old one, so
 * that the states between the events of a long history can all be kept. A trie over hashes, four bits a level.
 */
export type Wordings<V> = Leaf<V> | Branch<V> | undefined;

interface Leaf<V> {
  readonly hash: number;
  /** Texts of one hash; nearly always there is one. */
  readonly entries: ReadonlyMap<string, V>;
}

interface Branch<V> {
  readonly children: readonly Wordings<V>[];
}

/** FNV-1a over the UTF-16 units, 32 bits. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};

const slotOf = (hash: number, shift: number): number => (hash >>> shift) & 15;

export const valueOf = <V>(wordings: Wordings<V>, text: string): V | undefined => {
  const hash = hashOf(text);
  let node = wordings;
  for (let shift = 0; node !== undefined && 'children' in node; shift += 4) node = node.children[slotOf(hash, shift)];
  return node?.hash === hash ? node.entries.get(text) : undefined;
};

const inserted = <V>(node: Wordings<V>, leaf: Leaf<V>, shift: number): Wordings<V> => {
  if (node === undefined) return leaf;
  if ('entries' in node && node.hash === leaf.hash)
    return { hash: leaf.hash, entries: new Map([...node.entries, ...leaf.entries]) };
  const children = 'children' in node ? [...node.children] : new Array<Wordings<V>>(16).fill(undefined);
  if ('entries' in node) children[slotOf(node.hash, shift)] = node;
  const slot = slotOf(leaf.hash, shift);
  children[slot] = inserted(children[slot], leaf, shift + 4);
  return { children };
};

/** The map with a text standing for a value; the one it is made from stays as it is. */
export const withWording = <V>(wordings: Wordings<V>, text: string, value: V): Wordings<V> =>
  inserted(wordings, { hash: hashOf(text), entries: new Map([[text, value]]) }, 0);
