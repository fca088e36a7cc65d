import { AuthenticationError, type RequestHeaders } from '../application/principal.js';
import { type Role, roles } from '../domain/kernel/event.js';
import { Id } from '../domain/kernel/ids.js';

/** The claims of a token whose signature, issuer, audience and time were checked. */
export type Claims = Readonly<Record<string, unknown>>;

/** What a verified token says, before a role is chosen. */
export interface VerifiedToken {
  readonly subject: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  readonly roles: readonly Role[];
  readonly personKey: string;
  readonly orgId?: string;
  readonly officeId?: string;
  readonly mandateId?: string;
  readonly demo: boolean;
}

/** Checks the tokens of one issuer. Throws AuthenticationError for a bad token and anything else for a fault. */
export interface TokenVerifier {
  readonly issuer: string;
  verify(token: string): Promise<VerifiedToken>;
}

/** A claim by its exact name, or by a dotted path into objects (`realm_access.roles`). */
export const readClaim = (claims: Claims, name: string): unknown => {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      claims,
    );
};

/** An id from a claim; absent stays absent, anything that is no id is refused rather than ignored. */
export const readId = (claims: Claims, name: string): string | undefined => {
  const value = readClaim(claims, name);
  if (value === undefined || value === null || value === '') return undefined;
  const id = Id.safeParse(value);
  if (!id.success) throw new AuthenticationError('FORBIDDEN', `The claim "${name}" of the token is not an id.`);
  return id.data;
};

/** The roles that a claim grants. SYSTEM belongs to the policies and never comes from a token; unknown names are not ours. */
export const readRoles = (value: unknown): readonly Role[] => {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  return roles.filter((role) => role !== 'SYSTEM' && names.includes(role));
};

/** The header by which a caller with several roles says in which one it acts. */
const roleHeader = 'x-concordat-role';

/** The one role of the request. */
export const chooseRole = (granted: readonly Role[], headers: RequestHeaders): Role => {
  const [only, another] = granted;
  if (only === undefined) {
    throw new AuthenticationError('FORBIDDEN', 'The token grants no role of this system.');
  }
  const wanted = headers[roleHeader];
  if (wanted === undefined) {
    if (another === undefined) return only;
    throw new AuthenticationError(
      'FORBIDDEN',
      `The token grants several roles; choose one by the header ${roleHeader}: ${granted.join(', ')}.`,
    );
  }
  const chosen = granted.find((role) => role === wanted);
  if (chosen === undefined) {
    throw new AuthenticationError('FORBIDDEN', `The token does not grant the role asked for in ${roleHeader}.`);
  }
  return chosen;
};
