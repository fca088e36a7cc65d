import { describe, expect, test } from '@jest/globals';
import { agreement, type AgreementCommandType, possibleCommands } from '../../../src/domain/agreement/index.js';
import { correctionCommands } from '../../../src/domain/kernel/correctable.js';
import { fold } from '../../../src/domain/kernel/decider.js';
import { unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import {
  after,
  byClerk,
  byDrafter,
  byImport,
  byLeader,
  byPolicy,
  decide,
  decline,
  draft,
  draftData,
  enumerate,
  finalize,
  open,
  paper,
  partyA,
  partyB,
  partyC,
  present,
  sign,
  verdict,
  withdraw,
  type Sent,
} from './world.js';

const nothing: readonly string[] = [];
const accepted = 'accepted';
const closed = 'AGREEMENT_CLOSED';
const state = 'STATE_NOT_ALLOWED';

const begun = (effectivenessRule: string) => [
  draft({ effectivenessRule, parties: [partyA, partyB(4), partyC] }),
  enumerate(1, 2),
  byClerk('LinkSource', { sourceId: 'src-0', certainty: 'STATED' }),
];
/** Every state that these commands reach, by the events that lead there. */
const journeys = (rule: string) => {
  const drafting = begun(rule);
  const final = [...drafting, finalize()];
  const signing = [...final, present(), open(), sign('a')];
  const signed = rule === 'ALL_SIGNED' ? [...signing, sign('b1'), sign('b2'), sign('b4')] : [...signing, sign('b4')];
  const force = [...signed, byLeader('BringIntoForce')];
  return {
    DRAFTING: drafting,
    FINALIZED: final,
    SIGNING: signing,
    SIGNING_FAILED: [...signing, byLeader('CloseSigning')],
    SIGNED: signed,
    IN_FORCE: force,
    WITHDRAWN: [...final, byLeader('WithdrawDraft', { reason: 'x' })],
    EXPIRED: [...force, byPolicy('ExpireAgreement')],
  };
};
const columns = [
  'DRAFTING',
  'FINALIZED',
  'SIGNING',
  'SIGNING_FAILED',
  'SIGNED',
  'IN_FORCE',
  'WITHDRAWN',
  'EXPIRED',
] as const;

const registration = (status: string) =>
  byImport('RegisterExistingAgreement', { ...draftData, parties: [partyA, partyB(1)], status }, unknownDate);

/** Of each command one that nothing but the state speaks against. */
const sent: Readonly<Record<AgreementCommandType, Sent>> = {
  DraftAgreement: draft(),
  RegisterExistingAgreement: registration('IN_FORCE'),
  ReviseDraft: byDrafter('ReviseDraft', { patch: { subject: 'Mới' } }),
  AddParty: byDrafter('AddParty', { party: partyB(5) }),
  RemoveParty: byDrafter('RemoveParty', { partyId: 'b4', reason: 'x' }),
  EnumeratePartyClass: enumerate(3),
  FinalizeText: finalize(),
  PresentText: present({ occasionId: 'cer-new' }),
  OpenSigning: open(),
  SignAsParty: sign('b1'),
  RecordPaperSignature: paper('b1'),
  DeclineToSign: decline('b1'),
  WithdrawSignature: withdraw('a'),
  CloseSigning: byLeader('CloseSigning'),
  ReopenDraft: byLeader('ReopenDraft', { reason: 'x' }),
  WithdrawDraft: byLeader('WithdrawDraft', { reason: 'x' }),
  BringIntoForce: byLeader('BringIntoForce'),
  ExpireAgreement: byPolicy('ExpireAgreement'),
  LinkSource: byClerk('LinkSource', { sourceId: 'src-1', certainty: 'INFERRED' }),
  UnlinkSource: byClerk('UnlinkSource', { sourceId: 'src-0', reason: 'x' }),
  ObserveClause: byClerk('ObserveClause', {
    target: { kind: 'FIELD', fieldId: 'f1' },
    sourceId: 'src-0',
    asWritten: 'công tác cán bộ',
  }),
};

type Row = readonly [AgreementCommandType, ...(string | readonly string[])[]];
const everywhere = (type: AgreementCommandType, what: string): Row => [type, ...columns.map(() => what)];
const unfinished = 'NOT_FULLY_SIGNED';
const frozen = 'TEXT_FROZEN';
const final = 'SIGNATURE_FINAL';

/** Reference 4.4, ALL_SIGNED. */
const table: readonly Row[] = [
  everywhere('DraftAgreement', 'ID_EXISTS'),
  everywhere('RegisterExistingAgreement', 'ID_EXISTS'),
  ['ReviseDraft', accepted, frozen, frozen, frozen, frozen, frozen, closed, closed],
  ['AddParty', accepted, state, state, state, state, state, closed, closed],
  ['RemoveParty', accepted, state, state, state, state, state, closed, closed],
  ['EnumeratePartyClass', accepted, accepted, state, state, state, state, closed, closed],
  ['FinalizeText', accepted, nothing, nothing, nothing, nothing, nothing, closed, closed],
  ['PresentText', state, accepted, accepted, state, state, state, closed, closed],
  ['OpenSigning', 'TEXT_NOT_FINAL', accepted, nothing, state, state, state, closed, closed],
  ['SignAsParty', state, state, accepted, state, state, state, closed, closed],
  ['RecordPaperSignature', state, state, accepted, state, state, state, closed, closed],
  ['DeclineToSign', state, state, accepted, state, state, state, closed, closed],
  ['WithdrawSignature', nothing, nothing, accepted, state, final, final, closed, closed],
  ['CloseSigning', state, state, accepted, nothing, state, state, closed, closed],
  ['ReopenDraft', nothing, accepted, state, accepted, state, state, closed, closed],
  ['WithdrawDraft', accepted, accepted, state, accepted, state, state, closed, closed],
  ['BringIntoForce', unfinished, unfinished, unfinished, unfinished, accepted, nothing, closed, closed],
  ['ExpireAgreement', state, state, state, state, state, accepted, closed, closed],
  everywhere('LinkSource', accepted),
  everywhere('UnlinkSource', accepted),
  everywhere('ObserveClause', accepted),
];

const verdictOf = (past: ReturnType<typeof after>, command: Sent) => {
  const found = verdict(past, command);
  return typeof found === 'string' || found.length === 0 ? found : accepted;
};

describe('In every state of reference 4.4', () => {
  const histories = journeys('ALL_SIGNED');

  test('the journeys reach the states they are named after', () => {
    for (const column of columns) expect(fold(agreement, after(...histories[column])).status).toBe(column);
    // Corrections are shared by all aggregates and have a table of their own.
    const own = Object.keys(agreement.commands).filter((type) => !Object.hasOwn(correctionCommands, type));
    expect(table.map(([type]) => type)).toEqual(own);
  });

  for (const [type, ...expected] of table)
    test(`invariant 64: ${type} is accepted or refused as the diagram says`, () => {
      const found = columns.map((column) => [column, verdictOf(after(...histories[column]), sent[type])]);
      expect(found).toEqual(columns.map((column, index) => [column, expected[index]]));
    });

  test('invariant 64: a refusal says what is possible, and that is what is accepted', () => {
    for (const [index, column] of columns.entries()) {
      const past = after(...histories[column]);
      const possible = table.filter((row) => row[index + 1] === accepted).map(([type]) => type);
      expect(possibleCommands(fold(agreement, past))).toEqual(possible);
      for (const [type, ...row] of table) {
        if (![state, closed, frozen, final, unfinished, 'TEXT_NOT_FINAL'].includes(row[index] as string)) continue;
        const decision = decide(past, sent[type]);
        expect(decision).toMatchObject({
          accepted: false,
          rejection: { details: { state: column, command: type, allowed: possible } },
        });
      }
    }
  });
});

describe('In a framework', () => {
  const histories = journeys('PER_COUNTERPARTY');
  const waves: readonly Row[] = [
    ['EnumeratePartyClass', accepted, accepted, accepted, state, accepted, state, closed, closed],
    ['SignAsParty', state, state, accepted, state, accepted, accepted, closed, closed],
    ['RecordPaperSignature', state, state, accepted, state, accepted, accepted, closed, closed],
    ['DeclineToSign', state, state, accepted, state, accepted, accepted, closed, closed],
    ['WithdrawSignature', nothing, nothing, accepted, state, final, final, closed, closed],
    ['CloseSigning', state, state, accepted, nothing, state, state, closed, closed],
  ];

  for (const [type, ...expected] of waves)
    test(`invariant 64: ${type} stays open to those who join later`, () => {
      const found = columns.map((column) => [column, verdictOf(after(...histories[column]), sent[type])]);
      expect(found).toEqual(columns.map((column, index) => [column, expected[index]]));
    });
});

describe('In the states that only an import reaches so far', () => {
  const rows: readonly (readonly [string, Partial<Record<AgreementCommandType, string | readonly string[]>>])[] = [
    [
      'CONSULTING',
      {
        ReviseDraft: accepted,
        AddParty: state,
        FinalizeText: state,
        OpenSigning: 'TEXT_NOT_FINAL',
        ReopenDraft: state,
        WithdrawDraft: accepted,
        BringIntoForce: unfinished,
      },
    ],
    [
      'SUSPENDED',
      {
        ReviseDraft: frozen,
        SignAsParty: state,
        WithdrawSignature: final,
        BringIntoForce: state,
        ExpireAgreement: accepted,
        ObserveClause: accepted,
      },
    ],
    ...['TERMINATED', 'SUPERSEDED', 'RENEWED', 'ARCHIVED'].map(
      (status) =>
        [
          status,
          {
            ReviseDraft: closed,
            SignAsParty: closed,
            WithdrawSignature: closed,
            BringIntoForce: closed,
            ExpireAgreement: closed,
            LinkSource: accepted,
            ObserveClause: accepted,
          },
        ] as const,
    ),
  ];

  for (const [status, row] of rows)
    test(`invariants 37 and 64: ${status}`, () => {
      const past = after(registration(status));
      const found = Object.keys(row).map((type) => [type, verdictOf(past, sent[type as AgreementCommandType])]);
      expect(found).toEqual(Object.entries(row));
    });

  test('an imported text that is final without being known cannot be opened for signing', () => {
    const unknown = byImport(
      'RegisterExistingAgreement',
      { ...(registration('FINALIZED').data as object), text: undefined, fields: [] },
      unknownDate,
    );
    expect(verdictOf(after(unknown), open())).toBe('TEXT_NOT_FINAL');
    expect(verdictOf(after(registration('FINALIZED')), open())).toBe(accepted);
  });
});
