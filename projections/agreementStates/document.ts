import type { CollectionSpec } from '../../src/application/ports.js';
import type { AgreementState } from '../../src/domain/agreement/index.js';
import { type ListedAgreement, listedFields } from '../agreements/document.js';

/** Since when and until when the record has a document so; RFC 3339 UTC, half open, null does not end. */
interface RecordInterval {
  readonly recordedFrom: string;
  readonly recordedTo: string | null;
}

/** How an agreement stood in one stretch of time of the world, or (RECORD) in the record, whatever the world's. */
export interface StateBody extends ListedAgreement {
  readonly agreementId: string;
  readonly axis: 'WORLD' | 'RECORD';
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/**
 * One stretch of an agreement's life on both clocks: this is how it stood for every `asOf` in validFrom … validTo as far
 * as known in recordedFrom … recordedTo (reference 4.2). Intervals are half open, RFC 3339 UTC; null does not end.
 * Rows of the axis RECORD answer `knownAt` without `asOf`: the record in its own order, whatever the world's.
 */
export interface AgreementStateDocument extends StateBody, RecordInterval {}

export interface TransitionBody {
  readonly agreementId: string;
  /** The state entered. */
  readonly status: AgreementState['status'];
  readonly kind: AgreementState['kind'];
  /** The last instant the entering can mean, RFC 3339 UTC, and its Vietnam day, `YYYY-MM` and `YYYY`. */
  readonly enteredAt: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

/** An agreement entered a state on a Vietnam day, as far as known in recordedFrom … recordedTo. One a day and state. */
export interface TransitionDocument extends TransitionBody, RecordInterval {}

/** Working documents: what rows are computed from, and which of them are open, by the id of the agreement. */
export const agreementTimelines: CollectionSpec = { name: 'agreementTimelines', fields: {} };

const recordInterval = { recordedFrom: { type: 'time' }, recordedTo: { type: 'time' } } as const;

export const agreementStates: CollectionSpec = {
  name: 'agreementStates',
  fields: {
    ...listedFields,
    ...recordInterval,
    agreementId: { type: 'text' },
    axis: { type: 'text' },
    validFrom: { type: 'time' },
    validTo: { type: 'time' },
  },
  indexes: [
    ['agreementId', 'axis', 'recordedTo'],
    ['axis', 'recordedTo', 'subjectSort'],
    // Counts by state and kind as of a day are answered from this index alone.
    ['axis', 'recordedTo', 'validFrom', 'validTo', 'status', 'kind'],
    ['axis', 'recordedFrom', 'recordedTo'],
  ],
};

export const transitions: CollectionSpec = {
  name: 'transitions',
  fields: {
    ...recordInterval,
    agreementId: { type: 'text', indexed: true },
    status: { type: 'text' },
    kind: { type: 'text' },
    enteredAt: { type: 'time' },
    day: { type: 'time' },
    month: { type: 'text' },
    year: { type: 'text' },
  },
  indexes: [['recordedTo', 'enteredAt', 'status', 'day']],
};
