// Facts that five press articles, S0 to S4, state or imply; the sample must say the same. Transcribed from the facts as they
// were read out of the articles, never from the program's answers: they are what the acceptance tests expect.

/** Bodies: id, name, abbreviations, parent. */
export const organizations: readonly (readonly [
  id: string,
  name: string,
  abbreviations: readonly string[],
  parentId: string | null,
])[] = [
  ['org-tw', 'Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam', ['TW', 'T.Ư Đảng'], null],
  ['org-bct', 'Bộ Chính trị', [], 'org-tw'],
  ['org-tld', 'Tổng Liên đoàn Lao động Việt Nam', ['Tổng LĐLĐ Việt Nam', 'TLĐLĐVN'], null],
  [
    'org-tld-dd',
    'Đảng đoàn Tổng Liên đoàn Lao động Việt Nam',
    ['Đảng đoàn Tổng LĐLĐ Việt Nam', 'ĐĐTLĐLĐVN'],
    'org-tld',
  ],
  ['org-hn-tu', 'Thành ủy Hà Nội', ['TU'], 'org-tw'],
  ['org-hn-tu-btv', 'Ban Thường vụ Thành ủy Hà Nội', [], 'org-hn-tu'],
  ['org-hn-ldld', 'Liên đoàn Lao động thành phố Hà Nội', ['LĐLĐ TP Hà Nội', 'LĐLĐ thành phố'], 'org-tld'],
  ['org-hn-ldld-dd', 'Đảng đoàn Liên đoàn Lao động thành phố Hà Nội', [], 'org-hn-ldld'],
  ['org-hn-ldld-tt', 'Thường trực Liên đoàn Lao động thành phố Hà Nội', [], 'org-hn-ldld'],
  [
    'org-hn-class-btv',
    'Ban Thường vụ các quận ủy, huyện ủy, thị ủy, Đảng ủy trực thuộc Thành ủy Hà Nội',
    [],
    'org-hn-tu',
  ],
  ['org-hn-melinh-hu', 'Huyện ủy Mê Linh', [], 'org-hn-tu'],
  ['org-hn-donganh-hu', 'Huyện ủy Đông Anh', [], 'org-hn-tu'],
  ['org-hn-socson-hu', 'Huyện ủy Sóc Sơn', [], 'org-hn-tu'],
  ['org-hn-thanhtri-hu', 'Huyện ủy Thanh Trì', [], 'org-hn-tu'],
  ['org-hn-melinh-btv', 'Ban Thường vụ Huyện ủy Mê Linh', [], 'org-hn-melinh-hu'],
  ['org-hn-donganh-btv', 'Ban Thường vụ Huyện ủy Đông Anh', [], 'org-hn-donganh-hu'],
  ['org-hn-socson-btv', 'Ban Thường vụ Huyện ủy Sóc Sơn', [], 'org-hn-socson-hu'],
  ['org-hn-thanhtri-btv', 'Ban Thường vụ Huyện ủy Thanh Trì', [], 'org-hn-thanhtri-hu'],
  ['org-hn-cdvc-khoi', 'khối công đoàn viên chức (Hà Nội)', [], 'org-hn-ldld'],
  ['org-hn-sbn', 'các sở, ban, ngành thành phố Hà Nội', [], null],
  ['org-hn-cungvh', 'Cung Văn hóa Lao động Hữu nghị Việt – Xô', [], null],
  ['org-hcm-tu', 'Thành ủy Thành phố Hồ Chí Minh', ['TU', 'TUTPHCM', 'Thành ủy TPHCM'], 'org-tw'],
  ['org-hcm-tu-btv', 'Ban Thường vụ Thành ủy TPHCM', [], 'org-hcm-tu'],
  ['org-hcm-bdv', 'Ban Dân vận Thành ủy TPHCM', [], 'org-hcm-tu'],
  [
    'org-hcm-bcd',
    'Ban Chỉ đạo công tác xây dựng Đảng, các tổ chức chính trị - xã hội và quan hệ lao động hài hòa, ổn định và tiến bộ trong doanh nghiệp trên địa bàn TP',
    [],
    'org-hcm-tu',
  ],
  ['org-hcm-ldld', 'Liên đoàn Lao động Thành phố Hồ Chí Minh', ['LĐLĐ TP'], 'org-tld'],
  [
    'org-hcm-ldld-dd',
    'Đảng đoàn Liên đoàn Lao động Thành phố Hồ Chí Minh',
    ['ĐĐ', 'Đảng đoàn LĐLĐ TP'],
    'org-hcm-ldld',
  ],
  ['org-hcm-ttv', 'Trung tâm Tư vấn hỗ trợ người lao động (trực thuộc LĐLĐ TP)', [], 'org-hcm-ldld'],
  ['org-hcm-nvh', 'Nhà Văn hóa Liên đoàn', [], 'org-hcm-ldld'],
  ['org-hcm-ttvh', 'Trung tâm Văn hóa, Trung tâm Thể thao các quận, huyện', [], null],
  ['org-hcm-class-nvh', 'các Nhà văn hóa cấp quận, huyện và TP Thủ Đức', [], null],
  ['org-nd-duk', 'Đảng ủy Khối Các cơ quan và Doanh nghiệp tỉnh (Nam Định)', ['ĐUK'], null],
  ['org-nd-duk-btv', 'Ban Thường vụ Đảng ủy Khối', ['BTVĐUK'], 'org-nd-duk'],
  ['org-nd-dbk', 'Đảng bộ Khối', ['ĐBK'], null],
  ['org-nd-ldld', 'Liên đoàn Lao động tỉnh (Nam Định)', ['LĐLĐ', 'LĐLĐ tỉnh'], 'org-tld'],
  ['org-nd-ldld-btv', 'Ban Thường vụ Liên đoàn Lao động tỉnh', ['BTVLĐLĐ tỉnh'], 'org-nd-ldld'],
  ['org-nd-bcd', 'Ban Chỉ đạo thực hiện quy chế', [], null],
  ['org-nd-bqlkcn', 'Ban Quản lý các Khu Công nghiệp tỉnh', [], null],
  ['org-nd-cdvc', 'Công đoàn viên chức tỉnh', [], 'org-nd-ldld'],
  ['org-nd-bdvnc', 'Ban Dân vận - Nội chính (Đảng ủy Khối)', [], 'org-nd-duk'],
  ['org-nd-btc', 'Ban Tổ chức (Đảng ủy Khối)', [], 'org-nd-duk'],
];

