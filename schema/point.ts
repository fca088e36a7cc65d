import { ArgsType, Field } from 'type-graphql';
import type { AtPoint } from '../projections/queries.js';
import { AsOf, EventPosition } from './scalars.js';

/** The argument of every query. */
@ArgsType()
export class QueryArgs {
  @Field(() => EventPosition, {
    nullable: true,
    description:
      'Answer only from read models that have reached this position, as a payload gave it; PROJECTION_BEHIND when that takes too long.',
  })
  minPosition?: string | null;
}

/** The arguments of every query that shows a state. */
@ArgsType()
export class PointArgs extends QueryArgs {
  @Field(() => AsOf, {
    nullable: true,
    description: 'As of when in the world; by default now, by the order of the record.',
  })
  asOf?: string | null;

  @Field(() => AsOf, { nullable: true, description: 'As far as it was recorded by then; by default now.' })
  knownAt?: string | null;
}

/** The point on both clocks that arguments name. */
export const pointOf = ({ asOf, knownAt }: Pick<PointArgs, 'asOf' | 'knownAt'>): AtPoint => ({
  ...(typeof asOf === 'string' ? { asOf } : {}),
  ...(typeof knownAt === 'string' ? { knownAt } : {}),
});
