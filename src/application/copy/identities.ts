import type { Looked, Part, Step } from './part.js';

/** Which key stands for which subject of which issuer. */
export interface CopiedIdentity {
  readonly issuer: string;
  readonly subject: string;
  readonly personKey: string;
  /** When it was seen first: RFC 3339 UTC. */
  readonly createdAt: string;
}

export interface SourceIdentities {
  all(): Promise<readonly CopiedIdentity[]>;
}

export interface TargetIdentities {
  /** For messages; without secrets. */
  readonly place: string;
  /** All, without writing anything. */
  all(): Promise<readonly CopiedIdentity[]>;
  /** Keeps some that are not there. */
  add(identities: readonly CopiedIdentity[]): Promise<void>;
}

const batchSize = 500;

const subjectOf = ({ issuer, subject }: CopiedIdentity): string => JSON.stringify([issuer, subject]);

/**
 * The map from subjects to keys, without which whoever comes back would be somebody new. Messages name the key alone.
 * Who was first seen by a server on the target keeps the key that was given there.
 */
export const identitiesPart = (source: SourceIdentities, target: TargetIdentities): Part => {
  let missing: readonly CopiedIdentity[] = [];

  const look = async (refuse: (why: string) => void, step: Step): Promise<Looked> => {
    const mine = await source.all();
    const theirs = await target.all();
    const bySubject = new Map(theirs.map((identity) => [subjectOf(identity), identity]));
    const byKey = new Map(theirs.map((identity) => [identity.personKey, identity]));
    for (const identity of mine) {
      const { personKey } = identity;
      const known = bySubject.get(subjectOf(identity)) ?? byKey.get(personKey);
      if (known === undefined) continue;
      if (known.personKey !== personKey) {
        refuse(`${target.place} knows the person ${personKey} by another key, ${known.personKey}: it is in use.`);
      } else if (subjectOf(known) !== subjectOf(identity)) {
        refuse(`${target.place} gave the key ${personKey} to another person: it is in use.`);
      }
    }
    missing = mine.filter((identity) => !bySubject.has(subjectOf(identity)));
    step(mine.length, mine.length);
    return { total: mine.length, present: mine.length - missing.length };
  };

  const copy = async (step: Step): Promise<void> => {
    for (let start = 0; start < missing.length; start += batchSize) {
      await target.add(missing.slice(start, start + batchSize));
      step(Math.min(start + batchSize, missing.length), missing.length);
    }
  };

  const verify = async (differ: (difference: string) => void, step: Step): Promise<number> => {
    const mine = await source.all();
    const kept = new Map((await target.all()).map((identity) => [subjectOf(identity), identity]));
    for (const identity of mine) {
      const { personKey, createdAt } = identity;
      const there = kept.get(subjectOf(identity));
      if (there?.personKey !== personKey || there.createdAt !== createdAt) {
        differ(`The person ${personKey} is ${there === undefined ? 'missing' : 'not the same'} in ${target.place}.`);
      }
    }
    step(mine.length, mine.length);
    return mine.length;
  };

  return { name: 'identities', look, copy, verify };
};
