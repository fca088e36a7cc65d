import type { Clock } from '../application/ports.js';
import type { Principal } from '../application/principal.js';

/** What one follower, or all together, may take up. */
export interface LiveLimits {
  /** WebSockets, and streams of events, that are open at once. */
  readonly connections: number;
  /** Subscriptions on one WebSocket. */
  readonly subscriptions: number;
  /** Largest message from a client, in bytes. */
  readonly messageBytes: number;
  /** How long a new WebSocket may take to show its token. */
  readonly initMs: number;
  /** How often a silent connection is spoken to; a WebSocket that has not answered by the next time is cut. */
  readonly keepAliveMs: number;
  /** How long a client may leave unread what was sent to it before it is closed. */
  readonly stallMs: number;
  /** What may wait on one WebSocket to be sent, in bytes, before its client is not listened to any more. */
  readonly unsentBytes: number;
  /** How long a WebSocket that we close may take to say goodbye. */
  readonly closeMs: number;
}

export const liveLimits: LiveLimits = {
  connections: 1_000,
  subscriptions: 10,
  messageBytes: 65_536,
  initMs: 3_000,
  keepAliveMs: 12_000,
  stallMs: 10_000,
  unsentBytes: 1_048_576,
  closeMs: 5_000,
};

/** What a timer can be set to; longer ones ring at once. */
const longestMs = 2_147_483_647;

/** Calls back when the principal's token ends, unless cancelled by what it returns. */
export const whenExpired = ({ expiresAt }: Principal, clock: Clock, then: () => void): (() => void) => {
  if (expiresAt === undefined) return () => undefined;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const left = expiresAt * 1000 - Date.parse(clock.now());
    if (left <= 0) then();
    else timer = setTimeout(wait, Math.min(Math.ceil(left), longestMs));
  };
  timer = setTimeout(wait, 0);
  return () => clearTimeout(timer);
};
