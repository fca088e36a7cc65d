import { describe, expect, test } from '@jest/globals';
import { agreement, type AgreementCommandType, type AgreementEvent } from '../../../src/domain/agreement/index.js';
import type { CorrectionCommand, CorrectionEvent } from '../../../src/domain/kernel/correctable.js';
import { fold } from '../../../src/domain/kernel/decider.js';
import type { Recorded } from '../../../src/domain/kernel/event.js';
import { steering, type SteeringFacts } from '../../../src/domain/steering/index.js';
import { command, recorded } from '../../support/builders.js';
import { journeys, leaderOf, renewBySuccessor } from './lifeWorld.js';
import { after, byDrafter, draftData, facts, leader, verdict } from './world.js';

type Past = readonly Recorded<AgreementEvent | CorrectionEvent>[];
type State = keyof ReturnType<typeof journeys>;

const pasts = Object.entries(journeys('ALL_SIGNED')).map(([state, sent]) => [state as State, after(...sent)] as const);

/** The commands of reference 4.4 in its order, without what awaits numbers and amendments. */
const reference44 = [
  ...['DraftAgreement', 'RegisterExistingAgreement', 'ReviseDraft', 'AddParty', 'RemoveParty', 'EnumeratePartyClass'],
  ...['OpenConsultation', 'SubmitOpinion', 'DisposeOpinion', 'CloseConsultation', 'FinalizeText', 'PresentText'],
  ...['OpenSigning', 'ConfirmSigningAuthority', 'SignAsParty', 'RecordPaperSignature', 'DeclineToSign'],
  ...['WithdrawSignature', 'CloseSigning', 'ReopenDraft', 'WithdrawDraft', 'BringIntoForce', 'AdmitParty'],
  ...['WithdrawParty', 'SucceedParty', 'SuspendAgreement', 'ResumeAgreement', 'RenewAgreement', 'ExpireAgreement'],
  ...['TerminateAgreement', 'SupersedeAgreement', 'CiteDocument', 'LinkSource', 'UnlinkSource', 'ObserveClause'],
  ...['PlaceLegalHold', 'ReleaseLegalHold', 'ArchiveAgreement'],
];
const corrections = ['ProposeCorrection', 'CountersignCorrection', 'RejectCorrection'];

test('the commands of an agreement are those of reference 4.4 and 4.2', () => {
  expect(Object.keys(agreement.commands).sort()).toEqual([...reference44, ...corrections].sort());
});

test('invariant 65: of an agreement that nobody recorded, all but its beginning is not found', () => {
  const begins: readonly string[] = ['DraftAgreement', 'RegisterExistingAgreement'];
  for (const type of Object.keys(agreement.commands)) {
    if (begins.includes(type)) continue;
    // What it says does not matter: whether the agreement exists is asked first.
    const sent = { ...byDrafter('ReviseDraft', {}), type: type as AgreementCommandType };
    const decision = agreement.decide(
      { ...sent, data: draftData } as Parameters<typeof agreement.decide>[0],
      agreement.initialState,
      facts()(agreement.initialState),
    );
    expect([type, decision]).toMatchObject([type, { accepted: false, rejection: { code: 'NOT_FOUND' } }]);
  }
});

test('invariant 64: renewal by a successor is possible where a new period is, and ends the agreement', () => {
  const possible: readonly State[] = ['IN_FORCE', 'EXPIRED'];
  for (const [state, past] of pasts)
    expect([state, verdict(past, renewBySuccessor('agr-2'))]).toEqual([
      state,
      // What already holds adds nothing.
      possible.includes(state) ? ['AgreementRenewed'] : state === 'RENEWED' ? [] : 'STATE_NOT_ALLOWED',
    ]);
});

describe('Corrections in every state of reference 4.4', () => {
  const change = {
    correctionId: 'cor-1',
    path: 'subject',
    was: draftData.subject,
    now: 'Quy chế phối hợp',
    evidence: [],
  };
  const judged = (past: Past, sent: CorrectionCommand): string => {
    const today = fold(agreement, past);
    const [target] = past;
    const decision = agreement.decide(sent, today, {
      ...facts()(today),
      ...(target === undefined ? {} : { correction: { target } }),
    });
    return decision.accepted ? decision.events.map(({ type }) => type).join() : decision.rejection.code;
  };
  const propose = (past: Past, kind: 'CLERICAL' | 'RECORD'): CorrectionCommand => {
    const data = { ...change, kind, targetEventId: past[0]?.eventId ?? '' };
    return command('ProposeCorrection' as const, data, { reason: 'chép nhầm' });
  };
  const proposed = (past: Past, kind: 'CLERICAL' | 'RECORD'): Past => {
    const event: CorrectionEvent = {
      type: 'CorrectionProposed',
      data: { ...change, kind, targetEventId: past[0]?.eventId ?? '' },
    };
    const by = { role: 'CLERK', personKey: 'person-clerk' } as const;
    return [...past, recorded<AgreementEvent | CorrectionEvent>(event, { version: past.length + 1, actor: by })];
  };

  test('of the record they are proposed, countersigned and rejected whatever has become of it', () => {
    for (const [state, past] of pasts) {
      const open = proposed(past, 'RECORD');
      const second = { actor: leader };
      expect([
        state,
        judged(past, propose(past, 'RECORD')),
        judged(open, command('CountersignCorrection' as const, { correctionId: 'cor-1' }, second)),
        judged(open, command('RejectCorrection' as const, { correctionId: 'cor-1', reason: 'x' }, second)),
      ]).toEqual([state, 'CorrectionProposed', 'RecordCorrected', 'CorrectionRejected']);
    }
  });

  test('invariant 34: of the document they are while it is signed or in force', () => {
    const possible: readonly State[] = ['SIGNED', 'IN_FORCE'];
    for (const [state, past] of pasts) {
      const isPossible = possible.includes(state);
      expect([
        state,
        judged(past, propose(past, 'CLERICAL')),
        judged(
          proposed(past, 'CLERICAL'),
          command('CountersignCorrection' as const, { correctionId: 'cor-1' }, { actor: leader }),
        ),
      ]).toEqual([
        state,
        isPossible ? 'CorrectionProposed' : 'CORRECTION_TOO_WIDE',
        isPossible ? 'ClericalCorrectionRecorded' : 'CORRECTION_TOO_WIDE',
      ]);
    }
  });
});

test('invariant 64: a steering committee is established while the agreement is signed or in force', () => {
  const data = { agreementId: 'agr-1', headOfficeId: null, members: [], decisionDocId: 'doc-1' };
  for (const [state, past] of pasts) {
    const { effectivenessRule, leadIssuer, period } = fold(agreement, past);
    const known: SteeringFacts = {
      today: steering.initialState,
      agreement: { agreementId: 'agr-1', status: state, effectivenessRule, leadIssuer, period, partyBodyIds: [] },
      offices: new Map(),
      bodies: new Map(),
    };
    const sent = command('EstablishSteeringCommittee' as const, data, {
      ...{ actor: leaderOf('ldld'), channel: 'IMPORT' },
    });
    const decision = steering.decide(sent, steering.initialState, known);
    const possible: readonly State[] = ['SIGNED', 'IN_FORCE'];
    expect([state, decision.accepted ? decision.events[0]?.type : decision.rejection.code]).toEqual([
      state,
      possible.includes(state) ? 'SteeringCommitteeEstablished' : 'STATE_NOT_ALLOWED',
    ]);
  }
});
