import { describe, expect, test } from '@jest/globals';
import { agreement } from '../../../src/domain/agreement/index.js';
import { day, instant } from '../../../src/domain/kernel/fuzzyDate.js';
import { testNow } from '../../support/builders.js';
import { given } from '../../support/deciderSpec.js';
import {
  after,
  bodiesWith,
  bodyOf,
  byDrafter,
  byImport,
  byLeader,
  draft,
  enumerate,
  facts,
  frameworkToSigning,
  givenAfter,
  givenWith,
  memberOfC,
  open,
  partyA,
  partyB,
  partyC,
  present,
  sign,
  stateAfter,
  storedB,
  storedC,
  storedMember,
  toFinal,
  verdict,
} from './world.js';

const nothing = given(agreement, facts());
const add = (party: object) => byDrafter('AddParty', { party });
const remove = (partyId: string) => byDrafter('RemoveParty', { partyId, reason: 'không tham gia' });

describe('The parties of a draft', () => {
  test('can be added', () => {
    givenAfter(draft())
      .when(add(partyB(3)))
      .then({ type: 'PartyAdded', data: { party: storedB(3) } })
      .andAgain()
      .thenNothingMore();
    expect(stateAfter(draft(), add(partyB(3))).parties.map(({ partyId, status }) => [partyId, status])).toEqual([
      ['a', 'PROPOSED'],
      ['b1', 'PROPOSED'],
      ['b2', 'PROPOSED'],
      ['b3', 'PROPOSED'],
    ]);
  });

  test('can be removed, once', () => {
    givenAfter(draft())
      .when(remove('b2'))
      .then({ type: 'PartyRemoved', data: { partyId: 'b2', reason: 'không tham gia' } })
      .andAgain()
      .thenRejected('NOT_A_PARTY', { path: 'partyId', details: { partyId: 'b2' } });
  });

  test('go with their class when it is removed', () => {
    givenAfter(draft({ parties: [partyA, partyB(5), partyC] }), enumerate(1, 2))
      .when(remove('c'))
      .then(
        { type: 'PartyRemoved', data: { partyId: 'c', reason: 'không tham gia' } },
        { type: 'PartyRemoved', data: { partyId: 'b1', reason: 'không tham gia' } },
        { type: 'PartyRemoved', data: { partyId: 'b2', reason: 'không tham gia' } },
      )
      .andAgain()
      .thenRejected('NOT_A_PARTY', { path: 'partyId' });
  });

  test('may be one party of two bodies of one organisation, as on side A of the first Hanoi wave', () => {
    expect(stateAfter(draft()).parties[0]).toEqual({
      ...partyA,
      organizationId: 'ldld',
      status: 'PROPOSED',
      signatures: [],
    });
  });

  test('invariant 10: must be two on two sides, from the start and after a removal', () => {
    nothing.when(draft({ parties: [partyA] })).thenRejected('PARTIES_TOO_FEW', { path: 'parties' });
    nothing.when(draft({ parties: [partyB(1), partyB(2)] })).thenRejected('PARTIES_TOO_FEW', { path: 'parties' });
    nothing.when(draft({ parties: [] })).thenRejected('PARTIES_TOO_FEW', { path: 'parties' });
    givenAfter(draft()).when(remove('a')).thenRejected('PARTIES_TOO_FEW', { path: 'parties' });
    givenAfter(draft({ parties: [partyA, partyC] }), enumerate(1))
      .when(remove('c'))
      .thenRejected('PARTIES_TOO_FEW', { path: 'parties' });
  });

  test('invariant 10: one body does not stand on both sides', () => {
    const other = { partyId: 'x', side: 'B', bodyIds: ['ldld-tt'], jointBody: false };
    nothing.when(draft({ parties: [partyA, partyB(1), other] })).thenRejected('PARTY_ON_BOTH_SIDES', {
      path: 'parties/x',
      details: { bodyId: 'ldld-tt' },
    });
    givenAfter(draft()).when(add(other)).thenRejected('PARTY_ON_BOTH_SIDES', { path: 'party' });
  });

  test('invariant 11: two parties of one side do not come from one organisation, nor share a body or an id', () => {
    const same = { partyId: 'x', side: 'B', bodyIds: ['hu-1'], jointBody: false };
    nothing
      .when(draft({ parties: [partyA, partyB(1), same] }))
      .thenRejected('PARTY_DUPLICATE', { path: 'parties/x', details: { partyId: 'x' } });
    const shared = { partyId: 'x', side: 'B', bodyIds: ['btv-3', 'btv-1'], jointBody: true };
    givenAfter(draft())
      .when(add(shared))
      .thenRejected('PARTY_DUPLICATE', { path: 'party', details: { partyId: 'x' } });
    givenAfter(draft())
      .when(add({ ...partyB(3), partyId: 'b1' }))
      .thenRejected('PARTY_DUPLICATE', { path: 'party', details: { partyId: 'b1' } });
  });

  test('invariant 11: several bodies in one party must say that they act jointly', () => {
    nothing
      .when(draft({ parties: [{ ...partyA, jointBody: false }, partyB(1)] }))
      .thenRejected('PARTY_DUPLICATE', { path: 'parties/a/jointBody', details: { partyId: 'a' } });
  });

  test('invariant 69: are at most 100', () => {
    const more = Array.from({ length: 99 }, (_, index) =>
      bodyOf(`x-${index}`, { kind: 'PARTY_COMMITTEE', organizationId: `x-${index}` }),
    );
    const parties = more.map(({ id }) => ({ partyId: id, side: 'B', bodyIds: [id], jointBody: false }));
    const world = given(agreement, facts({ bodies: bodiesWith(...more) }));
    world
      .when(draft({ parties: [partyA, partyB(1), ...parties] }))
      .thenRejected('CAPACITY_LIMIT', { path: 'parties', details: { what: 'parties', limit: 100, given: 101 } });
    expect(verdict([], draft({ parties: [partyA, ...parties] }), facts({ bodies: bodiesWith(...more) }))).toEqual([
      'AgreementDrafted',
    ]);
  });

  test('are bodies, not classes, and a class has no bodies', () => {
    nothing.when(draft({ parties: [partyA, { ...partyB(1), bodyIds: ['btv-class'] }] })).thenRejected('INPUT_INVALID', {
      path: 'parties/b1/bodyIds',
      details: { problem: 'a class of bodies cannot act', bodyId: 'btv-class' },
    });
    nothing.when(draft({ parties: [partyA, { ...partyC, bodyIds: ['btv-1'] }] })).thenRejected('INPUT_INVALID', {
      path: 'parties/c/bodyIds',
      details: { problem: 'a class of parties has no bodies' },
    });
    nothing.when(draft({ parties: [partyA, { ...partyC, classOrgId: 'hu-1' }] })).thenRejected('INPUT_INVALID', {
      path: 'parties/c/classOrgId',
      details: { problem: 'not a class of bodies' },
    });
    nothing.when(draft({ parties: [partyA, { ...partyB(1), bodyIds: [] }] })).thenRejected('INPUT_INVALID', {
      path: 'parties/b1/bodyIds',
      details: { problem: 'a party needs an acting body' },
    });
    nothing.when(draft({ parties: [partyA, { ...partyC, classOrgId: 'org-x' }] })).thenRejected('NOT_FOUND', {
      path: 'parties/c/classOrgId',
      details: { type: 'organization', id: 'org-x' },
    });
  });

  test('invariant 58: are not dissolved bodies; a dissolution that may be later leaves a doubt', () => {
    const gone = bodiesWith(bodyOf('btv-3', { dissolvedFrom: day('2025-07-01') }));
    givenWith({ bodies: gone }, draft())
      .when(add(partyB(3)))
      .thenRejected('ORG_DISSOLVED', { path: 'party', details: { orgId: 'btv-3' } });
    const perhaps = bodiesWith(
      bodyOf('btv-3', {
        dissolvedFrom: { earliest: '2026-01-01', latest: '2026-12-31', precision: 'YEAR', certainty: 'INFERRED' },
      }),
    );
    givenWith({ bodies: perhaps }, draft())
      .when(add(partyB(3)))
      .then({
        type: 'PartyAdded',
        data: {
          party: storedB(3),
          warnings: [{ code: 'ORG_DISSOLVED', path: 'party', details: { orgId: 'btv-3' } }],
        },
      });
    const later = bodiesWith(bodyOf('btv-3', { dissolvedFrom: day('2027-07-01') }));
    givenWith({ bodies: later }, draft())
      .when(add(partyB(3)))
      .then({ type: 'PartyAdded', data: { party: storedB(3) } });
  });
});

