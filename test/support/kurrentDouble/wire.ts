import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { createRequire } from 'node:module';
import codes from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/code_pb.js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import statuses from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { AppendOutcome, Expected, Proposed, StoredRecord } from './log.js';

type Details = NonNullable<Parameters<statuses.Status['setDetails']>[0]>;
type GoogleEmpty = NonNullable<Parameters<shared.WrongExpectedVersion['setExpectedAny']>[0]>;

// The client's own copy of protobuf: messages of another copy would not be taken.
const ofClient = createRequire(createRequire(import.meta.url).resolve('@kurrent/kurrentdb-client'));
const { Any } = ofClient('google-protobuf/google/protobuf/any_pb.js') as { Any: new () => Details };
const { Empty } = ofClient('google-protobuf/google/protobuf/empty_pb.js') as { Empty: new () => GoogleEmpty };

export const largestAppend = 1_048_576;

/** What either kind of append proposes. */
interface ProposedMessage {
  getId(): shared.UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

export const nameOf = (identifier: shared.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

const identifierOf = (name: string): shared.StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(name, 'utf8'));

export const uuidOf = (id: shared.UUID | undefined): string => {
  const parts = id?.getStructured();
  if (parts === undefined) return (id?.getString() ?? '').toLowerCase();
  const hex = [parts.getMostSignificantBits(), parts.getLeastSignificantBits()]
    .map((bits) => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

/** The expectation of a plain append, a delete or a tombstone. */
export const expectedOf = (
  options: { hasNoStream(): boolean; hasStreamExists(): boolean; hasAny(): boolean; getRevision(): string } | undefined,
): Expected => {
  if (options?.hasNoStream()) return 'NO_STREAM';
  if (options?.hasStreamExists()) return 'STREAM_EXISTS';
  return options?.hasAny() ? 'ANY' : BigInt(options?.getRevision() ?? 0);
};

export const proposedOf = (message: ProposedMessage): Proposed => ({
  id: uuidOf(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

/** A stream without a name, an event without a type, an id that is none: what the server answers with BadRequest. */
export const isBadRequest = (name: string, proposed: readonly Proposed[]): boolean =>
  name === '' ||
  proposed.some(({ id, type }) => type === '' || !/^(?![0-]+$)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));

export const isTooLarge = (proposed: readonly Proposed[]): boolean =>
  proposed.reduce((sum, { data }) => sum + data.length, 0) > largestAppend;

const recordMessage = (record: StoredRecord): streams.ReadResp.ReadEvent.RecordedEvent => {
  const message = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(record.id))
    .setStreamIdentifier(identifierOf(record.stream))
    .setStreamRevision(record.revision.toString())
    .setPreparePosition(record.position.toString())
    .setCommitPosition(record.position.toString())
    .setData(record.data)
    .setCustomMetadata(record.metadata);
  message.getMetadataMap().set('type', record.type);
  message.getMetadataMap().set('content-type', record.contentType);
  message.getMetadataMap().set('created', (BigInt(record.createdMs) * 10_000n).toString());
  return message;
};

/** Every answer of a read or a subscription. */
export const answer = {
  event: (record: StoredRecord) =>
    new streams.ReadResp().setEvent(
      new streams.ReadResp.ReadEvent().setEvent(recordMessage(record)).setCommitPosition(record.position.toString()),
    ),
  notFound: (name: string) =>
    new streams.ReadResp().setStreamNotFound(
      new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(name)),
    ),
  first: (revision: bigint) => new streams.ReadResp().setFirstStreamPosition(revision.toString()),
  last: (revision: bigint) => new streams.ReadResp().setLastStreamPosition(revision.toString()),
  confirmation: (id: string) =>
    new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id)),
  caughtUp: () => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()),
  checkpoint: (commit: bigint, prepare: bigint) =>
    new streams.ReadResp().setCheckpoint(
      new streams.ReadResp.Checkpoint().setCommitPosition(commit.toString()).setPreparePosition(prepare.toString()),
    ),
};

