import { correctable } from '../kernel/correctable.js';
import type { Decider } from '../kernel/decider.js';
import { agreementCommands, type AgreementCommand } from './commands.js';
import { correcting } from './correcting.js';
import { decideAgreement } from './decide.js';
import { comparable } from './draft.js';
import { agreementEvents, type AgreementEvent } from './events.js';
import type { AgreementFacts } from './facts.js';
import { evolveAgreement } from './evolve.js';
import { type AgreementState, initialAgreement } from './state.js';

const decider: Decider<AgreementState, AgreementCommand, AgreementEvent, AgreementFacts> = {
  streamType: 'agreement',
  initialState: initialAgreement,
  evolve: evolveAgreement,
  decide: decideAgreement,
  comparable,
  events: agreementEvents,
  commands: agreementCommands,
};

/** A coordination agreement from draft to force and beyond (reference 4.4). The only door into this aggregate. */
export const agreement = correctable(decider, correcting);

export * from './events.js';
export type { AgreementCommand, AgreementCommandType, PartyInput } from './commands.js';
export { type AgreementFact, agreementFact, type AgreementFacts, type SignatureFact } from './facts.js';
export type * from './state.js';
export type { Uncertainty } from './uncertainty.js';
export { possibleCommands } from './decide.js';
export { effectiveDay, isDueForExpiry, isDueForForce } from './decide/force.js';
export { isOrphaned, lostParties } from './orphans.js';
export { warningsOnRead } from './warnings.js';
