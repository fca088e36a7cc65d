import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import type { Command, CommandDefinition, CommandDefinitions, CommandMeta } from '../domain/kernel/command.js';
import type { Decision } from '../domain/kernel/decider.js';
import type {
  Actor,
  BasedOn,
  Channel,
  Claim,
  DomainEvent,
  EventDefinitions,
  Recorded,
} from '../domain/kernel/event.js';
import { type FuzzyDate, instant, latestMs } from '../domain/kernel/fuzzyDate.js';
import { Id, type Position, streamName, type StreamRef, type StreamType } from '../domain/kernel/ids.js';
import { precedence, type Rejection, type Warning } from '../domain/kernel/rejection.js';
import { hashPayload } from './digests.js';
import { hasCommand, type Head } from './heads.js';
import { snapshotAt } from './history.js';
import { cleanInput, type EnvelopeInput, invalidInput, parseEnvelope } from './input.js';
import type { Clock, NewEvent, Random, RefusalStore, StreamStore } from './ports.js';
import { seal } from './seal.js';
import type { Streams } from './streams.js';

/** What a caller sends: the command's own fields as they came, and the envelope. */
export interface CommandRequest {
  readonly type: string;
  /** Needed where several kinds of stream take the command, as they do corrections. */
  readonly streamType?: StreamType;
  readonly id: string;
  readonly data: unknown;
  readonly envelope: EnvelopeInput;
  readonly actor: Actor;
  readonly channel: Channel;
  readonly requestId: string;
  readonly correlationId?: string;
  readonly causationId?: string;
}

export type Outcome =
  | {
      readonly ok: true;
      readonly stream: StreamRef;
      /** What was stored; empty when the effect already held. A replay gives the events of the first time. */
      readonly events: readonly Recorded[];
      /** Of the last event: pass it to queries as `minPosition`. */
      readonly position: Position;
      readonly version: number;
      readonly warnings: readonly Warning[];
    }
  | { readonly ok: false; readonly rejection: Rejection; readonly warnings: readonly Warning[] };

/**
 * One aggregate as the application sees it, its types erased at this one place. Method syntax makes it fit every decider;
 * sound because a decider is handed only what came from it: states of its `evolve`, commands parsed by its schemas, facts
 * of its own resolver.
 */
export interface Handler {
  readonly decider: {
    readonly streamType: StreamType;
    readonly events: EventDefinitions;
    readonly commands: CommandDefinitions;
    decide(command: Command, state: unknown, facts: unknown): Decision;
  };
  /** What a decision needs from other streams, with the streams and versions that were looked at. */
  resolveFacts(
    command: Command,
    state: unknown,
    today: unknown,
  ): Promise<{ readonly facts: unknown; readonly basedOn: readonly BasedOn[] }>;
}

/** Event ids are uuidv5 in this namespace of stream, command id and index, so that a retry sends the same ids. */
const eventNamespace = '6f5f1c0e-6b43-5b0c-9c0c-5a4f0f1d7c11';
/** Attempts against other writers of the same stream, when the sender names no version. */
const maxAttempts = 8;

interface Deps {
  readonly store: StreamStore;
  readonly streams: Streams;
  readonly handlers: Readonly<Record<StreamType, Handler>>;
  readonly refusals: Pick<RefusalStore, 'record'>;
  readonly clock: Clock;
  readonly random: Random;
}

/** Loads, folds, resolves facts, decides and appends: the one way by which anything is ever recorded. */
export class Executor {
  /** Commands of this process on one stream wait for each other here rather than for a conflict in the store. */
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(private readonly deps: Deps) {}

  /** Decides one command and records what follows. Refusals are values and are kept in their own store; faults throw. */
  async execute(request: CommandRequest): Promise<Outcome> {
    const { handler, definition } = this.#addressed(request);
    const ref: StreamRef = { type: handler.decider.streamType, id: request.id };
    const outcome = await this.#prepared(request, ref, handler, definition);
    if (!outcome.ok) this.#recordRefusal(request, ref, outcome.rejection);
    return outcome;
  }

