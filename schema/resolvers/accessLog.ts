import { Arg, Args, Ctx, Field, ID, InputType, Query, Resolver } from 'type-graphql';
import { mayRead } from '../../src/application/authorise.js';
import type {
  Access as StoredAccess,
  AccessFilter as StoredFilter,
  AccessKind as Kinds,
} from '../../src/application/ports.js';
import { denied, recordRead } from '../access.js';
import { type ConnectionPage, connectionOf, PageArgs } from '../connection.js';
import type { Context } from '../context.js';
import { endOf, startOf } from '../historyFilter.js';
import { recordPage } from '../recordPage.js';
import type { Data } from '../ref.js';
import { AsOf } from '../scalars.js';
import { Access, AccessKind } from '../types/access.js';

@InputType({ description: 'Which accesses; all members given must hold.' })
export class AccessFilter {
  @Field(() => ID, { nullable: true, description: 'By this person.' })
  actor?: string | null;

  @Field(() => [AccessKind], { nullable: true, description: 'Of one of these kinds.' })
  what?: readonly Kinds[] | null;

  @Field(() => String, { nullable: true, description: 'Of this, as in `stream` of an access.' })
  stream?: string | null;

  @Field(() => AsOf, { nullable: true, description: 'From this day or instant on.' })
  from?: string | null;

  @Field(() => AsOf, { nullable: true, description: 'Until this day, all of it, or instant.' })
  to?: string | null;
}

const storedFilter = ({ actor, what, stream, from, to }: Data<AccessFilter>): StoredFilter => ({
  ...(typeof actor === 'string' ? { actor } : {}),
  ...(what === null || what === undefined ? {} : { what }),
  ...(typeof stream === 'string' ? { stream } : {}),
  ...(typeof from === 'string' ? { from: startOf(from) } : {}),
  ...(typeof to === 'string' ? { to: endOf(to) } : {}),
});

const AccessConnection = connectionOf('Access', () => Access);

@Resolver()
export class AccessLogResolver {
  @Query(() => AccessConnection, {
    description:
      'Who read personal data and files, and who was denied it, newest first; for auditors alone. Only `first` and `after` page through them. Reading this list is in it, once a minute.',
  })
  async accessLog(
    @Args() args: PageArgs,
    @Ctx() context: Context,
    @Arg('filter', () => AccessFilter, { nullable: true, description: 'Which accesses; all by default.' })
    filter?: AccessFilter | null,
  ): Promise<ConnectionPage<Access, StoredAccess>> {
    if (!mayRead(context.principal, 'ACCESS_LOG')) throw denied(context, 'ACCESS_LOG', '', 'who read what');
    const { accesses } = context.services;
    const stored = storedFilter(filter ?? {});
    const page = await recordPage(context, args, {
      list: 'accessLog',
      load: (limit, after) => accesses.list(stored, limit, after),
      toNode: (access) => new Access(context, access),
    });
    recordRead(context, 'ACCESS_LOG', '');
    return page;
  }
}
