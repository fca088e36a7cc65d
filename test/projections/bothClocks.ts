import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { collectionOf, type Write } from '../../src/application/ports.js';
import { StreamView } from '../../src/application/streams.js';
import { agreement, type AgreementEvent, agreementEvents } from '../../src/domain/agreement/index.js';
import { corrected, type Correction, statedAt } from '../../src/domain/kernel/correction.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { day, instant, momentMs, unknownDate } from '../../src/domain/kernel/fuzzyDate.js';
import type { AgreementStateDocument, TransitionDocument } from '../../projections/agreementStates/document.js';
import { agreementStatesProjection } from '../../projections/agreementStates/evolve.js';
import type { Projection } from '../../projections/projection.js';
import { type Happened, recorded } from '../support/projectionSpec.js';
import { agreementEvent, on, samples, year } from './agreementSamples.js';

type EventType = AgreementEvent['type'];
export type Row = AgreementStateDocument;

/** The documents of a projection after all events, by collection and id, by plain folding. */
export const project = (
  projection: Projection,
  events: readonly Recorded[],
): ReadonlyMap<string, ReadonlyMap<string, object>> => {
  const stored = new Map(projection.collections.map(({ name }) => [name, new Map<string, object>()]));
  const write = (each: Write): void => {
    const documents = stored.get(collectionOf(each));
    const before = documents?.get(each.id);
    if ('put' in each) documents?.set(each.id, each.body);
    else if ('delete' in each) documents?.delete(each.id);
    else if (before !== undefined) documents?.set(each.id, { ...before, ...each.body });
  };
  for (const event of events) {
    if (!projection.handles.includes(event.type)) continue;
    const working = stored.get(projection.collections[0].name)?.get(projection.key(event)) ?? null;
    projection.evolve(working, event).forEach(write);
  }
  return stored;
};

const statesOf = (events: readonly Recorded[], collection: string): readonly object[] => [
  ...(project(agreementStatesProjection, events).get(collection)?.values() ?? []),
];
export const rowsOf = (events: readonly Recorded[]) => statesOf(events, 'agreementStates') as Row[];
export const transitionsOf = (events: readonly Recorded[]) => statesOf(events, 'transitions') as TransitionDocument[];

/** Does a row answer for this point on both clocks? */
export const answers = (row: Row, asOf: string | undefined, knownAt: string): boolean => {
  const known = new Date(momentMs(knownAt)).toISOString();
  if (row.recordedFrom > known || (row.recordedTo !== null && row.recordedTo <= known)) return false;
  if (asOf === undefined) return row.axis === 'RECORD';
  const world = new Date(momentMs(asOf)).toISOString();
  return row.axis === 'WORLD' && (row.validFrom ?? '') <= world && (row.validTo === null || row.validTo > world);
};

/** What a row shows, without when it counts. */
export const shown = (row: Row): object => {
  const { agreementId: _, axis: _a, validFrom: _b, validTo: _c, recordedFrom: _d, recordedTo: _e, ...rest } = row;
  return rest;
};

/** The one stream of the histories below, folded. */
export const viewOf = (events: readonly Recorded[]): StreamView => {
  const view = new StreamView({ type: 'agreement', id: 'agreement-1' }, agreement);
  view.add(events);
  return view;
};

export const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05'] as const;
const anyDay = fc.constantFrom(...days);
const laterBy = fc.constantFrom(0, 0, 3_600_000, 86_400_000);
const started = Date.parse('2026-01-03T00:00:00.000Z');
const every = Object.keys(samples) as EventType[];

interface Step {
  readonly type: EventType;
  readonly occurred: string;
  readonly effective: string;
  readonly laterBy: number;
}

const happening = (types: readonly EventType[]): fc.Arbitrary<Step> =>
  fc.record({ type: fc.constantFrom(...types), occurred: anyDay, effective: anyDay, laterBy });

/** Something is found to be wrong with one of the events so far: which one and what of it is picked among what there is. */
const correcting = fc.record({
  of: fc.nat(20),
  what: fc.nat(20),
  on: anyDay,
  kind: fc.constantFrom('RecordCorrected', 'ClericalCorrectionRecorded'),
  laterBy,
});
type Correcting = typeof correcting extends fc.Arbitrary<infer C> ? C : never;

/** What may turn out to have been otherwise; without a value a member is taken away. */
const slips = (on: string): readonly { readonly path: string; readonly now?: unknown }[] => [
  { path: 'occurred', now: day(on) },
  { path: 'occurred', now: unknownDate },
  { path: 'effectiveFrom', now: day(on) },
  { path: 'effectiveFrom' },
  { path: 'signedOn', now: day(on) },
  { path: 'signedOn', now: unknownDate },
  { path: 'subject', now: `Quy chế ${on}` },
  { path: 'patch/subject', now: `Quy chế mới ${on}` },
  { path: 'status', now: 'SIGNED' },
  { path: 'leadIssuer', now: 'org-b' },
  { path: 'period', now: year('2020', on === days[0] ? '2027' : '2028') },
  { path: 'parties/a/organizationId', now: 'org-z' },
  { path: 'alsoCalled', now: `Quy chế liên ngành ${on}` },
];

