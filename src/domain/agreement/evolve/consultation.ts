import type { Recorded } from '../../kernel/event.js';
import { advance } from '../status.js';
import type { AgreementState, DataOf } from '../state.js';

/** A round of consultation begins. */
export const consultationOpened = (
  state: AgreementState,
  { eventId }: Recorded,
  { warnings: _, ...round }: DataOf<'ConsultationOpened'>,
): AgreementState =>
  advance({ ...state, consultations: [...state.consultations, { ...round, eventId, counts: null }] }, 'CONSULTING');

/** The round ends, and the draft goes on: one of the four events that move the status back (reference 4.2). */
export const consultationClosed = (
  state: AgreementState,
  { counts, summary }: DataOf<'ConsultationClosed'>,
): AgreementState => ({
  ...state,
  status: state.status === 'CONSULTING' ? 'DRAFTING' : state.status,
  consultations: state.consultations.map((round, index) =>
    index === state.consultations.length - 1
      ? { ...round, counts, ...(summary === undefined ? {} : { summary }) }
      : round,
  ),
});

/** An opinion joins the round that is open, or the last one. */
export const opinionSubmitted = (
  state: AgreementState,
  { eventId }: Recorded,
  { warnings: _, ...opinion }: DataOf<'OpinionSubmitted'>,
): AgreementState => ({
  ...state,
  opinions: [
    ...state.opinions,
    { ...opinion, eventId, consultationId: state.consultations.at(-1)?.eventId ?? null, disposed: null },
  ],
});

export const opinionDisposed = (
  state: AgreementState,
  { eventId }: Recorded,
  { disposition, explanation, opinionId }: DataOf<'OpinionDisposed'>,
): AgreementState => ({
  ...state,
  opinions: state.opinions.map((opinion) =>
    opinion.opinionId === opinionId ? { ...opinion, disposed: { disposition, explanation, eventId } } : opinion,
  ),
});
