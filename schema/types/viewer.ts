import { Field, ID, ObjectType } from 'type-graphql';
import type { Principal } from '../../src/application/principal.js';
import type { Context } from '../context.js';
import { Role } from '../enums.js';
import { loadOffice, Office } from './office.js';
import { loadOrganization, Organization } from './organization.js';

@ObjectType({ simpleResolvers: true, description: 'Who is asking, and in which right, by the token.' })
export class Viewer {
  @Field(() => Role, { description: 'The role this request acts in.' })
  readonly role: Principal['role'];

  @Field(() => ID, { description: "The caller's own random key, under which events name who acted." })
  readonly personKey: string;

  @Field(() => ID, { nullable: true, description: 'The mandate the token was issued for.' })
  readonly mandateId: string | undefined;

  @Field(() => Boolean, { description: 'Is it a demo identity, signed by the local key?' })
  readonly isDemo: boolean;

  readonly #context: Context;

  constructor(context: Context) {
    const { principal } = context;
    this.#context = context;
    this.role = principal.role;
    this.personKey = principal.personKey;
    this.mandateId = principal.mandateId;
    this.isDemo = principal.demo;
  }

  @Field(() => Organization, { nullable: true, description: 'The organisation the caller acts for.' })
  get organization(): Promise<Organization | null> {
    return loadOrganization(this.#context, this.#context.principal.orgId, {});
  }

  @Field(() => Office, { nullable: true, description: 'The office the caller acts in.' })
  get office(): Promise<Office | null> {
    return loadOffice(this.#context, this.#context.principal.officeId, {});
  }
}
