import type { ReadModel } from '../../src/application/ports.js';
import { both, find, page } from '../page.js';
import type { OrganizationQueries } from '../queries.js';
import { type MergerDocument, mergers, type OrganizationDocument, organizations } from './document.js';

/**
 * Mergers of organisations that stand still. One whose dissolution was recorded before its merger is passed over: there is
 * nothing left to do.
 */
const pendingMerges = async (model: ReadModel, limit: number): Promise<readonly MergerDocument[]> => {
  const pending: MergerDocument[] = [];
  let after: readonly string[] | undefined;
  while (pending.length < limit) {
    const found = await find<MergerDocument>(model, mergers.name, { limit, ...(after === undefined ? {} : { after }) });
    const ids = found.map(({ id }) => id);
    const merged = (await model.getMany(organizations.name, ids)).map(
      (organization) => organization?.body as OrganizationDocument | undefined,
    );
    const due = found.filter((_, index) => merged[index]?.dissolved === false);
    pending.push(...due.map(({ body }) => body));
    const last = found.at(-1);
    if (last === undefined || found.length < limit) break;
    after = [last.id];
  }
  return pending.slice(0, limit);
};

/** Questions to the organisations now. */
export const organizationQueries = (model: ReadModel): OrganizationQueries => ({
  list: (query) => page(model, organizations.name, query),
  count: (filter) => model.count(organizations.name, filter),
  countBy: (fields, filter) => model.countBy(organizations.name, fields, filter),
  pendingMerges: (limit) => pendingMerges(model, limit),
  childrenOf: (orgId, limit) =>
    find(model, organizations.name, {
      filter: both({ field: 'parentId', eq: orgId }, { field: 'dissolved', eq: false }),
      order: [{ field: 'nameSort', direction: 'ASC' }],
      limit,
    }),
});
