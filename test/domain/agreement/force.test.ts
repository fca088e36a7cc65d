import { describe, expect, test } from '@jest/globals';
import { isDueForExpiry, isDueForForce } from '../../../src/domain/agreement/index.js';
import { day, type FuzzyDate, instant } from '../../../src/domain/kernel/fuzzyDate.js';
import { testNow } from '../../support/builders.js';
import {
  after,
  byDrafter,
  byImport,
  byLeader,
  byPolicy,
  draft,
  draftData,
  givenAfter,
  stateAfter,
  toForce,
  toSigned,
  toSigning,
  verdict,
  years,
} from './world.js';

const bring = (data: object = {}, options = {}) => byLeader('BringIntoForce', data, options);
const expire = (options = {}) => byPolicy('ExpireAgreement', {}, options);
const signedWith = (over: object) => [draft(over), ...toSigned.slice(1)];
const inForceWith = (over: object) => [...signedWith(over), bring()];
const between = (earliest: string, latest: string): FuzzyDate => ({
  earliest,
  latest,
  precision: 'RANGE',
  certainty: 'INFERRED',
});

describe('Bringing into force', () => {
  test('takes the day given, else the draft’s, else that of the last signature', () => {
    givenAfter(...toSigned)
      .when(bring({ effectiveFrom: day('2026-01-15') }))
      .then({ type: 'AgreementEnteredIntoForce', data: { effectiveFrom: day('2026-01-15') } })
      .andAgain()
      .thenNothingMore();
    givenAfter(...signedWith({ effectiveFrom: day('2026-02-01') }))
      .when(bring())
      .then({ type: 'AgreementEnteredIntoForce', data: { effectiveFrom: day('2026-02-01') } });
    givenAfter(...toSigned)
      .when(bring())
      .then({ type: 'AgreementEnteredIntoForce', data: { effectiveFrom: instant(testNow) } })
      .andAgain()
      .thenNothingMore();
    const { status, effectiveFrom } = stateAfter(...toForce);
    expect([status, effectiveFrom]).toEqual(['IN_FORCE', instant(testNow)]);
  });

  test('on another day, once in force, is not possible', () => {
    givenAfter(...toForce)
      .when(bring({ effectiveFrom: day('2026-01-15') }))
      .thenRejected('STATE_NOT_ALLOWED');
  });

  test('is the act of the policy too', () => {
    givenAfter(...toSigned)
      .when(byPolicy('BringIntoForce'))
      .then({ type: 'AgreementEnteredIntoForce', data: { effectiveFrom: instant(testNow) } });
  });

  test('invariant 28: waits for the required signatures', () => {
    givenAfter(...toSigning)
      .when(bring())
      .thenRejected('NOT_FULLY_SIGNED', {
        details: {
          state: 'SIGNING',
          command: 'BringIntoForce',
          allowed: [
            'PresentText',
            'ConfirmSigningAuthority',
            'SignAsParty',
            'RecordPaperSignature',
            'DeclineToSign',
            'WithdrawSignature',
            'CloseSigning',
            'SucceedParty',
            'CiteDocument',
            'LinkSource',
            'UnlinkSource',
            'ObserveClause',
            'PlaceLegalHold',
            'ReleaseLegalHold',
          ],
        },
      });
  });

  test('invariant 68: waits for the effective day, which begins at midnight in Vietnam', () => {
    const past = signedWith({ effectiveFrom: day('2026-03-03') });
    givenAfter(...past)
      .when(bring())
      .thenRejected('EFFECTIVE_DATE_NOT_REACHED', {
        path: 'effectiveFrom',
        details: { effectiveFrom: '2026-03-03' },
      });
    const at = (now: string) => verdict(after(...past), bring({}, { now }));
    expect(at('2026-03-02T16:59:59.999Z')).toBe('EFFECTIVE_DATE_NOT_REACHED');
    expect(at('2026-03-02T17:00:00.000Z')).toEqual(['AgreementEnteredIntoForce']);
  });

  test('invariant 68: a day that may have come leaves a doubt', () => {
    const effectiveFrom = between('2026-01-01', '2026-12-31');
    givenAfter(...toSigned)
      .when(bring({ effectiveFrom }))
      .then({
        type: 'AgreementEnteredIntoForce',
        data: {
          effectiveFrom,
          warnings: [
            {
              code: 'EFFECTIVE_DATE_NOT_REACHED',
              path: 'effectiveFrom',
              details: { effectiveFrom: '2026-01-01' },
            },
          ],
        },
      });
  });

  test('is due for the policy only once its day has certainly come', () => {
    const due = (over: object, now: string) => isDueForForce(stateAfter(...signedWith(over)), now);
    expect(due({ effectiveFrom: day('2026-03-03') }, '2026-03-02T16:59:59.999Z')).toBe(false);
    expect(due({ effectiveFrom: day('2026-03-03') }, '2026-03-02T17:00:00.000Z')).toBe(true);
    expect(due({ effectiveFrom: between('2026-01-01', '2026-03-03') }, testNow)).toBe(false);
    expect(
      due({ effectiveFrom: { earliest: '2026-01-01', precision: 'UNKNOWN', certainty: 'UNKNOWN' } }, testNow),
    ).toBe(false);
    expect(due({}, testNow)).toBe(true);
    expect(isDueForForce(stateAfter(...toSigning), testNow)).toBe(false);
    expect(isDueForForce(stateAfter(...toForce), testNow)).toBe(false);
  });
});

