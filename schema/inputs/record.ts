import { Field, ID, InputType } from 'type-graphql';
import { AgreementKind, Capacity, Certainty, CitationPlace, CitationRelation, SourceKind } from '../enums.js';
import {
  NumberingSystem,
  OrganizationKind,
  OrganizationLevel,
  OrganizationStatus,
  Participation,
} from '../enumsOfBodies.js';
import type { Ref } from '../ref.js';
import { Sha256 } from '../scalars.js';
import { CommandInput, CreateInput, FuzzyDateInput, ReasonedInput } from './envelope.js';

@InputType({ description: 'Puts on record which document an agreement cites; the text itself stays.' })
export class CiteDocumentInput extends CommandInput {
  @Field(() => ID, { description: 'The document.' })
  docId!: string;

  @Field(() => CitationRelation, { description: 'Why it is cited.' })
  relation!: string;

  @Field(() => CitationPlace, { description: 'Where it is cited.' })
  in!: string;

  @Field(() => String, { description: 'The citation as written, 1,000 characters at most.' })
  asWritten!: string;
}

@InputType({ description: 'Links a source that speaks of an agreement.' })
export class LinkSourceInput extends CommandInput {
  @Field(() => ID, { description: 'The source.' })
  sourceId!: string;

  @Field(() => Certainty, { description: 'How sure it is that it speaks of this agreement.' })
  certainty!: string;

  @Field(() => String, { nullable: true, description: 'Why, 1,000 characters at most.' })
  basis?: string | null;

  @Field(() => String, { nullable: true, description: 'What it calls the agreement, where that differs.' })
  alsoCalled?: string | null;
}

@InputType({ description: 'Takes back the link of a source.' })
export class UnlinkSourceInput extends ReasonedInput {
  @Field(() => ID, { description: 'The source.' })
  sourceId!: string;
}

@InputType({ description: 'What a source words: exactly one.' })
export class ObservedTargetInput {
  @Field(() => ID, { nullable: true, description: 'A field of cooperation.' })
  fieldId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A clause.' })
  clauseId?: string | null;

  @Field(() => ID, { nullable: true, description: 'A core task; it need not be on record yet.' })
  coreTaskId?: string | null;
}

@InputType({ description: 'Records how a source words what an agreement has; the text itself stays.' })
export class ObserveClauseInput extends CommandInput {
  @Field(() => ObservedTargetInput, { description: 'What it words.' })
  target!: Ref<ObservedTargetInput>;

  @Field(() => ID, { description: 'The source.' })
  sourceId!: string;

  @Field(() => String, { description: "The source's own words, 20,000 characters at most." })
  asWritten!: string;

  @Field(() => String, { nullable: true, description: 'The words with an obvious slip put right.' })
  corrected?: string | null;
}

@InputType({ description: 'Bodies that set up or run another one together.' })
export class JointOfInput {
  @Field(() => [ID], { description: 'The bodies, 2 to 20.' })
  orgIds!: readonly string[];

  @Field(() => Certainty, { description: 'How sure it is.' })
  certainty!: string;

  @Field(() => String, { nullable: true, description: 'What it was inferred from.' })
  basis?: string | null;
}

@InputType({ description: 'Registers a body.' })
export class RegisterOrganizationInput extends CreateInput {
  @Field(() => String, { description: 'Its name, 500 characters at most.' })
  name!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Abbreviations by which it is called or numbers its documents, 50 at most.',
  })
  abbreviations?: readonly string[] | null;

  @Field(() => OrganizationKind, { description: 'What kind of body it is.' })
  kind!: string;

  @Field(() => OrganizationLevel, { nullable: true, description: 'The level of government it belongs to.' })
  level?: string | null;

  @Field(() => String, { nullable: true, description: 'A remark on the level.' })
  levelNote?: string | null;

  @Field(() => ID, { nullable: true, description: 'The body above it.' })
  parentId?: string | null;

  @Field(() => [String], { nullable: true, description: 'Other spellings of the name, 50 at most.' })
  spellings?: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'A misspelling of the name in the source.' })
  asWritten?: string | null;

  @Field(() => String, { nullable: true, description: 'What the misspelling should have been.' })
  corrected?: string | null;

  @Field(() => NumberingSystem, {
    nullable: true,
    description: 'By whose rules it numbers documents; by default what follows from the kind, or the parent.',
  })
  system?: string | null;

  @Field(() => OrganizationStatus, { nullable: true, description: 'Is it set up? By default it is.' })
  status?: string | null;

  @Field(() => ID, { nullable: true, description: 'The class of bodies it is a member of.' })
  memberOfClassId?: string | null;

  @Field(() => JointOfInput, { nullable: true, description: 'The bodies that run it together.' })
  jointOf?: Ref<JointOfInput> | null;

  @Field(() => Participation, { nullable: true, description: 'How it takes part in agreements without being a party.' })
  participation?: string | null;

  @Field(() => String, { nullable: true, description: 'A remark, 4,000 characters at most.' })
  note?: string | null;

  @Field(() => ID, { nullable: true, description: 'The decision; needed for what is done live.' })
  decisionDocId?: string | null;
}

@InputType({ description: 'Renames a body.' })
export class RenameOrganizationInput extends CommandInput {
  @Field(() => String, { description: 'The name that the sender saw.' })
  from!: string;

  @Field(() => String, { description: 'The new name.' })
  to!: string;

  @Field(() => [String], { nullable: true, description: 'The abbreviations that go with it; left out: they stay.' })
  abbreviations?: readonly string[] | null;

  @Field(() => FuzzyDateInput, { description: 'From when.' })
  effectiveFrom!: Ref<FuzzyDateInput>;

  @Field(() => ID, { nullable: true, description: 'The decision; needed for what is done live.' })
  decisionDocId?: string | null;
}

