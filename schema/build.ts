import 'reflect-metadata';
import { GraphQLInputObjectType, type GraphQLSchema } from 'graphql';
import { buildSchema, type NonEmptyArray, type PubSub } from 'type-graphql';
import { AccessLogResolver } from './resolvers/accessLog.js';
import { AgreementLifeResolver } from './resolvers/agreementLife.js';
import { AgreementMutations } from './resolvers/agreementMutations.js';
import { AgreementResolver } from './resolvers/agreements.js';
import { AuditResolver, historyResolvers } from './resolvers/audit.js';
import { BlameResolver } from './resolvers/blame.js';
import { BodyResolver } from './resolvers/bodies.js';
import { OfficeMutations, OrganizationMutations, SourceMutations } from './resolvers/bodyMutations.js';
import { evidenceResolvers } from './resolvers/evidence.js';
import { CorrectionMutations } from './resolvers/correctionMutations.js';
import { correctionsResolvers } from './resolvers/corrections.js';
import { AgreementLifeMutations, SteeringMutations } from './resolvers/lifeMutations.js';
import { LiveResolver } from './resolvers/live.js';
import { RootResolver } from './resolvers/root.js';
import { StatsResolver } from './resolvers/stats.js';
import { AgreementSteeringResolver, SteeringResolver } from './resolvers/steering.js';
import {
  ConflictError,
  NotFoundError,
  PermissionError,
  PolicyError,
  StateError,
  ValidationError,
} from './types/userErrors.js';

const resolvers = [
  AccessLogResolver,
  AgreementResolver,
  AgreementMutations,
  AgreementLifeMutations,
  AgreementLifeResolver,
  CorrectionMutations,
  SteeringMutations,
  AuditResolver,
  BlameResolver,
  BodyResolver,
  OfficeMutations,
  OrganizationMutations,
  SourceMutations,
  LiveResolver,
  RootResolver,
  StatsResolver,
  SteeringResolver,
  AgreementSteeringResolver,
  ...evidenceResolvers,
  ...historyResolvers,
  ...correctionsResolvers,
] satisfies NonEmptyArray<unknown>;

/** Inputs of which exactly one member must be given. */
const oneOf = ['ObservedTargetInput', 'CorrectionEvidenceInput'];

/** TypeGraphQL demands one; subscriptions follow the log, which unlike a broker loses nothing. */
const noBroker: PubSub = {
  publish: () => undefined,
  subscribe: (topic) => {
    throw new Error(`The subscription ${topic} does not say how to subscribe`);
  },
};

const build = async (): Promise<GraphQLSchema> => {
  const schema = await buildSchema({
    resolvers,
    orphanedTypes: [ConflictError, NotFoundError, PermissionError, PolicyError, StateError, ValidationError],
    validate: false,
    // It would introspect the whole contract at each start; a test does, and graphql-js checks it at the first operation.
    skipCheck: true,
    pubSub: noBroker,
  });
  // TypeGraphQL can say neither of these: descriptions of the root types, and inputs of which one member counts.
  describe(schema.getQueryType(), 'What can be read. Every query needs a token, and accepts `minPosition`.');
  describe(schema.getMutationType(), 'What can be done: one mutation for each command, named by its verb.');
  describe(
    schema.getSubscriptionType(),
    'What can be followed, over WebSocket (graphql-transport-ws) or server-sent events. After a lost connection subscribe again with `after` set to the `position` of the last entry received: nothing is lost or comes twice.',
  );
  for (const name of oneOf) {
    const type = schema.getType(name);
    if (!(type instanceof GraphQLInputObjectType)) throw new Error(`There is no input ${name}`);
    type.isOneOf = true;
  }
  return schema;
};

const describe = (type: { description?: string | null | undefined } | null | undefined, description: string): void => {
  if (type !== null && type !== undefined) type.description = description;
};

let built: Promise<GraphQLSchema> | undefined;

/** The contract. Built once: TypeGraphQL collects decorators globally. */
export const buildConcordatSchema = (): Promise<GraphQLSchema> => (built ??= build());
