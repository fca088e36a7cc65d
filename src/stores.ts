import { randomFillSync } from 'node:crypto';
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
/** Random bytes drawn from the system many at a time, since a question for few costs as much; none is given out twice. */
const pool = Buffer.alloc(4096);
let used = pool.length;
const randomBytes = (count: number): Buffer => {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
};

export const systemRandom: Random = {
  uuid: () => uuidv7({ random: randomBytes(16) }),
  salt: () => randomBytes(32).toString('base64url'),
};

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
