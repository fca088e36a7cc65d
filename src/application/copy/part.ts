import type { Clock } from '../ports.js';

/** What is moved over, in the order in which it is. */
export type PartName = 'identities' | 'files' | 'events' | 'refusals' | 'accesses';

export type Phase = 'CHECKING' | 'COPYING' | 'VERIFYING';

export interface CopyProgress {
  readonly part: PartName;
  readonly phase: Phase;
  /** Things of the part, of those that the phase looks at. */
  readonly done: number;
  readonly total: number;
  /** Since the phase began; 0 before there is anything to measure. */
  readonly perSecond: number;
}

/** Told after each thing; `total` may become known on the way. */
export type Step = (done: number, total: number) => void;

/** What was found before anything was written. */
export interface Looked {
  /** Things of the source. */
  readonly total: number;
  /** Those that the target has. */
  readonly present: number;
}

/** One kind of thing that is moved over. It is looked at first, then copied, then verified; each throws StoreFault. */
export interface Part {
  readonly name: PartName;
  /** Reads both sides and writes nothing. `refuse` is told each reason why nothing may be written. */
  look(refuse: (why: string) => void, step: Step): Promise<Looked>;
  /** Writes what the target lacks; may be broken off anywhere and begun again with `look`. */
  copy(step: Step): Promise<void>;
  /** Reads both sides again, whole; `differ` is told each difference. Gives how many things were compared. */
  verify(differ: (difference: string) => void, step: Step): Promise<number>;
}

/** Things between two reports, at least. */
const pause = 500;

/** Reports each some things and at the end of a phase. */
export const stepper = (
  part: PartName,
  phase: Phase,
  clock: Clock,
  onProgress: (progress: CopyProgress) => void,
): Step => {
  const began = Date.parse(clock.now());
  let told = 0;
  return (done, total) => {
    if (done - told < pause && done !== total) return;
    told = done;
    const seconds = (Date.parse(clock.now()) - began) / 1000;
    onProgress({ part, phase, done, total, perSecond: seconds > 0 ? Math.round(done / seconds) : 0 });
  };
};
