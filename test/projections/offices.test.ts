import { describe, expect, test } from '@jest/globals';
import { day } from '../../src/domain/kernel/fuzzyDate.js';
import { sortKey } from '../../src/domain/kernel/text.js';
import { office, officeEvents } from '../../src/domain/office/index.js';
import type { OfficeDocument } from '../../projections/offices/document.js';
import { kept } from '../../projections/keptEvents.js';
import { officesProjection } from '../../projections/offices/evolve.js';
import { type Happened, projectionSpec, recorded } from '../support/projectionSpec.js';
import { officeRegistered } from './bodySamples.js';
import { withReadModels } from './readModels.js';

const title = 'Phó Chủ tịch LĐLĐ TP Hà Nội';
const registered = officeRegistered('office-1', title, {
  also: ['Ủy viên Ban Thường vụ'],
  asWritten: 'Phó Chủ tịt',
  corrected: 'Phó Chủ tịch',
});
const shown: OfficeDocument = {
  title,
  titleSort: sortKey(title),
  titleFolded: 'pho chu tich ldld tp ha noi',
  orgId: 'org-1',
  also: ['Ủy viên Ban Thường vụ'],
  version: 1,
  changedAt: '2026-03-01T00:00:00.000Z',
  exact: 'pho chu tich lđlđ tp ha nôi uy viên ban thương vu pho chu tit pho chu tich liên đoan lao đông btv',
  folded: 'pho chu tich ldld tp ha noi uy vien ban thuong vu pho chu tit pho chu tich lien doan lao dong btv',
};

const [first] = recorded([registered]);
const officeFolds = {
  'office-1': { registered: first && kept(first, { type: registered.type, data: registered.data }) },
};

const later = (type: keyof typeof officeEvents, data: object): Happened => ({
  stream: { type: 'office', id: 'office-1' },
  type,
  data,
  recordedAt: '2026-03-02T00:00:00.000Z',
});
const holdings = [
  later('HolderAppointed', { personKey: 'person-1', effectiveFrom: day('2026-01-01') }),
  later('HoldingEnded', { personKey: 'person-1', effectiveFrom: day('2026-02-01') }),
  later('MandateGranted', {
    mandateId: 'mandate-1',
    grantorOfficeId: 'office-2',
    grantorOrgId: 'org-1',
    capacity: 'FOR_HEAD',
    scope: {},
    effectiveFrom: day('2026-01-01'),
    documentId: 'document-1',
  }),
  later('MandateRevoked', { mandateId: 'mandate-1', effectiveFrom: day('2026-02-01') }),
];

describe('offices now', () => {
  test('a registered office is listed and found by its titles, as written and as meant', async () => {
    await projectionSpec(officesProjection)
      .given(registered)
      .then({ offices: { 'office-1': shown }, officeFolds });
  });

  test.each(holdings.map((event) => [event.type, event] as const))(
    '%s changes when the office was changed, and names no person',
    async (_, event) => {
      await projectionSpec(officesProjection)
        .given(registered)
        .when(event)
        .then({
          offices: { 'office-1': { ...shown, version: 2, changedAt: '2026-03-02T00:00:00.000Z' } },
          officeFolds,
        });
    },
  );

  test('an office that nobody registered is not listed', async () => {
    await projectionSpec(officesProjection)
      .given(...holdings)
      .then({});
  });

  test('every event of an office is handled and tested here', () => {
    const tested = [registered, ...holdings].map(({ type }) => type).sort();
    expect([...officesProjection.handles].sort()).toStrictEqual(Object.keys(office.events).sort());
    expect(Object.keys(officeEvents).sort()).toStrictEqual(tested);
  });

  test('offices are listed by title and counted by organisation', async () => {
    const given = [officeRegistered('o1', 'Đội trưởng', { orgId: 'org-2' }), officeRegistered('o2', 'Chủ tịch')];
    await withReadModels(given, async ({ offices }) => {
      const { items, hasMore } = await offices.list({ order: [{ field: 'titleSort', direction: 'ASC' }], limit: 5 });
      expect([items.map(({ id }) => id), hasMore]).toStrictEqual([['o2', 'o1'], false]);
      expect(await offices.count({ field: 'orgId', eq: 'org-2' })).toBe(1);
    });
  });
});
