import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Point } from '../../src/application/history.js';
import type {
  AgreementState,
  Consultation as DomainConsultation,
  Opinion as DomainOpinion,
} from '../../src/domain/agreement/index.js';
import type { Context } from '../context.js';
import { Disposition, Stance } from '../enumsOfLife.js';
import type { Data, Ref } from '../ref.js';
import { FuzzyDate } from './basics.js';
import { HistoryEntry, loadEvent } from './history.js';
import { loadOffice, Office } from './office.js';
import { loadOrganization, loadOrganizations, Organization } from './organization.js';

@ObjectType({ simpleResolvers: true, description: 'What a consulted body says of a draft, and what was done with it.' })
export class Opinion {
  @Field(() => ID, { description: 'The id, unique within the agreement.' })
  readonly id: string;

  @Field(() => Stance, { description: 'What it comes to.' })
  readonly stance: DomainOpinion['stance'];

  @Field(() => ID, { nullable: true, description: 'The clause it is about; null: the whole draft.' })
  readonly clauseId: string | undefined;

  @Field(() => String, { description: 'Its words.' })
  readonly text: string;

  @Field(() => Disposition, { nullable: true, description: 'What was done with it; null: nothing yet.' })
  readonly disposition: NonNullable<DomainOpinion['disposed']>['disposition'] | undefined;

  @Field(() => String, { nullable: true, description: 'Why that was done.' })
  readonly explanation: string | undefined;

  readonly #context: Context;
  readonly #point: Point;
  readonly #opinion: DomainOpinion;

  constructor(context: Context, point: Point, opinion: DomainOpinion) {
    this.#context = context;
    this.#point = point;
    this.#opinion = opinion;
    this.id = opinion.opinionId;
    this.stance = opinion.stance;
    this.clauseId = opinion.clauseId;
    this.text = opinion.text;
    this.disposition = opinion.disposed?.disposition;
    this.explanation = opinion.disposed?.explanation;
  }

  @Field(() => Organization, { nullable: true, description: 'The organisation whose opinion it is.' })
  get organization(): Promise<Organization | null> {
    return loadOrganization(this.#context, this.#opinion.orgId, this.#point);
  }

  @Field(() => Office, { nullable: true, description: 'The office whose opinion it is.' })
  get office(): Promise<Office | null> {
    return loadOffice(this.#context, this.#opinion.officeId, this.#point);
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that recorded it.' })
  get event(): Promise<HistoryEntry | null> {
    return loadEvent(this.#context, this.#opinion.eventId);
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that disposed of it; null: none yet.' })
  get disposedBy(): Promise<HistoryEntry | null> {
    const { disposed } = this.#opinion;
    return disposed === null ? Promise.resolve(null) : loadEvent(this.#context, disposed.eventId);
  }
}

@ObjectType({ simpleResolvers: true, description: 'Opinions by what they come to.' })
export class StanceCounts {
  @Field(() => Int, { description: 'AGREE.' })
  agree!: number;

  @Field(() => Int, { description: 'AGREE_WITH_CHANGES.' })
  agreeWithChanges!: number;

  @Field(() => Int, { description: 'DISAGREE.' })
  disagree!: number;

  @Field(() => Int, { description: 'NO_OPINION.' })
  noOpinion!: number;
}

@ObjectType({ simpleResolvers: true, description: 'One round of consultation on a draft (lấy ý kiến).' })
export class Consultation {
  @Field(() => FuzzyDate, { nullable: true, description: 'By when they were to answer; null: no day was set.' })
  readonly dueBy: Ref<FuzzyDate> | undefined;

  @Field(() => Int, { description: 'The version of the text they were asked about.' })
  readonly textVersion: number;

  @Field(() => Boolean, { description: 'Is it going on?' })
  readonly isOpen: boolean;

  @Field(() => StanceCounts, {
    nullable: true,
    description: 'What came in, counted as it was closed; null: it is open.',
  })
  readonly counts: Data<StanceCounts> | null;

  @Field(() => String, { nullable: true, description: 'What came of it, as it was closed.' })
  readonly summary: string | undefined;

  @Field(() => [Opinion], { description: 'The opinions that were given in it.' })
  readonly opinions: readonly Opinion[];

  readonly #context: Context;
  readonly #point: Point;
  readonly #consultation: DomainConsultation;

  constructor(context: Context, point: Point, consultation: DomainConsultation, { opinions }: AgreementState) {
    const { counts } = consultation;
    this.#context = context;
    this.#point = point;
    this.#consultation = consultation;
    this.dueBy = consultation.dueBy as FuzzyDate | undefined;
    this.textVersion = consultation.textVersion;
    this.isOpen = counts === null;
    this.counts = counts && {
      agree: counts.AGREE,
      agreeWithChanges: counts.AGREE_WITH_CHANGES,
      disagree: counts.DISAGREE,
      noOpinion: counts.NO_OPINION,
    };
    this.summary = consultation.summary;
    this.opinions = opinions
      .filter(({ consultationId }) => consultationId === consultation.eventId)
      .map((opinion) => new Opinion(context, point, opinion));
  }

  @Field(() => [Organization], { description: 'The organisations that were asked, 200 at most.' })
  get audience(): Promise<readonly Organization[]> {
    return loadOrganizations(this.#context, this.#consultation.audience, this.#point);
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that opened it.' })
  get event(): Promise<HistoryEntry | null> {
    return loadEvent(this.#context, this.#consultation.eventId);
  }
}