  /** Who decides the command. A name that nobody knows, or several without a stream type, is a fault of the program. */
  #addressed({ type, streamType }: CommandRequest): {
    readonly handler: Handler;
    readonly definition: CommandDefinition;
  } {
    const takers = Object.values(this.deps.handlers).flatMap((handler) => {
      const { commands, streamType: own } = handler.decider;
      const definition = Object.hasOwn(commands, type) ? commands[type] : undefined;
      const addressed = streamType === undefined || streamType === own;
      return definition === undefined || !addressed ? [] : [{ handler, definition }];
    });
    const [taker, ...more] = takers;
    if (taker === undefined) throw new Error(`Unknown command ${type}`);
    if (more.length > 0) throw new Error(`Command ${type} needs the type of its stream`);
    return taker;
  }

  async #prepared(
    request: CommandRequest,
    ref: StreamRef,
    handler: Handler,
    definition: CommandDefinition,
  ): Promise<Outcome> {
    const refuse = (rejection: Rejection): Outcome => ({ ok: false, rejection, warnings: [] });
    if (!Id.safeParse(request.id).success) return refuse(invalidInput('id', 'not an id'));
    const cleaned = cleanInput(request.data);
    if (!cleaned.ok) return refuse(cleaned.rejection);
    const parsed = definition.data.safeParse(cleaned.value);
    if (!parsed.success) return refuse(fromZod(parsed.error));
    const envelope = parseEnvelope(request.envelope);
    if (!envelope.ok) return refuse(envelope.rejection);

    const { commandId = this.deps.random.uuid(), occurred, ...rest } = envelope.value;
    const now = this.deps.clock.now();
    const meta: CommandMeta = {
      ...rest,
      commandId,
      now,
      occurred: occurred ?? instant(now),
      actor: request.actor,
      channel: request.channel,
      requestId: request.requestId,
      correlationId: request.correlationId ?? commandId,
      ...(request.causationId === undefined ? {} : { causationId: request.causationId }),
    };
    const command: Command = { type: request.type, streamId: request.id, data: parsed.data, meta };
    const { reason, source, claims } = rest;
    const payloadHash = hashPayload({
      type: request.type,
      stream: streamName(ref),
      data: parsed.data,
      occurred,
      reason,
      source,
      claims,
    });
    return this.#inTurn(streamName(ref), () => this.#attempt(command, payloadHash, ref, handler, definition));
  }

  async #attempt(
    command: Command,
    payloadHash: string,
    ref: StreamRef,
    handler: Handler,
    definition: CommandDefinition,
  ): Promise<Outcome> {
    for (let attempt = 1; ; attempt++) {
      const head = await this.deps.streams.head(ref);
      const isRepeated = hasCommand(head, command.meta.commandId);
      const earlier = isRepeated ? (await this.deps.streams.load(ref)).ofCommand(command.meta.commandId) : [];
      if (earlier[0]?.meta.payloadHash === payloadHash) return recorded(head, earlier, []);

      const decision = await this.#decide(command, head, handler, definition, isRepeated);
      if (!decision.accepted) return { ok: false, rejection: decision.rejection, warnings: decision.warnings };
      if (decision.events.length === 0) return recorded(head, [], decision.warnings);

      const events = this.#sealed(command, payloadHash, ref, decision, handler);
      const result = await this.deps.store.append(ref, events, head.version);
      if (result.appended) {
        this.deps.streams.appended(head, result.events);
        return recorded(head, result.events, decision.warnings);
      }
      // Somebody else was first. With a version named the sender must look again; without one we do it for him.
      if (command.meta.expectedVersion !== undefined || attempt === maxAttempts)
        return { ok: false, rejection: versionConflict(head.version, result.actual), warnings: decision.warnings };
    }
  }

  /** The decision with the rules of the application put in their place by precedence (reference 4.11). */
  async #decide(
    command: Command,
    head: Head,
    handler: Handler,
    definition: CommandDefinition,
    idReused: boolean,
  ): Promise<Decision & { readonly basedOn: readonly BasedOn[] }> {
    const { meta } = command;
    const own: Rejection[] = [];
    const refusal = roleRefusal(command, definition);
    if (refusal !== undefined) return { accepted: false, rejection: refusal, warnings: [], basedOn: [] };
    if (idReused) own.push({ code: 'COMMAND_ID_REUSED', path: 'commandId' });
    if (meta.expectedVersion !== undefined && meta.expectedVersion !== head.version)
      own.push(versionConflict(meta.expectedVersion, head.version));

    const state = await this.#stateFor(head, meta.occurred, meta.now);
    const { facts, basedOn } = await handler.resolveFacts(command, state, head.current);
    const decision = handler.decider.decide(command, state, facts);
    if (!decision.accepted) own.push(decision.rejection);
    const [rejection] = own.sort((a, b) => precedence(a.code) - precedence(b.code));
    if (rejection !== undefined) return { accepted: false, rejection, warnings: decision.warnings, basedOn };
    return { ...decision, basedOn };
  }

  /** A late record is judged by the state as of `occurred`; anything else by today's (reference 4.2, Late records). */
  async #stateFor({ ref, current }: Head, occurred: FuzzyDate, now: string): Promise<unknown> {
    const { latest } = occurred;
    if (latest === undefined || latestMs(occurred) >= Date.parse(now)) return current;
    return snapshotAt(await this.deps.streams.load(ref), { asOf: latest }).state;
  }

  #sealed(
    command: Command,
    payloadHash: string,
    ref: StreamRef,
    decision: { readonly events: readonly DomainEvent[]; readonly basedOn: readonly BasedOn[] },
    handler: Handler,
  ): readonly NewEvent[] {
    const { meta } = command;
    return decision.events.map((event, index) =>
      seal(
        {
          eventId: uuidv5(`${streamName(ref)}/${meta.commandId}/${index}`, eventNamespace),
          type: event.type,
          data: event.data,
          meta: {
            schemaVersion: handler.decider.events[event.type]?.version ?? 1,
            occurred: meta.occurred,
            actor: meta.actor,
            origin: { channel: meta.channel, requestId: meta.requestId },
            commandId: meta.commandId,
            payloadHash,
            correlationId: meta.correlationId,
            ...optional('causationId', meta.causationId),
            ...optional('source', meta.source),
            ...optional('claims', meta.claims as Claim[] | undefined),
            ...optional('reason', meta.reason),
            ...(decision.basedOn.length === 0 ? {} : { basedOn: [...decision.basedOn] }),
          },
        },
        this.deps.random,
      ),
    );
  }

  async #inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#queues.set(name, mine);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(name) === mine) this.#queues.delete(name);
    }
  }

  #recordRefusal(request: CommandRequest, ref: StreamRef, { code, details }: Rejection): void {
    const { actor } = request;
    if (actor.personKey === undefined) return;
    this.deps.refusals.record({
      actor: actor.personKey,
      role: actor.role,
      command: request.type,
      code,
      // What is no id is not kept as one: it may be as long as a request.
      stream: streamName(Id.safeParse(ref.id).success ? ref : { ...ref, id: '' }),
      payloadDigest: hashPayload({ data: safeForDigest(request.data) }),
      at: this.deps.clock.now(),
      ...(details === undefined ? {} : { details }),
    });
  }
}

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);

