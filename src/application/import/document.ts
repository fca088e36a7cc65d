import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type ParsedNode } from 'yaml';
import { cleanInput } from '../input.js';
import { type ImportProblem, maxProblems, type Place, problemAt } from './problem.js';

/** Bytes of one import file: some 20,000 commands. */
export const maxFileBytes = 8 * 1024 * 1024;
/** No import nests deeper; a hostile one only wants the stack. */
const maxDepth = 32;

/** A file as plain values, and where in it each of them stands. */
export interface SourceDocument {
  readonly file: string;
  readonly value: unknown;
  /** The place of the field at a slash-separated path, or of the nearest thing around it that is there. */
  locate(path: string): Place;
}

type Reading =
  | { readonly ok: true; readonly document: SourceDocument }
  | { readonly ok: false; readonly problems: readonly ImportProblem[] };

/**
 * Reads YAML 1.2 with the core schema and nothing that could surprise: no tags, no anchors or aliases (and so no way
 * for a small file to become a large value), no second document, no repeated keys. Text comes out in NFC.
 */
export const readDocument = (bytes: Uint8Array, file: string): Reading => {
  const refuse = (problem: string, place: Place = { line: 1, column: 1 }, field = ''): Reading => ({
    ok: false,
    problems: [problemAt({ file, ...place, field }, 'INPUT_INVALID', { problem })],
  });
  if (bytes.byteLength > maxFileBytes) {
    const details = { what: 'bytes', limit: maxFileBytes, given: bytes.byteLength };
    return { ok: false, problems: [problemAt({ file, line: 1, column: 1, field: '' }, 'CAPACITY_LIMIT', details)] };
  }
  const text = decode(bytes);
  if (text === undefined) return refuse('not UTF-8', { line: lineNotUtf8(bytes), column: 1 });
  const lines = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  try {
    const yaml = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      resolveKnownTags: false,
      prettyErrors: false,
      lineCounter: lines,
    });
    const faults = [...yaml.errors, ...yaml.warnings].slice(0, maxProblems);
    if (faults.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) return refuse('nested too deeply');
    if (faults.length > 0)
      return {
        ok: false,
        problems: faults.map(({ code, pos, message }) => {
          const problem = code === 'MULTIPLE_DOCS' ? 'more than one document' : message;
          return problemAt({ file, ...placeOf(pos[0]), field: '' }, 'INPUT_INVALID', { problem });
        }),
      };
    const value = plain(yaml.contents, '', 0);
    const locate = (path: string): Place => placeOf(offsetOf(yaml.contents, path));
    const cleaned = cleanInput(value);
    if (cleaned.ok) return { ok: true, document: { file, value: cleaned.value, locate } };
    const { path = '', details } = cleaned.rejection;
    return refuse(String(details?.problem ?? 'invalid'), locate(path), path);
  } catch (error) {
    if (error instanceof Unwanted) return refuse(error.message, placeOf(error.offset), error.path);
    // The parser descends by recursion, and not everywhere does it catch its own overflow.
    if (error instanceof RangeError) return refuse('nested too deeply');
    throw error;
  }
};

/** Undefined for what is not UTF-8; a byte order mark is dropped. */
const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const lineFeed = 0x0a;

/** The first line that is not UTF-8; a line feed is never part of a longer sequence. */
const lineNotUtf8 = (bytes: Uint8Array): number => {
  for (let line = 1, from = 0; from <= bytes.length; line++) {
    const end = bytes.indexOf(lineFeed, from);
    const to = end < 0 ? bytes.length : end;
    if (decode(bytes.subarray(from, to)) === undefined) return line;
    from = to + 1;
  }
  return 1;
};

/** Something YAML has and the format has not. */
class Unwanted extends Error {
  constructor(
    message: string,
    readonly path: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

const startOf = (node: unknown): number => (node as Partial<ParsedNode> | null)?.range?.[0] ?? 0;

/** The value of a node. Its own walk, since the library's would expand aliases. */
const plain = (node: Node | null | undefined, path: string, depth: number): unknown => {
  const unwanted = (what: string) => new Unwanted(what, path, startOf(node));
  if (node === null || node === undefined) return null;
  if (isAlias(node) || node.anchor !== undefined) throw unwanted('anchors and aliases are not part of the format');
  if (depth > maxDepth) throw unwanted('nested too deeply');
  const at = (key: string | number) => (path === '' ? String(key) : `${path}/${key}`);
  if (isScalar(node)) return node.value;
  if (isSeq<Node>(node)) return node.items.map((item, index) => plain(item, at(index), depth + 1));
  if (!isMap<Node, Node>(node)) throw unwanted('neither text, list nor map');
  return Object.fromEntries(
    node.items.map(({ key, value }) => {
      if (!isScalar(key) || typeof key.value !== 'string')
        throw new Unwanted('a key that is not text', path, startOf(key));
      return [key.value, plain(value, at(key.value), depth + 1)];
    }),
  );
};

/** Where a path leads, as far as the document goes along with it. */
const offsetOf = (root: Node | null, path: string): number => {
  let offset = startOf(root);
  let node: unknown = root;
  for (const segment of path === '' ? [] : path.split('/')) {
    if (isMap<Node, Node>(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === segment);
      if (pair === undefined) break;
      offset = startOf(pair.key);
      node = pair.value;
    } else if (isSeq(node)) {
      const item = /^\d+$/.test(segment) ? node.items[Number(segment)] : node.items.find(names(segment));
      if (item === undefined) break;
      offset = startOf(item);
      node = item;
    } else break;
  }
  return offset;
};

/** Decisions name a party of a list by its id, not by its place. */
const names =
  (id: string) =>
  (item: unknown): boolean =>
    isMap<Node, Node>(item) && item.items.some(({ value }) => isScalar(value) && value.value === id);
