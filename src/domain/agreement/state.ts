import type { Recorded, SourceRef } from '../kernel/event.js';
import type { Certainty, FuzzyDate } from '../kernel/fuzzyDate.js';
import type { Warning } from '../kernel/rejection.js';
import { patchDraft } from './draft.js';
import type {
  AgreementEvent,
  AgreementNumber,
  AgreementStatus,
  Attachment,
  Citation,
  Clause,
  CooperationField,
  Party,
  Period,
  RequiredParty,
  SigningOrder,
} from './events.js';
import { invited, isSignedUp, newParty } from './parties.js';
import { uncertainties, type Uncertainty, withoutDoubts } from './uncertainty.js';

type DataOf<T extends AgreementEvent['type']> = Extract<AgreementEvent, { type: T }>['data'];

export type PartyStatus = 'PROPOSED' | 'ENUMERATED' | 'INVITED' | 'SIGNED' | 'DECLINED';

/** A signature as given. A reopened draft voids it; a withdrawn one is out. Both stay in the history. */
export interface Signature extends Omit<DataOf<'PartySigned'>, 'warnings'> {
  readonly eventId: string;
  readonly signedOn: FuzzyDate;
  readonly scanSha256?: string;
}

export interface PartyState extends Party {
  readonly status: PartyStatus;
  readonly signatures: readonly Signature[];
  readonly accededFrom?: FuzzyDate;
  /** For a class: whether its enumeration claims to be complete. */
  readonly enumerationComplete?: boolean;
}

export interface Observation {
  readonly sourceId: string;
  readonly asWritten: string;
  readonly corrected?: string | undefined;
  readonly eventId: string;
}

export interface FieldState extends CooperationField {
  readonly observations: readonly Observation[];
}

export interface Presentation {
  readonly eventId: string;
  readonly textVersion: number | null;
  readonly textSha256: string | null;
  readonly presenterOfficeId: string;
  readonly occasionId: string;
  readonly occurred: FuzzyDate;
}

export interface LinkedSource {
  readonly sourceId: string;
  readonly certainty: Certainty;
  readonly basis?: string | undefined;
  readonly alsoCalled?: string | undefined;
}

/** What signing was opened on: the one text that may be signed, by whom and in what order. */
export interface Signing {
  readonly order: SigningOrder;
  readonly deadline?: FuzzyDate | undefined;
  readonly required: readonly RequiredParty[];
  readonly requirePresentation: boolean;
  readonly textVersion: number;
  readonly textSha256: string;
}

export interface TextState {
  readonly version: number;
  readonly sha256: string | null;
  readonly status: 'DRAFT' | 'FINAL' | 'PRESENTED' | 'SIGNED';
  readonly clauses: readonly Clause[];
  readonly attachment: Attachment | null;
}

/** A warning that an event keeps for ever, with the event that keeps it. */
export type KeptWarning = Warning & { readonly eventId: string };

/** An agreement folded from its events. NONE: nothing has happened yet. */
export interface AgreementState {
  readonly status: AgreementStatus | 'NONE';
  readonly kind: DataOf<'AgreementDrafted'>['kind'];
  readonly subject: string;
  readonly effectivenessRule: DataOf<'AgreementDrafted'>['effectivenessRule'];
  readonly leadIssuer: string | null;
  readonly frameworkId: string | null;
  readonly number: AgreementNumber | null;
  readonly period: Period | null;
  readonly plannedEffectiveFrom: FuzzyDate | null;
  readonly effectiveFrom: FuzzyDate | null;
  readonly signedOn: FuzzyDate | null;
  readonly endedFrom: FuzzyDate | null;
  readonly finalReviewId: string | null;
  readonly parties: readonly PartyState[];
  readonly fields: readonly FieldState[];
  readonly clauseObservations: Readonly<Record<string, readonly Observation[]>>;
  readonly coreTasks: Readonly<Record<string, readonly Observation[]>>;
  readonly text: TextState;
  readonly citations: readonly Citation[];
  readonly presentations: readonly Presentation[];
  readonly signing: Signing | null;
  readonly sources: readonly LinkedSource[];
  /** Sources that events rest on, beside the linked ones. */
  readonly restsOn: readonly SourceRef[];
  readonly uncertain: Readonly<Record<string, Uncertainty>>;
  readonly warnings: readonly KeptWarning[];
}

export const initialAgreement: AgreementState = {
  status: 'NONE',
  kind: 'COORDINATION_REGULATION',
  subject: '',
  effectivenessRule: 'ALL_SIGNED',
  leadIssuer: null,
  frameworkId: null,
  number: null,
  period: null,
  plannedEffectiveFrom: null,
  effectiveFrom: null,
  signedOn: null,
  endedFrom: null,
  finalReviewId: null,
  parties: [],
  fields: [],
  clauseObservations: {},
  coreTasks: {},
  text: { version: 0, sha256: null, status: 'DRAFT', clauses: [], attachment: null },
  citations: [],
  presentations: [],
  signing: null,
  sources: [],
  restsOn: [],
  uncertain: {},
  warnings: [],
};

