import type { CollectionSpec, Write } from '../../src/application/ports.js';
import {
  agreement,
  type AgreementEvent,
  agreementEvents,
  type AgreementState,
} from '../../src/domain/agreement/index.js';
import { type CorrectionEvent, isCorrectionEvent } from '../../src/domain/kernel/correctable.js';
import { correctionOf } from '../../src/domain/kernel/correction.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { correctedEvents, countsFrom } from '../keptEvents.js';
import { advance, isListed, listedEvent, type ListedEvent, stateAfter } from '../listedEvents.js';
import { type Projection, put, remove } from '../projection.js';
import { agreementStates, agreementTimelines, type StateBody, type TransitionBody, transitions } from './document.js';
import { emptyTimeline, extend, stretch, type Timeline, timelineOf } from './timeline.js';

/** A row that the record has had since `recordedFrom` and has still. */
interface Open<B> {
  readonly id: string;
  readonly recordedFrom: string;
  readonly body: B;
}

/** What is known of an agreement's life: its events and its state in version order, and the order of the world. */
interface Life {
  readonly events: readonly ListedEvent[];
  readonly state: AgreementState;
  readonly timeline: Timeline;
}

interface AgreementTimeline extends Life {
  readonly states: readonly Open<StateBody>[];
  readonly transitions: readonly Open<TransitionBody>[];
}

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

/** The life after an event; undefined when nothing that lists show can have changed. */
const after = (life: Life, recorded: Recorded<AgreementEvent | CorrectionEvent>): Life | undefined => {
  const { stream } = recorded;
  if (isCorrectionEvent(recorded)) {
    const correction = correctionOf(recorded);
    const events = correction && correctedEvents(stream, life.events, correction);
    return events && { events, state: stateAfter(stream, events), timeline: timelineOf(stream, events) };
  }
  const event = listedEvent(recorded);
  if (event === undefined) return undefined;
  const events = [...life.events, event];
  const { last } = life.timeline;
  const isLast = last === null || last <= countsFrom(stream, event);
  return {
    events,
    state: advance(stream, life.state, event),
    timeline: isLast ? extend(stream, life.timeline, event) : timelineOf(stream, events),
  };
};

/** Sources lend an agreement no more than words for the search. */
const asideOfStates: ReadonlySet<AgreementEvent['type']> = new Set(['SourceLinked', 'SourceUnlinked'] as const);

/** Agreements over both clocks, and the days on which they entered a state. */
export const agreementStatesProjection: Projection<AgreementTimeline, AgreementEvent | CorrectionEvent> = {
  name: 'agreementStates',
  version: 3,
  collections: [agreementTimelines, agreementStates, transitions],
  handles: [
    ...(Object.keys(agreementEvents) as AgreementEvent['type'][]).filter(
      (type) => isListed(type) && !asideOfStates.has(type),
    ),
    'ClericalCorrectionRecorded',
    'RecordCorrected',
  ],
  ignores: (event) =>
    event.stream.type !== 'agreement' || (!isCorrectionEvent(event) && listedEvent(event) === undefined),
  key: (event) => event.stream.id,
  evolve: (document, recorded) => {
    const { stream } = recorded;
    if (stream.type !== 'agreement') return [];
    const nothing: Life = { events: [], state: agreement.initialState, timeline: emptyTimeline };
    const life = after(document ?? nothing, recorded);
    if (life === undefined) return [];
    const { id, version } = stream;
    const current = stretch(id, 'RECORD', life.state, null);
    const states = succeed(
      agreementStates,
      document?.states ?? [],
      [...(current === undefined ? [] : [current]), ...life.timeline.stretches],
      recorded,
      ({ axis, validFrom }) => [id, axis, version, ...(validFrom === null ? [] : [validFrom])].join(':'),
    );
    const entered = succeed(
      transitions,
      document?.transitions ?? [],
      life.timeline.entered,
      recorded,
      (body) => `${id}:${body.status}:${body.day}:${version}`,
    );
    const kept: AgreementTimeline = { ...life, states: states.open, transitions: entered.open };
    return [put(agreementTimelines, id, kept), ...states.writes, ...entered.writes];
  },
};
