import type { Collection } from 'mongodb';
import type { CollectionSpec, Scalar } from '../../application/ports.js';
import type { Position } from '../../domain/kernel/ids.js';
import { declaredField } from '../collection.js';
import type { Entry } from './registry.js';
import { ensureIndexes as ensureDeclared, type DeclaredIndex } from '../../mongodb/indexes.js';
import { errorCode, type MongoServer } from '../../mongodb/server.js';

/** A document as it is stored. Null members are left out: MongoDB, too, takes null and missing for the same. */
export interface Stored {
  readonly _id: string;
  /** The position of the event it was built from. */
  readonly at: Position;
  /** A deleted document, kept so that an older put cannot bring it back; only where there are no transactions. */
  readonly gone?: true;
  /** The declared fields, as they are asked for. */
  readonly f?: Readonly<Record<string, Scalar | readonly Scalar[]>>;
  /** The different words of the full text, and how many words there are. */
  readonly exact?: readonly string[];
  readonly exactWords?: number;
  readonly folded?: readonly string[];
  readonly foldedWords?: number;
  /**
   * The body as JSON. Not as a document: in MongoDB's own format names like `$ref` and `_bsontype` change what is read or
   * refuse to be written, and bodies hold names and texts that users chose.
   */
  readonly body?: string;
}

/** One declared collection of a generation. */
export interface Table {
  readonly spec: CollectionSpec;
  readonly documents: Collection<Stored>;
  /** Whether deleted documents may lie among the others. */
  readonly tombstones: boolean;
}

/** One generation of a projection. */
export interface Tables {
  readonly projection: string;
  readonly entry: Entry;
  readonly tables: ReadonlyMap<string, Table>;
}

// Names become parts of names of collections and paths of fields, so they are held to a form that cannot say anything else.
const checkedName = (name: string): string => {
  if (!/^[A-Za-z][A-Za-z0-9_]{0,60}$/.test(name)) {
    throw new TypeError(`not a name for a projection, collection or field: ${name}`);
  }
  return name;
};

/** The path of a declared field. */
export const path = (field: string): string => `f.${checkedName(field)}`;

const prefixOf = (projection: string): string => `read.${checkedName(projection)}.`;

export const tablesOf = (server: MongoServer, projection: string, entry: Entry): Tables => {
  const prefix = `${prefixOf(projection)}${entry.generation}.`;
  const collections = JSON.parse(entry.declared) as readonly CollectionSpec[];
  const tables = collections.map((spec): [string, Table] => [
    spec.name,
    {
      spec,
      documents: server.database.collection<Stored>(prefix + checkedName(spec.name)),
      tombstones: entry.tombstones,
    },
  ]);
  return { projection, entry, tables: new Map(tables) };
};

/** The declared indexes by name. Each ends in the id, the last tie-breaker of every order. */
const indexesOf = ({ spec }: Table): readonly DeclaredIndex[] => {
  const indexed = Object.keys(spec.fields).filter((field) => declaredField(spec, field).indexed === true);
  const declared = [...indexed.map((field) => [field]), ...(spec.indexes ?? [])].map((fields) => ({
    name: fields.join('+'),
    key: Object.fromEntries([...fields.map(path), '_id'].map((name) => [name, 1])),
  }));
  const words = (['exact', 'folded'] as const).map((text) => ({
    name: `words of ${text}`,
    // The fewest words first, which is the best first.
    key: { [text]: 1, [`${text}Words`]: 1, _id: 1 },
  }));
  return spec.searchable === true ? [...declared, ...words] : declared;
};

/** Whether all collections of a generation are there. */
export const collectionsExist = async (server: MongoServer, { tables }: Tables): Promise<boolean> => {
  const names = [...tables.values()].map(({ documents }) => documents.collectionName);
  const found = await server.database.listCollections({ name: { $in: names } }, { nameOnly: true }).toArray();
  return found.length === names.length;
};

const namespaceExists = 48;

/** Creates the collections that are missing; harmless to repeat. */
export const ensureCollections = async (server: MongoServer, { tables }: Tables): Promise<void> => {
  for (const { documents } of tables.values()) {
    try {
      await server.database.createCollection(documents.collectionName);
    } catch (error) {
      if (errorCode(error) !== namespaceExists) throw error;
    }
  }
};

/** Creates the indexes that are missing and replaces those that are other than declared, with a warning. */
export const ensureIndexes = async (
  server: MongoServer,
  { tables }: Tables,
  warn: (message: string) => void,
): Promise<void> => {
  for (const table of tables.values()) {
    const { documents } = table;
    await ensureDeclared(server, documents, indexesOf(table), async (name) => {
      warn(`index ${name} of ${documents.collectionName} is not as declared: it is built again`);
      await documents.dropIndex(name);
    });
  }
};

/**
 * Drops the collections of this projection that belong to no registered generation. A generation is registered before its
 * collections are created, so reading the names first and the register after them never hits one that is being made.
 */
export const sweep = async (
  server: MongoServer,
  projection: string,
  registered: () => Promise<readonly string[]>,
): Promise<void> => {
  const prefix = prefixOf(projection);
  const name = { $regex: `^${prefix.replaceAll('.', '\\.')}[0-9a-f]{24}\\.` };
  const found = await server.database.listCollections({ name }, { nameOnly: true }).toArray();
  if (found.length === 0) return;
  const kept = await registered();
  for (const collection of found) {
    const generation = collection.name.slice(prefix.length, prefix.length + 24);
    if (!kept.includes(generation)) await server.database.dropCollection(collection.name);
  }
};