/** Offices, the capacities in which people appear: id, title, body. */
export const offices: readonly (readonly [id: string, title: string, orgId: string])[] = [
  ['off-hn-pbttt', 'Phó Bí thư Thường trực Thành ủy Hà Nội', 'org-hn-tu'],
  ['off-tld-pcttt', 'Phó Chủ tịch Thường trực Tổng LĐLĐ Việt Nam', 'org-tld'],
  ['off-hn-ldld-pct', 'Phó Chủ tịch LĐLĐ TP Hà Nội', 'org-hn-ldld'],
  ['off-hn-ldld-ct', 'Chủ tịch LĐLĐ thành phố Hà Nội', 'org-hn-ldld'],
  ['off-hn-bt', 'Bí thư Thành ủy Hà Nội', 'org-hn-tu'],
  ['off-tld-ct', 'Chủ tịch Tổng LĐLĐ Việt Nam', 'org-tld'],
  ['off-hcm-pbt', 'Phó Bí thư Thành ủy TPHCM', 'org-hcm-tu'],
  ['off-hcm-bdv-ptb', 'Phó Trưởng ban Dân vận Thành ủy TPHCM', 'org-hcm-bdv'],
  ['off-nd-duk-bt', 'Bí thư Đảng ủy Khối', 'org-nd-duk'],
  ['off-nd-ldld-ct', 'Chủ tịch Liên đoàn Lao động tỉnh', 'org-nd-ldld'],
  ['off-nd-duk-pbt', 'Phó Bí thư Đảng ủy Khối', 'org-nd-duk'],
  ['off-nd-bqlkcn-tb', 'Trưởng ban Quản lý các KCN tỉnh', 'org-nd-bqlkcn'],
  ['off-nd-ldld-pct', 'Phó Chủ tịch Liên đoàn Lao động tỉnh', 'org-nd-ldld'],
  ['off-nd-bdvnc-tb', 'Trưởng ban Dân vận - Nội chính', 'org-nd-bdvnc'],
  ['off-nd-cdvc-ct', 'Chủ tịch Công đoàn viên chức tỉnh', 'org-nd-cdvc'],
  ['off-nd-btc-tb', 'Trưởng ban Tổ chức', 'org-nd-btc'],
];

