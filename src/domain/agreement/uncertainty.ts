import type { Recorded } from '../kernel/event.js';
import type { Certainty, FuzzyDate } from '../kernel/fuzzyDate.js';
import type { AgreementEvent } from './events.js';

/**
 * A fact that is not simply stated: where in the agreement, how sure, and why (reference 6.1, A5). STATED replaces an
 * earlier doubt.
 */
export interface Uncertainty {
  readonly path: string;
  readonly certainty: Certainty;
  readonly basis?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly eventId: string;
}

type Doubt = Pick<Uncertainty, 'path' | 'certainty' | 'basis' | 'sourceId'>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isFuzzy = (value: Readonly<Record<string, unknown>>): value is { certainty: Certainty; basis?: string } =>
  typeof value.certainty === 'string' && typeof value.precision === 'string';

const doubt = (path: string, { certainty, basis }: Pick<FuzzyDate, 'certainty' | 'basis'>): Doubt => ({
  path,
  certainty,
  ...(basis === undefined ? {} : { basis }),
});

/** The fuzzy dates in an event's data, by path. */
function* fuzzyDates(value: unknown, path: string): Generator<Doubt> {
  if (!isRecord(value)) return;
  if (isFuzzy(value)) {
    yield doubt(path, value);
    return;
  }
  for (const [key, member] of Object.entries(value)) yield* fuzzyDates(member, path === '' ? key : `${path}/${key}`);
}

/** Where in the agreement a member of an event's data ends up; two events must not answer for each other's facts. */
const placeOf = ({ type, data, eventId }: Recorded<AgreementEvent>, path: string): string => {
  switch (type) {
    case 'AgreementDrafted':
      return path === 'effectiveFrom' ? 'plannedEffectiveFrom' : path;
    case 'DraftRevised':
      return path === 'patch/effectiveFrom' ? 'plannedEffectiveFrom' : path.replace(/^patch\//, '');
    case 'TextPresented':
      return `presentations/${eventId}/${path}`;
    case 'PartyClassEnumerated':
      return path.replace(/^members\//, 'parties/');
    case 'SigningOpened':
      return `signing/${path}`;
    case 'PartySigned':
      return `parties/${data.partyId}/signatures/${eventId}/${path}`;
    case 'AgreementFullySigned':
      return path === 'effectiveFrom' ? 'signedOn' : path;
    case 'PartyAcceded':
      return `parties/${data.partyId}/${path === 'effectiveFrom' ? 'accededFrom' : path}`;
    case 'ConsultationOpened':
      return `consultations/${eventId}/${path}`;
    case 'OpinionSubmitted':
    case 'OpinionDisposed':
      return `opinions/${data.opinionId}/${path}`;
    case 'SigningAuthorityConfirmed':
      return `parties/${data.partyId}/authorities/${eventId}/${path}`;
    case 'PartyAdmitted':
      return path.replace(/^party\//, `parties/${data.party.partyId}/`);
    case 'PartyWithdrew':
    case 'PartyLeftWithoutSuccessor':
      return `parties/${data.partyId}/${path === 'effectiveFrom' ? 'leftFrom' : path}`;
    case 'PartySucceeded': {
      const place = path === 'effectiveFrom' ? 'until' : path;
      return ['until', 'decisionDocId'].includes(place)
        ? `parties/${data.partyId}/predecessors/${eventId}/${place}`
        : `parties/${data.partyId}/${place.replace(/^toBodyIds/, 'bodyIds')}`;
    }
    case 'AgreementSuspended':
      return `suspension/${path === 'effectiveFrom' ? 'from' : path}`;
    case 'AgreementResumed':
      return `suspension/${path === 'effectiveFrom' ? 'until' : path}`;
    case 'AgreementRenewed':
      return path.startsWith('newPeriod/') ? path.replace(/^newPeriod/, 'period') : `renewal/${path}`;
    case 'AgreementExpired':
    case 'AgreementTerminated':
    case 'AgreementSuperseded':
      return path === 'effectiveFrom' ? 'endedFrom' : path;
    case 'LegalHoldPlaced':
      return `legalHolds/${eventId}/${path}`;
    case 'AgreementArchived':
      return `archived/${path}`;
    case 'DocumentCited':
      return `citations/${data.docId}/${path}`;
    case 'SourceLinked':
      return `sources/${data.sourceId}/${path}`;
    default:
      return path;
  }
};

/** Events that come along with another one of the same command, whose claims are about that one. */
const follows: ReadonlySet<AgreementEvent['type']> = new Set([
  'PaperCopyConverted',
  'AgreementFullySigned',
  'PartyAcceded',
] as const);

/**
 * What an event leaves in doubt: its claims, the dates in its data, and where it has a date of its own the day it
 * happened. A claim about a path wins over the date that stands there.
 */
export const uncertainties = (event: Recorded<AgreementEvent>): readonly Uncertainty[] => {
  const { type, data, eventId, meta } = event;
  const found = new Map<string, Uncertainty>();
  const add = (path: string, given: Doubt): void => {
    const sourceId = given.sourceId ?? meta.source?.ref;
    found.set(path, { ...given, path, ...(sourceId === undefined ? {} : { sourceId }), eventId });
  };
  for (const date of fuzzyDates(data, '')) add(placeOf(event, date.path), date);
  if (type === 'TextPresented') add(placeOf(event, 'occurred'), doubt('', meta.occurred));
  if (type === 'PartySigned') add(placeOf(event, 'signedOn'), doubt('', meta.occurred));
  if (type === 'SourceLinked') add(`sources/${data.sourceId}`, doubt('', data));
  if (!follows.has(type)) for (const claim of meta.claims ?? []) add(placeOf(event, claim.path), claim);
  return [...found.values()];
};

/** The doubts that are left when what stands at a path is gone. */
export const withoutDoubts = (
  doubts: Readonly<Record<string, Uncertainty>>,
  path: string,
): Readonly<Record<string, Uncertainty>> =>
  Object.fromEntries(Object.entries(doubts).filter(([each]) => each !== path && !each.startsWith(`${path}/`)));
