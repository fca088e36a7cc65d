import { Field, ID, InputType } from 'type-graphql';
import { CorrectionKind } from '../enumsOfLife.js';
import { Json, Sha256 } from '../scalars.js';
import { Envelope } from './envelope.js';

const stream = 'The object whose record it is about: its stream, `type:id`, such as `agreement:agr-1`.';
const correctionId = 'The id of the correction, unique within the object.';

@InputType({ description: 'What a correction rests on: exactly one of a file and a document.' })
export class CorrectionEvidenceInput {
  @Field(() => Sha256, { nullable: true, description: 'The digest of a file.' })
  sha256?: string;

  @Field(() => ID, { nullable: true, description: 'The id of a registered document.' })
  docId?: string;
}

@InputType({ description: 'Proposes to put one member of one event right; a second person decides on it.' })
export class ProposeCorrectionInput extends Envelope {
  @Field(() => ID, { description: stream })
  stream!: string;

  @Field(() => String, { description: 'Why, 4,000 characters at most.' })
  reason!: string;

  @Field(() => ID, { description: correctionId })
  correctionId!: string;

  @Field(() => CorrectionKind, { description: 'What it puts right.' })
  kind!: string;

  @Field(() => ID, { description: 'The event that says it wrongly.' })
  targetEventId!: string;

  @Field(() => String, {
    description:
      "The path in the event's data, slash-separated, elements of lists by their ids or else indexes; `occurred` and `source/…` are those of the event.",
  })
  path!: string;

  @Field(() => Json, {
    nullable: true,
    description: 'The value that the record has there now; null or left out: none. 20,000 characters of JSON at most.',
  })
  was?: unknown;

  @Field(() => Json, {
    nullable: true,
    description: 'The value it should have; null takes it away. It must be said. 20,000 characters of JSON at most.',
  })
  now?: unknown;

  @Field(() => [CorrectionEvidenceInput], { nullable: true, description: 'What it rests on, 20 at most.' })
  evidence?: readonly CorrectionEvidenceInput[] | null;
}

@InputType({ description: 'Carries a proposed correction out, as the second person.' })
export class CountersignCorrectionInput extends Envelope {
  @Field(() => ID, { description: stream })
  stream!: string;

  @Field(() => String, { nullable: true, description: 'Why, 4,000 characters at most.' })
  reason?: string | null;

  @Field(() => ID, { description: 'The correction.' })
  correctionId!: string;
}

@InputType({ description: 'Turns a proposed correction down.' })
export class RejectCorrectionInput extends Envelope {
  @Field(() => ID, { description: stream })
  stream!: string;

  @Field(() => String, { description: 'Why, 4,000 characters at most.' })
  reason!: string;

  @Field(() => ID, { description: 'The correction.' })
  correctionId!: string;
}
