import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Point, Snapshot } from '../../src/application/history.js';
import type { SteeringState } from '../../src/domain/steering/index.js';
import type { Context } from '../context.js';
import { isKnown, loadNamed } from '../read.js';
import { Agreement, loadAgreement } from './agreement.js';
import { Node } from './basics.js';
import { loadOffice, Office } from './office.js';

@ObjectType({
  simpleResolvers: true,
  implements: Node,
  description: 'The committee that runs an agreement for its parties (Ban Chỉ đạo, reference 4.1).',
})
export class SteeringCommittee extends Node {
  @Field(() => Int, { description: 'How many events the record has of it at that point.' })
  readonly version: number;

  @Field(() => ID, { nullable: true, description: 'The decision that set it up; null: the source does not say.' })
  readonly decisionDocId: string | undefined;

  readonly #context: Context;
  readonly #state: SteeringState;

  constructor(
    context: Context,
    readonly point: Point,
    { ref, state, version }: Snapshot<SteeringState>,
  ) {
    super(ref.id);
    this.#context = context;
    this.#state = state;
    this.version = version;
    this.decisionDocId = state.decisionDocId;
  }

  @Field(() => Agreement, { nullable: true, description: 'The agreement it runs.' })
  get agreement(): Promise<Agreement | null> {
    return loadAgreement(this.#context, this.#state.agreementId, this.point);
  }

  @Field(() => Office, { nullable: true, description: 'The office that heads it; null: the source does not say.' })
  get head(): Promise<Office | null> {
    return loadOffice(this.#context, this.#state.headOfficeId, this.point);
  }

  @Field(() => [Office], { description: 'The offices that are its members, 100 at most.' })
  get members(): Promise<readonly Office[]> {
    return Promise.all(this.#state.members.map((id) => loadOffice(this.#context, id, this.point))).then((offices) =>
      offices.filter((office) => office !== null),
    );
  }
}

/** The committee with an id, as of a point; null when the record does not know it there. */
export const loadSteeringCommittee = async (
  context: Context,
  id: string,
  point: Point,
): Promise<SteeringCommittee | null> => {
  const snapshot = await loadNamed(context, 'steering', id, point);
  return snapshot === null || !isKnown(snapshot) ? null : new SteeringCommittee(context, point, snapshot);
};
