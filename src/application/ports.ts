import type { DomainEvent, EventMeta, Recorded } from '../domain/kernel/event.js';
import type { Position, StreamRef } from '../domain/kernel/ids.js';
import type { Details, Rejection, RejectionCode } from '../domain/kernel/rejection.js';

// Adapters reach the application by this file alone.
export * from './accessPort.js';
export * from './leasePort.js';
export * from './timer.js';

/** Tells the time. Injected, so that tests and policies decide what now is. */
export interface Clock {
  /** RFC 3339 UTC with milliseconds. */
  now(): string;
}

/** The source of ids and salts. Injected; tests use a counted one. */
export interface Random {
  /** A new random UUID. */
  uuid(): string;
  /** 256 random bits, base64url. */
  salt(): string;
}

/** An event ready to be stored: parsed, sealed (salt and digest), with its deterministic id. */
export interface NewEvent {
  readonly eventId: string;
  readonly type: string;
  readonly data: DomainEvent['data'];
  readonly meta: EventMeta;
}

/** The revision an append expects: the version of the last event seen, 0 for a stream that must not exist. */
export type ExpectedVersion = number;

export type AppendResult =
  | { readonly appended: true; readonly events: readonly Recorded[] }
  /** Somebody else was first; `actual` is the stream's version now. Nothing was stored. */
  | { readonly appended: false; readonly actual: number };

/** Which events a follower or reader wants; an absent member does not limit. */
export interface EventFilter {
  readonly streamTypes?: readonly string[];
  readonly eventTypes?: readonly string[];
}

/** What a subscription yields: events in order, and marks that nothing more was stored up to a position. */
export type Delivery =
  | { readonly kind: 'EVENT'; readonly event: Recorded }
  /** Everything up to `position` was delivered or filtered out. `live`: the subscription has reached the end of the log. */
  | { readonly kind: 'MARK'; readonly position: Position; readonly live: boolean };

/**
 * The log of facts. Every adapter passes test/contracts/eventStore.contract.ts.
 *
 * - `append` MUST store all events of one call or none, MUST resolve only after they are durable, and MUST check the
 *   expected version in the same transaction. The failure of one append MUST NOT touch another.
 * - Versions in a stream are gapless from 1. Positions strictly increase; gaps are allowed; nothing ever appears at or
 *   below a position that was already delivered.
 * - `recordedAt` is set by the store and never runs backwards along positions.
 * - Reading MUST parse each event by the schema of its type, upcast it to the newest version, and throw StoreFault
 *   `EVENT_UNREADABLE` naming stream and version otherwise.
 */
export interface EventStore {
  /** Names this store for ever; cursors carry it, so that a foreign cursor is refused. */
  readonly storeId: string;
  append(stream: StreamRef, events: readonly NewEvent[], expected: ExpectedVersion): Promise<AppendResult>;
  /** Events of a stream from version `from` (inclusive) upwards, at most `limit`; empty for an unknown stream. */
  read(stream: StreamRef, from?: number, limit?: number): Promise<readonly Recorded[]>;
  /** One call for many streams: for each, its events from the given version upwards. Unknown streams give an empty list. */
  readMany(
    streams: readonly { readonly stream: StreamRef; readonly from: number }[],
  ): Promise<readonly (readonly Recorded[])[]>;
  /** Events after a position (exclusive) in global order, at most `limit`. */
  readAll(after: Position, limit: number, filter?: EventFilter): Promise<readonly Recorded[]>;
  /** The position of the newest event, or `beginning`. */
  head(): Promise<Position>;
  /**
   * Catches up after a position (exclusive), then stays live until `signal` aborts or the loop is left. Pulls: a slow
   * reader is waited for and costs bounded memory. A mark follows each batch and the moment it becomes live. Throws
   * CURSOR_INVALID for a position beyond the end: the log is older than its follower, as after restoring an old copy.
   */
  subscribe(after: Position, signal: AbortSignal, filter?: EventFilter): AsyncIterable<Delivery>;
  /** Resolves once what was acknowledged is durable and all handles are closed. */
  close(): Promise<void>;
}

