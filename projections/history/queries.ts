import type { Document, ReadModel } from '../../src/application/ports.js';
import { page } from '../page.js';
import type { HistoryQueries } from '../queries.js';
import { history, type HistoryDocument } from './document.js';

/** Questions to the history of everything. */
export const historyQueries = (model: ReadModel): HistoryQueries => ({
  list: (query) => page(model, history.name, query),
  count: (filter) => model.count(history.name, filter),
  byIds: async (ids) =>
    (await model.getMany(history.name, ids)).map((found) => found as Document<HistoryDocument> | null),
});
