import { describe, expect, test } from '@jest/globals';
import { agreement, type AgreementCommandType, possibleCommands } from '../../../src/domain/agreement/index.js';
import { correctionCommands } from '../../../src/domain/kernel/correctable.js';
import { fold } from '../../../src/domain/kernel/decider.js';
import { unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import {
  admit,
  afterPeriod,
  archive,
  closeConsultation,
  confirm,
  consult,
  dispose,
  hold,
  journeys,
  opine,
  release,
  renew,
  resume,
  succeed,
  supersede,
  suspend,
  terminate,
  withdrawParty,
} from './lifeWorld.js';
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
  present,
  sign,
  verdict,
  withdraw,
  type Sent,
} from './world.js';

const columns = [
  'DRAFTING',
  'CONSULTING',
  'FINALIZED',
  'SIGNING',
  'SIGNING_FAILED',
  'SIGNED',
  'IN_FORCE',
  'SUSPENDED',
  'WITHDRAWN',
  'TERMINATED',
  'EXPIRED',
  'SUPERSEDED',
  'RENEWED',
  'ARCHIVED',
] as const;

const registration = (status: string) =>
  byImport('RegisterExistingAgreement', { ...draftData, parties: [partyA, partyB(1)], status }, unknownDate);

/** Of each command one that nothing but the state speaks against. */
const sent: Readonly<Record<AgreementCommandType, Sent>> = {
  DraftAgreement: draft(),
  RegisterExistingAgreement: registration('IN_FORCE'),
  ReviseDraft: byDrafter('ReviseDraft', { patch: { subject: 'Mới' } }),
  OpenConsultation: consult({ audience: ['hu-3'] }),
  SubmitOpinion: opine({ opinionId: 'op-2' }),
  DisposeOpinion: dispose({ disposition: 'REJECTED' }),
  CloseConsultation: closeConsultation(),
  AddParty: byDrafter('AddParty', { party: partyB(5) }),
  RemoveParty: byDrafter('RemoveParty', { partyId: 'b4', reason: 'x' }),
  EnumeratePartyClass: enumerate(5),
  FinalizeText: finalize(),
  PresentText: present({ occasionId: 'cer-new' }),
  OpenSigning: open(),
  ConfirmSigningAuthority: confirm(),
  SignAsParty: sign('b1'),
  RecordPaperSignature: paper('b1'),
  DeclineToSign: decline('b1'),
  WithdrawSignature: withdraw('a'),
  CloseSigning: byLeader('CloseSigning'),
  ReopenDraft: byLeader('ReopenDraft', { reason: 'x' }),
  WithdrawDraft: byLeader('WithdrawDraft', { reason: 'x' }),
  BringIntoForce: byLeader('BringIntoForce'),
  AdmitParty: admit(5),
  WithdrawParty: withdrawParty(4),
  SucceedParty: succeed('b2', ['btv-5']),
  SuspendAgreement: suspend({ reason: 'x', effectiveFrom: unknownDate }),
  ResumeAgreement: resume(),
  RenewAgreement: renew(),
  TerminateAgreement: terminate(),
  SupersedeAgreement: supersede(),
  ExpireAgreement: byPolicy('ExpireAgreement', {}, afterPeriod),
  CiteDocument: byClerk('CiteDocument', {
    docId: 'doc-1',
    relation: 'IMPLEMENTS',
    in: 'TASK',
    asWritten: 'Kế hoạch số 35',
  }),
  LinkSource: byClerk('LinkSource', { sourceId: 'src-1', certainty: 'INFERRED' }),
  UnlinkSource: byClerk('UnlinkSource', { sourceId: 'src-0', reason: 'x' }),
  ObserveClause: byClerk('ObserveClause', {
    target: { kind: 'FIELD', fieldId: 'f1' },
    sourceId: 'src-0',
    asWritten: 'công tác cán bộ',
  }),
  PlaceLegalHold: hold('hold-2'),
  ReleaseLegalHold: release('hold-1'),
  ArchiveAgreement: archive({ fonds: 'PHONG-02' }),
};

const nothing: readonly string[] = [];
const accepted = 'accepted';
const meaning: Readonly<Record<string, string | readonly string[]>> = {
  '+': accepted,
  '=': nothing,
  '-': 'STATE_NOT_ALLOWED',
  x: 'AGREEMENT_CLOSED',
  f: 'TEXT_FROZEN',
  o: 'TEXT_NOT_FINAL',
  s: 'SIGNATURE_FINAL',
  u: 'NOT_FULLY_SIGNED',
  a: 'ACCESSION_NOT_ALLOWED',
  i: 'ID_EXISTS',
};
/** Those that refuse by the state, and say what it allows. */
const byState = '-xfosua';

/**
 * Reference 4.4, ALL_SIGNED, a column for each state above: the draft's, then signing's, then those of the living agreement,
 * then the terminal ones.
 */
