import { describe, expect, test } from '@jest/globals';
import { agreement } from '../../../src/domain/agreement/index.js';
import { eventDefinitions } from '../../../src/domain/catalog.js';
import { day, type FuzzyDate, instant } from '../../../src/domain/kernel/fuzzyDate.js';
import { streamTypes } from '../../../src/domain/kernel/ids.js';
import { nameAt, namedBy, narrate, ownNames } from '../../../src/domain/narrative/index.js';
import { names, noNames, recordedSample, type Sample, samples, year } from './samples.js';
import { sentences } from './sentences.js';

const signature = {
  partyId: 'b',
  officeId: null,
  capacity: 'ON_BEHALF_OF_BODY',
  textSha256: null,
  signatureKind: null,
  sealApplied: null,
};
const told = (...sample: Sample) => narrate(recordedSample(sample), names);
const signedOn = (occurred: FuzzyDate) => told('agreement', 'PartySigned', signature, { occurred });

describe('The sentence of an event', () => {
  test.each(samples.map((sample) => [sample[0], sample[1], sample] as const))('of %s, %s', (_, type, sample) => {
    const { vi, en } = narrate(recordedSample(sample), names);
    expect([vi, en]).toStrictEqual(sentences[type]);
  });

  test('is there for every type of event of every kind of stream', () => {
    const known = streamTypes.flatMap((stream) =>
      Object.keys(eventDefinitions[stream]).map((type) => `${stream} ${type}`),
    );
    expect(samples.map(([stream, type]) => `${stream} ${type}`).sort()).toStrictEqual(known.sort());
  });

  test.each(samples.map((sample) => [sample[0], sample[1], sample] as const))(
    'of %s, %s, is one whole line without names too, and tells of no person',
    (_, __, sample) => {
      for (const known of [names, noNames]) {
        const { vi, en } = narrate(recordedSample(sample), known);
        for (const text of [vi, en]) {
          expect(text).toBe(text.normalize('NFC'));
          expect(text).not.toMatch(/[{}[\]\n]|undefined|null|\s\s|\s[,;:.]|person-/u);
          expect(text.length).toBeGreaterThan(20);
        }
      }
    },
  );

  test('fails for an event that nobody wrote one for', () => {
    const added = { ...recordedSample(['agreement', 'TextFinalized', { textVersion: 1, textSha256: 'a'.repeat(64) }]) };
    expect(() => narrate({ ...added, type: 'AgreementFramed' }, names)).toThrow(
      'No sentence for AgreementFramed of agreement streams',
    );
    expect(() => narrate({ ...added, type: 'toString' }, names)).toThrow('No sentence for toString');
    expect(() => narrate({ ...added, stream: { type: 'source', id: 'src-1', version: 1 } }, names)).toThrow(
      'No sentence for TextFinalized of source streams',
    );
  });
});

