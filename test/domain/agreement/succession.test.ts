import { describe, expect, test } from '@jest/globals';
import {
  agreement,
  type AgreementState,
  isOrphaned,
  lostParties,
  warningsOnRead,
} from '../../../src/domain/agreement/index.js';
import { fold } from '../../../src/domain/kernel/decider.js';
import { day, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { testNow } from '../../support/builders.js';
import { asOf, current } from './clocks.js';
import { admit, byLeaderOf, decided, journeys, succeed, suspend, terminate, withdrawParty } from './lifeWorld.js';
import {
  after,
  bodies,
  bodiesWith,
  bodyOf,
  byDrafter,
  byImport,
  byLeader,
  draft,
  givenAfter,
  givenWith,
  offices,
  partyA,
  partyB,
  sign,
  stateAfter,
  toForce,
  toSigned,
  toSigning,
  verdict,
  years,
} from './world.js';

const succeeded = { partyId: 'b1', toBodyIds: ['btv-5'], organizationId: 'hu-5', ...decided };
const left = { partyId: 'b1', ...decided };
const partyOf = (state: AgreementState, partyId: string) => state.parties.find((party) => party.partyId === partyId);
const gone = (id: string, over: object = {}) => bodyOf(id, { dissolvedFrom: day('2025-07-01'), ...over });
const framework = [
  draft({
    effectivenessRule: 'PER_COUNTERPARTY',
    period: years('2022', '2030'),
    parties: [partyA, partyB(1), partyB(2)],
  }),
  ...toSigning.slice(1),
  sign('a'),
  sign('b1'),
  byLeader('BringIntoForce'),
];

describe('The succession of a party', () => {
  test('puts other bodies in its place and keeps who stood there before, and what it signed', () => {
    givenAfter(...toForce)
      .when(succeed('b1', ['btv-5']))
      .then({ type: 'PartySucceeded', data: succeeded })
      .andAgain()
      .thenNothingMore();
    const party = partyOf(stateAfter(...toForce, succeed('b1', ['btv-5'])), 'b1');
    expect(party).toMatchObject({ status: 'SUCCEEDED', bodyIds: ['btv-5'], jointBody: false, organizationId: 'hu-5' });
    expect(party?.signatures.map(({ officeId }) => officeId)).toEqual(['off-b1']);
    expect(party?.predecessors).toEqual([
      {
        bodyIds: ['btv-1'],
        jointBody: false,
        organizationId: 'hu-1',
        until: day('2026-02-01'),
        decisionDocId: 'doc-1',
        eventId: '00000000-0000-4000-8000-00000000000a',
      },
    ]);
  });

  test('by several bodies makes a joint party of them', () => {
    expect(partyOf(stateAfter(...toForce, succeed('b1', ['btv-4', 'btv-5'])), 'b1')).toMatchObject({
      bodyIds: ['btv-4', 'btv-5'],
      jointBody: true,
      organizationId: 'hu-4',
    });
  });

  test('may follow on another, and each is kept', () => {
    const twice = stateAfter(...toForce, succeed('b1', ['btv-4']), succeed('b1', ['btv-5']));
    expect(partyOf(twice, 'b1')?.predecessors?.map(({ bodyIds }) => bodyIds)).toEqual([['btv-1'], ['btv-4']]);
  });

  test('by nobody ends the party, and a successor that is found later takes its place', () => {
    givenAfter(...toForce)
      .when(succeed('b1', null))
      .then({ type: 'PartyLeftWithoutSuccessor', data: left })
      .andAgain()
      .thenNothingMore();
    const lost = partyOf(stateAfter(...toForce, succeed('b1', null)), 'b1');
    expect([lost?.status, lost?.leftFrom]).toEqual(['DISSOLVED_NO_SUCCESSOR', day('2026-02-01')]);
    const found = partyOf(stateAfter(...toForce, succeed('b1', null), succeed('b1', ['btv-5'])), 'b1');
    expect([found?.status, found?.leftFrom]).toEqual(['SUCCEEDED', undefined]);
  });

  test('stands as of today as in the record, whichever of it and a loss or a withdrawal came first to either', () => {
    const from = (on: string) => ({ effectiveFrom: day(on) });
    const [earlier, later, vague] = [from('2026-02-01'), from('2026-02-10'), { effectiveFrom: unknownDate }];
    const lost = (when: object) => succeed('b1', null, when);
    const taken = (when: object) => succeed('b1', ['btv-5'], when);
    const withdrawn = (when: object) =>
      byLeaderOf('hu-5')('WithdrawParty', { partyId: 'b1', reason: 'x', decisionDocId: 'doc-1', ...when });
    const standing = (state: AgreementState) => {
      const party = partyOf(state, 'b1');
      return [party?.status, party?.bodyIds, party?.leftFrom, isOrphaned(state, { bodies, at: testNow })];
    };
    const found = ['SUCCEEDED', ['btv-5'], undefined, false];
    const gone = (when: { effectiveFrom: unknown }) => ['DISSOLVED_NO_SUCCESSOR', ['btv-5'], when.effectiveFrom, true];
    for (const [sent, expected] of [
      [[lost(later), taken(earlier)], found],
      [[lost(earlier), taken(later)], found],
      [[lost(vague), taken(earlier)], found],
      [[lost(earlier), taken(vague)], found],
      [[taken(later), lost(earlier)], found],
      [[taken(vague), lost(earlier)], found],
      [[taken(earlier), lost(later)], gone(later)],
      [[taken(vague), lost(vague)], gone(vague)],
      [[lost(later), taken(earlier), lost(later)], gone(later)],
      [[taken(later), withdrawn(earlier)], undefined],
    ] as const) {
      const begun = after(...toForce).length;
      const longSince = { occurred: day('2026-01-01') };
      const happened = after(...toForce, ...sent).map((event, place) =>
        place < begun ? { ...event, meta: { ...event.meta, ...longSince } } : event,
      );
      const [record, world] = [standing(current(happened)), standing(asOf(happened, testNow))];
      expect(world).toEqual(record);
      expect(record).toEqual(expected ?? ['WITHDREW', ['btv-5'], earlier.effectiveFrom, false]);
    }
  });

  test('is recorded of a closed agreement as well', () => {
    for (const status of ['TERMINATED', 'EXPIRED', 'ARCHIVED'] as const)
      expect(verdict(after(...journeys('ALL_SIGNED')[status]), succeed('b1', ['btv-5']))).toEqual(['PartySucceeded']);
  });

  test('lets the successor sign what the party had not signed', () => {
    const past = [...toSigning, sign('a'), succeed('b1', ['btv-5'])];
    expect(verdict(after(...past), sign('b1'))).toBe('AUTHORITY_NOT_PROVEN');
    expect(verdict(after(...past), sign('b1', { officeId: 'off-b5' }))).toEqual(['PartySigned']);
    expect(stateAfter(...past, sign('b1', { officeId: 'off-b5' }), sign('b2')).status).toBe('SIGNED');
  });

  test('of two parties by one body is a fact, whatever parties are added after it', () => {
    const merged = [draft(), succeed('b1', ['btv-5']), succeed('b2', ['btv-5'])];
    expect(verdict(after(...merged), byDrafter('AddParty', { party: partyB(3) }))).toEqual(['PartyAdded']);
    expect(verdict(after(...merged), byDrafter('AddParty', { party: partyB(5) }))).toBe('PARTY_DUPLICATE');
  });

  test('invariant 57: needs a decision document, from imports as well', () => {
    const refused = { path: 'decisionDocId', details: { problem: 'DECISION_DOCUMENT_REQUIRED' } };
    givenAfter(...toForce)
      .when(succeed('b1', ['btv-5'], { decisionDocId: undefined }))
      .thenRejected('SUCCESSION_INVALID', refused);
    givenAfter(...toForce)
      .when(byImport('SucceedParty', { partyId: 'b1', toBodyIds: null, effectiveFrom: unknownDate }, '2026-03-01'))
      .thenRejected('SUCCESSION_INVALID', refused);
  });

  test('invariant 57: is by a body that stands on that day; where the day is vague there is a doubt', () => {
    const dissolved = (from: string) => ({ bodies: bodiesWith(bodyOf('btv-5', { dissolvedFrom: day(from) })) });
    const details = { problem: 'SUCCESSOR_DISSOLVED', orgId: 'btv-5' };
    givenWith(dissolved('2026-02-01'), ...toForce)
      .when(succeed('b1', ['btv-5']))
      .thenRejected('SUCCESSION_INVALID', { path: 'toBodyIds', details });
    givenWith(dissolved('2026-02-02'), ...toForce)
      .when(succeed('b1', ['btv-5']))
      .then({ type: 'PartySucceeded', data: succeeded });
    givenWith(dissolved('2026-02-01'), ...toForce)
      .when(succeed('b1', ['btv-5'], { effectiveFrom: unknownDate }))
      .then({
        type: 'PartySucceeded',
        data: {
          ...succeeded,
          effectiveFrom: unknownDate,
          warnings: [{ code: 'SUCCESSION_INVALID', path: 'toBodyIds', details }],
        },
      });
  });

  test('invariant 57: is by others than the party itself, each named once', () => {
    givenAfter(...toForce)
      .when(succeed('b1', ['btv-1']))
      .thenRejected('SUCCESSION_INVALID', { path: 'toBodyIds', details: { problem: 'OWN_SUCCESSOR' } });
    givenAfter(...toForce)
      .when(succeed('b1', ['btv-5', 'btv-5']))
      .thenRejected('INPUT_INVALID', { path: 'toBodyIds', details: { problem: 'a body is named twice' } });
    expect(verdict(after(...toForce), succeed('a', ['ldld-tt']))).toEqual(['PartySucceeded']);
  });

  test('invariants 19 and 65: is of a party, by registered bodies that can act', () => {
    givenAfter(...toForce)
      .when(succeed('b9', null))
      .thenRejected('NOT_A_PARTY', { path: 'partyId', details: { partyId: 'b9' } });
    givenAfter(...toForce)
      .when(succeed('b1', ['nobody']))
      .thenRejected('NOT_FOUND', { path: 'toBodyIds', details: { type: 'organization', id: 'nobody' } });
    givenAfter(...toForce)
      .when(succeed('b1', ['btv-class']))
      .thenRejected('INPUT_INVALID', {
        path: 'toBodyIds',
        details: { problem: 'a class of bodies cannot act', bodyId: 'btv-class' },
      });
  });

  test('invariant 64: is not of a party that withdrew, nor a second end of one', () => {
    const refused = (state: string, allowed: readonly string[]) => ({
      path: 'partyId',
      details: { state, command: 'SucceedParty', partyId: 'b1', allowed },
    });
    givenAfter(...toForce, withdrawParty(1))
      .when(succeed('b1', ['btv-5']))
      .thenRejected('STATE_NOT_ALLOWED', refused('WITHDREW', []));
    givenAfter(...toForce, succeed('b1', null))
      .when(succeed('b1', null, { effectiveFrom: day('2026-02-02') }))
      .thenRejected('STATE_NOT_ALLOWED', refused('DISSOLVED_NO_SUCCESSOR', ['SucceedParty']));
  });

  test('leaves no doubt about a signature that the party gave before it', () => {
    const context = { agreementId: 'agr-1', bodies, offices, at: testNow };
    const codes = (state: AgreementState) => warningsOnRead(state, context).map(({ code }) => code);
    expect(codes(stateAfter(...toForce, succeed('b1', ['btv-5'])))).not.toContain('AUTHORITY_REVOKED_SINCE');
  });

  test('stands in whatever order it is folded with signatures, refusals and openings', () => {
    const past = after(...toForce, succeed('b1', ['btv-5']));
    const early = fold(agreement, [...past.slice(0, 3), ...past.slice(-1), ...past.slice(3, -1)]);
    expect(partyOf(early, 'b1')).toMatchObject({ status: 'SUCCEEDED', bodyIds: ['btv-5'] });
    expect(early.status).toBe('IN_FORCE');
  });
});

describe('An orphaned agreement', () => {
  const at = testNow;
  const orphaned = (state: AgreementState, known = bodies) => isOrphaned(state, { bodies: known, at });
  const force = stateAfter(...toForce);

  test('is one in force of which some party no longer exists and has no successor', () => {
    expect(orphaned(force)).toBe(false);
    const known = bodiesWith(gone('btv-1'));
    expect(orphaned(force, known)).toBe(true);
    expect(lostParties(force, { bodies: known, at })).toEqual([{ partyId: 'b1', orgId: 'btv-1' }]);
    expect(orphaned(force, bodiesWith(gone('hu-1')))).toBe(true);
    expect(orphaned(stateAfter(...toForce, suspend()), known)).toBe(true);
    expect(orphaned(stateAfter(...toForce, succeed('b1', null)))).toBe(true);
  });

  test('is none while a body has a successor, or stands until later', () => {
    expect(orphaned(force, bodiesWith(gone('btv-1', { successors: ['btv-5'] })))).toBe(false);
    expect(orphaned(force, bodiesWith(gone('btv-1', { dissolvedFrom: day('2026-03-03') })))).toBe(false);
    expect(orphaned(force, bodiesWith(gone('btv-1', { dissolvedFrom: day('2026-03-02') })))).toBe(true);
  });

  test('is none while one of the bodies that act together stands', () => {
    expect(orphaned(force, bodiesWith(gone('ldld-dd')))).toBe(false);
    expect(orphaned(force, bodiesWith(gone('ldld-dd'), gone('ldld-tt')))).toBe(true);
  });

  test('is none once the party was succeeded, or had withdrawn', () => {
    const known = bodiesWith(gone('btv-1'));
    expect(orphaned(stateAfter(...toForce, succeed('b1', ['btv-5'])), known)).toBe(false);
    expect(orphaned(stateAfter(...toForce, withdrawParty(1)), known)).toBe(false);
  });

  test('is none by the end of one that was invited and has not joined', () => {
    const known = bodiesWith(gone('btv-2'));
    expect(orphaned(stateAfter(...framework), known)).toBe(false);
    expect(orphaned(stateAfter(...framework, admit(3)), bodiesWith(gone('btv-3')))).toBe(false);
    expect(orphaned(stateAfter(...framework, sign('b2')), known)).toBe(true);
  });

  test('is none by what became of one that was only asked, though a clerk recorded it', () => {
    expect(orphaned(stateAfter(...framework, succeed('b2', null)))).toBe(false);
    expect(orphaned(stateAfter(...framework, succeed('b2', ['btv-5'])), bodiesWith(gone('btv-5')))).toBe(false);
    const signed = stateAfter(...framework, sign('b2'), succeed('b2', null));
    expect(orphaned(signed)).toBe(true);
    expect(lostParties(stateAfter(...framework, succeed('b2', null)), { bodies, at })).toHaveLength(1);
  });

  test('is none before it was in force, nor after its end', () => {
    const known = bodiesWith(gone('btv-1'));
    expect(orphaned(stateAfter(...toSigned), known)).toBe(false);
    expect(orphaned(stateAfter(...toForce, terminate()), known)).toBe(false);
  });

  test('warns on read of each party that is lost', () => {
    const context = { agreementId: 'agr-1', bodies, offices, at };
    const state = stateAfter(...toForce, succeed('b1', null));
    expect(warningsOnRead(state, context).filter(({ code }) => code === 'PARTY_DISSOLVED_NO_SUCCESSOR')).toEqual([
      { code: 'PARTY_DISSOLVED_NO_SUCCESSOR', path: 'parties/b1', details: { partyId: 'b1', orgId: 'hu-1' } },
    ]);
  });
});