@InputType({ description: 'Puts a body below another one.' })
export class ReparentOrganizationInput extends CommandInput {
  @Field(() => ID, { nullable: true, description: 'The body above it; null or left out: none.' })
  parentId?: string | null;

  @Field(() => FuzzyDateInput, { description: 'From when.' })
  effectiveFrom!: Ref<FuzzyDateInput>;

  @Field(() => ID, { nullable: true, description: 'The decision; needed for what is done live.' })
  decisionDocId?: string | null;
}

@InputType({ description: 'Merges bodies into this one; they are then dissolved, with this one as their successor.' })
export class MergeOrganizationsInput extends CommandInput {
  @Field(() => [ID], { description: 'The bodies that are merged into it, 1 to 100.' })
  from!: readonly string[];

  @Field(() => FuzzyDateInput, { description: 'From when.' })
  effectiveFrom!: Ref<FuzzyDateInput>;

  @Field(() => ID, { description: 'The decision.' })
  decisionDocId!: string;
}

@InputType({ description: 'Dissolves a body.' })
export class DissolveOrganizationInput extends CommandInput {
  @Field(() => FuzzyDateInput, { description: 'From when.' })
  effectiveFrom!: Ref<FuzzyDateInput>;

  @Field(() => ID, { description: 'The decision.' })
  decisionDocId!: string;

  @Field(() => [ID], { nullable: true, description: 'The bodies that take its place, 100 at most.' })
  successors?: readonly string[] | null;
}

@InputType({ description: 'Registers an office.' })
export class RegisterOfficeInput extends CreateInput {
  @Field(() => String, { description: 'Its title, 500 characters at most.' })
  title!: string;

  @Field(() => ID, { description: 'The body it is an office of.' })
  orgId!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Other offices that sources name along with it, as titles; 20 at most.',
  })
  also?: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'A misspelling of the title in the source.' })
  asWritten?: string | null;

  @Field(() => String, { nullable: true, description: 'What the misspelling should have been.' })
  corrected?: string | null;

  @Field(() => ID, { nullable: true, description: 'The decision; needed for what is done live.' })
  decisionDocId?: string | null;
}

@InputType({ description: 'Appoints who holds an office; the former holding ends on that day.' })
export class AppointHolderInput extends CommandInput {
  @Field(() => ID, { description: 'The random key of the person, never a name.' })
  personKey!: string;

  @Field(() => FuzzyDateInput, { description: 'From when.' })
  effectiveFrom!: Ref<FuzzyDateInput>;

  @Field(() => ID, { nullable: true, description: 'The decision; needed for what is done live.' })
  decisionDocId?: string | null;
}

@InputType({ description: 'Ends a holding of an office.' })
export class EndHoldingInput extends CommandInput {
  @Field(() => FuzzyDateInput, { description: 'From when.' })
  effectiveFrom!: Ref<FuzzyDateInput>;

  @Field(() => ID, { nullable: true, description: 'Whose; by default that of the present holder.' })
  personKey?: string | null;
}

@InputType({ description: 'What a mandate is good for; both left out: for any agreement.' })
export class MandateScopeInput {
  @Field(() => ID, { nullable: true, description: 'One agreement.' })
  agreementId?: string | null;

  @Field(() => AgreementKind, { nullable: true, description: 'Agreements of one kind.' })
  kind?: string | null;
}

@InputType({ description: 'Grants the office a right to sign for the body of the office that grants it.' })
export class GrantMandateInput extends CommandInput {
  @Field(() => ID, { description: 'The id of the mandate, unique within the office that receives it.' })
  mandateId!: string;

  @Field(() => ID, { description: 'The office that grants it; the sender leads its body.' })
  grantorOfficeId!: string;

  @Field(() => Capacity, { description: 'In what capacity the office may sign.' })
  capacity!: string;

  @Field(() => MandateScopeInput, { nullable: true, description: 'What it is good for; by default any agreement.' })
  scope?: Ref<MandateScopeInput> | null;

  @Field(() => FuzzyDateInput, { description: 'From when.' })
  effectiveFrom!: Ref<FuzzyDateInput>;

  @Field(() => FuzzyDateInput, { nullable: true, description: 'The last day on which it is good; left out: no end.' })
  to?: Ref<FuzzyDateInput> | null;

  @Field(() => ID, { description: 'The document that grants it.' })
  documentId!: string;
}

@InputType({ description: 'Revokes a mandate.' })
export class RevokeMandateInput extends CommandInput {
  @Field(() => ID, { description: 'The mandate.' })
  mandateId!: string;

  @Field(() => FuzzyDateInput, { description: 'From when it is no longer good.' })
  effectiveFrom!: Ref<FuzzyDateInput>;
}

@InputType({ description: 'Registers a source.' })
export class RegisterSourceInput extends CreateInput {
  @Field(() => SourceKind, { description: 'What it is.' })
  kind!: string;

  @Field(() => String, { description: 'Its title, 1,000 characters at most.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Who published it.' })
  publisher?: string | null;

  @Field(() => FuzzyDateInput, { nullable: true, description: 'When it was published.' })
  publishedOn?: Ref<FuzzyDateInput> | null;

  @Field(() => String, { nullable: true, description: 'The official number it bears or reports, as written.' })
  number?: string | null;

  @Field(() => Sha256, { nullable: true, description: 'The digest of its file.' })
  sha256?: string | null;

  @Field(() => String, { nullable: true, description: 'The kind of event it reports, such as SIGNING_CEREMONY.' })
  eventType?: string | null;

  @Field(() => String, { nullable: true, description: 'On what terms it may be used again.' })
  reuse?: string | null;

  @Field(() => String, { nullable: true, description: 'A remark, 4,000 characters at most.' })
  note?: string | null;
}
