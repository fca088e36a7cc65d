import type { Recorded } from '../kernel/event.js';
import type { Certainty } from '../kernel/fuzzyDate.js';

/** A fact that is not simply stated: where, how sure, and why (reference 6.1, A5). STATED replaces an earlier doubt. */
export interface Uncertainty {
  readonly path: string;
  readonly certainty: Certainty;
  readonly basis?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly eventId: string;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFuzzy = (value: Readonly<Record<string, unknown>>): value is { certainty: Certainty; basis?: string } =>
  typeof value['certainty'] === 'string' && typeof value['precision'] === 'string';

/** The fuzzy dates in an event's data, by path. */
function* fuzzyDates(value: unknown, path: string): Generator<{ path: string; certainty: Certainty; basis?: string }> {
  if (!isRecord(value)) return;
  if (isFuzzy(value)) {
    yield { path, certainty: value.certainty, ...(value.basis === undefined ? {} : { basis: value.basis }) };
    return;
  }
  for (const [key, member] of Object.entries(value)) yield* fuzzyDates(member, path === '' ? key : `${path}/${key}`);
}

/**
 * What an event leaves in doubt: its claims, and the dates in its data that are not stated. A claim about a path wins
 * over the date that stands there.
 */
export const uncertainties = (event: Recorded): readonly Uncertainty[] => {
  const found = new Map<string, Uncertainty>();
  const sourceId = event.meta.source?.ref;
  for (const date of fuzzyDates(event.data, '')) found.set(date.path, { ...date, sourceId, eventId: event.eventId });
  for (const claim of event.meta.claims ?? [])
    found.set(claim.path, { ...claim, sourceId: claim.sourceId ?? sourceId, eventId: event.eventId });
  return [...found.values()];
};
