import { describe, expect, test } from '@jest/globals';
import { agreement } from '../../../src/domain/agreement/index.js';
import { fold } from '../../../src/domain/kernel/decider.js';
import { day, instant } from '../../../src/domain/kernel/fuzzyDate.js';
import { testNow } from '../../support/builders.js';
import { given } from '../../support/deciderSpec.js';
import { admit, confirm, journeys, opine, succeed, supersede, suspend, terminate, withdrawParty } from './lifeWorld.js';
import {
  after,
  byDrafter,
  byImport,
  byLeader,
  converted,
  decline,
  draft,
  enumerate,
  facts,
  finalize,
  frameworkToSigning,
  office,
  officesWith,
  open,
  paper,
  partyB,
  present,
  sha,
  sign,
  signedOnPaper,
  toFinal,
  toForce,
  toSigned,
  toSigning,
  type Sent,
  withdraw,
} from './world.js';

const evidence = { reason: 'biên bản gửi muộn', source: { kind: 'PAPER', ref: 'src-1', certainty: 'STATED' } } as const;
const longAgo = instant('2026-01-01T02:00:00.000Z');

/** A late record meets the state of its day, and today's among the facts. */
const whenLate = (asOf: readonly Sent[], today: readonly Sent[], sent: Sent) =>
  given(agreement, facts({ today: fold(agreement, after(...today)) }), ...after(...asOf)).when(sent);

