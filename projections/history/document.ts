import type { CollectionSpec, Filter } from '../../src/application/ports.js';
import type { Actor, Claim, SourceRef } from '../../src/domain/kernel/event.js';
import type { FuzzyDate } from '../../src/domain/kernel/fuzzyDate.js';
import type { StreamType } from '../../src/domain/kernel/ids.js';
import type { Warning } from '../../src/domain/kernel/rejection.js';

/** One event of any stream, ready to be shown; what it changed is folded when it is asked for. The id is the event's. */
export interface HistoryDocument {
  /** `type:id`. */
  readonly stream: string;
  readonly streamType: StreamType;
  readonly streamId: string;
  readonly version: number;
  /** Fixed width. */
  readonly position: string;
  readonly event: string;
  readonly occurred: FuzzyDate;
  /** The instant from which the event counts in the world (reference 4.2, step 3), RFC 3339 UTC. */
  readonly countsFrom: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  /** Copies of the actor's members, for filters. */
  readonly role: string;
  readonly personKey: string | null;
  readonly officeId: string | null;
  readonly orgId: string | null;
  readonly channel: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string | null;
  readonly reason: string | null;
  readonly source: SourceRef | null;
  readonly sourceId: string | null;
  readonly claims: readonly Claim[];
  readonly warnings: readonly Warning[];
  /** Codes of the warnings, for filters. */
  readonly rules: readonly string[];
  /**
   * What it changed, as `listOf` writes it; null: nothing. One text, not many values: paths such as `status` are in nearly
   * every event, so that an index of them would find much and cost every event a dozen rows. It is asked for within a stream.
   */
  readonly paths: string | null;
  /** The ids of the clauses it is about, written likewise. */
  readonly clauses: string | null;
  /** Digest of data and metadata (`store`). */
  readonly hash: string;
}

/** Every filter has an index that ends in the position, so that a page of a rare value is found without a scan. */
export const history: CollectionSpec = {
  name: 'history',
  fields: {
    stream: { type: 'text' },
    streamType: { type: 'text' },
    streamId: { type: 'text' },
    version: { type: 'integer' },
    position: { type: 'position', indexed: true },
    event: { type: 'text' },
    countsFrom: { type: 'time' },
    recordedAt: { type: 'time' },
    role: { type: 'text' },
    personKey: { type: 'text' },
    officeId: { type: 'text' },
    orgId: { type: 'text' },
    channel: { type: 'text' },
    commandId: { type: 'text' },
    correlationId: { type: 'text' },
    causationId: { type: 'text' },
    sourceId: { type: 'text' },
    rules: { type: 'text', many: true },
    paths: { type: 'text' },
    clauses: { type: 'text' },
  },
  // What narrows little (roles, channels, kinds of stream) is filtered along the order by position; each index costs every event.
  indexes: [
    ['stream', 'position'],
    ['event', 'position'],
    ['countsFrom', 'position'],
    ['recordedAt', 'position'],
    ['personKey', 'position'],
    ['officeId', 'position'],
    ['orgId', 'position'],
    ['correlationId', 'position'],
  ],
};

/** Paths in one text, each between line breaks and with a slash behind: `contains` finds one, all below it, or it alone. */
export const listOf = (paths: readonly string[]): string | null =>
  paths.length === 0 ? null : `\n${paths.map((path) => `${path}/\n`).join('')}`;

/** What `listOf` has written. */
export const listed = (list: string | null): readonly string[] => list?.match(/[^\n]+(?=\/\n)/gu) ?? [];

/** The events that changed something at a path, below it, or, as a whole, something that it lies in. */
export const atPath = (path: string): Filter => {
  const keys = path.split('/');
  const above = keys.slice(1).map((_, index) => keys.slice(0, index + 1).join('/'));
  return {
    or: [
      { field: 'paths', contains: `\n${path}/` },
      ...above.map((each) => ({ field: 'paths', contains: `\n${each}/\n` })),
    ],
  };
};

/** The events that are about a clause. */
export const ofClause = (clauseId: string): Filter => ({ field: 'clauses', contains: `\n${clauseId}/\n` });
