import { describe, expect, test } from '@jest/globals';
import { day, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { agreement, type Period } from '../../../src/domain/agreement/index.js';
import { fold } from '../../../src/domain/kernel/decider.js';
import {
  byLeaderOf,
  decided,
  journeys,
  renew,
  renewBySuccessor,
  resume,
  supersede,
  suspend,
  terminate,
} from './lifeWorld.js';
import {
  after,
  bodiesWith,
  bodyOf,
  byImport,
  byPolicy,
  draft,
  facts,
  givenAfter,
  givenWith,
  otherAgreement,
  stateAfter,
  toForce,
  toSigned,
  verdict,
  years,
} from './world.js';

const { IN_FORCE: force, EXPIRED: expired, TERMINATED: terminated } = journeys('ALL_SIGNED');
const suspended = { reason: 'chờ sắp xếp', ...decided };
const resumed = { reason: 'đã sắp xếp xong', decisionDocId: 'doc-2', effectiveFrom: day('2026-02-10') };
const notAllowed = (command: string) => ({ details: { role: 'ORG_LEADER', command, leadIssuer: 'ldld' } });
/** The lead issuer and a party have superiors. */
const superiors = {
  bodies: bodiesWith(bodyOf('ldld', { ancestors: ['tld'] }), bodyOf('hu-1', { ancestors: ['thanh-uy', 'tw'] })),
};

describe('Suspending and resuming', () => {
  test('stops an agreement, and takes it up again', () => {
    givenAfter(...force)
      .when(suspend())
      .then({ type: 'AgreementSuspended', data: suspended })
      .andAgain()
      .thenNothingMore();
    givenAfter(...force, suspend())
      .when(resume())
      .then({ type: 'AgreementResumed', data: resumed })
      .andAgain()
      .thenNothingMore();
    const { reason, decisionDocId, effectiveFrom: from } = suspended;
    const past = stateAfter(...force, suspend());
    expect([past.status, past.suspension]).toEqual(['SUSPENDED', { reason, decisionDocId, from, until: null }]);
    const now = stateAfter(...force, suspend(), resume());
    expect([now.status, now.suspension]).toEqual([
      'IN_FORCE',
      { reason, decisionDocId, from, until: day('2026-02-10') },
    ]);
  });

  test('may come again', () => {
    const later = { effectiveFrom: day('2026-02-20') };
    expect(stateAfter(...force, suspend(), resume(), suspend(later)).status).toBe('SUSPENDED');
  });

  test('invariant 66: is for the lead and those above it, not for a party', () => {
    for (const orgId of ['ldld', 'tld'])
      expect(verdict(after(...force), byLeaderOf(orgId)('SuspendAgreement', suspended), facts(superiors))).toEqual([
        'AgreementSuspended',
      ]);
    for (const [type, past] of [
      ['SuspendAgreement', force],
      ['ResumeAgreement', [...force, suspend()]],
    ] as const)
      for (const orgId of ['hu-1', 'thanh-uy'])
        givenWith(superiors, ...past)
          .when(byLeaderOf(orgId)(type, resumed))
          .thenRejected('ROLE_NOT_ALLOWED', notAllowed(type));
  });

  test('rests on a decision, unless an import does not know it', () => {
    for (const sent of [suspend({ decisionDocId: undefined }), resume({ decisionDocId: undefined })])
      givenAfter(...(sent.type === 'ResumeAgreement' ? [...force, suspend()] : force))
        .when(sent)
        .thenRejected('INPUT_INVALID', {
          path: 'decisionDocId',
          details: { problem: 'DECISION_DOCUMENT_REQUIRED' },
        });
    const data = { reason: 'x', effectiveFrom: unknownDate };
    givenAfter(...force)
      .when(byImport('SuspendAgreement', data, unknownDate))
      .then({ type: 'AgreementSuspended', data });
  });

  test('invariant 8: is not taken up before it was stopped', () => {
    givenAfter(...force, suspend())
      .when(resume({ effectiveFrom: day('2026-01-31') }))
      .thenRejected('PERIOD_INVALID', { path: 'effectiveFrom' });
    for (const effectiveFrom of [decided.effectiveFrom, unknownDate])
      expect(verdict(after(...force, suspend()), resume({ effectiveFrom }))).toEqual(['AgreementResumed']);
  });
});

describe('Renewing', () => {
  const newPeriod = years('2028', '2030');
  const effectiveFrom = day('2028-01-01');

  test('for a new period goes on with the agreement, even after it expired', () => {
    for (const past of [force, expired]) {
      givenAfter(...past)
        .when(renew())
        .then({ type: 'AgreementRenewed', data: { newPeriod, effectiveFrom } })
        .andAgain()
        .thenNothingMore();
      const { status, period, renewal, endedFrom } = stateAfter(...past, renew());
      expect([status, period, renewal, endedFrom]).toEqual(['IN_FORCE', newPeriod, { effectiveFrom }, null]);
    }
  });

  test('lets it expire with the new period, not with the old one', () => {
    const at = (now: string) => verdict(after(...force, renew()), byPolicy('ExpireAgreement', {}, { now }));
    expect(at('2028-01-02T00:00:00.000Z')).toBe('NOT_EXPIRED_YET');
    expect(at('2031-01-02T00:00:00.000Z')).toEqual(['AgreementExpired']);
  });

  test('from before the expiry it was recorded after leaves nothing to expire, in whatever order they are folded', () => {
    const early = renew({ effectiveFrom: day('2027-12-31') });
    const events = after(...expired, early);
    const inWorld = [...events.slice(0, -2), ...events.slice(-2).reverse()];
    for (const order of [events, inWorld]) {
      const { status, period, endedFrom } = fold(agreement, order);
      expect([status, period, endedFrom]).toEqual(['IN_FORCE', newPeriod, null]);
    }
    const again = byPolicy('ExpireAgreement', {}, { now: '2031-01-02T00:00:00.000Z' });
    const { status, endedFrom } = stateAfter(...expired, early, again);
    expect([status, endedFrom]).toEqual(['EXPIRED', { ...day('2031-01-01'), certainty: 'STATED' }]);
  });

  test('by a successor ends it', () => {
    const data = { successorId: 'agr-2', effectiveFrom: day('2026-02-01') };
    for (const past of [force, expired])
      givenAfter(...past)
        .when(renewBySuccessor('agr-2', { basisReviewId: 'rev-1' }))
        .then({ type: 'AgreementRenewed', data: { ...data, basisReviewId: 'rev-1' } })
        .andAgain()
        .thenNothingMore();
    const inForce = stateAfter(...force, renewBySuccessor('agr-2'));
    expect([inForce.status, inForce.renewal, inForce.endedFrom]).toEqual(['RENEWED', data, day('2026-02-01')]);
    const over = stateAfter(...expired, renewBySuccessor('agr-2'));
    expect([over.status, over.endedFrom]).toEqual(['RENEWED', day('2028-01-01')]);
  });

  test('is one or the other', () => {
    const problem = 'either a new period or a successor, not both';
    for (const sent of [renew({ successorId: 'agr-2' }), renew({ newPeriod: undefined })])
      givenAfter(...force)
        .when(sent)
        .thenRejected('INPUT_INVALID', { path: 'newPeriod', details: { problem } });
  });

  test('invariant 36: begins after the old period ends; where nobody can tell there is a doubt', () => {
    const periodEnd = '2027-12-31';
    givenAfter(...force)
      .when(renew({ newPeriod: years('2026', '2030') }))
      .thenRejected('RENEWAL_OVERLAP', { path: 'newPeriod', details: { periodEnd } });
    const doubted = (period: Period, details: object, past = force) =>
      givenAfter(...past)
        .when(renew({ newPeriod: period }))
        .then({
          type: 'AgreementRenewed',
          data: {
            newPeriod: period,
            effectiveFrom,
            warnings: [{ code: 'RENEWAL_OVERLAP', path: 'newPeriod', details: details as { periodEnd: string } }],
          },
        });
    doubted(years('2027', '2030'), { periodEnd });
    doubted({ start: null, end: day('2030-12-31') }, { periodEnd });
    doubted(newPeriod, { periodEnd: null }, [draft({ period: null }), ...toForce.slice(1)]);
  });

  test('invariant 36: a successor’s period must not overlap either', () => {
    const knowing = { agreements: new Map([['agr-2', { ...otherAgreement, period: years('2026', '2030') }]]) };
    givenWith(knowing, ...force)
      .when(renewBySuccessor('agr-2'))
      .thenRejected('RENEWAL_OVERLAP', { path: 'successorId', details: { periodEnd: '2027-12-31' } });
  });

  test('invariant 8: of a period that ends before it begins is refused', () => {
    givenAfter(...force)
      .when(renew({ newPeriod: years('2031', '2030') }))
      .thenRejected('PERIOD_INVALID', { path: 'newPeriod' });
  });

  test('invariant 65: is by an agreement on record, and another one', () => {
    givenAfter(...force)
      .when(renewBySuccessor('agr-9'))
      .thenRejected('NOT_FOUND', { path: 'successorId', details: { type: 'agreement', id: 'agr-9' } });
    const own = { agreements: new Map([['agr-1', { ...otherAgreement, agreementId: 'agr-1' }]]) };
    givenWith(own, ...force)
      .when(renewBySuccessor('agr-1'))
      .thenRejected('INPUT_INVALID', { path: 'successorId', details: { problem: 'OWN_SUCCESSOR' } });
  });

  test('invariant 66: is the lead’s alone', () => {
    for (const orgId of ['tld', 'hu-1'])
      givenWith(superiors, ...force)
        .when(byLeaderOf(orgId)('RenewAgreement', { newPeriod, effectiveFrom }))
        .thenRejected('ROLE_NOT_ALLOWED', notAllowed('RenewAgreement'));
  });

  test('invariants 37 and 64: is not of an agreement that was terminated', () => {
    givenAfter(...terminated)
      .when(renew())
      .thenRejected('STATE_NOT_ALLOWED');
  });
});

describe('Terminating', () => {
  test.each(['MUTUAL', 'SUPERIOR_DECISION', 'PARTIES_DISSOLVED', 'BREACH'] as const)(
    'ends an agreement on the ground %s',
    (ground) => {
      for (const past of [toSigned, force, [...force, suspend()]])
        givenAfter(...past)
          .when(terminate({ ground }))
          .then({ type: 'AgreementTerminated', data: { ground, ...decided } })
          .andAgain()
          .thenRejected('AGREEMENT_CLOSED');
      const { status, termination, endedFrom } = stateAfter(...force, terminate({ ground }));
      expect([status, termination, endedFrom]).toEqual([
        'TERMINATED',
        { ground, decisionDocId: 'doc-1' },
        day('2026-02-01'),
      ]);
    },
  );

  test('invariant 66: is for the leader of any party, and those above', () => {
    const data = { ground: 'MUTUAL', ...decided };
    for (const orgId of ['ldld', 'hu-1', 'btv-1', 'tld', 'thanh-uy', 'tw'])
      expect(verdict(after(...force), byLeaderOf(orgId)('TerminateAgreement', data), facts(superiors))).toEqual([
        'AgreementTerminated',
      ]);
    givenWith(superiors, ...force)
      .when(byLeaderOf('hu-5')('TerminateAgreement', data))
      .thenRejected('ROLE_NOT_ALLOWED', notAllowed('TerminateAgreement'));
  });

  test('rests on a decision', () => {
    givenAfter(...force)
      .when(terminate({ decisionDocId: undefined }))
      .thenRejected('INPUT_INVALID', {
        path: 'decisionDocId',
        details: { problem: 'DECISION_DOCUMENT_REQUIRED' },
      });
  });
});

describe('Superseding', () => {
  test('ends an agreement that another one replaces', () => {
    givenAfter(...force)
      .when(supersede())
      .then({ type: 'AgreementSuperseded', data: { byAgreementId: 'agr-2', effectiveFrom: day('2026-02-01') } })
      .andAgain()
      .thenRejected('AGREEMENT_CLOSED');
    const { status, supersededBy, endedFrom } = stateAfter(...force, suspend(), supersede());
    expect([status, supersededBy, endedFrom]).toEqual(['SUPERSEDED', 'agr-2', day('2026-02-01')]);
  });

  test('invariant 65: is by an agreement on record, and another one', () => {
    givenAfter(...force)
      .when(supersede({ byAgreementId: 'agr-9' }))
      .thenRejected('NOT_FOUND', { path: 'byAgreementId', details: { type: 'agreement', id: 'agr-9' } });
    const own = { agreements: new Map([['agr-1', { ...otherAgreement, agreementId: 'agr-1' }]]) };
    givenWith(own, ...force)
      .when(supersede({ byAgreementId: 'agr-1' }))
      .thenRejected('INPUT_INVALID', { path: 'byAgreementId', details: { problem: 'OWN_SUCCESSOR' } });
  });

  test('invariant 66: is for the lead and those above it', () => {
    const data = supersede().data as object;
    expect(verdict(after(...force), byLeaderOf('tld')('SupersedeAgreement', data), facts(superiors))).toEqual([
      'AgreementSuperseded',
    ]);
    givenWith(superiors, ...force)
      .when(byLeaderOf('hu-1')('SupersedeAgreement', data))
      .thenRejected('ROLE_NOT_ALLOWED', notAllowed('SupersedeAgreement'));
  });
});

describe('An import', () => {
  test('may send every one of them, for who acted stands in the data', () => {
    const past = after(...journeys('PER_COUNTERPARTY').IN_FORCE);
    const others = [
      ['SuspendAgreement', suspended],
      ['TerminateAgreement', { ground: 'BREACH', effectiveFrom: unknownDate }],
      ['SupersedeAgreement', { byAgreementId: 'agr-2', effectiveFrom: unknownDate }],
      ['RenewAgreement', { newPeriod: years('2028', '2030'), effectiveFrom: unknownDate }],
      ['PlaceLegalHold', { holdId: 'h1', basis: 'x' }],
    ] as const;
    for (const [type, data] of others) expect(verdict(past, byImport(type, data, unknownDate))).toHaveLength(1);
  });
});
