import { Field, ID, ObjectType } from 'type-graphql';
import type { Point } from '../../src/application/history.js';
import type {
  ConfirmedAuthority as DomainAuthority,
  Predecessor as DomainPredecessor,
} from '../../src/domain/agreement/index.js';
import type { Context } from '../context.js';
import { Capacity } from '../enums.js';
import type { Ref } from '../ref.js';
import { FuzzyDate } from './basics.js';
import { HistoryEntry, loadEvent } from './history.js';
import { loadOffice, Mandate, Office } from './office.js';
import { loadOrganization, loadOrganizations, Organization } from './organization.js';

@ObjectType({
  simpleResolvers: true,
  description: 'An office whose right to sign for the party its clerk has confirmed.',
})
export class ConfirmedAuthority {
  @Field(() => Capacity, { description: 'In what capacity it may sign.' })
  readonly capacity: DomainAuthority['capacity'];

  readonly #context: Context;
  readonly #point: Point;
  readonly #authority: DomainAuthority;

  constructor(context: Context, point: Point, authority: DomainAuthority) {
    this.#context = context;
    this.#point = point;
    this.#authority = authority;
    this.capacity = authority.capacity;
  }

  @Field(() => Office, { nullable: true, description: 'The office.' })
  get office(): Promise<Office | null> {
    return loadOffice(this.#context, this.#authority.officeId, this.#point);
  }

  @Field(() => Mandate, { nullable: true, description: 'The mandate it has for that; null: it needs none.' })
  get mandate(): Promise<Mandate | null> {
    const { mandateId } = this.#authority;
    return mandateId === undefined
      ? Promise.resolve(null)
      : this.office.then((office) => office?.mandate(mandateId) ?? null);
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that recorded it.' })
  get event(): Promise<HistoryEntry | null> {
    return loadEvent(this.#context, this.#authority.eventId);
  }
}

@ObjectType({
  simpleResolvers: true,
  description: "Who stood in a party's place before a succession; what they signed stays the party's.",
})
export class Predecessor {
  @Field(() => Boolean, { description: 'Did several bodies sign as one party?' })
  readonly jointBody: boolean;

  @Field(() => FuzzyDate, { description: 'From when others stand in their place.' })
  readonly until: Ref<FuzzyDate>;

  @Field(() => ID, { description: 'The decision.' })
  readonly decisionDocId: string;

  readonly #context: Context;
  readonly #point: Point;
  readonly #predecessor: DomainPredecessor;

  constructor(context: Context, point: Point, predecessor: DomainPredecessor) {
    this.#context = context;
    this.#point = point;
    this.#predecessor = predecessor;
    this.jointBody = predecessor.jointBody;
    this.until = predecessor.until as FuzzyDate;
    this.decisionDocId = predecessor.decisionDocId;
  }

  @Field(() => [Organization], { description: 'The acting bodies.' })
  get bodies(): Promise<readonly Organization[]> {
    return loadOrganizations(this.#context, this.#predecessor.bodyIds, this.#point);
  }

  @Field(() => Organization, { nullable: true, description: 'The organisation behind the bodies.' })
  get organization(): Promise<Organization | null> {
    return loadOrganization(this.#context, this.#predecessor.organizationId, this.#point);
  }

  @Field(() => HistoryEntry, { nullable: true, description: 'The event that recorded the succession.' })
  get event(): Promise<HistoryEntry | null> {
    return loadEvent(this.#context, this.#predecessor.eventId);
  }
}
