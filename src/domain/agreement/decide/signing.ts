import type { Decision } from '../../kernel/decider.js';
import { earliestMs, latestMs } from '../../kernel/fuzzyDate.js';
import { completion } from '../completion.js';
import type { AgreementEvent, SignatureKind } from '../events.js';
import { bodiesBehind, hasLeft, isSignedUp } from '../parties.js';
import { isOfVoidedRound } from '../rounds.js';
import type { AgreementState, PartyState } from '../state.js';
import { signedStatuses } from '../status.js';
import { requireAuthority } from './authority.js';
import { type About, actingPartyOf, requireOffice, requireStanding, requireStated } from './rules.js';

type Signing = 'SignAsParty' | 'RecordPaperSignature';
type PartySigned = Extract<AgreementEvent, { type: 'PartySigned' }>['data'];

/** The one text that may be signed; of an imported agreement, whose opening is not on record, the text it has. */
const textToSign = (state: AgreementState): string | null => state.signing?.textSha256 ?? state.text.sha256;

/**
 * Invariants 15 and 30. Who joins an agreement that others have signed joins the text that is in force, not the one they
 * signed before it was amended.
 */
const requireText = ({ judge, command, state }: About<Signing>): void => {
  const { textSha256: given } = command.data;
  const opened = textToSign(state);
  const current = signedStatuses.has(state.status) ? state.text.sha256 : opened;
  if (given !== null && given === opened && opened !== current)
    judge.refuse('TEXT_VERSION_NOT_CURRENT', 'textSha256', {
      current: state.text.version,
      currentSha256: current,
      given: state.signing?.textVersion ?? null,
    });
  else
    judge.require(given !== null && given === current, 'SIGNED_TEXT_MISMATCH', 'textSha256', {
      opened: current,
      given,
    });
};

/**
 * The party as today's record has it, for a late record not to say again or against it; undefined where that record is of a
 * round that is void, whose like today's has no more.
 */
const todayInRound = (
  { command, facts: { today } }: Pick<About<Signing | 'DeclineToSign'>, 'command' | 'facts'>,
  partyId: string,
): PartyState | undefined =>
  isOfVoidedRound(today, command.meta.occurred) ? undefined : today.parties.find((each) => each.partyId === partyId);

/** The rules that hold for every signature, digital or on paper (invariants 15–23, 30, 58). */
const requireSignable = (about: About<Signing>): void => {
  const { judge, command, state, facts } = about;
  const { partyId, officeId, capacity, textSha256 } = command.data;
  requireStated(about, { officeId, capacity, textSha256 });
  const party = actingPartyOf(judge, state, partyId);
  if (party === undefined) return;
  requireText(about);
  const opened = textToSign(state);
  const presented = state.presentations.some((each) => each.textSha256 === opened);
  judge.require(presented || !(state.signing?.requirePresentation ?? false), 'TEXT_NOT_PRESENTED', 'textSha256', {
    opened,
  });
  // A late record must not double a signature that today's record already has.
  const known = [...party.signatures, ...(todayInRound(about, partyId)?.signatures ?? [])];
  const twice = officeId !== null && known.some((signature) => signature.officeId === officeId);
  judge.require(!twice, 'ALREADY_SIGNED', 'officeId', { officeId, partyId });
  const done = isSignedUp(state, party) || hasLeft(party);
  if (signedStatuses.has(state.status) && done && !twice)
    judge.refuse('STATE_NOT_ALLOWED', 'partyId', { state: state.status, command: command.type, partyId });
  requireTurn(about, partyId);
  requireAuthority(about, party, officeId, capacity);
  for (const bodyId of bodiesBehind(party)) {
    const body = facts.bodies.get(bodyId);
    if (body !== undefined) requireStanding(judge, body, command.meta.occurred, 'partyId');
  }
};

/**
 * Invariant 20: in a sequence, all before have signed. Where counterparties join one by one, the others do not wait for one
 * that declined or is gone: declining changes the party, not the agreement (reference 4.4).
 */
