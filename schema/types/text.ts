import { Field, ID, Int, ObjectType } from 'type-graphql';
import type {
  Attachment as DomainAttachment,
  Clause as DomainClause,
  FieldState,
  Observation as DomainObservation,
  PlacedCitation,
  TextState,
} from '../../src/domain/agreement/index.js';
import type { Point } from '../../src/application/history.js';
import { entryOf } from '../../src/domain/kernel/ids.js';
import type { Context } from '../context.js';
import { CitationPlace, CitationRelation, TextStatus } from '../enums.js';
import type { Ref } from '../ref.js';
import { Sha256 } from '../scalars.js';
import { FuzzyDate } from './basics.js';
import { HistoryEntry, loadEvent } from './history.js';
import { loadSource, Source } from './source.js';

@ObjectType({
  simpleResolvers: true,
  description:
    'How one source words a field, clause or core task. Two that differ are no amendment (reference 1.6, X6).',
})
export class Observation {
  @Field(() => String, { description: 'What is meant: the corrected wording, or else the wording as written.' })
  readonly text: string;

  @Field(() => String, { description: "The source's own words." })
  readonly asWritten: string;

  @Field(() => String, {
    nullable: true,
    description: 'The wording with an obvious slip put right; null: there was none.',
  })
  readonly corrected: string | null;

  readonly #context: Context;
  readonly #point: Point;
  readonly #observation: DomainObservation;

  constructor(context: Context, point: Point, observation: DomainObservation) {
    this.#context = context;
    this.#point = point;
    this.#observation = observation;
    this.asWritten = observation.asWritten;
    this.corrected = observation.corrected ?? null;
    this.text = this.corrected ?? this.asWritten;
  }

  @Field(() => Source, { nullable: true, description: 'The source.' })
  get source(): Promise<Source | null> {
    return loadSource(this.#context, this.#observation.sourceId, this.#point);
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that recorded it.' })
  get event(): Promise<HistoryEntry | null> {
    return loadEvent(this.#context, this.#observation.eventId);
  }
}

export type Observe = (observations: readonly DomainObservation[] | undefined) => readonly Observation[];

@ObjectType({ simpleResolvers: true, description: 'An agreed field of cooperation (nội dung, lĩnh vực phối hợp).' })
export class CooperationField {
  @Field(() => ID, { description: 'The id, unique within the agreement.' })
  readonly id: string;

  @Field(() => String, { description: 'The wording that the agreement goes by.' })
  readonly text: string;

  @Field(() => ID, { nullable: true, description: 'The clause that states it.' })
  readonly clauseId: string | undefined;

  @Field(() => [Observation], { description: 'How the sources word it.' })
  readonly observations: readonly Observation[];

  constructor({ fieldId, text, clauseId, observations }: FieldState, observe: Observe) {
    this.id = fieldId;
    this.text = text;
    this.clauseId = clauseId;
    this.observations = observe(observations);
  }
}

@ObjectType({
  simpleResolvers: true,
  description: 'A core task (nhiệm vụ trọng tâm) that sources name; known only by their wordings.',
})
export class CoreTask {
  @Field(() => ID, { description: 'The id, unique within the agreement.' })
  readonly id: string;

  @Field(() => [Observation], { description: 'How the sources word it.' })
  readonly observations: readonly Observation[];

  constructor(id: string, observations: readonly Observation[]) {
    this.id = id;
    this.observations = observations;
  }
}

@ObjectType({
  simpleResolvers: true,
  description: 'A clause of a text; drafts, diffs and observations speak of it by its id.',
})
export class Clause {
  @Field(() => ID, { description: 'The id, unique within the agreement.' })
  readonly id: string;

  @Field(() => String, { description: 'Its heading, such as Điều 3.' })
  readonly label: string;

  @Field(() => String, { description: 'Its words.' })
  readonly body: string;

  @Field(() => [Observation], { description: 'How sources word it.' })
  readonly observations: readonly Observation[];

  constructor({ clauseId, label, body }: DomainClause, observations: readonly Observation[]) {
    this.id = clauseId;
    this.label = label;
    this.body = body;
    this.observations = observations;
  }
}

@ObjectType({ simpleResolvers: true, description: 'A file that belongs to a text, known by its digest.' })
export class Attachment implements DomainAttachment {
  @Field(() => Sha256, { description: 'The digest of its bytes.' })
  sha256!: string;

  @Field(() => String, { description: 'Its file name.' })
  name!: string;

  @Field(() => String, { description: 'Its media type, such as application/pdf.' })
  mediaType!: string;

  @Field(() => Int, { description: 'Its size in bytes.' })
  size!: number;
}

@ObjectType({ simpleResolvers: true, description: 'The text of an agreement in its current version.' })
export class AgreementText {
  @Field(() => Int, { description: 'The version, from 1; each revision makes a new one.' })
  readonly version: number;

  @Field(() => Sha256, {
    nullable: true,
    description: 'The digest that is presented and signed (reference 4.2, Text); null: no text is on record.',
  })
  readonly sha256: string | null;

  @Field(() => TextStatus, { description: 'Where it stands.' })
  readonly status: TextState['status'];

  @Field(() => [Clause], { description: 'The clauses in order; none: no text is on record.' })
  readonly clauses: readonly Clause[];

  @Field(() => Attachment, { nullable: true, description: 'The file that belongs to it.' })
  readonly attachment: Ref<Attachment> | null;

  @Field(() => FuzzyDate, {
    nullable: true,
    description: 'When this version came to exist: the day of the draft, of its revision, or of the document itself.',
  })
  readonly writtenOn: Ref<FuzzyDate> | null;

  constructor(
    { version, sha256, status, clauses, attachment, writtenOn }: TextState,
    observations: Readonly<Record<string, readonly DomainObservation[]>>,
    observe: Observe,
  ) {
    this.version = version;
    this.sha256 = sha256;
    this.status = status;
    this.clauses = clauses.map((clause) => new Clause(clause, observe(entryOf(observations, clause.clauseId))));
    this.attachment = attachment;
    this.writtenOn = writtenOn as FuzzyDate | null;
  }
}

@ObjectType({ simpleResolvers: true, description: 'A document that the agreement, or what belongs to it, cites.' })
export class Citation {
  @Field(() => ID, { nullable: true, description: 'The id of the document, where it was told which one it is.' })
  docId?: string;

  @Field(() => CitationRelation, { description: 'Why it is cited.' })
  relation!: PlacedCitation['relation'];

  @Field(() => CitationPlace, { description: 'Where it is cited.' })
  in!: PlacedCitation['in'];

  @Field(() => String, { description: 'The citation, as written.' })
  asWritten!: string;
}
