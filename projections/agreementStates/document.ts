import type { ListedAgreement } from '../agreements/document.js';

/**
 * One stretch of an agreement's life on both clocks: this is how it stood for every `asOf` in validFrom … validTo as far
 * as known in recordedFrom … recordedTo (reference 4.2). Intervals are half open, RFC 3339 UTC; null does not end.
 * Rows of the axis RECORD answer `knownAt` without `asOf`: the record in its own order, whatever the world's.
 */
export interface AgreementStateDocument extends ListedAgreement {
  readonly agreementId: string;
  readonly subjectSort: string;
  readonly axis: 'WORLD' | 'RECORD';
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly recordedFrom: string;
  readonly recordedTo: string | null;
}
