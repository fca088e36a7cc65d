import { describe, expect, test } from '@jest/globals';
import {
  agreement,
  type AgreementEvent,
  agreementEvents,
  type AgreementState,
  agreementStatuses,
} from '../../../src/domain/agreement/index.js';
import type { CorrectionEvent } from '../../../src/domain/kernel/correctable.js';
import { statedAt } from '../../../src/domain/kernel/correction.js';
import type { Recorded } from '../../../src/domain/kernel/event.js';
import { day } from '../../../src/domain/kernel/fuzzyDate.js';
import { command, recorded } from '../../support/builders.js';
import { given } from '../../support/deciderSpec.js';
import { bodiesWith, bodyOf, facts } from './world.js';

const sha = 'a'.repeat(64);
const data = (status: (typeof agreementStatuses)[number]) =>
  agreementEvents.AgreementRegistered.data.parse({
    kind: 'COORDINATION_REGULATION',
    subject: 'Quy chế phối hop',
    effectivenessRule: 'ALL_SIGNED',
    status,
    leadIssuer: 'org-a-btv',
    parties: [{ partyId: 'a', side: 'A', bodyIds: ['org-a'], jointBody: false, organizationId: 'org-a' }],
    fields: [{ fieldId: 'f1', text: 'Tuyên truyền', clauseId: 'c1' }],
    period: { start: day('2022-01-01'), end: day('2026-12-31') },
    number: null,
    textVersion: 1,
    text: { clauses: [{ clauseId: 'c1', label: 'Điều 1', body: 'Hai bên phối hop.' }] },
    textSha256: sha,
  });
const imported = {
  origin: { channel: 'IMPORT', requestId: 'request-1' } as const,
  claims: ['status', 'text', 'parties', 'period'].map((path) => ({ path, certainty: 'INFERRED' as const })),
};
const registered = (status: (typeof agreementStatuses)[number]): Recorded<AgreementEvent> =>
  recorded({ type: 'AgreementRegistered', data: data(status) }, { eventId: 'event-1', ...imported });

const verdict = (target: Recorded<AgreementEvent>, kind: 'CLERICAL' | 'RECORD', path: string, now: unknown): string => {
  const change = { correctionId: 'cor-1', kind, targetEventId: target.eventId, path, now };
  const proposal = command(
    'ProposeCorrection' as const,
    { ...change, was: statedAt(target, path) ?? null, evidence: [] },
    { reason: 'chép nhầm' },
  );
  const today = agreement.evolve(agreement.initialState, registered('IN_FORCE'));
  const state = target.type === 'AgreementRegistered' ? agreement.evolve(agreement.initialState, target) : today;
  const decision = agreement.decide(proposal as Parameters<typeof agreement.decide>[0], state, factsOf(state, target));
  return decision.accepted ? decision.events.map(({ type }) => type).join() : decision.rejection.code;
};
const factsOf = (today: AgreementState, target: Recorded<AgreementEvent>) => ({
  ...facts({ bodies: bodiesWith(bodyOf('org-a-btv', { organizationId: 'org-a' })) })(today),
  correction: { target },
});

describe('A slip of the document', () => {
  test.each(agreementStatuses)(
    'invariant 34: is put right as such while the agreement is signed or in force, not %s',
    (status) => {
      const allowed = status === 'SIGNED' || status === 'IN_FORCE';
      expect(verdict(registered(status), 'CLERICAL', 'subject', 'Quy chế phối hợp')).toBe(
        allowed ? 'CorrectionProposed' : 'CORRECTION_TOO_WIDE',
      );
      expect(verdict(registered(status), 'RECORD', 'subject', 'Quy chế phối hợp')).toBe('CorrectionProposed');
    },
  );

  test.each<[string, unknown]>([
    ['text/clauses/c1/body', 'Hai bên phối hợp.'],
    ['text/clauses/c1/label', 'ĐIỀU 1'],
    ['fields/f1/clauseId', 'c2'],
    ['parties/a/side', 'B'],
    ['parties/a/bodyIds/0', 'org-b'],
    ['period/end', day('2027-12-31')],
    ['period', null],
    ['status', 'EXPIRED'],
    ['textSha256', 'b'.repeat(64)],
  ])('invariant 34: is none at %s, the substance of the agreement', (path, now) => {
    expect(verdict(registered('IN_FORCE'), 'CLERICAL', path, now)).toBe('CORRECTION_TOO_WIDE');
  });

  test.each<[string, unknown]>([
    ['fields/f1/text', 'Tuyên truyền, vận động'],
    ['signedOn', day('2022-01-01')],
    ['leadIssuer', 'org-b'],
  ])('is one at %s', (path, now) => {
    expect(verdict(registered('IN_FORCE'), 'CLERICAL', path, now)).toBe('CorrectionProposed');
  });
});

