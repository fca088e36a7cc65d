import { z } from 'zod';

/**
 * Identifiers are opaque: compared, never parsed for meaning. Imported ones may be readable, new ones are random.
 * The letters allowed are those that need no escaping in a URL, a file name or a stream name.
 */
export const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'not an id: 1 to 100 of A–Z a–z 0–9 . _ -');
export type Id = z.infer<typeof Id>;

/** What a record has under an id. An id may spell what every object inherits, such as `constructor`. */
export const entryOf = <V>(record: Readonly<Record<string, V>>, id: string): V | undefined =>
  Object.hasOwn(record, id) ? record[id] : undefined;

export const CommandId = z.uuid();

/** Lower-case hexadecimal SHA-256, as files and texts are addressed. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in lower-case hexadecimal');

/** The kinds of stream; a stream's name is `type:id` (reference 4.1). */
export const streamTypes = ['agreement', 'organization', 'office', 'source', 'steering'] as const;
export type StreamType = (typeof streamTypes)[number];

export interface StreamRef {
  readonly type: StreamType;
  readonly id: string;
}

export const streamName = (stream: StreamRef): string => `${stream.type}:${stream.id}`;

/** Reads `type:id` back; undefined for anything else. */
export const parseStreamName = (name: string): StreamRef | undefined => {
  const cut = name.indexOf(':');
  const type = cut < 0 ? undefined : streamTypes.find((known) => known === name.slice(0, cut));
  return type !== undefined && Id.safeParse(name.slice(cut + 1)).success
    ? { type, id: name.slice(cut + 1) }
    : undefined;
};

declare const positionBrand: unique symbol;
/** A place in the global order: 20 decimal digits, zero-padded, so that text order is number order. */
export type Position = string & { readonly [positionBrand]: true };

export const position = (value: number | bigint): Position => value.toString().padStart(20, '0') as Position;
export const beginning: Position = position(0);

/** The decimal string that clients see. */
export const printPosition = (at: Position): string => at.replace(/^0+(?=\d)/, '');

/** Reads a client's decimal string; undefined for anything else. */
export const parsePosition = (text: string): Position | undefined =>
  /^\d{1,20}$/.test(text) ? (text.padStart(20, '0') as Position) : undefined;
