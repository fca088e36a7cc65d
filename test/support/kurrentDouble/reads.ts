import { status, type ServerWritableStream } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { DoubleLog, StoredRecord } from './log.js';
import { answer, nameOf, rpcError, streamDeleted, thrownByHandler } from './wire.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

type Matches = (record: StoredRecord) => boolean;

/** Answers a read of a stream or of everything, page limits and filters included. Throws what the call fails with. */
export async function* read(log: DoubleLog, options: streams.ReadReq.Options): AsyncGenerator<streams.ReadResp> {
  const count = Number(options.getCount());
  if (count === 0) throw rpcError(status.UNKNOWN, 'Unexpected ReadStreamResult: Error');
  const backwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const ofStream = options.getStream();
  if (ofStream === undefined) yield* readAll(log, options, backwards, count);
  else yield* readStream(log, options, ofStream, backwards, count);
}

function* readStream(
  log: DoubleLog,
  options: streams.ReadReq.Options,
  ofStream: streams.ReadReq.Options.StreamOptions,
  backwards: boolean,
  count: number,
): Generator<streams.ReadResp> {
  const name = nameOf(ofStream.getStreamIdentifier());
  const view = log.view(name);
  if (view.kind === 'DELETED') throw streamDeleted(name);
  if (view.kind === 'MISSING') {
    yield answer.notFound(name);
    return;
  }
  const from = ofStream.hasRevision() ? BigInt(ofStream.getRevision()) : ofStream.hasEnd() ? view.last : 0n;
  const found = backwards
    ? view.visible.filter(({ revision }) => revision <= from).reverse()
    : view.visible.filter(({ revision }) => revision >= from);
  for (const record of found.slice(0, count)) yield answer.event(record);
  if ((options.getControlOption()?.getCompatibility() ?? 0) < 1) return;
  if (!backwards && from > view.last) yield answer.first(view.last + 1n);
  if (found.length <= count) yield answer.last(view.last);
}

async function* readAll(
  log: DoubleLog,
  options: streams.ReadReq.Options,
  backwards: boolean,
  count: number,
): AsyncGenerator<streams.ReadResp> {
  const all = options.getAll();
  const matches = filterOf(options);
  const from = all?.hasEnd() ? undefined : allPosition(log, all);
  if (all?.hasEnd() && !backwards) return;
  const found = backwards
    ? log.records.filter(({ position }) => from === undefined || position < from).reverse()
    : log.records.filter(({ position }) => position >= (from ?? 0n));
  let given = 0;
  for (const record of found) {
    if (!matches(record)) continue;
    yield answer.event(record);
    if (++given === count) return;
  }
  await Promise.resolve();
}

/**
 * Answers a subscription to everything: what is stored, the moment it has caught up, and what comes. `ended` becomes true
 * when the call is over, `moved` resolves when something was appended since it was asked.
 */
export async function* subscribe(
  log: DoubleLog,
  options: streams.ReadReq.Options,
  moved: (seen: number) => Promise<void>,
): AsyncGenerator<streams.ReadResp> {
  if (options.hasStream()) throw rpcError(status.UNIMPLEMENTED, 'The double has no subscriptions to single streams.');
  const all = options.getAll();
  const matches = filterOf(options);
  const filter = options.getFilter();
  const window = filter?.hasMax() ? filter.getMax() : 32;
  const interval = window * (filter?.getCheckpointintervalmultiplier() ?? 1);
  const from = all?.hasPosition() ? allPosition(log, all) : undefined;
  yield answer.confirmation(randomUUID());
  let next = all?.hasEnd() ? log.records.length : log.records.findIndex(({ position }) => position > (from ?? -1n));
  if (next < 0) next = log.records.length;
  let checkpoint: [commit: bigint, prepare: bigint] = [from ?? 0n, from ?? 0n];
  let scanned = 0;
  let record: StoredRecord | undefined;
  while ((record = log.records[next]) !== undefined) {
    if (filter !== undefined && scanned > 0 && scanned % interval === 0) {
      yield answer.checkpoint(...checkpoint);
      checkpoint = [record.position, 0n];
    }
    scanned += 1;
    next += 1;
    if (matches(record)) yield answer.event(record);
  }
  if (filter !== undefined && scanned > interval) yield answer.checkpoint(...checkpoint);
  yield answer.caughtUp();
  scanned = 0;
  for (;;) {
    await moved(next);
    while ((record = log.records[next]) !== undefined) {
      next += 1;
      if (matches(record)) yield answer.event(record);
      if (filter !== undefined && ++scanned % interval === 0) yield answer.checkpoint(record.position, record.position);
    }
  }
}

/** A position asked for: that of a record, the beginning, or beyond the end; between two records there is nothing. */
const allPosition = (log: DoubleLog, all: streams.ReadReq.Options.AllOptions | undefined): bigint | undefined => {
  const asked = all?.getPosition();
  if (asked === undefined) return undefined;
  const commit = BigInt(asked.getCommitPosition());
  const prepare = BigInt(asked.getPreparePosition());
  const isRecord = log.records.some(({ position }) => position === commit) && (prepare === commit || prepare === 0n);
  if (!isRecord && commit <= (log.records.at(-1)?.position ?? 0n)) throw thrownByHandler();
  // (commit, 0) stands right before that record.
  return prepare < commit ? commit - 1n : commit;
};

const filterOf = (options: streams.ReadReq.Options): Matches => {
  const filter = options.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (filter === undefined || expression === undefined) return () => true;
  const textOf = filter.hasStreamIdentifier() ? ({ stream }: StoredRecord) => stream : ({ type }: StoredRecord) => type;
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0) return (record) => prefixes.some((prefix) => textOf(record).startsWith(prefix));
  try {
    const regex = new RegExp(expression.getRegex());
    return (record) => regex.test(textOf(record));
  } catch {
    throw thrownByHandler();
  }
};
