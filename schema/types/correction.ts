import { Field, ID, ObjectType } from 'type-graphql';
import type { CorrectionState } from '../../src/domain/kernel/correctable.js';
import type { Context } from '../context.js';
import { CorrectionKind, CorrectionStatus } from '../enumsOfLife.js';
import { shownChanges } from '../read.js';
import { Json, Sha256 } from '../scalars.js';
import type { Change } from './basics.js';
import { HistoryEntry, loadEvent } from './history.js';

@ObjectType({ simpleResolvers: true, description: 'What a correction rests on: a file or a document.' })
export class CorrectionEvidence {
  @Field(() => Sha256, { nullable: true, description: 'The digest of the file.' })
  sha256?: string;

  @Field(() => ID, { nullable: true, description: 'The id of the document.' })
  docId?: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A correction of one member of one event, proposed by one person and decided by another (reference 4.2).',
})
export class Correction {
  @Field(() => ID, { description: 'The id, unique within the object.' })
  readonly id: string;

  @Field(() => CorrectionKind, { description: 'What it puts right.' })
  readonly kind: CorrectionState['kind'];

  @Field(() => CorrectionStatus, { description: 'Where it stands.' })
  readonly status: CorrectionState['status'];

  @Field(() => String, {
    description: "The path in the event's data, slash-separated; `occurred` and `source/…` are those of the event.",
  })
  readonly path: string;

  @Field(() => [CorrectionEvidence], { description: 'What it rests on, 20 at most.' })
  readonly evidence: readonly CorrectionEvidence[];

  readonly #context: Context;
  readonly #stream: string;
  readonly #correction: CorrectionState;

  constructor(context: Context, stream: string, correction: CorrectionState) {
    this.#context = context;
    this.#stream = stream;
    this.#correction = correction;
    this.id = correction.correctionId;
    this.kind = correction.kind;
    this.status = correction.status;
    this.path = correction.path;
    this.evidence = correction.evidence;
  }

  @Field(() => Json, { nullable: true, description: 'What the record had there; null: nothing.' })
  get was(): unknown {
    return this.#shown?.was;
  }

  @Field(() => Json, { nullable: true, description: 'What it should have; null: nothing.' })
  get now(): unknown {
    return this.#shown?.now;
  }

  get #shown(): Change | undefined {
    const { path, was, now = null } = this.#correction;
    return shownChanges(this.#context, this.#stream, [{ path, was, now }])[0];
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that is put right.' })
  get target(): Promise<HistoryEntry | null> {
    return loadEvent(this.#context, this.#correction.targetEventId);
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that proposed it: who, when and why.' })
  get proposedBy(): Promise<HistoryEntry | null> {
    return loadEvent(this.#context, this.#correction.proposedBy.eventId);
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that decided it; null: it is open.' })
  get decidedBy(): Promise<HistoryEntry | null> {
    const { decidedBy } = this.#correction;
    return decidedBy === null ? Promise.resolve(null) : loadEvent(this.#context, decidedBy);
  }
}
