import type { Decision } from '../../kernel/decider.js';
import type { AgreementEvent, RequiredParty } from '../events.js';
import type { AgreementState } from '../state.js';
import { type About, requireCurrentText, requireLead } from './rules.js';

/** `FinalizeText` → `TextFinalized`: this version, by its hash, is what may be presented and signed. */
export const finalizeText = (about: About<'FinalizeText'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  requireLead(about);
  requireCurrentText(judge, state, command.data);
  if (state.status === 'FINALIZED') judge.settle();
  return judge.conclude<AgreementEvent>(() => [{ type: 'TextFinalized', data: command.data }]);
};

/** `PresentText` → `TextPresented`: an office reads one text to an occasion. An import may not know which text. */
export const presentText = ({ judge, command, state, facts }: About<'PresentText'>): Decision<AgreementEvent> => {
  const { data, meta } = command;
  const { presenterOfficeId: id } = data;
  judge.require(facts.offices.has(id), 'NOT_FOUND', 'presenterOfficeId', { type: 'office', id });
  if (meta.channel !== 'IMPORT' || data.textSha256 !== null) requireCurrentText(judge, state, data);
  const same = state.presentations.some(
    (known) =>
      known.occasionId === data.occasionId && known.presenterOfficeId === id && known.textSha256 === data.textSha256,
  );
  if (same) judge.settle();
  return judge.conclude<AgreementEvent>(() => [{ type: 'TextPresented', data }]);
};

/** Who must sign when the command does not say: every party that can, once. */
const requiredByDefault = (state: AgreementState): readonly RequiredParty[] =>
  state.parties.filter((party) => party.classOrgId === undefined).map(({ partyId }) => ({ partyId, signatures: 1 }));

/** `OpenSigning` → `SigningOpened`: from here on only this hash can be signed. */
export const openSigning = (about: About<'OpenSigning'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  const { order, deadline, requirePresentation } = command.data;
  requireLead(about);
  for (const party of state.parties) {
    const empty = party.classOrgId !== undefined && !state.parties.some((member) => member.memberOf === party.partyId);
    judge.require(!empty, 'PARTY_CLASS_NOT_ENUMERATED', 'parties', { partyId: party.partyId });
  }
  const required = command.data.required ?? requiredByDefault(state);
  const named = [...required.map(({ partyId }) => partyId), ...(order.mode === 'SEQUENTIAL' ? order.sequence : [])];
  for (const partyId of named) {
    const party = state.parties.find((each) => each.partyId === partyId);
    judge.require(party !== undefined && party.classOrgId === undefined, 'NOT_A_PARTY', 'required', { partyId });
  }
  if (state.signing !== null) judge.settle();
  return judge.conclude<AgreementEvent>(() => [
    {
      type: 'SigningOpened',
      data: {
        order,
        required,
        requirePresentation,
        textVersion: state.text.version,
        textSha256: state.text.sha256 ?? '',
        ...(deadline === undefined ? {} : { deadline }),
      },
    },
  ]);
};

/** `CloseSigning` → `SigningFailed`, naming who has not signed. */
export const closeSigning = (about: About<'CloseSigning'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  requireLead(about);
  if (state.status === 'SIGNING_FAILED') judge.settle();
  const required = state.signing?.required ?? requiredByDefault(state);
  const missing = required
    .map(({ partyId }) => partyId)
    .filter((id) => state.parties.find((party) => party.partyId === id)?.status !== 'SIGNED');
  return judge.conclude<AgreementEvent>(() => [{ type: 'SigningFailed', data: { missing, ...command.data } }]);
};

/** `ReopenDraft` → `DraftReopened`: the signatures given are void; they stay in the history. */
export const reopenDraft = (about: About<'ReopenDraft'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  requireLead(about);
  if (state.status === 'DRAFTING') judge.settle();
  const voided = state.parties.flatMap((party) => party.signatures.map((signature) => signature.eventId));
  return judge.conclude<AgreementEvent>(() => [{ type: 'DraftReopened', data: { ...command.data, voided } }]);
};

/** `WithdrawDraft` → `DraftWithdrawn`: the end of what was never signed. */
export const withdrawDraft = (about: About<'WithdrawDraft'>): Decision<AgreementEvent> => {
  const { judge, command } = about;
  requireLead(about);
  return judge.conclude<AgreementEvent>(() => [{ type: 'DraftWithdrawn', data: command.data }]);
};
