import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { ListedAgreement } from '../../projections/agreements/document.js';
import type { Point, Snapshot } from '../../src/application/history.js';
import {
  type AgreementState,
  type AgreementStatus as Statuses,
  possibleCommands,
} from '../../src/domain/agreement/index.js';
import { instant, isBefore, momentMs } from '../../src/domain/kernel/fuzzyDate.js';
import { connectionOf } from '../connection.js';
import type { Context } from '../context.js';
import { AgreementKind, AgreementStatus, EffectivenessRule } from '../enums.js';
import { isKnown } from '../read.js';
import type { Data, Ref } from '../ref.js';
import { DateTime } from '../scalars.js';
import { agreementWarnings } from '../warnings.js';
import { AgreementSource, Amendment, Period, UncertainFact } from './agreementParts.js';
import { FuzzyDate, Node, Warning } from './basics.js';
import { HistoryEntry, loadEvent } from './history.js';
import { loadOrganization, Organization } from './organization.js';
import { Party, Presentation, Signing, SigningProgress, signingProgress } from './party.js';
import { loadSource } from './source.js';
import { AgreementText, Citation, CooperationField, CoreTask, Observation, type Observe } from './text.js';

/** The members that lists and states both have. */
type Listed = Pick<ListedAgreement, keyof ListedAgreement & Exclude<keyof AgreementState, 'number'>>;

/** What lists know of an agreement, or what was folded; the one in hand is used and the other loaded when it is needed. */
type Given = { readonly listed: ListedAgreement } | { readonly snapshot: Snapshot<AgreementState> };

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description:
    'A coordination agreement from draft to force and beyond (reference 4.4), as it stands at one point on both clocks: that of the query it came from.',
})
export class Agreement extends Node {
  constructor(
    readonly context: Context,
    id: string,
    readonly point: Point,
    private readonly given: Given,
  ) {
    super(id);
  }

  @Field(() => AgreementKind, { description: 'What the document calls itself.' })
  get kind(): AgreementState['kind'] {
    return this.#light.kind;
  }

  @Field(() => String, { description: 'What it is about: its title.' })
  get subject(): string {
    return this.#light.subject;
  }

  @Field(() => AgreementStatus, { description: 'Where it stands.' })
  get status(): Statuses {
    const status = this.#light.status;
    if (status === 'NONE') throw new Error(`Agreement ${this.id} is shown though nothing has happened yet`);
    return status;
  }

