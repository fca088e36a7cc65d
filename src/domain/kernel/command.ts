import type { z } from 'zod';
import type { Actor, Channel, Claim, Role, SourceRef } from './event.js';
import type { FuzzyDate } from './fuzzyDate.js';

/** All that a decision may know beside the command's own fields: no clock, no randomness (architecture, Decider). */
export interface CommandMeta {
  /** UUID; the same id with the same payload gives the same result (invariant 1). */
  readonly commandId: string;
  /** When the command arrived, RFC 3339 UTC. */
  readonly now: string;
  /** When it happened in the world. */
  readonly occurred: FuzzyDate;
  readonly actor: Actor;
  readonly channel: Channel;
  readonly requestId: string;
  readonly correlationId: string;
  readonly causationId?: string | undefined;
  readonly source?: SourceRef | undefined;
  readonly claims?: readonly Claim[] | undefined;
  readonly reason?: string | undefined;
  /** Optimistic concurrency: the stream version the sender saw (invariant 2). */
  readonly expectedVersion?: number | undefined;
}

/** A command addressed to one stream of its aggregate. */
export interface Command<T extends string = string, D = unknown> {
  readonly type: T;
  readonly streamId: string;
  readonly data: D;
  readonly meta: CommandMeta;
}

/** One command type: the schema of its data, who may send it, and on which channels. */
export interface CommandDefinition<S extends z.ZodType = z.ZodType> {
  readonly data: S;
  readonly roles: readonly Role[];
  /** The stream must not exist yet. */
  readonly creates?: true;
  /** Accepted from the import channel alone. */
  readonly importOnly?: true;
}

export type CommandDefinitions = Readonly<Record<string, CommandDefinition>>;

/** The union of commands of a set of definitions. */
export type CommandsOf<D extends CommandDefinitions> = {
  [T in keyof D & string]: Command<T, Readonly<z.infer<D[T]['data']>>>;
}[keyof D & string];