/** What is told of a command: `events` are those it left in the stream, after `head` or in it already. */
const recorded = (head: Head, events: readonly Recorded[], warnings: readonly Warning[]): Outcome => {
  const last = events.at(-1);
  return {
    ok: true,
    stream: head.ref,
    events,
    position: last?.position ?? head.position,
    version: Math.max(head.version, last?.stream.version ?? 0),
    warnings,
  };
};

const versionConflict = (expected: number, actual: number): Rejection => ({
  code: 'VERSION_CONFLICT',
  path: 'expectedVersion',
  details: { expected, actual },
});

/** Invariant 66. An import is a clerk's, and may send every command: who acted stands in the data (reference 4.12). */
const roleRefusal = (command: Command, definition: CommandDefinition): Rejection | undefined => {
  const { actor, channel } = command.meta;
  const allowed =
    channel === 'IMPORT'
      ? actor.role === 'CLERK'
      : definition.importOnly !== true && definition.roles.includes(actor.role);
  const details = { role: actor.role, command: command.type, allowed: definition.roles };
  return allowed ? undefined : { code: 'ROLE_NOT_ALLOWED', details };
};

/** The first problem of a parse as a refusal with its path (invariants 3 and 62). */
const fromZod = (error: z.ZodError): Rejection => {
  const [issue] = error.issues;
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  const path = [...(issue?.path ?? []), ...keys.slice(0, 1)].map(String).join('/');
  if (keys.includes('recordedAt')) return { code: 'RECORDED_AT_FORBIDDEN', path };
  return invalidInput(path, issue?.message ?? 'invalid');
};

/** A refused payload may hold what no digest can: lone surrogates, cycles. Its refusal is recorded all the same. */
const safeForDigest = (data: unknown): string => {
  try {
    return JSON.stringify(data);
  } catch {
    return 'unserialisable';
  }
};
