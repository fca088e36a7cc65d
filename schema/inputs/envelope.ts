import { Field, ID, InputType, Int } from 'type-graphql';
import { Certainty, DatePrecision, PartOfDay, SourceKind } from '../enums.js';
import type { Ref } from '../ref.js';
import { AsOf, Sha256, Uuid } from '../scalars.js';

@InputType({
  description:
    'A date as it is known: bounds, precision and certainty. A certain day has equal bounds, DAY and STATED.',
})
export class FuzzyDateInput {
  @Field(() => AsOf, { nullable: true, description: 'The first day or instant it can mean.' })
  earliest?: string | null;

  @Field(() => AsOf, { nullable: true, description: 'The last day or instant it can mean; not before `earliest`.' })
  latest?: string | null;

  @Field(() => DatePrecision, { description: 'How exactly it is known.' })
  precision!: string;

  @Field(() => PartOfDay, { nullable: true, description: 'The part of the day, for HALF_DAY.' })
  partOfDay?: string | null;

  @Field(() => String, { nullable: true, description: "The source's own words, 200 characters at most." })
  asWritten?: string | null;

  @Field(() => Certainty, { description: 'How sure it is.' })
  certainty!: string;

  @Field(() => String, { nullable: true, description: 'What it was inferred from, 1,000 characters at most.' })
  basis?: string | null;
}

@InputType({ description: 'What the whole command rests on.' })
export class SourceReferenceInput {
  @Field(() => SourceKind, { description: 'In what form it was used.' })
  kind!: string;

  @Field(() => ID, { description: 'The id of the registered source.' })
  ref!: string;

  @Field(() => Sha256, { nullable: true, description: 'The digest of the file that was used.' })
  sha256?: string | null;

  @Field(() => Certainty, { description: 'How sure it makes what is recorded.' })
  certainty!: string;

  @Field(() => String, { nullable: true, description: 'How it follows from the source, 1,000 characters at most.' })
  basis?: string | null;
}

@InputType({ description: 'How sure one member of the command is, where that differs from the source as a whole.' })
export class ClaimInput {
  @Field(() => String, { description: 'The path in the command, slash-separated.' })
  path!: string;

  @Field(() => Certainty, { description: 'How sure it is.' })
  certainty!: string;

  @Field(() => String, { nullable: true, description: 'What it was inferred from, 1,000 characters at most.' })
  basis?: string | null;

  @Field(() => ID, { nullable: true, description: 'The source of this member.' })
  sourceId?: string | null;
}

/** What may stand around any command (reference 4.2). */
@InputType({ description: 'What may stand around any command.' })
export abstract class Envelope {
  @Field(() => Uuid, {
    nullable: true,
    description:
      'Makes a repetition harmless: the same id with the same input gives the first result again. By default a new one.',
  })
  commandId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version of the object that the sender saw; VERSION_CONFLICT when it has moved on. By default the command applies to what there is.',
  })
  expectedVersion?: number | null;

  @Field(() => FuzzyDateInput, {
    nullable: true,
    description: 'When it happened in the world; by default now. More than a day ago needs `reason` and `source`.',
  })
  occurred?: Ref<FuzzyDateInput> | null;

  @Field(() => SourceReferenceInput, { nullable: true, description: 'What it rests on.' })
  source?: Ref<SourceReferenceInput> | null;

  @Field(() => [ClaimInput], { nullable: true, description: 'How sure single members are, 200 at most.' })
  claims?: readonly ClaimInput[] | null;
}

@InputType({ description: 'A command to an object there is.' })
export abstract class CommandInput extends Envelope {
  @Field(() => ID, { description: 'The id of the object.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Why, 4,000 characters at most.' })
  reason?: string | null;
}

@InputType({ description: 'A command to an object there is that must say why.' })
export abstract class ReasonedInput extends Envelope {
  @Field(() => ID, { description: 'The id of the object.' })
  id!: string;

  @Field(() => String, { description: 'Why, 4,000 characters at most.' })
  reason!: string;
}

@InputType({ description: 'A command that creates an object.' })
export abstract class CreateInput extends Envelope {
  @Field(() => ID, {
    nullable: true,
    description:
      'The id of the new object, 1 to 100 of A–Z a–z 0–9 . _ -; by default one made from `commandId`, or a random one.',
  })
  id?: string | null;

  @Field(() => String, { nullable: true, description: 'Why, 4,000 characters at most.' })
  reason?: string | null;
}
