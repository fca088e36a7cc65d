/** An agreement entered a state on a Vietnam day, as the record has it now or had it until `recordedTo`. */
export interface TransitionDocument {
  readonly agreementId: string;
  readonly status: string;
  readonly kind: string;
  readonly day: string;
  /** `YYYY-MM` and `YYYY` of the day. */
  readonly month: string;
  readonly year: string;
  readonly recordedFrom: string;
  readonly recordedTo: string | null;
}
