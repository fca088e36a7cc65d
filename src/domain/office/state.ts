import type { Recorded } from '../kernel/event.js';
import { earliestMs, type FuzzyDate } from '../kernel/fuzzyDate.js';
import type { OfficeEvent } from './events.js';

type DataOf<T extends OfficeEvent['type']> = Extract<OfficeEvent, { type: T }>['data'];

/** One person in the office; `to` is the day of the hand-over, null while nobody has taken over. */
export interface Holding {
  readonly personKey: string;
  readonly from: FuzzyDate;
  readonly to: FuzzyDate | null;
}

export type Mandate = Omit<DataOf<'MandateGranted'>, 'warnings'>;

/** An office folded from its events. NONE: not registered. */
export interface OfficeState extends Omit<DataOf<'OfficeRegistered'>, 'warnings' | 'decisionDocId'> {
  readonly status: 'NONE' | 'REGISTERED';
  /** In the order in which they began. */
  readonly holdings: readonly Holding[];
  readonly mandates: readonly Mandate[];
  /** From when a mandate is revoked; kept apart, so that a revocation holds in whatever order history is folded. */
  readonly revocations: Readonly<Record<string, FuzzyDate>>;
}

export const initialOffice: OfficeState = {
  status: 'NONE',
  title: '',
  orgId: '',
  also: [],
  holdings: [],
  mandates: [],
  revocations: {},
};

const endsAfter = (holding: Holding, at: FuzzyDate): boolean =>
  holding.to === null || earliestMs(holding.to) > earliestMs(at);

/** The holding takes its place in time, which a late record finds in the middle: it ends the one before and ends with the next. */
const appoint = (holdings: readonly Holding[], personKey: string, from: FuzzyDate): readonly Holding[] => {
  const isLater = (holding: Holding): boolean => earliestMs(holding.from) > earliestMs(from);
  const before = holdings.filter((holding) => !isLater(holding));
  const after = holdings.filter(isLater);
  return [
    ...before.map((holding) => (endsAfter(holding, from) ? { ...holding, to: from } : holding)),
    { personKey, from, to: after[0]?.from ?? null },
    ...after,
  ];
};

const endHolding = (holdings: readonly Holding[], { personKey, effectiveFrom }: DataOf<'HoldingEnded'>) =>
  holdings.map((holding) =>
    holding.personKey === personKey &&
    earliestMs(holding.from) <= earliestMs(effectiveFrom) &&
    endsAfter(holding, effectiveFrom)
      ? { ...holding, to: effectiveFrom }
      : holding,
  );

/** Applies one event; any event in any state. */
export const evolveOffice = (state: OfficeState, { type, data }: Recorded<OfficeEvent>): OfficeState => {
  switch (type) {
    case 'OfficeRegistered': {
      const { warnings: _, decisionDocId: __, ...registered } = data;
      return { ...state, ...registered, status: 'REGISTERED' };
    }
    case 'HolderAppointed':
      return { ...state, holdings: appoint(state.holdings, data.personKey, data.effectiveFrom) };
    case 'HoldingEnded':
      return { ...state, holdings: endHolding(state.holdings, data) };
    case 'MandateGranted': {
      const { warnings: _, ...mandate } = data;
      return {
        ...state,
        mandates: [...state.mandates.filter((each) => each.mandateId !== data.mandateId), mandate],
      };
    }
    case 'MandateRevoked':
      return { ...state, revocations: { ...state.revocations, [data.mandateId]: data.effectiveFrom } };
  }
};
