/**
 * Which random key stands for which person. Only this map ties the log of facts to a subject of the issuer (reference 4.2).
 * What it once says it says for ever. Every adapter passes test/contracts/identityMap.contract.ts.
 */
export interface IdentityMap {
  /**
   * The key of a subject; a new random one when it is seen for the first time, the same to all who ask at once, in
   * whatever process. Durable before it is returned. Rejects with StoreFault.
   */
  personKey(issuer: string, subject: string): Promise<string>;
  close(): Promise<void>;
}

/** What a map keeps of one subject. */
export interface KeptIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly personKey: string;
  /** When it was seen first: RFC 3339 UTC. */
  readonly createdAt: string;
}
