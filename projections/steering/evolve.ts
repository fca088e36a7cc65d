import { type CorrectionEvent, correctionEvents, isCorrectionEvent } from '../../src/domain/kernel/correctable.js';
import { correctionOf } from '../../src/domain/kernel/correction.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { steeringEvents, type SteeringEvent } from '../../src/domain/steering/index.js';
import { correctedEvents, kept, type KeptEvent } from '../keptEvents.js';
import { type Projection, put } from '../projection.js';
import { type SteeringDocument, steeringCommittees, steeringFolds } from './document.js';

type Event = SteeringEvent | CorrectionEvent;

interface SteeringFold {
  readonly established: KeptEvent<SteeringEvent>;
  readonly agreementIds: readonly string[];
}

const foldOf = (established: KeptEvent<SteeringEvent>, agreementIds: readonly string[]): SteeringFold => ({
  established,
  agreementIds: [...new Set([...agreementIds, established.event.data.agreementId])],
});

const after = (fold: SteeringFold | null, recorded: Recorded<Event>): SteeringFold | null => {
  if (isCorrectionEvent(recorded)) {
    const correction = correctionOf(recorded);
    if (fold === null || correction === undefined) return fold;
    const [established] = correctedEvents(recorded.stream, [fold.established], correction) ?? [];
    return established === undefined ? fold : foldOf(established, fold.agreementIds);
  }
  const { type, data } = recorded;
  return foldOf(kept(recorded, { type, data }), fold?.agreementIds ?? []);
};

const steeringDocument = (
  { established, agreementIds }: SteeringFold,
  { stream, recordedAt }: Recorded,
): SteeringDocument => {
  const { agreementId, headOfficeId, members, decisionDocId = null } = established.event.data;
  return {
    agreementId,
    agreementIds,
    headOfficeId,
    memberOfficeIds: members,
    decisionDocId,
    version: stream.version,
    registeredAt: established.recordedAt,
    changedAt: recordedAt,
  };
};

/** Steering committees now, by the agreement they run and by the offices in them. */
export const steeringProjection: Projection<SteeringFold, Event> = {
  name: 'steering',
  version: 1,
  collections: [steeringFolds, steeringCommittees],
  handles: Object.keys({ ...steeringEvents, ...correctionEvents }) as Event['type'][],
  key: (event) => event.stream.id,
  evolve: (document, event) => {
    const { type, id } = event.stream;
    const fold = type === 'steering' ? after(document, event) : null;
    return fold === null
      ? []
      : [put(steeringFolds, id, fold), put(steeringCommittees, id, steeringDocument(fold, event))];
  },
};
