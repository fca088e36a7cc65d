import { GraphQLError } from 'graphql';
import type { Details } from '../src/domain/kernel/rejection.js';
import { sentence } from '../src/domain/kernel/messages.js';

type RequestCode = 'INPUT_INVALID' | 'CURSOR_INVALID' | 'FORBIDDEN' | 'NOT_FOUND' | 'PROJECTION_BEHIND';

const requestError = (code: RequestCode, message: string, path?: readonly string[], details?: Details): GraphQLError =>
  new GraphQLError(message, {
    extensions: {
      code,
      ...(path === undefined ? {} : { path }),
      ...(details === undefined ? {} : { details }),
    },
  });

/** A query that cannot be meant: `path` leads to the argument. */
export const inputInvalid = (message: string, ...path: readonly string[]): GraphQLError =>
  requestError('INPUT_INVALID', message, path);

/** A cursor that is not one of this list in this order in this store. */
export const cursorInvalid = (argument: string): GraphQLError =>
  requestError(
    'CURSOR_INVALID',
    `The cursor in "${argument}" is not one that this list gave out in this order. Start again without it.`,
    [argument],
  );

/** A position that is none of this log's, or lies beyond its end, as after the restore of an old copy. */
export const positionInvalid = (argument: string): GraphQLError =>
  requestError(
    'CURSOR_INVALID',
    `The position in "${argument}" is not one that this log has reached. Read the audit trail again from its beginning.`,
    [argument],
  );

/** Where a question makes no sense without the object; elsewhere an unknown object is null. */
export const notFound = (what: string, argument: string): GraphQLError =>
  requestError('NOT_FOUND', `There is no ${what} with this id.`, [argument]);

/** The token gives no right to read this. */
export const forbidden = (what: string): GraphQLError => requestError('FORBIDDEN', `Your role may not read ${what}.`);

/** Invariant 70: the read models did not reach the position asked for in time. */
export const projectionBehind = (details: Details): GraphQLError =>
  requestError('PROJECTION_BEHIND', sentence('PROJECTION_BEHIND', details).en, ['minPosition'], details);
