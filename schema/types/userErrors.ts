import { Field, Int, InterfaceType, ObjectType } from 'type-graphql';
import { sentence, type Sentence } from '../../src/domain/kernel/messages.js';
import { type Details, type Rejection, type RejectionKind, rejections } from '../../src/domain/kernel/rejection.js';
import { ErrorCode } from '../codes.js';
import { Json } from '../scalars.js';
import { Message } from './basics.js';

@InterfaceType({
  description:
    'Why a command was refused: nothing was recorded. The first failure in a fixed order is told (reference 4.11, precedence).',
})
export abstract class UserError {
  @Field(() => ErrorCode, { description: 'The rule that refused it.' })
  readonly code: Rejection['code'];

  @Field(() => Message, { description: 'What that means here.' })
  readonly message: Sentence;

  @Field(() => [String], {
    nullable: true,
    description:
      'Where in the input; elements of lists by their ids or else indexes. Null: it is about no single member.',
  })
  readonly path: readonly string[] | null;

  @Field(() => Json, { nullable: true, description: 'The values that the message names: ids, states, versions.' })
  readonly details: Details | null;

  constructor({ code, path, details }: Rejection) {
    this.code = code;
    this.message = sentence(code, details);
    this.path = path === undefined ? null : path.split('/');
    this.details = details ?? null;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: UserError,
  description: 'The input cannot be meant, whatever the state (class V).',
})
export class ValidationError extends UserError {}

@ObjectType({
  simpleResolvers: true,
  implements: UserError,
  description: 'The state of the object does not allow it (class S).',
})
export class StateError extends UserError {
  @Field(() => String, { nullable: true, description: 'The state the object is in.' })
  get state(): string | null {
    const state = this.details?.state;
    return typeof state === 'string' ? state : null;
  }

  @Field(() => [String], { nullable: true, description: 'The commands that this state allows.' })
  get allowed(): readonly string[] | null {
    const allowed = this.details?.allowed;
    return typeof allowed === 'object' ? allowed : null;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: UserError,
  description: 'It contradicts what is on record already (class C).',
})
export class ConflictError extends UserError {
  @Field(() => Int, {
    nullable: true,
    description: 'The version the sender expected; null when it is not about versions.',
  })
  get expected(): number | null {
    const expected = this.details?.expected;
    return typeof expected === 'number' ? expected : null;
  }

  @Field(() => Int, { nullable: true, description: 'The version of the object now: read it again and decide anew.' })
  get actual(): number | null {
    const actual = this.details?.actual;
    return typeof actual === 'number' ? actual : null;
  }
}

@ObjectType({
  simpleResolvers: true,
  implements: UserError,
  description: 'The caller, the office or the body has no right to it (class A).',
})
export class PermissionError extends UserError {}

@ObjectType({ simpleResolvers: true, implements: UserError, description: 'A rule of good order forbids it (class P).' })
export class PolicyError extends UserError {}

@ObjectType({ simpleResolvers: true, implements: UserError, description: 'There is no such object (class N).' })
export class NotFoundError extends UserError {}

const classes: Readonly<Record<RejectionKind, new (rejection: Rejection) => UserError>> = {
  V: ValidationError,
  S: StateError,
  C: ConflictError,
  A: PermissionError,
  P: PolicyError,
  N: NotFoundError,
};

/** The error that tells a refusal. */
export const userError = (rejection: Rejection): UserError => new classes[rejections[rejection.code].kind](rejection);
