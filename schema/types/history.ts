import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { HistoryDocument } from '../../projections/history/document.js';
import { mayRead } from '../../src/application/authorise.js';
import type { Actor as DomainActor } from '../../src/domain/kernel/event.js';
import type { Sentence } from '../../src/domain/kernel/messages.js';
import { recordRead } from '../access.js';
import { connectionOf, ConnectionPage, type ConnectionSource } from '../connection.js';
import type { Context } from '../context.js';
import { Channel, Role, StreamType } from '../enums.js';
import { narrated } from '../narrated.js';
import { shownChanges } from '../read.js';
import type { Ref } from '../ref.js';
import { DateTime, EventPosition, Uuid } from '../scalars.js';
import { Change, Claim, FuzzyDate, Message, Node, Warning } from './basics.js';
import { loadOffice, Mandate, Office } from './office.js';
import { loadOrganization, Organization } from './organization.js';
import { ProjectionProgress, progressOf } from './progress.js';
import { SourceReference } from './source.js';

@ObjectType({
  simpleResolvers: true,
  description:
    'Who acted: a role, an office and a right, never a name (reference 4.2). Offices and bodies are shown as they are known now.',
})
export class Actor {
  @Field(() => Role, { description: 'The role.' })
  readonly role: DomainActor['role'];

  readonly #context: Context;
  readonly #actor: DomainActor;
  readonly #about: string | null;

  /** `about`: the stream that whoever is shown the person is recorded with; null: such a reading is not recorded. */
  constructor(context: Context, actor: DomainActor, about: string | null) {
    this.#context = context;
    this.#actor = actor;
    this.#about = about;
    this.role = actor.role;
  }

