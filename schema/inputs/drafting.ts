import { Field, ID, InputType, Int } from 'type-graphql';
import { AgreementKind, CitationRelation, EffectivenessRule } from '../enums.js';
import type { Ref } from '../ref.js';
import { Sha256 } from '../scalars.js';
import { CommandInput, CreateInput, FuzzyDateInput, ReasonedInput } from './envelope.js';

@InputType({ description: 'One clause of a text.' })
export class ClauseInput {
  @Field(() => ID, {
    description: 'The id, unique within the agreement; it stays when the clause is changed or moved.',
  })
  clauseId!: string;

  @Field(() => String, { description: 'Its heading, such as Điều 3; 200 characters at most.' })
  label!: string;

  @Field(() => String, { description: 'Its words, 20,000 characters at most.' })
  body!: string;
}

@InputType({ description: 'A file that belongs to a text, known by its digest.' })
export class AttachmentInput {
  @Field(() => Sha256, { description: 'The digest of its bytes.' })
  sha256!: string;

  @Field(() => String, { description: 'Its file name, 255 characters at most.' })
  name!: string;

  @Field(() => String, { description: 'Its media type, such as application/pdf.' })
  mediaType!: string;

  @Field(() => Int, { description: 'Its size in bytes.' })
  size!: number;
}

@InputType({ description: 'The text of an agreement.' })
export class AgreementTextInput {
  @Field(() => [ClauseInput], { description: 'The clauses in order, 200 at most.' })
  clauses!: readonly ClauseInput[];

  @Field(() => AttachmentInput, { nullable: true, description: 'The file that belongs to it.' })
  attachment?: Ref<AttachmentInput> | null;
}

@InputType({ description: 'The years an agreement covers (giai đoạn).' })
export class PeriodInput {
  @Field(() => FuzzyDateInput, { nullable: true, description: 'Its start; left out: none is stated.' })
  start?: Ref<FuzzyDateInput> | null;

  @Field(() => FuzzyDateInput, { nullable: true, description: 'Its end; left out: open-ended.' })
  end?: Ref<FuzzyDateInput> | null;

  @Field(() => String, { nullable: true, description: 'As written, 200 characters at most.' })
  asWritten?: string | null;
}

@InputType({ description: 'A field of cooperation.' })
export class CooperationFieldInput {
  @Field(() => ID, { description: 'The id, unique within the agreement.' })
  fieldId!: string;

  @Field(() => String, { description: 'Its wording, 4,000 characters at most.' })
  text!: string;

  @Field(() => ID, { nullable: true, description: 'The clause that states it.' })
  clauseId?: string | null;
}

@InputType({ description: 'A document that the agreement cites.' })
export class CitationInput {
  @Field(() => ID, { nullable: true, description: 'The id of the document, if it is known which one it is.' })
  docId?: string | null;

  @Field(() => CitationRelation, { description: 'Why it is cited.' })
  relation!: string;

  @Field(() => String, { description: 'The citation as written, 1,000 characters at most.' })
  asWritten!: string;
}

@InputType({ description: 'A party: the acting bodies that sign, or a class of bodies that is yet to be enumerated.' })
export class PartyInput {
  @Field(() => ID, { description: 'The id, unique within the agreement.' })
  partyId!: string;

  @Field(() => String, { description: 'The side it is on, a capital letter; A leads.' })
  side!: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'The acting bodies, 20 at most; none for a class. The organisation behind them is derived.',
  })
  bodyIds?: readonly string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Do several bodies sign as one party? By default not.' })
  jointBody?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'The class of bodies, for a party that is yet to be enumerated.' })
  classOrgId?: string | null;
}

@InputType({ description: 'A member of a class of bodies; it becomes a party on the side of the class.' })
export class PartyMemberInput {
  @Field(() => ID, { description: 'The id, unique within the agreement.' })
  partyId!: string;

  @Field(() => [ID], { description: 'The acting bodies, 20 at most.' })
  bodyIds!: readonly string[];

  @Field(() => Boolean, { nullable: true, description: 'Do several bodies sign as one party? By default not.' })
  jointBody?: boolean | null;
}

@InputType({ description: 'Begins a draft.' })
export class DraftAgreementInput extends CreateInput {
  @Field(() => AgreementKind, { description: 'What the document calls itself.' })
  kind!: string;

  @Field(() => String, { description: 'What it is about: its title, 1,000 characters at most.' })
  subject!: string;

  @Field(() => ID, { description: 'The body that issues it and leads its life.' })
  leadIssuer!: string;

  @Field(() => [PartyInput], { description: 'The parties, at least two on two sides, 100 at most.' })
  parties!: readonly PartyInput[];

