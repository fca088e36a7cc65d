import {
  GraphQLError,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import type { Principal } from '../../src/application/principal.js';
import { StoreFault } from '../../src/application/ports.js';

/** What the resolvers of the test schema see. */
export interface TestContext {
  readonly principal: Principal;
  readonly requestId: string;
  /** `slow` answers once this is released. */
  readonly gate: Promise<void>;
}

const required = <T extends GraphQLObjectType | typeof GraphQLString | typeof GraphQLInt>(type: T) =>
  new GraphQLNonNull(type);

const Person: GraphQLObjectType = new GraphQLObjectType({
  name: 'Person',
  fields: () => ({
    name: { type: GraphQLString, resolve: () => 'x' },
    friend: { type: Person, resolve: () => ({}) },
    friends: {
      type: PersonConnection,
      args: { first: { type: GraphQLInt }, last: { type: GraphQLInt } },
      resolve: () => ({ nodes: [] }),
    },
  }),
});

const PersonConnection: GraphQLObjectType = new GraphQLObjectType({
  name: 'PersonConnection',
  fields: () => ({ nodes: { type: new GraphQLNonNull(new GraphQLList(Person)) } }),
});

const PartyInput = new GraphQLInputObjectType({
  name: 'PartyInput',
  fields: { org: { type: required(GraphQLString) }, order: { type: GraphQLInt } },
});

const SayInput = new GraphQLInputObjectType({
  name: 'SayInput',
  fields: {
    text: { type: required(GraphQLString) },
    parties: { type: new GraphQLList(new GraphQLNonNull(PartyInput)) },
  },
});

interface SayArgs {
  readonly input: { readonly text: string };
}

/** A small schema that has one of everything the server must bear: connections, inputs, refusals, faults, slowness. */
export const createTestSchema = (): GraphQLSchema =>
  new GraphQLSchema({
    query: new GraphQLObjectType<unknown, TestContext>({
      name: 'Query',
      fields: {
        hello: { type: GraphQLString, resolve: () => 'world' },
        whoami: { type: GraphQLString, resolve: (_root, _args, { principal }) => principal.role },
        requestId: { type: GraphQLString, resolve: (_root, _args, { requestId }) => requestId },
        person: { type: Person, resolve: () => ({}) },
        people: {
          type: PersonConnection,
          args: { first: { type: GraphQLInt }, last: { type: GraphQLInt } },
          resolve: () => ({ nodes: [] }),
        },
        dear: { type: GraphQLString, extensions: { complexity: 900 }, resolve: () => 'dear' },
        codePoints: {
          type: new GraphQLList(GraphQLString),
          args: { text: { type: required(GraphQLString) } },
          resolve: (_root, { text }: { readonly text: string }) =>
            Array.from(text, (letter) => letter.codePointAt(0)?.toString(16)),
        },
        refused: {
          type: GraphQLString,
          resolve: () => {
            throw new GraphQLError('The cursor is stale.', {
              extensions: { code: 'CURSOR_INVALID', secret: 'inside', details: { age: 3 } },
            });
          },
        },
        foreignCursor: {
          type: GraphQLString,
          resolve: () => {
            throw new StoreFault('CURSOR_INVALID', 'The cursor belongs to another store.');
          },
        },
        fault: {
          type: GraphQLString,
          resolve: () => {
            throw new Error('SQLITE_CORRUPT at /var/lib/secret.db');
          },
        },
        slow: {
          type: GraphQLString,
          resolve: async (_root, _args, { gate }) => {
            await gate;
            return 'done';
          },
        },
      },
    }),
    mutation: new GraphQLObjectType<unknown, TestContext>({
      name: 'Mutation',
      fields: {
        say: {
          type: GraphQLString,
          args: { input: { type: new GraphQLNonNull(SayInput) } },
          resolve: (_root, { input }: SayArgs) => input.text,
        },
      },
    }),
  });
