import { Field, ID, ObjectType } from 'type-graphql';
import type { Uncertainty } from '../../src/domain/agreement/index.js';
import type { Context } from '../context.js';
import { Certainty, enumOf } from '../enums.js';
import type { Ref } from '../ref.js';
import { FuzzyDate } from './basics.js';
import { HistoryEntry, loadEvent } from './history.js';
import { loadSource, Source } from './source.js';

@ObjectType({ simpleResolvers: true, description: 'The years an agreement covers (giai đoạn).' })
export class Period {
  @Field(() => FuzzyDate, { nullable: true, description: 'Its start; null: none is stated.' })
  start!: Ref<FuzzyDate> | null;

  @Field(() => FuzzyDate, { nullable: true, description: 'Its end; null: open-ended, by what is known.' })
  end!: Ref<FuzzyDate> | null;

  @Field(() => String, { nullable: true, description: "The source's own words." })
  asWritten?: string;
}

@ObjectType({ simpleResolvers: true, description: 'A fact that is not simply stated (reference 6.1, A5).' })
export class UncertainFact {
  @Field(() => String, { description: 'Where in the agreement, slash-separated.' })
  readonly path: string;

  @Field(() => Certainty, { description: 'INFERRED or UNKNOWN.' })
  readonly certainty: Uncertainty['certainty'];

  @Field(() => String, { nullable: true, description: 'What it was inferred from, or why it is unknown.' })
  readonly basis: string | undefined;

  constructor(
    private readonly context: Context,
    private readonly fact: Uncertainty,
  ) {
    this.path = fact.path;
    this.certainty = fact.certainty;
    this.basis = fact.basis;
  }

  @Field(() => Source, { nullable: true, description: 'The source it was taken from.' })
  get source(): Promise<Source | null> {
    return loadSource(this.context, this.fact.sourceId, {});
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that recorded it.' })
  get event(): Promise<HistoryEntry | null> {
    return loadEvent(this.context, this.fact.eventId);
  }
}

@ObjectType({
  simpleResolvers: true,
  description: 'A source that speaks of the agreement, or that one of its events rests on.',
})
export class AgreementSource {
  @Field(() => ID, { description: 'The id of the source.' })
  id!: string;

  @Field(() => Certainty, { description: 'How sure it is that it speaks of this agreement.' })
  certainty!: Uncertainty['certainty'];

  @Field(() => String, { nullable: true, description: 'Why.' })
  basis!: string | undefined;

  @Field(() => String, {
    nullable: true,
    description: 'What it calls the agreement, where that differs from the subject.',
  })
  alsoCalled!: string | undefined;

  @Field(() => Boolean, { description: 'Was it linked as a whole? Else single events rest on it.' })
  isLinked!: boolean;

  @Field(() => Source, { nullable: true, description: 'The source; null when it is not registered.' })
  source!: () => Promise<Source | null>;
}

export const AmendmentKind = enumOf<'SUA_DOI' | 'BO_SUNG'>('AmendmentKind', 'What an amendment does (reference 4.4).', {
  SUA_DOI: 'Sửa đổi: it changes clauses.',
  BO_SUNG: 'Bổ sung: it adds to them.',
});
export const AmendmentStatus = enumOf<'PROPOSED' | 'IN_EFFECT' | 'REJECTED' | 'WITHDRAWN'>(
  'AmendmentStatus',
  'Where an amendment stands.',
  {
    PROPOSED: 'Open to be signed.',
    IN_EFFECT: 'Signed by all it needs; part of the text.',
    REJECTED: 'A party said no.',
    WITHDRAWN: 'Taken back by who proposed it.',
  },
);

@ObjectType({
  simpleResolvers: true,
  description: 'A change to a text in force, agreed by the parties (reference 4.4).',
})
export class Amendment {
  @Field(() => ID, { description: 'The id, unique within the agreement.' })
  id!: string;

  @Field(() => AmendmentKind, { description: 'What it does.' })
  kind!: string;

  @Field(() => AmendmentStatus, { description: 'Where it stands.' })
  status!: string;
}