/** The articles, in the order in which they are imported: the source's id, its title, the kind of event it reports. */
export const sources = [
  {
    id: 'src-s1',
    title:
      'Triển khai có hiệu quả các phong trào thi đua, nhất là trong cải cách hành chính và thực hiện quy tắc ứng xử của cán bộ, công chức, viên chức, người lao động',
    eventType: 'NOTICE_OF_CONCLUSION',
  },
  {
    id: 'src-s3',
    title: 'Tăng cường xây dựng lực lượng nòng cốt trong doanh nghiệp có đông công nhân, người lao động',
    eventType: 'PRELIMINARY_REVIEW',
  },
  {
    id: 'src-s4',
    title:
      'Sơ kết 1 năm quy chế phối hợp giữa Đảng ủy Khối Các cơ quan và Doanh nghiệp tỉnh và Liên đoàn Lao động tỉnh',
    eventType: 'PRELIMINARY_REVIEW',
  },
  {
    id: 'src-s0',
    title: 'Quy chế phối hợp công tác giữa Liên đoàn Lao động Thành phố với các đơn vị: Bao quát các vấn đề cốt yếu',
    eventType: 'SIGNING_CEREMONY',
  },
  {
    id: 'src-s2',
    title: 'Tăng cường vai trò cấp ủy trong thực hiện nhiệm vụ cốt lõi của tổ chức CĐ',
    eventType: 'SIGNING',
  },
] as const;

/** Fields of cooperation of agr-hn-2022 as S0 and as S2 word them (S0 line 13, S2 lines 7 and 9). */
export const hanoiFields = [
  { id: 'fld-hn-1', s0: 'công tác tổ chức, cán bộ', s2: 'công tác tổ chức, cán bộ' },
  {
    id: 'fld-hn-2',
    s0: 'công tác tuyên truyền, phát triển đoàn viên, thành lập Công đoàn cơ sở, phát triển đảng viên, thành lập tổ chức cơ sở Đảng trong DN',
    s2: 'công tác tuyên truyền, phát triển đoàn viên, thành lập Công đoàn cơ sở, làm cơ sở phát triển đảng viên, thành lập tổ chức cơ sở Đảng trong doanh nghiệp',
  },
  {
    id: 'fld-hn-3',
    s0: 'công tác quán triệt, triển khai thực hiện các nghị quyết, chỉ thị của Đảng, chính sách, pháp luật của Nhà nước, các nghị quyết, chương trình công tác của Thành ủy Hà Nội, Tổng LĐLĐ Việt Nam',
    s2: 'công tác quán triệt, triển khai thực hiện các nghị quyết, chỉ thị của Đảng, chính sách, pháp luật của Nhà nước, các nghị quyết, chương trình công tác của Thành ủy Hà Nội, Tổng Liên đoàn Lao động Việt Nam',
  },
  {
    id: 'fld-hn-4',
    s0: 'công tác tổ chức các phong trào thi đua thúc đẩy việc thực hiện nhiệm vụ chính trị của từng địa phương',
    s2: 'công tác lãnh đạo, chỉ đạo tổ chức các phong trào thi đua thúc đẩy việc thực hiện nhiệm vụ chính trị của từng địa phương',
  },
  {
    id: 'fld-hn-5',
    s0: 'công tác chăm lo, bảo vệ quyền, lợi ích hợp pháp, chính đáng, nâng cao phúc lợi đoàn viên, người lao động',
    s2: 'công tác chăm lo, bảo vệ quyền, lợi ích hợp pháp, chính đáng, nâng cao phúc lợi đoàn viên, người lao động',
  },
] as const;

/** Examples ('như') that the chairman of the federation gives (S2 line 11); no part of the text. */
export const hanoiCoreTasks = [
  { id: 'core-hn-1', s2: 'phát triển đoàn viên, thành lập Công đoàn cơ sở' },
  {
    id: 'core-hn-2',
    s2: 'đại diện, chăm lo, bảo vệ quyền, lợi ích hợp pháp, chính đáng của đoàn viên, người lao động',
  },
] as const;

const year = (of: string) => ({ earliest: `${of}-01-01`, latest: `${of}-12-31`, precision: 'YEAR' }) as const;

