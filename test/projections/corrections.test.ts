import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { snapshotAt } from '../../src/application/history.js';
import { agreement, type AgreementState } from '../../src/domain/agreement/index.js';
import { correctionOf } from '../../src/domain/kernel/correction.js';
import { fold } from '../../src/domain/kernel/decider.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { day, momentMs } from '../../src/domain/kernel/fuzzyDate.js';
import { validTime } from '../../src/domain/kernel/validTime.js';
import { searchText } from '../../src/domain/kernel/searchText.js';
import { searchKeyOfNumber } from '../../src/domain/kernel/text.js';
import { type AgreementDocument, listed } from '../../projections/agreements/document.js';
import { agreementsProjection } from '../../projections/agreements/evolve.js';
import { agreementStatesProjection } from '../../projections/agreementStates/evolve.js';
import { organizationsProjection } from '../../projections/organizations/evolve.js';
import type { Projection } from '../../projections/projection.js';
import { type Happened, projectionSpec, recorded } from '../support/projectionSpec.js';
import { agreementEvent, on } from './agreementSamples.js';
import { organizationRegistered } from './bodySamples.js';
import { answers, days, histories, project, punctualHistories, rowsOf, shown, viewOf } from './bothClocks.js';

const settings = { numRuns: 100, seed: 20260301 };

/** Every point in the record that an answer can differ at, beside days before and after all of it. */
const pointsOf = (events: readonly Recorded[]): readonly string[] => [
  ...new Set([...events.map(({ recordedAt }) => recordedAt), ...days]),
];
const worlds = [undefined, ...days] as const;
const pointAt = (asOf: string | undefined) => (asOf === undefined ? {} : { asOf });

/** The last state of a projection as a test compares it. */
const contentsOf = (projection: Projection, events: readonly Recorded[]) =>
  Object.fromEntries(
    [...project(projection, events)]
      .filter(([, documents]) => documents.size > 0)
      .map(([name, documents]) => [name, Object.fromEntries(documents)]),
  );

