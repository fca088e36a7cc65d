import { hasDay, instant, isBefore, isWithin } from '../kernel/fuzzyDate.js';
import type { Warning } from '../kernel/rejection.js';
import type { OfficeFact } from '../office/index.js';
import type { BodyFact } from '../organization/index.js';
import { lostParties } from './orphans.js';
import type { AgreementState, KeptWarning, PartyState, Signature } from './state.js';
import { terminalStatuses } from './status.js';

/** What the warnings of one agreement are computed from; bodies and offices as the record has them, by id. */
export interface WarningContext {
  readonly agreementId: string;
  readonly bodies: ReadonlyMap<string, BodyFact>;
  readonly offices: ReadonlyMap<string, OfficeFact>;
  /** The moment the question is about, RFC 3339. */
  readonly at: string;
}

type State = AgreementState;

const unsigned: ReadonlySet<State['status']> = new Set([
  'NONE',
  'DRAFTING',
  'CONSULTING',
  'FINALIZED',
  'SIGNING',
  'SIGNING_FAILED',
  'WITHDRAWN',
] as const);
const drafts: ReadonlySet<State['status']> = new Set(['NONE', 'DRAFTING', 'CONSULTING'] as const);

const isSigner = (party: PartyState): boolean => party.classOrgId === undefined;

function* dissolved(state: State, context: WarningContext): Generator<Warning> {
  for (const { partyId, orgId } of lostParties(state, context))
    yield { code: 'PARTY_DISSOLVED_NO_SUCCESSOR', path: `parties/${partyId}`, details: { partyId, orgId } };
}

function* term(state: State, { at }: WarningContext): Generator<Warning> {
  const end = state.period?.end ?? null;
  if (end?.latest === undefined && !drafts.has(state.status) && !terminalStatuses.has(state.status))
    yield { code: 'OPEN_ENDED', path: 'period' };
  if (state.status === 'EXPIRED' && state.finalReviewId === null)
    yield {
      code: 'EXPIRED_WITHOUT_FINAL_REVIEW',
      path: 'finalReviewId',
      ...(end?.latest === undefined ? {} : { details: { periodEnd: end.latest } }),
    };
  const deadline = state.signing?.deadline;
  if (state.status === 'SIGNING' && deadline?.latest !== undefined && isBefore(deadline, instant(at)) === 'YES')
    yield { code: 'SIGNING_OVERDUE', path: 'signing/deadline', details: { deadline: deadline.latest } };
}

/** A counterparty that is yet to join signed nothing, so that nothing about it is unknown. */
const mustHaveSigned = (state: State, party: PartyState): boolean =>
  isSigner(party) && (state.effectivenessRule === 'ALL_SIGNED' || party.side === 'A' || party.signatures.length > 0);

function* unknowns(state: State): Generator<Warning> {
  if (unsigned.has(state.status)) return;
  for (const party of state.parties.filter((each) => mustHaveSigned(state, each)))
    if (party.signatures.length === 0 || party.signatures.some(({ officeId }) => officeId === null))
      yield {
        code: 'SIGNATORY_UNKNOWN',
        path: `parties/${party.partyId}`,
        details: { partyId: party.partyId },
      };
  if (!hasDay(state.signedOn ?? undefined)) yield { code: 'SIGNED_ON_UNKNOWN', path: 'signedOn' };
  if (state.number === null) yield { code: 'NUMBER_UNKNOWN', path: 'number' };
}

const doubted: ReadonlySet<Warning['code']> = new Set(['AUTHORITY_NOT_PROVEN', 'AUTHORITY_EXPIRED'] as const);

/** Could the office sign for the party on that day, as the record has it now? */
const mayHaveSigned = (
  state: State,
  party: PartyState,
  signature: Signature,
  office: OfficeFact,
  agreementId: string,
): boolean => {
  // Whoever stood in the party's place may have signed for it before a succession.
  const bodies = new Set(
    [party, ...(party.predecessors ?? [])].flatMap(({ bodyIds, organizationId }) => [...bodyIds, organizationId]),
  );
  const mandates = office.mandates.filter(
    ({ grantorOrgId, scope, capacity }) =>
      bodies.has(grantorOrgId) &&
      (scope.agreementId ?? agreementId) === agreementId &&
      (scope.kind ?? state.kind) === state.kind &&
      (signature.capacity ?? capacity) === capacity,
  );
  const rights = bodies.has(office.orgId) ? [...office.holdings, ...mandates] : mandates;
  return rights.some(({ from, to }) => isWithin(signature.signedOn, from, to ?? undefined) !== 'NO');
};

/** A right that was proven when the signature was recorded, and that a later record took away for that day. */
function* revoked(state: State, { agreementId, offices }: WarningContext): Generator<Warning> {
  const inDoubt = new Set(state.warnings.filter(({ code }) => doubted.has(code)).map(({ eventId }) => eventId));
  for (const party of state.parties)
    for (const signature of party.signatures) {
      const office = signature.officeId === null ? undefined : offices.get(signature.officeId);
      if (office === undefined || inDoubt.has(signature.eventId)) continue;
      if (!mayHaveSigned(state, party, signature, office, agreementId))
        yield {
          code: 'AUTHORITY_REVOKED_SINCE',
          path: `parties/${party.partyId}`,
          details: { officeId: office.officeId, partyId: party.partyId },
        };
    }
}

/**
 * Everything a reader is told beside an agreement (reference 4.11, last paragraph): what follows from the state at that
 * moment, then what its events keep for ever. Of warnings with the same code and path the first stands.
 */
export const warningsOnRead = (state: State, context: WarningContext): readonly (Warning | KeptWarning)[] => {
  const found = new Map<string, Warning | KeptWarning>();
  const all = [
    ...dissolved(state, context),
    ...term(state, context),
    ...unknowns(state),
    ...revoked(state, context),
    ...state.warnings,
  ];
  for (const warning of all) {
    const key = `${warning.code} ${warning.path ?? ''}`;
    if (!found.has(key)) found.set(key, warning);
  }
  return [...found.values()];
};
