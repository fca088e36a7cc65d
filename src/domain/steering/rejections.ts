import type { RejectionCode } from '../kernel/rejection.js';

/** The ways a steering committee says no. */
export type SteeringRejection = Extract<
  RejectionCode,
  | 'OCCURRED_IN_FUTURE'
  | 'LATE_RECORD_REASON_REQUIRED'
  | 'ORG_DISSOLVED'
  | 'INPUT_INVALID'
  | 'STATE_NOT_ALLOWED'
  | 'NOT_FOUND'
  | 'ROLE_NOT_ALLOWED'
  | 'ID_EXISTS'
>;
