import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Query, Resolver } from 'type-graphql';
import type { OfficeDocument } from '../../projections/offices/document.js';
import type { OrganizationDocument } from '../../projections/organizations/document.js';
import type { Page, PageQuery } from '../../projections/queries.js';
import type { Filter, Order } from '../../src/application/ports.js';
import {
  type Comparator,
  IdComparator,
  NumberingSystemComparator,
  OrganizationKindComparator,
  OrganizationLevelComparator,
  TextComparator,
} from '../comparators.js';
import { ConnectionPage, connectionOf, PageArgs, pageQuery } from '../connection.js';
import type { Context } from '../context.js';
import { type FilteredField, type FilterInput, toFilter } from '../filter.js';
import { orderOf, type Orderings, type OrderInput, toOrder } from '../order.js';
import { PointArgs, pointOf, QueryArgs } from '../point.js';
import type { Data } from '../ref.js';
import { isKnown, reached } from '../read.js';
import { loadOffice, Office } from '../types/office.js';
import { loadOrganization, Organization } from '../types/organization.js';
import { Source } from '../types/source.js';

@InputType({ description: 'Which organisations; all members given must hold. Nests 4 deep at most.' })
export class OrganizationFilter implements FilterInput {
  @Field(() => OrganizationKindComparator, { nullable: true, description: 'What kind of body it is.' })
  kind?: Comparator | null;

  @Field(() => OrganizationLevelComparator, { nullable: true, description: 'The level of government it belongs to.' })
  level?: Comparator | null;

  @Field(() => NumberingSystemComparator, { nullable: true, description: 'By whose rules it numbers documents.' })
  system?: Comparator | null;

  @Field(() => IdComparator, { nullable: true, description: 'The id of the body above it.' })
  parent?: Comparator | null;

  @Field(() => Boolean, { nullable: true, description: 'Is a dissolution on record?' })
  isDissolved?: boolean | null;

  @Field(() => TextComparator, { nullable: true, description: 'Its name.' })
  name?: Comparator | null;

  @Field(() => [OrganizationFilter], { nullable: true, description: 'All of these hold.' })
  and?: readonly OrganizationFilter[] | null;

  @Field(() => [OrganizationFilter], {
    nullable: true,
    description: 'At least one of these holds; an empty list holds nowhere.',
  })
  or?: readonly OrganizationFilter[] | null;

  @Field(() => OrganizationFilter, { nullable: true, description: 'This does not hold.' })
  not?: OrganizationFilter | null;
}

const organizationFields: Readonly<Record<string, FilteredField>> = {
  kind: { field: 'kind' },
  level: { field: 'level' },
  system: { field: 'system' },
  parent: { field: 'parentId' },
  isDissolved: { field: 'dissolved' },
  name: { field: 'name', folded: 'nameFolded' },
};

@InputType({ description: 'Which offices; all members given must hold. Nests 4 deep at most.' })
export class OfficeFilter implements FilterInput {
  @Field(() => IdComparator, { nullable: true, description: 'The id of the body it is an office of.' })
  organization?: Comparator | null;

  @Field(() => TextComparator, { nullable: true, description: 'Its title.' })
  title?: Comparator | null;

  @Field(() => [OfficeFilter], { nullable: true, description: 'All of these hold.' })
  and?: readonly OfficeFilter[] | null;

  @Field(() => [OfficeFilter], {
    nullable: true,
    description: 'At least one of these holds; an empty list holds nowhere.',
  })
  or?: readonly OfficeFilter[] | null;

  @Field(() => OfficeFilter, { nullable: true, description: 'This does not hold.' })
  not?: OfficeFilter | null;
}

const officeFields: Readonly<Record<string, FilteredField>> = {
  organization: { field: 'orgId' },
  title: { field: 'title', folded: 'titleFolded' },
};

const organizationOrderings = {
  NAME: { field: 'nameSort', description: 'The name, in Vietnamese order.' },
  KIND: { field: 'kind', description: 'The kind, by its name.' },
  LEVEL: { field: 'level', description: 'The level, by its name.' },
} as const satisfies Orderings<string>;
type OrganizationOrderField = keyof typeof organizationOrderings;
export const OrganizationOrder = orderOf<OrganizationOrderField>('Organization', organizationOrderings);
const byName: readonly Order[] = [{ field: 'nameSort', direction: 'ASC' }];
const byTitle: readonly Order[] = [{ field: 'titleSort', direction: 'ASC' }];

export const OrganizationConnection = connectionOf('Organization', () => Organization);
export const OfficeConnection = connectionOf('Office', () => Office);