  @Field(() => PeriodInput, { nullable: true, description: 'The years it covers; left out: open-ended.' })
  period?: Ref<PeriodInput> | null;

  @Field(() => FuzzyDateInput, {
    nullable: true,
    description: 'The day of effect that is intended; left out: the day of signing.',
  })
  effectiveFrom?: Ref<FuzzyDateInput> | null;

  @Field(() => EffectivenessRule, { description: 'Who must have signed before it counts as signed.' })
  effectivenessRule!: string;

  @Field(() => ID, { nullable: true, description: 'The framework that bilateral copies share.' })
  frameworkId?: string | null;

  @Field(() => AgreementTextInput, { description: 'Its text: version 1.' })
  text!: Ref<AgreementTextInput>;

  @Field(() => [CooperationFieldInput], { nullable: true, description: 'The fields of cooperation, 100 at most.' })
  fields?: readonly CooperationFieldInput[] | null;

  @Field(() => [CitationInput], { nullable: true, description: 'The documents it cites, 100 at most.' })
  citations?: readonly CitationInput[] | null;
}

@InputType({ description: 'Adds, changes, moves or removes one clause. What is left out stays.' })
export class ClausePatchInput {
  @Field(() => ID, { description: 'The clause; one that there is not yet is added.' })
  clauseId!: string;

  @Field(() => String, { nullable: true, description: 'Its new heading.' })
  label?: string | null;

  @Field(() => String, { nullable: true, description: 'Its new words.' })
  body?: string | null;

  @Field(() => Int, { nullable: true, description: 'Its new place, from 0.' })
  position?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'True removes it.' })
  remove?: boolean | null;
}

@InputType({ description: 'Adds, changes or removes one field of cooperation. What is left out stays.' })
export class FieldPatchInput {
  @Field(() => ID, { description: 'The field; one that there is not yet is added.' })
  fieldId!: string;

  @Field(() => String, { nullable: true, description: 'Its new wording.' })
  text?: string | null;

  @Field(() => ID, { nullable: true, description: 'The clause that states it; null takes it away.' })
  clauseId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True removes it.' })
  remove?: boolean | null;
}

@InputType({ description: 'What a revision changes. What is left out stays.' })
export class DraftPatchInput {
  @Field(() => [ClausePatchInput], { nullable: true, description: 'Clauses, by their ids.' })
  clauses?: readonly ClausePatchInput[] | null;

  @Field(() => AttachmentInput, {
    nullable: true,
    description: 'The file that belongs to the text; null takes it away.',
  })
  attachment?: Ref<AttachmentInput> | null;

  @Field(() => [FieldPatchInput], { nullable: true, description: 'Fields of cooperation, by their ids.' })
  fields?: readonly FieldPatchInput[] | null;

  @Field(() => PeriodInput, { nullable: true, description: 'The years it covers; null takes them away.' })
  period?: Ref<PeriodInput> | null;

  @Field(() => FuzzyDateInput, {
    nullable: true,
    description: 'The day of effect that is intended; null takes it away.',
  })
  effectiveFrom?: Ref<FuzzyDateInput> | null;

  @Field(() => String, { nullable: true, description: 'Its new title.' })
  subject?: string | null;

  @Field(() => [CitationInput], { nullable: true, description: 'The documents it cites, all of them.' })
  citations?: readonly CitationInput[] | null;
}

@InputType({ description: 'Revises a draft.' })
export class ReviseDraftInput extends CommandInput {
  @Field(() => DraftPatchInput, { description: 'What changes.' })
  patch!: Ref<DraftPatchInput>;

  @Field(() => String, { nullable: true, description: 'A remark on the revision, 4,000 characters at most.' })
  note?: string | null;
}

@InputType({ description: 'Adds a party to a draft.' })
export class AddPartyInput extends CommandInput {
  @Field(() => PartyInput, { description: 'The party.' })
  party!: Ref<PartyInput>;
}

@InputType({ description: 'Removes a party from a draft.' })
export class RemovePartyInput extends ReasonedInput {
  @Field(() => ID, { description: 'The party.' })
  partyId!: string;
}

@InputType({ description: 'Names members of a class of bodies.' })
export class EnumeratePartyClassInput extends CommandInput {
  @Field(() => ID, { description: 'The party that is the class.' })
  classPartyId!: string;

  @Field(() => [PartyMemberInput], { description: 'Its members; they are added to those named before.' })
  members!: readonly PartyMemberInput[];

  @Field(() => Boolean, { description: 'Are these all members there are?' })
  complete!: boolean;

  @Field(() => ID, { nullable: true, description: 'The source that names them.' })
  sourceId?: string | null;
}
