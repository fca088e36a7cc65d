import type { Decision } from '../kernel/decider.js';
import { earliestMs, vietnamDay } from '../kernel/fuzzyDate.js';
import { Judge } from '../kernel/judge.js';
import type { AgreementCommand, AgreementCommandType } from './commands.js';
import { archiveAgreement, placeLegalHold, releaseLegalHold } from './decide/archive.js';
import { citeDocument } from './decide/citations.js';
import { closeConsultation, disposeOpinion, openConsultation, submitOpinion } from './decide/consultation.js';
import { addParty, draftAgreement, enumeratePartyClass, removeParty, reviseDraft } from './decide/drafting.js';
import { bringIntoForce, expireAgreement } from './decide/force.js';
import {
  renewAgreement,
  resumeAgreement,
  supersedeAgreement,
  suspendAgreement,
  terminateAgreement,
} from './decide/life.js';
import { admitParty, confirmSigningAuthority, succeedParty, withdrawParty } from './decide/membership.js';
import { linkSource, observeClause, registerExistingAgreement, unlinkSource } from './decide/record.js';
import { closeSigning, finalizeText, openSigning, presentText, reopenDraft, withdrawDraft } from './decide/text.js';
import { declineToSign, recordPaperSignature, signAsParty, withdrawSignature } from './decide/signing.js';
import type { AgreementEvent, AgreementStatus } from './events.js';
import type { AgreementFacts } from './facts.js';
import type { AgreementRejection } from './rejections.js';
import type { AgreementState } from './state.js';
import { isOfVoidedRound } from './rounds.js';
import { terminalStatuses } from './status.js';

const drafts = ['DRAFTING', 'CONSULTING'] as const;
const unsigned = ['DRAFTING', 'CONSULTING', 'FINALIZED', 'SIGNING_FAILED'] as const;
const all = 'ANY';

/** The state machine of reference 4.4: where each command is allowed; the rules of the command say the rest. */
const allowedIn: Readonly<Record<AgreementCommandType, readonly AgreementStatus[] | typeof all>> = {
  DraftAgreement: [],
  RegisterExistingAgreement: [],
  ReviseDraft: drafts,
  OpenConsultation: ['DRAFTING'],
  SubmitOpinion: ['CONSULTING'],
  DisposeOpinion: drafts,
  CloseConsultation: ['CONSULTING'],
  AddParty: ['DRAFTING'],
  RemoveParty: ['DRAFTING'],
  EnumeratePartyClass: ['DRAFTING', 'FINALIZED', 'SIGNING', 'SIGNED'],
  FinalizeText: ['DRAFTING'],
  PresentText: ['FINALIZED', 'SIGNING'],
  OpenSigning: ['FINALIZED'],
  ConfirmSigningAuthority: ['SIGNING', 'SIGNED', 'IN_FORCE'],
  SignAsParty: ['SIGNING', 'SIGNED', 'IN_FORCE'],
  RecordPaperSignature: ['SIGNING', 'SIGNED', 'IN_FORCE'],
  DeclineToSign: ['SIGNING', 'SIGNED', 'IN_FORCE'],
  WithdrawSignature: ['SIGNING'],
  CloseSigning: ['SIGNING'],
  ReopenDraft: ['FINALIZED', 'SIGNING_FAILED'],
  WithdrawDraft: unsigned,
  BringIntoForce: ['SIGNED'],
  AdmitParty: ['SIGNED', 'IN_FORCE'],
  WithdrawParty: ['IN_FORCE'],
  SucceedParty: all,
  SuspendAgreement: ['IN_FORCE'],
  ResumeAgreement: ['SUSPENDED'],
  RenewAgreement: ['IN_FORCE', 'EXPIRED'],
  TerminateAgreement: ['SIGNED', 'IN_FORCE', 'SUSPENDED'],
  SupersedeAgreement: ['IN_FORCE', 'SUSPENDED'],
  ExpireAgreement: ['IN_FORCE', 'SUSPENDED'],
  CiteDocument: all,
  LinkSource: all,
  UnlinkSource: all,
  ObserveClause: all,
  PlaceLegalHold: all,
  ReleaseLegalHold: all,
  ArchiveAgreement: ['WITHDRAWN', 'TERMINATED', 'EXPIRED', 'SUPERSEDED', 'RENEWED'],
};

/** Of a closed agreement they are still possible from one state or another, so that 64 refuses them, not 37. */
const outliveClosing: ReadonlySet<AgreementCommandType> = new Set(['RenewAgreement', 'ArchiveAgreement'] as const);

