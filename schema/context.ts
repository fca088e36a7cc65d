import DataLoader from 'dataloader';
import type { HistoryDocument } from '../projections/history/document.js';
import type { Queries } from '../projections/queries.js';
import type { CommandRequest, Outcome } from '../src/application/execute.js';
import type { Feeds } from '../src/application/feed.js';
import type { ClauseBlame } from '../src/application/blame.js';
import type { BlameQuestion, EventKey, History, Moment, Point, Snapshot } from '../src/application/history.js';
import type { AccessRecord, AccessStore, Document, RefusalStore, StoredEvidence } from '../src/application/ports.js';
import type { Principal } from '../src/application/principal.js';
import type { AgreementState } from '../src/domain/agreement/index.js';
import type { Change } from '../src/domain/kernel/changes.js';
import { type Position, streamName, type StreamRef, type StreamType } from '../src/domain/kernel/ids.js';
import type { OfficeState } from '../src/domain/office/index.js';
import type { OrganizationState } from '../src/domain/organization/index.js';
import type { SourceState } from '../src/domain/source/index.js';
import type { SteeringState } from '../src/domain/steering/index.js';

/** How far a read model has got. `lagMs`: how long ago the oldest event it lacks was recorded; 0 when it lacks none. */
export interface ProjectionStatus {
  readonly name: string;
  readonly position: Position;
  readonly lagEvents?: number;
  readonly lagMs: number;
}

/** What the contract needs of the application; the composition root gives it. */
export interface GraphqlServices {
  execute(request: CommandRequest): Promise<Outcome>;
  readonly history: Pick<History, 'at' | 'atMany' | 'blame' | 'changesOf' | 'diff' | 'momentsOf'>;
  readonly queries: Queries;
  /** What is recorded, as it is recorded. */
  readonly feeds: Feeds;
  readonly refusals: Pick<RefusalStore, 'list'>;
  readonly accesses: Pick<AccessStore, 'record' | 'list'>;
  readonly files: {
    /** What is known of a file; null when there is none. */
    stat(sha256: string): Promise<StoredEvidence | null>;
    /** Path and query by which it can be had for a short while. Only for a caller who may read it. */
    createLink(sha256: string): string;
  };
  /** Cursors carry it. */
  readonly storeId: string;
  readonly progress: {
    /** Waits, bounded, until every read model is there; false: in vain. */
    waitFor(position: Position): Promise<boolean>;
    statuses(): readonly ProjectionStatus[];
  };
  /** RFC 3339 UTC. */
  now(): string;
  /** An id for a new object, such as `agr-…`. */
  newId(prefix: string): string;
}

/** The folded state of each kind of stream. */
export interface StateOf {
  readonly agreement: AgreementState;
  readonly organization: OrganizationState;
  readonly office: OfficeState;
  readonly source: SourceState;
  readonly steering: SteeringState;
}

interface SnapshotKey {
  readonly ref: StreamRef;
  readonly point: Point;
}

const pointName = ({ asOf, knownAt, version }: Point): string => [asOf, knownAt, version].join('|');

/** What one request reads, each object once and all of a list together: no resolver asks a store for one list item. */
export class Loaders {
  readonly #snapshots: DataLoader<SnapshotKey, Snapshot<unknown>, string>;
  readonly #changes: DataLoader<EventKey, readonly Change[], string>;
  readonly #moments: DataLoader<EventKey, Moment | null, string>;
  readonly #blames: DataLoader<BlameQuestion, readonly ClauseBlame[], string>;
  readonly events: DataLoader<string, Document<HistoryDocument> | null>;
  readonly files: DataLoader<string, StoredEvidence | null>;
  /** By agreement: the ids of the committees ever said to run it. */
  readonly committees: DataLoader<string, readonly string[]>;