describe('A class of parties', () => {
  test('is enumerated into members of its side; the class stays', () => {
    const past = [draft({ parties: [partyA, partyC] })];
    givenAfter(...past)
      .when(
        byDrafter('EnumeratePartyClass', {
          classPartyId: 'c',
          members: [memberOfC(1), memberOfC(2)],
          complete: false,
          sourceId: 'src-1',
        }),
      )
      .then({
        type: 'PartyClassEnumerated',
        data: {
          classPartyId: 'c',
          members: [storedMember(1), storedMember(2)],
          complete: false,
          sourceId: 'src-1',
        },
      })
      .andAgain()
      .thenNothingMore();
    expect(stateAfter(...past, enumerate(1)).parties.slice(1)).toEqual([
      { ...storedC, status: 'PROPOSED', signatures: [], enumerationComplete: false },
      { ...storedMember(1), status: 'ENUMERATED', signatures: [] },
    ]);
  });

  test('enumerated twice gains only who is new', () => {
    givenAfter(draft({ parties: [partyA, partyC] }), enumerate(1, 2))
      .when(enumerate(2, 3))
      .then({
        type: 'PartyClassEnumerated',
        data: { classPartyId: 'c', members: [storedMember(3)], complete: false },
      });
  });

  test('can be called complete afterwards', () => {
    givenAfter(draft({ parties: [partyA, partyC] }), enumerate(1))
      .when(byDrafter('EnumeratePartyClass', { classPartyId: 'c', members: [memberOfC(1)], complete: true }))
      .then({ type: 'PartyClassEnumerated', data: { classPartyId: 'c', members: [], complete: true } })
      .andAgain()
      .thenNothingMore();
  });

  test('does not take in a party that stands beside it', () => {
    givenAfter(draft({ parties: [partyA, partyB(1), partyC] }))
      .when(enumerate(1))
      .thenRejected('PARTY_DUPLICATE', { path: 'members/b1', details: { partyId: 'b1' } });
  });

  test('invites members at once when signing is open', () => {
    const parties = stateAfter(...frameworkToSigning, enumerate(3)).parties;
    expect(parties.map(({ partyId, status }) => [partyId, status])).toEqual([
      ['a', 'INVITED'],
      ['c', 'PROPOSED'],
      ['b1', 'INVITED'],
      ['b2', 'INVITED'],
      ['b3', 'INVITED'],
    ]);
  });

  test('invariant 19: must be a class of this agreement', () => {
    const members = [memberOfC(3)];
    for (const classPartyId of ['nobody', 'b1'])
      givenAfter(draft())
        .when(byDrafter('EnumeratePartyClass', { classPartyId, members, complete: false }))
        .thenRejected('NOT_A_PARTY', { path: 'classPartyId', details: { partyId: classPartyId } });
  });

  test('invariant 65: its source and its members must be registered', () => {
    const past = [draft({ parties: [partyA, partyC] })];
    const of = (more: object) =>
      byDrafter('EnumeratePartyClass', { classPartyId: 'c', members: [memberOfC(1)], complete: false, ...more });
    givenAfter(...past)
      .when(of({ sourceId: 'src-x' }))
      .thenRejected('NOT_FOUND', { path: 'sourceId', details: { type: 'source', id: 'src-x' } });
    givenAfter(...past)
      .when(of({ members: [{ partyId: 'x', bodyIds: ['org-x'], jointBody: false }] }))
      .thenRejected('NOT_FOUND', {
        path: 'members/x/bodyIds',
        details: { type: 'organization', id: 'org-x' },
      });
  });

  test('invariant 10 and 11: its members obey the rules of all parties', () => {
    const past = [draft({ parties: [partyA, partyC] })];
    const of = (member: object) =>
      byDrafter('EnumeratePartyClass', { classPartyId: 'c', members: [member], complete: false });
    givenAfter(...past)
      .when(of({ partyId: 'x', bodyIds: ['ldld-dd'], jointBody: false }))
      .thenRejected('PARTY_ON_BOTH_SIDES', { path: 'members/x' });
    givenAfter(...past, enumerate(1))
      .when(of({ partyId: 'x', bodyIds: ['hu-1'], jointBody: false }))
      .thenRejected('PARTY_DUPLICATE', { path: 'members/x' });
  });

  test('invariant 12: blocks the opening of signing until it has a member', () => {
    const final = [...toFinal.slice(1)];
    givenAfter(draft({ parties: [partyA, partyC] }), ...final)
      .when(open())
      .thenRejected('PARTY_CLASS_NOT_ENUMERATED', { path: 'parties', details: { partyId: 'c' } });
    expect(verdict(after(draft({ parties: [partyA, partyC] }), ...final, enumerate(1)), open())).toEqual([
      'SigningOpened',
    ]);
  });

  test('invariant 19: never signs, not even on import', () => {
    givenAfter(...frameworkToSigning)
      .when(sign('c', { officeId: 'off-b1' }))
      .thenRejected('NOT_A_PARTY', { path: 'partyId', details: { partyId: 'c' } });
    givenAfter(...frameworkToSigning)
      .when(
        byImport(
          'RecordPaperSignature',
          { partyId: 'c', officeId: null, capacity: null, textSha256: null },
          instant(testNow),
        ),
      )
      .thenRejected('NOT_A_PARTY', {
        path: 'partyId',
        details: { partyId: 'c' },
        warnings: [{ code: 'PAPER_EVIDENCE_REQUIRED', path: 'scanSha256' }],
      });
  });

  test('is not enumerated further under ALL_SIGNED once signing is open, nor in force', () => {
    const small = [draft({ parties: [partyA, partyC] }), enumerate(1), ...toFinal.slice(1), present(), open()];
    givenAfter(...small)
      .when(enumerate(2))
      .thenRejected('STATE_NOT_ALLOWED');
    givenAfter(...frameworkToSigning, sign('a'), sign('b1'), byLeader('BringIntoForce'))
      .when(enumerate(3))
      .thenRejected('STATE_NOT_ALLOWED');
  });
});
