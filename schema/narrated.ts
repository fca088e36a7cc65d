import { parseStreamName } from '../src/domain/kernel/ids.js';
import type { Sentence } from '../src/domain/kernel/messages.js';
import { nameAt, namedBy, narrate, ownNames } from '../src/domain/narrative/index.js';
import type { Context, StateOf } from './context.js';
import { isKnown } from './read.js';

type Lookup = (id: string) => string | undefined;

/** The sentence of an event. The events of a page are read together, and then all that they name. */
export const narrated = async ({ loaders }: Context, stream: string, version: number): Promise<Sentence> => {
  const ref = parseStreamName(stream);
  const moment = ref === undefined ? null : await loaders.moment(ref, version);
  if (ref === undefined || moment === null) throw new Error(`The log has no event ${version} of ${stream}`);
  const { event, before, versionOf } = moment;
  const own = ownNames(ref.type, before, versionOf);
  const named = namedBy(event, own);

  const names = async <T extends keyof StateOf>(
    type: T,
    ids: ReadonlySet<string>,
    nameOf: (state: StateOf[T]) => string | undefined,
  ): Promise<Lookup> => {
    const found = await Promise.all(
      Array.from(ids, async (id) => {
        const snapshot = await loaders.snapshot(type, id, {});
        return [id, isKnown(snapshot) ? nameOf(snapshot.state) : undefined] as const;
      }),
    );
    const byId = new Map(found);
    return (id) => byId.get(id);
  };
  const [organization, office, source, agreement] = await Promise.all([
    names('organization', named.organization, (state) => nameAt(state, event)),
    names('office', named.office, ({ title }) => title),
    names('source', named.source, ({ registered }) => registered?.title),
    names('agreement', named.agreement, ({ subject }) => subject),
  ]);
  return narrate(event, { ...own, organization, office, source, agreement });
};