const rank: Readonly<Record<AgreementState['status'], number>> = {
  NONE: 0,
  DRAFTING: 1,
  CONSULTING: 2,
  FINALIZED: 3,
  SIGNING: 4,
  SIGNING_FAILED: 5,
  SIGNED: 6,
  IN_FORCE: 7,
  SUSPENDED: 8,
  WITHDRAWN: 9,
  TERMINATED: 9,
  EXPIRED: 9,
  SUPERSEDED: 9,
  RENEWED: 9,
  ARCHIVED: 10,
};

/** Status never moves back (reference 4.2, step 5): history may arrive in any order. */
const advance = (state: AgreementState, to: AgreementStatus): AgreementState =>
  rank[to] > rank[state.status] ? { ...state, status: to } : state;

/** What is left of a text's own life when an agreement is first recorded in some status. */
const textStatusIn = (status: AgreementState['status']): TextState['status'] => {
  if (status === 'WITHDRAWN' || rank[status] < rank.FINALIZED) return 'DRAFT';
  return rank[status] < rank.SIGNED ? 'FINAL' : 'SIGNED';
};

const withParty = (
  state: AgreementState,
  partyId: string,
  change: (party: PartyState) => PartyState,
): AgreementState => ({
  ...state,
  parties: state.parties.map((party) => (party.partyId === partyId ? change(party) : party)),
});

const addParties = (state: AgreementState, parties: readonly PartyState[]): AgreementState => ({
  ...state,
  parties: [...state.parties, ...parties.filter((added) => !state.parties.some((p) => p.partyId === added.partyId))],
});

const observed = (list: readonly Observation[] | undefined, event: Recorded, data: DataOf<'ClauseObserved'>) => [
  ...(list ?? []),
  { sourceId: data.sourceId, asWritten: data.asWritten, corrected: data.corrected, eventId: event.eventId },
];

const observe = (state: AgreementState, event: Recorded, data: DataOf<'ClauseObserved'>): AgreementState => {
  const { target } = data;
  switch (target.kind) {
    case 'FIELD':
      return {
        ...state,
        fields: state.fields.map((field) =>
          field.fieldId === target.fieldId
            ? { ...field, observations: observed(field.observations, event, data) }
            : field,
        ),
      };
    case 'CLAUSE': {
      const list = observed(state.clauseObservations[target.clauseId], event, data);
      return { ...state, clauseObservations: { ...state.clauseObservations, [target.clauseId]: list } };
    }
    case 'CORE_TASK': {
      const list = observed(state.coreTasks[target.coreTaskId], event, data);
      return { ...state, coreTasks: { ...state.coreTasks, [target.coreTaskId]: list } };
    }
  }
};

const opened = (
  state: AgreementState,
  data: DataOf<'AgreementDrafted'> | DataOf<'AgreementRegistered'>,
): AgreementState => ({
  ...state,
  kind: data.kind,
  subject: data.subject,
  effectivenessRule: data.effectivenessRule,
  leadIssuer: data.leadIssuer,
  period: data.period,
  parties: data.parties.map((party) => newParty(party, 'PROPOSED')),
  fields: data.fields.map((field) => ({ ...field, observations: [] })),
  text: {
    version: data.textVersion,
    sha256: data.textSha256,
    status: 'DRAFT',
    clauses: data.text?.clauses ?? [],
    attachment: data.text?.attachment ?? null,
  },
});

const signed = (
  state: AgreementState,
  event: Recorded,
  { warnings: _, ...data }: DataOf<'PartySigned'>,
): AgreementState =>
  withParty(state, data.partyId, (party) => {
    const signatures = [...party.signatures, { ...data, eventId: event.eventId, signedOn: event.meta.occurred }];
    const next = { ...party, signatures };
    return isSignedUp(state, next) ? { ...next, status: 'SIGNED' } : next;
  });

