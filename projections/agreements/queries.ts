import type { ReadModel } from '../../src/application/ports.js';
import { numberKeys } from '../numberKeys.js';
import { find, page } from '../page.js';
import type { AgreementQueries } from '../queries.js';
import { type AgreementDocument, agreements } from './document.js';

/** Agreements of one number that are told apart; there should be one (reference 3.2). */
const sameNumberAtMost = 20;

/** Questions to the agreements now. */
export const agreementQueries = (model: ReadModel): AgreementQueries => {
  const due = (field: 'dueForForceOn' | 'dueForExpiryOn', day: string, limit: number) =>
    find<AgreementDocument>(model, agreements.name, {
      filter: { field, lte: day },
      order: [{ field, direction: 'ASC' }],
      limit,
    });
  return {
    byNumber: (number) =>
      find(model, agreements.name, {
        filter: { field: 'numberKey', in: numberKeys(number) },
        limit: sameNumberAtMost,
      }),
    list: (query) => page(model, agreements.name, query),
    count: (filter) => model.count(agreements.name, filter),
    countBy: (fields, filter) => model.countBy(agreements.name, fields, filter),
    dueForForce: (day, limit) => due('dueForForceOn', day, limit),
    dueForExpiry: (day, limit) => due('dueForExpiryOn', day, limit),
  };
};
