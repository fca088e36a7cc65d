// More of what the articles state or imply (see seeds.ts): transcribed from the facts, never from the program's answers.

/** Bodies by their kind; every body is in one list. */
export const bodiesOfKind: Readonly<Record<string, readonly string[]>> = {
  PARTY_COMMITTEE: [
    'org-tw',
    'org-hn-tu',
    'org-hn-melinh-hu',
    'org-hn-donganh-hu',
    'org-hn-socson-hu',
    'org-hn-thanhtri-hu',
    'org-hcm-tu',
  ],
  PARTY_POLITBURO: ['org-bct'],
  UNION_CONFEDERATION: ['org-tld'],
  PARTY_CAUCUS: ['org-tld-dd', 'org-hn-ldld-dd', 'org-hcm-ldld-dd'],
  STANDING_COMMITTEE: [
    'org-hn-tu-btv',
    'org-hn-melinh-btv',
    'org-hn-donganh-btv',
    'org-hn-socson-btv',
    'org-hn-thanhtri-btv',
    'org-hcm-tu-btv',
    'org-nd-duk-btv',
    'org-nd-ldld-btv',
  ],
  UNION_FEDERATION: ['org-hn-ldld', 'org-hcm-ldld', 'org-nd-ldld'],
  PERMANENT_BODY: ['org-hn-ldld-tt'],
  PARTY_CLASS: ['org-hn-class-btv'],
  UNION_BLOCK: ['org-hn-cdvc-khoi'],
  STATE_AGENCY_CLASS: ['org-hn-sbn', 'org-hcm-ttvh'],
  VENUE: ['org-hn-cungvh'],
  PARTY_ADVISORY_BODY: ['org-hcm-bdv', 'org-nd-bdvnc', 'org-nd-btc'],
  STEERING_COMMITTEE: ['org-hcm-bcd', 'org-nd-bcd'],
  UNION_SERVICE_UNIT: ['org-hcm-ttv', 'org-hcm-nvh'],
  SERVICE_UNIT_CLASS: ['org-hcm-class-nvh'],
  BLOC_PARTY_COMMITTEE: ['org-nd-duk'],
  PARTY_BRANCH_SYSTEM: ['org-nd-dbk'],
  STATE_AGENCY: ['org-nd-bqlkcn'],
  UNION_UPPER_GRASSROOTS: ['org-nd-cdvc'],
};

/** Bodies by their level; a venue has none. */
export const bodiesOfLevel: Readonly<Record<string, readonly string[]>> = {
  CENTRAL: ['org-tw', 'org-bct', 'org-tld', 'org-tld-dd'],
  PROVINCE: [
    'org-hn-tu',
    'org-hn-tu-btv',
    'org-hn-ldld',
    'org-hn-ldld-dd',
    'org-hn-ldld-tt',
    'org-hn-cdvc-khoi',
    'org-hn-sbn',
    'org-hcm-tu',
    'org-hcm-tu-btv',
    'org-hcm-bdv',
    'org-hcm-bcd',
    'org-hcm-ldld',
    'org-hcm-ldld-dd',
    'org-hcm-ttv',
    'org-hcm-nvh',
    'org-nd-duk',
    'org-nd-duk-btv',
    'org-nd-dbk',
    'org-nd-ldld',
    'org-nd-ldld-btv',
    'org-nd-bcd',
    'org-nd-bqlkcn',
    'org-nd-cdvc',
    'org-nd-bdvnc',
    'org-nd-btc',
  ],
  MIXED: ['org-hn-class-btv'],
  DISTRICT: [
    'org-hn-melinh-hu',
    'org-hn-donganh-hu',
    'org-hn-socson-hu',
    'org-hn-thanhtri-hu',
    'org-hn-melinh-btv',
    'org-hn-donganh-btv',
    'org-hn-socson-btv',
    'org-hn-thanhtri-btv',
    'org-hcm-ttvh',
    'org-hcm-class-nvh',
  ],
};

