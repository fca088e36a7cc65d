import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from 'type-graphql';
import type { SteeringDocument } from '../../projections/steering/document.js';
import type { Order } from '../../src/application/ports.js';
import { type Comparator, IdComparator } from '../comparators.js';
import { type ConnectionPage, connectionOf, PageArgs } from '../connection.js';
import type { Context } from '../context.js';
import { type FilteredField, type FilterInput, toFilter } from '../filter.js';
import { PointArgs, pointOf, QueryArgs } from '../point.js';
import { isKnown, reached } from '../read.js';
import { Agreement } from '../types/agreement.js';
import { loadSteeringCommittee, SteeringCommittee } from '../types/steeringCommittee.js';
import { pageOf } from './bodies.js';

/** Most committees that an agreement shows; the query steeringCommittees pages through any number. */
const maxShown = 100;

@InputType({ description: 'Which steering committees; all members given must hold. Nests 4 deep at most.' })
export class SteeringCommitteeFilter implements FilterInput {
  @Field(() => IdComparator, { nullable: true, description: 'The id of the agreement it runs.' })
  agreement?: Comparator | null;

  @Field(() => IdComparator, { nullable: true, description: 'The id of the office that heads it.' })
  head?: Comparator | null;

  @Field(() => IdComparator, { nullable: true, description: 'The id of an office that is a member of it.' })
  member?: Comparator | null;

  @Field(() => [SteeringCommitteeFilter], { nullable: true, description: 'All of these hold.' })
  and?: readonly SteeringCommitteeFilter[] | null;

  @Field(() => [SteeringCommitteeFilter], {
    nullable: true,
    description: 'At least one of these holds; an empty list holds nowhere.',
  })
  or?: readonly SteeringCommitteeFilter[] | null;

  @Field(() => SteeringCommitteeFilter, { nullable: true, description: 'This does not hold.' })
  not?: SteeringCommitteeFilter | null;
}

const steeringFields: Readonly<Record<string, FilteredField>> = {
  agreement: { field: 'agreementId' },
  head: { field: 'headOfficeId' },
  member: { field: 'memberOfficeIds' },
};
const inOrderOfRecord: readonly Order[] = [{ field: 'registeredAt', direction: 'ASC' }];

export const SteeringCommitteeConnection = connectionOf('SteeringCommittee', () => SteeringCommittee);

@ArgsType()
class SteeringCommitteesArgs extends PageArgs {
  @Field(() => SteeringCommitteeFilter, {
    nullable: true,
    description: 'Which steering committees; all by default.',
  })
  filter?: SteeringCommitteeFilter | null;
}

@Resolver()
export class SteeringResolver {
  @Query(() => SteeringCommittee, {
    nullable: true,
    description: 'One steering committee; null: none is on record, or was by then.',
  })
  async steeringCommittee(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Args() args: PointArgs,
    @Ctx() context: Context,
  ): Promise<SteeringCommittee | null> {
    await reached(context, args.minPosition);
    return loadSteeringCommittee(context, id, pointOf(args));
  }

  @Query(() => SteeringCommitteeConnection, {
    description: 'Steering committees as they are known now, in the order they were recorded.',
  })
  steeringCommittees(
    @Args() args: SteeringCommitteesArgs,
    @Args() { minPosition }: QueryArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionPage<SteeringCommittee, SteeringDocument>> {
    const { steering } = context.services.queries;
    const filter = toFilter(args.filter, steeringFields);
    return pageOf(context, args, minPosition, {
      list: 'steeringCommittees',
      order: inOrderOfRecord,
      filter,
      load: (query) => steering.list(query),
      count: () => steering.count(filter),
      node: (id) => loadSteeringCommittee(context, id, {}),
    });
  }
}

@Resolver(() => Agreement)
export class AgreementSteeringResolver {
  @FieldResolver(() => [SteeringCommittee], {
    description:
      'The committees that run it for its parties (Ban Chỉ đạo), as they stand at that point, in the order they were recorded; 100 at most.',
    // An agreement has hardly more than one.
    complexity: ({ childComplexity }) => 5 + 2 * childComplexity,
  })
  async steeringCommittees(@Root() { context, id, point }: Agreement): Promise<readonly SteeringCommittee[]> {
    const ids = await context.loaders.committees.load(id);
    const snapshots = await Promise.all(ids.map((each) => context.loaders.snapshot('steering', each, point)));
    return snapshots
      .filter((snapshot) => isKnown(snapshot) && snapshot.state.agreementId === id)
      .slice(0, maxShown)
      .map((snapshot) => new SteeringCommittee(context, point, snapshot));
  }
}
