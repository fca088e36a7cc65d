import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';
import { collectionOf, type Generation, type Write } from '../../src/application/ports.js';
import type { EventMeta, Recorded } from '../../src/domain/kernel/event.js';
import { instant } from '../../src/domain/kernel/fuzzyDate.js';
import { beginning, position, streamName, type Position, type StreamRef } from '../../src/domain/kernel/ids.js';
import { openSqliteReadStore } from '../../src/readstore/sqlite/readStore.js';
import { projectBatch } from '../../projections/batch.js';
import type { Projection } from '../../projections/projection.js';

/** An event as a test tells it; what it leaves out is made up, the same every time. */
export interface Happened {
  readonly stream: StreamRef;
  readonly type: string;
  readonly data: object;
  /** RFC 3339 UTC. */
  readonly recordedAt?: string;
  readonly meta?: Partial<EventMeta>;
}

/** Gives told events versions in their streams, and positions 10, 20, 30 … as a log with gaps does. */
export const recorded = (happened: readonly Happened[]): readonly Recorded[] => {
  const versions = new Map<string, number>();
  return happened.map(({ stream, type, data, recordedAt = '2026-03-01T00:00:00.000Z', meta = {} }, index) => {
    const version = (versions.get(streamName(stream)) ?? 0) + 1;
    versions.set(streamName(stream), version);
    return {
      eventId: `event-${index + 1}`,
      type,
      data,
      stream: { ...stream, version },
      position: position((index + 1) * 10),
      recordedAt,
      meta: {
        schemaVersion: 1,
        occurred: instant(recordedAt),
        actor: { role: 'CLERK', personKey: 'person-1' },
        origin: { channel: 'API', requestId: 'request-1' },
        commandId: `command-${index + 1}`,
        payloadHash: 'hash',
        correlationId: 'correlation-1',
        salt: 'salt',
        store: 'digest',
        ...meta,
      },
    };
  });
};

/** The bodies of every collection, by id. */
export type Contents = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Everything in a generation; collections without documents are left out. */
export const contents = async (projection: Projection, generation: Generation): Promise<Contents> => {
  const found: Record<string, Record<string, object>> = {};
  for (const { name } of projection.collections) {
    const documents = await generation.find(name, { limit: 10_000 });
    if (documents.length > 0) found[name] = Object.fromEntries(documents.map(({ id, body }) => [id, body]));
  }
  return found;
};

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};

const requireJson = (write: Write): Write => {
  if ('body' in write && !isDeepStrictEqual(JSON.parse(JSON.stringify(write.body)), write.body)) {
    throw new Error(`the body of ${collectionOf(write)} ${write.id} is not plain JSON: ${JSON.stringify(write.body)}`);
  }
  return write;
};

/** The projection, failing when it changes what it is given or writes what JSON cannot hold. */
const strict = (projection: Projection): Projection => ({
  ...projection,
  key: (event) => projection.key(frozen(event)),
  evolve: (document, event) => projection.evolve(frozen(document), frozen(event)).map(requireJson),
});

const verify = async (projection: Projection, events: readonly Recorded[], expected: Contents): Promise<void> => {
  const store = await openSqliteReadStore({
    file: ':memory:',
    warn: (message) => {
      throw new Error(message);
    },
  });
  const { name, version, collections } = projection;
  const deliver = async (generation: Generation, batch: readonly Recorded[], after: Position): Promise<Position> => {
    const upTo = batch.at(-1)?.position ?? after;
    expect(await projectBatch(strict(projection), generation, { events: batch, upTo, live: true }, after)).toBe(true);
    return upTo;
  };
  try {
    const single = await store.open(name, version, collections);
    let after = beginning;
    for (const event of events) {
      after = await deliver(single, [event], after);
      const before = await contents(projection, single);
      // The same event once more, as after a crash between the answer and the acknowledgement.
      await deliver(single, [event], after);
      expect(await contents(projection, single)).toStrictEqual(before);
    }
    expect(await contents(projection, single)).toStrictEqual(expected);

    const together = await store.beginRebuild(name, version, collections);
    await deliver(together, events, beginning);
    expect(await contents(projection, together)).toStrictEqual(expected);
  } finally {
    await store.close();
  }
};

/**
 * What a projection makes of events, exactly: `await projectionSpec(p).given(…).when(…).then({ collection: { id: body } })`.
 * Collections left out must be empty. The events run one by one, each delivered twice, and then all in one batch: the
 * documents must be the same. `evolve` must not change what it is given.
 */
export const projectionSpec = (projection: Projection) => {
  const told = (happened: readonly Happened[]) => ({
    when: (...more: readonly Happened[]) => told([...happened, ...more]),
    then: (expected: Contents): Promise<void> => verify(projection, recorded(happened), expected),
  });
  return { given: (...happened: readonly Happened[]) => told(happened) };
};
