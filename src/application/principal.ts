import type { Role } from '../domain/kernel/event.js';

/**
 * Who is calling and in which right, as taken from a verified token. Names of people never appear: `personKey` is
 * random, and identity keeps the map from the issuer's subject to it (reference 4.2).
 */
export interface Principal {
  /** The token's `sub`; for logs of access only, never stored in an event. */
  readonly subject: string;
  readonly personKey: string;
  /** The one role this request acts in (reference 4.3); never SYSTEM, which belongs to the policies. */
  readonly role: Role;
  readonly orgId?: string;
  readonly officeId?: string;
  readonly mandateId?: string;
  /** When the token ends, in seconds since 1970; a long-lived connection MUST end with it. */
  readonly expiresAt?: number;
  /** Signed by the local demo key: exists outside production only. */
  readonly demo: boolean;
}

/** Request headers by lower-case name, as node:http gives them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Turns the headers of a request into a principal, or throws an AuthenticationError. */
export interface Authenticator {
  authenticate(headers: RequestHeaders): Promise<Principal>;
}

/** No or no valid token (UNAUTHENTICATED), or a valid one that gives no right to what was asked (FORBIDDEN). */
export class AuthenticationError extends Error {
  override readonly name = 'AuthenticationError';
  constructor(
    readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
