import type { AgreementCommand, AgreementState, PartyState } from '../domain/agreement/index.js';

type Ids = Iterable<string | null | undefined>;

/** Ids of what an agreement's decision looks up elsewhere. */
interface References {
  readonly bodies: Ids;
  readonly offices: Ids;
  readonly sources: Ids;
  readonly agreements: Ids;
  /** By their SHA-256. */
  readonly files: Ids;
}

const bodiesOf = (
  parties: readonly { readonly bodyIds?: readonly string[]; readonly classOrgId?: string | undefined }[],
) => parties.flatMap((party) => [...(party.bodyIds ?? []), party.classOrgId]);

const bodiesBehind = (parties: readonly PartyState[]) => [
  ...bodiesOf(parties),
  ...parties.map((party) => party.organizationId),
];

/** What one agreement command is judged by; no more is read than the rules look at. */
export const agreementReferences = (
  command: AgreementCommand,
  state: AgreementState,
  today: AgreementState,
): References => {
  const none: References = { bodies: [], offices: [], sources: [], agreements: [], files: [] };
  const lead = [today.leadIssuer];
  switch (command.type) {
    case 'DraftAgreement': {
      const { leadIssuer, parties, text } = command.data;
      return { ...none, bodies: [leadIssuer, ...bodiesOf(parties)], files: [text.attachment?.sha256] };
    }
    case 'ReviseDraft':
      return { ...none, files: [command.data.patch.attachment?.sha256] };
    case 'RegisterExistingAgreement':
      return { ...none, bodies: [command.data.leadIssuer, ...bodiesOf(command.data.parties)] };
    case 'AddParty':
      return { ...none, bodies: bodiesOf([command.data.party]) };
    case 'EnumeratePartyClass':
      return { ...none, bodies: bodiesOf(command.data.members), sources: [command.data.sourceId] };
    case 'OpenConsultation':
      return { ...none, bodies: command.data.audience };
    case 'SubmitOpinion':
      return { ...none, bodies: [command.data.orgId], offices: [command.data.officeId] };
    case 'PresentText':
      return { ...none, offices: [command.data.presenterOfficeId] };
    case 'ConfirmSigningAuthority':
    case 'SignAsParty':
    case 'RecordPaperSignature': {
      const parties = state.parties.filter((party) => party.partyId === command.data.partyId);
      const onPaper = command.type === 'RecordPaperSignature' ? command.data : undefined;
      const offices = [command.data.officeId, onPaper?.witnessOfficeId];
      return { ...none, bodies: bodiesBehind(parties), offices, files: [onPaper?.scanSha256] };
    }
    case 'DeclineToSign':
    case 'WithdrawSignature': {
      const parties = state.parties.filter((party) => party.partyId === command.data.partyId);
      return { ...none, bodies: bodiesOf(parties), offices: [command.meta.actor.officeId] };
    }
    case 'LinkSource':
    case 'ObserveClause':
      return { ...none, sources: [command.data.sourceId, ...today.sources.map((source) => source.sourceId)] };
    case 'AdmitParty':
      return { ...none, bodies: [...lead, ...command.data.party.bodyIds] };
    case 'SucceedParty':
      return { ...none, bodies: command.data.toBodyIds ?? [] };
    case 'TerminateAgreement':
      return { ...none, bodies: [...lead, ...bodiesBehind(today.parties)] };
    case 'RenewAgreement':
      return { ...none, bodies: lead, agreements: [command.data.successorId] };
    case 'SupersedeAgreement':
      return { ...none, bodies: lead, agreements: [command.data.byAgreementId] };
    case 'FinalizeText':
    case 'OpenSigning':
    case 'CloseSigning':
    case 'ReopenDraft':
    case 'WithdrawDraft':
    case 'BringIntoForce':
    case 'SuspendAgreement':
    case 'ResumeAgreement':
      return { ...none, bodies: lead };
    case 'DisposeOpinion':
    case 'CloseConsultation':
    case 'RemoveParty':
    case 'WithdrawParty':
    case 'ExpireAgreement':
    case 'CiteDocument':
    case 'UnlinkSource':
    case 'PlaceLegalHold':
    case 'ReleaseLegalHold':
    case 'ArchiveAgreement':
      return none;
  }
};