describe('A late record', () => {
  const hourAgo = { occurred: instant('2026-03-02T01:00:00.000Z') };

  test('invariant 5: needs a reason and a source after more than one day', () => {
    const at = (occurred: string, meta: object = {}) =>
      given(agreement, facts(), ...after(...toSigning)).when(paper('a', {}, { occurred: instant(occurred), ...meta }));
    at('2026-03-01T02:00:00.000Z').then({ type: 'PartySigned', data: signedOnPaper('a') }, converted('a'));
    for (const meta of [{}, { reason: evidence.reason }, { source: evidence.source }])
      at('2026-03-01T01:59:59.999Z', meta).thenRejected('LATE_RECORD_REASON_REQUIRED', { path: 'reason' });
    at('2026-03-01T01:59:59.999Z', evidence).then({ type: 'PartySigned', data: signedOnPaper('a') }, converted('a'));
  });

  test('invariant 5: does not bind the policies', () => {
    given(agreement, facts(), ...after(...toSigned))
      .when(byLeader('BringIntoForce', {}, { actor: { role: 'SYSTEM' }, channel: 'SYSTEM', occurred: longAgo }))
      .then({ type: 'AgreementEnteredIntoForce', data: { effectiveFrom: instant(testNow) } });
  });

  test('invariant 4: is not of the future; a day that has begun is not', () => {
    given(agreement, facts(), ...after(...toSigning))
      .when(paper('a', {}, { occurred: instant('2026-03-02T02:00:00.001Z') }))
      .thenRejected('OCCURRED_IN_FUTURE', { path: 'occurred' });
    given(agreement, facts(), ...after(...toSigning))
      .when(
        byImport(
          'PresentText',
          { textVersion: 1, textSha256: sha, presenterOfficeId: 'off-a', occasionId: 'c2' },
          '2026-03-02',
        ),
      )
      .then({
        type: 'TextPresented',
        data: { textVersion: 1, textSha256: sha, presenterOfficeId: 'off-a', occasionId: 'c2' },
      });
  });

  test('of a signature is weighed by the state of its day, though the agreement has moved on', () => {
    const required = ['a', 'b1'].map((partyId) => ({ partyId, signatures: 1 }));
    const opened = [...toFinal, present(), open({ required })];
    whenLate(opened, [...opened, sign('a'), sign('b1')], paper('b2', {}, { ...hourAgo })).then(
      { type: 'PartySigned', data: signedOnPaper('b2') },
      converted('b2'),
    );
  });

  test('of a signature before signing opened is refused', () => {
    whenLate([draft()], toSigning, paper('a', {}, hourAgo)).thenRejected('STATE_NOT_ALLOWED');
  });

  test('of what came before the agreement is refused, and says so', () => {
    whenLate([], toSigning, paper('a', {}, hourAgo)).thenRejected('STATE_NOT_ALLOWED', {
      details: { state: 'NONE', command: 'RecordPaperSignature', allowed: [] },
    });
    whenLate([], [draft()], byDrafter('ReviseDraft', { patch: { subject: 'X' } }, hourAgo)).thenRejected(
      'STATE_NOT_ALLOWED',
    );
  });

  test('of the last signature completes what the others have signed since, from when they did', () => {
    whenLate(toSigning, [...toSigning, sign('a'), sign('b1')], paper('b2', {}, hourAgo)).then(
      { type: 'PartySigned', data: signedOnPaper('b2') },
      converted('b2'),
      { type: 'AgreementFullySigned', data: { signedOn: instant(testNow), effectiveFrom: instant(testNow) } },
    );
  });

  test('of a wave lets the counterparty accede, once', () => {
    const asOf = frameworkToSigning;
    whenLate(asOf, [...asOf, sign('a'), sign('b1')], paper('b2', {}, hourAgo)).then(
      { type: 'PartySigned', data: signedOnPaper('b2') },
      converted('b2'),
      { type: 'PartyAcceded', data: { partyId: 'b2', effectiveFrom: hourAgo.occurred } },
    );
  });

  test('of the second signature of a party lets it accede from the later one', () => {
    const required = [
      { partyId: 'a', signatures: 1 },
      { partyId: 'b2', signatures: 2 },
    ];
    const opened = [...frameworkToSigning.slice(0, -1), open({ required })];
    const today = [...opened, sign('a'), sign('b1'), sign('b2')];
    const second = paper('b2', { officeId: 'off-b3' }, hourAgo);
    const mandated = officesWith(office('off-b3', 'hu-2'));
    given(agreement, facts({ today: fold(agreement, after(...today)), offices: mandated }), ...after(...opened))
      .when(second)
      .then({ type: 'PartySigned', data: signedOnPaper('b2', { officeId: 'off-b3' }) }, converted('b2'), {
        type: 'PartyAcceded',
        data: { partyId: 'b2', effectiveFrom: instant(testNow) },
      });
  });

  test('invariant 18: does not double a signature of today', () => {
    whenLate(toSigning, [...toSigning, sign('a')], paper('a', {}, hourAgo)).thenRejected('ALREADY_SIGNED', {
      path: 'officeId',
    });
    whenLate(toSigning, [...toSigning, sign('b1')], decline('b1', 'off-b1', hourAgo)).thenRejected('ALREADY_SIGNED', {
      path: 'partyId',
    });
  });

  test('invariant 17: does not revise a text that is final today, nor slip beneath a later revision', () => {
    const revision = (clauseId: string) =>
      byDrafter('ReviseDraft', { patch: { clauses: [{ clauseId, body: 'Mới.' }] } }, hourAgo);
    whenLate([draft()], toSigning, revision('c1')).thenRejected('TEXT_FROZEN');
    const later = [draft(), revision('c1')];
    const { text } = fold(agreement, after(...later));
    whenLate([draft()], later, finalize({}, hourAgo)).thenRejected('TEXT_VERSION_NOT_CURRENT', {
      path: 'textVersion',
      details: { current: 2, currentSha256: text.sha256, given: 1 },
    });
    const both = fold(agreement, after(...later, revision('c2'))).text;
    whenLate([draft()], later, revision('c2')).then({
      type: 'DraftRevised',
      data: {
        textVersion: 3,
        textSha256: both.sha256 ?? '',
        patch: { clauses: [{ clauseId: 'c2', body: 'Mới.' }] },
        changes: [{ path: 'clauses/c2/body', was: 'Trách nhiệm của các bên.', now: 'Mới.' }],
      },
    });
  });

  test('invariant 27: does not take back a signature of an agreement that is signed today', () => {
    whenLate([...toSigning, sign('a')], toSigned, withdraw('a', 'off-a', hourAgo)).thenRejected('SIGNATURE_FINAL');
  });

  test('does not move a signed agreement back', () => {
    for (const [asOf, sent] of [
      [toFinal, byLeader('WithdrawDraft', { reason: 'x' }, hourAgo)],
      [toFinal, byLeader('ReopenDraft', { reason: 'x' }, hourAgo)],
      [toSigning, byLeader('CloseSigning', {}, hourAgo)],
      [[draft()], byDrafter('AddParty', { party: partyB(3) }, hourAgo)],
      [[draft()], byDrafter('RemoveParty', { partyId: 'b2', reason: 'x' }, hourAgo)],
    ] as const)
      whenLate(asOf, toForce, sent).thenRejected('STATE_NOT_ALLOWED');
  });

  test('of an enumeration adds to the parties of today', () => {
    const signed = [...frameworkToSigning, enumerate(3), sign('a'), sign('b1'), byLeader('BringIntoForce')];
    const late = { ...enumerate(3, 4), meta: { ...enumerate(3).meta, ...hourAgo } };
    whenLate(frameworkToSigning, signed, late).then({
      type: 'PartyClassEnumerated',
      data: {
        classPartyId: 'c',
        members: [{ ...partyB(4), organizationId: 'hu-4', memberOf: 'c' }],
        complete: false,
      },
    });
  });

  test('about a source is judged by the record of today', () => {
    whenLate(
      [],
      [draft()],
      byDrafter(
        'ObserveClause',
        { target: { kind: 'FIELD', fieldId: 'f1' }, sourceId: 'src-1', asWritten: 'x' },
        hourAgo,
      ),
    ).then({
      type: 'ClauseObserved',
      data: { target: { kind: 'FIELD', fieldId: 'f1' }, sourceId: 'src-1', asWritten: 'x' },
    });
  });

  test('of an older text does not count for the one opened since', () => {
    const reopened = [...toSigning, byLeader('CloseSigning'), byLeader('ReopenDraft', { reason: 'x' })];
    const late = after(...toSigning, sign('a')).find(({ type }) => type === 'PartySigned');
    const revised = byDrafter('ReviseDraft', { patch: { clauses: [{ clauseId: 'c1', body: 'Mới.' }] } });
    const next = fold(agreement, after(...reopened, revised)).text.sha256 ?? '';
    const now = { textVersion: 2, textSha256: next };
    const past = after(
      ...reopened,
      ...(late === undefined ? [] : [late]),
      revised,
      finalize(now),
      present(now),
      open(),
    );
    const [a] = fold(agreement, past).parties;
    expect([a?.status, a?.signatures]).toEqual(['INVITED', []]);
  });
});

