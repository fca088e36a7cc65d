import { Field, ID, InputType, Int } from 'type-graphql';
import { Capacity, SignatureKind } from '../enums.js';
import type { Ref } from '../ref.js';
import { Sha256 } from '../scalars.js';
import { SigningMode } from '../types/party.js';
import { CommandInput, FuzzyDateInput, ReasonedInput } from './envelope.js';

@InputType({ description: 'Freezes the text of a draft.' })
export class FinalizeTextInput extends CommandInput {
  @Field(() => Int, { description: 'The version that is meant; it must be the current one.' })
  textVersion!: number;

  @Field(() => Sha256, { description: 'The digest that is meant; it must be the current one.' })
  textSha256!: string;
}

@InputType({ description: 'Records that a text was presented to the parties.' })
export class PresentTextInput extends CommandInput {
  @Field(() => Int, { description: 'The version that was presented.' })
  textVersion!: number;

  @Field(() => Sha256, { description: 'The digest that was presented.' })
  textSha256!: string;

  @Field(() => ID, { description: 'The office that presented it.' })
  presenterOfficeId!: string;

  @Field(() => ID, { description: 'The occasion: a ceremony or a review.' })
  occasionId!: string;
}

@InputType({ description: 'In what order parties sign.' })
export class SigningOrderInput {
  @Field(() => SigningMode, { description: 'One after the other, or in any order.' })
  mode!: string;

  @Field(() => [ID], { nullable: true, description: 'The parties in their order, for SEQUENTIAL alone.' })
  sequence?: readonly string[] | null;
}

@InputType({ description: 'A party that must sign.' })
export class RequiredPartyInput {
  @Field(() => ID, { description: 'The party.' })
  partyId!: string;

  @Field(() => Int, { description: 'How many of its offices must sign, 1 to 10.' })
  signatures!: number;
}

@InputType({ description: 'Opens signing of the frozen text.' })
export class OpenSigningInput extends CommandInput {
  @Field(() => SigningOrderInput, { nullable: true, description: 'In what order; by default any.' })
  order?: Ref<SigningOrderInput> | null;

  @Field(() => FuzzyDateInput, { nullable: true, description: 'By when.' })
  deadline?: Ref<FuzzyDateInput> | null;

  @Field(() => [RequiredPartyInput], {
    nullable: true,
    description: 'Who must sign; by default every party but classes, once each.',
  })
  required?: readonly RequiredPartyInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Must the text have been presented before anybody signs it? By default it must.',
  })
  requirePresentation?: boolean | null;
}

@InputType({ description: 'A certificate and the signature it made.' })
export class CertificateInput {
  @Field(() => String, { description: 'The X.509 certificate, PEM.' })
  pem!: string;

  @Field(() => String, { description: "The signature, base64, over the bytes of the text's SHA-256 in hexadecimal." })
  signature!: string;
}

@InputType({ description: 'A signature of one office for one party.' })
export abstract class SignatureInput extends CommandInput {
  @Field(() => ID, { description: 'The party.' })
  partyId!: string;

  @Field(() => ID, { description: 'The office that signs.' })
  officeId!: string;

  @Field(() => Capacity, { description: 'In what capacity it signs.' })
  capacity!: string;

  @Field(() => Sha256, {
    description: 'The digest of the text that is signed; it must be the one that signing was opened on.',
  })
  textSha256!: string;

  @Field(() => Boolean, { nullable: true, description: 'Was the seal of the body applied?' })
  sealApplied?: boolean | null;
}

@InputType({ description: 'Signs for a party, electronically.' })
export class SignAsPartyInput extends SignatureInput {
  @Field(() => SignatureKind, { description: 'How it is made.' })
  signatureKind!: string;

  @Field(() => CertificateInput, { nullable: true, description: 'The proof that a digital signature needs.' })
  certificate?: Ref<CertificateInput> | null;

  @Field(() => String, { nullable: true, description: 'A time stamp (RFC 3161), base64.' })
  timestampToken?: string | null;
}

@InputType({ description: 'Records a signature that was given on paper.' })
export class RecordPaperSignatureInput extends SignatureInput {
  @Field(() => Sha256, { nullable: true, description: 'The digest of the scan; a paper signature needs one.' })
  scanSha256?: string | null;

  @Field(() => ID, { nullable: true, description: 'The office that witnessed it.' })
  witnessOfficeId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The ceremony at which it was given.' })
  ceremonyId?: string | null;
}

@InputType({ description: 'Declines to sign for a party.' })
export class DeclineToSignInput extends ReasonedInput {
  @Field(() => ID, { description: 'The party.' })
  partyId!: string;
}

@InputType({ description: 'Takes back a signature while signing is open.' })
export class WithdrawSignatureInput extends ReasonedInput {
  @Field(() => ID, { description: 'The party.' })
  partyId!: string;
}

@InputType({ description: 'Closes signing that did not succeed.' })
export class CloseSigningInput extends CommandInput {
  @Field(() => String, { nullable: true, description: 'A remark, 4,000 characters at most.' })
  note?: string | null;
}

@InputType({ description: 'Goes back to drafting; signatures given are void.' })
export class ReopenDraftInput extends ReasonedInput {}

@InputType({ description: 'Gives a draft up.' })
export class WithdrawDraftInput extends ReasonedInput {}

@InputType({ description: 'Brings a signed agreement into force by hand.' })
export class BringIntoForceInput extends CommandInput {
  @Field(() => FuzzyDateInput, {
    nullable: true,
    description: 'From when; by default the day the draft intends, else the day of signing.',
  })
  effectiveFrom?: Ref<FuzzyDateInput> | null;
}
