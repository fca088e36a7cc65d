import { z } from 'zod';
import { Certainty, FuzzyDate } from './fuzzyDate.js';
import { Id, type Position, type StreamRef } from './ids.js';
import { documentNumberWarnings, readWarnings, type RejectionCode, rejections } from './rejection.js';

/** Roles of reference 4.3; SYSTEM is the policies. */
export const roles = [
  'DRAFTER',
  'CLERK',
  'ORG_LEADER',
  'SIGNATORY',
  'STEERING_HEAD',
  'STEERING_MEMBER',
  'REVIEW_CHAIR',
  'CONTRIBUTOR',
  'OWNER',
  'VERIFIER',
  'INSPECTOR',
  'CASE_HANDLER',
  'AUDITOR',
  'DASHBOARD',
  'ARCHIVIST',
  'DPO',
  'ADMIN',
  'SYSTEM',
] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** Who acted: a person only by random `personKey`, and in which office and right (reference 4.2). */
export const Actor = z.strictObject({
  personKey: Id.optional(),
  role: Role,
  officeId: Id.optional(),
  onBehalfOfOrgId: Id.optional(),
  mandateId: Id.optional(),
});
export type Actor = Readonly<z.infer<typeof Actor>>;

export const channels = ['API', 'CLI', 'IMPORT', 'SYSTEM'] as const;
export const Channel = z.enum(channels);
export type Channel = z.infer<typeof Channel>;

/** What a whole event rests on. `ref` is a source id. */
export const SourceRef = z.strictObject({
  kind: z.enum(['PAPER', 'FILE', 'MEETING', 'PRESS', 'SYSTEM']),
  ref: Id,
  sha256: z.string().optional(),
  certainty: Certainty,
  basis: z.string().max(1000).optional(),
});
export type SourceRef = Readonly<z.infer<typeof SourceRef>>;

/** Refines the source for one path of the data. */
export const Claim = z.strictObject({
  path: z.string().min(1).max(200),
  certainty: Certainty,
  basis: z.string().max(1000).optional(),
  sourceId: Id.optional(),
});
export type Claim = Readonly<z.infer<typeof Claim>>;

/** A stream and version that a decision looked at. */
export const BasedOn = z.strictObject({ stream: z.string(), version: z.number().int().nonnegative() });
export type BasedOn = Readonly<z.infer<typeof BasedOn>>;

/** Metadata as stored (reference 4.2). `salt` is 256 random bits, `store` the digest of data and metadata; both base64url. */
export const EventMeta = z.strictObject({
  schemaVersion: z.number().int().positive(),
  occurred: FuzzyDate,
  actor: Actor,
  origin: z.strictObject({ channel: Channel, requestId: z.string().max(200) }),
  commandId: z.string(),
  payloadHash: z.string(),
  correlationId: z.string(),
  causationId: z.string().optional(),
  source: SourceRef.optional(),
  claims: z.array(Claim).optional(),
  basedOn: z.array(BasedOn).optional(),
  reason: z.string().max(4000).optional(),
  salt: z.string(),
  store: z.string(),
});
export type EventMeta = Readonly<z.infer<typeof EventMeta>>;

/** A stored warning: the code of a rule that did not refuse. */
export const StoredWarning = z.strictObject({
  code: z.enum([...(Object.keys(rejections) as RejectionCode[]), ...readWarnings, ...documentNumberWarnings]),
  path: z.string().optional(),
  details: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]))
    .optional(),
});

/**
 * One stored event type: the schema of its newest version, and how older stored versions become newer ones.
 * `upcasts[n]` turns data of version n into data of version n + 1.
 */
export interface EventDefinition<S extends z.ZodType = z.ZodType> {
  readonly version: number;
  readonly data: S;
  readonly upcasts?: Readonly<Record<number, (data: Record<string, unknown>) => Record<string, unknown>>>;
}

/** Defines an event type; every event may carry the warnings of its decision. */
export const event = <S extends z.ZodRawShape>(shape: S, upcasts: EventDefinition['upcasts'] = {}) => ({
  version: Object.keys(upcasts).length + 1,
  data: z.strictObject({ ...shape, warnings: z.array(StoredWarning).readonly().optional() }),
  upcasts,
});

export type EventDefinitions = Readonly<Record<string, EventDefinition>>;

/** The union `{ type, data }` of a set of definitions. */
export type EventsOf<D extends EventDefinitions> = {
  [T in keyof D & string]: { readonly type: T; readonly data: Readonly<z.infer<D[T]['data']>> };
}[keyof D & string];

/** What a decision produces: the facts alone, before they are stored. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

/** An event as it lies in the store (reference 4.2). */
export type Recorded<E extends DomainEvent = DomainEvent> = E & {
  readonly eventId: string;
  readonly stream: StreamRef & { readonly version: number };
  readonly position: Position;
  /** Transaction time, RFC 3339 in UTC with milliseconds; set by the store. */
  readonly recordedAt: string;
  readonly meta: EventMeta;
};
