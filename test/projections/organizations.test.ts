import { describe, expect, test } from '@jest/globals';
import { fold as foldEvents } from '../../src/domain/kernel/decider.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { day } from '../../src/domain/kernel/fuzzyDate.js';
import { sortKey } from '../../src/domain/kernel/text.js';
import { organization, type OrganizationEvent, organizationEvents } from '../../src/domain/organization/index.js';
import type { OrganizationDocument } from '../../projections/organizations/document.js';
import { kept } from '../../projections/keptEvents.js';
import { organizationsProjection } from '../../projections/organizations/evolve.js';
import { type Happened, projectionSpec, recorded } from '../support/projectionSpec.js';
import { organizationRegistered } from './bodySamples.js';
import { withReadModels } from './readModels.js';

const merged = (into: string, ...from: readonly string[]): Happened => ({
  stream: { type: 'organization', id: into },
  type: 'OrganizationsMerged',
  data: { from, effectiveFrom: day('2025-07-01'), decisionDocId: 'decision-1' },
});
const dissolved = (id: string): Happened => ({
  stream: { type: 'organization', id },
  type: 'OrganizationDissolved',
  data: { effectiveFrom: day('2025-07-01'), decisionDocId: 'decision-1', successors: ['b'] },
});
const renamed: Happened = {
  stream: { type: 'organization', id: 'a' },
  type: 'OrganizationRenamed',
  data: {
    from: 'Liên đoàn Lao động tỉnh (Nam Định)',
    to: 'Liên đoàn Lao động tỉnh Ninh Bình',
    abbreviations: ['LĐLĐ NB'],
    effectiveFrom: day('2025-07-01'),
  },
};
const reparented: Happened = {
  stream: { type: 'organization', id: 'a' },
  type: 'OrganizationReparented',
  data: { parentId: 'b', effectiveFrom: day('2025-07-01') },
};

const first = organizationRegistered('a', 'Liên đoàn Lao động tỉnh (Nam Định)', {
  abbreviations: ['LĐLĐ', 'LĐLĐ tỉnh'],
  parentId: 'org-tld',
  spellings: ['LĐLĐ Nam Định'],
});

const shown: OrganizationDocument = {
  name: 'Liên đoàn Lao động tỉnh (Nam Định)',
  nameSort: sortKey('Liên đoàn Lao động tỉnh (Nam Định)'),
  nameFolded: 'lien doan lao dong tinh (nam dinh)',
  kind: 'UNION_FEDERATION',
  level: 'PROVINCE',
  system: 'UNION',
  parentId: 'org-tld',
  abbreviations: ['LĐLĐ', 'LĐLĐ tỉnh'],
  dissolvedFrom: null,
  dissolved: false,
  version: 1,
  changedAt: '2026-03-01T00:00:00.000Z',
  exact: 'liên đoan lao đông tinh nam đinh lđlđ lđlđ tinh lđlđ nam đinh',
  folded: 'lien doan lao dong tinh nam dinh ldld ldld tinh ldld nam dinh',
};

const folds = (happened: readonly Happened[], id = 'a') => {
  const events = recorded(happened).filter(({ stream }) => stream.id === id) as Recorded<OrganizationEvent>[];
  return {
    [id]: {
      events: events.map((event) => kept(event, { type: event.type, data: event.data })),
      state: foldEvents(organization, events),
    },
  };
};

const spec = projectionSpec(organizationsProjection);

