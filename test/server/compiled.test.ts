import { expect, test } from '@jest/globals';
import {
  buildSchema,
  execute,
  type ExecutionResult,
  getOperationAST,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  parse,
} from 'graphql';
import { createExecutor } from '../../src/server/compiled.js';

const calls: string[] = [];

interface Noting {
  readonly note: (what: string) => void;
}

const resolvers: Readonly<Record<string, GraphQLFieldResolver<unknown, Noting, { readonly n?: number }>>> = {
  'Query.noting': (_, _args, { note }) => {
    note('noting');
    return 1;
  },
  'Query.shelf': () => {
    calls.push('shelf');
    return {
      name: 'A',
      lazy: () => 'by a function',
      late: Promise.resolve('by a promise'),
      owner: () => Promise.resolve({ id: 'o' }),
      books: [{ id: 1 }, Promise.resolve({ id: 2 }), null],
      anything: { deep: ['x'] },
    };
  },
  'Query.broken': () => {
    calls.push('broken');
    return { name: null, owner: null };
  },
  'Query.twice': (_, { n = 0 }) => 2 * n,
  'Query.failing': () => Promise.reject(new Error('out of order')),
  'Mutation.count': () => {
    calls.push('count');
    throw new Error('counted');
  },
};

const schemaOf = () => {
  const schema = buildSchema(`
    scalar Json
    type Owner { id: ID! }
    type Book { id: ID! }
    type Shelf { name: String! lazy: String late: String owner: Owner! books: [Book] anything: Json }
    type Query { shelf: Shelf! broken: Shelf failing: Int noting: Int twice(n: Int!): Int! }
    type Mutation { count: Int }
  `);
  for (const [name, resolve] of Object.entries(resolvers)) {
    const [type = '', field = ''] = name.split('.');
    const found = (schema.getType(type) as GraphQLObjectType).getFields()[field];
    if (found !== undefined) found.resolve = resolve;
  }
  return schema;
};

const schema = schemaOf();
const executor = createExecutor(schema);

/** The answers of the first uses of a document and of later ones, and what graphql-js answers. */
const answers = async (source: string, variableValues: Record<string, unknown> = {}) => {
  const document = parse(source);
  const operation = getOperationAST(document);
  if (operation === null || operation === undefined) throw new Error('no operation');
  const found: ExecutionResult[] = [];
  for (let use = 1; use <= 4; use++) {
    calls.length = 0;
    found.push(
      await executor.execute({ document, operation, operationName: undefined, contextValue: {}, variableValues }),
    );
  }
  const last = [...calls];
  return { found, calls: last, standard: await execute({ schema, document, variableValues }) };
};

const same = async (source: string, variables?: Record<string, unknown>) => {
  const { found, standard, calls: last } = await answers(source, variables);
  for (const result of found) expect(JSON.stringify(result)).toBe(JSON.stringify(standard));
  return { last, standard };
};

test('a query that comes again is answered as at first, by code that calls each resolver once', async () => {
  const { last, standard } = await same('{ shelf { name owner { id } books { id } anything } }');
  expect(last).toEqual(['shelf']);
  expect(standard.errors).toBeUndefined();
});

test('a leaf that holds a function or a promise is left to graphql-js', async () => {
  const { last, standard } = await same('{ shelf { lazy late } }');
  expect(last).toEqual(['shelf', 'shelf']);
  expect(standard.data).toEqual({ shelf: { lazy: 'by a function', late: 'by a promise' } });
});

test('errors and the nulls around them are those of graphql-js', async () => {
  await same('{ broken { name owner { id } } failing twice(n: 2) }');
  await same('query ($n: Int!) { twice(n: $n) }', { n: 'two' });
  await same('query ($n: Int!) { twice(n: $n) }');
});

test('variables, aliases, fragments, directives and introspection answer the same', async () => {
  await same('query ($n: Int!) { a: twice(n: $n) b: twice(n: 3) }', { n: 4 });
  await same('query ($n: Int! = 5) { twice(n: $n) }');
  await same('{ shelf { ...names __typename } } fragment names on Shelf { name title: name }');
  await same('query ($no: Boolean!) { shelf { name lazy @skip(if: $no) } }', { no: true });
  await same('{ __schema { queryType { name } } shelf { name } }');
});

test('what an operation leaves behind is kept once, also when graphql-js has to answer it again', async () => {
  const noted: string[] = [];
  const contextOf = (notes: string[]): object => ({
    note: (what: string) => notes.push(what),
    trial: () => {
      const tried: string[] = [];
      return { context: contextOf(tried), keep: () => notes.push(...tried) };
    },
  });
  for (const [source, wanted] of [
    ['{ noting }', ['noting']],
    ['{ noting failing }', ['noting']],
  ] as const) {
    const document = parse(source);
    const operation = getOperationAST(document);
    if (operation === null || operation === undefined) throw new Error('no operation');
    for (let use = 1; use <= 4; use++) {
      noted.length = 0;
      const contextValue = contextOf(noted);
      await executor.execute({ document, operation, operationName: undefined, contextValue, variableValues: {} });
      expect(noted).toEqual(wanted);
    }
  }
});

test('a mutation is done once, whatever comes of it', async () => {
  const { last } = await same('mutation { count }');
  expect(last).toEqual(['count']);
});
