import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerDuplexStream,
  type ServerReadableStream,
  type ServerUnaryCall,
} from '@grpc/grpc-js';
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import featuresRpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import gossip from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_pb.js';
import gossipRpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/gossip_grpc_pb.js';
import shared from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import streamsRpc from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import { DoubleLog, type AppendOutcome, type Expected, type Proposed } from './log.js';
import { read, subscribe, type ReadCall } from './reads.js';
import { Script } from './script.js';
import * as wire from './wire.js';

/** What the double does not do, by the names of the scenarios in the recorded facts. */
export const leftOut: Readonly<Record<string, string>> = {
  's04_event_fields_sizes/20MiB_event':
    'a message that is too large for gRPC is refused in the words of another library',
  's08_metadata/subscribe_sees': 'subscriptions to single streams',
  's13_credentials_deadline_batch/deadline_1ms_batch': 'a matter of timing on the real server too',
  's13_credentials_deadline_batch/deadline_1ms_plain': 'a matter of timing on the real server too',
  s06_subscribeToStream: 'subscriptions to single streams: nothing here uses them',
  s10_persistent: 'persistent subscriptions',
  s11_serverFeatures: 'the list of methods holds only what the double does',
  s12_multiStreamAppend: 'appends to several streams, which 23.10 refuses too',
  s14_gossip: 'gossip answers what the test says',
  s17_wire: 'the raw wire: it is driven through the client, which reads all of its answers',
};

export interface DoubleOptions {
  /** Milliseconds since 1970, for what is recorded. */
  readonly now?: () => number;
  /** Shared by the nodes of a cluster. */
  readonly log?: DoubleLog;
  /** False: only the plain Append is announced. */
  readonly batchAppend?: boolean;
  /** The port that gossip names as the leader's. */
  readonly leader?: () => number;
}

/**
 * A server of the streams protocol of KurrentDB (EventStoreDB 23.10) on 127.0.0.1, in this process and in memory, built on
 * the service definitions that the client brings. It does what a real server was seen to do; the faults are scripted.
 */
export class KurrentDouble {
  readonly log: DoubleLog;
  readonly script = new Script();
  readonly #options: DoubleOptions;
  readonly #batches = new Set<ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>>();
  readonly #subscriptions = new Map<ReadCall, (error: Error | undefined) => void>();
  /** Subscriptions that get nothing any more, though nobody has ended them. */
  readonly #frozen = new Set<ReadCall>();
  readonly #waiting = new Set<() => void>();
  #server: Server | undefined;
  #port = 0;
  #largestRead = 0;

  constructor(options: DoubleOptions = {}) {
    this.#options = options;
    this.log = options.log ?? new DoubleLog(options.now);
  }

  get port(): number {
    return this.#port;
  }

  /** Discovery is quick: the first read of a client sleeps for one interval. */
  get connectionString(): string {
    return `kurrentdb://127.0.0.1:${this.#port}?tls=false&discoveryInterval=10`;
  }

  /** Subscriptions that the server believes somebody is listening to. */
  get openSubscriptions(): number {
    return this.#subscriptions.size;
  }

