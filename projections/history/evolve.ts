import { eventDefinitions } from '../../src/domain/catalog.js';
import { correctionOf } from '../../src/domain/kernel/correction.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { streamName } from '../../src/domain/kernel/ids.js';
import type { Warning } from '../../src/domain/kernel/rejection.js';
import { validTime } from '../../src/domain/kernel/validTime.js';
import { type Projection, put } from '../projection.js';
import { history, type HistoryDocument, listed, listOf } from './document.js';
import { changedClauses, changedPaths, correctedToo } from './paths.js';

/** What an event changes and which clauses it is about; of a correction also by the document of the event it corrects. */
const changed = (recorded: Recorded, target: HistoryDocument | null) => {
  const paths = changedPaths(recorded);
  const clauses = changedClauses(recorded, paths);
  const correction = correctionOf(recorded);
  const more = listed(target?.paths ?? null);
  if (target === null || correction === undefined || !correctedToo(correction, more)) return { paths, clauses };
  return {
    paths: [...new Set([...paths, ...more])],
    clauses: [...new Set([...clauses, ...listed(target.clauses)])],
  };
};

/** The document of one event; `target` is the document of the event that it corrects, if it is a correction. */
export const historyDocument = (recorded: Recorded, target: HistoryDocument | null = null): HistoryDocument => {
  const { type, data, stream, position, recordedAt, meta } = recorded;
  const { occurred, actor, origin, commandId, correlationId, causationId, reason, source, claims, store } = meta;
  const warnings = (data as { readonly warnings?: readonly Warning[] }).warnings ?? [];
  const { paths, clauses } = changed(recorded, target);
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
    clauses: listOf(clauses),
    hash: store,
  };
};

/** Who did what when, to anything: one document per event. A correction works on the document of the event it corrects. */
export const historyProjection: Projection<HistoryDocument> = {
  name: 'history',
  version: 4,
  collections: [history],
  handles: [...new Set(Object.values(eventDefinitions).flatMap((definitions) => Object.keys(definitions)))],
  standsAlone: (event) => correctionOf(event) === undefined,
  key: (event) => correctionOf(event)?.targetEventId ?? event.eventId,
  evolve: (document, event) => [put(history, event.eventId, historyDocument(event, document))],
};
