import type { CollectionSpec } from '../../src/application/ports.js';
import { agreement, type AgreementState } from '../../src/domain/agreement/index.js';
import { type FuzzyDate, latestMs, vietnamDay } from '../../src/domain/kernel/fuzzyDate.js';
import { fold, sortKey } from '../../src/domain/kernel/text.js';

/** The members of an agreement that lists show, filter, order and count by; the rest is folded when it is asked for. */
export interface ListedAgreement {
  readonly kind: AgreementState['kind'];
  readonly subject: string;
  /** Vietnamese sort key of the subject. */
  readonly subjectSort: string;
  /** The subject in the fold of reference 3.6 (5), for `contains`. */
  readonly subjectFolded: string;
  readonly status: AgreementState['status'];
  readonly effectivenessRule: AgreementState['effectivenessRule'];
  readonly leadIssuer: string | null;
  readonly frameworkId: string | null;
  /** Canonical form. */
  readonly number: string | null;
  readonly effectiveFrom: FuzzyDate | null;
  readonly signedOn: FuzzyDate | null;
  /** Last bounds of the dates above and of the period's ends, Vietnam days. */
  readonly effectiveDay: string | null;
  readonly signedDay: string | null;
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
  /** Acting bodies, classes, and the organisations behind them. */
  readonly partyOrgIds: readonly string[];
  readonly fieldCount: number;
}

/** An agreement now, as lists show it. */
export interface AgreementDocument extends ListedAgreement {
  /** Version of its stream. */
  readonly version: number;
  /** Key of the number (reference 3.6, 8). */
  readonly numberKey: string | null;
  /** RFC 3339 UTC: of the first and of the newest event. */
  readonly registeredAt: string;
  readonly changedAt: string;
  readonly lastEventId: string;
  /** First Vietnam day on which the force policy should act; null: never by itself. */
  readonly dueForForceOn: string | null;
  /** First Vietnam day on which the expiry policy should act. */
  readonly dueForExpiryOn: string | null;
  readonly exact: string;
  readonly folded: string;
}

/** The declared fields of ListedAgreement; the indexes are the business of each collection. */
export const listedFields = {
  kind: { type: 'text' },
  subject: { type: 'text' },
  subjectSort: { type: 'text' },
  subjectFolded: { type: 'text' },
  status: { type: 'text' },
  effectivenessRule: { type: 'text' },
  leadIssuer: { type: 'text' },
  frameworkId: { type: 'text' },
  number: { type: 'text' },
  effectiveDay: { type: 'time' },
  signedDay: { type: 'time' },
  periodStart: { type: 'time' },
  periodEnd: { type: 'time' },
  partyOrgIds: { type: 'text', many: true },
  fieldCount: { type: 'integer' },
} as const satisfies CollectionSpec['fields'];

/** Working documents: an agreement's events and its state as far as lists need them, by its id. */
export const agreementFolds: CollectionSpec = { name: 'agreementFolds', fields: {} };

export const agreements: CollectionSpec = {
  name: 'agreements',
  fields: {
    ...listedFields,
    version: { type: 'integer' },
    numberKey: { type: 'text', indexed: true },
    registeredAt: { type: 'time', indexed: true },
    changedAt: { type: 'time', indexed: true },
    dueForForceOn: { type: 'time', indexed: true },
    dueForExpiryOn: { type: 'time', indexed: true },
  },
  searchable: true,
  indexes: [
    ['subjectSort'],
    ['periodEnd'],
    ['effectiveDay'],
    ['signedDay'],
    ['number'],
    ['leadIssuer', 'subjectSort'],
    ['frameworkId', 'subjectSort'],
    ['kind', 'subjectSort'],
    ['status', 'subjectSort'],
    ['status', 'changedAt'],
  ],
};

const lastDay = (date: FuzzyDate | null | undefined): string | null =>
  date?.latest === undefined ? null : vietnamDay(latestMs(date));

/** What lists show of a state. Members stand in one order, so that equal ones are equal as JSON. */
export const listed = (state: AgreementState): ListedAgreement => ({
  kind: state.kind,
  subject: state.subject,
  subjectSort: sortKey(state.subject),
  subjectFolded: fold(state.subject),
  status: state.status,
  effectivenessRule: state.effectivenessRule,
  leadIssuer: state.leadIssuer,
  frameworkId: state.frameworkId,
  number: state.number?.canonical ?? null,
  effectiveFrom: state.effectiveFrom,
  signedOn: state.signedOn,
  effectiveDay: lastDay(state.effectiveFrom),
  signedDay: lastDay(state.signedOn),
  periodStart: lastDay(state.period?.start),
  periodEnd: lastDay(state.period?.end),
  partyOrgIds: [
    ...new Set(
      state.parties.flatMap(({ bodyIds, classOrgId, organizationId }) =>
        [...bodyIds, classOrgId, organizationId].filter((id) => typeof id === 'string'),
      ),
    ),
  ].sort(),
  fieldCount: state.fields.length,
});

/**
 * A state without the texts and lists that no list of agreements shows, to be kept in every working document. What
 * `evolve` makes of it lists the same: the members left out never decide on those that stay.
 */
export const slim = (state: AgreementState): AgreementState => {
  const { text, clauseObservations, coreTasks, citations, presentations, signing, restsOn, uncertain, warnings } =
    agreement.initialState;
  const { consultations, opinions, legalHolds } = agreement.initialState;
  return {
    ...state,
    ...{ text, clauseObservations, coreTasks, citations, presentations, signing, restsOn, uncertain, warnings },
    ...{ consultations, opinions, legalHolds },
    parties: state.parties.map((party) => ({ ...party, signatures: [] })),
    fields: state.fields.map(({ fieldId }) => ({ fieldId, text: '', observations: [] })),
  };
};
