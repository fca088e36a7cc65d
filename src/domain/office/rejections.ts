import type { RejectionCode } from '../kernel/rejection.js';

/** The ways an office says no. */
export type OfficeRejection = Extract<
  RejectionCode,
  | 'OCCURRED_IN_FUTURE'
  | 'LATE_RECORD_REASON_REQUIRED'
  | 'PERIOD_INVALID'
  | 'ORG_DISSOLVED'
  | 'INPUT_INVALID'
  | 'STATE_NOT_ALLOWED'
  | 'NOT_FOUND'
  | 'ROLE_NOT_ALLOWED'
  | 'ID_EXISTS'
>;
