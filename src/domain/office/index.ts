import { correctable } from '../kernel/correctable.js';
import type { Decider } from '../kernel/decider.js';
import { officeCommands, type OfficeCommand } from './commands.js';
import { decideOffice } from './decide.js';
import { officeEvents, type OfficeEvent } from './events.js';
import type { OfficeFacts } from './facts.js';
import { evolveOffice, initialOffice, type OfficeState } from './state.js';

const decider: Decider<OfficeState, OfficeCommand, OfficeEvent, OfficeFacts> = {
  streamType: 'office',
  initialState: initialOffice,
  evolve: evolveOffice,
  decide: decideOffice,
  events: officeEvents,
  commands: officeCommands,
};

/** An office, its holders and its mandates: who may act, when, in what capacity (reference 4.10). The only door into this aggregate. */
export const office = correctable(decider, {
  exists: ({ status }) => status !== 'NONE',
  owners: (_id, { orgId }, { bodies }) => [orgId, bodies.get(orgId)?.organizationId ?? orgId],
});

export { officeEvents, type OfficeEvent } from './events.js';
export type { OfficeCommand } from './commands.js';
export { officeFact } from './facts.js';
export type { MandateFact, OfficeFact, OfficeFacts } from './facts.js';
export type * from './state.js';