/** What the articles say of the three agreements themselves. */
export const agreements = {
  /** S0 and S2: a regulation for many counterparties; neither number nor day of signing is given. */
  hanoi: {
    id: 'agr-hn-2022',
    kind: 'COORDINATION_REGULATION',
    subject: 'Quy chế phối hợp công tác',
    number: null,
    /** S2 calls the same instrument by another word; the document's own word decides its kind (X1). */
    alsoCalled: 'Chương trình phối hợp công tác',
    period: { start: year('2022'), end: year('2025'), asWritten: 'giai đoạn 2022 – 2025' },
    /** Side A is one party of two bodies; side B a class, of which S2 names four members. */
    sideA: ['org-hn-ldld-dd', 'org-hn-ldld-tt'],
    classOrgId: 'org-hn-class-btv',
    members: ['org-hn-melinh-btv', 'org-hn-donganh-btv', 'org-hn-socson-btv', 'org-hn-thanhtri-btv'],
    inForceFrom: { ...year('2022'), certainty: 'INFERRED' },
    presentation: {
      officeId: 'off-hn-ldld-pct',
      occasionId: 'cer-hn-s0',
      occurred: { precision: 'UNKNOWN', certainty: 'UNKNOWN', asWritten: 'vừa tổ chức' },
    },
    /** Why S2 is taken to speak of the same agreement as S0 (X7). */
    sameBasis: 'same side A, same title, same period, near-identical fields; S0 names the class, S2 four members',
  },
  /** S3: a programme; signed some time before the review of 24 March 2023 said "hơn 2 năm". */
  hoChiMinhCity: {
    id: 'agr-hcm-2020',
    kind: 'COORDINATION_PROGRAMME',
    subject: 'phối hợp công tác giữa Đảng đoàn Tổng LĐLĐ Việt Nam và Ban Thường vụ Thành ủy TPHCM',
    number: '13/CTPH- ĐĐTLĐLĐVN-TUTPHCM',
    canonicalNumber: '13/CTPH-ĐĐTLĐLĐVN-TUTPHCM',
    period: { start: year('2020'), end: year('2025'), asWritten: 'giai đoạn 2020 – 2025' },
    parties: [['org-tld-dd'], ['org-hcm-tu-btv']],
    signedOn: { latest: '2021-03-24', precision: 'RANGE', certainty: 'INFERRED' },
    leadIssuer: { id: 'org-tld-dd', certainty: 'INFERRED', basis: 'first in the symbol' },
  },
  /** S4: a regulation with a number and a date of its own, and no term. */
  namDinh: {
    id: 'agr-nd-2021',
    kind: 'COORDINATION_REGULATION',
    subject:
      'tăng cường lãnh đạo, chỉ đạo của cấp ủy Đảng và Công đoàn cấp trên đối với hoạt động công đoàn trong các cơ quan, đơn vị, doanh nghiệp trực thuộc Đảng bộ Khối',
    number: '02-QC/ĐUK-LĐLĐ',
    canonicalNumber: '02-QC/ĐUK-LĐLĐ',
    period: null,
    parties: [['org-nd-duk'], ['org-nd-ldld']],
    /** The document's own date (line 7). */
    documentDay: '2021-11-12',
    inForceFrom: { earliest: '2021-11-12', latest: '2022-02-17', precision: 'RANGE', certainty: 'INFERRED' },
    leadIssuer: { id: 'org-nd-duk', certainty: 'INFERRED', basis: 'first in the symbol; Party form of number' },
    /** Its leaders were invited to the review "to share" (line 12): no party. */
    invited: 'org-nd-bqlkcn',
  },
} as const;

/** What S2's page shows beside the article: none of it is a fact of any agreement. */
export const noise = ['20 tỉ đồng', 'giá vàng', 'vườn đào', 'FIFA Days'] as const;

/** Events of each agreement in the order of the import (reference 4.12), before the policies act. */
export const replay = {
  'agr-hcm-2020': ['AgreementRegistered'],
  'agr-nd-2021': ['AgreementRegistered'],
  'agr-hn-2022': [
    'AgreementRegistered',
    'SourceLinked',
    'TextPresented',
    ...Array<string>(5).fill('ClauseObserved'),
    'SourceLinked',
    ...Array<string>(7).fill('ClauseObserved'),
    'PartyClassEnumerated',
    'PartySigned',
    'PartySigned',
    'AgreementFullySigned',
    'PartySigned',
    'PartyAcceded',
    'PartySigned',
    'PartyAcceded',
    'PartySigned',
    'PartyAcceded',
    'AgreementEnteredIntoForce',
  ],
} as const;
