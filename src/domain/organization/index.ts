import { correctable } from '../kernel/correctable.js';
import type { Decider } from '../kernel/decider.js';
import { organizationCommands, type OrganizationCommand } from './commands.js';
import { decideOrganization } from './decide.js';
import { organizationEvents, type OrganizationEvent } from './events.js';
import type { OrganizationFacts } from './facts.js';
import { evolveOrganization, initialOrganization, type OrganizationState } from './state.js';

const decider: Decider<OrganizationState, OrganizationCommand, OrganizationEvent, OrganizationFacts> = {
  streamType: 'organization',
  initialState: initialOrganization,
  evolve: evolveOrganization,
  decide: decideOrganization,
  events: organizationEvents,
  commands: organizationCommands,
};

/** A body and its names, parent and succession (reference 4.10). The only door into this aggregate. */
export const organization = correctable(decider, {
  exists: ({ status }) => status !== 'NONE',
  owners: (id, { parentId }) => [id, ...(parentId === null ? [] : [parentId])],
});

export * from './events.js';
export type { OrganizationCommand } from './commands.js';
export { bodyFact, isCollective, isStanding, systemOf } from './facts.js';
export type { BodyFact, OrganizationFacts } from './facts.js';
export type * from './state.js';
