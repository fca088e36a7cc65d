import { describe, expect, test } from '@jest/globals';
import type { FuzzyDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { day, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { after, byClerk, byDrafter, byImport, decide, draft, draftData, finalize, verdict } from './world.js';

/** The resolution that the programme of Hồ Chí Minh City of 2020 is too early for (reference 1.6, X3). */
const resolution = 'Nghị quyết số 02-NQ/TW ngày 12/6/2021 của Bộ Chính trị';
const citing = (asWritten: string, relation = 'LEGAL_BASIS') => ({ citations: [{ relation, asWritten }] });
/** A text of that day, as an import tells it. */
const drafted = (asWritten: string, occurred: string | FuzzyDate, relation?: string) =>
  byImport('DraftAgreement', { ...draftData, ...citing(asWritten, relation) }, occurred);
const outcome = (asWritten: string, occurred: string | FuzzyDate) => {
  const decision = decide([], drafted(asWritten, occurred));
  return decision.accepted ? decision.warnings.map(({ code }) => code) : decision.rejection.code;
};
const postdates = 'LEGAL_BASIS_POSTDATES';
const certain = { precision: 'RANGE', certainty: 'INFERRED' } as const;

describe('invariant 42: a legal basis', () => {
  test('invariant 42: that is certainly later than the text citing it is refused', () => {
    expect(decide([], drafted(resolution, { ...certain, latest: '2021-03-24' }))).toEqual({
      accepted: false,
      rejection: {
        code: postdates,
        path: 'citations/0',
        details: { number: '02-NQ/TW', issuedOn: '2021-06-12' },
      },
      warnings: [],
    });
    expect(outcome(resolution, '2021-06-11')).toBe(postdates);
  });

  test('invariant 42: of the same day or an earlier one stands', () => {
    for (const on of ['2021-06-12', '2021-06-13', '2026-03-01']) expect(outcome(resolution, on)).toEqual([]);
    const sameMorning: FuzzyDate = { earliest: '2021-06-12T01:00:00Z', latest: '2021-06-12T01:00:00Z', ...certain };
    expect(outcome(resolution, sameMorning)).toEqual([]);
  });

  test('invariant 42: that may be later leaves a doubt, which is kept and does not refuse', () => {
    const year: FuzzyDate = { ...certain, earliest: '2021-01-01', latest: '2021-12-31' };
    for (const occurred of [year, unknownDate]) {
      const decision = decide([], drafted(resolution, occurred));
      const warning = {
        code: postdates,
        path: 'citations/0',
        details: { number: '02-NQ/TW', issuedOn: '2021-06-12' },
      };
      expect(decision.accepted && decision.events.map(({ data }) => data)).toMatchObject([{ warnings: [warning] }]);
      expect(decision.warnings).toEqual([warning]);
    }
  });

  test('invariant 42: that is yet to be issued is refused, however vague the day of the text', () => {
    for (const occurred of [unknownDate, { ...certain, earliest: '2020-01-01' }])
      for (const later of ['Nghị quyết số 02-NQ/TW ngày 3/3/2026', 'Nghị định số 30/2027/NĐ-CP'])
        expect(outcome(later, occurred)).toBe(postdates);
    expect(outcome('Nghị quyết số 02-NQ/TW ngày 2/3/2026', unknownDate)).toEqual([postdates]);
  });

  test.each([
    ['Căn cứ Nghị quyết số 02-NQ/TW ngày 12 tháng 6 năm 2021 của Bộ Chính trị về đổi mới tổ chức và hoạt động;'],
    ['02–NQ/TW ngày 12/6/2021'],
    ['Nghị quyết 02-NQ/TW, ngày 12/6/2021 về Công đoàn Việt Nam'],
    ['căn cứ Nghị quyết số 02-NQ/TW ngày 12/06/2021.'],
  ])('invariant 42: is dated however it is written: %s', (asWritten) => {
    expect(outcome(asWritten, '2020-12-31')).toBe(postdates);
  });

  test('invariant 42: is no earlier than the year in its number', () => {
    expect(outcome('Nghị định số 30/2020/NĐ-CP', '2019-12-31')).toBe(postdates);
    expect(outcome('Nghị định số 30/2020/NĐ-CP về công tác văn thư', '2020-06-01')).toEqual([postdates]);
    expect(outcome('Nghị định số 30/2020/NĐ-CP', '2021-01-01')).toEqual([]);
    expect(outcome('Nghị định số 30/2020/NĐ-CP ngày 5/3/2020', '2020-06-01')).toEqual([]);
  });

  test.each(['Nghị quyết 02 của Bộ Chính trị', 'Điều lệ Công đoàn Việt Nam', 'Luật Lao động năm 2019', '31/2/2021'])(
    'invariant 42: that states no day or cannot be read is not judged: %s',
    (asWritten) => {
      expect(outcome(asWritten, '1999-01-01')).toEqual([]);
    },
  );

  test('invariant 42: binds no other relation, so that a task may cite what came after the agreement (X3)', () => {
    for (const relation of ['IMPLEMENTS', 'IN_THE_SPIRIT_OF', 'COMPLIES_WITH', 'SUBJECT', 'EVIDENCE'])
      expect(verdict([], drafted(resolution, '2020-12-31', relation))).toEqual(['AgreementDrafted']);
  });

  test('invariant 42: is judged when a draft is revised, by the day of the revision, and named by its place', () => {
    const past = after(draft());
    const revised = (asWritten: string) =>
      byDrafter('ReviseDraft', {
        patch: { citations: [...citing(resolution).citations, ...citing(asWritten).citations] },
      });
    expect(decide(past, revised('Nghị quyết số 05-NQ/TW ngày 3/3/2026 của Bộ Chính trị'))).toMatchObject({
      accepted: false,
      rejection: { code: postdates, path: 'patch/citations/1' },
    });
    expect(verdict(past, revised('Nghị quyết số 05-NQ/TW ngày 2/3/2026 của Bộ Chính trị'))).toEqual(['DraftRevised']);
  });

  test('invariant 42: that was cited once is not judged again when a late revision leaves it alone', () => {
    const past = after(byImport('DraftAgreement', { ...draftData, ...citing(resolution) }, day('2021-06-12')));
    expect(verdict(past, byImport('ReviseDraft', { patch: { subject: 'Khác' } }, day('2021-06-20')))).toEqual([
      'DraftRevised',
    ]);
  });
});

describe('invariant 42: a legal basis put on record by itself', () => {
  const cited = (over: object = {}) => ({
    docId: 'doc-02-nq-tw',
    relation: 'LEGAL_BASIS',
    in: 'TEXT',
    asWritten: resolution,
    ...over,
  });
  /** The programme of 2020 as an article of March 2021 tells of it. */
  const registered = byImport(
    'RegisterExistingAgreement',
    { ...draftData, status: 'IN_FORCE' },
    { ...certain, latest: '2021-03-24' },
  );
  const refusal = {
    code: postdates,
    path: 'docId',
    details: { number: '02-NQ/TW', issuedOn: '2021-06-12', docId: 'doc-02-nq-tw' },
  };

  test('invariant 42: is judged by the day of the text, however late it is put on record', () => {
    const past = after(registered);
    expect(decide(past, byClerk('CiteDocument', cited()))).toMatchObject({ accepted: false, rejection: refusal });
    const earlier = cited({ asWritten: 'Nghị quyết số 20-NQ/TW ngày 28/1/2008' });
    expect(verdict(past, byClerk('CiteDocument', earlier))).toEqual(['DocumentCited']);
  });

  test('invariant 42: a task or a proposal may cite what came after the agreement (X3)', () => {
    const past = after(registered);
    for (const place of ['ASSESSMENT', 'REVIEW', 'RESULT', 'PROPOSAL', 'DIRECTIVE', 'TASK'])
      expect(verdict(past, byClerk('CiteDocument', cited({ in: place })))).toEqual(['DocumentCited']);
    for (const relation of ['IMPLEMENTS', 'IN_THE_SPIRIT_OF', 'COMPLIES_WITH', 'SUBJECT', 'EVIDENCE'])
      expect(verdict(past, byClerk('CiteDocument', cited({ relation })))).toEqual(['DocumentCited']);
  });

  test('invariant 42: what is cited elsewhere than in the text is no later than the citing', () => {
    const past = after(registered);
    const late = (occurred: string) =>
      byClerk('CiteDocument', cited({ in: 'TASK' }), {
        occurred: day(occurred),
        reason: 'chép muộn',
        source: { kind: 'PRESS', ref: 'src-0', certainty: 'STATED' },
      });
    expect(decide(past, late('2021-06-11'))).toMatchObject({ accepted: false, rejection: refusal });
    expect(verdict(past, late('2021-06-12'))).toEqual(['DocumentCited']);
  });

  test('invariant 42: a draft may rest on what was issued while it is drafted, a final text may not', () => {
    const started = byImport('DraftAgreement', draftData, day('2026-02-01'));
    const newer = cited({ asWritten: 'Nghị quyết số 05-NQ/TW ngày 20/2/2026 của Bộ Chính trị' });
    expect(verdict(after(started), byDrafter('CiteDocument', newer))).toEqual(['DocumentCited']);
    expect(verdict(after(started, finalize()), byDrafter('CiteDocument', newer))).toBe(postdates);
    const revised = byDrafter('ReviseDraft', { patch: { subject: 'Khác' } });
    expect(verdict(after(started, revised, finalize({ textVersion: 2 })), byDrafter('CiteDocument', newer))).toEqual([
      'DocumentCited',
    ]);
  });

  test('invariant 42: of a text whose day is in doubt leaves a doubt', () => {
    const year: FuzzyDate = { ...certain, earliest: '2021-01-01', latest: '2021-12-31' };
    const past = after({ ...registered, meta: { ...registered.meta, occurred: year } });
    const decision = decide(past, byClerk('CiteDocument', cited()));
    expect(decision.accepted && decision.events.map(({ data }) => data)).toMatchObject([{ warnings: [refusal] }]);
  });
});
