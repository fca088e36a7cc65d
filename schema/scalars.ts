import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isBound } from '../src/domain/kernel/fuzzyDate.js';
import { Sha256 as sha256, parsePosition, printPosition, type Position } from '../src/domain/kernel/ids.js';

interface TextScalar {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL: string;
  /** Reads what a client sent; undefined when it is not a value of this scalar. */
  readonly parse: (text: string) => string | undefined;
  readonly print?: (value: string) => string;
}

/** `node`, where the value was written into the document, leads to its path. */
const problem = (name: string, node?: ValueNode): GraphQLError =>
  new GraphQLError(`The value is not a valid ${name}.`, {
    ...(node === undefined ? {} : { nodes: node }),
    extensions: { code: 'INPUT_INVALID' },
  });

/** A scalar that is a string on the wire. */
const textScalar = ({ name, description, specifiedByURL, parse, print = (value) => value }: TextScalar) => {
  const read = (value: unknown, node?: ValueNode): string => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed === undefined) throw problem(name, node);
    return parsed;
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    specifiedByURL,
    serialize: (value) => {
      if (typeof value !== 'string') throw new TypeError(`A ${name} must be a string`);
      return print(value);
    },
    parseValue: (value) => read(value),
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined, node),
  });
};

const matching =
  (pattern: RegExp) =>
  (text: string): string | undefined =>
    pattern.test(text) ? text : undefined;

const rfc3339 = 'https://www.rfc-editor.org/rfc/rfc3339';

export const DateTime = textScalar({
  name: 'DateTime',
  description: 'An instant, RFC 3339 with an offset, such as `2026-11-21T02:00:00.000Z`. The server answers in UTC.',
  specifiedByURL: rfc3339,
  parse: (text) => (text.length > 10 && isBound(text) ? text : undefined),
});

export const LocalDate = textScalar({
  name: 'LocalDate',
  description: 'A day in Vietnam (+07:00), `YYYY-MM-DD`, between 1800 and 2200.',
  specifiedByURL: rfc3339,
  parse: (text) => (text.length === 10 && isBound(text) ? text : undefined),
});

export const AsOf = textScalar({
  name: 'AsOf',
  description:
    'A moment: an instant (RFC 3339 with an offset) or a Vietnam day (`YYYY-MM-DD`), which as a point in time means the end of that day.',
  specifiedByURL: rfc3339,
  parse: (text) => (isBound(text) ? text : undefined),
});

export const EventPosition = textScalar({
  name: 'EventPosition',
  description:
    'The place of an event in the global order, 64 bits as a decimal string. Positions strictly increase; gaps are allowed.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259#section-6',
  parse: parsePosition,
  print: (value) => printPosition(value as Position),
});

export const Sha256 = textScalar({
  name: 'Sha256',
  description: 'A SHA-256 digest, 64 lower-case hexadecimal digits.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc6234',
  parse: (text) => (sha256.safeParse(text).success ? text : undefined),
});

export const Uuid = textScalar({
  name: 'UUID',
  description: 'A UUID in its 36-character form.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc9562',
  parse: (text) => matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)(text.toLowerCase()),
});

export const CursorScalar = textScalar({
  name: 'Cursor',
  description: 'A place in a list. Opaque: good only for the same list, in the same order, of the same server.',
  specifiedByURL: 'https://relay.dev/graphql/connections.htm#sec-Cursor',
  parse: (text) => (text.length <= 2000 ? text : undefined),
});

/** As input it is for values whose form depends on a path that is given beside them. */
export const Json = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value, as in a state of an object: its form depends on the path it was read from.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
});
