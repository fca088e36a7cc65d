import type { RejectionCode } from '../kernel/rejection.js';

/** The ways an organisation says no. */
export type OrganizationRejection = Extract<
  RejectionCode,
  | 'OCCURRED_IN_FUTURE'
  | 'LATE_RECORD_REASON_REQUIRED'
  | 'SUCCESSION_INVALID'
  | 'ORG_DISSOLVED'
  | 'INPUT_INVALID'
  | 'STATE_NOT_ALLOWED'
  | 'NOT_FOUND'
  | 'ID_EXISTS'
>;
