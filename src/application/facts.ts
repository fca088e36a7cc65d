import type { AgreementCommand, AgreementFacts, AgreementState } from '../domain/agreement/index.js';
import {
  type Correctable,
  type CorrectionCommand,
  type CorrectionFacts,
  isCorrectionCommand,
} from '../domain/kernel/correctable.js';
import type { BasedOn } from '../domain/kernel/event.js';
import { streamName, type StreamRef, type StreamType } from '../domain/kernel/ids.js';
import {
  type OfficeCommand,
  type OfficeFact,
  officeFact,
  type OfficeFacts,
  type OfficeState,
} from '../domain/office/index.js';
import {
  type BodyFact,
  bodyFact,
  type OrganizationCommand,
  type OrganizationFacts,
  type OrganizationState,
} from '../domain/organization/index.js';
import { type SourceCommand, sourceFact, type SourceFacts, type SourceState } from '../domain/source/index.js';
import { hashText } from './digests.js';
import { checkSignature } from './signatures.js';
import type { Streams, StreamView } from './streams.js';

/** No chain of parents is longer; a longer one is a cycle that slipped in by import. */
const maxAncestors = 20;

type Ids = Iterable<string | null | undefined>;

/**
 * Looks up facts in other streams for one decision and notes which versions it saw (reference 4.2, Facts). What it reads
 * is today's record, whose dates the decision evaluates at `occurred`.
 */
class Lookup {
  readonly #seen = new Map<string, number>();

  constructor(private readonly streams: Streams) {}

  get basedOn(): readonly BasedOn[] {
    return [...this.#seen].map(([stream, version]) => ({ stream, version }));
  }

  async #views(type: StreamType, ids: Ids): Promise<readonly StreamView[]> {
    const wanted = [...new Set(ids)].filter((id): id is string => typeof id === 'string');
    const views = await this.streams.loadMany(wanted.map((id) => ({ type, id })));
    const known = views.filter((view) => view.version > 0);
    for (const view of known) this.#seen.set(streamName(view.ref), view.version);
    return known;
  }

  /** The bodies and all above them: a number may bear the abbreviation of a party's parent. */
  async bodies(ids: Ids): Promise<ReadonlyMap<string, BodyFact>> {
    const states = new Map<string, OrganizationState>();
    let wanted: readonly (string | null | undefined)[] = [...ids];
    for (let depth = 0; wanted.length > 0 && depth <= maxAncestors; depth++) {
      const views = await this.#views('organization', wanted);
      for (const view of views) states.set(view.ref.id, view.current as OrganizationState);
      wanted = views
        .map((view) => (view.current as OrganizationState).parentId)
        .filter((id) => id !== null && !states.has(id));
    }
    const ancestors = (id: string): readonly string[] => {
      const chain: string[] = [];
      let parent = states.get(id)?.parentId ?? null;
      while (parent !== null && chain.length < maxAncestors && !chain.includes(parent)) {
        chain.push(parent);
        parent = states.get(parent)?.parentId ?? null;
      }
      return chain;
    };
    return new Map([...states].map(([id, state]) => [id, bodyFact(id, state, ancestors(id))]));
  }

  async offices(ids: Ids): Promise<ReadonlyMap<string, OfficeFact>> {
    const views = await this.#views('office', ids);
    return new Map(views.map((view) => [view.ref.id, officeFact(view.ref.id, view.current as OfficeState)]));
  }

  async sources(ids: Ids): Promise<AgreementFacts['sources']> {
    const views = await this.#views('source', ids);
    return new Map(views.map((view) => [view.ref.id, sourceFact(view.current as SourceState)]));
  }
}

const bodiesOf = (
  parties: readonly { readonly bodyIds?: readonly string[]; readonly classOrgId?: string | undefined }[],
) => parties.flatMap((party) => [...(party.bodyIds ?? []), party.classOrgId]);

/** The bodies, offices and sources that one agreement command is judged by; no more is read than the rules look at. */
const agreementReferences = (
  command: AgreementCommand,
  state: AgreementState,
  today: AgreementState,
): { bodies: Ids; offices: Ids; sources: Ids } => {
  const none = { bodies: [], offices: [], sources: [] };
  switch (command.type) {
    case 'DraftAgreement':
    case 'RegisterExistingAgreement':
      return { ...none, bodies: [command.data.leadIssuer, ...bodiesOf(command.data.parties)] };
    case 'AddParty':
      return { ...none, bodies: bodiesOf([command.data.party]) };
    case 'EnumeratePartyClass':
      return { ...none, bodies: bodiesOf(command.data.members), sources: [command.data.sourceId] };
    case 'PresentText':
      return { ...none, offices: [command.data.presenterOfficeId] };
    case 'SignAsParty':
    case 'RecordPaperSignature': {
      const parties = state.parties.filter((party) => party.partyId === command.data.partyId);
      const witness = command.type === 'RecordPaperSignature' ? command.data.witnessOfficeId : undefined;
      const behind = parties.map((party) => party.organizationId);
      return { ...none, bodies: [...bodiesOf(parties), ...behind], offices: [command.data.officeId, witness] };
    }
    case 'DeclineToSign':
    case 'WithdrawSignature': {
      const parties = state.parties.filter((party) => party.partyId === command.data.partyId);
      return { ...none, bodies: bodiesOf(parties), offices: [command.meta.actor.officeId] };
    }
    case 'LinkSource':
    case 'ObserveClause':
      return { ...none, sources: [command.data.sourceId, ...today.sources.map((source) => source.sourceId)] };
    case 'FinalizeText':
    case 'OpenSigning':
    case 'CloseSigning':
    case 'ReopenDraft':
    case 'WithdrawDraft':
    case 'BringIntoForce':
      return { ...none, bodies: [today.leadIssuer] };
    case 'ReviseDraft':
    case 'RemoveParty':
    case 'ExpireAgreement':
    case 'UnlinkSource':
      return none;
  }
};

