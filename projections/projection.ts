import type { DomainEvent, Recorded } from '../src/domain/kernel/event.js';
import type { CollectionSpec, Write } from '../src/application/ports.js';

/**
 * A read model as a pure fold. `const agreements: Projection<AgreementDocument, AgreementEvent> = { … }`.
 *
 * The first collection holds the working documents: `evolve` gets the one of `key(event)`, as the events before have left
 * it, and answers what to write, to any of the collections. Bodies are JSON: no dates, no undefined members. A working
 * document is a value: `evolve` builds a new one and never changes the one it was given.
 */
export interface Projection<D extends object = object, E extends DomainEvent = DomainEvent> {
  readonly name: string;
  /** Raised with every change of `evolve` or of a document's shape: the stored documents are then built again. */
  readonly version: number;
  readonly collections: readonly [CollectionSpec, ...CollectionSpec[]];
  /** The event types it wants; no others reach it. */
  readonly handles: readonly E['type'][];
  /** Of an event from which nothing follows, whatever came before. */
  ignores?(event: Recorded<E>): boolean;
  /** Of an event that is answered without the working document: none is loaded, and `evolve` gets null. */
  standsAlone?(event: Recorded<E>): boolean;
  /** The id of the working document of an event. */
  key(event: Recorded<E>): string;
  /** Total: any handled event, with or without a document. No answer when nothing changes. */
  evolve(document: D | null, event: Recorded<E>): readonly Write[];
}

/** Writes a whole document. */
export const put = (collection: CollectionSpec, id: string, body: object): Write => ({
  put: collection.name,
  id,
  body: { ...body },
});

/** Sets members of a document, if it is there. */
export const patch = (collection: CollectionSpec, id: string, body: object): Write => ({
  patch: collection.name,
  id,
  body: { ...body },
});

export const remove = (collection: CollectionSpec, id: string): Write => ({ delete: collection.name, id });
