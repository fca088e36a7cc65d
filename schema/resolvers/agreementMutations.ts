import { type Input, present } from '../command.js';
import {
  AddPartyInput,
  DraftAgreementInput,
  EnumeratePartyClassInput,
  RemovePartyInput,
  ReviseDraftInput,
} from '../inputs/drafting.js';
import { CiteDocumentInput, LinkSourceInput, ObserveClauseInput, UnlinkSourceInput } from '../inputs/record.js';
import {
  BringIntoForceInput,
  CloseSigningInput,
  DeclineToSignInput,
  FinalizeTextInput,
  OpenSigningInput,
  PresentTextInput,
  RecordPaperSignatureInput,
  ReopenDraftInput,
  SignAsPartyInput,
  WithdrawDraftInput,
  WithdrawSignatureInput,
} from '../inputs/signing.js';
import { mutationsOf } from '../mutations.js';
import { Agreement, loadAgreement } from '../types/agreement.js';

/** A period names both its ends; what a client left out is open. */
const withPeriod = (data: Input): Input => {
  const { period } = data;
  return typeof period === 'object' && period !== null
    ? { ...data, period: { start: null, end: null, ...period } }
    : data;
};

const draft = (data: Input): Input => withPeriod(present(data) as Input);

/** In a revision null takes away, where something can be taken away; elsewhere it means as much as nothing. */
const revision = (data: Input): Input => {
  const patch = data.patch as Input;
  const fields = patch.fields as readonly Input[] | null | undefined;
  const taken = (holder: Input, ...members: readonly string[]): Input =>
    Object.fromEntries(members.filter((member) => holder[member] === null).map((member) => [member, null]));
  return {
    ...(present(data) as Input),
    patch: {
      ...withPeriod(present(patch) as Input),
      ...taken(patch, 'attachment', 'period', 'effectiveFrom'),
      ...(fields === null || fields === undefined
        ? {}
        : { fields: fields.map((field) => ({ ...(present(field) as Input), ...taken(field, 'clauseId') })) }),
    },
  };
};

/** The one member of the target that was given says what kind it is. */
const observation = (data: Input): Input => {
  const { target, ...rest } = present(data) as Input;
  const kinds = { fieldId: 'FIELD', clauseId: 'CLAUSE', coreTaskId: 'CORE_TASK' } as const;
  const [member] = Object.keys(target as Input) as (keyof typeof kinds)[];
  return { ...rest, target: { ...(target as Input), ...(member === undefined ? {} : { kind: kinds[member] }) } };
};

export const AgreementMutations = mutationsOf(
  { member: 'agreement', prefix: 'agr', type: () => Agreement, load: (context, id) => loadAgreement(context, id, {}) },
  [
    {
      command: 'DraftAgreement',
      input: DraftAgreementInput,
      description: 'Begins a draft: text version 1. As DRAFTER.',
      translate: draft,
    },
    {
      command: 'ReviseDraft',
      input: ReviseDraftInput,
      description: 'Revises a draft: a new version of its text. As DRAFTER.',
      translate: revision,
    },
    { command: 'AddParty', input: AddPartyInput, description: 'Adds a party to a draft. As DRAFTER.' },
    {
      command: 'RemoveParty',
      input: RemovePartyInput,
      description: 'Removes a party from a draft. As DRAFTER.',
      tellsReason: true,
    },
    {
      command: 'EnumeratePartyClass',
      input: EnumeratePartyClassInput,
      description: 'Names members of a class of bodies, which then can sign. As DRAFTER.',
    },
    {
      command: 'FinalizeText',
      input: FinalizeTextInput,
      description: 'Freezes the text. As ORG_LEADER of the lead issuer.',
    },
    {
      command: 'PresentText',
      input: PresentTextInput,
      description: 'Records that the frozen text was presented to the parties. As CLERK.',
    },
    {
      command: 'OpenSigning',
      input: OpenSigningInput,
      description: 'Opens signing of the frozen text. As ORG_LEADER of the lead issuer.',
    },
    {
      command: 'SignAsParty',
      input: SignAsPartyInput,
      description: 'Signs for a party; the signature that completes the agreement makes it SIGNED. As SIGNATORY.',
    },
    {
      command: 'RecordPaperSignature',
      input: RecordPaperSignatureInput,
      description: 'Records a signature that was given on paper, with its scan. As CLERK.',
    },
    {
      command: 'DeclineToSign',
      input: DeclineToSignInput,
      description: 'Declines to sign for a party; the agreement goes on. As SIGNATORY.',
      tellsReason: true,
    },
    {
      command: 'WithdrawSignature',
      input: WithdrawSignatureInput,
      description: "Takes back the caller's signature while signing is open. As SIGNATORY.",
      tellsReason: true,
    },
    {
      command: 'CloseSigning',
      input: CloseSigningInput,
      description: 'Closes signing that did not succeed. As ORG_LEADER of the lead issuer.',
    },
    {
      command: 'ReopenDraft',
      input: ReopenDraftInput,
      description:
        'Goes back to drafting; signatures given are void and stay in the history. As ORG_LEADER of the lead issuer.',
      tellsReason: true,
    },
    {
      command: 'WithdrawDraft',
      input: WithdrawDraftInput,
      description: 'Gives a draft up. As ORG_LEADER of the lead issuer.',
      tellsReason: true,
    },
    {
      command: 'BringIntoForce',
      input: BringIntoForceInput,
      description:
        'Brings a signed agreement into force, from its effective day on; a policy does so by itself. As ORG_LEADER of the lead issuer.',
    },
    {
      command: 'CiteDocument',
      input: CiteDocumentInput,
      description:
        'Puts on record which document the agreement, or what belongs to it, cites; in any state. As DRAFTER or CLERK.',
    },
    {
      command: 'LinkSource',
      input: LinkSourceInput,
      description: 'Links a source that speaks of the agreement. As CLERK.',
    },
    {
      command: 'UnlinkSource',
      input: UnlinkSourceInput,
      description: 'Takes back the link of a source. As CLERK.',
      tellsReason: true,
    },
    {
      command: 'ObserveClause',
      input: ObserveClauseInput,
      description: 'Records how a source words a field, a clause or a core task. As CLERK.',
      translate: observation,
    },
  ],
);
