import { Arg, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { printPosition } from '../../src/domain/kernel/ids.js';
import { inputInvalid } from '../errors.js';
import { reached } from '../read.js';
import { Agreement } from '../types/agreement.js';
import { ClauseBlame } from '../types/blame.js';
import { DiffPoint, toPoint } from './agreements.js';

const maxIgnored = 100;

@Resolver(() => Agreement)
export class BlameResolver {
  @FieldResolver(() => [ClauseBlame], {
    description:
      'For each clause, in the order of the text, and for each word in it the event that last changed it. It costs as much at any depth of the history and whatever is ignored; only `asOf` folds anew the events that count after one that was recorded late. PROJECTION_BEHIND when the history has not got to the newest of them in time.',
    // What is asked of an event is asked of each span; ten stand for the spans of all clauses.
    complexity: ({ childComplexity }) => 5 + 10 * childComplexity,
  })
  async blame(
    @Root() { context, id, point }: Agreement,
    @Arg('at', () => DiffPoint, {
      nullable: true,
      description: 'In which state; by default the one this agreement is shown in.',
    })
    at?: DiffPoint | null,
    @Arg('ignoreEvents', () => [ID], {
      nullable: true,
      description:
        'Events to look behind, such as a revision of typography: their words are laid to whoever wrote what they replaced; 100 at most.',
    })
    ignoreEvents?: readonly string[] | null,
  ): Promise<readonly ClauseBlame[]> {
    const ignored = ignoreEvents ?? [];
    if (ignored.length > maxIgnored) throw inputInvalid(`At most ${maxIgnored} events.`, 'ignoreEvents');
    const asked = at === null || at === undefined ? point : toPoint(at, 'at');
    const ref = { type: 'agreement', id } as const;
    const [blame, { lastEvent }] = await Promise.all([
      context.loaders.blame({ ref, point: asked, ignoreEvents: ignored }),
      context.loaders.snapshot('agreement', id, {}),
    ]);
    // The log knows an event before the history that shows it does.
    if (lastEvent !== undefined) await reached(context, printPosition(lastEvent.position));
    return blame.map((clause) => new ClauseBlame(context, clause));
  }
}