const apply = (state: AgreementState, event: Recorded<AgreementEvent>): AgreementState => {
  const { type, data } = event;
  switch (type) {
    case 'AgreementDrafted':
      return advance(
        {
          ...opened(state, data),
          plannedEffectiveFrom: data.plannedEffectiveFrom ?? null,
          frameworkId: data.frameworkId ?? null,
          citations: data.citations,
        },
        'DRAFTING',
      );
    case 'AgreementRegistered': {
      const registered = opened(state, data);
      return advance(
        {
          ...registered,
          text: { ...registered.text, status: textStatusIn(data.status) },
          number: data.number,
          effectiveFrom: data.effectiveFrom ?? null,
          signedOn: data.signedOn ?? null,
        },
        data.status,
      );
    }
    case 'DraftRevised': {
      const revised = patchDraft(state, data.patch);
      const { textVersion: version, textSha256: sha256 } = data;
      return { ...revised, text: { ...revised.text, version, sha256, status: 'DRAFT' } };
    }
    case 'PartyAdded':
      return addParties(state, [newParty(data.party, 'PROPOSED')]);
    case 'PartyRemoved':
      return { ...state, parties: state.parties.filter((party) => party.partyId !== data.partyId) };
    case 'PartyClassEnumerated': {
      const status = state.signing === null ? 'ENUMERATED' : 'INVITED';
      const members = data.members.map((party) => newParty(party, status));
      return withParty(addParties(state, members), data.classPartyId, (party) => ({
        ...party,
        enumerationComplete: data.complete,
      }));
    }
    case 'TextFinalized':
      return advance({ ...state, text: { ...state.text, status: 'FINAL' } }, 'FINALIZED');
    case 'TextPresented': {
      const { warnings: _, ...presentation } = data;
      return {
        ...state,
        text: state.text.status === 'FINAL' ? { ...state.text, status: 'PRESENTED' } : state.text,
        presentations: [
          ...state.presentations,
          { ...presentation, eventId: event.eventId, occurred: event.meta.occurred },
        ],
      };
    }
    case 'SigningOpened': {
      const { warnings: _, ...signing } = data;
      return advance({ ...state, signing, parties: state.parties.map((party) => invited(party, signing)) }, 'SIGNING');
    }
    case 'PartySigned':
      return signed(state, event, data);
    case 'PaperCopyConverted':
      return withParty(state, data.partyId, (party) => ({
        ...party,
        signatures: party.signatures.map((signature, index) =>
          index === party.signatures.length - 1 ? { ...signature, scanSha256: data.scanSha256 } : signature,
        ),
      }));
    case 'AgreementFullySigned':
      return advance({ ...state, signedOn: data.signedOn, text: { ...state.text, status: 'SIGNED' } }, 'SIGNED');
    case 'PartyAcceded':
      return withParty(state, data.partyId, (party) => ({ ...party, accededFrom: data.effectiveFrom }));
    case 'SigningDeclined':
      return withParty(state, data.partyId, (party) =>
        party.status === 'SIGNED' ? party : { ...party, status: 'DECLINED' },
      );
    case 'SignatureWithdrawn':
      return withParty(state, data.partyId, (party) => {
        const signatures = party.signatures.filter((signature) => signature.officeId !== data.officeId);
        const next = { ...party, signatures };
        return { ...next, status: isSignedUp(state, next) ? 'SIGNED' : 'INVITED' };
      });
    case 'SigningFailed':
      return advance(state, 'SIGNING_FAILED');
    case 'DraftReopened':
      return state.status !== 'FINALIZED' && state.status !== 'SIGNING_FAILED'
        ? state
        : {
            ...state,
            status: 'DRAFTING',
            signing: null,
            text: { ...state.text, status: 'DRAFT' },
            parties: state.parties.map((party) => ({
              ...newParty(party, party.memberOf === undefined ? 'PROPOSED' : 'ENUMERATED'),
            })),
          };
    case 'DraftWithdrawn':
      return advance(state, 'WITHDRAWN');
    case 'AgreementEnteredIntoForce':
      return advance({ ...state, effectiveFrom: data.effectiveFrom }, 'IN_FORCE');
    case 'AgreementExpired':
      return advance({ ...state, endedFrom: data.effectiveFrom, finalReviewId: data.finalReviewId ?? null }, 'EXPIRED');
    case 'SourceLinked': {
      const { warnings: _, ...source } = data;
      return { ...state, sources: [...state.sources.filter((s) => s.sourceId !== data.sourceId), source] };
    }
    case 'SourceUnlinked':
      return {
        ...state,
        sources: state.sources.filter((source) => source.sourceId !== data.sourceId),
        uncertain: withoutDoubts(state.uncertain, `sources/${data.sourceId}`),
      };
    case 'ClauseObserved':
      return observe(state, event, data);
  }
};

/** What every event leaves beside its own effect: kept warnings, doubts, and the source it rests on. */
export const evolveAgreement = (state: AgreementState, event: Recorded<AgreementEvent>): AgreementState => {
  const next = apply(state, event);
  const doubts = uncertainties(event);
  const warned = event.data.warnings ?? [];
  const { source } = event.meta;
  const known = source === undefined || next.restsOn.some((known) => known.ref === source.ref);
  if (doubts.length === 0 && warned.length === 0 && known) return next;
  return {
    ...next,
    uncertain:
      doubts.length === 0
        ? next.uncertain
        : { ...next.uncertain, ...Object.fromEntries(doubts.map((d) => [d.path, d])) },
    warnings:
      warned.length === 0
        ? next.warnings
        : [...next.warnings, ...warned.map((w) => ({ ...(w as Warning), eventId: event.eventId }))],
    restsOn: known ? next.restsOn : [...next.restsOn, source],
  };
};
