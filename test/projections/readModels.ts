import type { ReadModel } from '../../src/application/ports.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { beginning } from '../../src/domain/kernel/ids.js';
import { openSqliteReadStore } from '../../src/readstore/sqlite/readStore.js';
import { projectBatch } from '../../projections/batch.js';
import { createQueries, projections } from '../../projections/index.js';
import type { Queries } from '../../projections/queries.js';
import { recorded, type Happened } from '../support/projectionSpec.js';

/** Every read model over the embedded store, brought up to the events one by one; closed when `use` has ended. */
export const withReadModels = (
  happened: readonly Happened[],
  use: (queries: Queries, events: readonly Recorded[]) => Promise<void>,
): Promise<void> => {
  const events = recorded(happened);
  return withReadModelsOf(events, (queries) => use(queries, events));
};

/** As `withReadModels`, over events from a log. */
export const withReadModelsOf = async (
  events: readonly Recorded[],
  use: (queries: Queries) => Promise<void>,
): Promise<void> => {
  const store = await openSqliteReadStore({
    file: ':memory:',
    warn: (message) => {
      throw new Error(message);
    },
  });
  try {
    const models: Record<string, ReadModel> = {};
    for (const projection of projections) {
      const generation = await store.open(projection.name, projection.version, projection.collections);
      let after = beginning;
      for (const event of events) {
        await projectBatch(projection, generation, { events: [event], upTo: event.position, live: true }, after);
        after = event.position;
      }
      models[projection.name] = generation;
    }
    await use(createQueries(models));
  } finally {
    await store.close();
  }
};
