import type { Document, ReadModel } from '../../src/application/ports.js';
import { find, page } from '../page.js';
import type { SteeringQueries } from '../queries.js';
import { type SteeringDocument, steeringCommittees } from './document.js';

const pageSize = 200;

/** The committees ever said to run one of these agreements, all of them, by id. */
const ofAny = async (
  model: ReadModel,
  agreementIds: readonly string[],
): Promise<readonly Document<SteeringDocument>[]> => {
  const all: Document<SteeringDocument>[] = [];
  for (;;) {
    const last = all.at(-1);
    const found = await find<SteeringDocument>(model, steeringCommittees.name, {
      filter: { field: 'agreementIds', in: agreementIds },
      limit: pageSize,
      ...(last === undefined ? {} : { after: [last.id] }),
    });
    all.push(...found);
    if (found.length < pageSize) return all;
  }
};

/** Questions to the steering committees now. */
export const steeringQueries = (model: ReadModel): SteeringQueries => ({
  list: (query) => page(model, steeringCommittees.name, query),
  count: (filter) => model.count(steeringCommittees.name, filter),
  ofAgreements: async (agreementIds) => {
    const byAgreement = new Map<string, Document<SteeringDocument>[]>(agreementIds.map((id) => [id, []]));
    for (const committee of await ofAny(model, agreementIds))
      for (const id of committee.body.agreementIds) byAgreement.get(id)?.push(committee);
    return agreementIds.map((id) =>
      (byAgreement.get(id) ?? [])
        .sort((a, b) =>
          a.body.registeredAt < b.body.registeredAt ? -1 : a.body.registeredAt > b.body.registeredAt ? 1 : 0,
        )
        .map((committee) => committee.id),
    );
  },
});
