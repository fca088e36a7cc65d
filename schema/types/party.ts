import { Field, ID, Int, ObjectType } from 'type-graphql';
import { mayRead } from '../../src/application/authorise.js';
import type { Point } from '../../src/application/history.js';
import type {
  AgreementState,
  PartyState,
  Presentation as DomainPresentation,
  Signature as DomainSignature,
  Signing as DomainSigning,
} from '../../src/domain/agreement/index.js';
import type { FuzzyDate as DomainFuzzyDate } from '../../src/domain/kernel/fuzzyDate.js';
import { recordRead } from '../access.js';
import type { Context } from '../context.js';
import { Capacity, enumOf, PartyStatus, SignatureKind } from '../enums.js';
import type { Data, Ref } from '../ref.js';
import { DateTime, Sha256 } from '../scalars.js';
import { FuzzyDate } from './basics.js';
import { HistoryEntry, loadEvent } from './history.js';
import { ConfirmedAuthority, Predecessor } from './membership.js';
import { loadOffice, Office } from './office.js';
import { loadOrganization, loadOrganizations, Organization } from './organization.js';

type Certificate = NonNullable<DomainSignature['certificate']>;

/** The agreement that a party belongs to, as it is shown. */
interface AgreementAtPoint {
  readonly context: Context;
  readonly id: string;
  readonly point: Point;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What was read from a certificate when the signature was checked (Decree 68/2024/NĐ-CP).',
})
export class SignatureCertificate implements Pick<Certificate, 'serial' | 'issuer' | 'validFrom' | 'validTo'> {
  @Field(() => String, { description: 'The serial number.' })
  readonly serial: string;

  @Field(() => String, { description: 'The issuer, as a distinguished name.' })
  readonly issuer: string;

  @Field(() => DateTime, { description: 'From when it is good.' })
  readonly validFrom: string;

  @Field(() => DateTime, { description: 'Until when it is good.' })
  readonly validTo: string;

  @Field(() => String, { description: "The signature, base64, over the text's SHA-256 in hexadecimal." })
  readonly signature: string;

  readonly #context: Context;
  readonly #stream: string;
  readonly #pem: string;

