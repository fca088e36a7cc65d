import { Field, ID, InputType } from 'type-graphql';
import { atPath, type HistoryDocument, ofClause } from '../projections/history/document.js';
import { mayRead } from '../src/application/authorise.js';
import type { Filter, Scalar } from '../src/application/ports.js';
import { earliestMs, momentMs } from '../src/domain/kernel/fuzzyDate.js';
import { WarningCode } from './codes.js';
import { denied, recordRead } from './access.js';
import type { Context } from './context.js';
import { Channel, Role, StreamType } from './enums.js';
import { inputInvalid } from './errors.js';
import type { Data } from './ref.js';
import { AsOf, Uuid } from './scalars.js';

@InputType({ description: 'Which events of one object; all members given must hold.' })
export class HistoryFilter {
  @Field(() => AsOf, {
    nullable: true,
    description:
      'Counting in the world from this day or instant on, by `countsFrom`: as it was recorded, whatever was corrected since.',
  })
  from?: string | null;

  @Field(() => AsOf, {
    nullable: true,
    description: 'Counting in the world until this day, all of it, or instant, by `countsFrom` likewise.',
  })
  to?: string | null;

  @Field(() => AsOf, { nullable: true, description: 'Recorded from this day or instant on.' })
  recordedFrom?: string | null;

  @Field(() => AsOf, { nullable: true, description: 'Recorded until this day, all of it, or instant.' })
  recordedTo?: string | null;

  @Field(() => [String], { nullable: true, description: 'Of these types, such as PartySigned; 100 at most.' })
  events?: readonly string[] | null;

  @Field(() => [Role], { nullable: true, description: 'By somebody in one of these roles.' })
  roles?: readonly string[] | null;

  @Field(() => ID, { nullable: true, description: 'By this person; for auditors alone.' })
  personKey?: string | null;

  @Field(() => ID, { nullable: true, description: 'In this office.' })
  officeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'For this organisation.' })
  orgId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Resting on this source.' })
  sourceId?: string | null;

  @Field(() => WarningCode, { nullable: true, description: 'With a kept warning of this code.' })
  rule?: string | null;

  @Field(() => Channel, { nullable: true, description: 'Come in by this way.' })
  channel?: string | null;

  @Field(() => Uuid, { nullable: true, description: 'Of this command.' })
  commandId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this chain of commands.' })
  correlationId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'That changed something at this path, below it, or as a whole what it lies in, as `changes` names it: `clauses/c3/body`, `parties/p1`. Of a correction: at the path it corrects, and where the object has that under another name, at what the corrected event changed.',
  })
  path?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'That changed, observed, corrected or gave an opinion on this clause.',
  })
  clause?: string | null;
}

@InputType({
  description:
    'Which events; all members given must hold. `path` and `clause` are only asked for together with `streams`.',
})
export class AuditFilter extends HistoryFilter {
  @Field(() => [String], { nullable: true, description: 'Of these streams, `type:id`; 100 at most.' })
  streams?: readonly string[] | null;

  @Field(() => [StreamType], { nullable: true, description: 'About objects of these kinds.' })
  streamTypes?: readonly string[] | null;
}

/** The first and the last instant of a Vietnam day or instant, RFC 3339 UTC. */
export const startOf = (dayOrInstant: string): string => new Date(earliestMs({ earliest: dayOrInstant })).toISOString();
export const endOf = (dayOrInstant: string): string => new Date(momentMs(dayOrInstant)).toISOString();

const maxValues = 100;
const among = (field: string, values: readonly string[], path: string): Filter => {
  if (values.length > maxValues) throw inputInvalid(`At most ${maxValues} values.`, 'filter', path);
  return { field, in: values };
};

const longestPath = 400;
const pathPattern = /^[^/\n]+(?:\/[^/\n]+)*$/u;

const changedAt = (path: string): Filter => {
  if (path.length > longestPath || !pathPattern.test(path))
    throw inputInvalid('A path is names with slashes between them, such as clauses/c3/body.', 'filter', 'path');
  return atPath(path);
};

type Given<V> = V | null | undefined;
const when = <V>(value: Given<V>, filter: (value: V) => Filter): readonly Filter[] =>
  value === null || value === undefined ? [] : [filter(value)];
const equals = (field: keyof HistoryDocument) => (value: Scalar) => ({ field, eq: value });

/** What one person did is personal data: it is recorded who asks for it, and who may not. */
export const requirePersons = (context: Context, personKey: string): void => {
  const stream = `person:${personKey}`;
  if (!mayRead(context.principal, 'PERSON')) throw denied(context, 'PERSON', stream, 'what single persons did');
  recordRead(context, 'PERSON', stream);
};

/**
 * The events that a filter means, as questions to `HistoryDocument` that must all hold. INPUT_INVALID when it names too many
 * values or no path; FORBIDDEN when it asks what single persons did and the caller may not know.
 */
export const historyFilters = (context: Context, input: Data<HistoryFilter>): readonly Filter[] => {
  if (typeof input.personKey === 'string') requirePersons(context, input.personKey);
  return [
    ...when(input.from, (value) => ({ field: 'countsFrom', gte: startOf(value) })),
    ...when(input.to, (value) => ({ field: 'countsFrom', lte: endOf(value) })),
    ...when(input.recordedFrom, (value) => ({ field: 'recordedAt', gte: startOf(value) })),
    ...when(input.recordedTo, (value) => ({ field: 'recordedAt', lte: endOf(value) })),
    ...when(input.events, (values) => among('event', values, 'events')),
    ...when(input.roles, (values) => among('role', values, 'roles')),
    ...when(input.personKey, equals('personKey')),
    ...when(input.officeId, equals('officeId')),
    ...when(input.orgId, equals('orgId')),
    ...when(input.sourceId, equals('sourceId')),
    ...when(input.rule, equals('rules')),
    ...when(input.channel, equals('channel')),
    ...when(input.commandId, equals('commandId')),
    ...when(input.correlationId, equals('correlationId')),
    ...when(input.path, changedAt),
    ...when(input.clause, ofClause),
  ];
};

/**
 * As `historyFilters`, of all streams. What an entry changed has no index of its own, so it is asked for within streams:
 * otherwise one question could walk over the whole record.
 */
export const auditFilter = (context: Context, input: Data<AuditFilter>): Filter => {
  const { streams } = input;
  for (const member of ['path', 'clause'] as const)
    if (typeof input[member] === 'string' && (streams === null || streams === undefined))
      throw inputInvalid(`"${member}" is asked for together with "streams".`, 'filter', member);
  return {
    and: [
      ...when(streams, (values) => among('stream', values, 'streams')),
      ...when(input.streamTypes, (values) => among('streamType', values, 'streamTypes')),
      ...historyFilters(context, input),
    ],
  };
};
