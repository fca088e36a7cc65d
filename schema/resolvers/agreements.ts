import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { ListedAgreement } from '../../projections/agreements/document.js';
import type { Document, Order } from '../../src/application/ports.js';
import type { Point } from '../../src/application/history.js';
import {
  AgreementKindComparator,
  AgreementStatusComparator,
  EffectivenessRuleComparator,
  IdComparator,
  IntComparator,
  LocalDateComparator,
  StringComparator,
  TextComparator,
  type Comparator,
} from '../comparators.js';
import { ConnectionPage, PageArgs, pageQuery } from '../connection.js';
import type { Context } from '../context.js';
import { inputInvalid } from '../errors.js';
import { type FilteredField, type FilterInput, toFilter } from '../filter.js';
import { orderOf, type Orderings, type OrderInput, toOrder } from '../order.js';
import { resolveOrphaned } from '../orphans.js';
import { PointArgs, pointOf } from '../point.js';
import { reached, shownChanges } from '../read.js';
import { AsOf } from '../scalars.js';
import { Agreement, AgreementConnection, loadAgreement } from '../types/agreement.js';
import { Change } from '../types/basics.js';

type FilterField =
  | 'status'
  | 'kind'
  | 'effectivenessRule'
  | 'leadIssuer'
  | 'frameworkId'
  | 'party'
  | 'number'
  | 'subject'
  | 'effectiveFrom'
  | 'signedOn'
  | 'periodStart'
  | 'periodEnd'
  | 'fieldCount'
  | 'orphaned';

const filtered: Readonly<Record<FilterField, FilteredField & { readonly field: keyof ListedAgreement | 'orphaned' }>> =
  {
    status: { field: 'status' },
    kind: { field: 'kind' },
    effectivenessRule: { field: 'effectivenessRule' },
    leadIssuer: { field: 'leadIssuer' },
    frameworkId: { field: 'frameworkId' },
    party: { field: 'partyOrgIds' },
    number: { field: 'number' },
    subject: { field: 'subject', folded: 'subjectFolded' },
    effectiveFrom: { field: 'effectiveDay' },
    signedOn: { field: 'signedDay' },
    periodStart: { field: 'periodStart' },
    periodEnd: { field: 'periodEnd' },
    fieldCount: { field: 'fieldCount' },
    orphaned: { field: 'orphaned' },
  };

@InputType({ description: 'Which agreements; all members given must hold. Nests 4 deep at most.' })
export class AgreementFilter implements FilterInput {
  @Field(() => AgreementStatusComparator, { nullable: true, description: 'Where it stands.' })
  status?: Comparator | null;

  @Field(() => AgreementKindComparator, { nullable: true, description: 'What it calls itself.' })
  kind?: Comparator | null;

  @Field(() => EffectivenessRuleComparator, { nullable: true, description: 'Who must have signed.' })
  effectivenessRule?: Comparator | null;

  @Field(() => IdComparator, { nullable: true, description: 'The id of the body that issues it.' })
  leadIssuer?: Comparator | null;

  @Field(() => IdComparator, { nullable: true, description: 'The id of its framework.' })
  frameworkId?: Comparator | null;

  @Field(() => IdComparator, {
    nullable: true,
    description: 'The id of any of its acting bodies, classes, or organisations behind them.',
  })
  party?: Comparator | null;

  @Field(() => StringComparator, {
    nullable: true,
    description: 'Its number in canonical form; to find one however it is typed, use `agreement` or `search`.',
  })
  number?: Comparator | null;

  @Field(() => TextComparator, { nullable: true, description: 'Its subject.' })
  subject?: Comparator | null;

  @Field(() => LocalDateComparator, {
    nullable: true,
    description: 'The last day on which it can have come into force.',
  })
  effectiveFrom?: Comparator | null;

  @Field(() => LocalDateComparator, { nullable: true, description: 'The last day on which it can have been signed.' })
  signedOn?: Comparator | null;

  @Field(() => LocalDateComparator, { nullable: true, description: 'The last day on which its period can start.' })
  periodStart?: Comparator | null;

  @Field(() => LocalDateComparator, { nullable: true, description: 'The last day on which its period can end.' })
  periodEnd?: Comparator | null;

  @Field(() => IntComparator, { nullable: true, description: 'How many fields of cooperation are on record.' })
  fieldCount?: Comparator | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Is it in force, suspended or not, with a party that no longer exists and that nobody succeeded?',
  })
  orphaned?: boolean | null;

  @Field(() => [AgreementFilter], { nullable: true, description: 'All of these hold.' })
  and?: readonly AgreementFilter[] | null;

  @Field(() => [AgreementFilter], {
    nullable: true,
    description: 'At least one of these holds; an empty list holds nowhere.',
  })
  or?: readonly AgreementFilter[] | null;

  @Field(() => AgreementFilter, { nullable: true, description: 'This does not hold.' })
  not?: AgreementFilter | null;
}

const orderings = {
  SUBJECT: { field: 'subjectSort', description: 'The subject, in Vietnamese order.' },
  STATUS: { field: 'status', description: 'The status, by its name.' },
  KIND: { field: 'kind', description: 'The kind, by its name.' },
  NUMBER: { field: 'number', description: 'The number, letter by letter.' },
  EFFECTIVE_FROM: { field: 'effectiveDay', description: 'The last day on which it can have come into force.' },
  SIGNED_ON: { field: 'signedDay', description: 'The last day on which it can have been signed.' },
  PERIOD_START: { field: 'periodStart', description: 'The last day on which its period can start.' },
  PERIOD_END: { field: 'periodEnd', description: 'The last day on which its period can end.' },
  CHANGED_AT: {
    field: 'changedAt',
    description: 'When its newest event was recorded; only without `asOf` and `knownAt`.',
  },
} as const satisfies Orderings<string>;
type OrderField = keyof typeof orderings;

