import type { Decision } from '../../kernel/decider.js';
import type { AgreementEvent, RequiredParty } from '../events.js';
import type { AgreementState } from '../state.js';
import type { Judge } from '../../kernel/judge.js';
import type { AgreementRejection } from '../rejections.js';
import { changesBetween } from '../../kernel/changes.js';
import { isSignedUp } from '../parties.js';
import { undisposed } from './consultation.js';
import { type About, isUnenumerated, requireCurrentText, requireLead, requireOffice, requireStated } from './rules.js';

/** `FinalizeText` → `TextFinalized`: this version, by its hash, is what may be presented and signed. */
export const finalizeText = (about: About<'FinalizeText'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  requireLead(about);
  requireCurrentText(judge, state, command.data);
  if (state.text.status !== 'DRAFT') judge.settle();
  return judge.conclude<AgreementEvent>(() => [{ type: 'TextFinalized', data: command.data }]);
};

/** `PresentText` → `TextPresented`: an office reads one text to an occasion. An import may not know which text. */
export const presentText = (about: About<'PresentText'>): Decision<AgreementEvent> => {
  const { judge, command, state, facts } = about;
  const { data } = command;
  const { presenterOfficeId, textVersion, textSha256 } = data;
  requireStated(about, { textVersion, textSha256 });
  requireOffice(about, 'presenterOfficeId', presenterOfficeId);
  requireCurrentText(judge, state, data);
  const same = facts.today.presentations.some(
    (known) =>
      known.occasionId === data.occasionId &&
      known.presenterOfficeId === presenterOfficeId &&
      known.textSha256 === textSha256,
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
  for (const party of state.parties)
    judge.require(!isUnenumerated(party, state.parties), 'PARTY_CLASS_NOT_ENUMERATED', 'parties', {
      partyId: party.partyId,
    });
  const opinionIds = undisposed(state);
  judge.require(opinionIds.length === 0, 'OPINIONS_UNDISPOSED', undefined, { opinionIds });
  const required = command.data.required ?? requiredByDefault(state);
  const named = required.map(({ partyId }) => partyId);
  requireSigners(judge, state, named, 'required');
  requireSigners(judge, state, order.mode === 'SEQUENTIAL' ? order.sequence : [], 'order/sequence');
  const sides = new Set(state.parties.filter(({ partyId }) => named.includes(partyId)).map(({ side }) => side));
  const enough = state.effectivenessRule === 'ALL_SIGNED' ? sides.size >= 2 : sides.has('A');
  if (command.data.required !== undefined) judge.require(enough, 'PARTIES_TOO_FEW', 'required');
  const { version: textVersion, sha256: textSha256 } = state.text;
  // An import may register a text as final without having it; such a text cannot be signed by its hash.
  if (textSha256 === null) judge.refuse('TEXT_NOT_FINAL', undefined, { textVersion });
  const opened = { order, required, requirePresentation, textVersion, ...(deadline === undefined ? {} : { deadline }) };
  if (state.status === 'SIGNING' && state.signing !== null) {
    const { textSha256: _, ...signing } = state.signing;
    if (changesBetween(signing, opened).length === 0) judge.settle();
  }
  return judge.conclude<AgreementEvent>(() => [
    { type: 'SigningOpened', data: { ...opened, textSha256: textSha256 ?? '' } },
  ]);
};

/** Who is to sign must be a party that can, and is named once. */
const requireSigners = (
  judge: Judge<AgreementRejection>,
  state: AgreementState,
  partyIds: readonly string[],
  path: string,
): void => {
  partyIds.forEach((partyId, index) => {
    const party = state.parties.find((each) => each.partyId === partyId);
    judge.require(party !== undefined && party.classOrgId === undefined, 'NOT_A_PARTY', path, { partyId });
    judge.require(partyIds.indexOf(partyId) === index, 'PARTY_DUPLICATE', path, { partyId });
  });
};

/** `CloseSigning` → `SigningFailed`, naming who has not signed. */
export const closeSigning = (about: About<'CloseSigning'>): Decision<AgreementEvent> => {
  const { judge, command, state } = about;
  requireLead(about);
  if (state.status === 'SIGNING_FAILED') judge.settle();
  const required = state.signing?.required ?? requiredByDefault(state);
  const missing = required
    .map(({ partyId }) => partyId)
    .filter((id) => !state.parties.some((party) => party.partyId === id && isSignedUp(state, party)));
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
