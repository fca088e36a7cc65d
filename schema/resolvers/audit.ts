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
} from '../../src/application/ports.js';
import type { HistoryDocument } from '../../projections/history/document.js';
import { denied } from '../access.js';
import { ErrorCode } from '../codes.js';
import { type ConnectionPage, connectionOf, PageArgs, pageQuery } from '../connection.js';
import type { Context } from '../context.js';
import {
  AuditFilter,
  auditFilter,
  endOf,
  HistoryFilter,
  historyFilters,
  requirePersons,
  startOf,
} from '../historyFilter.js';
import { QueryArgs } from '../point.js';
import { reached } from '../read.js';
import { recordPage } from '../recordPage.js';
import type { Data } from '../ref.js';
import { AsOf } from '../scalars.js';
import { Agreement } from '../types/agreement.js';
import { HistoryConnection, HistoryEntry, HistoryPage } from '../types/history.js';
import { Office } from '../types/office.js';
import { Organization } from '../types/organization.js';
import { Refusal } from '../types/refusal.js';
import { Source } from '../types/source.js';
import { SteeringCommittee } from '../types/steeringCommittee.js';

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

@ArgsType()
class HistoryArgs extends PageArgs {
  @Field(() => AsOf, {
    nullable: true,
    description: 'Only what was recorded by then; by default the point the object is shown at.',
  })
  knownAt?: string | null;

  @Field(() => HistoryFilter, { nullable: true, description: 'Which events; all by default.' })
  filter?: HistoryFilter | null;
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
  { knownAt, filter, ...page }: HistoryArgs,
): Promise<HistoryPage> => {
  const until = knownAt ?? shownAt;
  const known: readonly Filter[] = until === undefined ? [] : [{ field: 'recordedAt', lte: endOf(until) }];
  const all = [{ field: 'stream', eq: stream }, ...known, ...historyFilters(context, filter ?? {})];
  return historyPage(context, page, `history of ${stream}`, { and: all });
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
    async history(
      @Root() { id, point }: Historic,
      @Args() args: HistoryArgs,
      @Ctx() context: Context,
    ): Promise<HistoryPage> {
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
    const wanted = auditFilter(context, filter ?? {});
    await reached(context, minPosition);
    return historyPage(context, page, 'auditTrail', wanted);
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
    if (!mayRead(context.principal, 'REFUSALS')) throw denied(context, 'REFUSALS', '', 'refusals');
    const stored = storedFilter(filter ?? {});
    if (stored.actor !== undefined) requirePersons(context, stored.actor);
    return recordPage(context, args, {
      list: 'refusals',
      load: (limit, after) => context.services.refusals.list(stored, limit, after),
      toNode: (refusal) => new Refusal(context, refusal),
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
