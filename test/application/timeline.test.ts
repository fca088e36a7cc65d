import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Point, snapshotAt } from '../../src/application/history.js';
import { StreamView } from '../../src/application/streams.js';
import type { Folding } from '../../src/application/timeline.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import type { Position } from '../../src/domain/kernel/ids.js';
import { validTime } from '../../src/domain/kernel/validTime.js';

/** Folds to the versions in the order in which they were folded. */
const inOrder: Folding = {
  initialState: [],
  evolve: (state, event) => [...(state as readonly number[]), event.stream.version],
};

const hour = 3_600_000;
const start = Date.parse('2026-03-01T00:00:00.000Z');
const instant = (hours: number): string => new Date(start + hours * hour).toISOString();

interface Dated {
  readonly earliest: number;
  readonly length: number;
}

const eventOf = ({ earliest, length }: Dated, index: number): Recorded => ({
  eventId: `event-${index + 1}`,
  position: `${index + 1}`.padStart(20, '0') as Position,
  stream: { type: 'agreement', id: 'agr-1', version: index + 1 },
  type: 'Something',
  data: {},
  meta: {
    commandId: `command-${index}`,
    correlationId: `command-${index}`,
    actor: { role: 'CLERK' },
    occurred: {
      ...{ earliest: instant(earliest), latest: instant(earliest + length) },
      ...{ precision: length === 0 ? 'INSTANT' : 'RANGE', certainty: 'STATED' },
    },
    origin: { channel: 'API', requestId: 'request-1' },
    ...{ schemaVersion: 1, payloadHash: 'x', salt: 'x', store: 'x' },
  },
  recordedAt: instant(1_000 + index),
});

/** The fold of reference 4.2, Two clocks, as it is written there. */
const byTheBook = (events: readonly Recorded[], { asOf, knownAt }: Point) => {
  const known = events.filter(({ recordedAt }) => knownAt === undefined || recordedAt <= knownAt);
  if (asOf === undefined) return { order: known.map(({ stream }) => stream.version), undetermined: [], known };
  const at = Date.parse(asOf);
  const times = known.map((event) => ({ event, ...validTime(event) }));
  return {
    order: times
      .filter(({ latest }) => latest <= at)
      .sort((a, b) => a.latest - b.latest || a.event.stream.version - b.event.stream.version)
      .map(({ event }) => event.stream.version),
    undetermined: times
      .filter(({ earliest, latest }) => earliest <= at && at < latest)
      .map(({ event }) => event.eventId),
    known,
  };
};

test('whatever the dates, a state at a point is the fold that the reference tells, also while the stream grows', () => {
  const dated = fc.record({
    earliest: fc.integer({ min: 0, max: 60 }),
    length: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 })),
  });
  const ordered = fc.array(dated, { maxLength: 60 });
  const late = fc.integer({ min: 0, max: 3 });
  fc.assert(
    fc.property(
      fc.tuple(ordered, late).map(([dates, lates]) => {
        const rising = [...dates].sort((a, b) => a.earliest + a.length - b.earliest - b.length);
        return lates === 3 ? dates : [...rising, ...dates.slice(0, lates)];
      }),
      fc.array(fc.record({ asOf: fc.integer({ min: -1, max: 81 }), knownAt: fc.integer({ min: 999, max: 1_063 }) })),
      (dates, points) => {
        const view = new StreamView({ type: 'agreement', id: 'agr-1' }, inOrder);
        const events = dates.map(eventOf);
        for (const end of [Math.floor(events.length / 2), events.length]) {
          view.add(events.slice(view.version, end));
          for (const { asOf, knownAt } of points)
            for (const point of [{ asOf: instant(asOf) }, { asOf: instant(asOf), knownAt: instant(knownAt) }, {}]) {
              const { order, undetermined, known } = byTheBook(events.slice(0, end), point);
              const snapshot = snapshotAt<readonly number[]>(view, point);
              expect(snapshot).toMatchObject({ state: order, undetermined, version: known.length });
              expect(snapshot.lastEvent?.stream.version).toBe(order.at(-1));
            }
        }
      },
    ),
    { numRuns: 200 },
  );
});
