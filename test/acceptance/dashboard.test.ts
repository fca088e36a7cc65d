import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { agreements, noise } from '../support/seeds.js';
import type { Identity } from '../support/app.js';
import { serve, type Served } from './support.js';

// Questions of who builds dashboards (reference section 6), asked over HTTP of the imported sample; the answers are those of the articles.

const { hanoi, hoChiMinhCity, namDinh } = agreements;
/** The present of all questions. */
const now = '2026-11-21T03:00:00.000Z';

let served: Served;
beforeAll(async () => {
  served = await serve(now);
});
afterAll(() => served.close());

const dashboard: Identity = { role: 'DASHBOARD' };

interface Warned {
  readonly agreements: {
    readonly nodes: readonly {
      readonly id: string;
      readonly status: string;
      readonly warnings: readonly { readonly code: string }[];
    }[];
  };
}

describe('D1: agreements by state', () => {
  const query = `query ($asOf: AsOf) { stats(of: AGREEMENT, groupBy: [STATUS], asOf: $asOf) {
    total rows { key { value } count }
  } }`;
  test.each([
    ['2026-11-21', { EXPIRED: 2, IN_FORCE: 1 }],
    ['2023-03-01', { IN_FORCE: 3 }],
    [null, { EXPIRED: 2, IN_FORCE: 1 }],
  ])('as of %s', async (asOf, counts) => {
    expect(await served.ask(query, { asOf }, dashboard)).toEqual({
      stats: {
        total: 3,
        rows: Object.entries(counts).map(([value, count]) => ({ key: [{ value }], count })),
      },
    });
  });
});

describe('D2: the same with warnings', () => {
  test('every agreement says what is not known of it', async () => {
    const { agreements: found } = await served.ask<Warned>(
      '{ agreements { nodes { id status warnings { code } } } }',
      {},
      dashboard,
    );
    const codesOf = (id: string): readonly string[] =>
      found.nodes.filter((node) => node.id === id).flatMap(({ warnings }) => warnings.map(({ code }) => code));
    const about = [
      'OPEN_ENDED',
      'NUMBER_UNKNOWN',
      'EXPIRED_WITHOUT_FINAL_REVIEW',
      'SIGNATORY_UNKNOWN',
      'SIGNED_ON_UNKNOWN',
    ];
    const told = (id: string) => about.filter((code) => codesOf(id).includes(code));
    expect(Object.fromEntries(found.nodes.map(({ id, status }) => [id, status]))).toEqual({
      [hanoi.id]: 'EXPIRED',
      [hoChiMinhCity.id]: 'EXPIRED',
      [namDinh.id]: 'IN_FORCE',
    });
    expect(told(namDinh.id)).toEqual(['OPEN_ENDED', 'SIGNATORY_UNKNOWN', 'SIGNED_ON_UNKNOWN']);
    expect(told(hanoi.id)).toEqual(about.slice(1));
    expect(told(hoChiMinhCity.id)).toEqual(about.slice(2));
  });
});

describe('D10: search as people type', () => {
  const query = `query ($text: String!, $types: [SearchType!]) { search(text: $text, types: $types) { type id } }`;
  const found = async (text: string, types: readonly string[] | null = null): Promise<readonly string[]> => {
    const { search } = await served.ask<{ search: readonly { id: string }[] }>(query, { text, types }, dashboard);
    return search.map(({ id }) => id);
  };

  test('Thành ủy is found without marks and with the tone on either letter', async () => {
    const plain = await found('thanh uy', ['ORGANIZATION']);
    expect(await found('Thành uỷ', ['ORGANIZATION'])).toEqual(plain);
    expect(await found('Thành ủy', ['ORGANIZATION'])).toEqual(plain);
    // The committees of the two cities and their bodies; then those with both words apart, as Huyện ủy Thanh Trì.
    expect([...plain].sort()).toEqual([
      'org-hcm-bdv',
      'org-hcm-tu',
      'org-hcm-tu-btv',
      'org-hn-class-btv',
      'org-hn-thanhtri-btv',
      'org-hn-thanhtri-hu',
      'org-hn-tu',
      'org-hn-tu-btv',
    ]);
  });

  test('words typed with marks do not put an abbreviation without marks first', async () => {
    await served.must({ role: 'CLERK' }, 'RegisterOrganization', {
      id: 'org-plain',
      name: 'Trung tâm Dịch vụ',
      abbreviations: ['DOAN VIEN'],
      kind: 'UNION_SERVICE_UNIT',
      decisionDocId: 'doc-1',
    });
    const hits = await found('đoàn viên', ['ORGANIZATION']);
    expect([...hits].sort()).toEqual(['org-hn-cdvc-khoi', 'org-nd-cdvc', 'org-plain']);
    expect(hits.at(-1)).toBe('org-plain');
  });

  test('asked of all types, the three spellings find the same, the committees of both cities among it', async () => {
    const plain = await found('thanh uy');
    expect(await found('Thành uỷ')).toEqual(plain);
    expect(await found('Thành ủy')).toEqual(plain);
    expect(plain).toEqual(expect.arrayContaining(['org-hn-tu', 'org-hcm-tu', 'org-hn-tu-btv', 'org-hcm-tu-btv']));
  });

  test('an abbreviation and a province find the federation', async () => {
    expect(await found('LDLD Nam Dinh', ['ORGANIZATION'])).toEqual(['org-nd-ldld']);
    expect((await found('LDLD Nam Dinh'))[0]).toBe('org-nd-ldld');
  });

  test.each(['Dân dận - Nội chính', 'dan van noi chinh'])(
    'a slip of the source and what was meant both find: %s',
    async (text) => {
      expect(await found(text, ['ORGANIZATION'])).toEqual(['org-nd-bdvnc']);
    },
  );

  test.each(noise)('what stood beside the article is no fact of an agreement: %s', async (text) => {
    expect(await found(text)).toEqual([]);
  });
});