describe('organisations now', () => {
  test('a registered organisation is listed and found by its name, abbreviations and spellings', async () => {
    await spec.given(first).then({ organizations: { a: shown }, organizationFolds: folds([first]) });
  });

  test('a misspelling of the source is found by what was written and by what was meant', async () => {
    const given = organizationRegistered('a', 'Ban Dân vận - Nội chính', {
      asWritten: 'Ban Dân dận - Nội chính',
      corrected: 'Ban Dân vận - Nội chính',
    });
    await spec.given(given).then({
      organizations: {
        a: {
          ...shown,
          name: 'Ban Dân vận - Nội chính',
          nameSort: sortKey('Ban Dân vận - Nội chính'),
          nameFolded: 'ban dan van - noi chinh',
          parentId: null,
          abbreviations: [],
          exact: 'ban dân vân nôi chinh ban dân dân nôi chinh ban dân vân nôi chinh',
          folded: 'ban dan van noi chinh ban dan dan noi chinh ban dan van noi chinh',
        },
      },
      organizationFolds: folds([given]),
    });
  });

  test('a renamed organisation is listed by its new name and still found by the old', async () => {
    await spec
      .given(first)
      .when(renamed)
      .then({
        organizations: {
          a: {
            ...shown,
            name: 'Liên đoàn Lao động tỉnh Ninh Bình',
            nameSort: sortKey('Liên đoàn Lao động tỉnh Ninh Bình'),
            nameFolded: 'lien doan lao dong tinh ninh binh',
            abbreviations: ['LĐLĐ NB'],
            version: 2,
            exact:
              'liên đoan lao đông tinh ninh binh lđlđ nb lđlđ nam đinh liên đoan lao đông tinh nam đinh lđlđ lđlđ tinh',
            folded:
              'lien doan lao dong tinh ninh binh ldld nb ldld nam dinh lien doan lao dong tinh nam dinh ldld ldld tinh',
          },
        },
        organizationFolds: folds([first, renamed]),
      });
  });

  test('an organisation under another parent is listed there', async () => {
    await spec
      .given(first)
      .when(reparented)
      .then({
        organizations: { a: { ...shown, parentId: 'b', version: 2 } },
        organizationFolds: folds([first, reparented]),
      });
  });

  test('a merger waits for the dissolution of each body merged', async () => {
    const events = [merged('b', 'a', 'c')];
    const merger = {
      into: 'b',
      effectiveFrom: day('2025-07-01'),
      decisionDocId: 'decision-1',
      causeEventId: 'event-1',
    };
    await spec.given(...events).then({
      mergers: { a: { from: 'a', ...merger }, c: { from: 'c', ...merger } },
      organizationFolds: folds(events, 'b'),
    });
  });

  test('a dissolved organisation keeps its place and waits for nothing', async () => {
    const events = [first, merged('b', 'a'), dissolved('a')];
    await spec
      .given(...events.slice(0, 2))
      .when(...events.slice(2))
      .then({
        organizations: { a: { ...shown, dissolved: true, dissolvedFrom: day('2025-07-01'), version: 2 } },
        organizationFolds: { ...folds(events), ...folds(events, 'b') },
      });
  });

  test('every event of an organisation is handled and tested here', () => {
    const tested = [first, renamed, reparented, merged('b'), dissolved('a')].map(({ type }) => type);
    expect([...organizationsProjection.handles].sort()).toStrictEqual(Object.keys(organization.events).sort());
    expect(Object.keys(organizationEvents).sort()).toStrictEqual(tested.sort());
  });
});

describe('questions to the organisations now', () => {
  test('bodies are listed in Vietnamese order, counted, and found under their parent while they stand', async () => {
    const given = [
      organizationRegistered('d', 'Đoàn', { parentId: 'p', kind: 'UNION_BLOCK' }),
      organizationRegistered('a', 'Dân', { parentId: 'p' }),
      organizationRegistered('x', 'Bị giải thể', { parentId: 'p' }),
      organizationRegistered('p', 'Tổng'),
      dissolved('x'),
    ];
    await withReadModels(given, async ({ organizations }) => {
      const order = [{ field: 'nameSort', direction: 'ASC' }] as const;
      const names = (await organizations.list({ order, limit: 9 })).items.map(({ body }) => body.name);
      expect(names).toStrictEqual(['Bị giải thể', 'Dân', 'Đoàn', 'Tổng']);
      expect(await organizations.count({ field: 'dissolved', eq: true })).toBe(1);
      expect(await organizations.countBy(['kind'])).toStrictEqual([
        { key: ['UNION_BLOCK'], count: 1 },
        { key: ['UNION_FEDERATION'], count: 3 },
      ]);
      expect((await organizations.childrenOf('p', 9)).map(({ id }) => id)).toStrictEqual(['a', 'd']);
    });
  });

  test('a merger is pending until the body is dissolved, in whatever order that was recorded', async () => {
    const given = [
      ...['a', 'b', 'c', 'x', 'y'].map((id) => organizationRegistered(id, id)),
      dissolved('x'),
      dissolved('y'),
      merged('b', 'a', 'c', 'x', 'y', 'unknown'),
    ];
    await withReadModels(given, async ({ organizations }) => {
      const from = async (limit: number) => (await organizations.pendingMerges(limit)).map((each) => each.from);
      expect(await from(9)).toStrictEqual(['a', 'c']);
      expect(await from(2)).toStrictEqual(['a', 'c']);
      expect(await from(1)).toStrictEqual(['a']);
    });
    await withReadModels([...given, dissolved('a')], async ({ organizations }) => {
      expect(await organizations.pendingMerges(1)).toStrictEqual([
        {
          from: 'c',
          into: 'b',
          effectiveFrom: day('2025-07-01'),
          decisionDocId: 'decision-1',
          causeEventId: 'event-8',
        },
      ]);
    });
  });
});
