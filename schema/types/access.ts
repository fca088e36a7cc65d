import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Access as DomainAccess, AccessKind as Kinds } from '../../src/application/ports.js';
import { roles } from '../../src/domain/kernel/event.js';
import type { Context } from '../context.js';
import { enumOf } from '../enums.js';
import type { Ref } from '../ref.js';
import { DateTime } from '../scalars.js';
import { Actor } from './history.js';

export const AccessKind = enumOf<Kinds>('AccessKind', 'What of a personal or guarded kind was read.', {
  PERSON: 'The key by which a person is known, or what one person did.',
  FILE: 'The content of a file.',
  FILE_LINK: 'A link by which a file can be had for some minutes.',
  REFUSALS: 'The list of refused commands.',
  ACCESS_LOG: 'The list of accesses.',
});

@ObjectType({
  simpleResolvers: true,
  description:
    'Readings of personal data or of a file, or attempts at it that were denied; told together when the same reader read the same within a minute (reference 4.2, Refusals).',
})
export class Access {
  @Field(() => ID, { description: 'The id, unique among accesses.' })
  readonly id: string;

  @Field(() => AccessKind, { description: 'What was read.' })
  readonly what: Kinds;

  @Field(() => String, {
    description:
      'Of what: `type:id`, `file:<sha256>` or `person:<personKey>`. Empty: a list as a whole, or what one reader read beyond 1000 objects in a minute.',
  })
  readonly stream: string;

  @Field(() => Boolean, { description: 'Was it denied, so that nothing was shown?' })
  readonly isDenied: boolean;

  @Field(() => Int, { description: 'How often within the minute; each entry of a list that was shown counts.' })
  readonly count: number;

  @Field(() => DateTime, { description: 'When it was read first.' })
  readonly recordedAt: string;

  @Field(() => Actor, { nullable: true, description: 'Who read it; null: whoever held a link to the file.' })
  readonly actor: Ref<Actor> | null;

  constructor(context: Context, { id, what, stream, denied, count, at, actor, role: kept }: DomainAccess) {
    this.id = id;
    this.what = what;
    this.stream = stream;
    this.isDenied = denied;
    this.count = count;
    this.recordedAt = at;
    const role = roles.find((each) => each === kept);
    // Who reads this list is recorded once for all of it, or it would grow by being read.
    this.actor = actor === null || role === undefined ? null : new Actor(context, { role, personKey: actor }, null);
  }
}
