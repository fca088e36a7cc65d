import type { BodyFact } from '../organization/index.js';
import type { OfficeFact } from '../office/index.js';
import type { AgreementText } from './events.js';
import { partyBodyIds } from './parties.js';
import type { AgreementState } from './state.js';

/** The outcome of checking a digital signature; the application asks, the decision judges. */
export interface SignatureFact {
  readonly valid: boolean;
  readonly serial: string;
  readonly issuer: string;
  /** RFC 3339 UTC. */
  readonly validFrom: string;
  readonly validTo: string;
}

/** What decisions elsewhere, or on another agreement, may know of an agreement. */
export interface AgreementFact extends Pick<AgreementState, 'status' | 'effectivenessRule' | 'leadIssuer' | 'period'> {
  readonly agreementId: string;
  /** Of all its parties but those that left: the acting bodies and the organisations behind them. */
  readonly partyBodyIds: readonly string[];
}

/** The fact of an agreement that is on record. */
export const agreementFact = (agreementId: string, state: AgreementState): AgreementFact => ({
  agreementId,
  status: state.status,
  effectivenessRule: state.effectivenessRule,
  leadIssuer: state.leadIssuer,
  period: state.period,
  partyBodyIds: partyBodyIds(state),
});

/** What an agreement's decisions need from elsewhere, as of `occurred` (reference 4.2, Facts). Unknown ids are absent. */
export interface AgreementFacts {
  /** The state as recorded today; differs from the state decided on for a late record. */
  readonly today: AgreementState;
  /** SHA-256 of the canonical text (reference 4.2, Text): a pure function, given so that the domain stays free of crypto. */
  readonly hashText: (text: AgreementText) => string;
  readonly bodies: ReadonlyMap<string, BodyFact>;
  readonly offices: ReadonlyMap<string, OfficeFact>;
  /** Other agreements that the command names. */
  readonly agreements: ReadonlyMap<string, AgreementFact>;
  /** Registered sources; the value tells whether the source has a number of its own. */
  readonly sources: ReadonlyMap<string, { readonly hasNumber: boolean }>;
  /** SHA-256 of the files that the command names and the evidence store has. */
  readonly files: ReadonlySet<string>;
  readonly signature?: SignatureFact;
}
