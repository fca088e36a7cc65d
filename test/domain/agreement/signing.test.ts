import { describe, expect, test } from '@jest/globals';
import { day, instant, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { testNow } from '../../support/builders.js';
import {
  after,
  bodiesWith,
  bodyOf,
  byLeader,
  converted,
  decline,
  draft,
  enumerate,
  facts,
  finalize,
  frameworkToSigning,
  givenAfter,
  givenWith,
  office,
  officesWith,
  open,
  otherSha,
  paper,
  partyA,
  partyB,
  present,
  sha,
  sign,
  signedDigitally,
  signedOnPaper,
  stateAfter,
  storedMember,
  toFinal,
  toSigned,
  toSigning,
  verdict,
  withdraw,
} from './world.js';

const fullySigned = { type: 'AgreementFullySigned', data: { signedOn: instant(testNow) } } as const;
const acceded = (partyId: string) =>
  ({ type: 'PartyAcceded', data: { partyId, effectiveFrom: instant(testNow) } }) as const;

describe('Signing in parallel', () => {
  test('a party signs the opened text, with what the certificate proves', () => {
    givenAfter(...toSigning)
      .when(sign('a', { timestampToken: 'dG9rZW4=', sealApplied: true }))
      .then({ type: 'PartySigned', data: signedDigitally('a', { timestampToken: 'dG9rZW4=', sealApplied: true }) });
    const [party] = stateAfter(...toSigning, sign('a')).parties;
    expect(party?.status).toBe('SIGNED');
  });

  test('the last of all required parties completes the agreement in the same append', () => {
    givenAfter(...toSigning, sign('b2'), sign('a'))
      .when(sign('b1'))
      .then({ type: 'PartySigned', data: signedDigitally('b1') }, fullySigned);
    const state = stateAfter(...toSigned);
    expect([state.status, state.text.status, state.signedOn]).toEqual(['SIGNED', 'SIGNED', instant(testNow)]);
  });

  test('the agreement is signed on the latest day of its signatures', () => {
    const since = { now: '2026-02-01T00:00:00.000Z', occurred: instant('2026-02-01T00:00:00.000Z') };
    const opened = [draft({}, since), finalize({}, since), present({}, since), open({}, since)];
    const on = (partyId: string, of: string) => paper(partyId, {}, { occurred: day(of) });
    const latest = on('a', '2026-03-02');
    const others = [on('b1', '2026-03-01'), on('b2', '2026-03-01')];
    expect(stateAfter(...opened, latest, ...others).signedOn).toEqual(day('2026-03-02'));
    expect(stateAfter(...opened, ...others, latest).signedOn).toEqual(day('2026-03-02'));
    const undated = paper('a', {}, { occurred: unknownDate });
    expect(stateAfter(...opened, undated, ...others).signedOn).toEqual(unknownDate);
  });

  test('invariant 18: an office signs once for a party', () => {
    givenAfter(...toSigning)
      .when(sign('a'))
      .then({ type: 'PartySigned', data: signedDigitally('a') })
      .andAgain()
      .thenRejected('ALREADY_SIGNED', { path: 'officeId', details: { officeId: 'off-a', partyId: 'a' } });
    givenAfter(...toSigning, sign('a'))
      .when(paper('a'))
      .thenRejected('ALREADY_SIGNED', { path: 'officeId', details: { officeId: 'off-a', partyId: 'a' } });
  });

  test('a party of two signatures has signed after two offices', () => {
    const required = [
      { partyId: 'a', signatures: 2 },
      { partyId: 'b1', signatures: 1 },
    ];
    const past = [...toFinal, present(), open({ required }), sign('b1'), sign('a')];
    expect(stateAfter(...past).parties.map(({ status }) => status)).toEqual(['INVITED', 'SIGNED', 'INVITED']);
    givenAfter(...past)
      .when(sign('a', { officeId: 'off-a2' }))
      .then({ type: 'PartySigned', data: signedDigitally('a', { officeId: 'off-a2' }) }, fullySigned);
  });

  test('a party that is not required may sign, and completes nothing', () => {
    const required = ['a', 'b1'].map((partyId) => ({ partyId, signatures: 1 }));
    givenAfter(...toFinal, present(), open({ required }), sign('a'))
      .when(sign('b2'))
      .then({ type: 'PartySigned', data: signedDigitally('b2') });
  });

  test('invariant 15: another hash than the opened one is not signed', () => {
    givenAfter(...toSigning)
      .when(sign('a', { textSha256: otherSha }))
      .thenRejected('SIGNED_TEXT_MISMATCH', { path: 'textSha256', details: { opened: sha, given: otherSha } });
  });

  test('invariant 16: a text that was never presented is not signed, unless that was waived', () => {
    givenAfter(...toFinal, open())
      .when(sign('a'))
      .thenRejected('TEXT_NOT_PRESENTED', { path: 'textSha256', details: { opened: sha } });
    expect(verdict(after(...toFinal, open(), present()), sign('a'))).toEqual(['PartySigned']);
    expect(verdict(after(...toFinal, open({ requirePresentation: false })), sign('a'))).toEqual(['PartySigned']);
  });

  test('invariant 19: who is no party does not sign, though invited to the conference', () => {
    for (const sent of [sign('bql', { officeId: 'off-agency' }), paper('bql', { officeId: 'off-agency' })])
      givenAfter(...toSigning)
        .when(sent)
        .thenRejected('NOT_A_PARTY', { path: 'partyId', details: { partyId: 'bql' } });
    givenAfter(...toSigning)
      .when(decline('bql', 'off-agency'))
      .thenRejected('NOT_A_PARTY', { path: 'partyId', details: { partyId: 'bql' } });
    givenAfter(...toSigning)
      .when(withdraw('bql', 'off-agency'))
      .thenRejected('NOT_A_PARTY', { path: 'partyId', details: { partyId: 'bql' } });
  });

  test('invariant 58: a body dissolved by then signs nothing, nor one whose organisation is', () => {
    for (const id of ['btv-1', 'hu-1'])
      givenWith({ bodies: bodiesWith(bodyOf(id, { dissolvedFrom: day('2025-07-01') })) }, ...toSigning)
        .when(sign('b1'))
        .thenRejected('ORG_DISSOLVED', { path: 'partyId', details: { orgId: id } });
  });

  test('invariant 58: on the very day of the dissolution a doubt is kept', () => {
    givenWith({ bodies: bodiesWith(bodyOf('btv-1', { dissolvedFrom: day('2026-03-02') })) }, ...toSigning)
      .when(sign('b1'))
      .then({
        type: 'PartySigned',
        data: signedDigitally('b1', {
          warnings: [{ code: 'ORG_DISSOLVED', path: 'partyId', details: { orgId: 'btv-1' } }],
        }),
      });
  });

  test('office, capacity and text must be said on a live channel', () => {
    for (const path of ['officeId', 'capacity', 'textSha256'])
      for (const sent of [
        paper('a', { [path]: null }),
        { ...sign('a'), data: { ...(sign('a').data as object), [path]: null } },
      ])
        givenAfter(...toSigning)
          .when(sent)
          .thenRejected('INPUT_INVALID', { path, details: { problem: 'null, which only an import may send' } });
  });
});

describe('Signing in sequence', () => {
  const inOrder = [...toFinal, present(), open({ order: { mode: 'SEQUENTIAL', sequence: ['a', 'b1'] } })];

  test('invariant 20: who is not next waits, and is told for whom', () => {
    givenAfter(...inOrder)
      .when(sign('b1'))
      .thenRejected('NOT_YOUR_TURN', { path: 'partyId', details: { partyId: 'b1', waitingFor: 'a' } });
    expect(verdict(after(...inOrder), sign('a'))).toEqual(['PartySigned']);
    expect(verdict(after(...inOrder, sign('a')), sign('b1'))).toEqual(['PartySigned']);
  });

  test('invariant 20: a party outside the sequence signs after all in it', () => {
    givenAfter(...inOrder, sign('a'))
      .when(paper('b2'))
      .thenRejected('NOT_YOUR_TURN', { path: 'partyId', details: { partyId: 'b2', waitingFor: 'b1' } });
    expect(verdict(after(...inOrder, sign('a'), sign('b1')), sign('b2'))).toEqual([
      'PartySigned',
      'AgreementFullySigned',
    ]);
  });

  test('invariant 20: a party of two signatures is passed only after both', () => {
    const required = [
      { partyId: 'a', signatures: 2 },
      { partyId: 'b1', signatures: 1 },
    ];
    const order = { mode: 'SEQUENTIAL', sequence: ['a', 'b1'] };
    const past = [...toFinal, present(), open({ order, required }), sign('a')];
    expect(verdict(after(...past), sign('b1'))).toBe('NOT_YOUR_TURN');
    expect(verdict(after(...past, sign('a', { officeId: 'off-a2' })), sign('b1'))).toEqual([
      'PartySigned',
      'AgreementFullySigned',
    ]);
  });

  test('invariant 20: nobody waits for a counterparty that declined, where they join one by one', () => {
    const order = { mode: 'SEQUENTIAL', sequence: ['a', 'b1', 'b2'] };
    const past = (effectivenessRule: string) => [
      draft({ effectivenessRule }),
      ...toSigning.slice(1, -1),
      open({ order }),
    ];
    const declined = [sign('a'), decline('b1')];
    expect(verdict(after(...past('PER_COUNTERPARTY'), ...declined), sign('b2'))).toEqual([
      'PartySigned',
      'AgreementFullySigned',
    ]);
    expect(verdict(after(...past('PER_COUNTERPARTY'), decline('a')), sign('b1'))).toBe('NOT_YOUR_TURN');
    expect(verdict(after(...past('ALL_SIGNED'), ...declined), sign('b2'))).toBe('NOT_YOUR_TURN');
  });
});

describe('A framework that counterparties join in waves', () => {
  test('is signed by side A and one counterparty', () => {
    givenAfter(...frameworkToSigning, sign('b1'))
      .when(sign('a'))
      .then({ type: 'PartySigned', data: signedDigitally('a') }, fullySigned);
    givenAfter(...frameworkToSigning, sign('b1'))
      .when(sign('b2'))
      .then({ type: 'PartySigned', data: signedDigitally('b2') });
  });

  test('takes later counterparties one by one, before and in force', () => {
    const signed = [...frameworkToSigning, sign('a'), sign('b1')];
    for (const past of [signed, [...signed, byLeader('BringIntoForce')]])
      givenAfter(...past)
        .when(sign('b2'))
        .then({ type: 'PartySigned', data: signedDigitally('b2') }, acceded('b2'))
        .andAgain()
        .thenRejected('ALREADY_SIGNED', { path: 'officeId' });
    expect(stateAfter(...signed, sign('b2')).parties.at(-1)).toMatchObject({
      ...storedMember(2),
      status: 'SIGNED',
      accededFrom: instant(testNow),
    });
  });

  test('enumerates and takes a member of a later wave', () => {
    givenAfter(...frameworkToSigning, sign('a'), sign('b1'), enumerate(3))
      .when(paper('b3'))
      .then({ type: 'PartySigned', data: signedOnPaper('b3') }, converted('b3'), acceded('b3'));
  });

  test('a counterparty of two signatures accedes with the second', () => {
    const required = [
      { partyId: 'a', signatures: 1 },
      { partyId: 'b2', signatures: 2 },
    ];
    const past = [...frameworkToSigning.slice(0, -1), open({ required }), sign('a'), sign('b1')];
    const world = facts({ offices: officesWith(office('off-b2x', 'btv-2')) });
    expect(verdict(after(...past), sign('b2'))).toEqual(['PartySigned']);
    expect(verdict(after(...past, sign('b2')), sign('b2', { officeId: 'off-b2x' }), world)).toEqual([
      'PartySigned',
      'PartyAcceded',
    ]);
  });

  test('is closed to a second office of a party that has joined', () => {
    givenAfter(...frameworkToSigning, sign('a'), sign('b1'))
      .when(sign('a', { officeId: 'off-a2' }))
      .thenRejected('STATE_NOT_ALLOWED', {
        path: 'partyId',
        details: { state: 'SIGNED', command: 'SignAsParty', partyId: 'a' },
      });
  });

  test('needs all of side A', () => {
    const other = { partyId: 'a9', side: 'A', bodyIds: ['agency'], jointBody: false };
    const past = [
      draft({ effectivenessRule: 'PER_COUNTERPARTY', parties: [partyA, other, partyB(1)] }),
      ...toFinal.slice(1),
      present(),
      open(),
    ];
    givenAfter(...past, sign('b1'))
      .when(sign('a'))
      .then({ type: 'PartySigned', data: signedDigitally('a') });
    expect(verdict(after(...past, sign('b1'), sign('a')), sign('a9', { officeId: 'off-agency' }))).toEqual([
      'PartySigned',
      'AgreementFullySigned',
    ]);
  });

  test('lets a counterparty decline while others are in force', () => {
    givenAfter(...frameworkToSigning, sign('a'), sign('b1'), byLeader('BringIntoForce'))
      .when(decline('b2'))
      .then({ type: 'SigningDeclined', data: { partyId: 'b2', reason: 'chưa thống nhất' } });
  });
});
