import { Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import {
  diffWords,
  type Change as DomainChange,
  type WordChange as DomainWordChange,
} from '../../src/domain/kernel/changes.js';
import type { Claim as DomainClaim } from '../../src/domain/kernel/event.js';
import type { FuzzyDate as DomainFuzzyDate } from '../../src/domain/kernel/fuzzyDate.js';
import { sentence, type Sentence } from '../../src/domain/kernel/messages.js';
import type { Details, Warning as DomainWarning } from '../../src/domain/kernel/rejection.js';
import { WarningCode } from '../codes.js';
import { Certainty, DatePrecision, enumOf, PartOfDay } from '../enums.js';
import { AsOf, Json } from '../scalars.js';

@InterfaceType({
  description:
    'An object with an id of its own, unique among all objects. Ids are opaque: compare them, never read meaning into them.',
})
export abstract class Node {
  @Field(() => ID, { description: 'The id, good for `node(id)` and for the query of its type.' })
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

@ObjectType({
  simpleResolvers: true,
  description:
    'A date as a source gives it: bounds, precision and certainty instead of a bare day (reference 4.2). Days are Vietnam days.',
})
export class FuzzyDate implements DomainFuzzyDate {
  @Field(() => AsOf, {
    nullable: true,
    description: 'The first day or instant it can mean; null: nothing bounds it from below.',
  })
  earliest?: string;

  @Field(() => AsOf, {
    nullable: true,
    description: 'The last day or instant it can mean; null: nothing bounds it from above.',
  })
  latest?: string;

  @Field(() => DatePrecision, { description: 'How exactly it is known.' })
  precision!: DomainFuzzyDate['precision'];

  @Field(() => PartOfDay, { nullable: true, description: 'The part of the day, for the precision HALF_DAY.' })
  partOfDay?: NonNullable<DomainFuzzyDate['partOfDay']>;

  @Field(() => String, { nullable: true, description: "The source's own words." })
  asWritten?: string;

  @Field(() => Certainty, { description: 'How sure it is.' })
  certainty!: DomainFuzzyDate['certainty'];

  @Field(() => String, { nullable: true, description: 'What it was inferred from, or why it is unknown.' })
  basis?: string;
}

@ObjectType({ simpleResolvers: true, description: 'One sentence in two languages.' })
export class Message implements Sentence {
  @Field(() => String, { description: 'In Vietnamese.' })
  vi!: string;

  @Field(() => String, { description: 'In English.' })
  en!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What a reader should know beside a fact; it refuses nothing and changes no state (reference 4.11).',
})
export class Warning {
  @Field(() => WarningCode, { description: 'Which rule or gap it is about.' })
  readonly code: DomainWarning['code'];

  @Field(() => String, { nullable: true, description: 'Where in the object or in the data, slash-separated.' })
  readonly path: string | undefined;

  @Field(() => Json, { nullable: true, description: 'The values that the message names: ids, states, dates.' })
  readonly details: Details | undefined;

  @Field(() => ID, {
    nullable: true,
    description: 'The event that keeps it for ever; null when it follows from the present state.',
  })
  readonly eventId: string | undefined;

  constructor({ code, path, details, eventId }: DomainWarning & { readonly eventId?: string }) {
    this.code = code;
    this.path = path;
    this.details = details;
    this.eventId = eventId;
  }

  @Field(() => Message, { description: 'What it means.' })
  get message(): Sentence {
    return sentence(this.code, this.details);
  }
}

@ObjectType({ simpleResolvers: true, description: 'How sure one member of an event is, and on what it rests.' })
export class Claim implements DomainClaim {
  @Field(() => String, { description: "The path in the event's data, slash-separated." })
  path!: string;

  @Field(() => Certainty, { description: 'How sure it is.' })
  certainty!: DomainClaim['certainty'];

  @Field(() => String, { nullable: true, description: 'What it was inferred from, or why it is unknown.' })
  basis?: string;

  @Field(() => ID, { nullable: true, description: 'The id of the source, where it is not the one of the event.' })
  sourceId?: string;
}

export const WordChangeKind = enumOf<DomainWordChange['kind']>('WordChangeKind', 'What happened to a run of words.', {
  SAME: 'In both texts.',
  ADDED: 'In the new text alone.',
  REMOVED: 'In the old text alone.',
});

@ObjectType({
  simpleResolvers: true,
  description:
    'A run of words in the difference of two texts. SAME and ADDED joined give the new text, SAME and REMOVED the old one.',
})
export class WordChange implements DomainWordChange {
  @Field(() => WordChangeKind, { description: 'What happened to it.' })
  kind!: DomainWordChange['kind'];

  @Field(() => String, { description: 'The words with their spaces, NFC.' })
  text!: string;
}

const isProse = (value: unknown): value is string => typeof value === 'string' && /\s/u.test(value);

@ObjectType({ simpleResolvers: true, description: 'One difference between two states of an object.' })
export class Change {
  @Field(() => String, {
    description:
      'Where: member names and, for elements of lists, their ids or else indexes, slash-separated (`clauses/c3/body`).',
  })
  readonly path: string;

  @Field(() => Json, { nullable: true, description: 'The value before; null: absent.' })
  readonly was: unknown;

  @Field(() => Json, { nullable: true, description: 'The value after; null: absent.' })
  readonly now: unknown;

  constructor({ path, was, now }: DomainChange) {
    this.path = path;
    this.was = was;
    this.now = now;
  }

  @Field(() => [WordChange], {
    nullable: true,
    description:
      'The difference word by word, where both values are texts; else null. A value without a space is a code, an id or a digest.',
  })
  get textDiff(): readonly DomainWordChange[] | null {
    return isProse(this.was) && isProse(this.now) ? diffWords(this.was, this.now) : null;
  }
}