/** Commands of waves: allowed after the first signatures only where counterparties join one by one. */
const onlyPerCounterparty: Partial<Record<AgreementCommandType, readonly AgreementStatus[]>> = {
  EnumeratePartyClass: ['SIGNING', 'SIGNED'],
  ConfirmSigningAuthority: ['SIGNED', 'IN_FORCE'],
  AdmitParty: ['SIGNED', 'IN_FORCE'],
  SignAsParty: ['SIGNED', 'IN_FORCE'],
  RecordPaperSignature: ['SIGNED', 'IN_FORCE'],
  DeclineToSign: ['SIGNED', 'IN_FORCE'],
};

/**
 * Acts that a clerk may report after the agreement has moved on: they are judged by the state of their day alone and
 * never move the agreement back. Whatever changes the text, the parties or the state must be possible today as well,
 * or a back-dated command would rewrite a text that others have signed.
 */
const reports: ReadonlySet<AgreementCommandType> = new Set([
  'EnumeratePartyClass',
  'PresentText',
  'ConfirmSigningAuthority',
  'SignAsParty',
  'RecordPaperSignature',
  'DeclineToSign',
] as const);

/** The states that must allow the command; what is allowed in any state is about the record as it stands. */
const statesThatAllow = (
  type: AgreementCommandType,
  asOf: AgreementState,
  today: AgreementState,
): readonly AgreementState[] => (allowedIn[type] === all ? [today] : reports.has(type) ? [asOf] : [asOf, today]);

/** Is the command allowed in this state, all other rules apart? */
const isAllowed = (
  type: AgreementCommandType,
  state: Pick<AgreementState, 'status' | 'effectivenessRule'>,
): boolean => {
  const { status } = state;
  if (status === 'NONE') return false;
  const allowed = allowedIn[type];
  if (allowed === all) return true;
  const wavesOnly = onlyPerCounterparty[type]?.includes(status) ?? false;
  return allowed.includes(status) && (!wavesOnly || state.effectivenessRule === 'PER_COUNTERPARTY');
};

/** What is possible from a state, for the sentence that refuses what is not. */
export const possibleCommands = (
  state: Pick<AgreementState, 'status' | 'effectivenessRule'>,
): readonly AgreementCommandType[] =>
  (Object.keys(allowedIn) as AgreementCommandType[]).filter((type) => isAllowed(type, state));

/** They begin, end or void a round of signing. */
const ofRounds: ReadonlySet<AgreementCommandType> = new Set([
  'FinalizeText',
  'OpenSigning',
  'CloseSigning',
  'ReopenDraft',
] as const);

/**
 * A round that is void is over: told late, a step of it would move the record on, and as of today change nothing. What is
 * possible today is possible from the reopening on.
 */
const requireOwnRound = (
  judge: Judge<AgreementRejection>,
  { type, meta: { occurred } }: AgreementCommand,
  today: AgreementState,
): void => {
  if (!ofRounds.has(type) || !isOfVoidedRound(today, occurred)) return;
  const allowed = possibleCommands(today).filter((each) => each !== type);
  const reopenedOn = today.reopenedOn === undefined ? null : vietnamDay(earliestMs(today.reopenedOn));
  judge.refuse('STATE_NOT_ALLOWED', 'occurred', { state: today.status, command: type, allowed, reopenedOn });
};

/** The state rules: existence (65, 67), the closed agreement (37), the rules that name a state, and 64 for the rest. */
const judgeState = (
  judge: Judge<AgreementRejection>,
  command: AgreementCommand,
  state: AgreementState,
  facts: AgreementFacts,
) => {
  const { type, streamId: id } = command;
  if (type === 'DraftAgreement' || type === 'RegisterExistingAgreement') {
    judge.require(facts.today.status === 'NONE', 'ID_EXISTS', 'id', { type: 'agreement', id });
    return;
  }
  if (facts.today.status === 'NONE') {
    judge.refuse('NOT_FOUND', 'id', { type: 'agreement', id });
    return;
  }
  const refusing = statesThatAllow(type, state, facts.today).find((each) => !isAllowed(type, each));
  if (refusing === undefined) {
    requireOwnRound(judge, command, facts.today);
    return;
  }
  const { status } = refusing;
  const details = { state: status, command: type, allowed: possibleCommands(refusing) };
  if (status === 'NONE') judge.refuse('STATE_NOT_ALLOWED', undefined, details);
  else if (terminalStatuses.has(status) && !outliveClosing.has(type))
    judge.refuse('AGREEMENT_CLOSED', undefined, details);
  else if (type === 'ReviseDraft') judge.refuse('TEXT_FROZEN', undefined, details);
  else if (type === 'OpenSigning' && (status === 'DRAFTING' || status === 'CONSULTING'))
    judge.refuse('TEXT_NOT_FINAL', undefined, details);
  else if (type === 'WithdrawSignature' && (status === 'SIGNED' || status === 'IN_FORCE' || status === 'SUSPENDED'))
    judge.refuse('SIGNATURE_FINAL', undefined, details);
  else if (type === 'BringIntoForce' && status !== 'IN_FORCE' && status !== 'SUSPENDED')
    judge.refuse('NOT_FULLY_SIGNED', undefined, details);
  else if (type === 'AdmitParty' && allowedIn.AdmitParty.includes(status))
    judge.refuse('ACCESSION_NOT_ALLOWED', 'party', details);
  else judge.refuse('STATE_NOT_ALLOWED', undefined, details);
};

