import { Field, ID, InputType } from 'type-graphql';
import { TerminationGround } from '../enumsOfLife.js';
import type { Ref } from '../ref.js';
import { PeriodInput } from './drafting.js';
import { CommandInput, FuzzyDateInput, ReasonedInput } from './envelope.js';

@InputType({ description: 'From when the force of an agreement is interrupted or goes on, by which decision and why.' })
export abstract class InterruptionInput extends ReasonedInput {
  @Field(() => ID, { nullable: true, description: 'The decision; needed for what is done live.' })
  decisionDocId?: string | null;

  @Field(() => FuzzyDateInput, { description: 'From when.' })
  effectiveFrom!: Ref<FuzzyDateInput>;
}

@InputType({ description: 'Suspends an agreement: it is not to be applied for the time being.' })
export class SuspendAgreementInput extends InterruptionInput {}

@InputType({ description: 'Ends a suspension.' })
export class ResumeAgreementInput extends InterruptionInput {}

@InputType({ description: 'Renews an agreement. Give exactly one of `successorId` and `newPeriod`.' })
export class RenewAgreementInput extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'Another agreement, which takes its place.' })
  successorId?: string | null;

  @Field(() => PeriodInput, { nullable: true, description: 'The years for which it goes on itself.' })
  newPeriod?: Ref<PeriodInput> | null;

  @Field(() => ID, { nullable: true, description: 'The review on which that rests.' })
  basisReviewId?: string | null;

  @Field(() => FuzzyDateInput, { description: 'From when.' })
  effectiveFrom!: Ref<FuzzyDateInput>;
}

@InputType({ description: 'Ends an agreement before its time.' })
export class TerminateAgreementInput extends CommandInput {
  @Field(() => TerminationGround, { description: 'On what ground.' })
  ground!: string;

  @Field(() => ID, { nullable: true, description: 'The decision; needed for what is done live.' })
  decisionDocId?: string | null;

  @Field(() => FuzzyDateInput, { description: 'From when it is no longer in force.' })
  effectiveFrom!: Ref<FuzzyDateInput>;
}

@InputType({ description: 'Lets another agreement take the place of this one.' })
export class SupersedeAgreementInput extends CommandInput {
  @Field(() => ID, { description: 'The other agreement.' })
  byAgreementId!: string;

  @Field(() => FuzzyDateInput, { description: 'From when this one is no longer in force.' })
  effectiveFrom!: Ref<FuzzyDateInput>;
}

@InputType({ description: 'Places a legal hold: nothing of the agreement may be archived away while it stands.' })
export class PlaceLegalHoldInput extends CommandInput {
  @Field(() => ID, { description: 'The id of the hold, unique within the agreement.' })
  holdId!: string;

  @Field(() => String, { description: 'On what it rests, 4,000 characters at most.' })
  basis!: string;

  @Field(() => FuzzyDateInput, { nullable: true, description: 'The last day on which it stands; left out: no end.' })
  until?: Ref<FuzzyDateInput> | null;
}

@InputType({ description: 'Releases a legal hold.' })
export class ReleaseLegalHoldInput extends ReasonedInput {
  @Field(() => ID, { description: 'The hold.' })
  holdId!: string;
}

@InputType({ description: 'How long an archived agreement is kept (thời hạn bảo quản).' })
export class RetentionInput {
  @Field(() => String, { description: 'The code in the list of retention periods, 100 characters at most.' })
  code!: string;

  @Field(() => ID, { description: 'The document that has the list.' })
  basisDocId!: string;
}

@InputType({ description: 'Hands an agreement that has ended over to the archive.' })
export class ArchiveAgreementInput extends CommandInput {
  @Field(() => RetentionInput, { description: 'How long it is kept.' })
  retention!: Ref<RetentionInput>;

  @Field(() => String, { description: 'The fonds (phông) it goes to, 200 characters at most.' })
  fonds!: string;
}
