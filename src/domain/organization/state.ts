import type { Recorded } from '../kernel/event.js';
import type { FuzzyDate } from '../kernel/fuzzyDate.js';
import type { OrganizationEvent } from './events.js';

type DataOf<T extends OrganizationEvent['type']> = Extract<OrganizationEvent, { type: T }>['data'];
type Registered = Omit<DataOf<'OrganizationRegistered'>, 'warnings' | 'status' | 'decisionDocId'>;

/** A name the body no longer bears; search finds it still. */
export interface FormerName {
  readonly name: string;
  readonly abbreviations: readonly string[];
  /** The day of the renaming. */
  readonly until: FuzzyDate;
}

export interface Dissolution {
  readonly effectiveFrom: FuzzyDate;
  readonly decisionDocId: string;
  readonly successors: readonly string[];
}

/** A body folded from its events. NONE: not registered. */
export interface OrganizationState extends Registered {
  readonly status: DataOf<'OrganizationRegistered'>['status'] | 'NONE';
  readonly formerNames: readonly FormerName[];
  /** Bodies merged into this one. */
  readonly merged: readonly string[];
  readonly dissolution: Dissolution | null;
}

export const initialOrganization: OrganizationState = {
  status: 'NONE',
  name: '',
  abbreviations: [],
  kind: 'STATE_AGENCY',
  level: null,
  parentId: null,
  spellings: [],
  system: null,
  formerNames: [],
  merged: [],
  dissolution: null,
};

/** Applies one event; any event in any state. */
export const evolveOrganization = (
  state: OrganizationState,
  { type, data }: Recorded<OrganizationEvent>,
): OrganizationState => {
  switch (type) {
    case 'OrganizationRegistered': {
      const { warnings: _, decisionDocId: __, ...registered } = data;
      return { ...state, ...registered };
    }
    case 'OrganizationRenamed':
      return {
        ...state,
        name: data.to,
        abbreviations: data.abbreviations ?? state.abbreviations,
        formerNames: [
          ...state.formerNames,
          { name: data.from, abbreviations: state.abbreviations, until: data.effectiveFrom },
        ],
      };
    case 'OrganizationReparented':
      return { ...state, parentId: data.parentId };
    case 'OrganizationsMerged':
      return { ...state, merged: [...new Set([...state.merged, ...data.from])] };
    case 'OrganizationDissolved': {
      const { effectiveFrom, decisionDocId, successors } = data;
      return { ...state, dissolution: { effectiveFrom, decisionDocId, successors } };
    }
  }
};
