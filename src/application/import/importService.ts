import type { Actor } from '../../domain/kernel/event.js';
import { createCore } from '../core.js';
import type { Executor, Outcome } from '../execute.js';
import type { Clock, EvidenceStore, Random, StreamStore } from '../ports.js';
import { OverlayStore } from './overlay.js';
import type { ImportBatch, ImportCommand, ParsedImport } from './parse.js';
import { type ImportProblem, maxProblems, problemAt } from './problem.js';

/** How far a batch has got: first all of it is checked, then what is new is recorded. */
export interface ImportProgress {
  readonly batchId: string;
  readonly phase: 'CHECKING' | 'RECORDING';
  /** Commands of the phase. */
  readonly done: number;
  readonly total: number;
  /** Commands a second since the phase began; 0 before there is anything to measure. */
  readonly perSecond: number;
}

interface ImportSummary {
  /** Batches that are on record whole. */
  readonly batches: number;
  readonly commands: number;
  /** Events recorded, or that would be. */
  readonly events: number;
  /** Commands whose effect was on record already. */
  readonly unchanged: number;
  /** How often each rule did not refuse but warned, in what is new. */
  readonly warnings: Readonly<Record<string, number>>;
}

export interface ImportReport {
  readonly summary: ImportSummary;
  /** Why the batch after the counted ones was not taken; empty when all were. Nothing of it is kept. */
  readonly problems: readonly ImportProblem[];
}

export interface ImportOptions {
  /** Checks all and keeps nothing. */
  readonly dryRun?: boolean;
  /** In whose name: a clerk. */
  readonly actor: Actor;
  readonly onProgress?: (progress: ImportProgress) => void;
}

interface Deps {
  readonly store: StreamStore;
  readonly evidence: Pick<EvidenceStore, 'stat'>;
  readonly clock: Clock;
  readonly random: Random;
}

type Execute = Pick<Executor, 'execute'>;

/** A command of the batch that adds something, with what it adds on trial. */
interface Addition {
  readonly command: ImportCommand;
  readonly outcome: Extract<Outcome, { ok: true }>;
}

/** Refusals are kept of live drafts, not of imports: the report names them (reference 6.1, A9). */
const noRefusals = { record: () => undefined };

/** After so many commands the process may do something else, and a reader sees progress. */
const pause = 50;

/**
 * Records what sources tell, batch by batch. Each batch is tried whole on an overlay of the record before its first
 * append. If the process stops between two appends, the batch is half on record; its commands carry the same ids every
 * time, so that running the file again completes it and repeats nothing.
 */
export class ImportService {
  constructor(private readonly deps: Deps) {}

  /** Runs a file up to the first batch that is refused. Faults of the store throw. */
  async run({ file, batches }: ParsedImport, options: ImportOptions): Promise<ImportReport> {
    const { store } = this.deps;
    const { executor } = createCore({ ...this.deps, refusals: noRefusals });
    const summary = { batches: 0, commands: 0, events: 0, unchanged: 0, warnings: {} as Record<string, number> };
    let trial = new OverlayStore(store, this.deps.clock);
    for (const batch of batches) {
      const tried = await this.#check(batch, file, trial, options);
      if (tried.problems.length > 0) return { summary, problems: tried.problems };
      if (options.dryRun !== true) {
        const problems = await this.#record(batch, file, executor, tried.additions, options);
        if (problems.length > 0) return { summary, problems };
        trial = new OverlayStore(store, this.deps.clock);
      }
      summary.batches += 1;
      summary.commands += batch.commands.length;
      summary.unchanged += batch.commands.length - tried.additions.length;
      for (const { outcome } of tried.additions) {
        summary.events += outcome.events.length;
        for (const { code } of outcome.warnings) summary.warnings[code] = (summary.warnings[code] ?? 0) + 1;
      }
    }
    return { summary, problems: [] };
  }

  /** Tries every command of the batch, on past the first refusal, and tells which ones add something. */
  async #check(
    batch: ImportBatch,
    file: string,
    trial: OverlayStore,
    options: ImportOptions,
  ): Promise<{ readonly problems: readonly ImportProblem[]; readonly additions: readonly Addition[] }> {
    const { executor } = createCore({ ...this.deps, store: trial, refusals: noRefusals });
    const problems: ImportProblem[] = [];
    const additions: Addition[] = [];
    const tell = this.#teller(batch, 'CHECKING', batch.commands.length, options);
    for (const [index, command] of batch.commands.entries()) {
      const before = trial.added;
      const outcome = await execute(executor, batch, command, options.actor);
      if (!outcome.ok) problems.push(refused(outcome, file, batch, command));
      else if (trial.added > before) additions.push({ command, outcome });
      if (problems.length === maxProblems) break;
      await tell(index + 1);
    }
    return { problems, additions };
  }

  /** Records what the trial found new. A refusal here means that somebody else wrote in between. */
  async #record(
    batch: ImportBatch,
    file: string,
    executor: Execute,
    additions: readonly Addition[],
    options: ImportOptions,
  ): Promise<readonly ImportProblem[]> {
    const tell = this.#teller(batch, 'RECORDING', additions.length, options);
    for (const [index, { command }] of additions.entries()) {
      const outcome = await execute(executor, batch, command, options.actor);
      if (!outcome.ok) return [refused(outcome, file, batch, command)];
      await tell(index + 1);
    }
    return [];
  }

  #teller(
    { id: batchId }: ImportBatch,
    phase: ImportProgress['phase'],
    total: number,
    { onProgress }: ImportOptions,
  ): (done: number) => Promise<void> {
    const { clock } = this.deps;
    const began = Date.parse(clock.now());
    return async (done) => {
      if (done % pause !== 0 && done !== total) return;
      const seconds = (Date.parse(clock.now()) - began) / 1000;
      onProgress?.({ batchId, phase, done, total, perSecond: seconds > 0 ? Math.round(done / seconds) : 0 });
      await new Promise((resolve) => setImmediate(resolve));
    };
  }
}

const execute = (executor: Execute, batch: ImportBatch, command: ImportCommand, actor: Actor): Promise<Outcome> =>
  executor.execute({
    type: command.type,
    ...(command.streamType === undefined ? {} : { streamType: command.streamType }),
    id: command.id,
    data: command.data,
    envelope: command.envelope,
    actor,
    channel: 'IMPORT',
    requestId: `import:${batch.id}`,
  });

const refused = (
  { rejection: { code, path, details } }: Extract<Outcome, { ok: false }>,
  file: string,
  batch: ImportBatch,
  { type, id, locate }: ImportCommand,
): ImportProblem =>
  problemAt({ file, ...locate(path), field: path ?? '', batchId: batch.id, command: `${type} ${id}` }, code, details);
