import { type DocumentNode, execute, type GraphQLSchema, Kind, OperationTypeNode, parse } from 'graphql';

/** A body that may come without a token is not read beyond this. */
export const anonymousBytes = 1024;

const parseSmall = (source: string): DocumentNode | undefined => {
  try {
    return parse(source, { maxLexicalTokens: 20 });
  } catch {
    return undefined;
  }
};

const asksTypenameOnly = ({ definitions: [operation, another] }: DocumentNode): boolean =>
  another === undefined &&
  operation?.kind === Kind.OPERATION_DEFINITION &&
  operation.operation === OperationTypeNode.QUERY &&
  (operation.variableDefinitions ?? []).length === 0 &&
  (operation.directives ?? []).length === 0 &&
  operation.selectionSet.selections.every(
    (selection) =>
      selection.kind === Kind.FIELD &&
      selection.name.value === '__typename' &&
      (selection.arguments ?? []).length === 0 &&
      (selection.directives ?? []).length === 0 &&
      selection.selectionSet === undefined,
  );

/**
 * Answers the one query that needs no token: `__typename` of the root, by which clients and load balancers see that
 * GraphQL answers here. Undefined for any other. No resolver of the schema is ever called.
 */
export const answerAnonymous = (schema: GraphQLSchema, source: unknown): unknown => {
  if (typeof source !== 'string' || source.length > anonymousBytes) return undefined;
  const document = parseSmall(source);
  return document !== undefined && asksTypenameOnly(document) ? execute({ schema, document }) : undefined;
};
