import { changesBetween } from '../../kernel/changes.js';
import type { Decision } from '../../kernel/decider.js';
import { patchDraft, revisable, textOf } from '../draft.js';
import type { AgreementEvent, Party } from '../events.js';
import type { AgreementState } from '../state.js';
import { requireEarlierBases } from './citations.js';
import {
  type About,
  inList,
  requireBodies,
  requireContent,
  requireParties,
  requirePeriod,
  requireSource,
  resolveParty,
} from './rules.js';

/** `DraftAgreement` → `AgreementDrafted`: text version 1. */
export const draftAgreement = (about: About<'DraftAgreement'>): Decision<AgreementEvent> => {
  const { judge, command, facts } = about;
  const { effectiveFrom, ...data } = command.data;
  judge.require(facts.bodies.has(data.leadIssuer), 'NOT_FOUND', 'leadIssuer', {
    type: 'organization',
    id: data.leadIssuer,
  });
  const parties = data.parties.map((party) => resolveParty(party, facts));
  requireBodies(about, data.parties, inList('parties'));
  requireParties(judge, parties);
  requirePeriod(judge, data.period);
  requireContent(judge, data.text.clauses, data.fields);
  requireFile(about, data.text.attachment, 'text/attachment/sha256');
  requireUniqueIds(about, data);
  requireEarlierBases(judge, {
    citations: data.citations,
    writtenOn: command.meta.occurred,
    now: command.meta.now,
    path: (index) => `citations/${index}`,
  });
  return judge.conclude<AgreementEvent>(() => [
    {
      type: 'AgreementDrafted',
      data: {
        ...data,
        parties,
        textVersion: 1,
        textSha256: facts.hashText(data.text),
        ...(effectiveFrom === undefined ? {} : { plannedEffectiveFrom: effectiveFrom }),
      },
    },
  ]);
};

/** What is attached must have been uploaded, or the text that is signed would name a file that nobody can read. */
const requireFile = (
  { judge, command, facts }: About<'DraftAgreement'> | About<'ReviseDraft'>,
  file: { readonly sha256: string } | null | undefined,
  path: string,
): void => {
  if (file === null || file === undefined || command.meta.channel === 'IMPORT') return;
  judge.require(facts.files.has(file.sha256), 'INPUT_INVALID', path, {
    problem: 'no file of this digest was uploaded',
  });
};

/** Two clauses or fields of one id could never be addressed. */
export const requireUniqueIds = (
  { judge }: Pick<About<'DraftAgreement'>, 'judge'>,
  data: {
    readonly text?: { readonly clauses: readonly { clauseId: string }[] } | undefined;
    readonly fields: readonly { fieldId: string }[];
  },
): void => {
  const lists = {
    'text/clauses': (data.text?.clauses ?? []).map((c) => c.clauseId),
    fields: data.fields.map((f) => f.fieldId),
  };
  for (const [path, ids] of Object.entries(lists)) {
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) judge.refuse('ID_EXISTS', path, { type: path, id: twice });
  }
};

/** `ReviseDraft` → `DraftRevised`: the patch and what it changes, word for word. */
export const reviseDraft = (about: About<'ReviseDraft'>): Decision<AgreementEvent> => {
  const { judge, command, state, facts } = about;
  const { patch, note } = command.data;
  const next = patchDraft(state, patch);
  const changes = changesBetween(revisable(state), revisable(next));
  if (patch.period !== undefined) requirePeriod(judge, next.period, 'patch/period');
  requireContent(judge, next.text.clauses, next.fields, { clauses: 'patch/clauses', fields: 'patch/fields' });
  requireFile(about, patch.attachment, 'patch/attachment/sha256');
  requireEarlierBases(judge, {
    citations: patch.citations ?? [],
    writtenOn: command.meta.occurred,
    now: command.meta.now,
    path: (index) => `patch/citations/${index}`,
  });
  const unknown = patch.fields?.find(({ fieldId, text, remove }) =>
    remove || text !== undefined ? false : !state.fields.some((field) => field.fieldId === fieldId),
  );
  if (unknown !== undefined)
    judge.refuse('NOT_FOUND', `patch/fields/${unknown.fieldId}`, { type: 'field', id: unknown.fieldId });
  if (changes.length === 0) judge.settle();
  return judge.conclude<AgreementEvent>(() => [
    {
      type: 'DraftRevised',
      data: {
        textVersion: state.text.version + 1,
        textSha256: facts.hashText(textOf(next)),
        patch,
        changes: changes as Extract<AgreementEvent, { type: 'DraftRevised' }>['data']['changes'],
        ...(note === undefined ? {} : { note }),
      },
    },
  ]);
};

/** Has the agreement this party already, just so? */
export const samePartyIn = (state: Pick<AgreementState, 'parties'>, party: Party): boolean =>
  state.parties.some(
    (each) =>
      each.partyId === party.partyId &&
      each.side === party.side &&
      each.jointBody === party.jointBody &&
      each.classOrgId === party.classOrgId &&
      each.memberOf === party.memberOf &&
      each.bodyIds.join() === party.bodyIds.join(),
  );

/** `AddParty` → `PartyAdded`. */
export const addParty = (about: About<'AddParty'>): Decision<AgreementEvent> => {
  const { judge, command, state, facts } = about;
  const party = resolveParty(command.data.party, facts);
  const path = () => 'party';
  requireBodies(about, [command.data.party], path);
  if (samePartyIn(state, party)) judge.settle();
  else requireParties(judge, [party], path, state.parties);
  return judge.conclude<AgreementEvent>(() => [{ type: 'PartyAdded', data: { party } }]);
};

/** `RemoveParty` → `PartyRemoved`; two sides must remain. */
export const removeParty = ({ judge, command, state }: About<'RemoveParty'>): Decision<AgreementEvent> => {
  const { partyId, reason } = command.data;
  if (!state.parties.some((party) => party.partyId === partyId)) judge.refuse('NOT_A_PARTY', 'partyId', { partyId });
  else
    requireParties(
      judge,
      [],
      inList('parties'),
      state.parties.filter((party) => party.partyId !== partyId && party.memberOf !== partyId),
    );
  return judge.conclude<AgreementEvent>(() => {
    const members = state.parties.filter((party) => party.memberOf === partyId);
    return [partyId, ...members.map((party) => party.partyId)].map(
      (id) => ({ type: 'PartyRemoved', data: { partyId: id, reason } }) as const,
    );
  });
};

/** `EnumeratePartyClass` → `PartyClassEnumerated`: the class itself stays, and never signs. */
export const enumeratePartyClass = (about: About<'EnumeratePartyClass'>): Decision<AgreementEvent> => {
  const { judge, command, state, facts } = about;
  const { classPartyId, members, ...rest } = command.data;
  const classed = state.parties.find((party) => party.partyId === classPartyId);
  if (classed?.classOrgId === undefined) judge.refuse('NOT_A_PARTY', 'classPartyId', { partyId: classPartyId });
  const side = classed?.side ?? 'A';
  const inputs = members.map((member) => ({ ...member, side }));
  requireBodies(about, inputs, inList('members'));
  if (rest.sourceId !== undefined) requireSource(about, rest.sourceId);
  const parties = inputs.map((party) => resolveParty(party, facts, classPartyId));
  const added = parties.filter((party) => !samePartyIn(state, party));
  if (added.length === 0 && classed?.enumerationComplete === rest.complete) judge.settle();
  else requireParties(judge, added, inList('members'), state.parties);
  return judge.conclude<AgreementEvent>(() => [
    { type: 'PartyClassEnumerated', data: { classPartyId, members: added, ...rest } },
  ]);
};
