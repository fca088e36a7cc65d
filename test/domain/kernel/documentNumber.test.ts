import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type DocumentNumber,
  type NumberRegistryEntry,
  parseDocumentNumber,
  type ParsedNumber,
  resolveDocumentNumber,
  warningsOf,
} from '../../../src/domain/kernel/documentNumber.js';
import { documentTypes } from '../../../src/domain/kernel/documentNumberTypes.js';

type Vector =
  | (Omit<DocumentNumber, 'ok'> & { readonly ok: true })
  | { readonly raw: string; readonly ok: false; readonly error: string };
interface Vectors {
  readonly registry: readonly NumberRegistryEntry[];
  readonly types: typeof documentTypes;
  readonly vectors: readonly Vector[];
}
const file = new URL('../../fixtures/docnum-vectors.json', import.meta.url);
const { registry, types, vectors } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;

const parsed = (raw: string): ParsedNumber => {
  const result = parseDocumentNumber(raw);
  if (!result.ok) throw new Error(`${raw}: ${result.error}`);
  return result;
};
const resolved = (raw: string): DocumentNumber => resolveDocumentNumber(parsed(raw), registry);

describe('the vectors of reference 3.3', () => {
  test('there are 43, and their type table is the built-in one', () => {
    expect(vectors).toHaveLength(43);
    expect(documentTypes).toEqual(types);
  });

  test.each(vectors.map((vector) => [vector.raw, vector] as const))('%j', (raw, vector) => {
    const result = parseDocumentNumber(raw);
    expect(result.ok ? resolveDocumentNumber(result, registry) : result).toEqual(vector);
  });
});

