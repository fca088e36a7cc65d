import { describe, expect, test } from '@jest/globals';
import { day, type FuzzyDate, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { archive, byArchivist, hold, journeys, release, retention } from './lifeWorld.js';
import { after, givenAfter, stateAfter, verdict } from './world.js';

const { IN_FORCE: force, TERMINATED: terminated } = journeys('ALL_SIGNED');

describe('A legal hold', () => {
  const placed = { holdId: 'h1', basis: 'Yêu cầu của cơ quan điều tra' };
  const released = { holdId: 'h1', reason: 'Kết thúc điều tra' };
  const filed = { retention, fonds: 'PHONG-01' };
  const until = (date: FuzzyDate) => ({ until: date });

  test('is placed on an agreement, and released', () => {
    givenAfter(...terminated)
      .when(hold('h1'))
      .then({ type: 'LegalHoldPlaced', data: placed })
      .andAgain()
      .thenNothingMore();
    givenAfter(...terminated, hold('h1'))
      .when(release('h1'))
      .then({ type: 'LegalHoldReleased', data: released })
      .andAgain()
      .thenNothingMore();
  });

  test('invariant 67: keeps its id to itself, released or not', () => {
    const refused = { path: 'holdId', details: { type: 'hold', id: 'h1' } };
    givenAfter(...force, hold('h1'))
      .when(hold('h1', { basis: 'khác' }))
      .thenRejected('ID_EXISTS', refused);
    givenAfter(...force, hold('h1'), release('h1'))
      .when(hold('h1'))
      .thenRejected('ID_EXISTS', refused);
  });

  test('invariant 65: is released only if it was placed', () => {
    givenAfter(...force)
      .when(release('h1'))
      .thenRejected('NOT_FOUND', { path: 'holdId', details: { type: 'hold', id: 'h1' } });
  });

  test('invariant 59: keeps an agreement from the archive until each is released', () => {
    const refused = (holdId: string) => ({ details: { holdId, until: null } });
    givenAfter(...terminated, hold('h1'), hold('h2'))
      .when(archive())
      .thenRejected('LEGAL_HOLD', refused('h1'));
    givenAfter(...terminated, hold('h1'), hold('h2'), release('h1'))
      .when(archive())
      .thenRejected('LEGAL_HOLD', refused('h2'));
    givenAfter(...terminated, hold('h1'), hold('h2'), release('h1'), release('h2'))
      .when(archive())
      .then({ type: 'AgreementArchived', data: filed });
  });

  test('invariant 59: keeps an agreement from the archive whatever day the archiving is said to be of', () => {
    const past = after(...terminated, hold('h1', until(day('2030-01-01'))));
    const later = { earliest: '2026-03-01', latest: '2031-01-01', precision: 'RANGE', certainty: 'INFERRED' } as const;
    for (const occurred of [unknownDate, later])
      expect(verdict(past, byArchivist('ArchiveAgreement', filed, { occurred }))).toBe('LEGAL_HOLD');
  });

  test('invariant 59: ends with its last day, of its own accord', () => {
    const verdicts = (date: FuzzyDate) => verdict(after(...terminated, hold('h1', until(date))), archive());
    expect(verdicts(day('2026-03-01'))).toEqual(['AgreementArchived']);
    expect(verdicts(day('2026-03-02'))).toBe('LEGAL_HOLD');
    givenAfter(...terminated, hold('h1', until({ ...day('2026-12-31'), earliest: '2026-01-01' })))
      .when(archive())
      .then({
        type: 'AgreementArchived',
        data: { ...filed, warnings: [{ code: 'LEGAL_HOLD', details: { holdId: 'h1', until: '2026-12-31' } }] },
      });
  });
});

describe('Archiving', () => {
  const filed = { retention, fonds: 'PHONG-01' };

  test('is the last of a closed agreement', () => {
    givenAfter(...terminated)
      .when(archive())
      .then({ type: 'AgreementArchived', data: filed })
      .andAgain()
      .thenNothingMore();
    const { status, archived, endedFrom } = stateAfter(...terminated, archive());
    expect([status, archived, endedFrom]).toEqual(['ARCHIVED', filed, day('2026-02-01')]);
  });

  test('once done is repeated without effect though a hold was placed since, and done otherwise is refused', () => {
    givenAfter(...terminated, archive(), hold('h1'))
      .when(archive())
      .thenNothingMore();
    givenAfter(...terminated, archive())
      .when(archive({ fonds: 'PHONG-02' }))
      .thenRejected('STATE_NOT_ALLOWED');
  });

  test('invariants 37 and 64: is not of a living agreement', () => {
    givenAfter(...force)
      .when(archive())
      .thenRejected('STATE_NOT_ALLOWED');
  });
});