/** Decides one command on an agreement (reference 4.4, 4.11). Pure. */
export const decideAgreement = (
  command: AgreementCommand,
  state: AgreementState,
  facts: AgreementFacts,
): Decision<AgreementEvent> => {
  const judge = new Judge<AgreementRejection>(command);
  judgeState(judge, command, state, facts);
  const existing = facts.today.status !== 'NONE';
  const creates = command.type === 'DraftAgreement' || command.type === 'RegisterExistingAgreement';
  if (existing === creates) return judge.conclude<AgreementEvent>(() => []);
  // What comes of signing is weighed by its day, everything else by the record it adds to.
  const asOf = { judge, state, facts };
  const about = { judge, state: facts.today, facts };
  switch (command.type) {
    case 'DraftAgreement':
      return draftAgreement({ ...about, command });
    case 'RegisterExistingAgreement':
      return registerExistingAgreement({ ...about, command });
    case 'ReviseDraft':
      return reviseDraft({ ...about, command });
    case 'OpenConsultation':
      return openConsultation({ ...about, command });
    case 'SubmitOpinion':
      return submitOpinion({ ...about, command });
    case 'DisposeOpinion':
      return disposeOpinion({ ...about, command });
    case 'CloseConsultation':
      return closeConsultation({ ...about, command });
    case 'AddParty':
      return addParty({ ...about, command });
    case 'RemoveParty':
      return removeParty({ ...about, command });
    case 'EnumeratePartyClass':
      return enumeratePartyClass({ ...about, command });
    case 'FinalizeText':
      return finalizeText({ ...about, command });
    case 'PresentText':
      return presentText({ ...asOf, command });
    case 'OpenSigning':
      return openSigning({ ...about, command });
    case 'ConfirmSigningAuthority':
      return confirmSigningAuthority({ ...asOf, command });
    case 'SignAsParty':
      return signAsParty({ ...asOf, command });
    case 'RecordPaperSignature':
      return recordPaperSignature({ ...asOf, command });
    case 'DeclineToSign':
      return declineToSign({ ...asOf, command });
    case 'WithdrawSignature':
      return withdrawSignature({ ...asOf, command });
    case 'CloseSigning':
      return closeSigning({ ...about, command });
    case 'ReopenDraft':
      return reopenDraft({ ...about, command });
    case 'WithdrawDraft':
      return withdrawDraft({ ...about, command });
    case 'BringIntoForce':
      return bringIntoForce({ ...about, command });
    case 'AdmitParty':
      return admitParty({ ...about, command });
    case 'WithdrawParty':
      return withdrawParty({ ...about, command });
    case 'SucceedParty':
      return succeedParty({ ...about, command });
    case 'SuspendAgreement':
      return suspendAgreement({ ...about, command });
    case 'ResumeAgreement':
      return resumeAgreement({ ...about, command });
    case 'RenewAgreement':
      return renewAgreement({ ...about, command });
    case 'TerminateAgreement':
      return terminateAgreement({ ...about, command });
    case 'SupersedeAgreement':
      return supersedeAgreement({ ...about, command });
    case 'ExpireAgreement':
      return expireAgreement({ ...about, command });
    case 'CiteDocument':
      return citeDocument({ ...about, command });
    case 'LinkSource':
      return linkSource({ ...about, command });
    case 'UnlinkSource':
      return unlinkSource({ ...about, command });
    case 'ObserveClause':
      return observeClause({ ...about, command });
    case 'PlaceLegalHold':
      return placeLegalHold({ ...about, command });
    case 'ReleaseLegalHold':
      return releaseLegalHold({ ...about, command });
    case 'ArchiveAgreement':
      return archiveAgreement({ ...about, command });
  }
};