const requireTurn = ({ judge, state }: About<Signing>, partyId: string): void => {
  const order = state.signing?.order;
  if (order?.mode !== 'SEQUENTIAL') return;
  const place = order.sequence.indexOf(partyId);
  const before = place < 0 ? order.sequence : order.sequence.slice(0, place);
  const isOut = (party: PartyState): boolean =>
    state.effectivenessRule === 'PER_COUNTERPARTY' &&
    party.side !== 'A' &&
    (party.status === 'DECLINED' || hasLeft(party));
  const isDone = (id: string): boolean =>
    state.parties.some((party) => party.partyId === id && (isSignedUp(state, party) || isOut(party)));
  const waiting = before.find((id) => !isDone(id));
  if (waiting !== undefined) judge.refuse('NOT_YOUR_TURN', 'partyId', { partyId, waitingFor: waiting });
};

/** Have the required parties signed, counting this signature? (reference 4.4: all, or side A and one counterparty). */
const completes = (state: AgreementState, partyId: string): boolean => {
  const required = state.signing?.required;
  const done = (party: PartyState): boolean => isSignedUp(state, party, party.partyId === partyId ? 1 : 0);
  const signers = state.parties.filter(
    (party) => party.classOrgId === undefined && (required?.some((r) => r.partyId === party.partyId) ?? true),
  );
  if (state.effectivenessRule === 'ALL_SIGNED') return signers.every(done);
  const counterparties = state.parties.filter((party) => party.side !== 'A' && party.classOrgId === undefined);
  return signers.filter((party) => party.side === 'A').every(done) && counterparties.some(done);
};

/**
 * What follows in the same append: the agreement is signed, or one more counterparty has joined. A late signature can
 * complete only what today's record has, whatever the order in which the parties signed; one of a void round nothing.
 */
const consequences = ({ command, facts: { today } }: About<Signing>): readonly AgreementEvent[] => {
  const { occurred } = command.meta;
  const { partyId } = command.data;
  if (isOfVoidedRound(today, occurred)) return [];
  const party = today.parties.find((each) => each.partyId === partyId);
  if (party !== undefined && today.effectivenessRule === 'PER_COUNTERPARTY' && signedStatuses.has(today.status)) {
    const joins = !isSignedUp(today, party) && isSignedUp(today, party, 1);
    const { effectiveFrom = occurred } = completion(
      [...party.signatures.map((each) => each.signedOn), occurred],
      occurred,
    );
    return joins ? [{ type: 'PartyAcceded', data: { partyId, effectiveFrom } }] : [];
  }
  if (today.status !== 'SIGNING' || !completes(today, partyId)) return [];
  const dates = today.parties.flatMap((each) => each.signatures.map((signature) => signature.signedOn));
  return [{ type: 'AgreementFullySigned', data: completion([...dates, occurred], occurred) }];
};

const needsProof: ReadonlySet<SignatureKind> = new Set(['DIGITAL_OFFICIAL', 'DIGITAL_PUBLIC', 'E_SPECIALIZED_SECURED']);

/** Invariants 24–26: what the kind of signature must bring with it (Law 20/2023/QH15). */
const requireKind = ({ judge, command, facts }: About<'SignAsParty'>): void => {
  const { signatureKind } = command.data;
  judge.require(signatureKind !== 'OTHER_CONFIRMATION', 'SIGNATURE_KIND_INSUFFICIENT', 'signatureKind', {
    kind: signatureKind,
  });
  judge.require(signatureKind !== 'WET_INK', 'PAPER_EVIDENCE_REQUIRED', 'signatureKind');
  if (!needsProof.has(signatureKind)) return;
  const { signature } = facts;
  judge.require(signature?.valid === true, 'SIGNATURE_INVALID', 'certificate');
  if (signature === undefined) return;
  const { occurred } = command.meta;
  // The signing time must be proven to lie within the validity (24): a doubt refuses here.
  const within =
    Date.parse(signature.validFrom) <= earliestMs(occurred) && latestMs(occurred) <= Date.parse(signature.validTo);
  judge.require(within, 'CERTIFICATE_NOT_VALID_AT', 'certificate', {
    validFrom: signature.validFrom,
    validTo: signature.validTo,
  });
};

