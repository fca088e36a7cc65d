import { correctable } from '../kernel/correctable.js';
import type { Decider } from '../kernel/decider.js';
import { steeringCommands, type SteeringCommand } from './commands.js';
import { decideSteering } from './decide.js';
import { steeringEvents, type SteeringEvent } from './events.js';
import type { SteeringFacts } from './facts.js';
import { evolveSteering, initialSteering, type SteeringState } from './state.js';

const decider: Decider<SteeringState, SteeringCommand, SteeringEvent, SteeringFacts> = {
  streamType: 'steering',
  initialState: initialSteering,
  evolve: evolveSteering,
  decide: decideSteering,
  events: steeringEvents,
  commands: steeringCommands,
};

/** The committee that runs an agreement for its parties (Ban Chỉ đạo, reference 4.1, 4.4). The only door into this aggregate. */
export const steering = correctable(decider, {
  exists: ({ status }) => status !== 'NONE',
  /** The lead issuer of the agreement; where the record does not say who leads, any of its parties. */
  owners: (_id, _today, { agreement, bodies }) => {
    if (agreement === undefined) return [];
    const { leadIssuer, partyBodyIds } = agreement;
    return leadIssuer === null ? partyBodyIds : [leadIssuer, bodies.get(leadIssuer)?.organizationId ?? leadIssuer];
  },
});

export { steeringEvents, type SteeringEvent } from './events.js';
export type { SteeringCommand } from './commands.js';
export type { SteeringFacts } from './facts.js';
export type { SteeringState } from './state.js';
