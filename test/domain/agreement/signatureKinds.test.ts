import { describe, expect, test } from '@jest/globals';
import { day, instant } from '../../../src/domain/kernel/fuzzyDate.js';
import { testNow } from '../../support/builders.js';
import {
  byImport,
  converted,
  givenAfter,
  givenWith,
  paper,
  scan,
  sign,
  signedOnPaper,
  stateAfter,
  toSigning,
  validCertificate,
} from './world.js';

const fullySigned = { type: 'AgreementFullySigned', data: { signedOn: instant(testNow) } } as const;
describe('A digital signature', () => {
  test('invariant 24: that is invalid, or was not checked, is refused', () => {
    for (const signature of [{ ...validCertificate, valid: false }, null])
      givenWith({ signature }, ...toSigning)
        .when(sign('a'))
        .thenRejected('SIGNATURE_INVALID', { path: 'certificate' });
  });

  test('invariant 24: without a certificate is no proof', () => {
    const { certificate: _, ...data } = sign('a').data as { certificate: unknown };
    givenWith({ signature: null }, ...toSigning)
      .when({ ...sign('a'), data })
      .thenRejected('SIGNATURE_INVALID', { path: 'certificate' });
  });

  test('invariant 24: must be made within the validity of the certificate, for certain', () => {
    const ended = { ...validCertificate, validTo: '2026-03-02T01:59:59.000Z' };
    const early = { ...validCertificate, validFrom: '2026-03-02T02:00:01.000Z' };
    for (const signature of [ended, early])
      givenWith({ signature }, ...toSigning)
        .when(sign('a'))
        .thenRejected('CERTIFICATE_NOT_VALID_AT', {
          path: 'certificate',
          details: { validFrom: signature.validFrom, validTo: signature.validTo },
        });
    givenWith({ signature: ended }, ...toSigning)
      .when(sign('a', {}, { occurred: day('2026-03-02') }))
      .thenRejected('CERTIFICATE_NOT_VALID_AT', { path: 'certificate' });
  });

  test('invariant 25: another confirmation is no signature', () => {
    givenAfter(...toSigning)
      .when(sign('a', { signatureKind: 'OTHER_CONFIRMATION' }))
      .thenRejected('SIGNATURE_KIND_INSUFFICIENT', {
        path: 'signatureKind',
        details: { kind: 'OTHER_CONFIRMATION' },
      });
  });

  test('invariant 26: wet ink is recorded by a clerk, with its scan', () => {
    givenAfter(...toSigning)
      .when(sign('a', { signatureKind: 'WET_INK' }))
      .thenRejected('PAPER_EVIDENCE_REQUIRED', { path: 'signatureKind' });
  });
});

describe('A paper signature', () => {
  test('is recorded with its scan, witness and ceremony', () => {
    givenAfter(...toSigning)
      .when(paper('a', { witnessOfficeId: 'off-b1', ceremonyId: 'cer-1', sealApplied: true }))
      .then(
        {
          type: 'PartySigned',
          data: signedOnPaper('a', { witnessOfficeId: 'off-b1', ceremonyId: 'cer-1', sealApplied: true }),
        },
        converted('a'),
      )
      .andAgain()
      .thenRejected('ALREADY_SIGNED', { path: 'officeId' });
    expect(stateAfter(...toSigning, paper('a')).parties[0]?.signatures[0]?.scanSha256).toBe(scan);
  });

  test('that completes the agreement says so after its conversion', () => {
    givenAfter(...toSigning, paper('a'), paper('b1'))
      .when(paper('b2'))
      .then({ type: 'PartySigned', data: signedOnPaper('b2') }, converted('b2'), fullySigned);
  });

  test('invariant 26: without a scan is refused', () => {
    givenAfter(...toSigning)
      .when(paper('a', { scanSha256: null }))
      .thenRejected('PAPER_EVIDENCE_REQUIRED', { path: 'scanSha256' });
  });

  test('invariant 26: with a scan that was not uploaded is refused, and of an import only warned of', () => {
    const elsewhere = { scanSha256: 'c'.repeat(64) };
    givenAfter(...toSigning)
      .when(paper('a', elsewhere))
      .thenRejected('PAPER_EVIDENCE_REQUIRED', { path: 'scanSha256' });
    const warnings = [{ code: 'PAPER_EVIDENCE_REQUIRED', path: 'scanSha256' }] as const;
    givenAfter(...toSigning)
      .when(byImport('RecordPaperSignature', paper('a', elsewhere).data as object, day('2026-03-01')))
      .then(
        { type: 'PartySigned', data: signedOnPaper('a', { warnings }) },
        { type: 'PaperCopyConverted', data: { partyId: 'a', method: 'SCAN', ...elsewhere } },
      );
  });

  test('invariant 65: has a registered office and witness', () => {
    givenAfter(...toSigning)
      .when(paper('a', { officeId: 'off-x' }))
      .thenRejected('NOT_FOUND', { path: 'officeId', details: { type: 'office', id: 'off-x' } });
    givenAfter(...toSigning)
      .when(paper('a', { witnessOfficeId: 'off-x' }))
      .thenRejected('NOT_FOUND', { path: 'witnessOfficeId', details: { type: 'office', id: 'off-x' } });
  });
});
