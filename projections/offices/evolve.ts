import { officeEvents, type OfficeEvent } from '../../src/domain/office/index.js';
import { searchText } from '../../src/domain/kernel/searchText.js';
import { fold, sortKey } from '../../src/domain/kernel/text.js';
import { type Projection, put } from '../projection.js';
import { type OfficeDocument, offices } from './document.js';

/** Offices now. Who holds one is no part of it: holdings and mandates change only when it was changed. */
export const officesProjection: Projection<OfficeDocument, OfficeEvent> = {
  name: 'offices',
  version: 1,
  collections: [offices],
  handles: Object.keys(officeEvents) as OfficeEvent['type'][],
  key: (event) => event.stream.id,
  evolve: (document, { type, data, stream, recordedAt }) => {
    const changed = { version: stream.version, changedAt: recordedAt };
    if (type !== 'OfficeRegistered')
      return document === null ? [] : [put(offices, stream.id, { ...document, ...changed })];
    const { title, orgId, also, asWritten, corrected } = data;
    const registered: OfficeDocument = {
      title,
      titleSort: sortKey(title),
      titleFolded: fold(title),
      orgId,
      also,
      ...changed,
      ...searchText(title, ...also, asWritten, corrected),
    };
    return [put(offices, stream.id, registered)];
  },
};
