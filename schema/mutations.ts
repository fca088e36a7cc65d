import { Arg, type ClassType, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { historyDocument } from '../projections/history/evolve.js';
import type { Outcome } from '../src/application/execute.js';
import type { StreamType } from '../src/domain/kernel/ids.js';
import { type Input, present, runCommand, type Translate } from './command.js';
import type { Context } from './context.js';
import type { Data, Ref } from './ref.js';
import { EventPosition } from './scalars.js';
import { Warning } from './types/basics.js';
import { HistoryEntry } from './types/history.js';
import { UserError, userError } from './types/userErrors.js';

/** What every payload tells; a payload adds the object the command was about. */
@ObjectType({ simpleResolvers: true, description: 'What became of a command.' })
class CommandPayload {
  @Field(() => HistoryEntry, {
    nullable: true,
    description: 'The event that the command led to; null when it was refused, or its effect already held.',
  })
  event!: Ref<HistoryEntry> | null;

  @Field(() => [HistoryEntry], {
    description: 'All events that the command led to, with those that follow from it at once.',
  })
  events!: readonly HistoryEntry[];

  @Field(() => EventPosition, {
    nullable: true,
    description: 'Pass it to queries as `minPosition` to read what was written; null when the command was refused.',
  })
  position!: string | null;

  @Field(() => [Warning], { description: 'Rules that were in doubt; told with a refusal too.' })
  warnings!: readonly Warning[];

  @Field(() => [UserError], { description: 'Why it was refused; empty when it was not. Look at it first.' })
  userErrors!: readonly UserError[];
}

/** One mutation: the command it sends, what its input is, and where that differs from the command's fields, how. */
export interface MutationSpec {
  readonly command: string;
  readonly input: ClassType;
  readonly description: string;
  readonly tellsReason?: true;
  readonly translate?: Translate;
}

/** The kind of object that a group of mutations is about. */
interface Subject<N> {
  /** The member of the payloads that holds it, and the beginning of new ids. */
  readonly member: string;
  readonly prefix: string;
  readonly type: () => ClassType | (abstract new (...args: never[]) => N);
  readonly load: (context: Context, id: string, type: StreamType) => Promise<N | null>;
}

const payload = (context: Context, outcome: Outcome): Data<CommandPayload> => {
  const warnings = outcome.warnings.map((warning) => new Warning(warning));
  if (!outcome.ok)
    return { event: null, events: [], position: null, warnings, userErrors: [userError(outcome.rejection)] };
  const events = outcome.events.map((event) => new HistoryEntry(context, event.eventId, historyDocument(event)));
  return { event: events[0] ?? null, events, position: outcome.position, warnings, userErrors: [] };
};

const mutationName = (command: string): string => command.charAt(0).toLowerCase() + command.slice(1);

const nothingToTranslate: Translate = (data) => present(data) as Input;

/**
 * The mutations about one kind of object: each is its command, verb first, with one input `<Command>Input` and its own
 * payload `<Command>Payload`. They differ in nothing else, so they are made from a table.
 */
export const mutationsOf = <N>(subject: Subject<N>, specs: readonly MutationSpec[]): ClassType => {
  @Resolver()
  class CommandResolver {}
  const methods = CommandResolver.prototype as unknown as Record<string, unknown>;
  for (const { command, input, description, tellsReason = false, translate = nothingToTranslate } of specs) {
    @ObjectType(`${command}Payload`, { simpleResolvers: true, description: `What became of ${command}.` })
    class Payload extends CommandPayload {}
    Field(() => subject.type(), {
      nullable: true,
      description: 'The object as it is now; null when `userErrors` is not empty.',
    })(Payload.prototype, subject.member);

    const name = mutationName(command);
    const route = { type: command, prefix: subject.prefix, tellsReason, translate };
    methods[name] = async (given: Input, context: Context): Promise<object> => {
      const outcome = await runCommand(context, given, route);
      const object = outcome.ok ? () => subject.load(context, outcome.stream.id, outcome.stream.type) : null;
      return { ...payload(context, outcome), [subject.member]: object };
    };
    Mutation(() => Payload, { description })(CommandResolver.prototype, name, {});
    Arg('input', () => input, { description: 'The command.' })(CommandResolver.prototype, name, 0);
    Ctx()(CommandResolver.prototype, name, 1);
  }
  return CommandResolver;
};
