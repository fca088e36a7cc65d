import { Field, ID, Int, ObjectType } from 'type-graphql';
import { mayRead } from '../../src/application/authorise.js';
import type { Point, Snapshot } from '../../src/application/history.js';
import { entryOf } from '../../src/domain/kernel/ids.js';
import type { Holding as DomainHolding, Mandate as DomainMandate, OfficeState } from '../../src/domain/office/index.js';
import { recordRead } from '../access.js';
import type { Context } from '../context.js';
import { AgreementKind, Capacity } from '../enums.js';
import { isKnown, loadNamed } from '../read.js';
import type { Ref } from '../ref.js';
import { FuzzyDate, Node } from './basics.js';
import { loadOrganization, Organization } from './organization.js';

@ObjectType({ simpleResolvers: true, description: 'A time during which one person held an office.' })
export class Holding {
  @Field(() => FuzzyDate, { description: 'From when.' })
  readonly from: Ref<FuzzyDate>;

  @Field(() => FuzzyDate, {
    nullable: true,
    description: 'Until the day of the hand-over; null while nobody has taken over.',
  })
  readonly to: Ref<FuzzyDate> | null;

  readonly #context: Context;
  readonly #officeId: string;
  readonly #personKey: string;

  constructor(context: Context, officeId: string, { from, to, personKey }: DomainHolding) {
    this.#context = context;
    this.#officeId = officeId;
    this.#personKey = personKey;
    this.from = from as FuzzyDate;
    this.to = to as FuzzyDate | null;
  }

  @Field(() => ID, {
    nullable: true,
    description: 'The random key of the person, for auditors; null for everybody else.',
  })
  get personKey(): string | null {
    if (!mayRead(this.#context.principal, 'PERSON')) return null;
    recordRead(this.#context, 'PERSON', `office:${this.#officeId}`);
    return this.#personKey;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: 'An office of a body: who may act, and when. People appear only as its holders, by a random key.',
})
export class Office extends Node {
  @Field(() => Int, { description: 'How many events the record has of it at that point.' })
  readonly version: number;

  readonly #context: Context;
  readonly #state: OfficeState;

  constructor(
    context: Context,
    readonly point: Point,
    { ref, state, version }: Snapshot<OfficeState>,
  ) {
    super(ref.id);
    this.#context = context;
    this.#state = state;
    this.version = version;
  }

  @Field(() => String, { description: 'Its title.' })
  get title(): string {
    return this.#state.title;
  }

  @Field(() => [String], { description: 'Other offices that sources name along with it, as titles.' })
  get also(): readonly string[] {
    return this.#state.also;
  }

  @Field(() => String, { nullable: true, description: 'A misspelling of the title in the source.' })
  get asWritten(): string | undefined {
    return this.#state.asWritten;
  }

  @Field(() => Organization, { nullable: true, description: 'The body it is an office of.' })
  get organization(): Promise<Organization | null> {
    return loadOrganization(this.#context, this.#state.orgId, this.point);
  }

  @Field(() => [Holding], { description: 'Who held it, in the order in which they began.' })
  get holdings(): readonly Holding[] {
    return this.#state.holdings.map((holding) => new Holding(this.#context, this.id, holding));
  }

  @Field(() => [Mandate], { description: 'The rights to sign for others that were granted to it.' })
  get mandates(): readonly Mandate[] {
    return this.#state.mandates.map((mandate) => this.#toMandate(mandate));
  }

  /** One of its mandates; null when it has none of that id. */
  mandate(mandateId: string): Mandate | null {
    const found = this.#state.mandates.find((mandate) => mandate.mandateId === mandateId);
    return found === undefined ? null : this.#toMandate(found);
  }

  #toMandate(mandate: DomainMandate): Mandate {
    return new Mandate(this.#context, this.point, mandate, entryOf(this.#state.revocations, mandate.mandateId));
  }
}

@ObjectType({
  simpleResolvers: true,
  description: "A right of an office to sign for another office's body (reference 4.10).",
})
export class Mandate {
  @Field(() => ID, { description: 'The id, unique within the office that received it.' })
  readonly id: string;

  @Field(() => Capacity, { description: 'In what capacity the office may sign.' })
  readonly capacity: DomainMandate['capacity'];

  @Field(() => ID, { nullable: true, description: 'The one agreement it is for; null: not limited to one.' })
  readonly agreementId: string | undefined;

  @Field(() => AgreementKind, {
    nullable: true,
    description: 'The one kind of agreement it is for; null: not limited to one.',
  })
  readonly agreementKind: DomainMandate['scope']['kind'];

  @Field(() => FuzzyDate, { description: 'From when it is good.' })
  readonly effectiveFrom: Ref<FuzzyDate>;

  @Field(() => FuzzyDate, {
    nullable: true,
    description: 'The last day on which it is good, as granted; null: no end was set.',
  })
  readonly to: Ref<FuzzyDate> | undefined;

  @Field(() => FuzzyDate, { nullable: true, description: 'From when it was revoked; null: it was not.' })
  readonly revokedFrom: Ref<FuzzyDate> | undefined;

  @Field(() => ID, { description: 'The document that grants it.' })
  readonly documentId: string;

  readonly #context: Context;
  readonly #point: Point;
  readonly #mandate: DomainMandate;

  constructor(context: Context, point: Point, mandate: DomainMandate, revokedFrom: DomainMandate['to']) {
    this.#context = context;
    this.#point = point;
    this.#mandate = mandate;
    this.id = mandate.mandateId;
    this.capacity = mandate.capacity;
    this.agreementId = mandate.scope.agreementId;
    this.agreementKind = mandate.scope.kind;
    this.effectiveFrom = mandate.effectiveFrom as FuzzyDate;
    this.to = mandate.to as FuzzyDate | undefined;
    this.revokedFrom = revokedFrom as FuzzyDate | undefined;
    this.documentId = mandate.documentId;
  }

  @Field(() => Office, { nullable: true, description: 'The office that granted it.' })
  get grantor(): Promise<Office | null> {
    return loadOffice(this.#context, this.#mandate.grantorOfficeId, this.#point);
  }

  @Field(() => Organization, { nullable: true, description: 'The body for which the office may sign.' })
  get grantorOrganization(): Promise<Organization | null> {
    return loadOrganization(this.#context, this.#mandate.grantorOrgId, this.#point);
  }
}

/** The office with an id, as of a point; null when the record does not know it there. */
export const loadOffice = async (
  context: Context,
  id: string | null | undefined,
  point: Point,
): Promise<Office | null> => {
  const snapshot = typeof id === 'string' ? await loadNamed(context, 'office', id, point) : null;
  return snapshot === null || !isKnown(snapshot) ? null : new Office(context, point, snapshot);
};
