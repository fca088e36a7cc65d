import { describe, expect, test } from '@jest/globals';
import { day } from '../../../src/domain/kernel/fuzzyDate.js';
import {
  byDrafter,
  byLeader,
  draft,
  enumerate,
  finalize,
  givenAfter,
  givenWith,
  leader,
  office,
  officesWith,
  open,
  otherSha,
  partyA,
  partyB,
  partyC,
  present,
  sha,
  sign,
  stateAfter,
  toFinal,
  toSigned,
  toSigning,
  after,
  verdict,
} from './world.js';

const stranger = { ...leader, onBehalfOfOrgId: 'hu-1' };

describe('Finalising', () => {
  test('fixes one version by its hash', () => {
    givenAfter(draft())
      .when(finalize())
      .then({ type: 'TextFinalized', data: { textVersion: 1, textSha256: sha } })
      .andAgain()
      .thenNothingMore();
    const { status, text } = stateAfter(...toFinal);
    expect([status, text.status]).toEqual(['FINALIZED', 'FINAL']);
  });

  test('invariant 30: a stale version or another hash is not the current text', () => {
    const revised = byDrafter('ReviseDraft', { patch: { clauses: [{ clauseId: 'c1', body: 'Mới.' }] } });
    const current = stateAfter(draft(), revised).text.sha256;
    for (const [named, path] of [
      [{}, 1],
      [{ textVersion: 2 }, 2],
    ] as const)
      givenAfter(draft(), revised)
        .when(finalize(named))
        .thenRejected('TEXT_VERSION_NOT_CURRENT', {
          path: 'textVersion',
          details: { current: 2, currentSha256: current, given: path },
        });
  });

  test('is the act of the lead issuer’s own leader, and so are opening, closing, reopening, withdrawing, force', () => {
    const details = { role: 'ORG_LEADER', leadIssuer: 'ldld' };
    for (const [past, sent] of [
      [[draft()], finalize({}, { actor: stranger })],
      [toFinal, open({}, { actor: stranger })],
      [toSigning, byLeader('CloseSigning', {}, { actor: stranger })],
      [toFinal, byLeader('ReopenDraft', { reason: 'x' }, { actor: stranger })],
      [toFinal, byLeader('WithdrawDraft', { reason: 'x' }, { actor: stranger })],
      [toSigned, byLeader('BringIntoForce', {}, { actor: stranger })],
    ] as const)
      givenAfter(...past)
        .when(sent)
        .thenRejected('ROLE_NOT_ALLOWED', { details: { ...details, command: sent.type } });
  });

  test('is open to the leader of the organisation behind a lead body', () => {
    expect(verdict(after(draft({ leadIssuer: 'ldld-dd' })), finalize())).toEqual(['TextFinalized']);
    const { onBehalfOfOrgId: _, ...nobody } = leader;
    expect(verdict(after(draft()), finalize({}, { actor: nobody }))).toBe('ROLE_NOT_ALLOWED');
  });
});

describe('Presenting', () => {
  test('names the office, the occasion and the text', () => {
    givenAfter(...toFinal)
      .when(present())
      .then({
        type: 'TextPresented',
        data: { textVersion: 1, textSha256: sha, presenterOfficeId: 'off-a', occasionId: 'cer-1' },
      })
      .andAgain()
      .thenNothingMore();
    const { text, presentations } = stateAfter(...toFinal, present());
    expect(text.status).toBe('PRESENTED');
    expect(presentations).toHaveLength(1);
  });

  test('happens again at another occasion, also while signing is open', () => {
    givenAfter(...toSigning)
      .when(present({ occasionId: 'cer-2' }))
      .then({
        type: 'TextPresented',
        data: { textVersion: 1, textSha256: sha, presenterOfficeId: 'off-a', occasionId: 'cer-2' },
      });
  });

  test('invariant 30: shows the current text only', () => {
    givenAfter(...toFinal)
      .when(present({ textSha256: otherSha }))
      .thenRejected('TEXT_VERSION_NOT_CURRENT', {
        path: 'textVersion',
        details: { current: 1, currentSha256: sha, given: 1 },
      });
  });

  test('invariant 65: needs a registered office', () => {
    givenAfter(...toFinal)
      .when(present({ presenterOfficeId: 'off-x' }))
      .thenRejected('NOT_FOUND', { path: 'presenterOfficeId', details: { type: 'office', id: 'off-x' } });
  });

  test('names its text, but on import', () => {
    for (const path of ['textVersion', 'textSha256'])
      givenAfter(...toFinal)
        .when(present({ [path]: null }))
        .thenRejected('INPUT_INVALID', { path, details: { problem: 'null, which only an import may send' } });
  });
});