/** Of two ways to renew, every other one is by another agreement. */
const bySuccessor = (effective: string): Happened['data'] => {
  const { newPeriod: _, ...rest } = samples.AgreementRenewed;
  const data = { ...rest, successorId: 'agreement-9', effectiveFrom: day(effective) };
  return agreementEvents.AgreementRenewed.data.parse(data);
};

const told = ({ type, occurred, effective }: Step, recordedAt: string): Happened => {
  if (type === 'AgreementRenewed' && occurred <= days[1])
    return { ...agreementEvent(type, {}, on(occurred, recordedAt)), data: bySuccessor(effective) };
  const dated = 'effectiveFrom' in samples[type] ? { effectiveFrom: day(effective) } : {};
  return agreementEvent(type, dated, on(occurred, recordedAt));
};

/** The proposal and its effect, if the event as it reads now is one that may be corrected. */
const correctionTold = (
  { of, what, on: onDay, kind }: Correcting,
  before: readonly Happened[],
  recordedAt: string,
): readonly Happened[] => {
  const view = viewOf(recorded(before));
  const target = view.known(view.version).events[of % Math.max(1, view.version)];
  if (target === undefined || !Object.hasOwn(samples, target.type)) return [];
  const fitting = slips(onDay).flatMap((slip): readonly Correction[] => {
    const correction = { targetEventId: target.eventId, was: statedAt(target, slip.path) ?? null, ...slip };
    const { data, meta } = corrected(target, correction);
    const isValid = agreement.events[target.type]?.data.safeParse(data).success === true;
    return isValid && !isDeepStrictEqual([data, meta], [target.data, target.meta]) ? [correction] : [];
  });
  const correction = fitting[what % Math.max(1, fitting.length)];
  if (correction === undefined) return [];
  const named = { ...correction, correctionId: `cor-${before.length}`, evidence: [] };
  const stream = { type: 'agreement', id: 'agreement-1' } as const;
  return [
    { stream, type: 'CorrectionProposed', data: { ...named, kind: 'RECORD' }, recordedAt },
    { stream, type: kind, data: { ...named, proposedBy: `event-${before.length + 1}` }, recordedAt },
  ];
};

const anything = fc.array(fc.oneof({ weight: 3, arbitrary: happening(every) }, { weight: 2, arbitrary: correcting }), {
  maxLength: 9,
});

/** From draft to force in this order, however late each is recorded; a history of this kind stops somewhere on the way. */
const way: readonly EventType[] = [
  ...(['TextFinalized', 'TextPresented', 'SigningOpened', 'PartySigned'] as const),
  ...(['AgreementFullySigned', 'AgreementEnteredIntoForce'] as const),
];
/** What befalls one that is in force. */
const life: readonly EventType[] = [
  ...(['PartyAdmitted', 'PartySigned', 'PartyAcceded', 'PartyWithdrew', 'PartySucceeded'] as const),
  ...([
    'PartyLeftWithoutSuccessor',
    'AgreementSuspended',
    'AgreementResumed',
    'AgreementRenewed',
    'AgreementRenewed',
  ] as const),
  ...(['AgreementExpired', 'AgreementTerminated', 'AgreementSuperseded', 'AgreementArchived'] as const),
];
const lived: fc.Arbitrary<readonly (Step | Correcting)[]> = fc
  .tuple(
    fc.nat(way.length),
    fc.array(happening(way), { minLength: way.length, maxLength: way.length }),
    fc.array(fc.oneof({ weight: 3, arbitrary: happening(life) }, { weight: 2, arbitrary: correcting }), {
      maxLength: 7,
    }),
  )
  .map(([stop, steps, after]) => [
    ...steps.slice(0, stop).map((step, index) => ({ ...step, type: way[index] ?? step.type })),
    ...after,
  ]);

/**
 * What may be recorded of an agreement: anything in any order, or a life from its draft on; late, for days to come, and
 * corrected.
 */
export const histories: fc.Arbitrary<readonly Happened[]> = fc
  .tuple(
    fc.array(happening(every), { maxLength: 2 }),
    happening(['AgreementDrafted', 'AgreementRegistered']),
    fc.oneof(anything, lived),
  )
  .map(([before, first, after]) => {
    let at = started;
    return [...before, first, ...after].reduce<readonly Happened[]>((happened, step) => {
      at += step.laterBy;
      const recordedAt = new Date(at).toISOString();
      const more = 'of' in step ? correctionTold(step, happened, recordedAt) : [told(step, recordedAt)];
      return [...happened, ...more];
    }, []);
  });

/** Everything is recorded when it happens and counts from then on, and nothing is corrected. */
export const punctualHistories: fc.Arbitrary<readonly Happened[]> = fc
  .array(happening(every), { minLength: 1, maxLength: 12 })
  .map((steps) => {
    let at = started;
    return steps.map(({ type, laterBy: later }) => {
      at += later;
      const recordedAt = new Date(at).toISOString();
      const dated = 'effectiveFrom' in samples[type] ? { effectiveFrom: instant(recordedAt) } : {};
      return agreementEvent(type, dated, { recordedAt, meta: { occurred: instant(recordedAt) } });
    });
  });
