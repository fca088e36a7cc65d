import type { Write } from '../../src/application/ports.js';
import { type CorrectionEvent, correctionEvents, isCorrectionEvent } from '../../src/domain/kernel/correctable.js';
import { correctionOf } from '../../src/domain/kernel/correction.js';
import { fold as foldEvents } from '../../src/domain/kernel/decider.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { searchText } from '../../src/domain/kernel/searchText.js';
import { fold, sortKey } from '../../src/domain/kernel/text.js';
import {
  organization,
  type OrganizationEvent,
  organizationEvents,
  type OrganizationState,
} from '../../src/domain/organization/index.js';
import { asRecorded, correctedEvents, kept, type KeptEvent } from '../keptEvents.js';
import { type Projection, put, remove } from '../projection.js';
import {
  type MergerDocument,
  mergers,
  type OrganizationDocument,
  organizationFolds,
  organizations,
} from './document.js';

type Event = OrganizationEvent | CorrectionEvent;

interface OrganizationFold {
  /** In version order, to be folded again after a correction. */
  readonly events: readonly KeptEvent<OrganizationEvent>[];
  readonly state: OrganizationState;
}

/** The state, and when its last change was recorded. */
const organizationDocument = (state: OrganizationState, { stream, recordedAt }: Recorded): OrganizationDocument => ({
  name: state.name,
  nameSort: sortKey(state.name),
  nameFolded: fold(state.name),
  kind: state.kind,
  level: state.level,
  system: state.system,
  parentId: state.parentId,
  abbreviations: state.abbreviations,
  dissolvedFrom: state.dissolution?.effectiveFrom ?? null,
  dissolved: state.dissolution !== null,
  version: stream.version,
  changedAt: recordedAt,
  ...searchText(
    state.name,
    ...state.abbreviations,
    ...state.spellings,
    state.asWritten,
    state.corrected,
    ...state.formerNames.flatMap(({ name, abbreviations }) => [name, ...abbreviations]),
  ),
});

const after = (fold: OrganizationFold, recorded: Recorded<Event>): OrganizationFold => {
  const { stream } = recorded;
  if (isCorrectionEvent(recorded)) {
    const correction = correctionOf(recorded);
    const events = correction && correctedEvents(stream, fold.events, correction);
    if (events === undefined) return fold;
    return {
      events,
      state: foldEvents(
        organization,
        events.map((event) => asRecorded(stream, event)),
      ),
    };
  }
  const { type, data } = recorded;
  const event = kept(recorded, { type, data } as OrganizationEvent);
  return { events: [...fold.events, event], state: organization.evolve(fold.state, recorded) };
};

/** The mergers into an organisation by the body merged, as its events tell them. */
const mergersInto = (into: string, { events }: OrganizationFold): ReadonlyMap<string, MergerDocument> =>
  new Map(
    events.flatMap(({ event: { type, data }, eventId: causeEventId }) => {
      if (type !== 'OrganizationsMerged') return [];
      const { effectiveFrom, decisionDocId } = data;
      return data.from.map((from) => [from, { from, into, effectiveFrom, decisionDocId, causeEventId }] as const);
    }),
  );

/** What an event changes of the mergers into its organisation. */
const mergerWrites = (into: string, before: OrganizationFold, now: OrganizationFold): readonly Write[] => {
  const [old, told] = [mergersInto(into, before), mergersInto(into, now)];
  const isSame = (merger: MergerDocument): boolean => JSON.stringify(old.get(merger.from)) === JSON.stringify(merger);
  return [
    ...[...old.keys()].filter((from) => !told.has(from)).map((from) => remove(mergers, from)),
    ...[...told.values()].filter((merger) => !isSame(merger)).map((merger) => put(mergers, merger.from, merger)),
  ];
};

/** Organisations now, and the mergers that wait for a dissolution. */
export const organizationsProjection: Projection<OrganizationFold, Event> = {
  name: 'organizations',
  version: 2,
  collections: [organizationFolds, organizations, mergers],
  handles: Object.keys({ ...organizationEvents, ...correctionEvents }) as Event['type'][],
  key: (event) => event.stream.id,
  evolve: (document, event) => {
    const { type: streamType, id } = event.stream;
    if (streamType !== 'organization') return [];
    const before = document ?? { events: [], state: organization.initialState };
    const now = after(before, event);
    return [
      put(organizationFolds, id, now),
      ...(now.state.status === 'NONE' ? [] : [put(organizations, id, organizationDocument(now.state, event))]),
      ...mergerWrites(id, before, now),
      ...(event.type === 'OrganizationDissolved' ? [remove(mergers, id)] : []),
    ];
  },
};
