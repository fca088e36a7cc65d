import { v5 as uuidv5 } from 'uuid';
import type { FuzzyDate } from '../domain/kernel/fuzzyDate.js';
import { vietnamDay } from '../domain/kernel/fuzzyDate.js';
import type { Executor, Outcome } from './execute.js';
import type { Clock } from './ports.js';

/** An object a policy should act on, with the event that makes it due. */
export interface Due {
  readonly id: string;
  readonly causeEventId: string;
  readonly correlationId?: string;
}

/** A body merged into another whose own end is not recorded yet. */
export interface PendingMerge {
  readonly from: string;
  readonly into: string;
  readonly effectiveFrom: FuzzyDate;
  readonly decisionDocId: string;
  readonly causeEventId: string;
}

/** What the policies read; at most `limit` at a time. A stale answer does no harm: the decision judges again. */
export interface WorkList {
  dueForForce(day: string, limit: number): Promise<readonly Due[]>;
  dueForExpiry(day: string, limit: number): Promise<readonly Due[]>;
  pendingMerges(limit: number): Promise<readonly PendingMerge[]>;
  childrenOf(orgId: string, limit: number): Promise<readonly string[]>;
}

interface PolicyLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** Command ids of policies are uuidv5 in this namespace of the causing event and an index, so that a restart repeats nothing. */
const policyNamespace = '0f0e6ce2-6c3b-5d1f-8a35-4e2d7b1a90c4';
/** All that is due at once: one that is refused again and again must not stand before the others. */
const batch = 10_000;
/** All of a body's children move before it is dissolved; more than this no body has. */
const maxChildren = 10_000;

/**
 * Event → command (reference 4.1): the effective day brings into force, the end of the period expires, a merger dissolves
 * what was merged and moves its children. Each acts as SYSTEM with its causing event, and only on what is certain.
 */
export class Policies {
  #running: Promise<void> | undefined;

  constructor(
    private readonly deps: {
      readonly executor: Pick<Executor, 'execute'>;
      readonly workList: WorkList;
      readonly clock: Clock;
      readonly logger: PolicyLogger;
      /** An import is running: history arrives out of order, and policies wait for its end (reference 4.2). */
      readonly importing: () => Promise<boolean>;
    },
  ) {}

  /** Does all that is due now; calls that meet a running one share it. */
  run(): Promise<void> {
    this.#running ??= this.#runAll().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #runAll(): Promise<void> {
    if (await this.deps.importing()) return;
    const today = vietnamDay(this.deps.clock.now());
    const { workList } = this.deps;
    await this.#each(
      (limit) => workList.dueForForce(today, limit),
      (due) => this.#send('BringIntoForce', due.id, {}, due),
    );
    await this.#each(
      (limit) => workList.dueForExpiry(today, limit),
      (due) => this.#send('ExpireAgreement', due.id, {}, due),
    );
    for (const merge of await workList.pendingMerges(batch)) await this.#merge(merge);
  }

  async #each(list: (limit: number) => Promise<readonly Due[]>, act: (due: Due) => Promise<Outcome>): Promise<void> {
    for (const due of await list(batch)) await act(due);
  }

  async #merge({ from, into, effectiveFrom, decisionDocId, causeEventId }: PendingMerge): Promise<void> {
    for (const child of await this.deps.workList.childrenOf(from, maxChildren)) {
      if (child === into) continue;
      await this.#send(
        'ReparentOrganization',
        child,
        { parentId: into, effectiveFrom, decisionDocId },
        { id: child, causeEventId },
      );
    }
    await this.#send(
      'DissolveOrganization',
      from,
      { effectiveFrom, decisionDocId, successors: [into] },
      { id: from, causeEventId },
    );
  }

  async #send(type: string, id: string, data: object, due: Due): Promise<Outcome> {
    const outcome = await this.deps.executor.execute({
      type,
      id,
      data,
      envelope: { commandId: uuidv5(`${due.causeEventId}/${type}/${id}`, policyNamespace) },
      actor: { role: 'SYSTEM' },
      channel: 'SYSTEM',
      requestId: `policy:${due.causeEventId}`,
      correlationId: due.correlationId ?? due.causeEventId,
      causationId: due.causeEventId,
    });
    if (!outcome.ok) this.deps.logger.warn({ command: type, id, code: outcome.rejection.code }, 'A policy was refused');
    else if (outcome.events.length > 0) this.deps.logger.info({ command: type, id }, 'A policy acted');
    return outcome;
  }
}
