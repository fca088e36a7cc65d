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
import { day, type FuzzyDate } from '../../../src/domain/kernel/fuzzyDate.js';
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

const proposal = (target: Recorded<AgreementEvent>, kind: 'CLERICAL' | 'RECORD', path: string, now: unknown) => {
  const change = { correctionId: 'cor-1', kind, targetEventId: target.eventId, path, now };
  const sent = command(
    'ProposeCorrection' as const,
    { ...change, was: statedAt(target, path) ?? null, evidence: [] },
    { reason: 'chép nhầm' },
  );
  const today = agreement.evolve(agreement.initialState, registered('IN_FORCE'));
  const state = target.type === 'AgreementRegistered' ? agreement.evolve(agreement.initialState, target) : today;
  return agreement.decide(sent as Parameters<typeof agreement.decide>[0], state, factsOf(state, target));
};
const verdict = (...sent: Parameters<typeof proposal>): string => {
  const decision = proposal(...sent);
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
    ['fields/f1', { fieldId: 'f1', text: 'Tuyên truyền', clauseId: 'c2' }],
    ['fields', []],
  ])('invariant 34: is none at %s, the substance of the agreement', (path, now) => {
    expect(verdict(registered('IN_FORCE'), 'CLERICAL', path, now)).toBe('CORRECTION_TOO_WIDE');
  });

  test.each<[string, unknown]>([
    ['fields/f1/text', 'Tuyên truyền, vận động'],
    ['fields/f1', { fieldId: 'f1', text: 'Tuyên truyền, vận động', clauseId: 'c1' }],
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

describe('A citation', () => {
  const asWritten = 'Nghị quyết số 02-NQ/TƯ ngày 12/6/2021';
  const cited = { docId: 'doc-02', relation: 'LEGAL_BASIS', asWritten } as const;
  const slip = 'Nghị quyết số 02-NQ/TW ngày 12/6/2021';
  const later = 'Nghị quyết số 02-NQ/TW ngày 12/6/2022';
  const vague = { earliest: '2022-01-01', latest: '2022-12-31', precision: 'YEAR', certainty: 'INFERRED' } as const;
  const written = (occurred: FuzzyDate = day('2021-11-12')) => {
    const { status: _, number: __, text, textSha256, leadIssuer, ...rest } = data('IN_FORCE');
    if (text === null || textSha256 === null || leadIssuer === null) throw new Error('the sample has all three');
    const drafted = { ...rest, text, textSha256, leadIssuer, citations: [cited] };
    const patch = { citations: [cited] };
    return (
      [
        [{ type: 'AgreementDrafted', data: drafted }, 'citations/doc-02/'],
        [{ type: 'DraftRevised', data: { textVersion: 2, textSha256: sha, patch, changes: [] } }, 'patch/citations/0/'],
        [{ type: 'DocumentCited', data: { ...cited, in: 'REVIEW' } }, ''],
      ] as readonly (readonly [AgreementEvent, string])[]
    ).map(([event, at]) => [recorded(event, { eventId: 'event-1', occurred, ...imported }), at] as const);
  };

  test('invariant 34: may be misspelled; what it is a citation of, for what and where is no slip of the pen', () => {
    for (const [event, at] of written()) {
      expect(verdict(event, 'CLERICAL', `${at}asWritten`, slip)).toBe('CorrectionProposed');
      expect(verdict(event, 'CLERICAL', `${at}docId`, 'doc-03')).toBe('CORRECTION_TOO_WIDE');
      expect(verdict(event, 'CLERICAL', `${at}relation`, 'EVIDENCE')).toBe('CORRECTION_TOO_WIDE');
      if (at === '') continue;
      const whole = at.slice(0, -1);
      expect(verdict(event, 'CLERICAL', whole, { ...cited, asWritten: slip })).toBe('CorrectionProposed');
      expect(verdict(event, 'CLERICAL', whole, { ...cited, relation: 'EVIDENCE' })).toBe('CORRECTION_TOO_WIDE');
    }
    const [, , document] = written();
    if (document !== undefined) expect(verdict(document[0], 'CLERICAL', 'in', 'TASK')).toBe('CORRECTION_TOO_WIDE');
  });

  test('invariant 42: is of nothing later than the text either once it is corrected', () => {
    for (const [event, at] of written())
      for (const kind of ['CLERICAL', 'RECORD'] as const) {
        expect(verdict(event, kind, `${at}asWritten`, later)).toBe('LEGAL_BASIS_POSTDATES');
        expect(verdict(event, 'RECORD', 'occurred', day('2021-06-11'))).toBe('LEGAL_BASIS_POSTDATES');
        expect(verdict(event, 'RECORD', 'occurred', day('2021-06-12'))).toBe('CorrectionProposed');
      }
  });

  test('invariant 42: that may be later leaves a doubt, and what is not corrected is not judged anew', () => {
    for (const [event, at] of written(vague)) {
      const doubtful = proposal(event, 'RECORD', `${at}asWritten`, later);
      expect(doubtful.accepted && doubtful.warnings).toMatchObject([{ code: 'LEGAL_BASIS_POSTDATES', path: 'now' }]);
    }
    for (const [event] of written(day('2020-01-01'))) {
      const aside = proposal(event, 'RECORD', 'occurred', day('2020-01-02'));
      expect(aside.accepted && aside.warnings).toEqual([]);
    }
  });

  test('invariant 42: is judged again when it is countersigned', () => {
    const target = written()[2]?.[0];
    if (target === undefined) throw new Error('three events were told');
    const change = { correctionId: 'cor-1', targetEventId: 'event-1', path: 'asWritten', was: asWritten, now: later };
    const past = [
      recorded<AgreementEvent | CorrectionEvent>({ type: 'AgreementRegistered', data: data('IN_FORCE') }, imported),
      recorded<AgreementEvent | CorrectionEvent>(
        { type: 'CorrectionProposed', data: { ...change, evidence: [], kind: 'RECORD' } },
        { version: 2, actor: { role: 'CLERK', personKey: 'person-clerk' } },
      ),
    ];
    const leader = { role: 'ORG_LEADER', personKey: 'person-leader', onBehalfOfOrgId: 'org-a' } as const;
    given(agreement, (today) => factsOf(today, target), ...past)
      .when(command('CountersignCorrection', { correctionId: 'cor-1' }, { actor: leader }))
      .thenRejected('LEGAL_BASIS_POSTDATES', { path: 'correctionId' });
  });
});

test('invariant 34: of a signature its kind and capacity are no slip of the pen', () => {
  const consent = {
    partyId: 'a',
    officeId: 'off-a',
    capacity: 'ON_BEHALF_OF_BODY',
    textSha256: sha,
    sealApplied: null,
  };
  const signature: Recorded<AgreementEvent> = recorded(
    { type: 'PartySigned', data: agreementEvents.PartySigned.data.parse({ ...consent, signatureKind: 'WET_INK' }) },
    { eventId: 'event-1' },
  );
  expect(verdict(signature, 'CLERICAL', 'signatureKind', 'DIGITAL_PUBLIC')).toBe('CORRECTION_TOO_WIDE');
  expect(verdict(signature, 'CLERICAL', 'capacity', 'ACTING')).toBe('CORRECTION_TOO_WIDE');
  expect(verdict(signature, 'CLERICAL', 'sealApplied', true)).toBe('CorrectionProposed');
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
