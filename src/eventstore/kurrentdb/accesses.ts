import type { AccessFilter, AccessRecord, AccessStore } from '../../application/ports.js';
import { accessBeyondQuota, accessQuota } from '../counting.js';
import { KurrentRecords, type KurrentRecordsOptions, type RecordKind } from './countedRecords.js';

/** How accesses lie in their streams. */
export const accessKind: RecordKind<AccessRecord, AccessFilter> = {
  name: 'accesses',
  days: 'access-days',
  counted: 'AccessesCounted',
  begun: 'AccessDayBegun',
  same: ({ what, stream, denied }) => [what, stream, denied],
  quota: accessQuota,
  beyondQuota: accessBeyondQuota,
  matches: ({ actor, what, stream, from, to }, row) =>
    (actor === undefined || row.actor === actor) &&
    (what === undefined || what.includes(row.what)) &&
    (stream === undefined || row.stream === stream) &&
    (from === undefined || row.at >= from) &&
    (to === undefined || row.at <= to),
};

/** Opens the accesses in streams of their own beside the log. Rejects as `KurrentRecords` throws. */
export const openKurrentAccessStore = (options: KurrentRecordsOptions): Promise<AccessStore> =>
  new Promise((resolve) => {
    resolve(new KurrentRecords(accessKind, options));
  });
