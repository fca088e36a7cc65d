import {
  Arg,
  Args,
  ArgsType,
  type ClassType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { mayRead } from '../../src/application/authorise.js';
import type { Point } from '../../src/application/history.js';
import type {
  Document,
  Filter,
  Order,
  Refusal as StoredRefusal,
  RefusalFilter as StoredFilter,
  Scalar,
} from '../../src/application/ports.js';
import { earliestMs, momentMs } from '../../src/domain/kernel/fuzzyDate.js';
import { beginning } from '../../src/domain/kernel/ids.js';
import type { HistoryDocument } from '../../projections/history/document.js';
import { ErrorCode, WarningCode } from '../codes.js';
import { ConnectionPage, connectionOf, PageArgs, pageQuery } from '../connection.js';
import type { Context } from '../context.js';
import { Channel, Role, StreamType } from '../enums.js';
import { forbidden, inputInvalid } from '../errors.js';
import { QueryArgs } from '../point.js';
import { reached } from '../read.js';
import type { Data } from '../ref.js';
import { AsOf, Uuid } from '../scalars.js';
import { Agreement } from '../types/agreement.js';
import { HistoryConnection, HistoryEntry, HistoryPage } from '../types/history.js';
import { Office } from '../types/office.js';
import { Organization } from '../types/organization.js';
import { Refusal } from '../types/refusal.js';
import { Source } from '../types/source.js';
import { SteeringCommittee } from '../types/steeringCommittee.js';

@InputType({ description: 'Which events; all members given must hold.' })
export class AuditFilter {
  @Field(() => AsOf, { nullable: true, description: 'Counting in the world from this day or instant on.' })
  from?: string | null;

  @Field(() => AsOf, { nullable: true, description: 'Counting in the world until this day, all of it, or instant.' })
  to?: string | null;

  @Field(() => AsOf, { nullable: true, description: 'Recorded from this day or instant on.' })
  recordedFrom?: string | null;

  @Field(() => AsOf, { nullable: true, description: 'Recorded until this day, all of it, or instant.' })
  recordedTo?: string | null;

  @Field(() => [String], { nullable: true, description: 'Of these streams, `type:id`; 100 at most.' })
  streams?: readonly string[] | null;

  @Field(() => [StreamType], { nullable: true, description: 'About objects of these kinds.' })
  streamTypes?: readonly string[] | null;

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
}

@InputType({ description: 'Which refusals; all members given must hold.' })
export class RefusalFilter {
  @Field(() => String, { nullable: true, description: 'At this object, `type:id`.' })
  stream?: string | null;

  @Field(() => [ErrorCode], { nullable: true, description: 'With one of these codes.' })
  codes?: readonly string[] | null;

  @Field(() => AsOf, { nullable: true, description: 'From this day or instant on.' })
  from?: string | null;

  @Field(() => AsOf, { nullable: true, description: 'Until this day, all of it, or instant.' })
  to?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this person.' })
  actor?: string | null;
}

const startOf = (dayOrInstant: string): string => new Date(earliestMs({ earliest: dayOrInstant })).toISOString();
const endOf = (dayOrInstant: string): string => new Date(momentMs(dayOrInstant)).toISOString();

const maxValues = 100;
const among = (field: string, values: readonly string[], path: string): Filter => {
  if (values.length > maxValues) throw inputInvalid(`At most ${maxValues} values.`, 'filter', path);
  return { field, in: values };
};

/** The events that a filter means, as a question to `HistoryDocument`. INPUT_INVALID when it names too many values. */
export const auditFilter = (input: Data<AuditFilter>): Filter => {
  const filters: Filter[] = [];
  const add = <V>(value: V | null | undefined, filter: (value: V) => Filter): void => {
    if (value !== null && value !== undefined) filters.push(filter(value));
  };
  const equals = (field: keyof HistoryDocument) => (value: Scalar) => ({ field, eq: value });
  add(input.from, (value) => ({ field: 'countsFrom', gte: startOf(value) }));
  add(input.to, (value) => ({ field: 'countsFrom', lte: endOf(value) }));
  add(input.recordedFrom, (value) => ({ field: 'recordedAt', gte: startOf(value) }));
  add(input.recordedTo, (value) => ({ field: 'recordedAt', lte: endOf(value) }));
  add(input.streams, (values) => among('stream', values, 'streams'));
  add(input.streamTypes, (values) => among('streamType', values, 'streamTypes'));
  add(input.events, (values) => among('event', values, 'events'));
  add(input.roles, (values) => among('role', values, 'roles'));
  add(input.personKey, equals('personKey'));
  add(input.officeId, equals('officeId'));
  add(input.orgId, equals('orgId'));
  add(input.sourceId, equals('sourceId'));
  add(input.rule, equals('rules'));
  add(input.channel, equals('channel'));
  add(input.commandId, equals('commandId'));
  add(input.correlationId, equals('correlationId'));
  return { and: filters };
};

@ArgsType()
class HistoryArgs extends PageArgs {
  @Field(() => AsOf, {
    nullable: true,
    description: 'Only what was recorded by then; by default the point the object is shown at.',
  })
  knownAt?: string | null;
}

@ArgsType()
class AuditArgs extends PageArgs {
  @Field(() => AuditFilter, { nullable: true, description: 'Which events; all by default.' })
  filter?: AuditFilter | null;
}

const byPosition: readonly Order[] = [{ field: 'position', direction: 'ASC' }];

/** Events in the order of the record: what arrives meanwhile comes after every cursor given out. */
const historyPage = async (
  context: Context,
  args: Data<PageArgs>,
  list: string,
  filter: Filter,
): Promise<HistoryPage> => {
  const { storeId, queries } = context.services;
  const scope = { storeId, list, order: byPosition };
  const query = { ...pageQuery(args, scope), filter };
  const page = await queries.history.list(query);
  const toNode = ({ id, body }: Document<HistoryDocument>) => new HistoryEntry(context, id, body);
  return new HistoryPage({ page, query, scope, toNode, count: () => queries.history.count(filter) }, context);
};

const historyOf = (
  context: Context,
  stream: string,
  { knownAt: shownAt }: Point,
  { knownAt, ...page }: HistoryArgs,
): Promise<HistoryPage> => {
  const until = knownAt ?? shownAt;
  const ofStream: Filter = { field: 'stream', eq: stream };
  const filter = until === undefined ? ofStream : { and: [ofStream, { field: 'recordedAt', lte: endOf(until) }] };
  return historyPage(context, page, `history of ${stream}`, filter);
};

interface Historic {
  readonly id: string;
  readonly point: Point;
}

/** The field `history` of one kind of object. */
const historyResolver = <T extends Historic>(
  type: string,
  object: () => ClassType<T> | (abstract new (...args: never[]) => T),
) => {
  @Resolver(object)
  class HistoryResolver {
    @FieldResolver(() => HistoryConnection, {
      description: 'Everything that was recorded of it, in the order of the record, whatever `asOf` it is shown at.',
    })
    history(@Root() { id, point }: Historic, @Args() args: HistoryArgs, @Ctx() context: Context): Promise<HistoryPage> {
      return historyOf(context, `${type}:${id}`, point, args);
    }
  }
  return HistoryResolver;
};

export const historyResolvers = [
  historyResolver('agreement', () => Agreement),
  historyResolver('organization', () => Organization),
  historyResolver('office', () => Office),
  historyResolver('source', () => Source),
  historyResolver('steering', () => SteeringCommittee),
] as const;

const RefusalConnection = connectionOf('Refusal', () => Refusal);
const newestFirst: readonly Order[] = [];

@Resolver()
export class AuditResolver {
  @Query(() => HistoryConnection, {
    description: 'Everything that was recorded, of all objects, by position: pages do not jump while events arrive.',
  })
  async auditTrail(
    @Args() args: AuditArgs,
    @Args() { minPosition }: QueryArgs,
    @Ctx() context: Context,
  ): Promise<HistoryPage> {
    const { filter, ...page } = args;
    const personKey = filter?.personKey;
    if (typeof personKey === 'string' && !mayRead(context.principal, 'PERSON'))
      throw forbidden('what single persons did');
    await reached(context, minPosition);
    return historyPage(context, page, 'auditTrail', auditFilter(filter ?? {}));
  }

  @Query(() => RefusalConnection, {
    description: 'Refused commands, newest first; for auditors alone. Only `first` and `after` page through them.',
  })
  async refusals(
    @Args() args: PageArgs,
    @Ctx() context: Context,
    @Arg('filter', () => RefusalFilter, { nullable: true, description: 'Which refusals; all by default.' })
    filter?: RefusalFilter | null,
  ): Promise<ConnectionPage<Refusal, StoredRefusal>> {
    if (!mayRead(context.principal, 'REFUSALS')) throw forbidden('refusals');
    if (typeof args.last === 'number') throw inputInvalid('Refusals are paged by "first" and "after".', 'last');
    const { storeId, refusals } = context.services;
    const scope = { storeId, list: 'refusals', order: newestFirst };
    const query = pageQuery(args, scope);
    const [after] = query.after ?? [];
    const stored = storedFilter(filter ?? {});
    const found = await refusals.list(stored, query.limit + 1, typeof after === 'string' ? after : undefined);
    const shown = found.slice(0, query.limit);
    return new ConnectionPage({
      page: {
        items: shown.map((body) => ({ id: body.id, position: beginning, body })),
        hasMore: found.length > query.limit,
      },
      query,
      scope,
      toNode: ({ body }) => new Refusal(context, body),
      // The store of refusals lists and does not count.
      count: () => Promise.resolve(null),
    });
  }
}

const storedFilter = ({ stream, codes, from, to, actor }: Data<RefusalFilter>): StoredFilter => ({
  ...(typeof stream === 'string' ? { stream } : {}),
  ...(codes === null || codes === undefined ? {} : { codes }),
  ...(typeof from === 'string' ? { from: startOf(from) } : {}),
  ...(typeof to === 'string' ? { to: endOf(to) } : {}),
  ...(typeof actor === 'string' ? { actor } : {}),
});
