import { Args, ArgsType, Ctx, Field, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { HistoryDocument } from '../../projections/history/document.js';
import { historyDocument } from '../../projections/history/evolve.js';
import type { Feed, FeedRequest } from '../../src/application/feed.js';
import { holds } from '../../src/application/filters.js';
import { StoreFault } from '../../src/application/ports.js';
import { correctionOf } from '../../src/domain/kernel/correction.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { parsePosition } from '../../src/domain/kernel/ids.js';
import type { Context } from '../context.js';
import { notFound, positionInvalid } from '../errors.js';
import { AuditFilter, auditFilter } from '../historyFilter.js';
import { isKnown } from '../read.js';
import type { Data } from '../ref.js';
import { EventPosition } from '../scalars.js';
import { HistoryEntry } from '../types/history.js';

@ArgsType()
class LiveArgs {
  @Field(() => EventPosition, {
    nullable: true,
    description:
      'The position of the last entry that was received: what was recorded after it comes first, then what happens. By default only what happens from now on.',
  })
  after?: string | null;
}

@ArgsType()
class AgreementEventsArgs extends LiveArgs {
  @Field(() => ID, { description: 'The agreement.' })
  agreementId!: string;
}

@ArgsType()
class AuditFeedArgs extends LiveArgs {
  @Field(() => AuditFilter, { nullable: true, description: 'Which events; all by default.' })
  filter?: AuditFilter | null;
}

/** What a subscription is asked with. */
interface Asked<A> {
  readonly args: A;
  readonly context: Context;
}

const follow = async (
  { services }: Context,
  { after }: LiveArgs,
  request: Omit<FeedRequest, 'after'>,
): Promise<Feed> => {
  const position = typeof after === 'string' ? parsePosition(after) : undefined;
  try {
    return await services.feeds.open({ ...request, ...(position === undefined ? {} : { after: position }) });
  } catch (error) {
    if (error instanceof StoreFault && error.code === 'CURSOR_INVALID') throw positionInvalid('after');
    throw error;
  }
};

const followAgreement = async ({ args, context }: Asked<AgreementEventsArgs>): Promise<Feed> => {
  const { agreementId: id } = args;
  if (!isKnown(await context.loaders.snapshot('agreement', id, {}))) throw notFound('agreement', 'agreementId');
  return follow(context, args, { stream: { type: 'agreement', id } });
};

/** As `historyDocument` of the read model, from the log: a correction is found where the event that it corrects is. */
const documentOf = async ({ services: { history } }: Context, event: Recorded): Promise<HistoryDocument> => {
  const correction = correctionOf(event);
  if (correction === undefined) return historyDocument(event);
  const { version, ...ref } = event.stream;
  const [moment] = await history.momentsOf([{ ref, version }]);
  const place = moment?.versionOf(correction.targetEventId);
  const [target] = place === undefined ? [] : await history.momentsOf([{ ref, version: place }]);
  return historyDocument(event, target ? historyDocument(target.event) : null);
};

const followAll = ({ args, context }: Asked<AuditFeedArgs>): Promise<Feed> => {
  const filter: Data<AuditFilter> = args.filter ?? {};
  const { streamTypes, events: eventTypes } = filter;
  const wanted = auditFilter(context, filter);
  return follow(context, args, {
    filter: {
      ...(streamTypes === null || streamTypes === undefined ? {} : { streamTypes }),
      ...(eventTypes === null || eventTypes === undefined ? {} : { eventTypes }),
    },
    wanted: async (event) => holds(wanted, { ...(await documentOf(context, event)) }),
  });
};

const entryOf = (context: Context, event: Recorded): HistoryEntry =>
  new HistoryEntry(context, event.eventId, historyDocument(event));

/** The record as it is written. Each entry comes from the log itself, in order and once, so that none waits for a read model. */
@Resolver()
export class LiveResolver {
  @Subscription(() => HistoryEntry, {
    description: 'Everything that is recorded of one agreement. NOT_FOUND when there is none with this id.',
    subscribe: (asked: Asked<AgreementEventsArgs>) => followAgreement(asked),
  })
  agreementEvents(@Args() _args: AgreementEventsArgs, @Root() event: Recorded, @Ctx() context: Context): HistoryEntry {
    return entryOf(context, event);
  }

  @Subscription(() => HistoryEntry, {
    description: 'Everything that is recorded, of all objects: `auditTrail` as it grows.',
    subscribe: (asked: Asked<AuditFeedArgs>) => followAll(asked),
  })
  auditFeed(@Args() _args: AuditFeedArgs, @Root() event: Recorded, @Ctx() context: Context): HistoryEntry {
    return entryOf(context, event);
  }
}
