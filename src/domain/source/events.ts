import { z } from 'zod';
import { event, type EventsOf } from '../kernel/event.js';
import { FuzzyDate } from '../kernel/fuzzyDate.js';
import { Sha256 } from '../kernel/ids.js';

// Stored for ever. Add; never rename. The names below are what lies in the log (reference 4.10).

export const sourceKinds = ['PRESS', 'PAPER', 'FILE', 'MEETING', 'SYSTEM'] as const;

/** What is kept of a source: enough to find it again, never its text. */
export const sourceData = {
  kind: z.enum(sourceKinds),
  title: z.string().min(1).max(1000),
  publisher: z.string().min(1).max(500).optional(),
  publishedOn: FuzzyDate.optional(),
  /** The official number it bears or reports, as written; two sources are linked for certain only by numbers (invariant 61). */
  number: z.string().min(1).max(300).optional(),
  sha256: Sha256.optional(),
  /** The kind of event it reports, such as SIGNING_CEREMONY. */
  eventType: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,99}$/, 'not a code of A–Z 0–9 _')
    .optional(),
  /** On what terms it may be used again. */
  reuse: z.string().min(1).max(1000).optional(),
  note: z.string().min(1).max(4000).optional(),
};

export const sourceEvents = {
  SourceRegistered: event(sourceData),
} as const;

export type SourceEvent = EventsOf<typeof sourceEvents>;
