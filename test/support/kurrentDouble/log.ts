/** What the double stores, and the rules by which a real server stores it. Knows nothing of the wire. */

export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface StoredRecord extends Proposed {
  readonly stream: string;
  readonly revision: bigint;
  /** Commit and prepare position: equal for every record. */
  readonly position: bigint;
  readonly createdMs: number;
}

export type Expected = bigint | 'ANY' | 'NO_STREAM' | 'STREAM_EXISTS';

export type AppendOutcome =
  /** `revision` is undefined for an empty append to a missing stream, `position` for a repetition in a deleted one. */
  | { readonly kind: 'STORED'; readonly revision: bigint | undefined; readonly position: bigint | undefined }
  | { readonly kind: 'WRONG'; readonly actual: bigint | undefined }
  | { readonly kind: 'DELETED' };

interface Stream {
  readonly records: StoredRecord[];
  /** The revision at which an id was first stored. */
  readonly ids: Map<string, bigint>;
  tombstoned: boolean;
}

/** What a read of a stream finds. `last` is the revision of its newest record, whether a reader may see it or not. */
export type StreamView =
  | { readonly kind: 'MISSING' }
  | { readonly kind: 'DELETED' }
  | { readonly kind: 'FOUND'; readonly visible: readonly StoredRecord[]; readonly last: bigint };

const endOfStream = 2n ** 63n - 1n;
const utf8 = new TextEncoder();
const noBytes = new Uint8Array();

export class DoubleLog {
  readonly records: StoredRecord[] = [];
  readonly #streams = new Map<string, Stream>();
  readonly #listeners = new Set<() => void>();
  readonly #now: () => number;

