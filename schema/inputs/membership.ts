import { Field, ID, InputType } from 'type-graphql';
import { Capacity } from '../enums.js';
import type { Ref } from '../ref.js';
import { CommandInput, CreateInput, FuzzyDateInput, ReasonedInput } from './envelope.js';

@InputType({ description: 'Confirms, before it signs, which office may sign for a party.' })
export class ConfirmSigningAuthorityInput extends CommandInput {
  @Field(() => ID, { description: 'The party.' })
  partyId!: string;

  @Field(() => ID, { description: 'The office that may sign.' })
  officeId!: string;

  @Field(() => Capacity, { description: 'In what capacity it signs.' })
  capacity!: string;

  @Field(() => ID, { nullable: true, description: 'The mandate of that office; left out: it needs none.' })
  mandateId?: string | null;
}

@InputType({ description: 'A counterparty that may join: the acting bodies that will sign.' })
export class AdmittedPartyInput {
  @Field(() => ID, { description: 'The id, unique within the agreement.' })
  partyId!: string;

  @Field(() => String, { description: 'The side it is on, a capital letter.' })
  side!: string;

  @Field(() => [ID], { description: 'The acting bodies, 20 at most. The organisation behind them is derived.' })
  bodyIds!: readonly string[];

  @Field(() => Boolean, { nullable: true, description: 'Do several bodies sign as one party? By default not.' })
  jointBody?: boolean | null;
}

@InputType({ description: 'Lets one more counterparty join; it joins by signing.' })
export class AdmitPartyInput extends CommandInput {
  @Field(() => AdmittedPartyInput, { description: 'The party.' })
  party!: Ref<AdmittedPartyInput>;

  @Field(() => ID, { nullable: true, description: 'The party that is the class of which it is a member.' })
  memberOf?: string | null;

  @Field(() => ID, { nullable: true, description: 'The ceremony at which it is to sign.' })
  ceremonyId?: string | null;
}

@InputType({ description: 'A party leaves; the agreement goes on.' })
export class WithdrawPartyInput extends ReasonedInput {
  @Field(() => ID, { description: 'The party.' })
  partyId!: string;

  @Field(() => ID, { nullable: true, description: 'The decision; needed for what is done live.' })
  decisionDocId?: string | null;

  @Field(() => FuzzyDateInput, { description: 'From when.' })
  effectiveFrom!: Ref<FuzzyDateInput>;
}

@InputType({ description: 'Says who takes the place of a party whose bodies are no more.' })
export class SucceedPartyInput extends CommandInput {
  @Field(() => ID, { description: 'The party.' })
  partyId!: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'The bodies that take its place, 1 to 20; null or left out: nobody does.',
  })
  toBodyIds?: readonly string[] | null;

  @Field(() => ID, { nullable: true, description: 'The decision; needed always.' })
  decisionDocId?: string | null;

  @Field(() => FuzzyDateInput, { description: 'From when.' })
  effectiveFrom!: Ref<FuzzyDateInput>;
}

@InputType({ description: 'Sets up the committee that runs an agreement for its parties.' })
export class EstablishSteeringCommitteeInput extends CreateInput {
  @Field(() => ID, { description: 'The agreement.' })
  agreementId!: string;

  @Field(() => ID, { description: 'The office that heads it.' })
  headOfficeId!: string;

  @Field(() => [ID], { nullable: true, description: 'The offices that are its members, 100 at most.' })
  members?: readonly string[] | null;

  @Field(() => ID, { nullable: true, description: 'The decision; needed for what is done live.' })
  decisionDocId?: string | null;
}
