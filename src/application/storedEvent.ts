import type { Position } from '../domain/kernel/ids.js';

/** Where an event was first recorded that was copied from there (docs/decisions/0011). */
export interface Origin {
  readonly storeId: string;
  readonly position: Position;
  readonly recordedAt: string;
}

/** An event as it lies in a store: JSON values that no schema was applied to. */
export interface StoredEvent {
  readonly eventId: string;
  readonly type: string;
  readonly stream: { readonly type: string; readonly id: string; readonly version: number };
  readonly position: Position;
  readonly recordedAt: string;
  readonly data: unknown;
  readonly meta: unknown;
  readonly copiedFrom?: Origin;
}
