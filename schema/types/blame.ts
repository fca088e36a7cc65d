import { Field, ID, ObjectType } from 'type-graphql';
import type { ClauseBlame as DomainClauseBlame, Span } from '../../src/application/blame.js';
import type { Context } from '../context.js';
import { HistoryEntry, loadEvent } from './history.js';

const eventOf = async (context: Context, eventId: string): Promise<HistoryEntry> => {
  const event = await loadEvent(context, eventId);
  if (event === null) throw new Error(`The history lacks the event ${eventId}, though it has come past it`);
  return event;
};

@ObjectType({ simpleResolvers: true, description: 'A run of words of a clause that one event put there.' })
export class BlamedSpan {
  @Field(() => String, { description: 'The words, with the white space between them.' })
  readonly text: string;

  readonly #context: Context;
  readonly #eventId: string;

  constructor(context: Context, { text, eventId }: Span) {
    this.#context = context;
    this.#eventId = eventId;
    this.text = text;
  }

  @Field(() => HistoryEntry, { description: 'The event that put them there: who, when, on what authority.' })
  get event(): Promise<HistoryEntry> {
    return eventOf(this.#context, this.#eventId);
  }
}

@ObjectType({
  simpleResolvers: true,
  description:
    'Who last changed what of a clause: its words, its label and its place. A clause is followed by its id, so that a move changes its place and not its words; one that was deleted and added again is new.',
})
export class ClauseBlame {
  @Field(() => ID, { description: 'The id of the clause.' })
  readonly clauseId: string;

  @Field(() => String, { description: 'Its heading, such as Điều 3.' })
  readonly label: string;

  @Field(() => [BlamedSpan], { description: 'Its words in order: joined, the spans are the text of the clause.' })
  readonly spans: readonly BlamedSpan[];

  readonly #context: Context;
  readonly #blame: DomainClauseBlame;

  constructor(context: Context, blame: DomainClauseBlame) {
    this.#context = context;
    this.#blame = blame;
    this.clauseId = blame.clauseId;
    this.label = blame.label;
    this.spans = blame.spans.map((span) => new BlamedSpan(context, span));
  }

  @Field(() => HistoryEntry, { description: 'The event that brought the clause in.' })
  get addedBy(): Promise<HistoryEntry> {
    return eventOf(this.#context, this.#blame.addedBy);
  }

  @Field(() => HistoryEntry, { description: 'The event that last changed its label.' })
  get labelBy(): Promise<HistoryEntry> {
    return eventOf(this.#context, this.#blame.labelBy);
  }

  @Field(() => HistoryEntry, { description: 'The event that last moved it among the others.' })
  get positionBy(): Promise<HistoryEntry> {
    return eventOf(this.#context, this.#blame.positionBy);
  }

  @Field(() => HistoryEntry, { description: 'The event that last changed its words.' })
  get textBy(): Promise<HistoryEntry> {
    return eventOf(this.#context, this.#blame.textBy);
  }

  @Field(() => HistoryEntry, {
    nullable: true,
    description: 'The event whose wording `textBy` brought back; null: it brought back none.',
  })
  get restores(): Promise<HistoryEntry | null> {
    const { restores } = this.#blame;
    return restores === undefined ? Promise.resolve(null) : eventOf(this.#context, restores);
  }
}