@ArgsType()
class OrganizationsArgs extends PageArgs {
  @Field(() => OrganizationFilter, { nullable: true, description: 'Which organisations; all by default.' })
  filter?: OrganizationFilter | null;

  @Field(() => [OrganizationOrder], {
    nullable: true,
    description: 'In which order, three at most; by name by default.',
  })
  orderBy?: readonly OrderInput<OrganizationOrderField>[] | null;
}

@ArgsType()
class OfficesArgs extends PageArgs {
  @Field(() => OfficeFilter, { nullable: true, description: 'Which offices; all by default.' })
  filter?: OfficeFilter | null;
}

interface Listing<N, B> {
  readonly list: string;
  readonly order: readonly Order[];
  readonly filter: Filter | undefined;
  readonly load: (query: PageQuery) => Promise<Page<B>>;
  readonly count: () => Promise<number>;
  readonly node: (id: string) => Promise<N | null>;
}

/** A page of bodies, offices or committees: the ids from the read model, the objects from their folds, all of them at once. */
export const pageOf = async <N, B>(
  context: Context,
  args: Data<PageArgs>,
  minPosition: string | null | undefined,
  { list, order, filter, load, count, node }: Listing<N, B>,
): Promise<ConnectionPage<N, B>> => {
  const scope = { storeId: context.services.storeId, list, order };
  const query = { ...pageQuery(args, scope), ...(filter === undefined ? {} : { filter }) };
  await reached(context, minPosition);
  const page = await load(query);
  const nodes = new Map<string, N>();
  await Promise.all(
    page.items.map(async ({ id }) => {
      const found = await node(id);
      if (found !== null) nodes.set(id, found);
    }),
  );
  const toNode = ({ id }: { readonly id: string }): N => {
    const found = nodes.get(id);
    if (found === undefined) throw new Error(`${list} lists ${id}, of which the log knows nothing`);
    return found;
  };
  return new ConnectionPage({ page, query, scope, count, toNode });
};

@Resolver()
export class BodyResolver {
  @Query(() => Organization, {
    nullable: true,
    description: 'One organisation; null: none is known, or it did not exist then.',
  })
  async organization(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Args() args: PointArgs,
    @Ctx() context: Context,
  ): Promise<Organization | null> {
    await reached(context, args.minPosition);
    const point = pointOf(args);
    const snapshot = await context.loaders.snapshot('organization', id, point);
    return isKnown(snapshot) ? new Organization(context, point, snapshot) : null;
  }

  @Query(() => OrganizationConnection, { description: 'Organisations as they are known now.' })
  organizations(
    @Args() args: OrganizationsArgs,
    @Args() { minPosition }: QueryArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionPage<Organization, OrganizationDocument>> {
    const { organizations } = context.services.queries;
    const filter = toFilter(args.filter, organizationFields);
    return pageOf(context, args, minPosition, {
      list: 'organizations',
      order: toOrder(args.orderBy, organizationOrderings, byName),
      filter,
      load: (query) => organizations.list(query),
      count: () => organizations.count(filter),
      node: (id) => loadOrganization(context, id, {}),
    });
  }

  @Query(() => Office, { nullable: true, description: 'One office; null: none is known, or it did not exist then.' })
  async office(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Args() args: PointArgs,
    @Ctx() context: Context,
  ): Promise<Office | null> {
    await reached(context, args.minPosition);
    const point = pointOf(args);
    const snapshot = await context.loaders.snapshot('office', id, point);
    return isKnown(snapshot) ? new Office(context, point, snapshot) : null;
  }

  @Query(() => OfficeConnection, { description: 'Offices as they are known now, by title.' })
  offices(
    @Args() args: OfficesArgs,
    @Args() { minPosition }: QueryArgs,
    @Ctx() context: Context,
  ): Promise<ConnectionPage<Office, OfficeDocument>> {
    const { offices } = context.services.queries;
    const filter = toFilter(args.filter, officeFields);
    return pageOf(context, args, minPosition, {
      list: 'offices',
      order: byTitle,
      filter,
      load: (query) => offices.list(query),
      count: () => offices.count(filter),
      node: (id) => loadOffice(context, id, {}),
    });
  }

  @Query(() => Source, { nullable: true, description: 'One source; null: none is registered, or was by then.' })
  async source(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Args() args: PointArgs,
    @Ctx() context: Context,
  ): Promise<Source | null> {
    await reached(context, args.minPosition);
    const point = pointOf(args);
    return Source.from(point, await context.loaders.snapshot('source', id, point));
  }
}
