import type { GraphQLError } from 'graphql';
import type { AccessKind } from '../src/application/ports.js';
import type { Context } from './context.js';
import { forbidden } from './errors.js';

const record = (
  { principal, services, recordAccess }: Context,
  what: AccessKind,
  stream: string,
  denied: boolean,
): void => {
  const { personKey: actor, role } = principal;
  recordAccess({ actor, role, what, stream, denied, at: services.now() });
};

/** Notes that the caller is shown something personal or guarded. `stream`: of what, as in AccessRecord. */
export const recordRead = (context: Context, what: AccessKind, stream: string): void =>
  record(context, what, stream, false);

/** Notes that the caller wanted to read what the role may not, and gives the error that says so. */
export const denied = (context: Context, what: AccessKind, stream: string, inWords: string): GraphQLError => {
  record(context, what, stream, true);
  return forbidden(inWords);
};