describe('whatever is recorded of an agreement, late, ahead or wrongly', () => {
  test('the histories tried here do contain what they are to be tried with', () => {
    const seen = new Map<string, number>();
    const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);
    fc.assert(
      fc.property(histories, (happened) => {
        const events = recorded(happened);
        for (const event of events) {
          const { latest, earliest } = validTime(event);
          const at = Date.parse(event.recordedAt);
          count(`a correction of ${correctionOf(event)?.path ?? 'nothing'}`);
          if (at - latest > 86_400_000) count('a late record');
          if (earliest > at) count('a day to come');
        }
        const states = events.map((_, index) => viewOf(events.slice(0, index + 1)).current as AgreementState);
        states.forEach((state, index) => {
          const before = states[index - 1];
          if (before === undefined) return;
          if (state.status !== before.status) count(`${before.status} to ${state.status}`);
          if (state.renewal !== before.renewal) count(`a renewal by ${state.renewal?.successorId ?? 'a new period'}`);
          if (events[index]?.type === 'PartySucceeded' && state.parties !== before.parties) count('a succession');
          if (events[index]?.type === 'PartyLeftWithoutSuccessor' && state.parties !== before.parties) count('a loss');
        });
      }),
      settings,
    );
    const wanted = [
      ...['occurred', 'effectiveFrom', 'subject', 'period', 'signedOn', 'status'].map(
        (path) => `a correction of ${path}`,
      ),
      ...['a late record', 'a day to come', 'a succession', 'a loss'],
      ...['a renewal by agreement-9', 'a renewal by a new period', 'IN_FORCE to RENEWED', 'EXPIRED to IN_FORCE'],
      ...['SIGNED to IN_FORCE', 'IN_FORCE to SUSPENDED', 'SUSPENDED to IN_FORCE', 'IN_FORCE to TERMINATED'],
      ...['IN_FORCE to EXPIRED', 'IN_FORCE to SUPERSEDED'],
    ];
    expect(wanted.filter((what) => !seen.has(what))).toEqual([]);
  });

  test('a row says at every point on both clocks what the fold says there', () => {
    fc.assert(
      fc.property(histories, (happened) => {
        const events = recorded(happened);
        const view = viewOf(events);
        const rows = rowsOf(events);
        for (const knownAt of pointsOf(events)) {
          for (const asOf of worlds) {
            const { state } = snapshotAt<AgreementState>(view, { knownAt, ...pointAt(asOf) });
            const found = rows.filter((row) => answers(row, asOf, knownAt)).map(shown);
            expect(found).toStrictEqual(state.status === 'NONE' ? [] : [listed(state)]);
          }
        }
      }),
      settings,
    );
  });

  test('the list of now says what the fold says now', () => {
    fc.assert(
      fc.property(histories, (happened) => {
        const events = recorded(happened);
        const state = viewOf(events).current as AgreementState;
        const row = project(agreementsProjection, events).get('agreements')?.get('agreement-1');
        const number = state.number?.canonical ?? null;
        const key = number === null ? null : searchKeyOfNumber(number);
        const last = events.at(-1);
        expect(row as AgreementDocument).toMatchObject({
          ...listed(state),
          version: events.length,
          registeredAt: events[0]?.recordedAt,
          changedAt: last?.recordedAt,
          lastEventId: last?.eventId,
          ...searchText(state.subject, number, key, ...state.sources.map(({ alsoCalled }) => alsoCalled)),
        });
      }),
      settings,
    );
  });

  test('any prefix of the log gives the answer that was given then', () => {
    fc.assert(
      fc.property(histories, (happened) => {
        const events = recorded(happened);
        const view = viewOf(events);
        const rows = rowsOf(events);
        events.forEach(({ recordedAt }, index) => {
          const version = index + 1;
          const then = viewOf(events.slice(0, version));
          const rowsThen = rowsOf(events.slice(0, version));
          const isLastOfInstant = events[version]?.recordedAt !== recordedAt;
          for (const asOf of worlds) {
            expect(snapshotAt(view, { version, ...pointAt(asOf) })).toStrictEqual(snapshotAt(then, pointAt(asOf)));
            if (!isLastOfInstant) continue;
            expect(rows.filter((row) => answers(row, asOf, recordedAt)).map(shown)).toStrictEqual(
              rowsThen.filter((row) => answers(row, asOf, recordedAt)).map(shown),
            );
          }
        });
      }),
      settings,
    );
  });

  test('replaying twice changes nothing, one by one or in one batch', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (happened) => {
        const events = recorded(happened);
        const view = viewOf(events);
        view.add(events);
        expect(view.current).toStrictEqual(viewOf(events).current);
        for (const projection of [agreementsProjection, agreementStatesProjection] as readonly Projection[])
          await projectionSpec(projection)
            .given(...happened)
            .then(contentsOf(projection, events));
      }),
      { ...settings, numRuns: 12 },
    );
  });
});

describe('what is recorded when it happens, and never corrected', () => {
  test('stands as of now as it stands', () => {
    fc.assert(
      fc.property(punctualHistories, (happened) => {
        const events = recorded(happened);
        const view = viewOf(events);
        const now = events.at(-1)?.recordedAt ?? '';
        const { state, undetermined } = snapshotAt(view, { asOf: now });
        expect(state).toStrictEqual(view.current);
        expect(state).toStrictEqual(fold(agreement, events as Parameters<typeof agreement.evolve>[1][]));
        expect(undetermined).toStrictEqual([]);
      }),
      settings,
    );
  });
});

const january = '2026-01-10T01:00:00.000Z';
const february = '2026-02-10T01:00:00.000Z';
const march = '2026-03-10T01:00:00.000Z';
/** The last instant of a Vietnam day. */
const end = (of: string): string => new Date(momentMs(of)).toISOString();

const correcting = (targetEventId: string, path: string, change: object, recordedAt = march, id = 'agreement-1') =>
  ({
    stream: { type: 'agreement', id },
    type: 'RecordCorrected',
    data: { correctionId: 'cor-1', targetEventId, path, evidence: [], proposedBy: 'event-2', ...change },
    recordedAt,
  }) satisfies Happened;

