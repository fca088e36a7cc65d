import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  agreement,
  type AgreementEvent,
  agreementEvents,
  type AgreementState,
} from '../../../src/domain/agreement/index.js';
import type { Claim, Recorded } from '../../../src/domain/kernel/event.js';
import { fold } from '../../../src/domain/kernel/decider.js';
import { day, type FuzzyDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { recorded } from '../../support/builders.js';
import {
  admit,
  archive,
  confirm,
  consult,
  hold,
  journeys,
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
  decline,
  draft,
  draftData,
  enumerate,
  frameworkToSigning,
  otherSha,
  paper,
  partyA,
  partyB,
  sign,
  stateAfter,
  toFinal,
  toForce,
  toSigned,
  toSigning,
  withdraw,
  type Sent,
} from './world.js';

/** One of every type of event at least, from real histories. */
const events: readonly Recorded<AgreementEvent>[] = [
  ...after(
    ...toForce,
    byClerk('CiteDocument', { docId: 'doc-1', relation: 'SUBJECT', in: 'TASK', asWritten: 'x' }),
    byClerk('LinkSource', { sourceId: 'src-1', certainty: 'INFERRED' }),
    byClerk('UnlinkSource', { sourceId: 'src-1', reason: 'x' }),
    byClerk('ObserveClause', { target: { kind: 'FIELD', fieldId: 'f1' }, sourceId: 'src-1', asWritten: 'x' }),
    byClerk('ObserveClause', { target: { kind: 'CLAUSE', clauseId: 'c1' }, sourceId: 'src-1', asWritten: 'x' }),
    byClerk('ObserveClause', { target: { kind: 'CORE_TASK', coreTaskId: 't1' }, sourceId: 'src-1', asWritten: 'x' }),
    byPolicy('ExpireAgreement'),
  ),
  ...after(
    draft(),
    byDrafter('ReviseDraft', {
      patch: { clauses: [{ clauseId: 'c9', body: 'x' }], fields: [{ fieldId: 'f1', text: 'y' }] },
    }),
    byDrafter('AddParty', { party: partyB(3) }),
    byDrafter('RemoveParty', { partyId: 'b3', reason: 'x' }),
    byLeader('WithdrawDraft', { reason: 'x' }),
  ),
  ...after(...frameworkToSigning, sign('a'), paper('b1'), sign('b2'), enumerate(3)),
  ...after(
    ...toSigning,
    sign('a'),
    withdraw('a'),
    decline('b1'),
    byLeader('CloseSigning'),
    byLeader('ReopenDraft', { reason: 'x' }),
  ),
  ...after(
    byImport(
      'RegisterExistingAgreement',
      { ...draftData, parties: [partyA, partyB(1)], status: 'SUSPENDED' },
      '2021-11-12',
    ),
  ),
  ...after(...journeys('ALL_SIGNED').SUSPENDED, resume(), renew(), succeed('b1', ['btv-5']), withdrawParty(4)),
  ...after(...journeys('PER_COUNTERPARTY').IN_FORCE, confirm(), admit(5), succeed('b4', null), terminate(), archive()),
  ...after(...journeys('ALL_SIGNED').SUPERSEDED, release('hold-1')),
  ...after(...journeys('ALL_SIGNED').RENEWED),
  ...after(...journeys('ALL_SIGNED').EXPIRED, renew()),
];

const order = [
  ['NONE'],
  ['DRAFTING'],
  ['CONSULTING'],
  ['FINALIZED'],
  ['SIGNING'],
  ['SIGNING_FAILED'],
  ['SIGNED'],
  ['IN_FORCE'],
  ['SUSPENDED'],
  ['WITHDRAWN', 'TERMINATED', 'EXPIRED', 'SUPERSEDED', 'RENEWED'],
  ['ARCHIVED'],
];
const placeOf = (status: string) => order.findIndex((place) => place.includes(status));
const movesBack: ReadonlySet<string> = new Set([
  'ConsultationClosed',
  'DraftReopened',
  'AgreementResumed',
  'AgreementRenewed',
]);

describe('The fold of an agreement', () => {
  test('is tried with every type of event', () => {
    expect(new Set(events.map(({ type }) => type))).toEqual(new Set(Object.keys(agreementEvents)));
  });

  test('accepts any event in any state, and never moves the status back but by the events that do', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 25 }), (history) => {
        let state: AgreementState = agreement.initialState;
        for (const event of history) {
          const next = agreement.evolve(state, event);
          if (!movesBack.has(event.type)) expect(placeOf(next.status)).toBeGreaterThanOrEqual(placeOf(state.status));
          state = next;
        }
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test('leaves the state it is given untouched', () => {
    const state = stateAfter(...toSigning);
    const before = structuredClone(state);
    for (const event of events) agreement.evolve(state, event);
    expect(state).toEqual(before);
  });

  test('touches one party and leaves the others the same objects', () => {
    const past = stateAfter(...toSigning);
    for (const sent of [sign('b1'), decline('b1')]) {
      const [event] = after(...toSigning, sent).slice(-1);
      const next = event === undefined ? past : agreement.evolve(past, event);
      expect(next.parties[1]).not.toBe(past.parties[1]);
      for (const index of [0, 2]) expect(next.parties[index]).toBe(past.parties[index]);
      expect(next.text).toBe(past.text);
      expect(next.fields).toBe(past.fields);
      expect(next.presentations).toBe(past.presentations);
    }
  });

  test('touches one field and leaves the other, and the parties, the same objects', () => {
    const fields = [...draftData.fields, { fieldId: 'f2', text: 'hai' }];
    const begun = [draft({ fields })];
    const past = stateAfter(...begun);
    const target = { kind: 'FIELD', fieldId: 'f1' };
    const [event] = after(...begun, byClerk('ObserveClause', { target, sourceId: 'src-1', asWritten: 'x' })).slice(-1);
    const next = event === undefined ? past : agreement.evolve(past, event);
    expect(next.fields[0]).not.toBe(past.fields[0]);
    expect(next.fields[1]).toBe(past.fields[1]);
    expect(next.parties).toBe(past.parties);
    expect(next.text).toBe(past.text);
  });

  test('a revision leaves the clauses it does not touch the same objects', () => {
    const past = stateAfter(draft());
    const revised = after(draft(), byDrafter('ReviseDraft', { patch: { clauses: [{ clauseId: 'c1', body: 'x' }] } }));
    const [event] = revised.slice(-1);
    const next = event === undefined ? past : agreement.evolve(past, event);
    expect(next.text.clauses[1]).toBe(past.text.clauses[1]);
    expect(next.fields).toBe(past.fields);
    expect(next.parties).toBe(past.parties);
  });

  test('reopens from where a draft can be reopened only', () => {
    const reopened = recorded<AgreementEvent>({ type: 'DraftReopened', data: { reason: 'x', voided: [] } });
    for (const past of [[draft()], toSigning, toSigned, toForce]) {
      const state = stateAfter(...past);
      expect(agreement.evolve(state, reopened).status).toBe(state.status);
    }
    for (const past of [toFinal, [...toSigning, byLeader('CloseSigning')]])
      expect(agreement.evolve(stateAfter(...past), reopened).status).toBe('DRAFTING');
  });

  test('does not turn a signature into a refusal that was recorded after it', () => {
    const declined = recorded<AgreementEvent>({ type: 'SigningDeclined', data: { partyId: 'a', reason: 'x' } });
    expect(agreement.evolve(stateAfter(...toSigning, sign('a')), declined).parties[0]?.status).toBe('SIGNED');
  });

  test('counts for a text only the signatures of that text, in whatever order they are folded', () => {
    const history = after(...toSigning, sign('a'), sign('b1', {}));
    const signatures = history.filter(({ type }) => type === 'PartySigned');
    const opened = history.filter(({ type }) => type !== 'PartySigned' && type !== 'SigningOpened');
    const opening = history.filter(({ type }) => type === 'SigningOpened');
    const early = fold(agreement, [...opened, ...signatures, ...opening]);
    expect(early.parties.map(({ status }) => status)).toEqual(['SIGNED', 'SIGNED', 'INVITED']);
    const foreign = signatures.map((event) =>
      event.type === 'PartySigned' ? { ...event, data: { ...event.data, textSha256: otherSha } } : event,
    );
    const late = fold(agreement, [...opened, ...foreign, ...opening]);
    expect(late.parties.map(({ status, signatures: kept }) => [status, kept.length])).toEqual([
      ['INVITED', 0],
      ['INVITED', 0],
      ['INVITED', 0],
    ]);
  });
});

describe('What an agreement leaves in doubt', () => {
  const inferred: FuzzyDate = { ...day('2021-11-12'), certainty: 'INFERRED', basis: 'theo ngày văn bản' };
  const source = { kind: 'PRESS', ref: 'src-1', certainty: 'STATED' } as const;
  const register = (claims: readonly Claim[] = []) =>
    byImport(
      'RegisterExistingAgreement',
      { ...draftData, parties: [partyA, partyB(1)], status: 'SIGNED', signedOn: inferred },
      '2021-11-12',
      { claims, source },
    );

  test('is every date that is not stated, and every claim, with its source and event', () => {
    const state = stateAfter(
      register([{ path: 'leadIssuer', certainty: 'INFERRED', basis: 'first in the symbol', sourceId: 'src-0' }]),
    );
    const eventId = '00000000-0000-4000-8000-000000000001';
    expect(Object.values(state.uncertain).filter(({ certainty }) => certainty !== 'STATED')).toEqual([
      { path: 'signedOn', certainty: 'INFERRED', basis: 'theo ngày văn bản', sourceId: 'src-1', eventId },
      { path: 'leadIssuer', certainty: 'INFERRED', basis: 'first in the symbol', sourceId: 'src-0', eventId },
    ]);
  });

  test('a claim about a date wins over the date', () => {
    const { uncertain } = stateAfter(register([{ path: 'signedOn', certainty: 'UNKNOWN' }]));
    expect(uncertain.signedOn).toMatchObject({ certainty: 'UNKNOWN' });
  });

  test('a stated fact replaces an earlier doubt, of the same fact alone', () => {
    const doubted = { start: { ...day('2022-01-01'), certainty: 'INFERRED' }, end: null };
    const begun = [draft({ period: doubted, effectiveFrom: inferred })];
    const revised = [...begun, byDrafter('ReviseDraft', { patch: { effectiveFrom: day('2026-05-01') } })];
    expect(stateAfter(...begun).uncertain.plannedEffectiveFrom?.certainty).toBe('INFERRED');
    expect(stateAfter(...revised).uncertain.plannedEffectiveFrom?.certainty).toBe('STATED');
    expect(stateAfter(...revised).uncertain['period/start']?.certainty).toBe('INFERRED');
  });

  test('the end of an agreement says nothing about its beginning', () => {
    const signedOn = { signedOn: inferred };
    const past = [
      byImport(
        'RegisterExistingAgreement',
        { ...draftData, ...signedOn, parties: [partyA, partyB(1)], status: 'IN_FORCE', effectiveFrom: inferred },
        '2021-11-12',
      ),
      byPolicy('ExpireAgreement'),
    ];
    const { uncertain } = stateAfter(...past);
    expect([uncertain.effectiveFrom?.certainty, uncertain.endedFrom?.certainty]).toEqual(['INFERRED', 'STATED']);
  });

  test('the claims of a signature stand with that signature', () => {
    const claims = [{ path: 'officeId', certainty: 'INFERRED' as const }];
    const past = after(...toSigning, sign('a'), sign('b1'), sign('b2', {}, { claims }));
    const signature = past.filter(({ type }) => type === 'PartySigned').at(-1)?.eventId ?? '';
    const { uncertain } = fold(agreement, past);
    expect(uncertain[`parties/b2/signatures/${signature}/officeId`]).toEqual({
      path: `parties/b2/signatures/${signature}/officeId`,
      certainty: 'INFERRED',
      eventId: signature,
    });
    expect(uncertain.officeId).toBeUndefined();
  });

  test('warnings stay with the event that keeps them, and sources that events rest on are known once', () => {
    const state = stateAfter(
      register(),
      byPolicy('BringIntoForce'),
      byClerk('LinkSource', { sourceId: 'src-1', certainty: 'STATED' }, { source }),
    );
    expect(state.warnings).toEqual([
      { code: 'NUMBER_UNKNOWN', path: 'number', eventId: '00000000-0000-4000-8000-000000000001' },
    ]);
    expect(state.restsOn).toEqual([source]);
  });
});

describe('What later events leave in doubt', () => {
  const inferred: FuzzyDate = { ...day('2026-02-01'), certainty: 'INFERRED' };
  const paths = (...sent: readonly Sent[]) =>
    Object.values(stateAfter(...sent).uncertain)
      .filter(({ certainty }) => certainty === 'INFERRED')
      .map(({ path }) => path);
  const from = { effectiveFrom: inferred };
  const lastOf = (...sent: readonly Sent[]) => after(...sent).at(-1)?.eventId ?? '';
  const { CONSULTING: consulting, IN_FORCE: force, SUSPENDED: suspended } = journeys('ALL_SIGNED');
  const framework = journeys('PER_COUNTERPARTY').IN_FORCE;

  test('stands where in the agreement the fact stands', () => {
    const claims = { claims: [{ path: 'party/bodyIds', certainty: 'INFERRED' as const }] };
    const succeeded = [...force, succeed('b1', ['btv-5'], from)];
    const held = [...force, hold('h1', { until: inferred })];
    expect([
      paths(...force, withdrawParty(4, from)),
      paths(...force, succeed('b4', null, from)),
      paths(...succeeded),
      paths(...force, suspend(from)),
      paths(...suspended, resume(from)),
      paths(...force, renew(from)),
      paths(...force, terminate(from)),
      paths(...force, supersede(from)),
      paths(...held),
      paths(...framework, admit(5, {}, claims)),
    ]).toEqual([
      ['parties/b4/leftFrom'],
      ['parties/b4/leftFrom'],
      [`parties/b1/predecessors/${lastOf(...succeeded)}/until`],
      ['suspension/from'],
      ['suspension/until'],
      ['renewal/effectiveFrom'],
      ['endedFrom'],
      ['endedFrom'],
      [`legalHolds/${lastOf(...held)}/until`],
      ['parties/b5/bodyIds'],
    ]);
  });

  test('of a new period replaces what was in doubt about the old one', () => {
    const start = { ...day('2028-01-01'), certainty: 'INFERRED' };
    const newPeriod = { start, end: null };
    expect(paths(...force, renew({ newPeriod, ...from }))).toEqual(['period/start', 'renewal/effectiveFrom']);
    expect(paths(...consulting.slice(0, -3), consult({ dueBy: inferred }))).toEqual([
      expect.stringMatching(/^consultations\/.*\/dueBy$/),
    ]);
  });
});