  /** `now`: milliseconds since 1970. What is recorded never runs backwards, whatever it says. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#store('$$$scavenges', { ...json('$metadata', {}), id: '00000000-0000-4000-8000-0000000000ff' });
  }

  /** Calls `listener` after each append, until the returned function is called. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  append(name: string, expected: Expected, proposed: readonly Proposed[]): AppendOutcome {
    if (this.#isTombstoned(name)) return { kind: 'DELETED' };
    const stream = this.#streams.get(name);
    const last = BigInt((stream?.records.length ?? 0) - 1);
    const actual = last < 0n ? undefined : last;
    const deleted = this.#isSoftDeleted(name);
    if (expected === 'STREAM_EXISTS') {
      if (deleted) return { kind: 'DELETED' };
      if (stream === undefined && !this.#streams.has(`$$${name}`)) return { kind: 'WRONG', actual };
    }
    const wanted = expected === 'NO_STREAM' ? -1n : expected;
    const repeated =
      proposed.length === 0 || stream === undefined
        ? 'NO'
        : typeof wanted === 'bigint'
          ? repeatedAt(stream, wanted, proposed)
          : repeatedAnywhere(stream, proposed);
    if (repeated === 'PARTLY') return { kind: 'WRONG', actual };
    if (repeated !== 'NO' && (typeof wanted !== 'bigint' || wanted < last)) {
      return {
        kind: 'STORED',
        revision: repeated,
        position: deleted ? undefined : stream?.records[Number(repeated)]?.position,
      };
    }
    if (typeof wanted === 'bigint' && wanted !== last && !(deleted && wanted === -1n)) return { kind: 'WRONG', actual };
    const newest = this.records.at(-1)?.position;
    if (proposed.length === 0) return { kind: 'STORED', revision: actual, position: newest };
    if (deleted) this.#store(`$$${name}`, json('$metadata', { $tb: Number(last + 1n) }));
    const stored = proposed.map((event) => this.#store(name, event)).at(-1);
    this.#wake();
    return { kind: 'STORED', revision: stored?.revision, position: stored?.position };
  }

  /** Deletes softly: what is there is hidden, the next append goes on. The outcome's `actual` is -1 for a missing one. */
  delete(name: string, expected: Expected): AppendOutcome {
    if (this.#isTombstoned(name)) return { kind: 'DELETED' };
    const wrong = this.#wrongForDelete(name, expected);
    if (wrong !== undefined || !this.#streams.has(name)) return wrong ?? { kind: 'WRONG', actual: -1n };
    const stored = this.#store(`$$${name}`, json('$metadata', `{"$tb":${endOfStream}}`));
    this.#wake();
    return { kind: 'STORED', revision: stored.revision, position: stored.position };
  }

  tombstone(name: string, expected: Expected): AppendOutcome {
    if (this.#isTombstoned(name)) return { kind: 'DELETED' };
    const wrong = this.#wrongForDelete(name, expected);
    if (wrong !== undefined) return wrong;
    const end = { ...json('$streamDeleted', ''), contentType: 'application/octet-stream' };
    const stored = this.#store(name, end, endOfStream);
    this.#stream(name).tombstoned = true;
    this.#wake();
    return { kind: 'STORED', revision: stored.revision, position: stored.position };
  }

  view(name: string): StreamView {
    if (this.#isTombstoned(name)) return { kind: 'DELETED' };
    const records = this.#streams.get(name)?.records ?? [];
    const last = records.at(-1)?.revision;
    if (last === undefined || this.#isSoftDeleted(name)) return { kind: 'MISSING' };
    const { $maxCount, $maxAge, $tb } = this.#metadata(name);
    const now = this.#now();
    const visible = records.filter(
      ({ revision, createdMs }) =>
        ($maxCount === undefined || revision > last - BigInt($maxCount)) &&
        ($tb === undefined || revision >= BigInt($tb)) &&
        ($maxAge === undefined || createdMs > now - $maxAge * 1000),
    );
    return { kind: 'FOUND', visible, last };
  }

  #wrongForDelete(name: string, expected: Expected): AppendOutcome | undefined {
    const last = BigInt((this.#streams.get(name)?.records.length ?? 0) - 1);
    if (expected === 'ANY' || (expected === 'STREAM_EXISTS' && last >= 0n)) return undefined;
    const wanted = expected === 'NO_STREAM' ? -1n : expected;
    return wanted === last ? undefined : { kind: 'WRONG', actual: last };
  }

  #isTombstoned(name: string): boolean {
    const base = name.startsWith('$$') ? name.slice(2) : name;
    return (this.#streams.get(base)?.tombstoned ?? false) || (this.#streams.get(name)?.tombstoned ?? false);
  }

  #isSoftDeleted(name: string): boolean {
    return (this.#metadata(name).$tb ?? 0) >= Number(endOfStream);
  }

  #metadata(name: string): { $maxCount?: number; $maxAge?: number; $tb?: number } {
    const newest = this.#streams.get(`$$${name}`)?.records.at(-1);
    if (newest?.type !== '$metadata') return {};
    return JSON.parse(new TextDecoder().decode(newest.data)) as { $maxCount?: number };
  }

  #stream(name: string): Stream {
    let stream = this.#streams.get(name);
    if (stream === undefined) this.#streams.set(name, (stream = { records: [], ids: new Map(), tombstoned: false }));
    return stream;
  }

  #store(name: string, event: Proposed, at?: bigint): StoredRecord {
    const stream = this.#stream(name);
    const before = this.records.at(-1);
    const record: StoredRecord = {
      ...event,
      stream: name,
      revision: at ?? BigInt(stream.records.length),
      // As in a real log, where a position is a place in a file: never dense, and nothing lies between two events.
      position:
        before === undefined ? 0n : before.position + 100n + BigInt(before.data.length + before.metadata.length),
      createdMs: Math.max(this.#now(), before?.createdMs ?? 0),
    };
    this.records.push(record);
    stream.records.push(record);
    if (!stream.ids.has(event.id)) stream.ids.set(event.id, record.revision);
    return record;
  }

  #wake(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

let counted = 0;
const json = (type: string, data: object | string): Proposed => ({
  id: `00000000-0000-4000-9000-${(++counted).toString(16).padStart(12, '0')}`,
  type,
  contentType: 'application/json',
  data: utf8.encode(typeof data === 'string' ? data : JSON.stringify(data)),
  metadata: noBytes,
});

/** With a given revision: the same ids right after it. */
const repeatedAt = (stream: Stream, after: bigint, proposed: readonly Proposed[]): bigint | 'NO' | 'PARTLY' => {
  const same = proposed.filter(({ id }, index) => stream.records[Number(after) + 1 + index]?.id === id).length;
  if (same === 0) return 'NO';
  return same === proposed.length ? after + BigInt(same) : 'PARTLY';
};

/** Without one: ids that are all in the stream, wherever; the last one's revision is the answer. */
const repeatedAnywhere = (stream: Stream, proposed: readonly Proposed[]): bigint | 'NO' | 'PARTLY' => {
  const found = proposed.map(({ id }) => stream.ids.get(id));
  if (found[0] === undefined) return 'NO';
  return found.includes(undefined) ? 'PARTLY' : (found.at(-1) ?? 'NO');
};