describe('A date in a sentence', () => {
  const range = { precision: 'RANGE', certainty: 'STATED' } as const;
  test.each<[string, FuzzyDate, string, string]>([
    ['a day', day('2022-05-12'), 'ngày 12/5/2022', 'on 12 May 2022'],
    ['an instant', instant('2022-05-12T02:30:00.000Z'), 'lúc 09:30 12/5/2022', 'on 12 May 2022, 09:30'],
    [
      'half a day',
      { ...day('2022-05-12'), precision: 'HALF_DAY', partOfDay: 'AFTERNOON' },
      'chiều 12/5/2022',
      'on 12 May 2022, afternoon',
    ],
    [
      'a month',
      { ...range, earliest: '2022-05-01', latest: '2022-05-31', precision: 'MONTH' },
      'trong tháng 5/2022',
      'in May 2022',
    ],
    ['a year', year('2022'), 'trong năm 2022', 'in 2022'],
    [
      'a longer time',
      { ...range, earliest: '2022-01-01', latest: '2022-06-30' },
      'trong khoảng 1/1/2022 – 30/6/2022',
      'within 1 January 2022 – 30 June 2022',
    ],
    [
      'a last day',
      { ...range, latest: '2022-05-12' },
      'chưa rõ ngày, muộn nhất 12/5/2022',
      'on an unknown date, 12 May 2022 at the latest',
    ],
    [
      'a first day',
      { ...range, earliest: '2022-05-12' },
      'chưa rõ ngày, sớm nhất 12/5/2022',
      'on an unknown date, 12 May 2022 at the earliest',
    ],
    ['nothing known', { precision: 'UNKNOWN', certainty: 'UNKNOWN' }, 'chưa rõ ngày', 'on an unknown date'],
    [
      'words of a source alone',
      { precision: 'UNKNOWN', certainty: 'UNKNOWN', asWritten: 'vừa tổ chức' },
      'chưa rõ ngày (“vừa tổ chức”)',
      'on an unknown date (“vừa tổ chức”)',
    ],
  ])('that is %s', (_, occurred, vi, en) => {
    expect(signedOn(occurred)).toStrictEqual({
      vi: `Ban Thường vụ Huyện ủy Mê Linh ký thay mặt tập thể, ${vi}`,
      en: `Ban Thường vụ Huyện ủy Mê Linh signed on behalf of the body, ${en}`,
    });
  });

  test.each<[FuzzyDate, string, string]>([
    [year('2022'), 'từ năm 2022', 'from 2022'],
    [
      { ...year('2022'), latest: '2023-12-31' },
      'từ một ngày trong khoảng 2022 – 2023',
      'from a day within 2022 – 2023',
    ],
    [{ precision: 'UNKNOWN', certainty: 'UNKNOWN' }, 'từ ngày chưa rõ', 'from an unknown date'],
  ])('from which something counts: %j', (effectiveFrom, vi, en) => {
    expect(told('agreement', 'AgreementEnteredIntoForce', { effectiveFrom })).toStrictEqual({
      vi: `Thỏa thuận có hiệu lực ${vi}`,
      en: `The agreement is in force ${en}`,
    });
  });
});

describe('Whoever acted', () => {
  const finalized = (actor: object) =>
    told(
      'agreement',
      'TextFinalized',
      { textVersion: 2, textSha256: 'a'.repeat(64) },
      {
        actor: { role: 'ORG_LEADER', personKey: 'person-7', ...actor },
      },
    ).vi;

  test('is an office, else a role of an organisation, else a role; never a person', () => {
    expect(finalized({ officeId: 'off-ldld', onBehalfOfOrgId: 'org-ldld' })).toBe(
      'Chủ tịch LĐLĐ thành phố Hà Nội chốt văn bản, bản số 2, ngày 12/5/2022',
    );
    expect(finalized({ officeId: 'off-unknown', onBehalfOfOrgId: 'org-tu' })).toBe(
      'Lãnh đạo Thành ủy Hà Nội chốt văn bản, bản số 2, ngày 12/5/2022',
    );
    expect(finalized({ officeId: 'off-unknown' })).toBe('off-unknown chốt văn bản, bản số 2, ngày 12/5/2022');
    expect(finalized({})).toBe('Lãnh đạo chốt văn bản, bản số 2, ngày 12/5/2022');
    expect(finalized({ role: 'SYSTEM' })).toBe('Hệ thống chốt văn bản, bản số 2, ngày 12/5/2022');
  });
});

