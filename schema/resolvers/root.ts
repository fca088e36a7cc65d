import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Query, Resolver } from 'type-graphql';
import type { SearchType as SearchTypes } from '../../projections/queries.js';
import { Id } from '../../src/domain/kernel/ids.js';
import { connectionSize } from '../connection.js';
import type { Context } from '../context.js';
import { inputInvalid } from '../errors.js';
import { QueryArgs } from '../point.js';
import { reached } from '../read.js';
import { loadAgreement } from '../types/agreement.js';
import { Node } from '../types/basics.js';
import { loadEvent } from '../types/history.js';
import { loadOffice } from '../types/office.js';
import { loadOrganization } from '../types/organization.js';
import { ProjectionProgress, progressOf } from '../types/progress.js';
import { SearchHit, SearchType } from '../types/search.js';
import { loadSource } from '../types/source.js';
import { loadSteeringCommittee } from '../types/steeringCommittee.js';
import { Viewer } from '../types/viewer.js';

const longestText = 300;
const allTypes: readonly SearchTypes[] = Object.values(SearchType);

@ArgsType()
class SearchArgs extends QueryArgs {
  @Field(() => String, {
    description: 'What was typed, with or without diacritics; the last word may be unfinished. 300 characters at most.',
  })
  text!: string;

  @Field(() => [SearchType], { nullable: true, description: 'What to search for; everything by default.' })
  types?: readonly SearchTypes[] | null;

  @Field(() => Int, { nullable: true, description: 'How many at most: 1 to 100, 20 by default.' })
  first?: number | null;
}

/** An id names one object, whatever its kind: all kinds are looked up at once, in one question to the store. */
const loadNode = async (context: Context, id: string): Promise<Node | null> => {
  if (!Id.safeParse(id).success) return null;
  const found = await Promise.all([
    loadAgreement(context, id, {}),
    loadOrganization(context, id, {}),
    loadOffice(context, id, {}),
    loadSource(context, id, {}),
    loadSteeringCommittee(context, id, {}),
    loadEvent(context, id),
  ]);
  return found.find((each) => each !== null) ?? null;
};

const maxNodes = 100;

@Resolver()
export class RootResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'The object or event with an id, as it is now; null: there is none.',
  })
  async node(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Args() { minPosition }: QueryArgs,
    @Ctx() context: Context,
  ): Promise<Node | null> {
    await reached(context, minPosition);
    return loadNode(context, id);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'The objects and events with these ids, in this order; null where there is none.',
    complexity: ({ args, childComplexity }) =>
      1 + (args as { readonly ids: readonly string[] }).ids.length * childComplexity,
  })
  async nodes(
    @Arg('ids', () => [ID], { description: 'The ids, 100 at most.' }) ids: string[],
    @Args() { minPosition }: QueryArgs,
    @Ctx() context: Context,
  ): Promise<readonly (Node | null)[]> {
    if (ids.length > maxNodes) throw inputInvalid(`At most ${maxNodes} ids.`, 'ids');
    await reached(context, minPosition);
    return Promise.all(ids.map((id) => loadNode(context, id)));
  }

  @Query(() => [SearchHit], {
    description:
      'Search as people type (reference 3.6), best first: a document number in any spelling, then all the words, with their diacritics before without.',
  })
  async search(
    @Args() { text, types, first, minPosition }: SearchArgs,
    @Ctx() context: Context,
  ): Promise<readonly SearchHit[]> {
    if (text.length > longestText) throw inputInvalid(`At most ${longestText} characters.`, 'text');
    const limit = connectionSize('first', first);
    await reached(context, minPosition);
    const hits = await context.services.queries.search.search(text, types ?? allTypes, limit);
    return hits.map((hit) => new SearchHit(context, hit));
  }

  @Query(() => [ProjectionProgress], { description: 'Where the read models have got to.' })
  projections(@Ctx() context: Context): readonly ProjectionProgress[] {
    return progressOf(context);
  }

  @Query(() => Viewer, { description: 'Who is asking.' })
  viewer(@Ctx() context: Context): Viewer {
    return new Viewer(context);
  }
}
