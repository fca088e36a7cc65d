import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Point, Snapshot } from '../../src/application/history.js';
import type { SourceRef } from '../../src/domain/kernel/event.js';
import type { SourceState } from '../../src/domain/source/index.js';
import type { Context } from '../context.js';
import { Certainty, SourceKind } from '../enums.js';
import { loadNamed } from '../read.js';
import { Sha256 } from '../scalars.js';
import { FuzzyDate, Node } from './basics.js';

type Registered = NonNullable<SourceState['registered']>;

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: 'A source that records rest on (reference 4.10): what is needed to find it again, never its text.',
})
export class Source extends Node {
  @Field(() => SourceKind, { description: 'What it is.' })
  readonly kind: Registered['kind'];

  @Field(() => String, { description: 'Its title.' })
  readonly title: string;

  @Field(() => String, { nullable: true, description: 'Who published it.' })
  readonly publisher: string | undefined;

  @Field(() => FuzzyDate, { nullable: true, description: 'When it was published.' })
  readonly publishedOn: FuzzyDate | undefined;

  @Field(() => String, { nullable: true, description: 'The official number it bears or reports, as written.' })
  readonly number: string | undefined;

  @Field(() => Sha256, { nullable: true, description: 'The digest of its file.' })
  readonly sha256: string | undefined;

  @Field(() => String, { nullable: true, description: 'The kind of event it reports, such as SIGNING_CEREMONY.' })
  readonly eventType: string | undefined;

  @Field(() => String, { nullable: true, description: 'On what terms it may be used again.' })
  readonly reuse: string | undefined;

  @Field(() => String, { nullable: true, description: 'A remark of the clerk who registered it.' })
  readonly note: string | undefined;

  @Field(() => Int, { description: 'How many events the record has of it.' })
  readonly version: number;

  constructor(
    readonly point: Point,
    { ref, version }: Snapshot<SourceState>,
    registered: Registered,
  ) {
    super(ref.id);
    this.version = version;
    this.kind = registered.kind;
    this.title = registered.title;
    this.publisher = registered.publisher;
    this.publishedOn = registered.publishedOn as FuzzyDate | undefined;
    this.number = registered.number;
    this.sha256 = registered.sha256;
    this.eventType = registered.eventType;
    this.reuse = registered.reuse;
    this.note = registered.note;
  }

  static from(point: Point, snapshot: Snapshot<SourceState> | null): Source | null {
    const registered = snapshot?.state.registered ?? null;
    return snapshot === null || registered === null ? null : new Source(point, snapshot, registered);
  }
}

/** The source with an id, as the record has it at a point; null when it is not registered there. */
export const loadSource = async (context: Context, id: string | undefined, point: Point): Promise<Source | null> =>
  id === undefined ? null : Source.from(point, await loadNamed(context, 'source', id, point));

@ObjectType({ simpleResolvers: true, description: 'What an event rests on as a whole (reference 4.2).' })
export class SourceReference {
  @Field(() => ID, { description: 'The id of the source.' })
  readonly id: string;

  @Field(() => SourceKind, { description: 'In what form it was used.' })
  readonly kind: SourceRef['kind'];

  @Field(() => Sha256, { nullable: true, description: 'The digest of the file that was used.' })
  readonly sha256: string | undefined;

  @Field(() => Certainty, { description: 'How sure it makes the event.' })
  readonly certainty: SourceRef['certainty'];

  @Field(() => String, { nullable: true, description: 'How the event follows from it.' })
  readonly basis: string | undefined;

  readonly #context: Context;

  constructor(context: Context, { ref, kind, sha256, certainty, basis }: SourceRef) {
    this.#context = context;
    this.id = ref;
    this.kind = kind;
    this.sha256 = sha256;
    this.certainty = certainty;
    this.basis = basis;
  }

  @Field(() => Source, {
    nullable: true,
    description: 'The source as it is known now; null when it is not registered.',
  })
  get source(): Promise<Source | null> {
    return loadSource(this.#context, this.id, {});
  }
}
