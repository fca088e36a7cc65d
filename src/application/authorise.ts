import type { Role } from '../domain/kernel/event.js';
import type { Principal } from './principal.js';

/**
 * What can be read (reference 4.3). RECORD: agreements, bodies, offices, sources and their history; PERSON: who a
 * `personKey` stands for acted or held an office; REFUSALS: what was tried and refused; ACCESS_LOG: who read what; FILE:
 * uploaded files.
 */
export type Readable = 'RECORD' | 'PERSON' | 'REFUSALS' | 'ACCESS_LOG' | 'FILE';

const auditors: ReadonlySet<Role> = new Set<Role>(['AUDITOR']);

/**
 * The one rule of reading. Every role reads the record; persons, refusals and accesses are the auditor's alone. Files show
 * names and signatures, which a dashboard may not read.
 */
export const mayRead = ({ role }: Pick<Principal, 'role'>, what: Readable): boolean =>
  what === 'RECORD' || (what === 'FILE' ? role !== 'DASHBOARD' : auditors.has(role));