describe('a correction in lists', () => {
  const drafted = agreementEvent('AgreementDrafted', {}, on('2026-01-05', january));
  const rows = (...happened: readonly Happened[]) =>
    rowsOf(recorded(happened)).map(({ axis, status, subject, validFrom, validTo, recordedFrom, recordedTo }) => [
      ...[axis, status, subject, validFrom, validTo],
      ...[recordedFrom, recordedTo],
    ]);
  const old = 'Quy chế phối hợp công tác';
  const now = 'Quy chế phối hợp liên ngành';

  test('of wording changes the row from then on, and for the whole past of the world', () => {
    expect(rows(drafted, correcting('event-1', 'subject', { was: old, now }))).toStrictEqual([
      ['RECORD', 'DRAFTING', old, null, null, january, march],
      ['WORLD', 'DRAFTING', old, end('2026-01-05'), null, january, march],
      ['RECORD', 'DRAFTING', now, null, null, march, null],
      ['WORLD', 'DRAFTING', now, end('2026-01-05'), null, march, null],
    ]);
  });

  test('of a day moves what happened on it, before or behind other events', () => {
    const finalized = agreementEvent('TextFinalized', {}, on('2026-02-01', february));
    const moved = correcting('event-2', 'occurred', { was: day('2026-02-01'), now: day('2026-01-20') });
    expect(rows(drafted, finalized, moved).filter(([axis]) => axis === 'WORLD')).toStrictEqual([
      ['WORLD', 'DRAFTING', old, end('2026-01-05'), null, january, february],
      ['WORLD', 'DRAFTING', old, end('2026-01-05'), end('2026-02-01'), february, march],
      ['WORLD', 'FINALIZED', old, end('2026-02-01'), null, february, march],
      ['WORLD', 'DRAFTING', old, end('2026-01-05'), end('2026-01-20'), march, null],
      ['WORLD', 'FINALIZED', old, end('2026-01-20'), null, march, null],
    ]);
  });

  test('takes away a day of its own, and the event counts from when it occurred', () => {
    const registered = agreementEvent(
      'AgreementRegistered',
      { effectiveFrom: day('2020-03-24') },
      on('2021-11-12', january),
    );
    const correction = correcting('event-1', 'effectiveFrom', { was: day('2020-03-24') });
    expect(rows(registered, correction).filter(([axis]) => axis === 'WORLD')).toMatchObject([
      ['WORLD', 'IN_FORCE', 'Chương trình phối hợp', end('2020-03-24'), null, january, march],
      ['WORLD', 'IN_FORCE', 'Chương trình phối hợp', end('2021-11-12'), null, march, null],
    ]);
  });

  test('of something that lists do not show writes no row', () => {
    const given = [drafted, agreementEvent('PartySigned', {}, { recordedAt: february })];
    const without = rows(...given);
    const correction = correcting('event-2', 'officeId', { was: 'office-1', now: 'office-2' });
    expect(rows(...given, correction)).toStrictEqual(without);
  });

  test('of another kind of stream with the same id is none of theirs', async () => {
    const foreign = {
      ...correcting('event-1', 'subject', { was: old, now }),
      stream: { type: 'source', id: 'agreement-1' },
    } as const;
    for (const projection of [agreementsProjection, agreementStatesProjection] as readonly Projection[])
      await projectionSpec(projection)
        .given(drafted)
        .when(foreign)
        .then(contentsOf(projection, recorded([drafted])));
  });
});

describe('a correction of a merger', () => {
  const merged = (from: readonly string[]): Happened => ({
    stream: { type: 'organization', id: 'b' },
    type: 'OrganizationsMerged',
    data: { from, effectiveFrom: day('2025-07-01'), decisionDocId: 'decision-1' },
  });
  const merger = (from: string) => ({
    from,
    into: 'b',
    effectiveFrom: day('2025-07-01'),
    decisionDocId: 'decision-1',
    causeEventId: 'event-2',
  });

  test('leaves those to wait who are still said to be merged', () => {
    const given = [organizationRegistered('b', 'Ban Dân vận'), merged(['a', 'c'])];
    const correction: Happened = {
      ...correcting('event-2', 'from', { was: ['a', 'c'], now: ['c', 'd'] }),
      stream: { type: 'organization', id: 'b' },
    };
    const after = contentsOf(organizationsProjection, recorded([...given, correction]));
    expect(after.mergers).toStrictEqual({ c: merger('c'), d: merger('d') });
  });
});
