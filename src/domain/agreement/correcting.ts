import { statedAt } from '../kernel/correction.js';
import type { CorrectionRules } from '../kernel/correctable.js';
import type { Recorded } from '../kernel/event.js';
import { accededAgain, completedAgain } from './completion.js';
import { judgedBases, statedBases } from './decide/citations.js';
import type { AgreementEvent } from './events.js';
import type { AgreementFacts } from './facts.js';
import type { AgreementState } from './state.js';

/** Members that say who agrees, for how long, and where the agreement stands: more than a slip of the pen. */
const substance: ReadonlySet<string> = new Set([
  ...['text', 'clauses', 'clauseId', 'clauseIds', 'attachment'],
  ...['parties', 'party', 'partyId', 'classPartyId', 'members', 'required', 'order', 'missing'],
  ...['toBodyIds', 'organizationId', 'period', 'newPeriod', 'successorId', 'byAgreementId'],
  ...['status', 'effectivenessRule', 'ground'],
]);

/** Wherever they stand: what a thing points at, and what a signature, a citation or an opinion is. */
const meaning: ReadonlySet<string> = new Set([
  ...['clauseId', 'partyId', 'docId', 'relation', 'in'],
  ...['signatureKind', 'capacity', 'stance', 'disposition'],
]);

/** Lists of which a slip may spoil the wording; which things are in them is no slip. */
const wordingIn: ReadonlyMap<string, string> = new Map([
  ['citations', 'asWritten'],
  ['fields', 'text'],
]);

/** What is computed, or sealed by somebody's signature. */
const sealed: ReadonlySet<string> = new Set([
  ...['textVersion', 'textSha256', 'scanSha256', 'certificate', 'timestampToken', 'changes', 'voided'],
]);

const root = ([first, second = '']: readonly string[]): string => (first === 'patch' ? second : (first ?? ''));

/**
 * How an agreement is corrected. The digest of a text is of the words as recorded, and signatures are under the digest: a
 * wrong copy is told by an observation of the clause, a draft is revised, and neither is corrected.
 */
export const correcting: CorrectionRules<AgreementState, AgreementFacts> = {
  exists: ({ status }) => status !== 'NONE',
  /** The lead; where the record does not say who leads, any party answers for it. */
  owners: (_id, { leadIssuer, parties }, { bodies }) => {
    if (leadIssuer !== null) return [leadIssuer, bodies.get(leadIssuer)?.organizationId ?? leadIssuer];
    return parties.flatMap(({ organizationId }) => organizationId ?? []);
  },
  clerical: ({ status }, path) =>
    (status === 'SIGNED' || status === 'IN_FORCE') &&
    !substance.has(root(path)) &&
    !meaning.has(path.at(-1) ?? '') &&
    [undefined, path.at(-1)].includes(wordingIn.get(root(path))),
  isFixed: (target, path) => {
    const at = root(path);
    if (sealed.has(at)) return true;
    if (at === 'text') return typeof statedAt(target, 'textSha256') === 'string';
    if (path[0] !== 'patch') return false;
    // A revision is the change it made: one that left a member alone cannot have meant to change it.
    return at === 'clauses' || at === 'attachment' || statedAt(target, path.join('/')) === undefined;
  },
  /** Invariant 42, of the citations that an event states. */
  rulings: (today, event, now) => {
    const bases = statedBases(today, event as Recorded<AgreementEvent>);
    return judgedBases({ ...bases, now }).map(({ answer, details }) => ({
      answer,
      code: 'LEGAL_BASIS_POSTDATES',
      details,
    }));
  },
  derived: (today, target, later, now) =>
    target.type === 'PartySigned'
      ? [...accededAgain(target, later, now), ...completedAgain(today, target, later, now)]
      : [],
};