describe('parsing', () => {
  test('says nothing about bodies before the registry is asked', () => {
    expect(parseDocumentNumber('125/XYZ-VP')).toEqual({
      ok: true,
      raw: '125/XYZ-VP',
      form: 'OFFICIAL_LETTER',
      seq: 125,
      suffix: null,
      year: null,
      type: 'OFFICIAL_LETTER',
      segments: ['XYZ', 'VP'],
      canonical: '125/XYZ-VP',
      searchKey: '125 xyz vp',
      warnings: [],
    });
  });

  test.each([
    ['NBSP', 'Số:\u00A0156/QĐ-UBND', '156/QĐ-UBND', ['CHARS_NORMALIZED']],
    ['no space after the colon', 'Số:156/QĐ-UBND', '156/QĐ-UBND', []],
    ['a capital letter after the sequence', '06B/NQ-TLĐ', '06b/NQ-TLĐ', ['CASE_NORMALIZED']],
    ['zeros too many', '007/NQ-TLĐ', '07/NQ-TLĐ', []],
    ['a dotted segment', '15-TB/T.Ư', '15-TB/T.Ư', []],
    ['a law in small letters', '20/2023/qh15', '20/2023/QH15', ['CASE_NORMALIZED']],
    ['a code of the other column', '12-NĐ/TW', '12-NĐ/TW', ['TYPE_CODE_NOT_LISTED']],
    [
      'a code of the other column in another case',
      '12/kl-TLĐ',
      '12/KL-TLĐ',
      ['CASE_NORMALIZED', 'TYPE_CODE_NOT_LISTED'],
    ],
    ['a law before ten', '5/2023/UBTVQH15', '05/2023/UBTVQH15', ['LEADING_ZERO_MISSING']],
  ])('%s: %j', (_what, raw, canonical, warnings) => {
    expect([parsed(raw).canonical, parsed(raw).warnings]).toEqual([canonical, warnings]);
  });

  test('the same code means what its system says', () => {
    expect(parsed('10-TT/TW').type).toBe('CIRCULAR_LETTER');
    expect(parsed('10/TT-BNV').type).toBe('CIRCULAR');
    expect([parsed('10-CT/TW').type, parsed('10-CTr/TW').type]).toEqual(['DIRECTIVE', 'PROGRAMME']);
    expect([parsed('10/QĐ-CP').type, parsed('10/QyĐ-CP').type]).toEqual(['DECISION', 'RULE']);
  });

  test('the word before the number decides the type, in any case and the longest first', () => {
    expect(parsed('QUY CHẾ PHỐI HỢP SỐ 02-QC/ĐUK')).toMatchObject({
      type: 'COORDINATION_REGULATION',
      typeWord: 'QUY CHẾ PHỐI HỢP',
    });
    expect(parsed('Quy chế 02-QC/ĐUK')).toMatchObject({ type: 'REGULATION', typeWord: 'Quy chế' });
    expect(parsed('Luật số 20/2023/QH15').type).toBe('LAW');
    expect(parsed('Kế hoạch 243/LĐLĐ').type).toBe('PLAN');
  });

  test('another table brings other codes', () => {
    const wider = { ...documentTypes, SEEN: { ...documentTypes.SEEN, XX: 'PLAN' } } as const;
    expect(parseDocumentNumber('02-XX/ĐUK', wider)).toMatchObject({ ok: true, type: 'PLAN' });
  });

  test.each([
    ['a day that does not exist', '02-NQ/TW ngày 31/2/2021'],
    ['a space inside a code', '02-Q C/ĐUK'],
    ['a space inside the sequence', '0 2-QC/ĐUK'],
    ['no body', '02-QC/'],
    ['no body after a year', '30/2020/NĐ'],
    ['a body that begins with a digit', '02-QC/1ĐUK'],
    ['two slashes in party form', '02-QC/ĐUK/LĐLĐ'],
    ['text before it', 'theo 02-QC/ĐUK'],
    ['text after it', '02-QC/ĐUK và'],
    ['a word alone', 'Kế hoạch'],
    ['an empty issuer', '35 của '],
    ['a sequence beyond exact numbers', `${'9'.repeat(17)}-QC/ĐUK`],
  ])('%s does not parse: %j', (_what, raw) => {
    expect(parseDocumentNumber(raw)).toEqual({ ok: false, raw, error: 'DOCNUM_UNPARSEABLE' });
  });

  test('300 characters are read, one more is refused', () => {
    const raw = `35 của ${'a'.repeat(293)}`;
    expect(parseDocumentNumber(raw).ok).toBe(true);
    expect(parseDocumentNumber(`${raw}a`)).toMatchObject({ ok: false, error: 'DOCNUM_UNPARSEABLE' });
  });

  test('no text makes it throw, and every canonical number parses to itself', () => {
    const pieces = fc.constantFrom(
      '02',
      '9',
      'a',
      '-',
      '/',
      ' ',
      'QC',
      'ĐUK',
      'LĐLĐ',
      '2020',
      'QĐ',
      'số ',
      ' ngày ',
      ',',
    );
    const raws = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 9 }).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(raws, (raw) => {
        const result = parseDocumentNumber(raw);
        if (!result.ok) return;
        const again = parsed(result.canonical);
        expect([again.canonical, again.searchKey, again.form]).toEqual([
          result.canonical,
          result.searchKey,
          result.form,
        ]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('resolving', () => {
  test('the registry spelling wins over case, once warned', () => {
    expect(resolved('02-qc/đuk-lđlđ').warnings).toEqual(['CASE_NORMALIZED']);
    expect(resolved('02-QC/đuk')).toMatchObject({ canonical: '02-QC/ĐUK', warnings: ['CASE_NORMALIZED'] });
  });

  test('an exact code is found before one that differs in case', () => {
    const two = [
      { code: 'TU', system: 'PARTY' },
      { code: 'Tu', system: 'UNION' },
    ] as const;
    expect(resolveDocumentNumber(parsed('02-KH/Tu'), two).segments).toEqual([
      { code: 'Tu', role: 'ISSUER', system: 'UNION' },
    ]);
  });

  test('an issuer not in the registry has the system that the caller knows', () => {
    expect(resolveDocumentNumber(parsed('02-KH/XYZ'), registry, 'STATE')).toMatchObject({
      segments: [{ code: 'XYZ', role: 'ISSUER', system: 'STATE' }],
      warnings: ['SEGMENT_UNRESOLVED', 'CONVENTION_MISMATCH'],
    });
  });

  test.each([
    ['a state organ in party form', '02-KH/UBND', ['CONVENTION_MISMATCH']],
    ['a party organ in a letter', '125/TU', ['CONVENTION_MISMATCH']],
    ['a union in party form', '02-KH/LĐLĐ', []],
    ['a union in state form', '02/KH-LĐLĐ', []],
    ['the youth union in state form', '02/KH-TWĐTN', []],
    ['a bare number', '35', ['SYMBOL_MISSING']],
  ])('%s: %s', (_what, raw, warnings) => {
    expect(resolved(raw).warnings).toEqual(warnings);
  });

  test('events keep the warnings as codes with details', () => {
    expect(warningsOf(resolved('317-QĐ/TWĐTN-TNTH'), 'number')).toEqual([
      { code: 'TYPE_AMBIGUOUS', details: { between: ['DECISION', 'RULE'] }, path: 'number' },
      { code: 'SEGMENT_UNRESOLVED', path: 'number' },
    ]);
    expect(warningsOf(resolved('35'))).toEqual([{ code: 'SYMBOL_MISSING' }]);
  });
});
