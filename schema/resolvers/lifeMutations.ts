import { type Input, present } from '../command.js';
import {
  CloseConsultationInput,
  DisposeOpinionInput,
  OpenConsultationInput,
  SubmitOpinionInput,
} from '../inputs/consultation.js';
import {
  ArchiveAgreementInput,
  PlaceLegalHoldInput,
  ReleaseLegalHoldInput,
  RenewAgreementInput,
  ResumeAgreementInput,
  SupersedeAgreementInput,
  SuspendAgreementInput,
  TerminateAgreementInput,
} from '../inputs/life.js';
import {
  AdmitPartyInput,
  ConfirmSigningAuthorityInput,
  EstablishSteeringCommitteeInput,
  SucceedPartyInput,
  WithdrawPartyInput,
} from '../inputs/membership.js';
import { mutationsOf } from '../mutations.js';
import { Agreement, loadAgreement } from '../types/agreement.js';
import { loadSteeringCommittee, SteeringCommittee } from '../types/steeringCommittee.js';

/** The command says that nobody takes a party's place by null. */
const succession = (data: Input): Input => ({ toBodyIds: null, ...(present(data) as Input) });

/** A period names both its ends; what a client left out is open. */
const renewal = (data: Input): Input => {
  const { newPeriod, ...rest } = present(data) as Input;
  return newPeriod === undefined ? rest : { ...rest, newPeriod: { start: null, end: null, ...(newPeriod as Input) } };
};

/** What becomes of an agreement beside its text and signatures: consultation, membership, force and archive. */
export const AgreementLifeMutations = mutationsOf(
  { member: 'agreement', prefix: 'agr', type: () => Agreement, load: (context, id) => loadAgreement(context, id, {}) },
  [
    {
      command: 'OpenConsultation',
      input: OpenConsultationInput,
      description: 'Sends a draft out for opinions. As DRAFTER.',
    },
    {
      command: 'SubmitOpinion',
      input: SubmitOpinionInput,
      description: 'Gives an opinion on a draft, or on one clause of it. As CONTRIBUTOR of the body or office.',
    },
    {
      command: 'DisposeOpinion',
      input: DisposeOpinionInput,
      description: 'Says what was done with an opinion, and why. As DRAFTER.',
    },
    {
      command: 'CloseConsultation',
      input: CloseConsultationInput,
      description: 'Ends a consultation whose opinions are disposed of. As DRAFTER.',
    },
    {
      command: 'ConfirmSigningAuthority',
      input: ConfirmSigningAuthorityInput,
      description: 'Confirms which office may sign for a party. As CLERK of the party.',
    },
    {
      command: 'AdmitParty',
      input: AdmitPartyInput,
      description: 'Lets one more counterparty join; it joins by signing. As ORG_LEADER of the lead issuer.',
    },
    {
      command: 'WithdrawParty',
      input: WithdrawPartyInput,
      description: 'A party leaves; the agreement goes on. As ORG_LEADER of the party.',
      tellsReason: true,
    },
    {
      command: 'SucceedParty',
      input: SucceedPartyInput,
      description: 'Says who takes the place of a party, or that nobody does. As CLERK.',
      translate: succession,
    },
    {
      command: 'SuspendAgreement',
      input: SuspendAgreementInput,
      description: 'Suspends an agreement in force. As ORG_LEADER.',
      tellsReason: true,
    },
    {
      command: 'ResumeAgreement',
      input: ResumeAgreementInput,
      description: 'Ends a suspension. As ORG_LEADER.',
      tellsReason: true,
    },
    {
      command: 'RenewAgreement',
      input: RenewAgreementInput,
      description: 'Renews an agreement, by its own new period or by a successor. As ORG_LEADER.',
      translate: renewal,
    },
    {
      command: 'TerminateAgreement',
      input: TerminateAgreementInput,
      description: 'Ends an agreement before its time. As ORG_LEADER.',
    },
    {
      command: 'SupersedeAgreement',
      input: SupersedeAgreementInput,
      description: 'Lets another agreement take the place of this one. As ORG_LEADER.',
    },
    {
      command: 'PlaceLegalHold',
      input: PlaceLegalHoldInput,
      description: 'Keeps an agreement from the archive. As ARCHIVIST.',
    },
    {
      command: 'ReleaseLegalHold',
      input: ReleaseLegalHoldInput,
      description: 'Releases a legal hold. As ARCHIVIST.',
      tellsReason: true,
    },
    {
      command: 'ArchiveAgreement',
      input: ArchiveAgreementInput,
      description: 'Hands an agreement that has ended over to the archive. As ARCHIVIST.',
    },
  ],
);

export const SteeringMutations = mutationsOf(
  {
    member: 'steeringCommittee',
    prefix: 'ste',
    type: () => SteeringCommittee,
    load: (context, id) => loadSteeringCommittee(context, id, {}),
  },
  [
    {
      command: 'EstablishSteeringCommittee',
      input: EstablishSteeringCommitteeInput,
      description:
        'Sets up the committee that runs an agreement. As ORG_LEADER of the lead issuer, a party, or a body above one.',
    },
  ],
);