  @Field(() => EffectivenessRule, { description: 'Who must have signed before it counts as signed.' })
  get effectivenessRule(): AgreementState['effectivenessRule'] {
    return this.#light.effectivenessRule;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Its number in canonical form; null: none is known. A number is not an identity (reference 0.3).',
  })
  get number(): string | null {
    return 'listed' in this.given ? this.given.listed.number : (this.given.snapshot.state.number?.canonical ?? null);
  }

  @Field(() => FuzzyDate, { nullable: true, description: 'From when it is in force; null: it is not yet.' })
  get effectiveFrom(): Ref<FuzzyDate> | null {
    return this.#light.effectiveFrom as FuzzyDate | null;
  }

  @Field(() => FuzzyDate, { nullable: true, description: 'When the last required party signed; null: not yet.' })
  get signedOn(): Ref<FuzzyDate> | null {
    return this.#light.signedOn as FuzzyDate | null;
  }

  @Field(() => ID, { nullable: true, description: 'The framework that bilateral copies share.' })
  get frameworkId(): string | null {
    return this.#light.frameworkId;
  }

  @Field(() => Organization, {
    nullable: true,
    description: 'The body that issues it and leads its life; null: not known.',
  })
  get leadIssuer(): Promise<Organization | null> {
    return loadOrganization(this.context, this.#light.leadIssuer, this.point);
  }

  @Field(() => Int, { description: 'How many events the record has of it by then: what `expectedVersion` compares.' })
  get version(): Promise<number> {
    return this.#snapshot().then(({ version }) => version);
  }

  @Field(() => String, { nullable: true, description: 'Its number, as written.' })
  get numberAsWritten(): Promise<string | null> {
    return this.#state(({ number }) => number?.asWritten ?? null);
  }

  @Field(() => Period, { nullable: true, description: 'The years it covers; null: none are stated.' })
  get period(): Promise<AgreementState['period']> {
    return this.#state(({ period }) => period);
  }

  @Field(() => FuzzyDate, {
    nullable: true,
    description: 'The day of effect that the draft intends; null: the day of signing.',
  })
  get plannedEffectiveFrom(): Promise<AgreementState['effectiveFrom']> {
    return this.#state(({ plannedEffectiveFrom }) => plannedEffectiveFrom);
  }

  @Field(() => FuzzyDate, {
    nullable: true,
    description: 'From when it is no longer in force; null: no end is on record.',
  })
  get endedFrom(): Promise<AgreementState['endedFrom']> {
    return this.#state(({ endedFrom }) => endedFrom);
  }

  @Field(() => DateTime, { nullable: true, description: 'When its first event was recorded.' })
  get registeredAt(): Promise<string | null> {
    return this.context.loaders
      .snapshot('agreement', this.id, { version: 1 })
      .then(({ lastEvent }) => lastEvent?.recordedAt ?? null);
  }

  @Field(() => DateTime, { nullable: true, description: 'When its newest event of that point was recorded.' })
  get changedAt(): Promise<string | null> {
    return this.#snapshot().then(({ lastEvent }) => lastEvent?.recordedAt ?? null);
  }

  @Field(() => AgreementText, { description: 'Its text in the current version.' })
  get text(): Promise<AgreementText> {
    return this.#state(({ text, clauseObservations }) => new AgreementText(text, clauseObservations, this.#observe));
  }

  @Field(() => [CooperationField], { description: 'The fields of cooperation that are on record.' })
  get fields(): Promise<readonly CooperationField[]> {
    return this.#state(({ fields }) => fields.map((field) => new CooperationField(field, this.#observe)));
  }

  @Field(() => Boolean, {
    description:
      'Are any fields of cooperation on record? False means that none were reported, not that there are none.',
  })
  get hasFields(): boolean {
    return 'listed' in this.given ? this.given.listed.fieldCount > 0 : this.given.snapshot.state.fields.length > 0;
  }

  @Field(() => [CoreTask], { description: 'The core tasks that sources name.' })
  get coreTasks(): Promise<readonly CoreTask[]> {
    return this.#state(({ coreTasks }) =>
      Object.entries(coreTasks).map(([id, observations]) => new CoreTask(id, this.#observe(observations))),
    );
  }

  @Field(() => [Party], { description: 'Its parties, 100 at most.' })
  get parties(): Promise<readonly Party[]> {
    return this.#state(({ parties }) => parties.map((party) => new Party(this, party)));
  }

  @Field(() => [Presentation], { description: 'When and by whom a text of it was presented.' })
  get presentations(): Promise<readonly Presentation[]> {
    return this.#state(({ presentations }) =>
      presentations.map((presentation) => new Presentation(this.context, this.point, presentation)),
    );
  }

  @Field(() => Signing, {
    nullable: true,
    description: 'The terms on which signing was opened; null: it was not, by the record.',
  })
  get signing(): Promise<Signing | null> {
    return this.#state(({ signing }) => (signing === null ? null : new Signing(signing)));
  }

  @Field(() => SigningProgress, { description: 'How far signing has got, party by party.' })
  get signingProgress(): Promise<Data<SigningProgress>> {
    return this.#state((state) =>
      signingProgress(
        state,
        (party) => new Party(this, party),
        (deadline) => isBefore(deadline, instant(this.#moment())) === 'YES',
      ),
    );
  }

  @Field(() => [Citation], { description: 'The documents it cites.' })
  get citations(): Promise<AgreementState['citations']> {
    return this.#state(({ citations }) => citations);
  }

  @Field(() => [Amendment], {
    description: 'Changes to the text in force; wordings that differ between sources are observations, not amendments.',
  })
  get amendments(): readonly Amendment[] {
    return [];
  }

  @Field(() => [Warning], {
    description:
      'What a reader should know: what follows from its state at that point, then what its events keep (reference 4.11).',
    complexity: ({ childComplexity }) => 5 + childComplexity,
  })
  get warnings(): Promise<readonly Warning[]> {
    return this.#snapshot().then(({ state }) =>
      agreementWarnings(this.context, this.id, state, this.point, this.#moment()),
    );
  }

  @Field(() => [UncertainFact], { description: 'What is inferred or unknown, and on what basis.' })
  get uncertainFacts(): Promise<readonly UncertainFact[]> {
    return this.#state(({ uncertain }) =>
      Object.values(uncertain)
        .filter(({ certainty }) => certainty !== 'STATED')
        .map((fact) => new UncertainFact(this.context, fact)),
    );
  }

  @Field(() => [AgreementSource], {
    description: 'The sources that were linked to it, then those that single events rest on.',
  })
  get sources(): Promise<readonly Data<AgreementSource>[]> {
    const source = (id: string) => () => loadSource(this.context, id, this.point);
    return this.#state(({ sources, restsOn }) => [
      ...sources.map(({ sourceId: id, certainty, basis, alsoCalled }) => ({
        ...{ id, certainty, basis, alsoCalled, isLinked: true, source: source(id) },
      })),
      ...restsOn
        .filter(({ ref }) => !sources.some(({ sourceId }) => sourceId === ref))
        .map(({ ref: id, certainty, basis }) => ({
          ...{ id, certainty, basis, alsoCalled: undefined, isLinked: false, source: source(id) },
        })),
    ]);
  }

  @Field(() => [String], { description: 'Other names that sources give it.' })
  get aliases(): Promise<readonly string[]> {
    return this.#state(({ sources }) => [
      ...new Set(sources.flatMap(({ alsoCalled }) => (alsoCalled === undefined ? [] : [alsoCalled]))),
    ]);
  }

  @Field(() => [HistoryEntry], {
    description:
      'Events that may or may not have happened by `asOf`, since their dates are fuzzy; none without `asOf`.',
  })
  get undetermined(): Promise<readonly HistoryEntry[]> {
    return this.#snapshot().then(async ({ undetermined }) =>
      (await Promise.all(undetermined.map((id) => loadEvent(this.context, id)))).filter((event) => event !== null),
    );
  }

  @Field(() => [String], { description: 'The commands that its state allows, all other rules apart.' })
  get possibleCommands(): readonly string[] {
    return possibleCommands({ status: this.status, effectivenessRule: this.effectivenessRule });
  }

  /** The moment that the object is shown at. */
  #moment(): string {
    const { asOf } = this.point;
    return asOf === undefined ? this.context.services.now() : new Date(momentMs(asOf)).toISOString();
  }

  readonly #observe: Observe = (observations) =>
    (observations ?? []).map((observation) => new Observation(this.context, this.point, observation));

  get #light(): Listed {
    return 'listed' in this.given ? this.given.listed : this.given.snapshot.state;
  }

  #snapshot(): Promise<Snapshot<AgreementState>> {
    return 'snapshot' in this.given
      ? Promise.resolve(this.given.snapshot)
      : this.context.loaders.snapshot('agreement', this.id, this.point);
  }

  #state<T>(read: (state: AgreementState) => T): Promise<T> {
    return this.#snapshot().then(({ state }) => read(state));
  }
}

export const AgreementConnection = connectionOf('Agreement', () => Agreement);

/** The agreement with an id at a point; null when nothing of it was known, or had happened, by then. */
export const loadAgreement = async (context: Context, id: string, point: Point): Promise<Agreement | null> => {
  const snapshot = await context.loaders.snapshot('agreement', id, point);
  return isKnown(snapshot) ? new Agreement(context, id, point, { snapshot }) : null;
};