describe('What a record says in its own words', () => {
  const declined = (reason: string) => told('agreement', 'SigningDeclined', { partyId: 'b', reason }).vi;
  const before = 'Ban Thường vụ Huyện ủy Mê Linh từ chối ký, ngày 12/5/2022; lý do: ';

  test('is one line, cut between words after 120 characters', () => {
    expect(declined('một\n\nhai\tba')).toBe(`${before}“một hai ba”`);
    expect(declined('ă'.repeat(120))).toBe(`${before}“${'ă'.repeat(120)}”`);
    expect(declined('ă'.repeat(121))).toBe(`${before}“${'ă'.repeat(120)}…”`);
    expect(declined('phối hợp '.repeat(40))).toBe(`${before}“${'phối hợp '.repeat(12)}phối hợp…”`);
    expect(declined('e\u0302\u0323'.repeat(121))).toBe(`${before}“${'ệ'.repeat(120)}…”`);
  });

  test('is data: braces, brackets, markup and dollar signs stay, and no mark turns the line round', () => {
    expect(declined('{party} [x] <b>$&</b> {when}')).toBe(`${before}“{party} [x] <b>$&</b> {when}”`);
    expect(declined('đầu\u202Ecuối\u2066\u0007')).toBe(`${before}“đầucuối”`);
  });

  test('is not repeated where a correction names a person or a whole object', () => {
    const correction = (path: string, was: unknown, now?: unknown) =>
      told('office', 'RecordCorrected', {
        correctionId: 'cor-1',
        targetEventId: 'event-8',
        evidence: [],
        proposedBy: 'event-4',
        path,
        was,
        ...(now === undefined ? {} : { now }),
      }).en.replace(/^.*event-8/u, '');
    expect(correction('personKey', 'person-1', 'person-2')).toBe(' at “personKey”, on 12 May 2022');
    expect(correction('scope', {}, { agreementId: 'agr-1' })).toBe(' at “scope”, on 12 May 2022');
    expect(correction('occurred', day('2022-05-12'), year('2021'))).toBe(
      ' at “occurred”, on 12 May 2022: from 12 May 2022 to 2021',
    );
    expect(correction('also/0', null, 'Tỉnh ủy viên')).toBe(' at “also/0”, on 12 May 2022: adding “Tỉnh ủy viên”');
    expect(correction('note', 'thừa')).toBe(' at “note”, on 12 May 2022: taking away “thừa”');
    expect(correction('complete', true, false)).toBe(' at “complete”, on 12 May 2022: from yes to no');
    expect(correction('presenterOfficeId', 'off-ldld', 'off-melinh')).toBe(
      ' at “presenterOfficeId”, on 12 May 2022: from Chủ tịch LĐLĐ thành phố Hà Nội to Bí thư Huyện ủy Mê Linh',
    );
  });

  test('of a long list is the first five and how many more', () => {
    const missing = (count: number) =>
      told('agreement', 'SigningFailed', {
        missing: Array.from({ length: count }, (_, index) => `p${index}`),
      }).en.replace(/^.*missing: /u, '');
    expect(missing(1)).toBe('party p0');
    expect(missing(6)).toBe('party p0, party p1, party p2, party p3, party p4 and party p5');
    expect(missing(9)).toBe('party p0, party p1, party p2, party p3, party p4 and 4 others');
  });
});

describe('The names of a sentence', () => {
  test('that other objects have are known before it is told', () => {
    const sample = samples.find(([, type]) => type === 'PartySigned');
    if (sample === undefined) throw new Error('no sample');
    expect(namedBy(recordedSample(sample), names)).toStrictEqual({
      organization: new Set(['org-ldld', 'org-melinh']),
      office: new Set(['off-melinh', 'off-ldld-2']),
      source: new Set(),
      agreement: new Set(),
    });
  });

  test('that the agreement has itself come from its state before the event', () => {
    const [drafted] = samples;
    if (drafted === undefined) throw new Error('no sample');
    const opinion = samples.find(([, type]) => type === 'OpinionSubmitted');
    const state = [drafted, ...(opinion === undefined ? [] : [opinion])]
      .map((sample) => recordedSample(sample) as Parameters<typeof agreement.evolve>[1])
      .reduce(agreement.evolve, agreement.initialState);
    const own = ownNames('agreement', state, () => 4);
    expect(own.party('a')).toMatchObject({ bodyIds: ['org-ldld'] });
    expect(own.party('class')).toMatchObject({ classOrgId: 'org-class' });
    expect([own.clause('c1'), own.field('f1'), own.clause('c9')]).toStrictEqual(['Điều 1', 'Tuyên truyền', undefined]);
    expect(own.opinion('op-1')).toMatchObject({ orgId: 'org-melinh', clauseId: 'c2' });
    expect(own.event('event-1')).toBe(4);
    expect(ownNames('office', {}, () => undefined).party('a')).toBeUndefined();
  });

  test('of a body are those it had when the event counted', () => {
    const state = {
      name: 'Đảng ủy xã Mê Linh',
      formerNames: [{ name: 'Huyện ủy Mê Linh', abbreviations: [], until: day('2025-07-01') }],
    };
    const at = (occurred: FuzzyDate, data: object = {}) =>
      nameAt(state, {
        ...recordedSample(['source', 'SourceRegistered', { kind: 'PRESS', title: 'a' }, { occurred }]),
        data,
      });
    expect(at(day('2022-05-12'))).toBe('Huyện ủy Mê Linh');
    expect(at(day('2025-07-02'))).toBe('Đảng ủy xã Mê Linh');
    expect(at(day('2022-05-12'), { effectiveFrom: day('2026-01-01') })).toBe('Đảng ủy xã Mê Linh');
  });
});
