import type { Recorded } from '../kernel/event.js';
import type { SteeringEvent } from './events.js';

type Established = Extract<SteeringEvent, { type: 'SteeringCommitteeEstablished' }>['data'];

/** A steering committee folded from its events. NONE: not established. */
export interface SteeringState extends Omit<Established, 'warnings'> {
  readonly status: 'NONE' | 'ESTABLISHED';
}

export const initialSteering: SteeringState = { status: 'NONE', agreementId: '', headOfficeId: null, members: [] };

/** Applies one event; any event in any state. */
export const evolveSteering = (_state: SteeringState, { data }: Recorded<SteeringEvent>): SteeringState => {
  const { warnings: _, ...established } = data;
  return { ...established, status: 'ESTABLISHED' };
};