  /** `stream`: what whoever is shown the name of the signer is recorded with. */
  constructor(context: Context, stream: string, certificate: Certificate) {
    this.#context = context;
    this.#stream = stream;
    this.#pem = certificate.pem;
    this.serial = certificate.serial;
    this.issuer = certificate.issuer;
    this.validFrom = certificate.validFrom;
    this.validTo = certificate.validTo;
    this.signature = certificate.signature;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'The certificate itself, PEM, to check the signature again. It names the person who signed: for auditors; null for everybody else.',
  })
  get pem(): string | null {
    if (!mayRead(this.#context.principal, 'PERSON')) return null;
    recordRead(this.#context, 'PERSON', this.#stream);
    return this.#pem;
  }
}

@ObjectType({
  simpleResolvers: true,
  description: "A party's consent by one office in one capacity to one text. Null is what the source does not say.",
})
export class Signature {
  @Field(() => Capacity, { nullable: true, description: 'In what capacity the office signed.' })
  readonly capacity: DomainSignature['capacity'];

  @Field(() => Sha256, { nullable: true, description: 'The digest of the text that was signed.' })
  readonly textSha256: string | null;

  @Field(() => SignatureKind, { nullable: true, description: 'How it was made.' })
  readonly kind: DomainSignature['signatureKind'];

  @Field(() => SignatureCertificate, { nullable: true, description: 'The certificate of a digital one.' })
  readonly certificate: Ref<SignatureCertificate> | null;

  @Field(() => Boolean, { nullable: true, description: 'Was the seal of the body applied?' })
  readonly sealApplied: boolean | null;

  @Field(() => Boolean, { description: 'Did a clerk record it, from paper?' })
  readonly isRecordedByClerk: boolean;

  @Field(() => ID, { nullable: true, description: 'The ceremony at which it was given.' })
  readonly ceremonyId: string | undefined;

  @Field(() => FuzzyDate, { description: 'When it was given.' })
  readonly signedOn: Ref<FuzzyDate>;

  @Field(() => Sha256, { nullable: true, description: 'The digest of the scan of a paper one.' })
  readonly scanSha256: string | undefined;

  readonly #context: Context;
  readonly #point: Point;
  readonly #signature: DomainSignature;

  constructor(context: Context, stream: string, point: Point, signature: DomainSignature) {
    const { certificate } = signature;
    this.#context = context;
    this.#point = point;
    this.#signature = signature;
    this.capacity = signature.capacity;
    this.textSha256 = signature.textSha256;
    this.kind = signature.signatureKind;
    this.certificate = certificate === undefined ? null : new SignatureCertificate(context, stream, certificate);
    this.sealApplied = signature.sealApplied;
    this.isRecordedByClerk = signature.recordedBy === 'CLERK';
    this.ceremonyId = signature.ceremonyId;
    this.signedOn = signature.signedOn as FuzzyDate;
    this.scanSha256 = signature.scanSha256;
  }

  @Field(() => Office, { nullable: true, description: 'The office that signed.' })
  get office(): Promise<Office | null> {
    return loadOffice(this.#context, this.#signature.officeId, this.#point);
  }

  @Field(() => Office, { nullable: true, description: 'The office that witnessed it.' })
  get witness(): Promise<Office | null> {
    return loadOffice(this.#context, this.#signature.witnessOfficeId, this.#point);
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that recorded it.' })
  get event(): Promise<HistoryEntry | null> {
    return loadEvent(this.#context, this.#signature.eventId);
  }
}

@ObjectType({
  simpleResolvers: true,
  description: 'A party: the acting bodies that sign, or a class of bodies that cannot (reference 0.4, 0.5).',
})
export class Party {
  @Field(() => ID, { description: 'The id, unique within the agreement.' })
  readonly id: string;

  @Field(() => String, { description: 'The side it is on, a capital letter; A leads.' })
  readonly side: string;

  @Field(() => PartyStatus, { description: 'Where it stands.' })
  readonly status: PartyState['status'];

  @Field(() => Boolean, { description: 'Do several bodies sign as one party?' })
  readonly jointBody: boolean;

  @Field(() => ID, { nullable: true, description: 'The party that is the class from which it was enumerated.' })
  readonly memberOf: string | undefined;

  @Field(() => FuzzyDate, { nullable: true, description: 'When it acceded to an agreement that was signed already.' })
  readonly accededFrom: Ref<FuzzyDate> | undefined;

  @Field(() => FuzzyDate, {
    nullable: true,
    description: 'From when it is a party no longer, because it withdrew or nobody succeeded it.',
  })
  readonly leftFrom: Ref<FuzzyDate> | undefined;

  @Field(() => Boolean, {
    nullable: true,
    description: 'For a class: does the enumeration claim to name all members? Null: none, or no class.',
  })
  readonly isEnumerationComplete: boolean | undefined;

  readonly #context: Context;
  readonly #agreementId: string;
  readonly #point: Point;
  readonly #party: PartyState;

  constructor({ context, id, point }: AgreementAtPoint, party: PartyState) {
    this.#context = context;
    this.#agreementId = id;
    this.#point = point;
    this.#party = party;
    this.id = party.partyId;
    this.side = party.side;
    this.status = party.status;
    this.jointBody = party.jointBody;
    this.memberOf = party.memberOf;
    this.accededFrom = party.accededFrom as FuzzyDate | undefined;
    this.leftFrom = party.leftFrom as FuzzyDate | undefined;
    this.isEnumerationComplete = party.enumerationComplete;
  }

  @Field(() => [Organization], { description: 'The acting bodies; none for a class.' })
  get bodies(): Promise<readonly Organization[]> {
    return loadOrganizations(this.#context, this.#party.bodyIds, this.#point);
  }

  @Field(() => Organization, { nullable: true, description: 'The organisation behind the bodies; null for a class.' })
  get organization(): Promise<Organization | null> {
    return loadOrganization(this.#context, this.#party.organizationId, this.#point);
  }

  @Field(() => Organization, {
    nullable: true,
    description: 'The class of bodies that is to be enumerated; null for a party that can sign.',
  })
  get classOrganization(): Promise<Organization | null> {
    return loadOrganization(this.#context, this.#party.classOrgId, this.#point);
  }

  @Field(() => [ConfirmedAuthority], { description: 'The offices whose right to sign for it its clerk has confirmed.' })
  get authorities(): readonly ConfirmedAuthority[] {
    const { authorities = [] } = this.#party;
    return authorities.map((authority) => new ConfirmedAuthority(this.#context, this.#point, authority));
  }

  @Field(() => [Predecessor], { description: 'Who stood in its place before, oldest first.' })
  get predecessors(): readonly Predecessor[] {
    const { predecessors = [] } = this.#party;
    return predecessors.map((predecessor) => new Predecessor(this.#context, this.#point, predecessor));
  }

  @Field(() => [Signature], { description: 'The signatures that stand; voided and withdrawn ones are in the history.' })
  get signatures(): readonly Signature[] {
    const stream = `agreement:${this.#agreementId}`;
    return this.#party.signatures.map((signature) => new Signature(this.#context, stream, this.#point, signature));
  }
}

@ObjectType({ simpleResolvers: true, description: 'A text was presented to the parties, by its hash.' })
export class Presentation {
  @Field(() => Int, { nullable: true, description: 'The version of the text; null: the source does not say.' })
  readonly textVersion: number | null;

  @Field(() => Sha256, { nullable: true, description: 'The digest of the text; null: the source does not say.' })
  readonly textSha256: string | null;

  @Field(() => ID, { description: 'The occasion: a ceremony or a review.' })
  readonly occasionId: string;

  @Field(() => FuzzyDate, { description: 'When it was presented.' })
  readonly occurred: Ref<FuzzyDate>;

  readonly #context: Context;
  readonly #point: Point;
  readonly #presentation: DomainPresentation;

  constructor(context: Context, point: Point, presentation: DomainPresentation) {
    this.#context = context;
    this.#point = point;
    this.#presentation = presentation;
    this.textVersion = presentation.textVersion;
    this.textSha256 = presentation.textSha256;
    this.occasionId = presentation.occasionId;
    this.occurred = presentation.occurred as FuzzyDate;
  }

  @Field(() => Office, { nullable: true, description: 'The office that presented it.' })
  get presenter(): Promise<Office | null> {
    return loadOffice(this.#context, this.#presentation.presenterOfficeId, this.#point);
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that recorded it.' })
  get event(): Promise<HistoryEntry | null> {
    return loadEvent(this.#context, this.#presentation.eventId);
  }
}

export const SigningMode = enumOf<DomainSigning['order']['mode']>('SigningMode', 'In what order parties sign.', {
  PARALLEL: 'In any.',
  SEQUENTIAL: 'One after the other.',
});

@ObjectType({
  simpleResolvers: true,
  description: 'What signing was opened on: the one text that may be signed, and the terms.',
})
export class Signing {
  @Field(() => SigningMode, { description: 'In what order parties sign.' })
  readonly mode: DomainSigning['order']['mode'];

  @Field(() => [ID], { description: 'The parties in their order, for SEQUENTIAL; else empty.' })
  readonly sequence: readonly string[];

  @Field(() => FuzzyDate, { nullable: true, description: 'By when; null: no deadline.' })
  readonly deadline: Ref<FuzzyDate> | undefined;

  @Field(() => Boolean, { description: 'Must the text have been presented before anybody signs it?' })
  readonly requirePresentation: boolean;

  @Field(() => Int, { description: 'The version of the text.' })
  readonly textVersion: number;

  @Field(() => Sha256, { description: 'The digest of the text: what every signature must name.' })
  readonly textSha256: string;

  constructor({ order, deadline, requirePresentation, textVersion, textSha256 }: DomainSigning) {
    this.mode = order.mode;
    this.sequence = order.mode === 'SEQUENTIAL' ? order.sequence : [];
    this.deadline = deadline as FuzzyDate | undefined;
    this.requirePresentation = requirePresentation;
    this.textVersion = textVersion;
    this.textSha256 = textSha256;
  }
}

@ObjectType({ simpleResolvers: true, description: 'How far one party has got with signing.' })
export class PartySigningProgress {
  @Field(() => Party, { description: 'The party.' })
  party!: Ref<Party>;

  @Field(() => Int, { description: 'Signatures of distinct offices that it must give.' })
  required!: number;

  @Field(() => Int, { description: 'Signatures it has given.' })
  given!: number;

  @Field(() => Int, { description: 'Signatures that are still to come.' })
  missing!: number;

  @Field(() => Boolean, { description: 'Is it its turn now?' })
  isNext!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'How far signing has got, party by party.' })
export class SigningProgress {
  @Field(() => [PartySigningProgress], { description: 'The parties that sign; classes of bodies do not.' })
  parties!: readonly Data<PartySigningProgress>[];

  @Field(() => Boolean, { description: 'Have all that are asked signed?' })
  isComplete!: boolean;

  @Field(() => Boolean, { description: 'Is signing open past its deadline?' })
  isOverdue!: boolean;
}

/** How far signing has got. `overdue`: whether the deadline has certainly passed. */
export const signingProgress = (
  state: AgreementState,
  toParty: (party: PartyState) => Party,
  overdue: (deadline: DomainFuzzyDate) => boolean,
): Data<SigningProgress> => {
  const { signing } = state;
  const open = state.status === 'SIGNING';
  const signers = state.parties.filter(({ classOrgId }) => classOrgId === undefined);
  const rows = signers.map((party) => {
    const asked = signing?.required.find(({ partyId }) => partyId === party.partyId)?.signatures;
    const required = asked ?? (signing === null || party.memberOf !== undefined ? 1 : 0);
    const given = party.signatures.length;
    return { party, required, given, missing: Math.max(0, required - given) };
  });
  const waits = (partyId: string): boolean => rows.some((row) => row.party.partyId === partyId && row.missing > 0);
  const sequence = signing?.order.mode === 'SEQUENTIAL' ? signing.order.sequence : undefined;
  const first = sequence?.find(waits);
  const isNext = (partyId: string, status: PartyState['status']): boolean =>
    open && waits(partyId) && status !== 'DECLINED' && (sequence === undefined || partyId === first);
  return {
    parties: rows.map((row) => ({
      ...row,
      party: toParty(row.party),
      isNext: isNext(row.party.partyId, row.party.status),
    })),
    isComplete: rows.every(({ missing }) => missing === 0),
    isOverdue: open && signing?.deadline !== undefined && overdue(signing.deadline),
  };
};