describe('A late record of the agreement’s life', () => {
  const hourAgo = { occurred: instant('2026-03-02T01:00:00.000Z') };
  const force = journeys('ALL_SIGNED').IN_FORCE;
  const late = (sent: Sent): Sent => ({ ...sent, meta: { ...sent.meta, ...hourAgo } });

  test('of a confirmed authority is weighed by the state of its day', () => {
    whenLate(toSigning, toSigned, late(confirm())).then({
      type: 'SigningAuthorityConfirmed',
      data: { partyId: 'b1', officeId: 'off-b1', capacity: 'ON_BEHALF_OF_BODY' },
    });
  });

  test('does not add to an agreement that has come to its end since', () => {
    for (const sent of [withdrawParty(4), suspend(), terminate(), supersede()])
      whenLate(force, [...force, terminate()], late(sent)).thenRejected('AGREEMENT_CLOSED');
    const framework = journeys('PER_COUNTERPARTY').IN_FORCE;
    whenLate(framework, [...framework, suspend()], late(admit(5))).thenRejected('STATE_NOT_ALLOWED');
  });

  test('of an opinion comes too late once the consultation is closed', () => {
    const { CONSULTING: asOf, DRAFTING: today } = journeys('ALL_SIGNED');
    whenLate(asOf, today, late(opine({ opinionId: 'op-2' }))).thenRejected('STATE_NOT_ALLOWED');
  });

  test('of a succession is about the record as it stands', () => {
    whenLate([], [...force, terminate()], late(succeed('b1', null))).then({
      type: 'PartyLeftWithoutSuccessor',
      data: { partyId: 'b1', decisionDocId: 'doc-1', effectiveFrom: day('2026-02-01') },
    });
  });
});
