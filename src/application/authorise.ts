import type { Role } from '../domain/kernel/event.js';
import type { Principal } from './principal.js';

/**
 * What can be read (reference 4.3). RECORD: agreements, bodies, offices, sources and their history; PERSON: who a
 * `personKey` stands for acted or held an office; REFUSALS: what was tried and refused.
 */
export type Readable = 'RECORD' | 'PERSON' | 'REFUSALS';

const auditors: ReadonlySet<Role> = new Set<Role>(['AUDITOR']);

/** The one rule of reading. Every role reads the record; persons and refusals are the auditor's alone. */
export const mayRead = ({ role }: Pick<Principal, 'role'>, what: Readable): boolean =>
  what === 'RECORD' || auditors.has(role);
