import { describe, expect, test } from '@jest/globals';
import {
  getNamedType,
  type GraphQLEnumValue,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  validateSchema,
} from 'graphql';
import { buildConcordatSchema } from '../../schema/build.js';
import { catalog } from '../../src/domain/catalog.js';
import type { CommandDefinition } from '../../src/domain/kernel/command.js';

const schema = await buildConcordatSchema();
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);

/** Everything that has a name, with its description. */
function* described(type: GraphQLNamedType): Generator<readonly [string, string | null | undefined]> {
  yield [type.name, type.description];
  if (isEnumType(type)) for (const value of type.getValues()) yield [`${type.name}.${value.name}`, value.description];
  if (isInputObjectType(type))
    for (const field of Object.values(type.getFields())) yield [`${type.name}.${field.name}`, field.description];
  if (isObjectType(type) || isInterfaceType(type))
    for (const field of Object.values(type.getFields())) {
      yield [`${type.name}.${field.name}`, field.description];
      for (const argument of field.args) yield [`${type.name}.${field.name}(${argument.name})`, argument.description];
    }
}

const fields: readonly (readonly [string, GraphQLField<unknown, unknown>])[] = types
  .filter((type) => isObjectType(type))
  .flatMap((type) => Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field] as const));

const isList = (type: GraphQLOutputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** Lists of objects that are bounded: by an invariant, by one command, by their arguments, or by the program. */
const boundedLists: ReadonlySet<string> = new Set([
  ...['Agreement.parties', 'Agreement.fields', 'Agreement.coreTasks', 'Agreement.presentations', 'Agreement.citations'],
  ...['Agreement.amendments', 'Agreement.warnings', 'Agreement.uncertainFacts', 'Agreement.sources'],
  ...['Agreement.undetermined', 'Agreement.diff', 'AgreementText.clauses', 'SigningProgress.parties'],
  ...['Agreement.blame', 'ClauseBlame.spans'],
  ...['Clause.observations', 'CooperationField.observations', 'CoreTask.observations'],
  ...['Party.bodies', 'Party.signatures', 'Office.holdings', 'Office.mandates'],
  ...['Organization.formerNames', 'Organization.merged', 'JointOf.organizations', 'Dissolution.successors'],
  ...['HistoryEntry.changes', 'HistoryEntry.claims', 'HistoryEntry.warnings', 'Change.textDiff'],
  ...['Agreement.consultations', 'Consultation.audience', 'Consultation.opinions', 'SteeringCommittee.members'],
  'Agreement.steeringCommittees',
  ...['Agreement.legalHolds', 'Agreement.lostParties', 'Party.authorities', 'Party.predecessors', 'Predecessor.bodies'],
  ...['Agreement', 'Organization', 'Office', 'Source', 'SteeringCommittee'].map((type) => `${type}.corrections`),
  'Correction.evidence',
  ...['Stats.rows', 'StatsRow.key', 'Query.nodes', 'Query.search', 'Query.projections'],
]);

describe('the contract', () => {
  test('is a schema by the rules of GraphQL', () => {
    expect(validateSchema(schema)).toEqual([]);
  });

  test('describes every type, field, argument, input field and enum value', () => {
    const bare = types.flatMap((type) => [...described(type)]).filter(([, description]) => !description?.trim());
    expect(bare).toEqual([]);
    const roots = [schema.getQueryType(), schema.getMutationType()];
    expect(roots.map((type) => typeof type?.description)).toEqual(['string', 'string']);
  });

  test('ends descriptions as sentences', () => {
    const open = types
      .flatMap((type) => [...described(type)])
      .filter(([, description]) => !/[.!?)`]$/u.test(description ?? ''));
    expect(open).toEqual([]);
  });

  test('gives every list that can grow as a connection', () => {
    const lists = fields
      .filter(([, { type }]) => isList(type) && !isLeafType(getNamedType(type)))
      .map(([name]) => name);
    const grow = lists.filter(
      (name) =>
        !boundedLists.has(name) && !/(Connection\.(edges|nodes)|Payload\.(events|warnings|userErrors))$/.test(name),
    );
    expect(grow).toEqual([]);
    expect([...boundedLists].filter((name) => !lists.includes(name))).toEqual([]);
  });

  test('pages every connection by first, after, last and before', () => {
    const wrong = fields
      .filter(([, { type }]) => getNamedType(type).name.endsWith('Connection'))
      .filter(
        ([, { args }]) => !['first', 'after', 'last', 'before'].every((name) => args.some((a) => a.name === name)),
      )
      .map(([name]) => name);
    expect(wrong).toEqual([]);
  });

  test('has one input and one payload of its own for every mutation', () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    const shapes = mutations.map(({ name, args, type }) => ({
      name,
      args: args.map((argument) => `${argument.name}: ${argument.type.toString()}`),
      type: type.toString(),
    }));
    const expected = mutations.map(({ name }) => {
      const verb = name.charAt(0).toUpperCase() + name.slice(1);
      return { name, args: [`input: ${verb}Input!`], type: `${verb}Payload!` };
    });
    expect(shapes).toEqual(expected);
  });

  test('names fields and arguments in camel case, types in Pascal case, enum values in capitals', () => {
    const camel = /^[a-z][a-z0-9]*([A-Z][a-z0-9]+)*$/;
    const pascal = /^([A-Z][a-z0-9]+)+$/;
    const wrong = types.flatMap((type): string[] => {
      const acronyms: readonly string[] = ['JSON', 'UUID', 'IDComparator'];
      const own = pascal.test(type.name) || acronyms.includes(type.name) ? [] : [type.name];
      if (isEnumType(type)) {
        const values: readonly GraphQLEnumValue[] = type.getValues();
        return [...own, ...values.map(({ name }) => name).filter((name) => !/^[A-Z][A-Z0-9_]*$/.test(name))];
      }
      if (!isObjectType(type) && !isInputObjectType(type)) return own;
      const members = Object.keys(type.getFields());
      return [...own, ...members.filter((name) => !camel.test(name)).map((name) => `${type.name}.${name}`)];
    });
    expect(wrong).toEqual([]);
  });

  test('lets every query but those about the caller and the server wait for a position', () => {
    const queries = Object.values(schema.getQueryType()?.getFields() ?? {});
    const without = queries.filter(({ args }) => !args.some(({ name }) => name === 'minPosition'));
    expect(without.map(({ name }) => name).sort()).toEqual(['accessLog', 'projections', 'refusals', 'viewer']);
  });
});

/** Once each: corrections are commands of every kind of object. */
const commands = [
  ...new Map(Object.values(catalog).flatMap((decider) => Object.entries<CommandDefinition>(decider.commands))),
];

/** Commands that a person may send over the API. */
const live = commands.filter(
  ([, { roles, importOnly }]) => importOnly !== true && roles.some((role) => role !== 'SYSTEM'),
);

const envelope: ReadonlySet<string> = new Set([
  ...['id', 'commandId', 'expectedVersion', 'occurred', 'reason', 'source', 'claims'],
  // Instead of an id, where a command goes to any kind of object.
  'stream',
]);

describe('the mutations', () => {
  test('are the commands that a person may send', () => {
    const names = Object.keys(schema.getMutationType()?.getFields() ?? {}).sort();
    const sendable = new Set(live.map(([type]) => type.charAt(0).toLowerCase() + type.slice(1)));
    expect(names).toEqual([...sendable].sort());
  });

  test.each(live)('%s takes exactly the fields of its command', (type, { data }) => {
    const input = schema.getType(`${type}Input`);
    if (!isInputObjectType(input) || !('shape' in data)) throw new Error(`no input or fields of ${type}`);
    const own = Object.keys(input.getFields()).filter((name) => !envelope.has(name));
    const inCommand = Object.keys(data.shape as object).filter((name) => name !== 'reason');
    expect(own.sort()).toEqual(inCommand.sort());
  });

  test.each(live)('%s asks for a reason where its command needs one', (type, { data }) => {
    const input = schema.getType(`${type}Input`);
    if (!isInputObjectType(input)) throw new Error(`no input of ${type}`);
    const ofCommand = data.safeParse({}).error?.issues.some(({ path }) => path[0] === 'reason') ?? false;
    // Here the reason of the envelope is compulsory.
    const needed = ofCommand || type === 'ProposeCorrection';
    expect(isNonNullType(input.getFields().reason?.type)).toBe(needed);
  });
});
