import type { Page, PageQuery } from '../projections/queries.js';
import type { Point } from '../src/application/history.js';
import type { Document, Filter } from '../src/application/ports.js';
import { type AgreementState, isOrphaned } from '../src/domain/agreement/index.js';
import { momentMs } from '../src/domain/kernel/fuzzyDate.js';
import { bodyFact } from '../src/domain/organization/index.js';
import type { Context } from './context.js';
import { isKnown } from './read.js';

type OrphanContext = Parameters<typeof isOrphaned>[1];

/** What tells whether the parties of an agreement still exist; the bodies come as the record has them by `knownAt`. */
export const orphanContext = async (
  { loaders, services }: Context,
  { parties }: Pick<AgreementState, 'parties'>,
  { asOf, knownAt }: Point,
): Promise<OrphanContext> => {
  const record: Point = knownAt === undefined ? {} : { knownAt };
  const ids = new Set(
    parties.flatMap(({ bodyIds, organizationId }) => [
      ...bodyIds,
      ...(organizationId === null ? [] : [organizationId]),
    ]),
  );
  const bodies = await Promise.all([...ids].map((id) => loaders.snapshot('organization', id, record)));
  return {
    bodies: new Map(bodies.filter(isKnown).map(({ ref, state }) => [ref.id, bodyFact(ref.id, state, [])])),
    at: asOf === undefined ? services.now() : new Date(momentMs(asOf)).toISOString(),
  };
};

const pageSize = 500;

/** All items of a list, page by page. */
const all = async <B>(
  list: (query: PageQuery) => Promise<Page<B>>,
  filter: Filter,
): Promise<readonly Document<B>[]> => {
  const items: Document<B>[] = [];
  for (;;) {
    const last = items.at(-1);
    const found = await list({
      filter,
      order: [],
      limit: pageSize,
      ...(last === undefined ? {} : { after: [last.id] }),
    });
    items.push(...found.items);
    if (!found.hasMore) return items;
  }
};

/**
 * The ids of the agreements that are orphaned at a point. Few can be: the read models name those in force with a party
 * among the bodies that ended without a successor, or with one that a clerk recorded as gone, and of these alone the
 * state is folded, which decides. Later records cannot hide one from an earlier `knownAt`: a dissolution once recorded
 * stays one, whatever a correction makes of its day and successors.
 */
const orphanedIds = async (context: Context, point: Point): Promise<readonly string[]> => {
  const { queries } = context.services;
  const { knownAt } = point;
  const record: Point = knownAt === undefined ? {} : { knownAt };
  const [dissolved, departures] = await Promise.all([
    all((query) => queries.organizations.list(query), { field: 'dissolved', eq: true }),
    all((query) => queries.history.list(query), { field: 'event', eq: 'PartyLeftWithoutSuccessor' }),
  ]);
  const bodies = await Promise.all(dissolved.map(({ id }) => context.loaders.snapshot('organization', id, record)));
  const gone = bodies.filter(({ state }) => state.dissolution?.successors.length === 0).map(({ ref }) => ref.id);
  const left = [...new Set(departures.map(({ body }) => body.streamId))];
  const candidates = await all((query) => queries.agreementStates.list(point, query), {
    and: [
      { field: 'status', in: ['IN_FORCE', 'SUSPENDED'] },
      {
        or: [
          { field: 'partyOrgIds', in: gone },
          { field: 'agreementId', in: left },
        ],
      },
    ],
  });
  const ids = [...new Set(candidates.map(({ body }) => body.agreementId))];
  const orphaned = await Promise.all(
    ids.map(async (id) => {
      const { state } = await context.loaders.snapshot('agreement', id, point);
      return isOrphaned(state, await orphanContext(context, state, point));
    }),
  );
  return ids.filter((_, index) => orphaned[index] === true);
};

/** The name of what no read model has: the filter on it becomes one on ids. */
const orphaned = 'orphaned';

const mentions = (filter: Filter): boolean => {
  if ('and' in filter) return filter.and.some(mentions);
  if ('or' in filter) return filter.or.some(mentions);
  return 'not' in filter ? mentions(filter.not) : filter.field === orphaned;
};

const withIds = (filter: Filter, ids: readonly string[]): Filter => {
  if ('and' in filter) return { and: filter.and.map((each) => withIds(each, ids)) };
  if ('or' in filter) return { or: filter.or.map((each) => withIds(each, ids)) };
  if ('not' in filter) return { not: withIds(filter.not, ids) };
  if (filter.field !== orphaned) return filter;
  const among: Filter = { field: 'agreementId', in: ids };
  return 'eq' in filter && filter.eq === true ? among : { not: among };
};

/** The filter with `orphaned` as one on `agreementId`, which only the states of agreements have; null: it is not in it. */
export const resolveOrphaned = async (
  context: Context,
  filter: Filter | undefined,
  point: Point,
): Promise<Filter | null> =>
  filter === undefined || !mentions(filter) ? null : withIds(filter, await orphanedIds(context, point));
