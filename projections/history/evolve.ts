import { eventDefinitions } from '../../src/domain/catalog.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { streamName } from '../../src/domain/kernel/ids.js';
import type { Warning } from '../../src/domain/kernel/rejection.js';
import { validTime } from '../../src/domain/kernel/validTime.js';
import { type Projection, put } from '../projection.js';
import { history, type HistoryDocument, listOf } from './document.js';
import { changedClauses, changedPaths } from './paths.js';

/** The document of one event. */
export const historyDocument = (recorded: Recorded): HistoryDocument => {
  const { type, data, stream, position, recordedAt, meta } = recorded;
  const { occurred, actor, origin, commandId, correlationId, causationId, reason, source, claims, store } = meta;
  const warnings = (data as { readonly warnings?: readonly Warning[] }).warnings ?? [];
  const paths = changedPaths(recorded);
  return {
    stream: streamName(stream),
    streamType: stream.type,
    streamId: stream.id,
    version: stream.version,
    position,
    event: type,
    occurred,
    countsFrom: new Date(validTime(recorded).latest).toISOString(),
    recordedAt,
    actor,
    role: actor.role,
    personKey: actor.personKey ?? null,
    officeId: actor.officeId ?? null,
    orgId: actor.onBehalfOfOrgId ?? null,
    channel: origin.channel,
    commandId,
    correlationId,
    causationId: causationId ?? null,
    reason: reason ?? null,
    source: source ?? null,
    sourceId: source?.ref ?? null,
    claims: claims ?? [],
    warnings,
    rules: [...new Set(warnings.map(({ code }) => code))],
    paths: listOf(paths),
    clauses: listOf(changedClauses(recorded, paths)),
    hash: store,
  };
};

/** Who did what when, to anything: one document per event. */
export const historyProjection: Projection<HistoryDocument> = {
  name: 'history',
  version: 3,
  collections: [history],
  handles: [...new Set(Object.values(eventDefinitions).flatMap((definitions) => Object.keys(definitions)))],
  standsAlone: () => true,
  key: (event) => event.eventId,
  evolve: (_, event) => [put(history, event.eventId, historyDocument(event))],
};
