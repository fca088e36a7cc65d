import type { Outcome } from '../src/application/execute.js';
import { invalidInput } from '../src/application/input.js';
import type { Actor } from '../src/domain/kernel/event.js';
import { parseStreamName, type StreamRef } from '../src/domain/kernel/ids.js';
import type { Principal } from '../src/application/principal.js';
import type { Context } from './context.js';

/** What a client sent: an instance of an input class. */
export type Input = Readonly<Record<string, unknown>>;
/** The command's own fields, as the command has them. */
export type Translate = (data: Input) => Input;

interface CommandRoute {
  readonly type: string;
  /** Begins the ids of new objects. */
  readonly prefix: string;
  /** The command has a field `reason` of its own, beside the envelope's. */
  readonly tellsReason: boolean;
  readonly translate: Translate;
}

/** A copy without what is null, which for the optional members of commands means the same as leaving them out. */
export const present = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(present);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .map(([key, member]) => [key, present(member)]),
  );
};

const envelopeMembers: ReadonlySet<string> = new Set([
  ...['commandId', 'expectedVersion', 'occurred', 'reason', 'source', 'claims'],
]);

const actorOf = ({ personKey, role, officeId, orgId, mandateId }: Principal): Actor => ({
  personKey,
  role,
  ...(officeId === undefined ? {} : { officeId }),
  ...(orgId === undefined ? {} : { onBehalfOfOrgId: orgId }),
  ...(mandateId === undefined ? {} : { mandateId }),
});

/** A repetition must find the object it made: an id that is left out follows from the command id if there is one. */
const idOf = ({ id, commandId }: Input, prefix: string, { services }: Context): string => {
  if (typeof id === 'string') return id;
  return typeof commandId === 'string' ? `${prefix}-${commandId}` : services.newId(prefix);
};

/** Where the command goes; undefined for a stream that cannot be meant. Only commands to any kind of object name one. */
const addressOf = (
  input: Input,
  prefix: string,
  context: Context,
): (Partial<StreamRef> & { id: string }) | undefined =>
  typeof input.stream === 'string' ? parseStreamName(input.stream) : { id: idOf(input, prefix, context) };

/** Sends what a client asked for to the executor, in the right of the caller. Holds no rule of its own. */
export const runCommand = async (
  context: Context,
  input: Input,
  { type, prefix, tellsReason, translate }: CommandRoute,
): Promise<Outcome> => {
  const { principal, requestId, services, loaders } = context;
  const address = addressOf(input, prefix, context);
  if (address === undefined)
    return { ok: false, rejection: invalidInput('stream', 'not a stream: type:id'), warnings: [] };
  const { id, type: streamType } = address;
  const given = Object.entries(input).filter(([key, value]) => key !== 'id' && key !== 'stream' && value !== undefined);
  const envelope = given.filter(([key]) => envelopeMembers.has(key));
  const data = given.filter(([key]) => !envelopeMembers.has(key) || (tellsReason && key === 'reason'));
  const outcome = await services.execute({
    type,
    ...(streamType === undefined ? {} : { streamType }),
    id,
    data: translate(Object.fromEntries(data)),
    envelope: present(Object.fromEntries(envelope)) as Input,
    actor: actorOf(principal),
    channel: 'API',
    requestId,
  });
  loaders.forget();
  return outcome;
};
