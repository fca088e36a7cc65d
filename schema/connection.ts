import { ArgsType, type ClassType, Extensions, Field, Int, ObjectType } from 'type-graphql';
import type { Document, Scalar } from '../src/application/ports.js';
import type { Page, PageQuery } from '../projections/queries.js';
import { type CursorScope, readCursor, writeCursor } from './cursor.js';
import { inputInvalid } from './errors.js';
import type { Data, Ref } from './ref.js';
import { CursorScalar } from './scalars.js';

const defaultSize = 20;
const maxSize = 100;

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many from the start or after `after`: 1 to 100, 20 by default.',
  })
  first?: number | null;

  @Field(() => CursorScalar, { nullable: true, description: 'Only what comes after this cursor.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many from the end or before `before`: 1 to 100; not with `first`.',
  })
  last?: number | null;

  @Field(() => CursorScalar, { nullable: true, description: 'Only what comes before this cursor; used with `last`.' })
  before?: string | null;
}

/** How many items an argument asks for; INPUT_INVALID outside 1 to 100. */
export const connectionSize = (name: 'first' | 'last', value: number | null | undefined): number => {
  const size = value ?? defaultSize;
  if (size < 1 || size > maxSize) throw inputInvalid(`"${name}" must be between 1 and ${maxSize}.`, name);
  return size;
};

/** The part of a query that page arguments say; INPUT_INVALID when they contradict each other, CURSOR_INVALID as in cursor.ts. */
export const pageQuery = (
  args: Data<PageArgs>,
  scope: CursorScope,
): Pick<PageQuery, 'after' | 'limit' | 'backwards' | 'order'> => {
  const { first, after, last, before } = args;
  if (typeof first === 'number' && typeof last === 'number')
    throw inputInvalid('Give either "first" or "last", not both.', 'last');
  const backwards = typeof last === 'number';
  if (backwards && typeof after === 'string') throw inputInvalid('"after" goes with "first".', 'after');
  if (!backwards && typeof before === 'string') throw inputInvalid('"before" goes with "last".', 'before');
  const limit = backwards ? connectionSize('last', last) : connectionSize('first', first);
  const cursor = backwards ? before : after;
  return {
    order: scope.order,
    limit,
    ...(backwards ? { backwards: true } : {}),
    ...(typeof cursor === 'string' ? { after: readCursor(scope, cursor, backwards ? 'before' : 'after') } : {}),
  };
};

@ObjectType({ simpleResolvers: true, description: 'Where a page lies in its list (Relay connection).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Is there more after this page?' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Is there more before this page?' })
  hasPreviousPage!: boolean;

  @Field(() => CursorScalar, { nullable: true, description: 'The cursor of the first item; null on an empty page.' })
  startCursor!: string | null;

  @Field(() => CursorScalar, { nullable: true, description: 'The cursor of the last item; null on an empty page.' })
  endCursor!: string | null;
}

export interface Edge<N> {
  readonly cursor: string;
  readonly node: N;
}

/** What a connection is made of: one page, how its items become nodes, and how all are counted if that is asked. */
export interface ConnectionSource<B, N> {
  readonly page: Page<B>;
  readonly query: Pick<PageQuery, 'after' | 'backwards'>;
  readonly scope: CursorScope;
  readonly toNode: (document: Document<B>) => N;
  readonly count: () => Promise<number | null>;
}

const valueOf = (body: unknown, field: string): Scalar =>
  (body as Readonly<Record<string, Scalar | undefined>>)[field] ?? null;

/** A page as the connection types read it. Counting and cursors cost nothing unless they are selected. */
export class ConnectionPage<N, B = unknown> {
  readonly nodes: readonly N[];
  readonly totalCount: () => Promise<number | null>;
  readonly edges: () => readonly Edge<N>[];
  readonly pageInfo: () => Data<PageInfo>;

  constructor({ page, query, scope, toNode, count }: ConnectionSource<B, N>) {
    const cursor = ({ id, body }: Document<B>): string =>
      writeCursor(scope, [...scope.order.map(({ field }) => valueOf(body, field)), id]);
    const cursorAt = (item: Document<B> | undefined): string | null => (item === undefined ? null : cursor(item));
    this.nodes = page.items.map(toNode);
    this.totalCount = count;
    this.edges = () =>
      page.items.map((item, index) => ({ cursor: cursor(item), node: this.nodes[index] ?? toNode(item) }));
    this.pageInfo = () => {
      const entered = query.after !== undefined;
      const backwards = query.backwards === true;
      return {
        hasNextPage: backwards ? entered : page.hasMore,
        hasPreviousPage: backwards ? page.hasMore : entered,
        startCursor: cursorAt(page.items[0]),
        endCursor: cursorAt(page.items.at(-1)),
      };
    };
  }
}

/** The edge and connection types of a node type: `AgreementEdge`, `AgreementConnection` … */
export const connectionOf = <N extends object>(name: string, node: () => ClassType<N>): ClassType => {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One ${name} in a list, with its cursor.` })
  class EdgeType implements Edge<N> {
    @Field(() => CursorScalar, { description: 'The place of the node in the list.' })
    cursor!: string;

    @Field(node, { description: 'The item itself.' })
    node!: Ref<N>;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a list of ${name}.` })
  class ConnectionType {
    @Field(() => [EdgeType], { description: 'The items with their cursors.' })
    edges!: readonly EdgeType[];

    @Field(() => [node()], { description: 'The items alone.' })
    nodes!: readonly N[];

    @Field(() => PageInfo, { description: 'Where the page lies.' })
    pageInfo!: Ref<PageInfo>;

    // The one leaf that a plain object may hold as a function.
    @Extensions({ computed: true })
    @Field(() => Int, {
      nullable: true,
      description: 'How many there are in all pages; counted only when selected. Null: the list is not counted.',
    })
    totalCount!: () => Promise<number | null>;
  }
  return ConnectionType;
};