/** `SignAsParty` → `PartySigned`, and what it completes. */
export const signAsParty = (about: About<'SignAsParty'>): Decision<AgreementEvent> => {
  const { judge, command, facts } = about;
  requireSignable(about);
  requireKind(about);
  return judge.conclude<AgreementEvent>(() => {
    const { certificate, ...data } = command.data;
    const { signature } = facts;
    const kept: PartySigned = {
      ...data,
      ...(certificate === undefined || signature === undefined
        ? {}
        : {
            certificate: {
              ...certificate,
              serial: signature.serial,
              issuer: signature.issuer,
              validFrom: signature.validFrom,
              validTo: signature.validTo,
            },
          }),
    };
    return [{ type: 'PartySigned', data: kept }, ...consequences(about)];
  });
};

/** `RecordPaperSignature` → `PartySigned` (WET_INK) and `PaperCopyConverted`, and what it completes. */
export const recordPaperSignature = (about: About<'RecordPaperSignature'>): Decision<AgreementEvent> => {
  const { judge, command, facts } = about;
  const { scanSha256, ...data } = command.data;
  requireSignable(about);
  if (data.witnessOfficeId !== undefined) requireOffice(about, 'witnessOfficeId', data.witnessOfficeId);
  judge.require(scanSha256 !== null && facts.files.has(scanSha256), 'PAPER_EVIDENCE_REQUIRED', 'scanSha256');
  return judge.conclude<AgreementEvent>(() => [
    {
      type: 'PartySigned',
      data: { ...data, signatureKind: scanSha256 === null ? null : 'WET_INK', recordedBy: 'CLERK' },
    },
    ...(scanSha256 === null
      ? []
      : [{ type: 'PaperCopyConverted', data: { partyId: data.partyId, method: 'SCAN', scanSha256 } } as const]),
    ...consequences(about),
  ]);
};

/** `DeclineToSign` → `SigningDeclined`: the party has said no; the agreement goes on. */
export const declineToSign = (about: About<'DeclineToSign'>): Decision<AgreementEvent> => {
  const { judge, command, state, facts } = about;
  const { partyId } = command.data;
  const party = actingPartyOf(judge, state, partyId);
  if (party !== undefined) {
    requireAuthority(about, party, command.meta.actor.officeId ?? null, null);
    const today = todayInRound(about, partyId);
    const signed = isSignedUp(state, party) || (today !== undefined && isSignedUp(facts.today, today));
    judge.require(!signed, 'ALREADY_SIGNED', 'partyId', { partyId });
    if ((today ?? party).status === 'DECLINED') judge.settle();
  }
  return judge.conclude<AgreementEvent>(() => [{ type: 'SigningDeclined', data: command.data }]);
};

/**
 * `WithdrawSignature` → `SignatureWithdrawn`: only the office that signed, only while signing is open. What is taken back is
 * a signature of today's record, or of the round that was open then, if that is void.
 */
export const withdrawSignature = (about: About<'WithdrawSignature'>): Decision<AgreementEvent> => {
  const { judge, command, state, facts } = about;
  const officeId = command.meta.actor.officeId ?? null;
  const isVoid = isOfVoidedRound(facts.today, command.meta.occurred);
  const party = actingPartyOf(judge, isVoid ? state : facts.today, command.data.partyId);
  if (party !== undefined) {
    requireAuthority(about, party, officeId, null);
    if (!party.signatures.some((signature) => signature.officeId === officeId)) judge.settle();
  }
  return judge.conclude<AgreementEvent>(() => [{ type: 'SignatureWithdrawn', data: { ...command.data, officeId } }]);
};
