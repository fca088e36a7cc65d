import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Refusal as DomainRefusal } from '../../src/application/ports.js';
import { roles, type Role } from '../../src/domain/kernel/event.js';
import { sentence, type Sentence } from '../../src/domain/kernel/messages.js';
import { ErrorCode } from '../codes.js';
import type { Context } from '../context.js';
import type { Ref } from '../ref.js';
import { DateTime, Json } from '../scalars.js';
import { Message } from './basics.js';
import { Actor } from './history.js';

@ObjectType({
  simpleResolvers: true,
  description:
    'Commands that were refused, told together when the same caller met the same refusal at the same object within a minute (reference 4.2, Refusals).',
})
export class Refusal {
  @Field(() => ID, { description: 'The id, unique among refusals.' })
  readonly id: string;

  @Field(() => ErrorCode, { description: 'Why it was refused.' })
  readonly code: DomainRefusal['code'];

  @Field(() => String, { description: 'The command, such as OpenSigning.' })
  readonly command: string;

  @Field(() => String, { description: 'The stream it was sent to, `type:id`.' })
  readonly stream: string;

  @Field(() => Int, { description: 'How often within the minute.' })
  readonly count: number;

  @Field(() => DateTime, { description: 'When it was refused first.' })
  readonly recordedAt: string;

  @Field(() => Json, { nullable: true, description: 'The values that the message names.' })
  readonly details: DomainRefusal['details'];

  @Field(() => String, { description: 'A digest of what was sent; the content itself is not kept.' })
  readonly payloadDigest: string;

  @Field(() => Actor, { description: 'Who tried: the role, and for auditors the key of the person.' })
  readonly actor: Ref<Actor>;

  constructor(context: Context, refusal: DomainRefusal) {
    this.id = refusal.id;
    this.code = refusal.code;
    this.command = refusal.command;
    this.stream = refusal.stream;
    this.count = refusal.count;
    this.recordedAt = refusal.at;
    this.details = refusal.details;
    this.payloadDigest = refusal.payloadDigest;
    const role = roles.find((each): each is Role => each === refusal.role);
    if (role === undefined) throw new Error(`A refusal was kept with the unknown role ${refusal.role}`);
    this.actor = new Actor(context, { role, personKey: refusal.actor }, refusal.stream);
  }

  @Field(() => Message, { description: 'What was told.' })
  get message(): Sentence {
    return sentence(this.code, this.details);
  }
}
