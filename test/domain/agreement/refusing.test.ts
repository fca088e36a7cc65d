import { describe, expect, test } from '@jest/globals';
import {
  after,
  byClerk,
  byLeader,
  decline,
  givenAfter,
  sign,
  signatory,
  signedDigitally,
  stateAfter,
  toForce,
  toSigned,
  toSigning,
  verdict,
  withdraw,
} from './world.js';

describe('Declining', () => {
  test('changes the party, not the agreement', () => {
    givenAfter(...toSigning)
      .when(decline('b1'))
      .then({ type: 'SigningDeclined', data: { partyId: 'b1', reason: 'chưa thống nhất' } })
      .andAgain()
      .thenNothingMore();
    const { status, parties } = stateAfter(...toSigning, decline('b1'));
    expect([status, ...parties.map((party) => party.status)]).toEqual(['SIGNING', 'INVITED', 'DECLINED', 'INVITED']);
  });

  test('is no last word: the party may sign while signing is open', () => {
    givenAfter(...toSigning, decline('b1'))
      .when(sign('b1'))
      .then({ type: 'PartySigned', data: signedDigitally('b1') });
    expect(stateAfter(...toSigning, decline('b1'), sign('b1')).parties[1]?.status).toBe('SIGNED');
  });

  test('invariant 18: comes too late for a party that has signed', () => {
    givenAfter(...toSigning, sign('b1'))
      .when(decline('b1'))
      .thenRejected('ALREADY_SIGNED', { path: 'partyId', details: { partyId: 'b1' } });
  });

  test('invariant 21: takes an office that could sign for the party', () => {
    givenAfter(...toSigning)
      .when(decline('b1', 'off-b2'))
      .thenRejected('AUTHORITY_NOT_PROVEN', { path: 'officeId', details: { officeId: 'off-b2', partyId: 'b1' } });
    const { officeId: _, ...actor } = signatory('off-b1');
    givenAfter(...toSigning)
      .when(byClerk('DeclineToSign', { partyId: 'b1', reason: 'x' }, { actor }))
      .thenRejected('AUTHORITY_NOT_PROVEN', { path: 'officeId', details: { officeId: null, partyId: 'b1' } });
  });

  test('leaves a party missing when signing is closed', () => {
    expect(after(...toSigning, sign('a'), decline('b1'), byLeader('CloseSigning')).at(-1)?.data).toEqual({
      missing: ['b1', 'b2'],
    });
  });
});

describe('Withdrawing a signature', () => {
  test('takes back the signature of the office that gave it', () => {
    givenAfter(...toSigning, sign('a'), sign('a', { officeId: 'off-a2' }))
      .when(withdraw('a'))
      .then({ type: 'SignatureWithdrawn', data: { partyId: 'a', officeId: 'off-a', reason: 'ký nhầm' } })
      .andAgain()
      .thenNothingMore();
  });

  test('leaves a party signed that has signatures enough', () => {
    const [a] = stateAfter(...toSigning, sign('a'), sign('a', { officeId: 'off-a2' }), withdraw('a')).parties;
    expect([a?.status, a?.signatures.map(({ officeId }) => officeId)]).toEqual(['SIGNED', ['off-a2']]);
    const [b] = stateAfter(...toSigning, sign('a'), withdraw('a')).parties;
    expect([b?.status, b?.signatures]).toEqual(['INVITED', []]);
  });

  test('lets the same office sign again', () => {
    expect(verdict(after(...toSigning, sign('a'), withdraw('a')), sign('a'))).toEqual(['PartySigned']);
  });

  test('of an office that has not signed adds nothing', () => {
    givenAfter(...toSigning)
      .when(withdraw('a'))
      .thenNothingMore();
    givenAfter(...toSigning, sign('a'))
      .when(withdraw('a', 'off-a2'))
      .thenNothingMore();
  });

  test('invariant 27: is over once the agreement is signed', () => {
    for (const past of [toSigned, toForce])
      givenAfter(...past)
        .when(withdraw('a'))
        .thenRejected('SIGNATURE_FINAL');
  });

  test('invariant 23: is the act of the holder', () => {
    givenAfter(...toSigning, sign('a'))
      .when(
        byClerk(
          'WithdrawSignature',
          { partyId: 'a', reason: 'x' },
          { actor: { ...signatory('off-a'), personKey: 'p' } },
        ),
      )
      .thenRejected('SIGNER_IDENTITY_MISMATCH', { path: 'officeId', details: { officeId: 'off-a', partyId: 'a' } });
  });
});
