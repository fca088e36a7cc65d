import { describe, expect, test } from '@jest/globals';
import { agreement, type AgreementEvent, type AgreementState } from '../../../src/domain/agreement/index.js';
import { fold } from '../../../src/domain/kernel/decider.js';
import { day, instant, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { recorded, testNow } from '../../support/builders.js';
import { admit, byLeaderOf, clerkOf, confirm, decided, leaderOf, succeed, withdrawParty } from './lifeWorld.js';
import {
  after,
  bodiesWith,
  bodyOf,
  byImport,
  byLeader,
  decline,
  draft,
  facts,
  finalize,
  givenAfter,
  givenWith,
  office,
  officesWith,
  open,
  otherSha,
  partyA,
  partyB,
  partyC,
  present,
  sign,
  signedDigitally,
  stateAfter,
  storedB,
  toForce,
  toSigning,
  verdict,
  withdraw,
  years,
} from './world.js';

const right = { officeId: 'off-b1', capacity: 'ON_BEHALF_OF_BODY' as const };
const openFramework = [
  draft({ effectivenessRule: 'PER_COUNTERPARTY', period: years('2022', '2030'), parties: [partyA, partyB(1), partyC] }),
  byLeader('EnumeratePartyClass', {
    classPartyId: 'c',
    members: [{ partyId: 'b2', bodyIds: ['btv-2'] }],
    complete: false,
  }),
  finalize(),
  present(),
  open(),
] as const;
const framework = [...openFramework, sign('a'), sign('b1'), byLeader('BringIntoForce')] as const;
const statusOf = (state: AgreementState, partyId: string) =>
  state.parties.find((party) => party.partyId === partyId)?.status;

describe('Confirming the authority to sign', () => {
  test('is the party’s clerk’s word on an office before it signs', () => {
    givenAfter(...toSigning)
      .when(confirm())
      .then({ type: 'SigningAuthorityConfirmed', data: { partyId: 'b1', ...right } })
      .andAgain()
      .thenNothingMore();
    const [, b1, b2] = stateAfter(...toSigning, confirm()).parties;
    expect([b1?.status, b1?.authorities, b2?.status]).toEqual([
      'AUTHORITY_CONFIRMED',
      [{ ...right, eventId: '00000000-0000-4000-8000-000000000005' }],
      'INVITED',
    ]);
  });

  test('is no condition, and no hindrance: the party signs, withdraws and stands where it stood', () => {
    const confirmed = [...toSigning, confirm()];
    expect(stateAfter(...confirmed, sign('b1')).parties[1]?.status).toBe('SIGNED');
    expect(stateAfter(...confirmed, sign('b1'), withdraw('b1')).parties[1]?.status).toBe('AUTHORITY_CONFIRMED');
    expect(stateAfter(...confirmed, decline('b1')).parties[1]?.status).toBe('DECLINED');
  });

  test('is void with the draft that is open again', () => {
    const [, b1] = stateAfter(
      ...toSigning,
      confirm(),
      byLeader('CloseSigning'),
      byLeader('ReopenDraft', { reason: 'x' }),
    ).parties;
    expect([b1?.status, b1?.authorities]).toEqual(['PROPOSED', undefined]);
  });

  test('invariant 66: is a matter of the party’s own clerk', () => {
    givenAfter(...toSigning)
      .when(confirm({}, { actor: clerkOf('hu-2') }))
      .thenRejected('ROLE_NOT_ALLOWED', {
        details: { role: 'CLERK', command: 'ConfirmSigningAuthority', partyId: 'b1' },
      });
    expect(
      verdict(after(...toSigning), byImport('ConfirmSigningAuthority', { partyId: 'b1', ...right }, '2026-03-02')),
    ).toEqual(['SigningAuthorityConfirmed']);
  });

  test('invariant 19: is for a party of the agreement', () => {
    givenAfter(...toSigning)
      .when(confirm({ partyId: 'b9' }))
      .thenRejected('NOT_A_PARTY', { path: 'partyId', details: { partyId: 'b9' } });
  });

  test('invariant 21: is refused where the office could not sign', () => {
    const details = { officeId: 'off-b2', partyId: 'b1' };
    givenAfter(...toSigning)
      .when(confirm({ officeId: 'off-b2' }))
      .thenRejected('AUTHORITY_NOT_PROVEN', { path: 'officeId', details });
    givenAfter(...toSigning)
      .when(confirm({ officeId: 'off-x' }))
      .thenRejected('NOT_FOUND', { path: 'officeId', details: { type: 'office', id: 'off-x' } });
  });

  test('invariant 21: of a mandate is refused when the mandate has ended, though the office is held', () => {
    const mandate = {
      mandateId: 'man-1',
      grantorOfficeId: 'off-b1',
      grantorOrgId: 'hu-1',
      capacity: 'ON_BEHALF_OF_BODY',
      scope: {},
      from: day('2025-01-01'),
      to: null,
    } as const;
    const knowing = (to: string | null) => ({
      offices: officesWith(office('off-b1', 'hu-1', { mandates: [{ ...mandate, to: to === null ? null : day(to) }] })),
    });
    givenWith(knowing(null), ...toSigning)
      .when(confirm({ mandateId: 'man-1' }))
      .then({ type: 'SigningAuthorityConfirmed', data: { partyId: 'b1', ...right, mandateId: 'man-1' } });
    givenWith(knowing('2026-01-31'), ...toSigning)
      .when(confirm({ mandateId: 'man-1' }))
      .thenRejected('AUTHORITY_EXPIRED', { path: 'officeId', details: { officeId: 'off-b1', partyId: 'b1' } });
    givenWith(knowing(null), ...toSigning)
      .when(confirm({ mandateId: 'man-2' }))
      .thenRejected('NOT_FOUND', { path: 'mandateId', details: { type: 'mandate', id: 'man-2' } });
  });

  test('invariant 22: is refused for a capacity that the body does not have', () => {
    givenAfter(...toSigning)
      .when(confirm({ capacity: 'FOR_HEAD' }))
      .thenRejected('CAPACITY_NOT_ALLOWED', {
        path: 'capacity',
        details: { capacity: 'FOR_HEAD', partyId: 'b1' },
      });
  });

  test('invariant 58: is refused for a body dissolved by then', () => {
    givenWith({ bodies: bodiesWith(bodyOf('hu-1', { dissolvedFrom: day('2025-07-01') })) }, ...toSigning)
      .when(confirm())
      .thenRejected('ORG_DISSOLVED', { path: 'partyId', details: { orgId: 'hu-1' } });
  });

  test('invariant 64: is over once the party has signed', () => {
    givenAfter(...toSigning, sign('b1'))
      .when(confirm())
      .thenRejected('STATE_NOT_ALLOWED', {
        path: 'partyId',
        details: { state: 'SIGNED', command: 'ConfirmSigningAuthority', partyId: 'b1', allowed: [] },
      });
  });
});

describe('Admitting a party', () => {
  const party = storedB(3);

  test('lets it sign, and by signing it accedes', () => {
    givenAfter(...framework)
      .when(admit(3, { ceremonyId: 'cer-3' }))
      .then({ type: 'PartyAdmitted', data: { party, ceremonyId: 'cer-3' } })
      .andAgain()
      .thenNothingMore();
    givenAfter(...framework, admit(3))
      .when(sign('b3'))
      .then(
        { type: 'PartySigned', data: signedDigitally('b3') },
        { type: 'PartyAcceded', data: { partyId: 'b3', effectiveFrom: instant(testNow) } },
      );
    expect(statusOf(stateAfter(...framework, admit(3)), 'b3')).toBe('INVITED');
    expect(statusOf(stateAfter(...framework, admit(3), sign('b3')), 'b3')).toBe('SIGNED');
    expect(stateAfter(...framework, admit(3), sign('b3')).parties.at(-1)?.accededFrom).toEqual(instant(testNow));
  });

  test('may say of which class it is one', () => {
    givenAfter(...framework)
      .when(admit(3, { memberOf: 'c' }))
      .then({ type: 'PartyAdmitted', data: { party: { ...party, memberOf: 'c' } } });
    for (const memberOf of ['b1', 'nobody'])
      givenAfter(...framework)
        .when(admit(3, { memberOf }))
        .thenRejected('NOT_A_PARTY', { path: 'memberOf', details: { partyId: memberOf } });
  });

  test('invariant 29: is refused where all parties had to sign', () => {
    givenAfter(...toForce)
      .when(admit(3))
      .thenRejected('ACCESSION_NOT_ALLOWED', { path: 'party' });
  });

  test('invariant 29: is refused once the period is over; in its last year there is a doubt', () => {
    const until = (year: string) => [
      draft({ ...(openFramework[0].data as object), period: years('2022', year) }),
      ...framework.slice(1),
    ];
    givenAfter(...until('2025'))
      .when(admit(3))
      .thenRejected('ACCESSION_NOT_ALLOWED', { path: 'party', details: { periodEnd: '2025-12-31' } });
    givenAfter(...until('2026'))
      .when(admit(3))
      .then({
        type: 'PartyAdmitted',
        data: {
          party,
          warnings: [{ code: 'ACCESSION_NOT_ALLOWED', path: 'party', details: { periodEnd: '2026-12-31' } }],
        },
      });
  });

  test('invariant 30: joins the text in force, not one that was changed since', () => {
    // What an amendment will do to the text, as the fold knows it.
    const changed = recorded<AgreementEvent>({
      type: 'DraftRevised',
      data: { textVersion: 2, textSha256: otherSha, patch: {}, changes: [] },
    });
    const past = after(...framework, admit(3), changed);
    expect(verdict(past, sign('b3'))).toBe('TEXT_VERSION_NOT_CURRENT');
    expect(verdict(past, sign('b3', { textSha256: 'd'.repeat(64) }))).toBe('SIGNED_TEXT_MISMATCH');
    expect(verdict(past, sign('b3', { textSha256: otherSha }))).toEqual(['PartySigned', 'PartyAcceded']);
  });

  test('invariant 58: is refused for a body dissolved by then', () => {
    givenWith({ bodies: bodiesWith(bodyOf('btv-3', { dissolvedFrom: day('2025-07-01') })) }, ...framework)
      .when(admit(3))
      .thenRejected('ORG_DISSOLVED', { path: 'party', details: { orgId: 'btv-3' } });
  });

  test('invariants 10 and 11: adds no body twice, and none to the other side', () => {
    const admitted = (party: object) => byLeader('AdmitParty', { party });
    givenAfter(...framework)
      .when(admitted({ ...partyB(1), partyId: 'x' }))
      .thenRejected('PARTY_DUPLICATE', { path: 'party', details: { partyId: 'x' } });
    givenAfter(...framework)
      .when(admitted({ ...partyB(3), partyId: 'b1' }))
      .thenRejected('PARTY_DUPLICATE', { path: 'party', details: { partyId: 'b1' } });
    givenAfter(...framework)
      .when(admitted({ ...partyB(3), bodyIds: ['ldld-tt'] }))
      .thenRejected('PARTY_ON_BOTH_SIDES', { path: 'party', details: { bodyId: 'ldld-tt' } });
    givenAfter(...framework)
      .when(admitted({ ...partyB(3), bodyIds: ['btv-3', 'hu-3'] }))
      .thenRejected('PARTY_DUPLICATE', { path: 'party/jointBody', details: { partyId: 'b3' } });
  });

  test('invariant 11: admits again an organisation that had withdrawn, as another party', () => {
    const again = byLeader('AdmitParty', { party: { ...partyB(1), partyId: 'b1-2' } });
    expect(verdict(after(...framework, withdrawParty(1)), again)).toEqual(['PartyAdmitted']);
    expect(verdict(after(...framework, withdrawParty(1)), admit(1))).toBe('PARTY_DUPLICATE');
  });

  test('invariant 69: keeps within a hundred parties', () => {
    const many = Array.from({ length: 98 }, (_, index) => index);
    const more = many.map((n) => bodyOf(`hu-x${n}`, { id: `hu-x${n}` }));
    const bodies = bodiesWith(...more);
    const past = after(...framework);
    const full = many.slice(0, 96).map((n) =>
      recorded<AgreementEvent>({
        type: 'PartyAdmitted',
        data: {
          party: { partyId: `x${n}`, side: 'B', bodyIds: [`hu-x${n}`], jointBody: false, organizationId: `hu-x${n}` },
        },
      }),
    );
    expect(verdict([...past, ...full.slice(1)], admit(3), facts({ bodies }))).toEqual(['PartyAdmitted']);
    expect(verdict([...past, ...full], admit(3), facts({ bodies }))).toBe('CAPACITY_LIMIT');
  });

  test('invariant 66: is the lead’s', () => {
    givenAfter(...framework)
      .when(admit(3, {}, { actor: leaderOf('hu-1') }))
      .thenRejected('ROLE_NOT_ALLOWED', {
        details: { role: 'ORG_LEADER', command: 'AdmitParty', leadIssuer: 'ldld' },
      });
  });
});

describe('A party that withdraws', () => {
  test('leaves by its own leader, and the agreement goes on', () => {
    givenAfter(...framework)
      .when(withdrawParty(1))
      .then({ type: 'PartyWithdrew', data: { partyId: 'b1', reason: 'sắp xếp lại tổ chức', ...decided } })
      .andAgain()
      .thenNothingMore();
    const { status, parties } = stateAfter(...framework, withdrawParty(1));
    const b1 = parties.find(({ partyId }) => partyId === 'b1');
    expect([status, b1?.status, b1?.leftFrom, b1?.signatures.length]).toEqual([
      'IN_FORCE',
      'WITHDREW',
      day('2026-02-01'),
      1,
    ]);
  });

  test('invariant 66: is not withdrawn by another', () => {
    const data = { partyId: 'b1', reason: 'x', ...decided };
    for (const orgId of ['ldld', 'hu-2'])
      givenAfter(...framework)
        .when(byLeaderOf(orgId)('WithdrawParty', data))
        .thenRejected('ROLE_NOT_ALLOWED', {
          details: { role: 'ORG_LEADER', command: 'WithdrawParty', partyId: 'b1' },
        });
    expect(verdict(after(...framework), byImport('WithdrawParty', data, '2026-03-02'))).toEqual(['PartyWithdrew']);
  });

  test('rests on a decision, unless an import does not know it', () => {
    givenAfter(...framework)
      .when(withdrawParty(1, { decisionDocId: undefined }))
      .thenRejected('INPUT_INVALID', {
        path: 'decisionDocId',
        details: { problem: 'DECISION_DOCUMENT_REQUIRED' },
      });
    const data = { partyId: 'b1', reason: 'x', effectiveFrom: unknownDate };
    givenAfter(...framework)
      .when(byImport('WithdrawParty', data, unknownDate))
      .then({ type: 'PartyWithdrew', data });
  });

  test('invariants 19 and 64: must be a party that has joined, and has not left', () => {
    givenAfter(...framework)
      .when(withdrawParty(9))
      .thenRejected('NOT_A_PARTY', { path: 'partyId', details: { partyId: 'b9' } });
    const refused = (state: string) => ({
      path: 'partyId',
      details: { state, command: 'WithdrawParty', partyId: state === 'INVITED' ? 'b2' : 'b1', allowed: [] },
    });
    givenAfter(...framework)
      .when(withdrawParty(2))
      .thenRejected('STATE_NOT_ALLOWED', refused('INVITED'));
    givenAfter(...framework, succeed('b1', null))
      .when(withdrawParty(1))
      .thenRejected('STATE_NOT_ALLOWED', refused('DISSOLVED_NO_SUCCESSOR'));
    givenAfter(...framework, withdrawParty(1))
      .when(withdrawParty(1, { effectiveFrom: day('2026-02-02') }))
      .thenRejected('STATE_NOT_ALLOWED', refused('WITHDREW'));
  });

  test('is bound by what it signed: a late signature of its is refused, and none changes where it stands', () => {
    const withdrawn = [...framework, withdrawParty(1)];
    expect(
      verdict(
        after(...withdrawn),
        sign('b1', { officeId: 'off-b1-2' }),
        facts({ offices: officesWith(office('off-b1-2', 'hu-1')) }),
      ),
    ).toBe('STATE_NOT_ALLOWED');
    const late = after(...framework).find(
      ({ type, data }) => type === 'PartySigned' && 'partyId' in data && data.partyId === 'b1',
    );
    const state = fold(agreement, [...after(...withdrawn), ...(late === undefined ? [] : [late])]);
    expect(statusOf(state, 'b1')).toBe('WITHDREW');
  });
});

describe('Signing in sequence', () => {
  test('invariant 20: waits for no party that has signed and was succeeded since', () => {
    const order = { mode: 'SEQUENTIAL', sequence: ['a', 'b1', 'b2'] };
    const opened = [...toSigning.slice(0, -1), open({ order }), sign('a'), sign('b1'), succeed('b1', ['btv-5'])];
    expect(verdict(after(...opened), sign('b2'))).toEqual(['PartySigned', 'AgreementFullySigned']);
  });
});