  constructor({ history, queries, files }: GraphqlServices) {
    this.#snapshots = new DataLoader((keys) => loadSnapshots(history, keys), {
      cacheKeyFn: ({ ref, point }) => `${streamName(ref)}|${pointName(point)}`,
    });
    this.#changes = new DataLoader((keys) => history.changesOf(keys), {
      cacheKeyFn: ({ ref, version }) => `${streamName(ref)}|${version}`,
    });
    this.#moments = new DataLoader((keys) => history.momentsOf(keys), {
      cacheKeyFn: ({ ref, version }) => `${streamName(ref)}|${version}`,
    });
    this.#blames = new DataLoader((questions) => history.blame(questions), {
      cacheKeyFn: ({ ref, point, ignoreEvents }) => [streamName(ref), pointName(point), ...ignoreEvents].join(' '),
    });
    this.events = new DataLoader((ids) => queries.history.byIds(ids));
    this.files = new DataLoader((digests) => Promise.all(digests.map((sha256) => files.stat(sha256))));
    this.committees = new DataLoader((ids) => queries.steering.ofAgreements(ids));
  }

  /** An object at a point; state NONE or version 0 for one that is not known there. */
  snapshot<T extends StreamType>(type: T, id: string, point: Point): Promise<Snapshot<StateOf[T]>> {
    return this.#snapshots.load({ ref: { type, id }, point }) as Promise<Snapshot<StateOf[T]>>;
  }

  changes(ref: StreamRef, version: number): Promise<readonly Change[]> {
    return this.#changes.load({ ref, version });
  }

  /** An event and what its object was like before it; null for one that is not there. */
  moment(ref: StreamRef, version: number): Promise<Moment | null> {
    return this.#moments.load({ ref, version });
  }

  blame(question: BlameQuestion): Promise<readonly ClauseBlame[]> {
    return this.#blames.load(question);
  }

  /** After a command, so that the payload and the next command of the request see what it did. */
  forget(): void {
    this.#snapshots.clearAll();
    this.#changes.clearAll();
    this.#moments.clearAll();
    this.#blames.clearAll();
    this.events.clearAll();
    this.committees.clearAll();
  }
}

/** One question to the history for each point on the clocks; nearly always there is one. */
const loadSnapshots = async (
  history: GraphqlServices['history'],
  keys: readonly SnapshotKey[],
): Promise<readonly Snapshot<unknown>[]> => {
  const byPoint = new Map<string, { readonly point: Point; readonly indexes: number[] }>();
  keys.forEach(({ point }, index) => {
    const name = pointName(point);
    const group = byPoint.get(name);
    if (group === undefined) byPoint.set(name, { point, indexes: [index] });
    else group.indexes.push(index);
  });
  const found = new Map<number, Snapshot<unknown>>();
  await Promise.all(
    [...byPoint.values()].map(async ({ point, indexes }) => {
      const refs = indexes.flatMap((index) => keys[index]?.ref ?? []);
      const snapshots = await history.atMany<unknown>(refs, point);
      indexes.forEach((index, place) => {
        const snapshot = snapshots[place];
        if (snapshot !== undefined) found.set(index, snapshot);
      });
    }),
  );
  return keys.map((_, index) => {
    const snapshot = found.get(index);
    if (snapshot === undefined) throw new Error('The history left a question unanswered');
    return snapshot;
  });
};

/** What resolvers see of one operation. */
export interface Context {
  readonly principal: Principal;
  readonly requestId: string;
  readonly services: GraphqlServices;
  readonly loaders: Loaders;
  /** Notes who read what, or wanted to. */
  readonly recordAccess: (access: AccessRecord) => void;
  /** The same context, whose notes of accesses wait until they are kept: for an execution whose answer may not count. */
  trial(): { readonly context: Context; readonly keep: () => void };
}

const contextOf = (
  common: Omit<Context, 'recordAccess' | 'trial'>,
  recordAccess: Context['recordAccess'],
): Context => ({
  ...common,
  recordAccess,
  trial: () => {
    const noted: AccessRecord[] = [];
    const keep = (): void => noted.forEach(recordAccess);
    return { context: contextOf(common, (access) => void noted.push(access)), keep };
  },
});

/** Makes the context of each operation; loaders live no longer than it. */
export const createContextFactory =
  (services: GraphqlServices) =>
  (principal: Principal, requestId: string): Context =>
    contextOf({ principal, requestId, services, loaders: new Loaders(services) }, (access) =>
      services.accesses.record(access),
    );
