import { describe, expect, test } from '@jest/globals';
import type { SearchType } from '../../projections/queries.js';
import type { Happened } from '../support/projectionSpec.js';
import { agreementEvent } from './agreementSamples.js';
import { officeRegistered, organizationRegistered } from './bodySamples.js';
import { withReadModels } from './readModels.js';

const number = (canonical: string) => ({ asWritten: canonical, canonical });

const register: readonly Happened[] = [
  organizationRegistered('org-hn-tu', 'Thành ủy Hà Nội', {
    abbreviations: ['TU'],
    spellings: ['Thành ủy', 'Thành uỷ'],
  }),
  organizationRegistered('org-hn-tu-btv', 'Ban Thường vụ Thành ủy Hà Nội'),
  organizationRegistered('org-hn-melinh-hu', 'Huyện ủy Mê Linh'),
  organizationRegistered('org-hcm-tu', 'Thành ủy Thành phố Hồ Chí Minh', {
    abbreviations: ['TU', 'TUTPHCM', 'Thành ủy TPHCM'],
  }),
  organizationRegistered('org-hcm-tu-btv', 'Ban Thường vụ Thành ủy TPHCM'),
  organizationRegistered('org-nd-ldld', 'Liên đoàn Lao động tỉnh (Nam Định)', { abbreviations: ['LĐLĐ', 'LĐLĐ tỉnh'] }),
  organizationRegistered('org-nd-ldld-btv', 'Ban Thường vụ Liên đoàn Lao động tỉnh'),
  organizationRegistered('org-nd-bdvnc', 'Ban Dân vận - Nội chính (Đảng ủy Khối)', {
    asWritten: 'Ban Dân dận - Nội chính',
  }),
  organizationRegistered('org-doan', 'DOAN VIEN', { abbreviations: ['DOAN'] }),
  organizationRegistered('org-dv', 'Trung tâm hỗ trợ đoàn viên và người lao động thành phố'),
  officeRegistered('off-hn-bt', 'Bí thư Thành ủy Hà Nội'),
  officeRegistered('off-nd-ct', 'Chủ tịch LĐLĐ tỉnh'),
  agreementEvent(
    'AgreementRegistered',
    { subject: 'Quy chế phối hợp công tác', number: number('02-QC/ĐUK-LĐLĐ') },
    { id: 'agr-nd-2021' },
  ),
  agreementEvent(
    'AgreementRegistered',
    { subject: 'Chương trình phối hợp', number: number('13/CTPH-ĐĐTLĐLĐVN-TUTPHCM') },
    { id: 'agr-hcm-2020' },
  ),
  agreementEvent(
    'AgreementRegistered',
    { subject: 'Quy chế phối hợp công tác giai đoạn 2022-2025', number: null },
    { id: 'agr-hn-2022' },
  ),
  agreementEvent('SourceLinked', { alsoCalled: 'Bản giao ước' }, { id: 'agr-hn-2022' }),
];

const everything: readonly SearchType[] = ['AGREEMENT', 'ORGANIZATION', 'OFFICE'];

const finds = async (
  cases: readonly (readonly [string, readonly SearchType[], readonly string[]])[],
): Promise<void> => {
  await withReadModels(register, async ({ search }) => {
    for (const [text, types, expected] of cases) {
      const found = (await search.search(text, types, 20)).map(({ id }) => id);
      expect([text, found]).toStrictEqual([text, expected]);
    }
  });
};

/** What is found, whatever its order. */
const findsAll = async (texts: readonly string[], types: readonly SearchType[], expected: readonly string[]) => {
  await withReadModels(register, async ({ search }) => {
    for (const text of texts) {
      const found = (await search.search(text, types, 20)).map(({ id }) => id).sort();
      expect([text, found]).toStrictEqual([text, [...expected].sort()]);
    }
  });
};

