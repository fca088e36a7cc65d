import { parsePosition, printPosition } from '../../domain/kernel/ids.js';
import type { Origin } from '../../application/storedEvent.js';
import { isJsonObject } from '../codec.js';

/**
 * The member that the copy of another log adds to the metadata of an event (docs/decisions/0011). It is no part of what is
 * sealed, and an append by the port cannot have it: its metadata are of a strict schema.
 */
const member = 'copiedFrom';

/** The metadata to be written with an event that comes from another log. */
export const withOrigin = (meta: Record<string, unknown>, { storeId, position, recordedAt }: Origin) => ({
  ...meta,
  [member]: { storeId, position: printPosition(position), recordedAt },
});

/** The sealed metadata apart from the origin. What is not of its form stays where it is, and so makes the event unreadable. */
export const splitOrigin = (metadata: unknown): { readonly meta: unknown; readonly copiedFrom?: Origin } => {
  if (!isJsonObject(metadata)) return { meta: metadata };
  const { [member]: written, ...meta } = metadata;
  if (!isJsonObject(written)) return { meta: metadata };
  const { storeId, position, recordedAt, ...rest } = written;
  const at = typeof position === 'string' ? parsePosition(position) : undefined;
  if (typeof storeId !== 'string' || at === undefined || typeof recordedAt !== 'string') return { meta: metadata };
  if (Object.keys(rest).length > 0 || !instant.test(recordedAt)) return { meta: metadata };
  return { meta, copiedFrom: { storeId, position: at, recordedAt } };
};

/** RFC 3339 UTC with milliseconds, as every store of events writes it. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
