import { Field, ID, ObjectType } from 'type-graphql';
import type {
  AgreementState,
  LegalHold as DomainLegalHold,
  Renewal as DomainRenewal,
  Suspension as DomainSuspension,
} from '../../src/domain/agreement/index.js';
import type { Context } from '../context.js';
import { TerminationGround } from '../enumsOfLife.js';
import type { Ref } from '../ref.js';
import { FuzzyDate } from './basics.js';
import { HistoryEntry, loadEvent } from './history.js';

@ObjectType({ simpleResolvers: true, description: 'The last time an agreement was suspended.' })
export class Suspension implements DomainSuspension {
  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Field(() => ID, { nullable: true, description: 'The decision.' })
  decisionDocId?: string | undefined;

  @Field(() => FuzzyDate, { description: 'From when.' })
  from!: Ref<FuzzyDate>;

  @Field(() => FuzzyDate, { nullable: true, description: 'From when it was in force again; null: it is not yet.' })
  until!: Ref<FuzzyDate> | null;
}

@ObjectType({ simpleResolvers: true, description: 'The last renewal: for a new period, or by another agreement.' })
export class Renewal implements DomainRenewal {
  @Field(() => ID, {
    nullable: true,
    description: 'The agreement that took its place; null: it goes on itself, for the period it has now.',
  })
  successorId?: string;

  @Field(() => ID, { nullable: true, description: 'The review on which that rests.' })
  basisReviewId?: string;

  @Field(() => FuzzyDate, { description: 'From when.' })
  effectiveFrom!: Ref<FuzzyDate>;
}

type Terminated = NonNullable<AgreementState['termination']>;

@ObjectType({ simpleResolvers: true, description: 'An end before its time; from when says `endedFrom`.' })
export class Termination implements Terminated {
  @Field(() => TerminationGround, { description: 'On what ground.' })
  ground!: Terminated['ground'];

  @Field(() => ID, { nullable: true, description: 'The decision.' })
  decisionDocId?: string;
}

@ObjectType({ simpleResolvers: true, description: 'How long an archived agreement is kept (thời hạn bảo quản).' })
export class Retention {
  @Field(() => String, { description: 'The code in the list of retention periods.' })
  code!: string;

  @Field(() => ID, { description: 'The document that has the list.' })
  basisDocId!: string;
}

type Archived = NonNullable<AgreementState['archived']>;

@ObjectType({ simpleResolvers: true, description: 'Where an archived agreement lies.' })
export class Archive implements Archived {
  @Field(() => Retention, { description: 'How long it is kept.' })
  retention!: Ref<Retention>;

  @Field(() => String, { description: 'The fonds (phông).' })
  fonds!: string;
}

@ObjectType({ simpleResolvers: true, description: 'Keeps an agreement from the archive while it stands.' })
export class LegalHold {
  @Field(() => ID, { description: 'The id, unique within the agreement.' })
  readonly id: string;

  @Field(() => String, { description: 'On what it rests.' })
  readonly basis: string;

  @Field(() => FuzzyDate, { nullable: true, description: 'The last day on which it stands; null: no end was set.' })
  readonly until: Ref<FuzzyDate> | undefined;

  @Field(() => String, { nullable: true, description: 'Why it was released; null: it was not.' })
  readonly releaseReason: string | undefined;

  readonly #context: Context;
  readonly #hold: DomainLegalHold;

  constructor(context: Context, hold: DomainLegalHold) {
    this.#context = context;
    this.#hold = hold;
    this.id = hold.holdId;
    this.basis = hold.basis;
    this.until = hold.until as FuzzyDate | undefined;
    this.releaseReason = hold.released?.reason;
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that placed it.' })
  get event(): Promise<HistoryEntry | null> {
    return loadEvent(this.#context, this.#hold.eventId);
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that released it; null: none did.' })
  get releasedBy(): Promise<HistoryEntry | null> {
    const { released } = this.#hold;
    return released === null ? Promise.resolve(null) : loadEvent(this.#context, released.eventId);
  }
}