describe('D9: a page of the timeline that does not jump while events arrive', () => {
  interface Page {
    readonly auditTrail: {
      readonly edges: readonly { readonly cursor: string; readonly node: object }[];
      readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
      readonly projection: object;
    };
  }
  const query = `query ($after: Cursor, $minPosition: EventPosition) {
    auditTrail(first: 2, after: $after, minPosition: $minPosition, filter: { from: "2020-01-01", to: "2023-12-31" }) {
      edges { cursor node { event stream occurred { earliest latest } } }
      pageInfo { endCursor hasNextPage }
      projection { name position lag { events ms } }
    }
  }`;
  const nodes = ({ auditTrail }: Page): readonly object[] => auditTrail.edges.map(({ node }) => node);

  test('pages by position; what is recorded meanwhile comes after the cursor, even if it happened before', async () => {
    const first = await served.ask<Page>(query);
    expect(nodes(first)).toEqual([
      {
        event: 'AgreementRegistered',
        stream: 'agreement:agr-hcm-2020',
        occurred: { earliest: null, latest: hoChiMinhCity.signedOn.latest },
      },
      {
        event: 'AgreementRegistered',
        stream: 'agreement:agr-nd-2021',
        occurred: { earliest: namDinh.documentDay, latest: namDinh.documentDay },
      },
    ]);
    const day = { earliest: '2020-06-11', latest: '2020-06-11', precision: 'DAY', certainty: 'STATED' };
    const minPosition = await served.must({ role: 'CLERK' }, 'RegisterSource', {
      id: 'src-late',
      kind: 'PAPER',
      title: 'Thông báo',
      occurred: day,
      reason: 'ghi lại',
      source: { kind: 'PAPER', ref: 'src-late', certainty: 'STATED' },
    });
    const second = await served.ask<Page>(query, { after: first.auditTrail.pageInfo.endCursor, minPosition });
    expect(nodes(second)).toEqual([
      {
        event: 'AgreementRegistered',
        stream: 'agreement:agr-hn-2022',
        occurred: { earliest: hanoi.inForceFrom.earliest, latest: hanoi.inForceFrom.latest },
      },
      // No source says on what day it took effect: it is placed by the year from which it did.
      {
        event: 'AgreementEnteredIntoForce',
        stream: 'agreement:agr-hn-2022',
        occurred: { earliest: null, latest: null },
      },
    ]);
    const third = await served.ask<Page>(query, { after: second.auditTrail.pageInfo.endCursor, minPosition });
    expect(nodes(third)).toEqual([
      {
        event: 'SourceRegistered',
        stream: 'source:src-late',
        occurred: { earliest: day.earliest, latest: day.latest },
      },
    ]);
    expect(third.auditTrail.pageInfo.hasNextPage).toBe(false);
    expect(third.auditTrail.projection).toEqual({ name: 'history', position: minPosition, lag: { events: 0, ms: 0 } });
    expect(nodes(await served.ask<Page>(query, { minPosition }))).toEqual(nodes(first));
  });
});
