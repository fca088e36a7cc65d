import type { RefusalFilter, RefusalRecord, RefusalStore } from '../../application/ports.js';
import { refusalBeyondQuota, refusalQuota } from '../counting.js';
import { KurrentRecords, type KurrentRecordsOptions, type RecordKind } from './countedRecords.js';

/** How refusals lie in their streams. */
export const refusalKind: RecordKind<RefusalRecord, RefusalFilter> = {
  name: 'refusals',
  days: 'refusal-days',
  counted: 'RefusalsCounted',
  begun: 'RefusalDayBegun',
  same: ({ code, stream }) => [code, stream],
  quota: refusalQuota,
  beyondQuota: refusalBeyondQuota,
  matches: ({ stream, actor, codes, from, to }, row) =>
    (stream === undefined || row.stream === stream) &&
    (actor === undefined || row.actor === actor) &&
    (codes === undefined || codes.includes(row.code)) &&
    (from === undefined || row.at >= from) &&
    (to === undefined || row.at <= to),
};

/** Opens the refusals in streams of their own beside the log. Rejects as `KurrentRecords` throws. */
export const openKurrentRefusalStore = (options: KurrentRecordsOptions): Promise<RefusalStore> =>
  new Promise((resolve) => {
    resolve(new KurrentRecords(refusalKind, options));
  });
