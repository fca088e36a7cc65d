import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Point, Snapshot } from '../../src/application/history.js';
import type {
  Dissolution as DomainDissolution,
  FormerName as DomainFormerName,
  OrganizationState,
} from '../../src/domain/organization/index.js';
import type { Context } from '../context.js';
import { Certainty } from '../enums.js';
import {
  NumberingSystem,
  OrganizationKind,
  OrganizationLevel,
  OrganizationStatus,
  Participation,
} from '../enumsOfBodies.js';
import { isKnown, loadNamed } from '../read.js';
import type { Ref } from '../ref.js';
import { FuzzyDate, Node } from './basics.js';

@ObjectType({ simpleResolvers: true, description: 'A name that a body no longer bears; search still finds it.' })
export class FormerName implements DomainFormerName {
  @Field(() => String, { description: 'The name.' })
  name!: string;

  @Field(() => [String], { description: 'The abbreviations that went with it.' })
  abbreviations!: readonly string[];

  @Field(() => FuzzyDate, { description: 'The day of the renaming.' })
  until!: Ref<FuzzyDate>;
}

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description:
    'A body: an organisation, a body acting for one (đảng đoàn, thường trực, ban thường vụ), or a class of bodies that cannot sign (reference 2.2, 4.10).',
})
export class Organization extends Node {
  @Field(() => Int, { description: 'How many events the record has of it at that point.' })
  readonly version: number;

  readonly #context: Context;
  readonly #state: OrganizationState;

  constructor(
    context: Context,
    readonly point: Point,
    { ref, state, version }: Snapshot<OrganizationState>,
  ) {
    super(ref.id);
    this.#context = context;
    this.#state = state;
    this.version = version;
  }

  @Field(() => String, { description: 'Its name at that time.' })
  get name(): string {
    return this.#state.name;
  }

  @Field(() => [String], { description: 'Abbreviations by which it is called or numbers its documents.' })
  get abbreviations(): readonly string[] {
    return this.#state.abbreviations;
  }

  @Field(() => [String], { description: 'Other spellings of the name that sources use.' })
  get spellings(): readonly string[] {
    return this.#state.spellings;
  }

  @Field(() => String, { nullable: true, description: 'A misspelling of the name in the source.' })
  get asWritten(): string | undefined {
    return this.#state.asWritten;
  }

  @Field(() => OrganizationKind, { description: 'What kind of body it is.' })
  get kind(): OrganizationState['kind'] {
    return this.#state.kind;
  }

  @Field(() => OrganizationLevel, {
    nullable: true,
    description: 'The level of government it belongs to; null: none, or not known.',
  })
  get level(): OrganizationState['level'] {
    return this.#state.level;
  }

  @Field(() => NumberingSystem, {
    nullable: true,
    description: 'By whose rules it numbers documents; null: by none (reference 3.1).',
  })
  get system(): OrganizationState['system'] {
    return this.#state.system;
  }

  @Field(() => OrganizationStatus, { description: 'Is it set up, or only spoken of?' })
  get status(): Exclude<OrganizationState['status'], 'NONE'> {
    const { status } = this.#state;
    return status === 'NONE' ? 'PROPOSED' : status;
  }

  @Field(() => Participation, {
    nullable: true,
    description: 'How it takes part in agreements without being a party; null: nothing is on record.',
  })
  get participation(): OrganizationState['participation'] {
    return this.#state.participation;
  }

  @Field(() => String, { nullable: true, description: 'A remark of the clerk who registered it.' })
  get note(): string | undefined {
    return this.#state.note;
  }

  @Field(() => [FormerName], { description: 'Names it bore before, oldest first.' })
  get formerNames(): OrganizationState['formerNames'] {
    return this.#state.formerNames;
  }

  @Field(() => Organization, { nullable: true, description: 'The body above it.' })
  get parent(): Promise<Organization | null> {
    return this.#named(this.#state.parentId);
  }

  @Field(() => Organization, { nullable: true, description: 'The class of bodies it is a member of.' })
  get memberOfClass(): Promise<Organization | null> {
    return this.#named(this.#state.memberOfClassId);
  }

  @Field(() => JointOf, { nullable: true, description: 'The bodies that run it together.' })
  get jointOf(): Ref<JointOf> | null {
    const { jointOf } = this.#state;
    return jointOf === undefined ? null : new JointOf(jointOf, this.#all(jointOf.orgIds));
  }

  @Field(() => [Organization], { description: 'The bodies that were merged into it.' })
  get merged(): Promise<readonly Organization[]> {
    return this.#all(this.#state.merged)();
  }

  @Field(() => Dissolution, { nullable: true, description: 'Its end; null: none is on record.' })
  get dissolution(): Ref<Dissolution> | null {
    const { dissolution } = this.#state;
    return dissolution === null ? null : new Dissolution(dissolution, this.#all(dissolution.successors));
  }

  async #named(id: string | null | undefined): Promise<Organization | null> {
    return loadOrganization(this.#context, id, this.point);
  }

  #all(ids: readonly string[]): () => Promise<readonly Organization[]> {
    return () => loadOrganizations(this.#context, ids, this.point);
  }
}

@ObjectType({ simpleResolvers: true, description: 'Bodies that set up or run another one together.' })
export class JointOf {
  @Field(() => Certainty, { description: 'How sure it is.' })
  readonly certainty: NonNullable<OrganizationState['jointOf']>['certainty'];

  @Field(() => String, { nullable: true, description: 'What it was inferred from.' })
  readonly basis: string | undefined;

  @Field(() => [Organization], { description: 'The bodies.' })
  readonly organizations: () => Promise<readonly Organization[]>;

  constructor(
    { certainty, basis }: NonNullable<OrganizationState['jointOf']>,
    organizations: () => Promise<readonly Organization[]>,
  ) {
    this.certainty = certainty;
    this.basis = basis;
    this.organizations = organizations;
  }
}

@ObjectType({ simpleResolvers: true, description: 'The end of a body.' })
export class Dissolution {
  @Field(() => FuzzyDate, { description: 'From when it no longer exists.' })
  readonly effectiveFrom: Ref<FuzzyDate>;

  @Field(() => ID, { description: 'The decision.' })
  readonly decisionDocId: string;

  @Field(() => [Organization], { description: 'The bodies that take its place; none: nobody does, by the record.' })
  readonly successors: () => Promise<readonly Organization[]>;

  constructor({ effectiveFrom, decisionDocId }: DomainDissolution, successors: () => Promise<readonly Organization[]>) {
    this.effectiveFrom = effectiveFrom as FuzzyDate;
    this.decisionDocId = decisionDocId;
    this.successors = successors;
  }
}

/** The organisation with an id, as of a point; null when the record does not know it there. */
export const loadOrganization = async (
  context: Context,
  id: string | null | undefined,
  point: Point,
): Promise<Organization | null> => {
  const snapshot = typeof id === 'string' ? await loadNamed(context, 'organization', id, point) : null;
  return snapshot === null || !isKnown(snapshot) ? null : new Organization(context, point, snapshot);
};

/** The organisations with these ids that are known, in this order. */
export const loadOrganizations = async (
  context: Context,
  ids: readonly string[],
  point: Point,
): Promise<readonly Organization[]> =>
  (await Promise.all(ids.map((id) => loadOrganization(context, id, point)))).filter((each) => each !== null);
