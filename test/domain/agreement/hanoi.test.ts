import { describe, expect, test } from '@jest/globals';
import { agreement, type AgreementFacts, type AgreementState } from '../../../src/domain/agreement/index.js';
import { fold } from '../../../src/domain/kernel/decider.js';
import { day, type FuzzyDate, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import type { Warning } from '../../../src/domain/kernel/rejection.js';
import {
  afterWith,
  byImport,
  byPolicy,
  enumerate,
  facts,
  office,
  officesWith,
  partyA,
  partyC,
  storedA,
  storedC,
  storedMember,
  years,
} from './world.js';

/** The Hanoi regulation as two articles tell it (reference 4.12, agr-hn-2022). */
const opening: FuzzyDate = {
  earliest: '2022-01-01',
  latest: '2022-12-31',
  precision: 'YEAR',
  certainty: 'INFERRED',
  basis: 'period',
};
const lately: FuzzyDate = { ...unknownDate, asWritten: 'vừa tổ chức' };
const knowing: (today: AgreementState) => AgreementFacts = facts({ offices: officesWith(office('off-pct', 'ldld')) });

const fields = [1, 2, 3, 4, 5].map((n) => ({ fieldId: `f${n}`, text: `lĩnh vực ${n}` }));
const observations = (sourceId: string) =>
  fields.map(({ fieldId, text }) =>
    byImport(
      'ObserveClause',
      { target: { kind: 'FIELD', fieldId }, sourceId, asWritten: `${text} (${sourceId})` },
      lately,
    ),
  );
const unsaid = { officeId: null, capacity: null, textSha256: null };
const signature = (partyId: string) => byImport('RecordPaperSignature', { partyId, ...unsaid }, unknownDate);

const first = [
  byImport(
    'RegisterExistingAgreement',
    {
      kind: 'COORDINATION_REGULATION',
      subject: 'Quy chế phối hợp công tác',
      status: 'SIGNING',
      effectivenessRule: 'PER_COUNTERPARTY',
      effectiveFrom: opening,
      period: years('2022', '2025'),
      parties: [partyA, partyC],
      fields,
    },
    opening,
  ),
  byImport('LinkSource', { sourceId: 'src-0', certainty: 'STATED' }, lately),
  byImport(
    'PresentText',
    { textVersion: null, textSha256: null, presenterOfficeId: 'off-pct', occasionId: 'cer-hn-s0' },
    lately,
  ),
  ...observations('src-0'),
];
const enumeration = enumerate(1, 2, 3, 4);
const second = [
  byImport('LinkSource', { sourceId: 'src-1', certainty: 'INFERRED', basis: 'same side A, same title' }, lately),
  ...observations('src-1'),
  ...['core-1', 'core-2'].map((coreTaskId) =>
    byImport(
      'ObserveClause',
      { target: { kind: 'CORE_TASK', coreTaskId }, sourceId: 'src-1', asWritten: coreTaskId },
      lately,
    ),
  ),
  byImport('EnumeratePartyClass', enumeration.data as object, unknownDate),
  ...['a', 'b1', 'b2', 'b3', 'b4'].map(signature),
  byImport('BringIntoForce', { effectiveFrom: opening }, unknownDate),
];

const warnings = (partyId: string): readonly Warning[] => [
  { code: 'SIGNED_TEXT_MISMATCH', path: 'textSha256', details: { opened: null, given: null } },
  { code: 'AUTHORITY_NOT_PROVEN', path: 'officeId', details: { officeId: null, partyId } },
  { code: 'PAPER_EVIDENCE_REQUIRED', path: 'scanSha256' },
];
const signedBy = (partyId: string) => ({
  type: 'PartySigned',
  data: {
    partyId,
    ...unsaid,
    signatureKind: null,
    sealApplied: null,
    recordedBy: 'CLERK',
    warnings: warnings(partyId),
  },
});
const acceded = (partyId: string) => ({ type: 'PartyAcceded', data: { partyId, effectiveFrom: unknownDate } });

describe('The Hanoi regulation, from two articles', () => {
  const past = afterWith(knowing, ...first, ...second, byPolicy('ExpireAgreement'));

  test('replays event by event as the reference tells', () => {
    expect(past.map(({ type }) => type)).toEqual([
      'AgreementRegistered',
      'SourceLinked',
      'TextPresented',
      ...fields.map(() => 'ClauseObserved'),
      'SourceLinked',
      ...[...fields, 'core-1', 'core-2'].map(() => 'ClauseObserved'),
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
      'AgreementExpired',
    ]);
  });

  test('invariants 15, 21 and 26: its signatures keep as warnings what nobody can know', () => {
    const told = past.map(({ type, data }) => ({ type, data }));
    expect(told.slice(told.findIndex(({ type }) => type === 'PartySigned'))).toEqual([
      signedBy('a'),
      signedBy('b1'),
      { type: 'AgreementFullySigned', data: { signedOn: unknownDate } },
      signedBy('b2'),
      acceded('b2'),
      signedBy('b3'),
      acceded('b3'),
      signedBy('b4'),
      acceded('b4'),
      { type: 'AgreementEnteredIntoForce', data: { effectiveFrom: opening } },
      { type: 'AgreementExpired', data: { effectiveFrom: day('2026-01-01') } },
    ]);
  });

  test('begins with the registration as the first article has it', () => {
    expect(past[0]?.data).toEqual({
      kind: 'COORDINATION_REGULATION',
      subject: 'Quy chế phối hợp công tác',
      status: 'SIGNING',
      effectivenessRule: 'PER_COUNTERPARTY',
      effectiveFrom: opening,
      period: years('2022', '2025'),
      parties: [storedA, storedC],
      fields,
      leadIssuer: null,
      number: null,
      text: null,
      textVersion: 1,
      textSha256: null,
      warnings: [
        { code: 'PARTY_CLASS_NOT_ENUMERATED', path: 'parties/c', details: { partyId: 'c' } },
        { code: 'NUMBER_UNKNOWN', path: 'number' },
        { code: 'SIGNED_ON_UNKNOWN', path: 'signedOn' },
      ],
    });
    expect(past.find(({ type }) => type === 'PartyClassEnumerated')?.data).toEqual({
      classPartyId: 'c',
      members: [1, 2, 3, 4].map(storedMember),
      complete: false,
    });
  });

  test('is expired today, in force from 2022 by inference, with two observations of every field', () => {
    const state = fold(agreement, past);
    expect(state).toMatchObject({ status: 'EXPIRED', effectiveFrom: opening, signedOn: unknownDate, number: null });
    expect(state.endedFrom).toEqual(day('2026-01-01'));
    expect(state.parties.map(({ partyId, status }) => [partyId, status])).toEqual([
      ['a', 'SIGNED'],
      ['c', 'PROPOSED'],
      ...['b1', 'b2', 'b3', 'b4'].map((id) => [id, 'SIGNED']),
    ]);
    expect(state.fields.map(({ observations: seen }) => seen.length)).toEqual([2, 2, 2, 2, 2]);
    expect(state.warnings).toHaveLength(3 + 5 * 3);
  });

  test('tells which of its facts are inferred or unknown, each under its own path', () => {
    const { uncertain } = fold(agreement, past);
    expect(uncertain.effectiveFrom).toMatchObject({ certainty: 'INFERRED', basis: 'period' });
    expect(uncertain.endedFrom).toMatchObject({ certainty: 'STATED' });
    expect(uncertain.signedOn).toMatchObject({ certainty: 'UNKNOWN' });
    expect(uncertain['parties/b2/accededFrom']).toMatchObject({ certainty: 'UNKNOWN' });
    expect(uncertain['sources/src-1']).toMatchObject({ certainty: 'INFERRED', basis: 'same side A, same title' });
  });
});
