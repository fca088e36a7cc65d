import type { RejectionCode } from '../kernel/rejection.js';

/** The ways a source says no. */
export type SourceRejection = Extract<
  RejectionCode,
  'OCCURRED_IN_FUTURE' | 'LATE_RECORD_REASON_REQUIRED' | 'ID_EXISTS'
>;
