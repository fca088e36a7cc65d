import { earliestMs, type FuzzyDate, isBefore } from '../kernel/fuzzyDate.js';
import type { AgreementEvent } from './events.js';
import { reopened as reopenedParty } from './parties.js';
import type { AgreementState } from './state.js';

type Reopened = Pick<AgreementState, 'reopenedOn'>;

/**
 * Did this happen in a round of signing that is void by now, because the draft was certainly reopened after it? Where the
 * days leave a doubt it counts.
 */
export const isOfVoidedRound = ({ reopenedOn }: Reopened, occurred: FuzzyDate): boolean =>
  reopenedOn !== undefined && isBefore(occurred, reopenedOn) === 'YES';

/** What comes of signing, and is void with its round however late it is recorded. */
const ofRound: ReadonlySet<AgreementEvent['type']> = new Set([
  'SigningAuthorityConfirmed',
  'PartySigned',
  'PaperCopyConverted',
  'SigningDeclined',
  'SignatureWithdrawn',
] as const);

/** Is the event of a round that is void? Then the agreement stays as it is; as of a day before the reopening it counts. */
export const isVoided = (
  state: Reopened,
  { type, meta }: { readonly type: AgreementEvent['type']; readonly meta: { readonly occurred: FuzzyDate } },
): boolean => ofRound.has(type) && isOfVoidedRound(state, meta.occurred);

/** One of the four events that move the status back (reference 4.2): the draft goes on, and all may be signed anew. */
export const draftReopened = (state: AgreementState, occurred: FuzzyDate): AgreementState => {
  if (state.status !== 'FINALIZED' && state.status !== 'SIGNING_FAILED') return state;
  const { reopenedOn: before } = state;
  return {
    ...state,
    status: 'DRAFTING',
    signing: null,
    reopenedOn: before !== undefined && earliestMs(before) > earliestMs(occurred) ? before : occurred,
    text: { ...state.text, status: 'DRAFT' },
    parties: state.parties.map(reopenedParty),
  };
};
