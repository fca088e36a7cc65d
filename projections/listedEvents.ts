import { agreement, type AgreementEvent, type AgreementState } from '../src/domain/agreement/index.js';
import type { Recorded } from '../src/domain/kernel/event.js';
import type { StreamRef } from '../src/domain/kernel/ids.js';
import { slim } from './agreements/document.js';
import { asRecorded, kept, type KeptEvent } from './keptEvents.js';

/** An event of an agreement as far as lists depend on it: without the text it carries. */
export type ListedEvent = KeptEvent<AgreementEvent>;

/** Events that change nothing that lists show. A revision does not either, if it is of the text alone. */
const unlisted: ReadonlySet<AgreementEvent['type']> = new Set([
  'OpinionSubmitted',
  'OpinionDisposed',
  'TextPresented',
  'SigningAuthorityConfirmed',
  'PartySigned',
  'PaperCopyConverted',
  'PartyAcceded',
  'SigningDeclined',
  'SignatureWithdrawn',
  'PartyWithdrew',
  'PartyLeftWithoutSuccessor',
  'DocumentCited',
  'ClauseObserved',
  'LegalHoldPlaced',
  'LegalHoldReleased',
] as const);

export const isListed = (type: AgreementEvent['type']): boolean => !unlisted.has(type);

/** The event without the text it carries; undefined when nothing else is in it. */
const withoutText = ({ type, data }: Recorded<AgreementEvent>): AgreementEvent | undefined => {
  switch (type) {
    case 'AgreementDrafted':
      return { type, data: { ...data, text: { clauses: [] }, citations: [] } };
    case 'AgreementRegistered':
      return { type, data: { ...data, text: null } };
    case 'DraftRevised': {
      const { clauses: _, attachment: __, citations: ___, ...patch } = data.patch;
      return Object.keys(patch).length === 0 ? undefined : { type, data: { ...data, patch, changes: [] } };
    }
    default:
      return { type, data } as AgreementEvent;
  }
};

/** What lists need of an event; undefined for one that they do not. */
export const listedEvent = (recorded: Recorded<AgreementEvent>): ListedEvent | undefined => {
  const event = isListed(recorded.type) ? withoutText(recorded) : undefined;
  return event && kept(recorded, event);
};

/** The state after an event, as far as lists need it. */
export const advance = (stream: StreamRef, state: AgreementState, event: ListedEvent): AgreementState =>
  slim(agreement.evolve(state, asRecorded(stream, event)));

/** The state after all of them, in the order of the record. */
export const stateAfter = (stream: StreamRef, events: readonly ListedEvent[]): AgreementState =>
  events.reduce<AgreementState>((state, event) => advance(stream, state, event), agreement.initialState);