  @Field(() => ID, {
    nullable: true,
    description: 'The random key of the person, for auditors; null for everybody else, and for SYSTEM.',
  })
  get personKey(): string | null {
    const { personKey } = this.#actor;
    if (personKey === undefined || !mayRead(this.#context.principal, 'PERSON')) return null;
    if (this.#about !== null) recordRead(this.#context, 'PERSON', this.#about);
    return personKey;
  }

  @Field(() => Office, { nullable: true, description: 'The office in which it was done.' })
  get office(): Promise<Office | null> {
    return loadOffice(this.#context, this.#actor.officeId, {});
  }

  @Field(() => Organization, { nullable: true, description: 'The organisation for which it was done.' })
  get onBehalfOf(): Promise<Organization | null> {
    return loadOrganization(this.#context, this.#actor.onBehalfOfOrgId, {});
  }

  @Field(() => Mandate, { nullable: true, description: 'The mandate that was used.' })
  get mandate(): Promise<Mandate | null> {
    const { mandateId } = this.#actor;
    return mandateId === undefined
      ? Promise.resolve(null)
      : this.office.then((office) => office?.mandate(mandateId) ?? null);
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description:
    'One event of the log: what was recorded, when it happened, by whom, on what authority, and what it changed (reference 4.2).',
})
export class HistoryEntry extends Node {
  readonly #context: Context;
  readonly #document: HistoryDocument;

  constructor(context: Context, eventId: string, document: HistoryDocument) {
    super(eventId);
    this.#context = context;
    this.#document = document;
  }

  @Field(() => String, { description: 'The type of the event, such as AgreementDrafted.' })
  get event(): string {
    return this.#document.event;
  }

  @Field(() => String, { description: 'The stream, `type:id`.' })
  get stream(): string {
    return this.#document.stream;
  }

  @Field(() => StreamType, { description: 'The kind of object the stream is about.' })
  get streamType(): string {
    return this.#document.streamType;
  }

  @Field(() => ID, { description: 'The id of the object the stream is about.' })
  get streamId(): string {
    return this.#document.streamId;
  }

  @Field(() => Int, { description: 'Its place in the stream, from 1 without gaps.' })
  get version(): number {
    return this.#document.version;
  }

  @Field(() => EventPosition, { description: 'Its place in the global order.' })
  get position(): string {
    return this.#document.position;
  }

  @Field(() => FuzzyDate, { description: 'When it happened in the world.' })
  get occurred(): Ref<FuzzyDate> {
    return this.#document.occurred as FuzzyDate;
  }

  @Field(() => DateTime, {
    description:
      'The last instant from which it can count in the world, by the days it was recorded with (reference 4.2). `asOf` goes by the same unless a correction has changed them: then `asOf` goes by the corrected day, and this stays, for an entry tells its event as it was recorded and a correction is an entry of its own.',
  })
  get countsFrom(): string {
    return this.#document.countsFrom;
  }

  @Field(() => DateTime, { description: 'When it was recorded, set by the store.' })
  get recordedAt(): string {
    return this.#document.recordedAt;
  }

  @Field(() => Channel, { description: 'By which way it came in.' })
  get channel(): string {
    return this.#document.channel;
  }

  @Field(() => String, { nullable: true, description: 'The reason given.' })
  get reason(): string | null {
    return this.#document.reason;
  }

  @Field(() => [Claim], {
    description: 'How sure single members of it are, where that differs from the source as a whole.',
  })
  get claims(): readonly Claim[] {
    return this.#document.claims as readonly Claim[];
  }

  @Field(() => Uuid, { description: 'The command that led to it; all its events share it.' })
  get commandId(): string {
    return this.#document.commandId;
  }

  @Field(() => ID, { description: 'What it belongs to: the command that began a chain of commands.' })
  get correlationId(): string {
    return this.#document.correlationId;
  }

  @Field(() => ID, {
    nullable: true,
    description: 'The event that a policy answered with it; null for what a person did.',
  })
  get causationId(): string | null {
    return this.#document.causationId;
  }

  @Field(() => String, {
    description: 'SHA-256 of data and metadata, base64url, taken when it was stored and checked by `concordat fsck`.',
  })
  get hash(): string {
    return this.#document.hash;
  }

  @Field(() => Actor, { description: 'Who acted.' })
  get actor(): Ref<Actor> {
    return new Actor(this.#context, this.#document.actor, this.stream);
  }

  @Field(() => SourceReference, { nullable: true, description: 'What it rests on; null for what was done live.' })
  get source(): Ref<SourceReference> | null {
    const { source } = this.#document;
    return source === null ? null : new SourceReference(this.#context, source);
  }

  @Field(() => [Warning], {
    description: 'The rules that were in doubt, or not asked of imported history; kept for ever.',
  })
  get warnings(): readonly Warning[] {
    return this.#document.warnings.map((warning) => new Warning({ ...warning, eventId: this.id }));
  }

  @Field(() => Message, {
    description:
      'What it says, as a registry clerk would: who did what when. Offices and bodies, never persons; a body by the name it had then. It tells the event as it was recorded; a correction is an entry of its own.',
    complexity: ({ childComplexity }) => 2 + childComplexity,
  })
  get sentence(): Promise<Sentence> {
    return narrated(this.#context, this.stream, this.version);
  }

  @Field(() => [Change], {
    description: 'What it changed: the difference of the states before and after it.',
    complexity: ({ childComplexity }) => 2 + childComplexity,
  })
  get changes(): Promise<readonly Change[]> {
    const { streamType, streamId, version } = this.#document;
    return this.#context.loaders
      .changes({ type: streamType, id: streamId }, version)
      .then((changes) => shownChanges(this.#context, this.stream, changes));
  }
}

export const HistoryConnection = connectionOf('History', () => HistoryEntry);
Field(() => ProjectionProgress, {
  nullable: true,
  description: 'The read model that answered: what was recorded after its position is not in it.',
})(HistoryConnection.prototype, 'projection');

/** A page of a history, with how far the read model has got. */
export class HistoryPage extends ConnectionPage<HistoryEntry, HistoryDocument> {
  constructor(
    source: ConnectionSource<HistoryDocument, HistoryEntry>,
    private readonly context: Context,
  ) {
    super(source);
  }

  get projection(): ProjectionProgress | null {
    return progressOf(this.context).find(({ name }) => name === 'history') ?? null;
  }
}

/** An event that is on record and in the read model; null for any other. */
export const loadEvent = async (context: Context, eventId: string): Promise<HistoryEntry | null> => {
  const found = await context.loaders.events.load(eventId);
  return found === null ? null : new HistoryEntry(context, found.id, found.body);
};
