import type { SourceState } from './state.js';

/** What other decisions may know of a source. */
export interface SourceFact {
  /** Has it a number of its own? */
  readonly hasNumber: boolean;
}

/** What a source's decisions need. */
export interface SourceFacts {
  /** The state as recorded today; differs from the state decided on for a late record. */
  readonly today: SourceState;
}

/** The fact of a registered source. */
export const sourceFact = (state: SourceState): SourceFact => ({ hasNumber: state.registered?.number !== undefined });
