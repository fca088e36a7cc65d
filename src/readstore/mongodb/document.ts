import type { CollectionSpec, Document, Scalar } from '../../application/ports.js';
import { StoreFault } from '../../application/ports.js';
import type { Position } from '../../domain/kernel/ids.js';
import { declaredField, fieldValue, fieldValues, searchText } from '../collection.js';
import { path, type Stored } from './collections.js';
import { wordsOf } from './fullText.js';

/** A body as it is stored. Throws TypeError when a declared member is not of its type. */
export const toStored = (
  spec: CollectionSpec,
  id: string,
  at: Position,
  body: Readonly<Record<string, unknown>>,
): Stored => {
  const fields = Object.keys(spec.fields).flatMap((name): (readonly [string, Scalar | readonly Scalar[]])[] => {
    // Refuses a name that could be no path.
    path(name);
    if (declaredField(spec, name).many === true) {
      const values = fieldValues(spec, name, body[name]);
      return values.length === 0 ? [] : [[name, values]];
    }
    const value = fieldValue(spec, name, body[name]);
    return value === null ? [] : [[name, value]];
  });
  const stored = { _id: id, at, f: Object.fromEntries(fields), body: JSON.stringify(body) };
  if (spec.searchable !== true) return stored;
  const exact = wordsOf(searchText(body, 'exact'));
  const folded = wordsOf(searchText(body, 'folded'));
  return {
    ...stored,
    ...(exact.length === 0 ? {} : { exact: [...new Set(exact)], exactWords: exact.length }),
    ...(folded.length === 0 ? {} : { folded: [...new Set(folded)], foldedWords: folded.length }),
  };
};

/** The parts of a stored document that make a document. */
export const documentParts = { _id: 1, at: 1, body: 1 } as const;

export const toDocument = ({ _id, at, body }: Stored): Document => {
  if (typeof body !== 'string' || typeof at !== 'string') {
    throw new StoreFault('STORE_CORRUPT', `document ${_id} is not one that this program wrote`);
  }
  return { id: _id, position: at, body: JSON.parse(body) as Document['body'] };
};