type Grounded<F> = Promise<{
  readonly facts: F & { readonly correction?: CorrectionFacts };
  readonly basedOn: readonly BasedOn[];
}>;

/** Resolves the facts of each aggregate's decisions from the folded streams. */
export class FactResolver {
  constructor(private readonly streams: Streams) {}

  async agreement(
    command: AgreementCommand | CorrectionCommand,
    state: AgreementState,
    today: AgreementState,
  ): Grounded<AgreementFacts> {
    const lookup = new Lookup(this.streams);
    if (isCorrectionCommand(command)) {
      const correction = await this.#correction(command, 'agreement', today, lookup);
      const bodies = await lookup.bodies([today.leadIssuer]);
      const facts = { today, hashText, bodies, offices: new Map(), sources: new Map(), correction };
      return { facts, basedOn: lookup.basedOn };
    }
    const ids = agreementReferences(command, state, today);
    const [bodies, offices, sources] = [
      await lookup.bodies(ids.bodies),
      await lookup.offices(ids.offices),
      await lookup.sources(ids.sources),
    ];
    const certificate = command.type === 'SignAsParty' ? command.data.certificate : undefined;
    const signed = command.type === 'SignAsParty' ? command.data.textSha256 : null;
    const signature = certificate === undefined || signed === null ? undefined : checkSignature(certificate, signed);
    const facts = { today, hashText, bodies, offices, sources, ...(signature === undefined ? {} : { signature }) };
    return { facts, basedOn: lookup.basedOn };
  }

  async organization(
    command: OrganizationCommand | CorrectionCommand,
    state: OrganizationState,
    today: OrganizationState,
  ): Grounded<OrganizationFacts> {
    const lookup = new Lookup(this.streams);
    if (isCorrectionCommand(command)) {
      const correction = await this.#correction(command, 'organization', today, lookup);
      return { facts: { today, bodies: new Map(), correction }, basedOn: lookup.basedOn };
    }
    const data = command.data as {
      parentId?: string | null;
      memberOfClassId?: string;
      jointOf?: { orgIds: readonly string[] };
      from?: readonly string[] | string;
      successors?: readonly string[];
    };
    const bodies = await lookup.bodies([
      command.streamId,
      state.parentId,
      data.parentId,
      data.memberOfClassId,
      ...(data.jointOf?.orgIds ?? []),
      ...(command.type === 'MergeOrganizations' ? command.data.from : []),
      ...(data.successors ?? []),
    ]);
    return { facts: { today, bodies }, basedOn: lookup.basedOn };
  }

  async office(
    command: OfficeCommand | CorrectionCommand,
    state: OfficeState,
    today: OfficeState,
  ): Grounded<OfficeFacts> {
    const lookup = new Lookup(this.streams);
    if (isCorrectionCommand(command)) {
      const correction = await this.#correction(command, 'office', today, lookup);
      const bodies = await lookup.bodies([today.orgId]);
      return { facts: { today, bodies, offices: new Map(), correction }, basedOn: lookup.basedOn };
    }
    const grantor = command.type === 'GrantMandate' ? [command.data.grantorOfficeId] : [];
    const revoked =
      command.type === 'RevokeMandate'
        ? state.mandates
            .filter((mandate) => mandate.mandateId === command.data.mandateId)
            .map((mandate) => mandate.grantorOfficeId)
        : [];
    const offices = await lookup.offices([...grantor, ...revoked]);
    const orgId = command.type === 'RegisterOffice' ? command.data.orgId : state.orgId;
    const bodies = await lookup.bodies([orgId, ...[...offices.values()].map((office) => office.orgId)]);
    return { facts: { today, bodies, offices }, basedOn: lookup.basedOn };
  }

  async source(
    command: SourceCommand | CorrectionCommand,
    _state: SourceState,
    today: SourceState,
  ): Grounded<SourceFacts> {
    if (!isCorrectionCommand(command)) return { facts: { today }, basedOn: [] };
    const lookup = new Lookup(this.streams);
    const correction = await this.#correction(command, 'source', today, lookup);
    return { facts: { today, correction }, basedOn: lookup.basedOn };
  }

  /** The event that a correction is about, as it reads now, and the office or source that it names in vain. */
  async #correction(
    { type: command, data, streamId: id }: CorrectionCommand,
    type: StreamType,
    { corrections }: Correctable<object>,
    lookup: Lookup,
  ): Promise<CorrectionFacts> {
    const change =
      command === 'ProposeCorrection'
        ? data
        : corrections?.find(({ correctionId }) => correctionId === data.correctionId);
    if (change === undefined) return {};
    const view = await this.streams.load({ type, id });
    const target = view.known(view.version).events.find(({ eventId }) => eventId === change.targetEventId);
    const named = namedBy(change);
    const known = named?.type === 'office' ? await lookup.offices([named.id]) : await lookup.sources([named?.id]);
    return {
      ...(target === undefined ? {} : { target }),
      ...(named === undefined || known.has(named.id) ? {} : { unknown: named }),
    };
  }
}

/** The office or source that stands at the path after the correction. */
const namedBy = ({ path, now }: { readonly path: string; readonly now?: unknown }): StreamRef | undefined => {
  if (typeof now !== 'string') return undefined;
  if (/(^|\/)(officeId|[a-z]+OfficeId)$/.test(path)) return { type: 'office', id: now };
  return path === 'source/ref' || /(^|\/)sourceId$/.test(path) ? { type: 'source', id: now } : undefined;
};
