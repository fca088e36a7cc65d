/**
 * What of a personal or guarded kind was read. PERSON: by which key a person is known, and what that person did; FILE: the
 * content of a file; FILE_LINK: a link to a file was given out; REFUSALS and ACCESS_LOG: the lists of these names.
 */
export const accessKinds = ['PERSON', 'FILE', 'FILE_LINK', 'REFUSALS', 'ACCESS_LOG'] as const;
export type AccessKind = (typeof accessKinds)[number];

/** A reading of personal data or of a file, or one that was denied, kept beside the log and never in it (reference 4.2). */
export interface AccessRecord {
  /** The reader's `personKey`; null: whoever held a signed link. */
  readonly actor: string | null;
  readonly role: string | null;
  readonly what: AccessKind;
  /** Of what: `type:id`, `file:<sha256>` or `person:<personKey>`; empty for a list as a whole. */
  readonly stream: string;
  /** The reader had no right, and got nothing. */
  readonly denied: boolean;
  /** RFC 3339 UTC. */
  readonly at: string;
}

/** Accesses coalesced by (actor, what, stream, denied, minute). */
export interface Access extends AccessRecord {
  readonly id: string;
  readonly count: number;
}

export interface AccessFilter {
  readonly actor?: string;
  readonly what?: readonly AccessKind[];
  readonly stream?: string;
  readonly from?: string;
  readonly to?: string;
}

/**
 * Where it is kept who read what: as refusals are, written asynchronously in batches, coalesced, with a quota per actor
 * and an expiry. Beyond the quota the object is lost and the reading still counted. Every adapter passes
 * test/contracts/accessStore.contract.ts.
 */
export interface AccessStore {
  /** Never throws and never waits: what cannot be kept is counted and logged. */
  record(access: AccessRecord): void;
  /** Newest first; `after` is the id of the last one seen. Throws StoreFault CURSOR_INVALID for what is no id. */
  list(filter: AccessFilter, limit: number, after?: string): Promise<readonly Access[]>;
  /** Waits until what was recorded can be listed. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
