import type { Clock } from '../ports.js';
import type { SourceLog, TargetLog } from './events.js';
import { type CopyProgress, type Looked, type Part, type PartName, stepper } from './part.js';

export interface CopyOptions {
  readonly dryRun?: boolean;
  readonly clock: Clock;
  readonly onProgress: (progress: CopyProgress) => void;
  /** Told each reason why nothing was written, and each difference that was found at the end. */
  readonly report: (line: string) => void;
}

/** What became of one part. */
export interface PartSummary extends Looked {
  readonly name: PartName;
  /** Things read back and compared with the source. */
  readonly verified: number;
}

/**
 * - REFUSED: nothing was written; the reasons were reported.
 * - CHECKED: a dry run found nothing against it.
 * - DIFFERENT: what lies there now is not what the source holds; the differences were reported. No server uses it.
 * - COPIED: both sides are alike.
 */
export interface CopyOutcome {
  readonly kind: 'REFUSED' | 'CHECKED' | 'DIFFERENT' | 'COPIED';
  readonly parts: readonly PartSummary[];
}

/**
 * Moves an embedded installation over to the engines of many instances. It may be killed at any point: run again, it
 * finds what is there and goes on, and until it has compared everything the target is marked as unfinished.
 */
export const copyAll = async (
  source: SourceLog,
  target: TargetLog,
  parts: readonly Part[],
  { dryRun = false, clock, onProgress, report }: CopyOptions,
): Promise<CopyOutcome> => {
  let reported = 0;
  const tell = (line: string): void => {
    reported += 1;
    report(line);
  };
  const summaries: PartSummary[] = [];
  for (const part of parts) {
    const looked = await part.look(tell, stepper(part.name, 'CHECKING', clock, onProgress));
    summaries.push({ name: part.name, ...looked, verified: 0 });
  }
  if (reported > 0) return { kind: 'REFUSED', parts: summaries };
  if (dryRun) return { kind: 'CHECKED', parts: summaries };

  await target.begin(source);
  for (const part of parts) await part.copy(stepper(part.name, 'COPYING', clock, onProgress));
  const verified: PartSummary[] = [];
  for (const [index, part] of parts.entries()) {
    const count = await part.verify(tell, stepper(part.name, 'VERIFYING', clock, onProgress));
    const { total = 0, present = 0 } = summaries[index] ?? {};
    verified.push({ name: part.name, total, present, verified: count });
  }
  if (reported > 0) return { kind: 'DIFFERENT', parts: verified };
  await target.finish(source);
  return { kind: 'COPIED', parts: verified };
};
