import type { CollectionSpec, Write } from '../../src/application/ports.js';
import {
  agreement,
  type AgreementEvent,
  agreementEvents,
  type AgreementState,
} from '../../src/domain/agreement/index.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { validTime } from '../../src/domain/kernel/validTime.js';
import { type Projection, put, remove } from '../projection.js';
import { agreementStates, agreementTimelines, type StateBody, type TransitionBody, transitions } from './document.js';
import { advance, emptyTimeline, extend, type ListedEvent, stretch, type Timeline, timelineOf } from './timeline.js';

type EventType = AgreementEvent['type'];

/** A row that the record has had since `recordedFrom` and has still. */
interface Open<B> {
  readonly id: string;
  readonly recordedFrom: string;
  readonly body: B;
}

interface AgreementTimeline {
  /** In version order. */
  readonly events: readonly ListedEvent[];
  /** The state in version order. */
  readonly state: AgreementState;
  readonly timeline: Timeline;
  readonly states: readonly Open<StateBody>[];
  readonly transitions: readonly Open<TransitionBody>[];
}

/** Whether an event can change anything that lists show. A revision may, if it is not of the text alone. */
const matters: Readonly<Record<EventType, boolean>> = {
  AgreementDrafted: true,
  AgreementRegistered: true,
  DraftRevised: true,
  PartyAdded: true,
  PartyRemoved: true,
  PartyClassEnumerated: true,
  TextFinalized: true,
  TextPresented: false,
  SigningOpened: true,
  PartySigned: false,
  PaperCopyConverted: false,
  AgreementFullySigned: true,
  PartyAcceded: false,
  SigningDeclined: false,
  SignatureWithdrawn: false,
  SigningFailed: true,
  DraftReopened: true,
  DraftWithdrawn: true,
  AgreementEnteredIntoForce: true,
  AgreementExpired: true,
  SourceLinked: false,
  SourceUnlinked: false,
  ClauseObserved: false,
};

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

/**
 * The rows that are open after an event, and the writes that get there: rows that say the same stay, the others are
 * closed, new ones are opened. One that would be closed at the instant it was opened never answered anything, and goes.
 */
const succeed = <B extends object>(
  collection: CollectionSpec,
  open: readonly Open<B>[],
  bodies: readonly B[],
  { recordedAt }: Recorded,
  idOf: (body: B) => string,
): { readonly open: readonly Open<B>[]; readonly writes: readonly Write[] } => {
  const kept = new Map(open.map((row) => [JSON.stringify(row.body), row]));
  const now = bodies.map(
    (body): Open<B> => kept.get(JSON.stringify(body)) ?? { id: idOf(body), recordedFrom: recordedAt, body },
  );
  const still = new Set(now);
  const before = new Set(open);
  const row = ({ recordedFrom, body }: Open<B>, recordedTo: string | null) => ({ ...body, recordedFrom, recordedTo });
  const closed = open.filter((each) => !still.has(each));
  return {
    open: now,
    writes: [
      ...closed.map((each) =>
        each.recordedFrom === recordedAt
          ? remove(collection, each.id)
          : put(collection, each.id, row(each, recordedAt)),
      ),
      ...now.filter((each) => !before.has(each)).map((each) => put(collection, each.id, row(each, null))),
    ],
  };
};

/** Agreements over both clocks, and the days on which they entered a state. */
export const agreementStatesProjection: Projection<AgreementTimeline, AgreementEvent> = {
  name: 'agreementStates',
  version: 1,
  collections: [agreementTimelines, agreementStates, transitions],
  handles: (Object.keys(agreementEvents) as EventType[]).filter((type) => matters[type]),
  key: (event) => event.stream.id,
  evolve: (document, recorded) => {
    const event = withoutText(recorded);
    if (event === undefined) return [];
    const { id, version } = recorded.stream;
    const next: ListedEvent = { event, version, at: validTime(recorded).latest };
    const events = [...(document?.events ?? []), next];
    const state = advance(id, document?.state ?? agreement.initialState, next);
    const before = document?.timeline ?? emptyTimeline;
    const timeline = before.last === null || before.last <= next.at ? extend(id, before, next) : timelineOf(id, events);

    const current = stretch(id, 'RECORD', state, null);
    const states = succeed(
      agreementStates,
      document?.states ?? [],
      [...(current === undefined ? [] : [current]), ...timeline.stretches],
      recorded,
      ({ axis, validFrom }) => [id, axis, version, ...(validFrom === null ? [] : [validFrom])].join(':'),
    );
    const entered = succeed(
      transitions,
      document?.transitions ?? [],
      timeline.entered,
      recorded,
      (body) => `${id}:${body.status}:${body.day}:${version}`,
    );
    const kept: AgreementTimeline = { events, state, timeline, states: states.open, transitions: entered.open };
    return [put(agreementTimelines, id, kept), ...states.writes, ...entered.writes];
  },
};
