import { Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';
import type { AtPoint, Queries } from '../../projections/queries.js';
import type { Scalar } from '../../src/application/ports.js';
import type { Context } from '../context.js';
import { inputInvalid } from '../errors.js';
import { PointArgs, pointOf } from '../point.js';
import { reached } from '../read.js';
import type { Data } from '../ref.js';
import { type Facet, Stats, StatsFacet, StatsOf, type StatsRow, type StatsSubject } from '../types/stats.js';

@ArgsType()
class StatsArgs extends PointArgs {
  @Field(() => StatsOf, { description: 'What is counted.' })
  of!: StatsSubject;

  @Field(() => [StatsFacet], { description: 'By what, in this order; none counts all.' })
  groupBy!: readonly Facet[];
}

interface Counted {
  readonly key: readonly Scalar[];
  readonly count: number;
}

interface Subject {
  readonly facets: Readonly<Partial<Record<Facet, string>>>;
  readonly count: (queries: Queries, at: AtPoint, fields: readonly string[]) => Promise<readonly Counted[]>;
}

const isNow = (at: AtPoint): boolean => Object.keys(at).length === 0;

const subjects: Readonly<Record<Exclude<StatsSubject, 'FIELD'>, Subject>> = {
  AGREEMENT: {
    facets: { STATUS: 'status', KIND: 'kind', EFFECTIVENESS_RULE: 'effectivenessRule', LEAD_ISSUER: 'leadIssuer' },
    count: ({ agreements, agreementStates }, at, fields) =>
      isNow(at) ? agreements.countBy(fields) : agreementStates.countBy(at, fields),
  },
  TRANSITION: {
    facets: { DAY: 'day', MONTH: 'month', YEAR: 'year', STATUS: 'status', KIND: 'kind' },
    count: ({ transitions }, at, fields) => transitions.countBy(at, fields),
  },
  ORGANIZATION: {
    facets: { KIND: 'kind', LEVEL: 'level', SYSTEM: 'system' },
    count: ({ organizations }, at, fields) => {
      if (!isNow(at)) throw inputInvalid('Organisations are counted as they are now.', 'asOf');
      return organizations.countBy(fields);
    },
  },
};

const textOf = (value: Scalar | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

const toStats = (rows: readonly Data<StatsRow>[]): Data<Stats> => ({
  total: rows.reduce((sum, { count }) => sum + count, 0),
  rows,
});

/** Fields of cooperation by agreement: none on record is told from none at all. */
const countFields = async (queries: Queries, at: AtPoint, groupBy: readonly Facet[]): Promise<Data<Stats>> => {
  const other = groupBy.find((facet) => facet !== 'AGREEMENT');
  if (other !== undefined) throw inputInvalid(`FIELD is not counted by ${other}; only by AGREEMENT.`, 'groupBy');
  const counted = await queries.agreementStates.countBy(at, ['agreementId', 'fieldCount']);
  const rows = counted.map(({ key: [id, fields] }) => ({
    key: [{ field: 'AGREEMENT' as const, value: textOf(id) }],
    count: Number(fields ?? 0),
    isComplete: Number(fields ?? 0) > 0,
  }));
  if (groupBy.length > 0) return toStats(rows);
  const { total } = toStats(rows);
  return { total, rows: [{ key: [], count: total, isComplete: rows.every(({ isComplete }) => isComplete) }] };
};

@Resolver()
export class StatsResolver {
  @Query(() => Stats, {
    description: 'Counts by facets, from the read models; at a point on both clocks for agreements.',
  })
  async stats(@Args() { of, groupBy, minPosition, ...at }: StatsArgs, @Ctx() context: Context): Promise<Data<Stats>> {
    const { queries } = context.services;
    const point = pointOf(at);
    if (new Set(groupBy).size < groupBy.length) throw inputInvalid('Each facet once.', 'groupBy');
    await reached(context, minPosition);
    if (of === 'FIELD') return countFields(queries, point, groupBy);
    const { facets, count } = subjects[of];
    const fields = groupBy.map((facet) => {
      const field = facets[facet];
      if (field === undefined)
        throw inputInvalid(`${of} is not counted by ${facet}; only by ${Object.keys(facets).join(', ')}.`, 'groupBy');
      return field;
    });
    const counted = await count(queries, point, fields);
    return toStats(
      counted.map((row) => ({
        key: groupBy.map((field, index) => ({ field, value: textOf(row.key[index]) })),
        count: row.count,
        isComplete: true,
      })),
    );
  }
}
