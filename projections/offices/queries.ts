import type { ReadModel } from '../../src/application/ports.js';
import { page } from '../page.js';
import type { OfficeQueries } from '../queries.js';
import { offices } from './document.js';

/** Questions to the offices now. */
export const officeQueries = (model: ReadModel): OfficeQueries => ({
  list: (query) => page(model, offices.name, query),
  count: (filter) => model.count(offices.name, filter),
});
