import { describe, expect, test } from '@jest/globals';
import { agreement, type AgreementEvent, type AgreementState } from '../../../src/domain/agreement/index.js';
import { day, instant, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { recorded, testNow } from '../../support/builders.js';
import { asOf, current, type Past } from './clocks.js';
import { confirm } from './lifeWorld.js';
import {
  after,
  agreementId,
  byImport,
  byLeader,
  decline,
  draft,
  draftData,
  facts,
  finalize,
  frameworkToSigning,
  open,
  paper,
  partyA,
  partyB,
  present,
  type Sent,
  sign,
  withdraw,
} from './world.js';

const at = (hour: number): { readonly occurred: ReturnType<typeof instant> } => ({
  occurred: instant(`2026-03-02T01:${String(hour).padStart(2, '0')}:00.000Z`),
});
const during = <S extends Sent>(hour: number, sent: S): S => ({ ...sent, meta: { ...sent.meta, ...at(hour) } });

/** What a command leaves that is recorded now, judged as the application does: late ones by the state of their day. */
const recording = (past: Past, sent: Sent): Past => {
  const today = current(past);
  const { latest } = sent.meta.occurred;
  const state = latest === undefined || latest === testNow ? today : asOf(past, latest);
  const data = agreement.commands[sent.type]?.data.parse(sent.data);
  const command = { ...sent, data } as Parameters<typeof agreement.decide>[0];
  const decision = agreement.decide(command, state, facts()(today));
  if (!decision.accepted) throw new Error(decision.rejection.code);
  const events = decision.events as readonly AgreementEvent[];
  return [
    ...past,
    ...events.map((event, index) =>
      recorded(event, { streamId: agreementId, version: past.length + index + 1, occurred: sent.meta.occurred }),
    ),
  ];
};
const happening = (past: Past, ...sent: readonly Sent[]): Past => sent.reduce(recording, past);
const newOf = (past: Past, ...sent: readonly Sent[]) =>
  happening(past, ...sent)
    .slice(past.length)
    .map(({ type }) => type);

const standing = ({ status, parties }: AgreementState) => [
  status,
  ...parties.map((party) => [party.partyId, party.status, party.signatures.map(({ officeId }) => officeId)]),
];
const both = (past: Past) => ({ record: standing(current(past)), world: standing(asOf(past, testNow)) });
const alike = (...expected: ReturnType<typeof standing>) => ({ record: expected, world: expected });

const firstRound = [draft({ parties: [partyA, partyB(1)] }), finalize(), present(), open()].map((sent, index) =>
  during(index + 1, sent),
);
const reopening = [
  during(20, byLeader('CloseSigning')),
  during(21, byLeader('ReopenDraft', { reason: 'sửa nội dung' })),
];
const secondRound = [during(30, finalize()), during(31, open())];
const reopened = happening([], ...firstRound, during(10, sign('a')), ...reopening);
const openAgain = happening(reopened, ...secondRound);

describe('A round of signing that is void', () => {
  test('is not completed by a signature of it that is recorded late, though the same text is signed again', () => {
    const late = happening(reopened, during(11, paper('b1')));
    expect(both(late)).toEqual(alike('DRAFTING', ['a', 'PROPOSED', []], ['b1', 'PROPOSED', []]));
    const past = happening(late, ...secondRound, during(40, sign('a')));
    expect(both(past)).toEqual(alike('SIGNING', ['a', 'SIGNED', ['off-a']], ['b1', 'INVITED', []]));
    expect(newOf(past, during(41, sign('b1')))).toEqual(['PartySigned', 'AgreementFullySigned']);
  });

  test('is not completed late while the next round is open either', () => {
    const past = happening(openAgain, during(40, sign('a')));
    expect(newOf(past, during(11, paper('b1')))).toEqual(['PartySigned', 'PaperCopyConverted']);
    const late = happening(past, during(11, paper('b1')));
    expect(both(late)).toEqual(alike('SIGNING', ['a', 'SIGNED', ['off-a']], ['b1', 'INVITED', []]));
    expect(newOf(late, during(41, sign('b1')))).toEqual(['PartySigned', 'AgreementFullySigned']);
  });

  test('stands as it was as of its own days', () => {
    const late = happening(openAgain, during(11, paper('b1')));
    const [, , b1] = standing(asOf(late, '2026-03-02T01:12:00.000Z'));
    expect(b1).toEqual(['b1', 'SIGNED', ['off-b1']]);
  });

  test('lets no counterparty accede to what others signed in the next', () => {
    const waves = happening(
      [],
      ...frameworkToSigning.map((sent, index) => during(index + 1, sent)),
      during(10, sign('a')),
      ...reopening,
      ...secondRound,
      during(40, sign('a')),
      during(41, sign('b1')),
    );
    expect(current(waves).status).toBe('SIGNED');
    expect(newOf(waves, during(11, paper('b2')))).toEqual(['PartySigned', 'PaperCopyConverted']);
    expect(both(happening(waves, during(11, paper('b2')))).record).toContainEqual(['b2', 'INVITED', []]);
  });

  test('has its signatures recorded though the same offices have signed again, each of them once', () => {
    const past = happening(openAgain, during(40, sign('b1')));
    const late = happening(past, during(11, paper('b1')));
    const scans = (state: AgreementState) => state.parties[1]?.signatures.map(({ scanSha256 }) => scanSha256);
    expect([scans(current(late)), scans(asOf(late, testNow))]).toEqual([[undefined], [undefined]]);
    expect(() => recording(late, during(12, paper('b1')))).toThrow('ALREADY_SIGNED');
    expect(() => recording(late, during(42, paper('b1')))).toThrow('ALREADY_SIGNED');
  });

  test('takes a late refusal, withdrawal or confirmed authority with it, each recorded once', () => {
    const past = happening(openAgain, during(40, sign('a')));
    for (const [sent, type] of [
      [withdraw('a'), 'SignatureWithdrawn'],
      [decline('b1'), 'SigningDeclined'],
      [confirm(), 'SigningAuthorityConfirmed'],
    ] as const) {
      expect([type, newOf(past, during(12, sent))]).toEqual([type, [type]]);
      const late = happening(past, during(12, sent));
      expect([type, both(late)]).toEqual([type, alike('SIGNING', ['a', 'SIGNED', ['off-a']], ['b1', 'INVITED', []])]);
      expect([type, newOf(late, during(13, sent))]).toEqual([type, []]);
    }
    const signed = happening(openAgain, during(40, sign('b1')));
    expect(newOf(signed, during(12, decline('b1')))).toEqual(['SigningDeclined']);
    expect(current(happening(signed, during(12, decline('b1')))).parties[1]?.status).toBe('SIGNED');
  });

  test('invariant 64: takes no step of its own any more, and the refusal says since when', () => {
    const details = (state: string) => ({ state, reopenedOn: '2026-03-02' });
    for (const [past, hour, sent, state] of [
      [reopened, 1, finalize(), 'DRAFTING'],
      [openAgain, 12, byLeader('CloseSigning'), 'SIGNING'],
    ] as const) {
      const today = current(past);
      const { occurred } = at(hour);
      const decision = agreement.decide(
        during(hour, sent) as Parameters<typeof agreement.decide>[0],
        asOf(past, occurred.latest ?? ''),
        facts()(today),
      );
      expect(decision).toMatchObject({
        accepted: false,
        rejection: { code: 'STATE_NOT_ALLOWED', path: 'occurred', details: details(state) },
      });
      expect(decision.accepted || decision.rejection.details?.allowed).not.toContain(sent.type);
      expect(newOf(past, during(50, sent))).toHaveLength(1);
    }
  });

  test('is not the one that a presentation recorded late belongs to', () => {
    const late = happening(openAgain, during(5, present({ occasionId: 'cer-2' })));
    expect([current(late).text.status, asOf(late, testNow).text.status]).toEqual(['FINAL', 'FINAL']);
    expect(current(late).presentations).toHaveLength(2);
  });
});

describe('A round of signing', () => {
  test('is not void by a reopening that may have come before its signatures', () => {
    const reopenedOnDay = happening(
      [],
      ...firstRound,
      ...reopening.slice(0, 1),
      byLeader('ReopenDraft', { reason: 'x' }, { occurred: day('2026-03-02') }),
      ...[finalize(), open(), sign('a')],
    );
    expect(current(reopenedOnDay).parties[0]?.status).toBe('SIGNED');
  });

  test('of an import that was reopened on an unknown day counts, for nobody knows which came first', () => {
    const registered = byImport(
      'RegisterExistingAgreement',
      { ...draftData, parties: [partyA, partyB(1)], status: 'SIGNING' },
      '2022-01-01',
    );
    const unsaid = { officeId: null, capacity: null, textSha256: null, scanSha256: null };
    const signedIn = byImport('RecordPaperSignature', { partyId: 'b1', ...unsaid }, '2022-05-10');
    const never = after(registered, signedIn);
    expect(current(never).parties[1]?.status).toBe('SIGNED');
    const unknown = after(
      registered,
      byImport('CloseSigning', {}, unknownDate),
      byImport('ReopenDraft', { reason: 'x' }, unknownDate),
      byImport('FinalizeText', { textVersion: 1, textSha256: current(never).text.sha256 }, unknownDate),
      byImport('OpenSigning', {}, unknownDate),
      signedIn,
    );
    expect(current(unknown).parties[1]?.status).toBe('SIGNED');
  });
});
