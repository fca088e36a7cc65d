import { Field, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../enums.js';
import type { Data } from '../ref.js';

export type StatsSubject = 'AGREEMENT' | 'TRANSITION' | 'FIELD' | 'ORGANIZATION';
export const StatsOf = enumOf<StatsSubject>('StatsOf', 'What is counted.', {
  AGREEMENT: 'Agreements, at a point on both clocks. Facets: STATUS, KIND, EFFECTIVENESS_RULE, LEAD_ISSUER.',
  TRANSITION: 'Agreements entering a status, each on its Vietnam day. Facets: DAY, MONTH, YEAR, STATUS, KIND.',
  FIELD: 'Fields of cooperation on record. Facet: AGREEMENT.',
  ORGANIZATION: 'Organisations, now. Facets: KIND, LEVEL, SYSTEM.',
});

export type Facet =
  | 'STATUS'
  | 'KIND'
  | 'EFFECTIVENESS_RULE'
  | 'LEAD_ISSUER'
  | 'AGREEMENT'
  | 'LEVEL'
  | 'SYSTEM'
  | 'DAY'
  | 'MONTH'
  | 'YEAR';
export const StatsFacet = enumOf<Facet>('StatsFacet', 'By what something is counted.', {
  STATUS: 'The status of an agreement, or the one it entered.',
  KIND: 'The kind.',
  EFFECTIVENESS_RULE: 'Who must have signed.',
  LEAD_ISSUER: 'The id of the body that issues it.',
  AGREEMENT: 'The id of the agreement.',
  LEVEL: 'The level of government.',
  SYSTEM: 'By whose rules documents are numbered.',
  DAY: 'The Vietnam day, `YYYY-MM-DD`.',
  MONTH: 'The month, `YYYY-MM`.',
  YEAR: 'The year, `YYYY`.',
});

@ObjectType({ simpleResolvers: true, description: 'One facet of what a row counts.' })
export class StatsKey {
  @Field(() => StatsFacet, { description: 'By what.' })
  field!: Facet;

  @Field(() => String, { nullable: true, description: 'The value; null: there is none.' })
  value!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'How many there are with the same values.' })
export class StatsRow {
  @Field(() => [StatsKey], { description: 'The values, in the order of `groupBy`.' })
  key!: readonly Data<StatsKey>[];

  @Field(() => Int, { description: 'How many.' })
  count!: number;

  @Field(() => Boolean, { description: 'False: nothing was reported, which does not mean that there is nothing.' })
  isComplete!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'Counts by facets.' })
export class Stats {
  @Field(() => Int, { description: 'The sum of all rows.' })
  total!: number;

  @Field(() => [StatsRow], { description: 'The rows, ordered by their values, null first.' })
  rows!: readonly Data<StatsRow>[];
}
