import { type ASTNode, type DocumentNode, GraphQLError, type GraphQLFormattedError, Kind, visit, BREAK } from 'graphql';
import type { Logger } from 'pino';
import { StoreFault } from '../application/ports.js';
import { rejections } from '../domain/kernel/rejection.js';

/**
 * Codes of `errors[].extensions.code` that a client is told: what is wrong with a request as a whole, and the closed
 * codes of the domain where a query has no payload to put them in. Everything else is a fault, and masked.
 */
const requestCodes = [
  'BAD_REQUEST',
  'UNSUPPORTED_MEDIA_TYPE',
  'METHOD_NOT_ALLOWED',
  'PAYLOAD_TOO_LARGE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'TOKEN_LIMIT',
  'DEPTH_LIMIT',
  'ALIAS_LIMIT',
  'COST_LIMIT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'CURSOR_INVALID',
] as const;
const toldCodes: ReadonlySet<unknown> = new Set<string>([...requestCodes, ...Object.keys(rejections)]);

/** Members of `extensions` that a client is told; libraries put whole inputs into others. */
const toldExtensions = ['code', 'path', 'details', 'limit', 'cost', 'depth', 'aliases'];

const valueKinds: ReadonlySet<Kind | undefined> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.OBJECT_FIELD,
]);

/** A sentence for the client may quote its input, but not a megabyte of it. */
const short = (message: string): string => (message.length > 500 ? `${message.slice(0, 500)}…` : message);

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'kind' in value;

/** The names of arguments, members and list places on the way from the document to a value in it. */
const namesAlong = (document: DocumentNode, way: readonly (string | number)[]): readonly string[] => {
  const names: string[] = [];
  let at: unknown = document;
  let owner: ASTNode = document;
  for (const step of way) {
    at = (at as Readonly<Record<string | number, unknown>>)[step];
    if (typeof step === 'number' && owner.kind === Kind.LIST) names.push(String(step));
    if (!isNode(at)) continue;
    if (at.kind === Kind.ARGUMENT || at.kind === Kind.OBJECT_FIELD) names.push(at.name.value);
    owner = at;
  }
  return names;
};

/** Where a value stands in a document: `["input", "parties", "0"]`. */
const literalPath = (document: DocumentNode, target: ASTNode): readonly string[] | undefined => {
  let found: readonly string[] | undefined;
  visit(document, {
    enter: (node, _key, _parent, way) => {
      if (node !== target) return undefined;
      found = namesAlong(document, way);
      return BREAK;
    },
  });
  return found;
};

/** graphql-js tells the place of a wrong variable only in its sentence. */
const variableProblem = /^Variable "\$(\w+)" (got invalid value|has invalid value|of required type|of non-null type)/;

const describeVariable = (
  message: string,
): { readonly message: string; readonly path: readonly string[] } | undefined => {
  const name = variableProblem.exec(message)?.[1];
  if (name === undefined) return undefined;
  // The message quotes the whole value before it says where it stands: a pattern that looked for it from every place would
  // take seconds over a long one.
  const place = message.slice(Math.max(0, message.lastIndexOf(` at "${name}`)));
  const nested = new RegExp(`^ at "${name}((?:\\.\\w+|\\[\\d+\\])+)"; (.*)$`, 's').exec(place);
  const steps = [...(nested?.[1] ?? '').matchAll(/\.(\w+)|\[(\d+)\]/g)].map(
    ([, member, index]) => member ?? index ?? '',
  );
  const reason = nested?.[2] ?? /^Variable "\$\w+" got invalid value .*?; (.*)$/s.exec(message)?.[1] ?? message;
  const missing = /^Field "(\w+)" (?:of required type|is not defined)/.exec(reason)?.[1];
  return { message: short(reason), path: [name, ...steps, ...(missing === undefined ? [] : [missing])] };
};

const tooManyTokens = /^Syntax Error: Document contains more tha[nt] \d+ tokens/;
const loneSurrogate = /^Syntax Error: Invalid (?:Unicode escape sequence|character within String: U\+D[89A-F])/;

/** Wrong values, in variables or written into the document, as one code with the path to the value. */
const inputProblem = (
  error: GraphQLError,
  code: unknown,
  document: DocumentNode | undefined,
): (GraphQLFormattedError['extensions'] & { readonly message: string }) | undefined => {
  const [node] = error.nodes ?? [];
  if (error.nodes?.length === 1 && node?.kind === Kind.VARIABLE_DEFINITION) {
    const described = describeVariable(error.message);
    return described === undefined ? undefined : { code: 'INPUT_INVALID', ...described };
  }
  const reportedByGraphql = code === undefined || code === 'GRAPHQL_VALIDATION_FAILED' || code === 'INPUT_INVALID';
  const isValue = valueKinds.has(node?.kind) || (code !== 'GRAPHQL_VALIDATION_FAILED' && node?.kind === Kind.VARIABLE);
  if (node !== undefined && reportedByGraphql && isValue) {
    const path = document === undefined ? undefined : literalPath(document, node);
    return { code: 'INPUT_INVALID', message: short(error.message), ...(path === undefined ? {} : { path }) };
  }
  if (code === 'GRAPHQL_PARSE_FAILED' && loneSurrogate.test(error.message)) {
    return { code: 'INPUT_INVALID', message: short(error.message), path: ['query'] };
  }
  return undefined;
};

/**
 * What a client is told of an error of its request. Known codes pass with the members a client may see; anything else
 * becomes INTERNAL_SERVER_ERROR with a `correlationId`, under which the original is logged.
 */
export const toClientError = (
  formatted: GraphQLFormattedError,
  thrown: unknown,
  context: { readonly correlationId: string; readonly document?: DocumentNode; readonly logger: Logger },
): GraphQLFormattedError => {
  const error = thrown instanceof GraphQLError ? thrown : undefined;
  const original = error?.originalError;
  const place = {
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
  };
  // Apollo wraps what a validation rule reported and puts its own code over the rule's.
  const code = (original instanceof GraphQLError ? original.extensions.code : undefined) ?? error?.extensions.code;
  const trusted = error !== undefined && (original === undefined || original instanceof GraphQLError);

  if (trusted) {
    const input = inputProblem(error, code, context.document);
    if (input !== undefined) {
      const { message, ...extensions } = input;
      return { message, ...place, extensions };
    }
    if (code === 'GRAPHQL_PARSE_FAILED' && tooManyTokens.test(error.message)) {
      return { message: 'The document has too many tokens.', extensions: { code: 'TOKEN_LIMIT' } };
    }
    if (toldCodes.has(code)) {
      const told = Object.entries({ ...error.extensions, code }).filter(([name]) => toldExtensions.includes(name));
      return { message: short(formatted.message), ...place, extensions: Object.fromEntries(told) };
    }
  }
  if (original instanceof StoreFault && original.code === 'CURSOR_INVALID') {
    return { message: original.message, ...place, extensions: { code: 'CURSOR_INVALID' } };
  }
  const { correlationId, logger } = context;
  logger.error({ correlationId, err: original ?? thrown, path: formatted.path?.join('/') }, 'request failed');
  return {
    message: 'Internal server error. Tell the operators the correlation id.',
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId },
  };
};