describe('Opening signing', () => {
  const opened = {
    order: { mode: 'PARALLEL' as const },
    required: ['a', 'b1', 'b2'].map((partyId) => ({ partyId, signatures: 1 })),
    requirePresentation: true,
    textVersion: 1,
    textSha256: sha,
  };

  test('invites every party once by default, in parallel, to the presented text', () => {
    givenAfter(...toFinal)
      .when(open())
      .then({ type: 'SigningOpened', data: opened })
      .andAgain()
      .thenNothingMore();
    expect(stateAfter(...toSigning).parties.map(({ status }) => status)).toEqual(['INVITED', 'INVITED', 'INVITED']);
  });

  test('keeps order, deadline, required parties and whether the text must be presented', () => {
    const order = { mode: 'SEQUENTIAL', sequence: ['a', 'b1'] } as const;
    const required = [
      { partyId: 'a', signatures: 2 },
      { partyId: 'b1', signatures: 1 },
    ];
    givenAfter(...toFinal)
      .when(open({ order, deadline: day('2026-06-30'), required, requirePresentation: false }))
      .then({
        type: 'SigningOpened',
        data: { ...opened, order, required, deadline: day('2026-06-30'), requirePresentation: false },
      })
      .andAgain()
      .thenNothingMore();
  });

  test('on other terms while it is open is not possible', () => {
    givenAfter(...toSigning)
      .when(open({ deadline: day('2026-06-30') }))
      .thenRejected('STATE_NOT_ALLOWED');
  });

  test('invariant 14: needs a final text', () => {
    givenAfter(draft())
      .when(open())
      .thenRejected('TEXT_NOT_FINAL', {
        details: {
          state: 'DRAFTING',
          command: 'OpenSigning',
          allowed: [
            'ReviseDraft',
            'OpenConsultation',
            'DisposeOpinion',
            'AddParty',
            'RemoveParty',
            'EnumeratePartyClass',
            'FinalizeText',
            'WithdrawDraft',
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

  test('invariant 19: names parties of the agreement that can sign, in either list', () => {
    const framework = [draft({ parties: [partyA, partyB(3), partyC] }), enumerate(1), ...toFinal.slice(1)];
    for (const partyId of ['nobody', 'c']) {
      givenAfter(...framework)
        .when(
          open({
            required: [
              { partyId: 'a', signatures: 1 },
              { partyId, signatures: 1 },
            ],
          }),
        )
        .thenRejected('NOT_A_PARTY', { path: 'required', details: { partyId } });
      givenAfter(...framework)
        .when(open({ order: { mode: 'SEQUENTIAL', sequence: ['a', partyId] } }))
        .thenRejected('NOT_A_PARTY', { path: 'order/sequence', details: { partyId } });
    }
  });

  test('invariant 11: names each party once', () => {
    const once = { partyId: 'a', signatures: 1 };
    givenAfter(...toFinal)
      .when(open({ required: [once, { partyId: 'b1', signatures: 1 }, { ...once, signatures: 2 }] }))
      .thenRejected('PARTY_DUPLICATE', { path: 'required', details: { partyId: 'a' } });
    givenAfter(...toFinal)
      .when(open({ order: { mode: 'SEQUENTIAL', sequence: ['a', 'b1', 'a'] } }))
      .thenRejected('PARTY_DUPLICATE', { path: 'order/sequence', details: { partyId: 'a' } });
  });

  test('invariant 10: requires both sides, or of a framework its side A', () => {
    for (const required of [[], [{ partyId: 'a', signatures: 1 }], [{ partyId: 'b1', signatures: 1 }]])
      givenAfter(...toFinal)
        .when(open({ required }))
        .thenRejected('PARTIES_TOO_FEW', { path: 'required' });
    const framework = after(draft({ effectivenessRule: 'PER_COUNTERPARTY' }), ...toFinal.slice(1));
    expect(verdict(framework, open({ required: [{ partyId: 'a', signatures: 1 }] }))).toEqual(['SigningOpened']);
    expect(verdict(framework, open({ required: [{ partyId: 'b1', signatures: 1 }] }))).toBe('PARTIES_TOO_FEW');
  });
});

describe('Closing, reopening, withdrawing', () => {
  test('closing names who has not signed', () => {
    givenAfter(...toSigning, sign('b1'))
      .when(byLeader('CloseSigning', { note: 'quá hạn' }))
      .then({ type: 'SigningFailed', data: { missing: ['a', 'b2'], note: 'quá hạn' } })
      .andAgain()
      .thenNothingMore();
  });

  test('reopening voids the signatures given, by event', () => {
    const past = after(...toSigning, sign('b1'), byLeader('CloseSigning'));
    const signature = past.find(({ type }) => type === 'PartySigned')?.eventId ?? '';
    givenAfter(...toSigning, sign('b1'), byLeader('CloseSigning'))
      .when(byLeader('ReopenDraft', { reason: 'sửa điều 2' }))
      .then({ type: 'DraftReopened', data: { reason: 'sửa điều 2', voided: [signature] } })
      .andAgain()
      .thenNothingMore();
    givenAfter(...toFinal)
      .when(byLeader('ReopenDraft', { reason: 'x' }))
      .then({ type: 'DraftReopened', data: { reason: 'x', voided: [] } });
  });

  test('after closing and reopening, the next round needs the new hash and all signatures again', () => {
    const round = [
      ...toSigning,
      sign('a'),
      sign('b1'),
      byLeader('CloseSigning'),
      byLeader('ReopenDraft', { reason: 'sửa' }),
      byDrafter('ReviseDraft', { patch: { clauses: [{ clauseId: 'c2', body: 'Mới.' }] } }),
    ];
    const reopened = stateAfter(...round);
    expect(reopened.parties.map(({ status, signatures }) => [status, signatures])).toEqual([
      ['PROPOSED', []],
      ['PROPOSED', []],
      ['PROPOSED', []],
    ]);
    expect(reopened.signing).toBeNull();
    const now = { textVersion: 2, textSha256: reopened.text.sha256 ?? '' };
    const again = [...round, finalize(now), present({ ...now, occasionId: 'cer-2' }), open()];
    givenAfter(...again)
      .when(sign('a'))
      .thenRejected('SIGNED_TEXT_MISMATCH', {
        path: 'textSha256',
        details: { opened: now.textSha256, given: sha },
      });
    const { textSha256 } = now;
    const last = [...again, sign('a', { textSha256 }), sign('b1', { textSha256 })];
    expect(stateAfter(...last).status).toBe('SIGNING');
    expect(stateAfter(...last, sign('b2', { textSha256 })).status).toBe('SIGNED');
  });

  test('withdrawing a draft ends it', () => {
    for (const past of [[draft()], toFinal, [...toSigning, byLeader('CloseSigning')]])
      givenAfter(...past)
        .when(byLeader('WithdrawDraft', { reason: 'không cần nữa' }))
        .then({ type: 'DraftWithdrawn', data: { reason: 'không cần nữa' } })
        .andAgain()
        .thenRejected('AGREEMENT_CLOSED', {
          details: {
            state: 'WITHDRAWN',
            command: 'WithdrawDraft',
            allowed: [
              'SucceedParty',
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

  test('an office of another organisation may present', () => {
    givenWith({ offices: officesWith(office('off-tld', 'agency')) }, ...toFinal)
      .when(present({ presenterOfficeId: 'off-tld' }))
      .then({
        type: 'TextPresented',
        data: { textVersion: 1, textSha256: sha, presenterOfficeId: 'off-tld', occasionId: 'cer-1' },
      });
  });
});
