import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type {
  AccessStore,
  Clock,
  EventStore,
  EvidenceStore,
  Leases,
  Random,
  ReadStore,
  RefusalStore,
} from './application/ports.js';
import { eventDefinitions } from './domain/catalog.js';
import { createCodec } from './eventstore/codec.js';
import type { EvidenceLinks } from './evidence/links.js';
import type { IdentityMap } from './identity/identityMap.js';

/** The world outside: what tests replace. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };
export const systemRandom: Random = { uuid: () => uuidv7(), salt: () => randomBytes(32).toString('base64url') };

export const codec = createCodec(eventDefinitions);

/** Something to be done now and then, by one instance at a time. Tells how much it cleared away. */
export interface CleanUp {
  readonly name: string;
  run(signal: AbortSignal): Promise<number>;
}

/** Everything that is kept, embedded or on the engines. */
export interface Stores {
  readonly events: EventStore;
  readonly reads: ReadStore;
  readonly refusals: RefusalStore;
  readonly accesses: AccessStore;
  readonly evidence: EvidenceStore;
  readonly links: EvidenceLinks;
  readonly identities: IdentityMap;
  readonly leases: Leases;
  readonly cleanUps: readonly CleanUp[];
}
