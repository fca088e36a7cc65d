import {
  type AgreementCommand,
  type AgreementFact,
  agreementFact,
  type AgreementFacts,
  type AgreementState,
} from '../domain/agreement/index.js';
import {
  type Correctable,
  type CorrectionCommand,
  type CorrectionFacts,
  isCorrectionCommand,
} from '../domain/kernel/correctable.js';
import type { BasedOn, Recorded } from '../domain/kernel/event.js';
import { latestMs } from '../domain/kernel/fuzzyDate.js';
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
import type { SteeringCommand, SteeringFacts, SteeringState } from '../domain/steering/index.js';
import { agreementReferences } from './agreementReferences.js';
import { hashText } from './digests.js';
import type { Head } from './heads.js';
import { snapshotAt } from './history.js';
import type { EvidenceStore } from './ports.js';
import { checkSignature } from './signatures.js';
import type { Streams } from './streams.js';

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

  async #heads(type: StreamType, ids: Ids): Promise<readonly Head[]> {
    const wanted = [...new Set(ids)].filter((id): id is string => typeof id === 'string');
    const heads = await this.streams.heads(wanted.map((id) => ({ type, id })));
    const known = heads.filter(({ version }) => version > 0);
    for (const { ref, version } of known) this.#seen.set(streamName(ref), version);
    return known;
  }

  /** The bodies and all above them: a number may bear the abbreviation of a party's parent. */
  async bodies(ids: Ids): Promise<ReadonlyMap<string, BodyFact>> {
    const states = new Map<string, OrganizationState>();
    let wanted: readonly (string | null | undefined)[] = [...ids];
    for (let depth = 0; wanted.length > 0 && depth <= maxAncestors; depth++) {
      const heads = await this.#heads('organization', wanted);
      for (const { ref, current } of heads) states.set(ref.id, current as OrganizationState);
      wanted = heads
        .map(({ current }) => (current as OrganizationState).parentId)
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
    const heads = await this.#heads('office', ids);
    return new Map(heads.map(({ ref, current }) => [ref.id, officeFact(ref.id, current as OfficeState)]));
  }

  /** Other agreements, as they stood at `asOf` in the world, or as the record has them now. */
  async agreements(ids: Ids, asOf?: string): Promise<ReadonlyMap<string, AgreementFact>> {
    const heads = await this.#heads('agreement', ids);
    const stateOf = async ({ ref, current }: Head): Promise<unknown> =>
      asOf === undefined ? current : snapshotAt(await this.streams.load(ref), { asOf }).state;
    const states = await Promise.all(heads.map(stateOf));
    return new Map(heads.map(({ ref: { id } }, index) => [id, agreementFact(id, states[index] as AgreementState)]));
  }

  async sources(ids: Ids): Promise<AgreementFacts['sources']> {
    const heads = await this.#heads('source', ids);
    return new Map(heads.map(({ ref, current }) => [ref.id, sourceFact(current as SourceState)]));
  }
}

type Grounded<F> = Promise<{
  readonly facts: F & { readonly correction?: CorrectionFacts };
  readonly basedOn: readonly BasedOn[];
}>;

/** Resolves the facts of each aggregate's decisions from the folded streams and the evidence store. */
export class FactResolver {
  constructor(
    private readonly streams: Streams,
    private readonly evidence: Pick<EvidenceStore, 'stat'>,
  ) {}

  async agreement(
    command: AgreementCommand | CorrectionCommand,
    state: AgreementState,
    today: AgreementState,
  ): Grounded<AgreementFacts> {
    const lookup = new Lookup(this.streams);
    if (isCorrectionCommand(command)) {
      const correction = await this.#correction(command, 'agreement', today, lookup);
      const bodies = await lookup.bodies([today.leadIssuer]);
      const none = { offices: new Map(), sources: new Map(), agreements: new Map(), files: new Set<string>() };
      const facts = { today, hashText, bodies, ...none, correction };
      return { facts, basedOn: lookup.basedOn };
    }
    const ids = agreementReferences(command, state, today);
    const found = {
      bodies: await lookup.bodies(ids.bodies),
      offices: await lookup.offices(ids.offices),
      sources: await lookup.sources(ids.sources),
      agreements: await lookup.agreements(ids.agreements),
      files: await this.#stored(ids.files),
    };
    const certificate = command.type === 'SignAsParty' ? command.data.certificate : undefined;
    const signed = command.type === 'SignAsParty' ? command.data.textSha256 : null;
    const signature = certificate === undefined || signed === null ? undefined : checkSignature(certificate, signed);
    const facts = { today, hashText, ...found, ...(signature === undefined ? {} : { signature }) };
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

  async steering(
    command: SteeringCommand | CorrectionCommand,
    state: SteeringState,
    today: SteeringState,
  ): Grounded<SteeringFacts> {
    const lookup = new Lookup(this.streams);
    const establishes = command.type === 'EstablishSteeringCommittee' ? command.data : undefined;
    const agreementId = establishes?.agreementId ?? state.agreementId;
    const { occurred, now } = command.meta;
    const isLate = occurred.latest !== undefined && latestMs(occurred) < Date.parse(now);
    const agreement = (await lookup.agreements([agreementId], isLate ? occurred.latest : undefined)).get(agreementId);
    const offices = await lookup.offices([establishes?.headOfficeId, ...(establishes?.members ?? [])]);
    const bodies = await lookup.bodies([
      ...[...offices.values()].map((office) => office.orgId),
      agreement?.leadIssuer,
      ...(agreement?.partyBodyIds ?? []),
    ]);
    const facts = { today, offices, bodies, ...(agreement === undefined ? {} : { agreement }) };
    if (!isCorrectionCommand(command)) return { facts, basedOn: lookup.basedOn };
    const correction = await this.#correction(command, 'steering', today, lookup);
    return { facts: { ...facts, correction }, basedOn: lookup.basedOn };
  }

  /** Those of the files that the evidence store has; content is addressed by its digest, so that no version is noted. */
  async #stored(digests: Ids): Promise<ReadonlySet<string>> {
    const wanted = [...new Set(digests)].filter((sha256): sha256 is string => typeof sha256 === 'string');
    const found = await Promise.all(wanted.map((sha256) => this.evidence.stat(sha256)));
    return new Set(found.flatMap((file) => (file === null ? [] : [file.sha256])));
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
    const { events } = view.known(view.version);
    const place = events.findIndex(({ eventId }) => eventId === change.targetEventId);
    const target = events[place];
    const named = namedBy(change);
    const known = named?.type === 'office' ? await lookup.offices([named.id]) : await lookup.sources([named?.id]);
    return {
      ...(target === undefined
        ? {}
        : { target, later: beginsItsCommand(events, place) ? events.slice(place + 1) : [] }),
      ...(named === undefined || known.has(named.id) ? {} : { unknown: named }),
    };
  }
}

/** Is the event the first that its command left? Those after it came along with it. */
const beginsItsCommand = (events: readonly Recorded[], place: number): boolean =>
  events[place - 1]?.meta.commandId !== events[place]?.meta.commandId;

/** The office or source that stands at the path after the correction. */
const namedBy = ({ path, now }: { readonly path: string; readonly now?: unknown }): StreamRef | undefined => {
  if (typeof now !== 'string') return undefined;
  if (/(^|\/)(officeId|[a-z]+OfficeId)$/.test(path)) return { type: 'office', id: now };
  return path === 'source/ref' || /(^|\/)sourceId$/.test(path) ? { type: 'source', id: now } : undefined;
};
