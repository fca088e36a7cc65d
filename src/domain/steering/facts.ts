import type { AgreementFact } from '../agreement/index.js';
import type { OfficeFact } from '../office/index.js';
import type { BodyFact } from '../organization/index.js';
import type { SteeringState } from './state.js';

/** What a steering committee's decisions need from elsewhere. Unknown ids are absent. */
export interface SteeringFacts {
  /** The state as recorded today; differs from the state decided on for a late record. */
  readonly today: SteeringState;
  /** The agreement it runs, as it stood at `occurred`. */
  readonly agreement?: AgreementFact;
  /** Its head and members. */
  readonly offices: ReadonlyMap<string, OfficeFact>;
  /** The bodies of those offices and of the agreement's parties. */
  readonly bodies: ReadonlyMap<string, BodyFact>;
}
