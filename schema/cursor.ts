import type { Order, Scalar } from '../src/application/ports.js';
import { cursorInvalid } from './errors.js';

/** The list a cursor belongs to: a store, and a named list in an order. */
export interface CursorScope {
  readonly storeId: string;
  readonly list: string;
  readonly order: readonly Order[];
}

const version = 1;

const signature = ({ list, order }: CursorScope): string =>
  [list, ...order.map(({ field, direction }) => `${field} ${direction}`)].join(', ');

/** The key of one item, sealed with the list, the order and the store it is good for. */
export const writeCursor = (scope: CursorScope, key: readonly Scalar[]): string =>
  Buffer.from(JSON.stringify({ v: version, s: scope.storeId, o: signature(scope), k: key })).toString('base64url');

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const decode = (cursor: string): unknown => {
  if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return undefined;
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/** Reads a cursor back; CURSOR_INVALID for one that is mangled, of another list or order, or of another store. */
export const readCursor = (scope: CursorScope, cursor: string, argument: string): readonly Scalar[] => {
  const decoded = decode(cursor);
  if (typeof decoded !== 'object' || decoded === null) throw cursorInvalid(argument);
  const { v, s, o, k } = decoded as Readonly<Record<string, unknown>>;
  const ours = v === version && s === scope.storeId && o === signature(scope);
  if (!ours || !Array.isArray(k) || k.length !== scope.order.length + 1 || !k.every(isScalar))
    throw cursorInvalid(argument);
  return k;
};
