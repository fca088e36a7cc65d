import { type CorrectionEvent, correctionEvents, isCorrectionEvent } from '../../src/domain/kernel/correctable.js';
import { correctionOf } from '../../src/domain/kernel/correction.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { officeEvents, type OfficeEvent } from '../../src/domain/office/index.js';
import { searchText } from '../../src/domain/kernel/searchText.js';
import { fold, sortKey } from '../../src/domain/kernel/text.js';
import { correctedEvents, kept, type KeptEvent } from '../keptEvents.js';
import { type Projection, put } from '../projection.js';
import { type OfficeDocument, officeFolds, offices } from './document.js';

type Event = OfficeEvent | CorrectionEvent;
type Registered = Extract<OfficeEvent, { type: 'OfficeRegistered' }>;

interface OfficeFold {
  readonly registered: KeptEvent<Registered>;
}

const after = (office: OfficeFold | null, recorded: Recorded<Event>): OfficeFold | null => {
  if (isCorrectionEvent(recorded)) {
    const correction = correctionOf(recorded);
    if (office === null || correction === undefined) return office;
    const [registered] = correctedEvents(recorded.stream, [office.registered], correction) ?? [];
    return registered === undefined ? office : { registered };
  }
  const { type, data } = recorded;
  return type === 'OfficeRegistered' ? { registered: kept(recorded, { type, data }) } : office;
};

const officeDocument = ({ registered }: OfficeFold, { stream, recordedAt }: Recorded): OfficeDocument => {
  const { title, orgId, also, asWritten, corrected } = registered.event.data;
  return {
    title,
    titleSort: sortKey(title),
    titleFolded: fold(title),
    orgId,
    also,
    version: stream.version,
    changedAt: recordedAt,
    ...searchText(title, ...also, asWritten, corrected),
  };
};

/** Offices now. Who holds one is no part of it: holdings and mandates change only when it was changed. */
export const officesProjection: Projection<OfficeFold, Event> = {
  name: 'offices',
  version: 2,
  collections: [officeFolds, offices],
  handles: Object.keys({ ...officeEvents, ...correctionEvents }) as Event['type'][],
  key: (event) => event.stream.id,
  evolve: (document, event) => {
    const { type, id } = event.stream;
    const office = type === 'office' ? after(document, event) : null;
    if (office === null) return [];
    return [put(officeFolds, id, office), put(offices, id, officeDocument(office, event))];
  },
};
