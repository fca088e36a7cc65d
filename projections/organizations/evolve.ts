import type { Recorded } from '../../src/domain/kernel/event.js';
import { searchText } from '../../src/domain/kernel/searchText.js';
import { fold, sortKey } from '../../src/domain/kernel/text.js';
import {
  organization,
  type OrganizationEvent,
  organizationEvents,
  type OrganizationState,
} from '../../src/domain/organization/index.js';
import { type Projection, put, remove } from '../projection.js';
import {
  type MergerDocument,
  mergers,
  type OrganizationDocument,
  organizationFolds,
  organizations,
} from './document.js';

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

/** Organisations now, and the mergers that wait for a dissolution. */
export const organizationsProjection: Projection<OrganizationState, OrganizationEvent> = {
  name: 'organizations',
  version: 1,
  collections: [organizationFolds, organizations, mergers],
  handles: Object.keys(organizationEvents) as OrganizationEvent['type'][],
  key: (event) => event.stream.id,
  evolve: (document, event) => {
    const { id } = event.stream;
    const state = organization.evolve(document ?? organization.initialState, event);
    const { type, data, eventId } = event;
    const merged =
      type !== 'OrganizationsMerged'
        ? []
        : data.from.map((from) => {
            const { effectiveFrom, decisionDocId } = data;
            const merger: MergerDocument = { from, into: id, effectiveFrom, decisionDocId, causeEventId: eventId };
            return put(mergers, from, merger);
          });
    return [
      put(organizationFolds, id, state),
      ...(state.status === 'NONE' ? [] : [put(organizations, id, organizationDocument(state, event))]),
      ...merged,
      ...(type === 'OrganizationDissolved' ? [remove(mergers, id)] : []),
    ];
  },
};
