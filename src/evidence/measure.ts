import { createHash } from 'node:crypto';
import type { EvidenceUpload } from '../application/ports.js';
import type { Rejection } from '../domain/kernel/rejection.js';

/** Counts and hashes the content of an upload while it passes, and says when it is to be refused. */
export class Measure {
  readonly #hash = createHash('sha256');
  #size = 0;

  constructor(private readonly upload: Pick<EvidenceUpload, 'maxBytes' | 'expectedSha256'>) {}

  /** Takes the next piece; a rejection as soon as there is more than may be. */
  add(piece: Uint8Array): Rejection | undefined {
    const { maxBytes } = this.upload;
    this.#size += piece.length;
    if (this.#size > maxBytes) {
      return { code: 'CAPACITY_LIMIT', path: 'content', details: { limit: maxBytes } };
    }
    this.#hash.update(piece);
    return undefined;
  }

  /** Once, after the last piece. */
  finish(): { readonly sha256: string; readonly size: number } | { readonly rejection: Rejection } {
    const { expectedSha256 } = this.upload;
    if (this.#size === 0) return { rejection: { code: 'INPUT_INVALID', path: 'content' } };
    const sha256 = this.#hash.digest('hex');
    if (expectedSha256 !== undefined && expectedSha256 !== sha256) {
      const details = { expected: expectedSha256, actual: sha256 };
      return { rejection: { code: 'INPUT_INVALID', path: 'expectedSha256', details } };
    }
    return { sha256, size: this.#size };
  }
}