describe('Expiring', () => {
  test('takes effect on the day after the period, as certain as its end', () => {
    givenAfter(...toForce)
      .when(expire())
      .then({ type: 'AgreementExpired', data: { effectiveFrom: day('2026-01-01') } })
      .andAgain()
      .thenRejected('AGREEMENT_CLOSED');
    const end = between('2025-11-01', '2025-12-15');
    givenAfter(...inForceWith({ period: { start: null, end } }))
      .when(expire())
      .then({
        type: 'AgreementExpired',
        data: { effectiveFrom: { ...day('2025-12-16'), certainty: 'INFERRED' } },
      });
    const { status, endedFrom } = stateAfter(...toForce, expire());
    expect([status, endedFrom]).toEqual(['EXPIRED', day('2026-01-01')]);
  });

  test('invariant 35: is refused until the end is certainly past', () => {
    const ends = (end: FuzzyDate | null, now?: string) =>
      verdict(after(...inForceWith({ period: { start: null, end } })), expire(now === undefined ? {} : { now }));
    expect(ends(day('2026-03-02'))).toBe('NOT_EXPIRED_YET');
    expect(ends(day('2026-03-02'), '2026-03-02T16:59:59.999Z')).toBe('NOT_EXPIRED_YET');
    expect(ends(day('2026-03-02'), '2026-03-02T17:00:00.000Z')).toEqual(['AgreementExpired']);
    expect(ends(between('2025-01-01', '2026-12-31'))).toBe('NOT_EXPIRED_YET');
    givenAfter(...inForceWith({ period: years('2022', '2026') }))
      .when(expire())
      .thenRejected('NOT_EXPIRED_YET', { path: 'period', details: { periodEnd: '2026-12-31' } });
    givenAfter(
      ...inForceWith({
        period: { start: null, end: { earliest: '2020-01-01', precision: 'UNKNOWN', certainty: 'INFERRED' } },
      }),
    )
      .when(expire())
      .thenRejected('NOT_EXPIRED_YET', { path: 'period', details: { periodEnd: null } });
  });

  test('invariant 35: an agreement without an end never expires', () => {
    for (const period of [null, { start: day('2021-11-12'), end: null }])
      givenAfter(...inForceWith({ period }))
        .when(expire())
        .thenRejected('NO_END_DATE', { path: 'period' });
  });

  test('is due for the policy once the end has certainly passed', () => {
    expect(isDueForExpiry(stateAfter(...toForce), '2025-12-31T16:59:59.999Z')).toBe(false);
    expect(isDueForExpiry(stateAfter(...toForce), '2025-12-31T17:00:00.000Z')).toBe(true);
    expect(isDueForExpiry(stateAfter(...toSigned), testNow)).toBe(false);
    expect(isDueForExpiry(stateAfter(...inForceWith({ period: null })), testNow)).toBe(false);
  });
});

describe('An expired agreement', () => {
  const past = [...toForce, expire()];

  test('invariant 37: takes no business command', () => {
    for (const sent of [
      byDrafter('ReviseDraft', { patch: { subject: 'X' } }),
      byDrafter('AddParty', { party: draftData.parties[0] }),
      bring(),
      expire(),
      byLeader('WithdrawDraft', { reason: 'x' }),
    ])
      givenAfter(...past)
        .when(sent)
        .thenRejected('AGREEMENT_CLOSED', {
          details: {
            state: 'EXPIRED',
            command: sent.type,
            allowed: [
              'SucceedParty',
              'RenewAgreement',
              'CiteDocument',
              'LinkSource',
              'UnlinkSource',
              'ObserveClause',
              'PlaceLegalHold',
              'ReleaseLegalHold',
              'ArchiveAgreement',
            ],
          },
        });
  });

  test('invariant 37: is closed to imports as well', () => {
    givenAfter(...past)
      .when(byImport('BringIntoForce', {}, instant(testNow)))
      .thenRejected('AGREEMENT_CLOSED');
  });
});
