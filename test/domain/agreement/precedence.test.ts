import { describe, expect, test } from '@jest/globals';
import type { RejectionCode } from '../../../src/domain/kernel/rejection.js';
import { day, instant, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import {
  after,
  bodiesWith,
  bodyOf,
  byImport,
  byLeader,
  byPolicy,
  draft,
  facts,
  givenAfter,
  givenWith,
  leader,
  office,
  officesWith,
  open,
  otherSha,
  paper,
  partyA,
  partyC,
  present,
  scan,
  sha,
  sign,
  toFinal,
  toForce,
  toSigning,
  verdict,
  years,
} from './world.js';

const future = { occurred: instant('2027-01-01T00:00:00.000Z') };
const old = { occurred: instant('2026-02-01T00:00:00.000Z') };
const evidence = { reason: 'gửi muộn', source: { kind: 'PAPER', ref: 'src-1', certainty: 'STATED' } } as const;
const dissolved = bodiesWith(bodyOf('btv-1', { dissolvedFrom: day('2020-07-01') }));

describe('Of several reasons the first by the fixed order is given', () => {
  test('input, then existence, then state, then authority, then the rules by number', () => {
    const wrong = { officeId: 'off-x', textSha256: otherSha };
    givenAfter(draft())
      .when(paper('b1', { ...wrong, textSha256: null }, future))
      .thenRejected('INPUT_INVALID', { path: 'textSha256' });
    givenAfter(draft())
      .when(paper('b1', wrong, future))
      .thenRejected('NOT_FOUND', { path: 'officeId' });
    givenAfter(draft())
      .when(paper('b1', { ...wrong, officeId: 'off-b2' }, future))
      .thenRejected('STATE_NOT_ALLOWED');
    givenAfter(...toSigning)
      .when(paper('b1', { ...wrong, officeId: 'off-b2' }, future))
      .thenRejected('AUTHORITY_NOT_PROVEN', { path: 'officeId' });
    givenAfter(...toSigning)
      .when(paper('b1', { textSha256: otherSha }, future))
      .thenRejected('OCCURRED_IN_FUTURE', { path: 'occurred' });
  });

  test('the role comes before the state, even the last one', () => {
    const sent = byLeader('CloseSigning', {}, { actor: { ...leader, onBehalfOfOrgId: 'hu-1' } });
    givenAfter(...toForce)
      .when(sent)
      .thenRejected('ROLE_NOT_ALLOWED');
    givenAfter(...toForce, byPolicy('ExpireAgreement'))
      .when(sent)
      .thenRejected('ROLE_NOT_ALLOWED');
  });

  test('a closed agreement comes before all that is wrong with a signature', () => {
    givenAfter(...toForce, byPolicy('ExpireAgreement'))
      .when(sign('nobody', { officeId: 'off-a', capacity: 'FOR_HEAD', textSha256: otherSha }, future))
      .thenRejected('AGREEMENT_CLOSED');
  });

  test('authority: who is no party, then the right, the capacity, the person', () => {
    const borrowed = { actor: { role: 'SIGNATORY', personKey: 'p', officeId: 'off-b1' } } as const;
    const vacant = { offices: officesWith(office('off-b1', 'hu-1', { holdings: [] })) };
    const bad = { officeId: 'off-b1', capacity: 'FOR_HEAD', textSha256: otherSha };
    const past = after(...toSigning);
    expect(verdict(past, sign('nobody', bad, borrowed), facts(vacant))).toBe('NOT_A_PARTY');
    expect(verdict(past, sign('b1', bad, borrowed), facts(vacant))).toBe('AUTHORITY_NOT_PROVEN');
    expect(verdict(past, sign('b1', bad, borrowed))).toBe('CAPACITY_NOT_ALLOWED');
    expect(verdict(past, sign('b1', { textSha256: otherSha }, borrowed))).toBe('SIGNER_IDENTITY_MISMATCH');
  });

  test('the rules by number, as one reason after the other is taken away', () => {
    const order = { mode: 'SEQUENTIAL', sequence: ['a', 'b1', 'b2'] };
    const unpresented = after(...toFinal, open({ order }));
    const presented = after(...toFinal, open({ order }), present());
    const next = after(...toFinal, open({ order }), present(), sign('a'));
    const gone = facts({ bodies: dissolved, signature: null });
    const other = { signatureKind: 'OTHER_CONFIRMATION' };
    const steps: readonly (readonly [RejectionCode, string | readonly string[]])[] = [
      ['OCCURRED_IN_FUTURE', verdict(unpresented, sign('b1', { ...other, textSha256: otherSha }, future), gone)],
      ['LATE_RECORD_REASON_REQUIRED', verdict(unpresented, sign('b1', { ...other, textSha256: otherSha }, old), gone)],
      [
        'SIGNED_TEXT_MISMATCH',
        verdict(unpresented, sign('b1', { ...other, textSha256: otherSha }, { ...old, ...evidence }), gone),
      ],
      ['TEXT_NOT_PRESENTED', verdict(unpresented, sign('b1', other), gone)],
      ['NOT_YOUR_TURN', verdict(presented, sign('b1', other), gone)],
      ['SIGNATURE_KIND_INSUFFICIENT', verdict(next, sign('b1', other), gone)],
      ['SIGNATURE_INVALID', verdict(next, sign('b1'), gone)],
      ['ORG_DISSOLVED', verdict(next, sign('b1'), facts({ bodies: dissolved }))],
    ];
    for (const [expected, found] of steps) expect(found).toBe(expected);
    expect(verdict(next, sign('b1'))).toEqual(['PartySigned']);
  });
});

describe('Warnings', () => {
  test('are all given with a refusal', () => {
    givenAfter()
      .when(
        byImport(
          'RegisterExistingAgreement',
          {
            kind: 'COORDINATION_REGULATION',
            subject: 'Quy chế',
            status: 'SIGNING',
            effectivenessRule: 'PER_COUNTERPARTY',
            parties: [partyA, partyC],
            period: years('2025', '2022'),
          },
          '2021-11-12',
        ),
      )
      .thenRejected('PERIOD_INVALID', {
        path: 'period',
        warnings: [
          { code: 'PARTY_CLASS_NOT_ENUMERATED', path: 'parties/c', details: { partyId: 'c' } },
          { code: 'NUMBER_UNKNOWN', path: 'number' },
          { code: 'SIGNED_ON_UNKNOWN', path: 'signedOn' },
        ],
      });
  });

  test('invariant 22: refuses an import beside all that only warns', () => {
    givenAfter(...toFinal, open())
      .when(
        byImport(
          'RecordPaperSignature',
          { partyId: 'b1', officeId: null, capacity: 'FOR_HEAD', textSha256: null },
          unknownDate,
        ),
      )
      .thenRejected('CAPACITY_NOT_ALLOWED', {
        path: 'capacity',
        warnings: [
          { code: 'SIGNED_TEXT_MISMATCH', path: 'textSha256', details: { opened: sha, given: null } },
          { code: 'TEXT_NOT_PRESENTED', path: 'textSha256', details: { opened: sha } },
          { code: 'AUTHORITY_NOT_PROVEN', path: 'officeId', details: { officeId: null, partyId: 'b1' } },
          { code: 'PAPER_EVIDENCE_REQUIRED', path: 'scanSha256' },
        ],
      });
  });

  test('invariants 18, 19, 20, 24, 25, 58 and 65 refuse an import as they refuse anybody', () => {
    const order = { mode: 'SEQUENTIAL', sequence: ['a', 'b1'] };
    const past = after(...toFinal, open({ order }));
    const base = { officeId: 'off-a', capacity: 'ON_BEHALF_OF_BODY', textSha256: sha };
    const onPaper = (partyId: string, over: object = {}) =>
      byImport('RecordPaperSignature', { partyId, ...base, scanSha256: scan, ...over }, unknownDate);
    const digital = (signatureKind: string) =>
      byImport('SignAsParty', { partyId: 'a', ...base, signatureKind }, unknownDate);
    expect(verdict(after(...toFinal, open(), onPaper('a')), onPaper('a'))).toBe('ALREADY_SIGNED');
    expect(verdict(past, onPaper('nobody'))).toBe('NOT_A_PARTY');
    expect(verdict(past, onPaper('b1', { officeId: 'off-b1' }))).toBe('NOT_YOUR_TURN');
    expect(verdict(past, digital('DIGITAL_PUBLIC'), facts({ signature: null }))).toBe('SIGNATURE_INVALID');
    expect(verdict(past, digital('OTHER_CONFIRMATION'))).toBe('SIGNATURE_KIND_INSUFFICIENT');
    expect(verdict(past, onPaper('a', { officeId: 'off-x' }))).toBe('NOT_FOUND');
    const gone = bodiesWith(bodyOf('ldld-dd', { dissolvedFrom: day('2020-07-01') }));
    const dated = { ...onPaper('a'), meta: { ...onPaper('a').meta, occurred: day('2026-03-01') } };
    expect(verdict(past, dated, facts({ bodies: gone }))).toBe('ORG_DISSOLVED');
  });

  test('of an accepted command stand in its first event', () => {
    givenWith({}, ...toFinal, open())
      .when(
        byImport(
          'RecordPaperSignature',
          { partyId: 'a', officeId: 'off-a', capacity: 'ON_BEHALF_OF_BODY', textSha256: sha, scanSha256: scan },
          unknownDate,
        ),
      )
      .then(
        {
          type: 'PartySigned',
          data: {
            partyId: 'a',
            officeId: 'off-a',
            capacity: 'ON_BEHALF_OF_BODY',
            textSha256: sha,
            signatureKind: 'WET_INK',
            sealApplied: null,
            recordedBy: 'CLERK',
            warnings: [
              { code: 'TEXT_NOT_PRESENTED', path: 'textSha256', details: { opened: sha } },
              { code: 'AUTHORITY_EXPIRED', path: 'officeId', details: { officeId: 'off-a', partyId: 'a' } },
            ],
          },
        },
        { type: 'PaperCopyConverted', data: { partyId: 'a', method: 'SCAN', scanSha256: scan } },
      );
  });
});