describe('search as people type', () => {
  test('a document number is found in any spelling, and alone', async () => {
    await finds([
      ['02 qc duk ldld', ['AGREEMENT'], ['agr-nd-2021']],
      ['02–QC/ÐUK–LÐLÐ', ['AGREEMENT'], ['agr-nd-2021']],
      ['2-QC/ĐUK-LĐLĐ', everything, ['agr-nd-2021']],
      ['Quy chế phối hợp số 02-QC/ĐUK-LĐLĐ, ngày 12/11/2021', everything, ['agr-nd-2021']],
      ['13/CTPH- ĐĐTLĐLĐVN-TUTPHCM', everything, ['agr-hcm-2020']],
    ]);
  });

  test('the beginning of a number is found by whole parts, before any text', async () => {
    await finds([
      ['02-QC/ĐUK', ['AGREEMENT'], ['agr-nd-2021']],
      ['2', ['AGREEMENT'], ['agr-nd-2021', 'agr-hn-2022']],
      ['13 ctph', ['AGREEMENT'], ['agr-hcm-2020']],
      ['03-QC/ĐUK', ['AGREEMENT'], []],
    ]);
  });

  test('words of the subject, of the number, and what a source calls it find an agreement', async () => {
    await findsAll(['quy chế phối hợp', 'quy che phoi hop'], everything, ['agr-nd-2021', 'agr-hn-2022']);
    await finds([
      ['QC ĐUK', everything, ['agr-nd-2021']],
      ['giao uoc', everything, ['agr-hn-2022']],
      ['2022-2025', everything, ['agr-hn-2022']],
    ]);
  });

  test('a body is found with and without diacritics, wherever the tone stands', async () => {
    const committees = ['org-hn-tu', 'org-hn-tu-btv', 'org-hcm-tu', 'org-hcm-tu-btv'];
    await findsAll(
      ['thanh uy', 'Thành uỷ', 'Thành ủy', 'THÀNH ỦY', 'Thành ủy'.normalize('NFD')],
      ['ORGANIZATION'],
      committees,
    );
    await findsAll(['thanh uy'], everything, [...committees, 'off-hn-bt']);
  });

  test('brackets, hyphens and abbreviations do not hinder', async () => {
    await finds([
      ['LDLD Nam Dinh', everything, ['org-nd-ldld']],
      ['LĐLĐ (Nam Định)', everything, ['org-nd-ldld']],
      ['liên đoàn lao động Nam Định', everything, ['org-nd-ldld']],
      ['BTV LĐLĐ tỉnh', everything, ['org-nd-ldld-btv']],
      ['Chủ tịch Liên đoàn Lao động tỉnh', everything, ['off-nd-ct']],
      ['dân vận-nội chính', everything, ['org-nd-bdvnc']],
      ['dân dận', everything, ['org-nd-bdvnc']],
      ['Đảng ủy khối', everything, ['org-nd-bdvnc', 'agr-nd-2021']],
    ]);
  });

  test('whoever types diacritics gets them before text that only folds to the same', async () => {
    await finds([
      ['đoàn viên', everything, ['org-dv', 'org-doan']],
      ['doan vien', everything, ['org-doan', 'org-dv']],
    ]);
  });

  test('all words must be there, the last may be begun', async () => {
    await finds([
      ['20 tỉ đồng', everything, []],
      ['Huyện ủy Mê Li', everything, ['org-hn-melinh-hu']],
      ['Mê Huyện', everything, ['org-hn-melinh-hu']],
      ['', everything, []],
      [' –()"*^ ', everything, []],
      ['thanh uy', [], []],
    ]);
  });

  test('the best come first, at most so many, each once', async () => {
    await withReadModels(register, async ({ search }) => {
      const found = await search.search('thanh uy', [...everything, 'OFFICE'], 3);
      expect(found).toHaveLength(3);
      expect(found.map(({ score }) => score)).toStrictEqual(found.map(({ score }) => score).sort((a, b) => b - a));
      const all = await search.search('thanh uy', [...everything, 'OFFICE'], 20);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      const numbered = await search.search('02-QC/ĐUK-LĐLĐ', everything, 20);
      expect(numbered).toStrictEqual([{ type: 'AGREEMENT', id: 'agr-nd-2021', score: 4 }]);
    });
  });
});
