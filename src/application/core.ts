import { catalog } from '../domain/catalog.js';
import type { StreamType } from '../domain/kernel/ids.js';
import { Executor, type Handler } from './execute.js';
import { FactResolver } from './facts.js';
import { History } from './history.js';
import type { Clock, EvidenceStore, Random, RefusalStore, StreamStore } from './ports.js';
import { Streams } from './streams.js';

/** The write side and single-object history over one event store. */
export interface Core {
  readonly executor: Executor;
  readonly history: History;
  readonly streams: Streams;
}

interface CoreDeps {
  readonly store: StreamStore;
  readonly refusals: Pick<RefusalStore, 'record'>;
  /** Where it is looked up whether a file that a command names is there. */
  readonly evidence: Pick<EvidenceStore, 'stat'>;
  readonly clock: Clock;
  readonly random: Random;
}

/** Builds the core over a store; an import builds a second one over an overlay, so that both judge alike. */
export const createCore = (deps: CoreDeps): Core => {
  const streams = new Streams(deps.store, catalog);
  const facts = new FactResolver(streams, deps.evidence);
  const handlers: Readonly<Record<StreamType, Handler>> = {
    agreement: { decider: catalog.agreement, resolveFacts: facts.agreement.bind(facts) },
    organization: { decider: catalog.organization, resolveFacts: facts.organization.bind(facts) },
    office: { decider: catalog.office, resolveFacts: facts.office.bind(facts) },
    source: { decider: catalog.source, resolveFacts: facts.source.bind(facts) },
    steering: { decider: catalog.steering, resolveFacts: facts.steering.bind(facts) },
  };
  return { executor: new Executor({ ...deps, streams, handlers }), history: new History(streams), streams };
};
