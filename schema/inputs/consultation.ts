import { Field, ID, InputType, Int } from 'type-graphql';
import { Disposition, Stance } from '../enumsOfLife.js';
import type { Ref } from '../ref.js';
import { CommandInput, FuzzyDateInput } from './envelope.js';

@InputType({ description: 'Sends a draft out for opinions.' })
export class OpenConsultationInput extends CommandInput {
  @Field(() => [ID], { description: 'The organisations that are asked, 200 at most.' })
  audience!: readonly string[];

  @Field(() => FuzzyDateInput, { nullable: true, description: 'By when they are to answer.' })
  dueBy?: Ref<FuzzyDateInput> | null;

  @Field(() => Int, { description: 'The version of the text they are asked about; it must be the current one.' })
  textVersion!: number;
}

@InputType({ description: "Says what the sender's organisation, or its office, thinks of a draft or of one clause." })
export class SubmitOpinionInput extends CommandInput {
  @Field(() => ID, { description: 'The id of the opinion, unique within the agreement.' })
  opinionId!: string;

  @Field(() => ID, { nullable: true, description: 'The organisation whose opinion it is. Give this or `officeId`.' })
  orgId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The office whose opinion it is.' })
  officeId?: string | null;

  @Field(() => Stance, { description: 'What it comes to.' })
  stance!: string;

  @Field(() => ID, { nullable: true, description: 'The clause it is about; left out: the whole draft.' })
  clauseId?: string | null;

  @Field(() => String, { description: 'Its words, 20,000 characters at most.' })
  text!: string;
}

@InputType({ description: 'Says what was done with an opinion, and why.' })
export class DisposeOpinionInput extends CommandInput {
  @Field(() => ID, { description: 'The opinion.' })
  opinionId!: string;

  @Field(() => Disposition, { description: 'What was done with it.' })
  disposition!: string;

  @Field(() => String, { description: 'Why, 4,000 characters at most.' })
  explanation!: string;
}

@InputType({ description: 'Ends a consultation, once every opinion is disposed of.' })
export class CloseConsultationInput extends CommandInput {
  @Field(() => String, { nullable: true, description: 'What came of it, 20,000 characters at most.' })
  summary?: string | null;
}
