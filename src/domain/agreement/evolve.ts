import type { Recorded } from '../kernel/event.js';
import { entryOf } from '../kernel/ids.js';
import type { Warning } from '../kernel/rejection.js';
import { cite, patchDraft } from './draft.js';
import type { AgreementEvent } from './events.js';
import { consultationClosed, consultationOpened, opinionDisposed, opinionSubmitted } from './evolve/consultation.js';
import {
  archived,
  expired,
  holdPlaced,
  holdReleased,
  renewed,
  resumed,
  superseded,
  suspended,
  terminated,
} from './evolve/life.js';
import { authorityConfirmed, partyLeft, partySucceeded, partyWithdrew } from './evolve/membership.js';
import { addParties, invited, isSignedUp, newParty, waiting, withParty, withStatus } from './parties.js';
import { draftReopened, isOfVoidedRound, isVoided } from './rounds.js';
import type { AgreementState, DataOf, Observation } from './state.js';
import { advance, textStatusIn } from './status.js';
import { uncertainties, withoutDoubts } from './uncertainty.js';

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
      const list = observed(entryOf(state.clauseObservations, target.clauseId), event, data);
      return { ...state, clauseObservations: { ...state.clauseObservations, [target.clauseId]: list } };
    }
    case 'CORE_TASK': {
      const list = observed(entryOf(state.coreTasks, target.coreTaskId), event, data);
      return { ...state, coreTasks: { ...state.coreTasks, [target.coreTaskId]: list } };
    }
  }
};

const opened = (
  state: AgreementState,
  { meta }: Recorded,
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
    writtenOn: meta.occurred,
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
    return isSignedUp(state, next) ? withStatus(next, 'SIGNED') : next;
  });

const apply = (state: AgreementState, event: Recorded<AgreementEvent>): AgreementState => {
  const { type, data } = event;
  if (isVoided(state, event)) return state;
  switch (type) {
    case 'AgreementDrafted':
      return advance(
        {
          ...opened(state, event, data),
          plannedEffectiveFrom: data.plannedEffectiveFrom ?? null,
          frameworkId: data.frameworkId ?? null,
          citations: cite([], data.citations),
        },
        'DRAFTING',
      );
    case 'AgreementRegistered': {
      const registered = opened(state, event, data);
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
      return {
        ...revised,
        text: { ...revised.text, version, sha256, status: 'DRAFT', writtenOn: event.meta.occurred },
      };
    }
    case 'ConsultationOpened':
      return consultationOpened(state, event, data);
    case 'OpinionSubmitted':
      return opinionSubmitted(state, event, data);
    case 'OpinionDisposed':
      return opinionDisposed(state, event, data);
    case 'ConsultationClosed':
      return consultationClosed(state, data);
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
      const presents = state.text.status === 'FINAL' && !isOfVoidedRound(state, event.meta.occurred);
      return {
        ...state,
        text: presents ? { ...state.text, status: 'PRESENTED' } : state.text,
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
    case 'SigningAuthorityConfirmed':
      return authorityConfirmed(state, event, data);
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
        party.status === 'SIGNED' ? party : withStatus(party, 'DECLINED'),
      );
    case 'SignatureWithdrawn':
      return withParty(state, data.partyId, (party) => {
        const signatures = party.signatures.filter((signature) => signature.officeId !== data.officeId);
        const next = { ...party, signatures };
        return withStatus(next, isSignedUp(state, next) ? 'SIGNED' : waiting(next));
      });
    case 'SigningFailed':
      return advance(state, 'SIGNING_FAILED');
    case 'DraftReopened':
      return draftReopened(state, event.meta.occurred);
    case 'DraftWithdrawn':
      return advance(state, 'WITHDRAWN');
    case 'AgreementEnteredIntoForce':
      return advance({ ...state, effectiveFrom: data.effectiveFrom }, 'IN_FORCE');
    case 'PartyAdmitted':
      return addParties(state, [newParty(data.party, 'INVITED')]);
    case 'PartyWithdrew':
      return partyWithdrew(state, data);
    case 'PartySucceeded':
      return partySucceeded(state, event, data);
    case 'PartyLeftWithoutSuccessor':
      return partyLeft(state, event, data);
    case 'AgreementSuspended':
      return suspended(state, data);
    case 'AgreementResumed':
      return resumed(state, data);
    case 'AgreementRenewed':
      return renewed(state, data);
    case 'AgreementTerminated':
      return terminated(state, data);
    case 'AgreementSuperseded':
      return superseded(state, data);
    case 'LegalHoldPlaced':
      return holdPlaced(state, event, data);
    case 'LegalHoldReleased':
      return holdReleased(state, event, data);
    case 'AgreementArchived':
      return archived(state, data);
    case 'AgreementExpired':
      return expired(state, data);
    case 'DocumentCited': {
      const { warnings: _, ...citation } = data;
      return { ...state, citations: [...state.citations, citation] };
    }
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