const table: readonly (readonly [AgreementCommandType, string])[] = [
  ['DraftAgreement', 'iii ii iii iiiiii'],
  ['RegisterExistingAgreement', 'iii ii iii iiiiii'],
  ['ReviseDraft', '++f ff fff xxxxxx'],
  ['OpenConsultation', '+-- -- --- xxxxxx'],
  ['SubmitOpinion', '-+- -- --- xxxxxx'],
  ['DisposeOpinion', '++- -- --- xxxxxx'],
  ['CloseConsultation', '=+- -- --- xxxxxx'],
  ['AddParty', '+-- -- --- xxxxxx'],
  ['RemoveParty', '+-- -- --- xxxxxx'],
  ['EnumeratePartyClass', '+-+ -- --- xxxxxx'],
  ['FinalizeText', '+-= == === xxxxxx'],
  ['PresentText', '--+ +- --- xxxxxx'],
  ['OpenSigning', 'oo+ =- --- xxxxxx'],
  ['ConfirmSigningAuthority', '--- +- --- xxxxxx'],
  ['SignAsParty', '--- +- --- xxxxxx'],
  ['RecordPaperSignature', '--- +- --- xxxxxx'],
  ['DeclineToSign', '--- +- --- xxxxxx'],
  ['WithdrawSignature', '=== +- sss xxxxxx'],
  ['CloseSigning', '--- += --- xxxxxx'],
  ['ReopenDraft', '=-+ -+ --- xxxxxx'],
  ['WithdrawDraft', '+++ -+ --- xxxxxx'],
  ['BringIntoForce', 'uuu uu +=- xxxxxx'],
  ['AdmitParty', '--- -- aa- xxxxxx'],
  ['WithdrawParty', '--- -- -+- xxxxxx'],
  ['SucceedParty', '+++ ++ +++ ++++++'],
  ['SuspendAgreement', '--- -- -+- xxxxxx'],
  ['ResumeAgreement', '--- -- --+ xxxxxx'],
  ['RenewAgreement', '--- -- -+- --+---'],
  ['TerminateAgreement', '--- -- +++ xxxxxx'],
  ['SupersedeAgreement', '--- -- -++ xxxxxx'],
  ['ExpireAgreement', '--- -- -++ xxxxxx'],
  ['CiteDocument', '+++ ++ +++ ++++++'],
  ['LinkSource', '+++ ++ +++ ++++++'],
  ['UnlinkSource', '+++ ++ +++ ++++++'],
  ['ObserveClause', '+++ ++ +++ ++++++'],
  ['PlaceLegalHold', '+++ ++ +++ ++++++'],
  ['ReleaseLegalHold', '+++ ++ +++ ++++++'],
  ['ArchiveAgreement', '--- -- --- +++++-'],
];

const cells = (row: string): readonly string[] => row.replaceAll(' ', '').split('');
const expectedIn = (row: string) => cells(row).map((cell, index) => [columns[index], meaning[cell]] as const);

const verdictOf = (past: ReturnType<typeof after>, command: Sent) => {
  const found = verdict(past, command);
  return typeof found === 'string' || found.length === 0 ? found : accepted;
};

const pastsOf = (rule: Parameters<typeof journeys>[0]) => {
  const histories = journeys(rule);
  return columns.map((column) => [column, after(...histories[column])] as const);
};

describe('In every state of reference 4.4', () => {
  const pasts = pastsOf('ALL_SIGNED');

  test('the journeys reach the states they are named after', () => {
    for (const [column, past] of pasts) expect(fold(agreement, past).status).toBe(column);
    // Corrections are allowed in every state, and are told of with the kernel.
    expect([...table.map(([type]) => type), ...Object.keys(correctionCommands)]).toEqual(
      Object.keys(agreement.commands),
    );
    for (const [, row] of table) expect(cells(row)).toHaveLength(columns.length);
  });

  for (const [type, row] of table)
    test(`invariant 64: ${type} is accepted or refused as the diagram says`, () => {
      expect(pasts.map(([column, past]) => [column, verdictOf(past, sent[type])])).toEqual(expectedIn(row));
    });

  test.each(columns)('invariant 64: a refusal in %s says what is possible, and that is what is accepted', (column) => {
    const index = columns.indexOf(column);
    const past = pasts[index]?.[1] ?? [];
    const possible = table.filter(([, row]) => cells(row)[index] === '+').map(([type]) => type);
    expect(possibleCommands(fold(agreement, past))).toEqual(possible);
    for (const [type, row] of table) {
      if (!byState.includes(cells(row)[index] ?? '')) continue;
      expect(decide(past, sent[type])).toMatchObject({
        accepted: false,
        rejection: { details: { state: column, command: type, allowed: possible } },
      });
    }
  });
});

describe('In a framework', () => {
  const pasts = pastsOf('PER_COUNTERPARTY');
  const waves: typeof table = [
    ['EnumeratePartyClass', '+-+ +- +-- xxxxxx'],
    ['ConfirmSigningAuthority', '--- +- ++- xxxxxx'],
    ['SignAsParty', '--- +- ++- xxxxxx'],
    ['RecordPaperSignature', '--- +- ++- xxxxxx'],
    ['DeclineToSign', '--- +- ++- xxxxxx'],
    ['WithdrawSignature', '=== +- sss xxxxxx'],
    ['CloseSigning', '--- += --- xxxxxx'],
    ['AdmitParty', '--- -- ++- xxxxxx'],
    ['WithdrawParty', '--- -- -+- xxxxxx'],
  ];

  for (const [type, row] of waves)
    test(`invariant 64: ${type} stays open to those who join later`, () => {
      expect(pasts.map(([column, past]) => [column, verdictOf(past, sent[type])])).toEqual(expectedIn(row));
    });
});

describe('An imported agreement', () => {
  test.each(columns.slice(8))('invariant 37: is closed in %s just as one that was led there', (status) => {
    const past = after(registration(status));
    for (const [type, row] of table)
      // It has no opinion on record that could be disposed of.
      if (cells(row)[columns.indexOf(status)] === 'x' && type !== 'DisposeOpinion')
        expect([type, verdictOf(past, sent[type])]).toEqual([type, 'AGREEMENT_CLOSED']);
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
