import { createHash } from 'node:crypto';
import type { AgreementText } from '../domain/agreement/index.js';
import { canonical } from './canonical.js';

const sha256 = (value: unknown) => createHash('sha256').update(canonical(value), 'utf8');

/** SHA-256, hexadecimal, of a text's canonical form: its clauses and its attachment by digest (reference 4.2, Text). */
export const hashText = (text: AgreementText): string =>
  sha256({ clauses: text.clauses, attachment: text.attachment?.sha256 ?? null }).digest('hex');

/** Digest of a command's payload: the same command id with another one is refused (invariant 1). */
export const hashPayload = (payload: object): string => sha256(payload).digest('base64url');