/** The answer of BatchAppend: failures are statuses in a normal reply. */
export const batchAnswer = (
  correlation: shared.UUID | undefined,
  name: string,
  expected: Expected | undefined,
  outcome: AppendOutcome | 'BAD_REQUEST' | 'TOO_LARGE' | 'TIMEOUT',
): streams.BatchAppendResp => {
  const reply = new streams.BatchAppendResp().setStreamIdentifier(identifierOf(name));
  if (correlation !== undefined) reply.setCorrelationId(correlation);
  if (outcome === 'BAD_REQUEST')
    return reply.setError(failure(codes.Code.INVALID_ARGUMENT, 'BadRequest', new shared.BadRequest()));
  if (outcome === 'TIMEOUT')
    return reply.setError(failure(codes.Code.DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout()));
  if (outcome === 'TOO_LARGE') {
    const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(largestAppend);
    return reply.setError(failure(codes.Code.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', details));
  }
  if (outcome.kind === 'DELETED') {
    const details = new shared.StreamDeleted().setStreamIdentifier(identifierOf(name));
    return reply.setError(failure(codes.Code.NOT_FOUND, 'StreamDeleted', details));
  }
  if (outcome.kind === 'WRONG') {
    const details = new shared.WrongExpectedVersion();
    if (outcome.actual === undefined) details.setCurrentNoStream(new Empty());
    else details.setCurrentStreamRevision(outcome.actual.toString());
    if (expected === 'NO_STREAM') details.setExpectedNoStream(new Empty());
    else if (expected === 'STREAM_EXISTS') details.setExpectedStreamExists(new Empty());
    else if (expected === 'ANY') details.setExpectedAny(new Empty());
    else if (expected !== undefined) details.setExpectedStreamPosition(expected.toString());
    return reply.setError(failure(codes.Code.ALREADY_EXISTS, 'WrongExpectedVersion', details));
  }
  const success = new streams.BatchAppendResp.Success();
  if (outcome.revision === undefined) success.setNoStream(new Empty());
  else success.setCurrentRevision(outcome.revision.toString());
  if (outcome.position === undefined) success.setNoPosition(new Empty());
  else {
    const at = outcome.position.toString();
    success.setPosition(new shared.AllStreamPosition().setCommitPosition(at).setPreparePosition(at));
  }
  return reply.setSuccess(success);
};

const failure = (code: codes.Code, message: string, details: { serializeBinary(): Uint8Array }): statuses.Status => {
  const any = new Any();
  any.setTypeUrl(`type.googleapis.com/event_store.client.${message}`);
  any.setValue(details.serializeBinary());
  return new statuses.Status().setCode(code).setMessage(message).setDetails(any);
};

/** The answer of a plain Append: a wrong expected version is a normal reply. Throws for the rest. */
export const plainAnswer = (name: string, expected: Expected, outcome: AppendOutcome): streams.AppendResp => {
  if (outcome.kind === 'DELETED') throw streamDeleted(name);
  if (outcome.kind === 'WRONG') {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (outcome.actual === undefined) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(outcome.actual.toString());
    if (expected === 'NO_STREAM') wrong.setExpectedNoStream(new shared.Empty());
    else if (expected === 'STREAM_EXISTS') wrong.setExpectedStreamExists(new shared.Empty());
    else if (expected === 'ANY') wrong.setExpectedAny(new shared.Empty());
    else wrong.setExpectedRevision(expected.toString());
    return new streams.AppendResp().setWrongExpectedVersion(wrong);
  }
  const success = new streams.AppendResp.Success();
  if (outcome.revision === undefined) success.setNoStream(new shared.Empty());
  else success.setCurrentRevision(outcome.revision.toString());
  if (outcome.position === undefined) success.setNoPosition(new shared.Empty());
  else {
    const at = outcome.position.toString();
    success.setPosition(new streams.AppendResp.Position().setCommitPosition(at).setPreparePosition(at));
  }
  return new streams.AppendResp().setSuccess(success);
};

/** A call's failure with its trailers, which name the exception. */
export const rpcError = (code: status, details: string, trailers: Record<string, string> = {}): ServiceError => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

/** What a node says that is not the leader, and where the leader is. */
export const notLeader = (port: number): ServiceError =>
  rpcError(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': '127.0.0.1',
    'leader-endpoint-port': `${port}`,
  });

export const streamDeleted = (name: string): ServiceError =>
  rpcError(status.FAILED_PRECONDITION, `Event stream '${name}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': name,
  });

export const tooLarge = (): ServiceError =>
  rpcError(status.INVALID_ARGUMENT, `Maximum Append Size of ${largestAppend} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': `${largestAppend}`,
  });

export const wrongVersionOfDelete = (name: string, expected: Expected, actual: bigint | undefined): ServiceError => {
  const number = { ANY: -2n, NO_STREAM: -1n, STREAM_EXISTS: -4n };
  const wanted = typeof expected === 'bigint' ? expected : number[expected];
  return rpcError(
    status.FAILED_PRECONDITION,
    `Delete failed due to WrongExpectedVersion. Stream: ${name}, Expected version: ${wanted}, Actual version: ${actual ?? -1n}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': name,
      'expected-version': `${wanted}`,
      'actual-version': `${actual ?? -1n}`,
    },
  );
};

/** What a real server says when it fails inside: of a bad regular expression or a position between two events. */
export const thrownByHandler = (): ServiceError => rpcError(status.UNKNOWN, 'Exception was thrown by handler.');
