import { StoreFault, type CollectionSpec, type FieldSpec, type Filter, type Scalar } from '../application/ports.js';

/** The declared field of that name. Throws for any other: what was not declared cannot be asked for. */
export const declaredField = (collection: CollectionSpec, name: string): FieldSpec => {
  const field = Object.hasOwn(collection.fields, name) ? collection.fields[name] : undefined;
  if (field === undefined) throw new TypeError(`collection ${collection.name} declares no field ${name}`);
  return field;
};

const fits = (field: FieldSpec, value: unknown): value is Exclude<Scalar, null> => {
  switch (field.type) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'text':
    case 'time':
    case 'position':
      return typeof value === 'string';
  }
};

/** The value as one of the field's type or null; throws TypeError for any other. */
export const fieldValue = (collection: CollectionSpec, name: string, value: unknown): Scalar => {
  if (value === null || value === undefined) return null;
  const field = declaredField(collection, name);
  if (!fits(field, value)) {
    throw new TypeError(`${collection.name}.${name} is ${field.type}, not ${typeof value}`);
  }
  return value;
};

/** The different elements of a `many` member; nulls do not count. */
export const fieldValues = (collection: CollectionSpec, name: string, value: unknown): readonly Scalar[] => {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new TypeError(`${collection.name}.${name} is a list, not ${typeof value}`);
  const elements = value.map((element: unknown) => fieldValue(collection, name, element));
  return [...new Set(elements)].filter((element) => element !== null);
};

/** Throws TypeError for a patch of what has parts beside the document: declared lists and full text. */
export const requirePatch = (collection: CollectionSpec, body: Readonly<Record<string, unknown>>): void => {
  for (const name of Object.keys(body)) {
    const isList = Object.hasOwn(collection.fields, name) && declaredField(collection, name).many === true;
    const isText = collection.searchable === true && (name === 'exact' || name === 'folded');
    if (isList || isText) throw new TypeError(`${collection.name}.${name} cannot be set by itself`);
  }
};

/** The keyset of a query, checked: one value per order field, then an id. Cursors come from clients, so a misfit is told apart. */
export const keysetValues = (
  collection: CollectionSpec,
  fields: readonly string[],
  after: readonly Scalar[],
): { readonly values: readonly Scalar[]; readonly id: string } => {
  const id = after.at(-1);
  if (after.length !== fields.length + 1 || typeof id !== 'string') {
    throw new StoreFault('CURSOR_INVALID', `a key for ${collection.name} has ${fields.length} values and an id`);
  }
  try {
    return { values: fields.map((field, index) => fieldValue(collection, field, after[index])), id };
  } catch (error) {
    throw new StoreFault('CURSOR_INVALID', `the key does not fit the order of ${collection.name}`, { cause: error });
  }
};

export type Comparison = Extract<Filter, { readonly field: string }>;

/** Throws unless strings can be compared by their parts. */
export const requireString = (collection: CollectionSpec, name: string): void => {
  const { type } = declaredField(collection, name);
  if (type === 'integer' || type === 'boolean') {
    throw new TypeError(`${collection.name}.${name} is ${type}: it has no parts to compare`);
  }
};

/**
 * The first string after all that start with `prefix` in binary UTF-8 order (which is the order of code points); undefined
 * when there is none.
 */
export const successor = (prefix: string): string | undefined => {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === 0x10ffff) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  // The surrogates are no characters of their own.
  return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
};

/** A limit is a non-negative integer; anything else is a programming fault. */
export const requireLimit = (limit: number): number => {
  if (!Number.isSafeInteger(limit) || limit < 0) throw new RangeError(`not a limit: ${limit}`);
  return limit;
};

/** A member with full text, empty when it is missing; throws TypeError when it is no text. */
export const searchText = (body: Readonly<Record<string, unknown>>, member: 'exact' | 'folded'): string => {
  const value = body[member] ?? '';
  if (typeof value !== 'string') throw new TypeError(`${member} is text, not ${typeof value}`);
  return value;
};

const wordPattern = /[\p{L}\p{N}\p{M}\p{Co}/-]+/gu;

/** The words of a search text: runs of letters, digits, `-` and `/` with at least one letter or digit. */
export const searchWords = (text: string): readonly string[] =>
  (text.match(wordPattern) ?? []).filter((word) => /[\p{L}\p{N}]/u.test(word));
