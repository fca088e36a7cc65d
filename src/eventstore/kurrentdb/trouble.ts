import { ErrorType } from '@kurrent/kurrentdb-client';
import { StoreFault } from '../../application/ports.js';

/**
 * What an error of the client means to the caller.
 *
 * - UNSURE: the call may have had its effect or not; another try, with a new client, may help.
 * - NOT_LEADER: it had none; the client has been told the leader and goes there with its next call.
 * - REFUSED, DENIED, INSECURE: it had none and no retry helps.
 */
export type Trouble =
  'WRONG_VERSION' | 'NOT_FOUND' | 'DELETED' | 'TOO_LARGE' | 'REFUSED' | 'DENIED' | 'INSECURE' | 'NOT_LEADER' | 'UNSURE';

const byType: Readonly<Record<string, Trouble>> = {
  [ErrorType.WRONG_EXPECTED_VERSION]: 'WRONG_VERSION',
  [ErrorType.STREAM_NOT_FOUND]: 'NOT_FOUND',
  [ErrorType.STREAM_DELETED]: 'DELETED',
  [ErrorType.STREAM_TOMBSTONED]: 'DELETED',
  [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED]: 'TOO_LARGE',
  [ErrorType.ACCESS_DENIED]: 'DENIED',
  [ErrorType.NOT_LEADER]: 'NOT_LEADER',
};

/** gRPC's PERMISSION_DENIED, RESOURCE_EXHAUSTED and UNAUTHENTICATED: some errors come without the client's `type`. */
const byCode: Readonly<Record<number, Trouble>> = { 7: 'DENIED', 8: 'TOO_LARGE', 16: 'DENIED' };

const ofCertificates = /certificate|self.signed|\bSSL\b|wrong version number|EPROTO|ERR_TLS/i;

export const troubleOf = (error: unknown): Trouble => {
  const { type, code } = error as { type?: unknown; code?: unknown };
  const known =
    (typeof type === 'string' ? byType[type] : undefined) ?? (typeof code === 'number' ? byCode[code] : undefined);
  if (known !== undefined) return known;
  const message = messageOf(error);
  // The client knows no name for what the server calls a bad request.
  if (message.includes('BadRequest')) return 'REFUSED';
  return ofCertificates.test(message) ? 'INSECURE' : 'UNSURE';
};

export const messageOf = (error: unknown): string => {
  if (!(error instanceof Error) && !(typeof error === 'object' && error !== null && 'message' in error)) {
    return String(error);
  }
  const { message, name, type } = error as { message?: unknown; name?: unknown; type?: unknown };
  // Some errors of the client have nothing but their type.
  return [message, type, name].find((text): text is string => typeof text === 'string' && text !== '') ?? 'unknown';
};

/** A fault that says where and what to do. `server` names the hosts and no more. */
export const faultOf = (server: string, error: unknown): StoreFault => {
  if (error instanceof StoreFault) return error;
  const options = { cause: error };
  switch (troubleOf(error)) {
    case 'DENIED':
      return new StoreFault(
        'STORE_UNAVAILABLE',
        `${server} refuses the user or the password of the connection string, or what this user may do.`,
        options,
      );
    case 'INSECURE':
      return new StoreFault(
        'STORE_UNAVAILABLE',
        `No TLS connection to ${server}: ${messageOf(error)}. Check tls, tlsCAFile and the name in its certificate.`,
        options,
      );
    case 'DELETED':
      return new StoreFault(
        'STORE_CORRUPT',
        `A stream of this log was deleted in ${server}. Keep it as it is and restore a copy.`,
        options,
      );
    default:
      return new StoreFault(
        'STORE_UNAVAILABLE',
        `${server} does not answer as it should: ${messageOf(error)}. Check that it runs and that tls is set as it wants it.`,
        options,
      );
  }
};
