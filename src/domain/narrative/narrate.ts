import type { catalog } from '../catalog.js';
import type { Recorded } from '../kernel/event.js';
import type { StreamType } from '../kernel/ids.js';
import type { Sentence } from '../kernel/messages.js';
import { ofOffice, ofOrganization, ofSource, ofSteering } from './bodies.js';
import { ofCorrection } from './corrections.js';
import { drafting } from './drafting.js';
import { life } from './life.js';
import type { Names, OtherNames, OwnNames } from './names.js';
import { signing } from './signing.js';
import { type Narrators, Teller } from './teller.js';

/** Every event that an aggregate of the catalogue folds. */
type EventOf<S extends StreamType> = Parameters<(typeof catalog)[S]['evolve']>[1];

/** Complete by its type: an event type or a kind of stream without a sentence does not compile. */
const narrators: { readonly [S in StreamType]: Narrators<EventOf<S>> } = {
  agreement: { ...drafting, ...signing, ...life, ...ofCorrection },
  organization: { ...ofOrganization, ...ofCorrection },
  office: { ...ofOffice, ...ofCorrection },
  source: { ...ofSource, ...ofCorrection },
  steering: { ...ofSteering, ...ofCorrection },
};

type Narrator = (event: Recorded, teller: Teller) => Sentence;

/**
 * What an event says, as a registry clerk would: who did what when, in the words of reference 2. Names of bodies, titles
 * and quotations stay as they are in the record, in both languages; long ones are shortened. Throws for an event of a type
 * that its stream does not have.
 */
export const narrate = (event: Recorded, names: Names): Sentence => {
  const { type, stream } = event;
  const table = narrators[stream.type] as Readonly<Record<string, Narrator>>;
  const narrator = Object.hasOwn(table, type) ? table[type] : undefined;
  if (narrator === undefined) throw new Error(`No sentence for ${type} of ${stream.type} streams`);
  return narrator(event, new Teller(event, names));
};

/** Ids whose names a sentence needs. */
export type Named = Readonly<Record<keyof OtherNames, ReadonlySet<string>>>;

/** The ids of other objects that an event's sentence names, so that their names can be read before it is told. */
export const namedBy = (event: Recorded, own: OwnNames): Named => {
  const named = {
    organization: new Set<string>(),
    office: new Set<string>(),
    source: new Set<string>(),
    agreement: new Set<string>(),
  };
  const note = (ids: Set<string>) => (id: string) => {
    ids.add(id);
    return id;
  };
  narrate(event, {
    ...own,
    organization: note(named.organization),
    office: note(named.office),
    source: note(named.source),
    agreement: note(named.agreement),
  });
  return named;
};