describe('The record', () => {
  test.each<[string, unknown]>([
    ['status', 'EXPIRED'],
    ['parties/a/organizationId', 'org-z'],
    ['period/end', day('2027-12-31')],
  ])('is corrected at %s, which the import claimed', (path, now) => {
    expect(verdict(registered('EXPIRED'), 'RECORD', path, now === 'EXPIRED' ? 'TERMINATED' : now)).toBe(
      'CorrectionProposed',
    );
  });

  test('is corrected at the id by which the path names a member of a list', () => {
    for (const path of ['parties/a/partyId', 'parties/0/partyId'])
      expect(verdict(registered('IN_FORCE'), 'RECORD', path, 'b')).toBe('CorrectionProposed');
  });

  test('invariant 34: is fixed where a text has a digest, claim or no claim', () => {
    expect(verdict(registered('IN_FORCE'), 'RECORD', 'text/clauses/c1/body', 'Hai bên phối hợp.')).toBe(
      'CORRECTION_TOO_WIDE',
    );
    expect(verdict(registered('IN_FORCE'), 'RECORD', 'textSha256', 'b'.repeat(64))).toBe('CORRECTION_TOO_WIDE');
  });

  test('invariant 34: a revision is corrected in what it changed, never in what it left alone', () => {
    const revised: Recorded<AgreementEvent> = recorded(
      {
        type: 'DraftRevised',
        data: {
          textVersion: 2,
          textSha256: sha,
          patch: { subject: 'Quy chế phối hop', clauses: [{ clauseId: 'c1', body: 'Hai bên phối hop.' }] },
          changes: [{ path: 'subject', was: 'x', now: 'Quy chế phối hop' }],
        },
      },
      { eventId: 'event-2', version: 2, ...imported, claims: [{ path: 'patch', certainty: 'INFERRED' }] },
    );
    expect(verdict(revised, 'RECORD', 'patch/subject', 'Quy chế phối hợp')).toBe('CorrectionProposed');
    expect(verdict(revised, 'RECORD', 'patch/period', { start: null, end: null })).toBe('CORRECTION_TOO_WIDE');
    expect(verdict(revised, 'RECORD', 'patch/clauses/c1/body', 'Hai bên phối hợp.')).toBe('CORRECTION_TOO_WIDE');
    expect(verdict(revised, 'RECORD', 'changes/0/now', 'Quy chế phối hợp')).toBe('CORRECTION_TOO_WIDE');
  });
});

describe('The second person', () => {
  const target = registered('IN_FORCE');
  const change = {
    correctionId: 'cor-1',
    targetEventId: 'event-1',
    path: 'subject',
    was: 'Quy chế phối hop',
    now: 'Quy chế',
    evidence: [],
  };
  const proposed = recorded<AgreementEvent | CorrectionEvent>(
    { type: 'CorrectionProposed', data: { ...change, kind: 'RECORD' } },
    { eventId: 'event-2', version: 2, actor: { role: 'CLERK', personKey: 'person-clerk' } },
  );
  const countersigning = (onBehalfOfOrgId: string, leadIssuer: string | null) => {
    const first = recorded<AgreementEvent | CorrectionEvent>(
      { type: 'AgreementRegistered', data: { ...data('IN_FORCE'), leadIssuer } },
      { eventId: 'event-1', ...imported },
    );
    return given(agreement, (today) => factsOf(today, target), first, proposed).when(
      command(
        'CountersignCorrection',
        { correctionId: 'cor-1' },
        { actor: { role: 'ORG_LEADER', personKey: 'person-leader', onBehalfOfOrgId } },
      ),
    );
  };
  const effect = { type: 'RecordCorrected', data: { ...change, proposedBy: 'event-2' } } as const;

  test('leads the body that leads the agreement, or the organisation behind it', () => {
    countersigning('org-a-btv', 'org-a-btv').then(effect);
    countersigning('org-a', 'org-a-btv').then(effect);
    countersigning('org-b', 'org-a-btv').thenRejected('ROLE_NOT_ALLOWED');
  });

  test('leads a party where the record does not say who leads', () => {
    countersigning('org-a', null).then(effect);
    countersigning('org-b', null).thenRejected('ROLE_NOT_ALLOWED');
  });
});