export const AgreementOrder = orderOf<OrderField>('Agreement', orderings);
const usualOrder: readonly Order[] = [{ field: 'subjectSort', direction: 'ASC' }];

@ArgsType()
class AgreementsArgs extends PageArgs {
  @Field(() => AgreementFilter, { nullable: true, description: 'Which agreements; all by default.' })
  filter?: AgreementFilter | null;

  @Field(() => [AgreementOrder], {
    nullable: true,
    description: 'In which order, three at most; by subject by default.',
  })
  orderBy?: readonly OrderInput<OrderField>[] | null;
}

@ArgsType()
class AgreementArgs extends PointArgs {
  @Field(() => ID, { nullable: true, description: 'The id. Give either this or `number`.' })
  id?: string | null;

  @Field(() => String, { nullable: true, description: 'The number, in any spelling (reference 3.6).' })
  number?: string | null;
}

@InputType({ description: 'A state of an object: after so many events, or at a point on both clocks.' })
export class DiffPoint {
  @Field(() => Int, {
    nullable: true,
    description: 'After this many events; 0 is before the first. Not with the others.',
  })
  version?: number | null;

  @Field(() => AsOf, { nullable: true, description: 'As of when in the world.' })
  asOf?: string | null;

  @Field(() => AsOf, { nullable: true, description: 'As far as it was recorded by then.' })
  knownAt?: string | null;
}

/** The state that it means; INPUT_INVALID when that is two at once. */
export const toPoint = (given: DiffPoint, argument: string): Point => {
  const { version } = given;
  const point = pointOf(given);
  if (typeof version !== 'number') return point;
  if (version < 0) throw inputInvalid('"version" counts events from 0.', argument, 'version');
  if (Object.keys(point).length > 0)
    throw inputInvalid('Give either "version" or a point on the clocks.', argument, 'version');
  return { version };
};

@Resolver(() => Agreement)
export class AgreementResolver {
  @Query(() => Agreement, {
    nullable: true,
    description:
      'One agreement, by exactly one of id and number. Null: none is known, or none had come to be by then. Several with one number are an INPUT_INVALID that names their ids, since a number is no identity (reference 0.3).',
  })
  async agreement(@Args() args: AgreementArgs, @Ctx() context: Context): Promise<Agreement | null> {
    const { id, number } = args;
    if ((typeof id === 'string') === (typeof number === 'string'))
      throw inputInvalid('Give exactly one of "id" and "number".', 'id');
    await reached(context, args.minPosition);
    const point = pointOf(args);
    if (typeof id === 'string') return loadAgreement(context, id, point);
    const found = await context.services.queries.agreements.byNumber(number ?? '');
    if (found.length > 1)
      throw inputInvalid(`Several agreements have this number: ${found.map((each) => each.id).join(', ')}.`, 'number');
    return found[0] === undefined ? null : loadAgreement(context, found[0].id, point);
  }

  @Query(() => AgreementConnection, { description: 'Agreements, now or at a point on both clocks.' })
  async agreements(
    @Args() args: AgreementsArgs,
    @Args() at: PointArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionPage<Agreement, ListedAgreement>> {
    const point = pointOf(at);
    await reached(context, at.minPosition);
    const given = toFilter(args.filter, filtered);
    const byOrphaned = await resolveOrphaned(context, given, point);
    const filter = byOrphaned ?? given;
    const now = Object.keys(point).length === 0 && byOrphaned === null;
    const order = toOrder(args.orderBy, orderings, usualOrder);
    if (!now && order.some(({ field }) => field === 'changedAt'))
      throw inputInvalid(
        'CHANGED_AT orders the present alone: not with "asOf" or "knownAt", nor by "orphaned".',
        'orderBy',
      );
    const { storeId, queries } = context.services;
    const scope = { storeId, list: now ? 'agreements' : 'agreementStates', order };
    const query = { ...pageQuery(args, scope), ...(filter === undefined ? {} : { filter }) };
    const common = { query, scope };
    if (now) {
      const page = await queries.agreements.list(query);
      const toNode = ({ id, body }: Document<ListedAgreement>) => new Agreement(context, id, point, { listed: body });
      return new ConnectionPage<Agreement, ListedAgreement>({
        ...common,
        page,
        toNode,
        count: () => queries.agreements.count(filter),
      });
    }
    const page = await queries.agreementStates.list(point, query);
    return new ConnectionPage({
      ...common,
      page,
      toNode: ({ body }) => new Agreement(context, body.agreementId, point, { listed: body }),
      count: () => queries.agreementStates.count(point, filter),
    });
  }

  @FieldResolver(() => [Change], {
    description: 'What differs between two states of the agreement.',
    complexity: ({ childComplexity }) => 5 + childComplexity,
  })
  async diff(
    @Root() { context, id, point }: Agreement,
    @Arg('from', () => DiffPoint, { description: 'The state before.' }) from: DiffPoint,
    @Arg('to', () => DiffPoint, {
      nullable: true,
      description: 'The state after; by default the one this agreement is shown in.',
    })
    to?: DiffPoint | null,
  ): Promise<readonly Change[]> {
    const target = to === null || to === undefined ? point : toPoint(to, 'to');
    const changes = await context.services.history.diff({ type: 'agreement', id }, toPoint(from, 'from'), target);
    return shownChanges(context, `agreement:${id}`, changes);
  }
}