  /** Resolves when nobody is listening any more. */
  async noSubscription(): Promise<void> {
    while (this.#subscriptions.size > 0) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** The most events that a read has asked for. */
  get largestRead(): number {
    return this.#largestRead;
  }

  /** Listens; after `kill` on the same port, with everything that was stored. */
  async start(): Promise<this> {
    const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    this.#serve(server);
    this.#port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${this.#port}`, ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
    this.#server = server;
    return this;
  }

  /** Takes a port and frees it, so that it is known before the server is up. */
  async reserve(): Promise<this> {
    await this.start();
    this.kill();
    return this;
  }

  /** As `kill -9`: every connection breaks at once. What was stored stays. */
  kill(): void {
    this.#server?.forceShutdown();
    this.#server = undefined;
    this.#batches.clear();
    this.#subscriptions.clear();
  }

  /** The server ends all streams of appends as if all were well. */
  endBatchStreams(): void {
    for (const call of this.#batches) call.end();
  }

  /** The server ends all subscriptions: well, or with an error. */
  breakSubscriptions(error?: Error): void {
    for (const end of [...this.#subscriptions.values()]) end(error);
  }

  /** The subscriptions of now get nothing more, and are not told. */
  freezeSubscriptions(): void {
    for (const call of this.#subscriptions.keys()) this.#frozen.add(call);
  }

  #serve(server: Server): void {
    server.addService(featuresRpc.ServerFeaturesService, { getSupportedMethods: this.#features });
    server.addService(gossipRpc.GossipService, { read: this.#gossip });
    server.addService(streamsRpc.StreamsService, {
      read: this.#read,
      append: this.#append,
      batchAppend: this.#batchAppend,
      delete: (call: ServerUnaryCall<streams.DeleteReq, streams.DeleteResp>, done: Done<streams.DeleteResp>) =>
        this.#answerDelete(call.request.getOptions(), done, 'delete', ({ position: at }) =>
          new streams.DeleteResp().setPosition(placed(new streams.DeleteResp.Position(), at)),
        ),
      tombstone: (
        call: ServerUnaryCall<streams.TombstoneReq, streams.TombstoneResp>,
        done: Done<streams.TombstoneResp>,
      ) =>
        this.#answerDelete(call.request.getOptions(), done, 'tombstone', ({ position: at }) =>
          new streams.TombstoneResp().setPosition(placed(new streams.TombstoneResp.Position(), at)),
        ),
    });
  }

  readonly #features = (_: unknown, done: Done<features.SupportedMethods>): void => {
    const act = this.script.next('GetSupportedMethods');
    if (act === 'MUTE') return;
    if (typeof act === 'object') {
      done(act.fail);
      return;
    }
    const methods = [
      'read',
      'append',
      'delete',
      'tombstone',
      ...(this.#options.batchAppend === false ? [] : ['batchappend']),
    ];
    done(
      null,
      new features.SupportedMethods()
        .setEventStoreServerVersion('23.10.8')
        .setMethodsList(
          methods.map((name) =>
            new features.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
          ),
        ),
    );
  };

  readonly #gossip = (_: unknown, done: Done<gossip.ClusterInfo>): void => {
    const { MemberInfo, EndPoint, ClusterInfo } = gossip;
    const port = this.#options.leader?.() ?? this.#port;
    const leader = new MemberInfo()
      .setInstanceId(new shared.UUID().setString('00000000-0000-4000-8000-00000000000a'))
      .setState(MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new EndPoint().setAddress('127.0.0.1').setPort(port));
    done(null, new ClusterInfo().setMembersList([leader]));
  };

  readonly #read = (call: ReadCall): void => {
    const options = call.request.getOptions() ?? new streams.ReadReq.Options();
    const isSubscription = options.hasSubscription();
    if (!isSubscription) this.#largestRead = Math.max(this.#largestRead, Number(options.getCount()));
    const act = this.script.next(isSubscription ? 'Subscribe' : 'Read');
    if (act === 'MUTE') return;
    if (act === 'END') return void call.end();
    if (typeof act === 'object') {
      call.emit('error', act.fail);
      return;
    }
    let isOver = false;
    let wake = (): void => undefined;
    const end = (error?: Error): void => {
      if (isOver) return;
      isOver = true;
      this.#subscriptions.delete(call);
      for (const resolve of this.#waiting) resolve();
      this.#waiting.clear();
      wake();
      if (error !== undefined) call.emit('error', error);
      else call.end();
    };
    call.on('cancelled', () => end());
    call.on('close', () => end());
    if (isSubscription) this.#subscriptions.set(call, end);
    const moved = async (seen: number): Promise<void> => {
      while (!isOver && (this.#frozen.has(call) || this.log.records.length <= seen)) {
        await new Promise<void>((resolve) => {
          const off = this.log.onAppend(() => wake());
          wake = () => {
            off();
            resolve();
          };
        });
      }
      if (isOver) throw new Error('the call is over');
    };
    const pump = async (): Promise<void> => {
      try {
        for await (const reply of isSubscription ? subscribe(this.log, options, moved) : read(this.log, options)) {
          if (isOver) return;
          if (!call.write(reply)) {
            await new Promise<void>((resolve) => {
              call.once('drain', resolve);
              wake = resolve;
            });
          }
        }
        end();
      } catch (error) {
        end(error instanceof Error ? error : undefined);
      }
    };
    void pump();
  };

  readonly #append = (
    call: ServerReadableStream<streams.AppendReq, streams.AppendResp>,
    done: Done<streams.AppendResp>,
  ): void => {
    const proposed: Proposed[] = [];
    let options: streams.AppendReq.Options | undefined;
    call.on('data', (request: streams.AppendReq) => {
      const message = request.getProposedMessage();
      if (message === undefined) options = request.getOptions();
      else proposed.push(wire.proposedOf(message));
    });
    call.on('end', () => {
      const act = this.script.next('Append');
      if (act === 'MUTE') return;
      if (typeof act === 'object' && act.stored !== true) {
        done(act.fail);
        return;
      }
      const name = wire.nameOf(options?.getStreamIdentifier());
      const expected = wire.expectedOf(options);
      try {
        if (wire.isBadRequest(name, proposed)) throw wire.thrownByHandler();
        if (wire.isTooLarge(proposed)) throw wire.tooLarge();
        const reply = wire.plainAnswer(name, expected, this.log.append(name, expected, proposed));
        if (typeof act === 'object') done(act.fail);
        else done(null, reply);
      } catch (error) {
        done(error as Error);
      }
    });
  };

  readonly #batchAppend = (call: ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>): void => {
    const begun = new Map<
      string,
      { readonly options: streams.BatchAppendReq.Options; readonly proposed: Proposed[] }
    >();
    this.#batches.add(call);
    call.on('close', () => this.#batches.delete(call));
    call.on('end', () => call.end());
    call.on('data', (request: streams.BatchAppendReq) => {
      const correlation = wire.uuidOf(request.getCorrelationId());
      const options = request.getOptions();
      const batch = begun.get(correlation) ?? (options && { options, proposed: [] });
      if (batch === undefined) return;
      begun.set(correlation, batch);
      batch.proposed.push(...request.getProposedMessagesList().map(wire.proposedOf));
      if (!request.getIsFinal()) return;
      begun.delete(correlation);
      const act = this.script.next('BatchAppend');
      if (act === 'MUTE') return;
      if (act === 'END') return void call.end();
      if (typeof act === 'object' && act.stored !== true) return call.emit('error', act.fail);
      const reply = this.#batch(request.getCorrelationId(), batch.options, batch.proposed);
      if (typeof act === 'object') call.emit('error', act.fail);
      else call.write(reply);
    });
  };

  #batch(
    correlation: shared.UUID | undefined,
    options: streams.BatchAppendReq.Options,
    proposed: readonly Proposed[],
  ): streams.BatchAppendResp {
    const name = wire.nameOf(options.getStreamIdentifier());
    const expected: Expected | undefined = options.hasNoStream()
      ? 'NO_STREAM'
      : options.hasStreamExists()
        ? 'STREAM_EXISTS'
        : options.hasAny()
          ? 'ANY'
          : options.hasStreamPosition()
            ? BigInt(options.getStreamPosition())
            : undefined;
    const deadline = options.getDeadline21100()?.toDate();
    let outcome: AppendOutcome | 'BAD_REQUEST' | 'TOO_LARGE' | 'TIMEOUT';
    if (expected === undefined || wire.isBadRequest(name, proposed)) outcome = 'BAD_REQUEST';
    else if (wire.isTooLarge(proposed)) outcome = 'TOO_LARGE';
    else if (deadline !== undefined && deadline.getTime() < Date.now()) outcome = 'TIMEOUT';
    else outcome = this.log.append(name, expected, proposed);
    return wire.batchAnswer(correlation, name, expected, outcome);
  }

  #answerDelete<T>(
    options: streams.DeleteReq.Options | streams.TombstoneReq.Options | undefined,
    done: Done<T>,
    how: 'delete' | 'tombstone',
    reply: (stored: { readonly position: bigint | undefined }) => T,
  ): void {
    const name = wire.nameOf(options?.getStreamIdentifier());
    const expected = wire.expectedOf(options);
    const outcome = how === 'delete' ? this.log.delete(name, expected) : this.log.tombstone(name, expected);
    if (outcome.kind === 'DELETED') done(wire.streamDeleted(name));
    else if (outcome.kind === 'WRONG') done(wire.wrongVersionOfDelete(name, expected, outcome.actual));
    else done(null, reply(outcome));
  }
}

type Done<T> = sendUnaryData<T>;

const placed = <T extends { setCommitPosition(at: string): unknown; setPreparePosition(at: string): unknown }>(
  message: T,
  at: bigint | undefined,
): T => {
  message.setCommitPosition(`${at ?? 0n}`);
  message.setPreparePosition(`${at ?? 0n}`);
  return message;
};