/** Bodies whose name the articles write in several ways (X5, X8; amb-s0-3). */
export const spellings: Readonly<Record<string, readonly string[]>> = {
  'org-hn-tu': ['Thành ủy', 'Thành uỷ'],
  'org-hn-cungvh': ['Cung Văn hóa Lao động Hữu nghị Việt – Xô', 'Cung Văn hóa lao động hữu nghị Việt Xô'],
  'org-hn-class-btv': [
    'Ban Thường vụ các quận, huyện, thị xã, Đảng ủy trực thuộc Thành ủy',
    'Ban Thường vụ các Quận, Huyện, Thị ủy, Đảng ủy trực thuộc Thành ủy Hà Nội',
    'Ban Thường vụ các quận, huyện, Thị ủy, Đảng ủy trực thuộc Thành ủy Hà Nội',
  ],
};

/** Other capacities of who held an office. */
export const alsoCalled: Readonly<Record<string, readonly string[]>> = {
  'off-hn-pbttt': ['Ủy viên T.Ư Đảng'],
  'off-hn-bt': ['Ủy viên Bộ Chính trị'],
  'off-tld-ct': ['Ủy viên Trung ương Đảng'],
  'off-hcm-pbt': ['Ủy viên dự khuyết Trung ương Đảng'],
  'off-nd-duk-bt': ['Ủy viên BCH Đảng bộ tỉnh', 'Tỉnh ủy viên'],
  'off-nd-ldld-ct': ['Ủy viên BCH Đảng bộ tỉnh', 'Tỉnh ủy viên'],
  'off-nd-duk-pbt': ['Trưởng Ban Chỉ đạo thực hiện quy chế'],
  'off-nd-bqlkcn-tb': ['Ủy viên BCH Đảng bộ Khối', 'Bí thư Đảng ủy'],
  'off-nd-bdvnc-tb': ['Ủy viên BTV Đảng ủy Khối'],
  'off-nd-cdvc-ct': ['Ủy viên BTV LĐLĐ tỉnh'],
  'off-nd-btc-tb': ['Ủy viên BTV Đảng ủy Khối'],
};

/** Of which class a body is a member, as is inferred. */
export const members: Readonly<Record<string, string>> = {
  'org-hn-melinh-btv': 'org-hn-class-btv',
  'org-hn-donganh-btv': 'org-hn-class-btv',
  'org-hn-socson-btv': 'org-hn-class-btv',
  'org-hn-thanhtri-btv': 'org-hn-class-btv',
};

/** What else is said of single bodies. */
export const remarks: Readonly<Record<string, object>> = {
  'org-nd-bcd': { jointOf: { orgIds: ['org-nd-duk', 'org-nd-ldld'], certainty: 'INFERRED' } },
  'org-nd-bqlkcn': { participation: 'INVITED' },
  'org-hcm-ttv': { status: 'PROPOSED' },
};

/** Who published each article, and when. */
export const published: Readonly<Record<string, object>> = {
  'src-s0': {
    publisher: 'Pháp luật và Xã hội (chuyên trang của Báo Kinh tế & Đô thị)',
    publishedOn: { precision: 'UNKNOWN', certainty: 'UNKNOWN' },
    reuse: "restricted: 'chỉ được dẫn nguồn khi có thỏa thuận bằng văn bản' - ship facts, not the article text",
  },
  'src-s1': {
    publisher: 'HNP',
    publishedOn: {
      earliest: '2020-06-13T22:38:00+07:00',
      latest: '2020-06-13T22:38:59+07:00',
      precision: 'INSTANT',
      asWritten: '22:38 13/06/2020',
      certainty: 'STATED',
    },
  },
  'src-s2': {
    publishedOn: {
      precision: 'UNKNOWN',
      certainty: 'UNKNOWN',
      basis:
        "no date in the article; the side-bar ('Tháng Công nhân năm 2022' L26, '28.6' L32, 'FIFA Days tháng 10' L62) is not part of it and dates the crawl at most",
    },
  },
  'src-s3': {
    publisher: 'Thanhuytphcm.vn',
    publishedOn: {
      precision: 'UNKNOWN',
      certainty: 'UNKNOWN',
      asWritten: 'Thứ Năm, ngày 8 tháng 6 năm 2023',
      basis: 'header is 76 days after the event: page-view or crawl date, not the publication date',
    },
  },
  'src-s4': {
    publishedOn: {
      earliest: '2023-02-20',
      latest: '2023-02-20',
      precision: 'DAY',
      asWritten: 'Thứ 2, Ngày 20 / 02 / 2023',
      certainty: 'STATED',
    },
  },
};