/** The part of the event store by which single streams are read and written: all that a decision needs. */
export type StreamStore = Pick<EventStore, 'append' | 'read' | 'readMany'>;

/** A fault of a store: never the user's doing, masked at the edge. */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  constructor(
    readonly code:
      | 'STORE_UNAVAILABLE'
      | 'STORE_LOCKED'
      | 'STORE_FOREIGN'
      | 'STORE_CORRUPT'
      | 'STORE_FULL'
      | 'STORE_CLOSED'
      | 'EVENT_UNREADABLE'
      | 'CURSOR_INVALID',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The types a declared field of a collection may have. `text`, `time` (an RFC 3339 instant in UTC or a day) and
 * `position` are strings, compared as binary UTF-8; `integer` is a safe integer; false sorts before true.
 */
export type FieldType = 'text' | 'integer' | 'boolean' | 'time' | 'position';

export interface FieldSpec {
  readonly type: FieldType;
  /** An index serves filters and orders on this field. */
  readonly indexed?: true;
  /** The field holds a list: a set of values whose nulls and repetitions do not count. It cannot be ordered by. */
  readonly many?: true;
}

/** A collection of JSON documents. Fields are members of the body; only declared ones can be asked for. */
export interface CollectionSpec {
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldSpec>>;
  /** Members of the body with full text: `exact` (toneFold) and `folded` (fold) strings (reference 3.6). */
  readonly searchable?: true;
  /** Indexes over several declared fields, in this order, for the queries that need them. */
  readonly indexes?: readonly (readonly string[])[];
}

export type Scalar = string | number | boolean | null;

/**
 * The closed algebra of questions. A filter is either true or false of a document, never unknown, and `not` is the exact
 * opposite. Null, a missing member and (in a `many` field) an empty list are the same: `null` below.
 *
 * - `eq` null holds where the value is null, `ne` null where it is not. `ne` x is `not` `eq` x: it holds where the value is null.
 * - `in` holds where `eq` holds for one of the values; an empty list holds nowhere.
 * - `lt`, `lte`, `gt`, `gte`, `startsWith` and `contains` never hold where the value is null; comparing with null holds nowhere.
 * - `exists` true is `ne` null, `exists` false is `eq` null.
 * - On a `many` field a comparison holds when any element satisfies it, so `ne` x holds when no element equals x.
 * - An empty `and` holds everywhere, an empty `or` nowhere. `startsWith` and `contains` of '' hold where the value is not null.
 *
 * Asking for an undeclared field, or with a value of another type than the field's, is a programming fault and throws.
 */
export type Filter =
  | { readonly and: readonly Filter[] }
  | { readonly or: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly field: string; readonly eq: Scalar }
  | { readonly field: string; readonly ne: Scalar }
  | { readonly field: string; readonly in: readonly Scalar[] }
  | { readonly field: string; readonly lt: Scalar }
  | { readonly field: string; readonly lte: Scalar }
  | { readonly field: string; readonly gt: Scalar }
  | { readonly field: string; readonly gte: Scalar }
  | { readonly field: string; readonly startsWith: string }
  /** Substring of a text field; the caller folds both sides (reference 3.6). */
  | { readonly field: string; readonly contains: string }
  | { readonly field: string; readonly exists: boolean };

export interface Order {
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
}

/** A document as read. `position` is the event position it was built from. */
export interface Document<B = Readonly<Record<string, unknown>>> {
  readonly id: string;
  readonly position: Position;
  readonly body: B;
}

export interface FindQuery {
  readonly filter?: Filter;
  /**
   * Null sorts first ascending, last descending. The id is always the last tie-breaker, in the direction of the last
   * order (ascending without one), so that one index serves both directions.
   */
  readonly order?: readonly Order[];
  /**
   * Keyset: values of the order fields, then the id, of the last document seen (exclusive). The document need not exist.
   * A key that does not fit the order throws StoreFault `CURSOR_INVALID`.
   */
  readonly after?: readonly Scalar[];
  readonly limit: number;
  /** Walks from the other end, for `last`/`before`: the last `limit` documents before `after`; results are still in `order`. */
  readonly backwards?: true;
}

export type Write =
  | { readonly put: string; readonly id: string; readonly body: Readonly<Record<string, unknown>> }
  /**
   * Sets members of a document and leaves the others as they are; nothing happens where there is none. Lists that are
   * declared and full text cannot be set: that throws TypeError.
   */
  | { readonly patch: string; readonly id: string; readonly body: Readonly<Record<string, unknown>> }
  | { readonly delete: string; readonly id: string };

/** The collection that a write is about. */
export const collectionOf = (write: Write): string =>
  'put' in write ? write.put : 'patch' in write ? write.patch : write.delete;

/**
 * How the words of a search are matched: all words, the last as a prefix, in `exact` or in `folded`. Both strings hold the
 * query's own words, plain (a document number is looked up by its own key, not searched). Every character that is not of
 * a word (a letter, a digit, `-`, `/`) only separates: no syntax. Without a word nothing is found.
 */
export interface SearchQuery {
  readonly exact: string;
  readonly folded: string;
  readonly filter?: Filter;
  readonly limit: number;
}

/** Reads of one generation of collections. */
export interface ReadModel {
  get(collection: string, id: string): Promise<Document | null>;
  /** Parallel to `ids`. */
  getMany(collection: string, ids: readonly string[]): Promise<readonly (Document | null)[]>;
  find(collection: string, query: FindQuery): Promise<readonly Document[]>;
  count(collection: string, filter?: Filter): Promise<number>;
  /**
   * How many documents per combination of values of the fields, ordered by them, null first; each `key` is parallel to
   * `fields`. A document counts once under each element of a `many` field, and under null when it has none.
   */
  countBy(
    collection: string,
    fields: readonly string[],
    filter?: Filter,
  ): Promise<readonly { readonly key: readonly Scalar[]; readonly count: number }[]>;
  /** Best first, every exact match before any folded one (reference 3.6), then by id; `score` is higher for better. */
  search(collection: string, query: SearchQuery): Promise<readonly (Document & { readonly score: number })[]>;
}

/** A set of collections that is built and swapped together: one projection. */
export interface Generation extends ReadModel {
  /** Where this generation has got to, or `beginning`. */
  position(): Promise<Position>;
  /**
   * Writes documents, in the given order of rising `at`, and the position, in one transaction. MUST skip every write at or
   * below this generation's position (redelivery: it was applied before, and an older put must not bring back a deleted
   * document), or, where documents and position are not written together, at or below the stored document's; MUST never
   * move the position back. `at` above `position`, or falling, throws and nothing is written.
   *
   * With `after`, MUST write nothing and resolve to false unless this generation stands exactly there: it was swapped for
   * another, or somebody else writes too, and the caller has to follow from its position anew.
   */
  apply(
    writes: readonly { readonly write: Write; readonly at: Position }[],
    position: Position,
    after?: Position,
  ): Promise<boolean>;
}

/**
 * The read models. Every adapter passes test/contracts/readStore.contract.ts. A projection reads and writes its live
 * generation; a rebuild fills a fresh one beside it and swaps when it has caught up; queries never see a half-built one.
 */
export interface ReadStore {
  /**
   * Opens the live generation of a projection, creating it empty; one of another `version`, or with other declared
   * collections, counts as absent.
   */
  open(projection: string, version: number, collections: readonly CollectionSpec[]): Promise<Generation>;
  /** A fresh, empty generation beside the live one; an abandoned earlier one is dropped. */
  beginRebuild(projection: string, version: number, collections: readonly CollectionSpec[]): Promise<Generation>;
  /**
   * Makes the rebuilt generation the live one, atomically, and drops the old. Handles opened before read the new one.
   * Throws when there is none.
   */
  swap(projection: string): Promise<void>;
  /** Drops the generation being rebuilt, if there is one. */
  abandon(projection: string): Promise<void>;
  close(): Promise<void>;
}

/** A refused command, kept beside the log and never in it (reference 4.2, Refusals). */
export interface RefusalRecord {
  readonly actor: string;
  readonly role: string;
  readonly command: string;
  readonly code: RejectionCode;
  readonly stream: string;
  readonly payloadDigest: string;
  readonly details?: Details;
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** Refusals coalesced by (actor, code, stream, minute). */
export interface Refusal extends RefusalRecord {
  readonly id: string;
  readonly count: number;
}

export interface RefusalFilter {
  readonly stream?: string;
  readonly actor?: string;
  readonly codes?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

/**
 * Where refusals are kept: written asynchronously in batches, coalesced, with a quota per actor and an expiry.
 * Every adapter passes test/contracts/refusalStore.contract.ts.
 */
export interface RefusalStore {
  /** Never throws and never waits: a refusal that cannot be kept is counted and logged, the answer goes out all the same. */
  record(refusal: RefusalRecord): void;
  /** Newest first; `after` is the id of the last one seen. */
  list(filter: RefusalFilter, limit: number, after?: string): Promise<readonly Refusal[]>;
  /** Waits until what was recorded can be listed. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Markings under which a file may be stored. State secrets have none of them, so they cannot be (reference 3.7, INV-9). */
export const evidenceClassifications = ['UNCLASSIFIED', 'PUBLIC', 'INTERNAL'] as const;
export type EvidenceClassification = (typeof evidenceClassifications)[number];

/** What is known of a stored file; events refer to it by `sha256`. */
export interface StoredEvidence {
  /** Of the content, in lower-case hexadecimal: the file's only address. */
  readonly sha256: string;
  /** In bytes, at least one. */
  readonly size: number;
  readonly mediaType: string;
  readonly name: string;
  readonly classification: EvidenceClassification;
}

/** What comes with the content of a file. Names and types are checked at the edge; the store keeps them as they are. */
export interface EvidenceUpload {
  readonly mediaType: string;
  readonly name: string;
  readonly classification: EvidenceClassification;
  /** What the sender computed; content with another digest is refused. */
  readonly expectedSha256?: string;
  readonly maxBytes: number;
}

export type EvidencePut =
  /** `isNew` is false when the content was there before: `evidence` is then what was told with it the first time. */
  | { readonly stored: true; readonly isNew: boolean; readonly evidence: StoredEvidence }
  /**
   * Nothing was stored. INPUT_INVALID at `content`: it is empty; at `expectedSha256`: the content has another digest.
   * CAPACITY_LIMIT at `content`: it is longer than `maxBytes`; the rest of it was not read.
   */
  | { readonly stored: false; readonly rejection: Rejection };

/**
 * Files (scans, attachments, minutes) by the SHA-256 of their content. Every adapter passes
 * test/contracts/evidenceStore.contract.ts.
 *
 * - A file is there whole, with what is known of it, or not at all: after a refusal, a fault of the content, `close` or a
 *   crash in the middle of an upload nothing of it can be read, and what it took up is freed at the next opening.
 * - Nothing is ever overwritten or removed. The same content twice is one file, also when both arrive at once.
 * - Content flows: neither side ever holds more than a few pieces of it in memory.
 */
export interface EvidenceStore {
  /**
   * Resolves once the file is durable. What reading `content` throws is thrown on as it is; `content` is ended early
   * (its iterator's `return`) when it is refused.
   */
  put(content: AsyncIterable<Uint8Array>, upload: EvidenceUpload): Promise<EvidencePut>;
  /**
   * The content in pieces, or null when there is no such file. MUST be verified while it is read: the last piece is held
   * back until the digest of the whole is known to be right, and otherwise reading throws StoreFault `STORE_CORRUPT` in
   * its place. A reader of damaged content so has less than `size` bytes and a fault, never all of them; it MUST NOT
   * take the pieces for the file before the end has come. An aborted `signal` makes reading throw its reason.
   */
  get(sha256: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array> | null>;
  /** What is known of a file without reading its content; null when there is none, also for what is no SHA-256. */
  stat(sha256: string): Promise<StoredEvidence | null>;
  /** Uploads in flight throw STORE_CLOSED and leave nothing, reads in flight throw it at their next piece. */
  close(): Promise<void>;
}
