import { describe, expect, test } from '@jest/globals';
import { corrected } from '../../../src/domain/kernel/correction.js';
import type { CorrectionEvent, CorrectionFacts } from '../../../src/domain/kernel/correctable.js';
import type { Actor, Recorded } from '../../../src/domain/kernel/event.js';
import { day } from '../../../src/domain/kernel/fuzzyDate.js';
import { organization, type OrganizationEvent, organizationEvents } from '../../../src/domain/organization/index.js';
import { source, type SourceEvent } from '../../../src/domain/source/index.js';
import { command, recorded } from '../../support/builders.js';
import { given, stateOf } from '../../support/deciderSpec.js';

type Event = OrganizationEvent | CorrectionEvent;

const proposer: Actor = { role: 'CLERK', personKey: 'person-clerk' };
const leader: Actor = { role: 'ORG_LEADER', personKey: 'person-leader', onBehalfOfOrgId: 'org-nd' };
const registered = recorded<OrganizationEvent>(
  {
    type: 'OrganizationRegistered',
    data: organizationEvents.OrganizationRegistered.data.parse({
      name: 'Ban Dân dận',
      abbreviations: [],
      kind: 'PARTY_ADVISORY_BODY',
      level: 'PROVINCE',
      parentId: 'org-nd',
      spellings: [],
      system: 'PARTY',
      status: 'ESTABLISHED',
      note: 'theo báo',
    }),
  },
  { eventId: 'event-1', streamType: 'organization', occurred: day('2022-05-01') },
);

const change = {
  correctionId: 'cor-1',
  kind: 'RECORD' as const,
  targetEventId: 'event-1',
  path: 'name',
  was: 'Ban Dân dận',
  now: 'Ban Dân vận',
  evidence: [{ docId: 'doc-1' }],
};
const { kind: _kind, ...effect } = change;
const reason = 'chép nhầm tên';
const proposal = (over: object = {}, options: object = {}) =>
  command('ProposeCorrection', { ...change, ...over }, { actor: proposer, reason, ...options });
const countersign = (by: Actor = leader, correctionId = 'cor-1') =>
  command('CountersignCorrection', { correctionId }, { actor: by });
const reject = (by: Actor = leader) =>
  command('RejectCorrection', { correctionId: 'cor-1', reason: 'báo viết đúng' }, { actor: by });

const proposed = (over: object = {}) =>
  recorded<Event>(
    { type: 'CorrectionProposed', data: { ...change, ...over } },
    { eventId: 'event-2', streamType: 'organization', version: 2, actor: proposer },
  );
const recordedCorrection: Event = { type: 'RecordCorrected', data: { ...effect, proposedBy: 'event-2' } };
const rejected: Event = { type: 'CorrectionRejected', data: { correctionId: 'cor-1', reason: 'báo viết đúng' } };

/** An organisation with these events, of which the first may be corrected as it reads after them. */
const about = (past: readonly (Event | Recorded<Event>)[], correction: CorrectionFacts = { target: registered }) =>
  given(organization, (today) => ({ today, bodies: new Map(), correction }), ...past);

describe('A proposed correction', () => {
  test('is on record with its evidence, and changes nothing yet', () => {
    about([registered]).when(proposal()).then({ type: 'CorrectionProposed', data: change });
    const before = stateOf(organization, registered);
    expect(stateOf<typeof before, never, Event, never>(organization, registered, proposed())).toEqual({
      ...before,
      corrections: [
        { ...change, status: 'OPEN', proposedBy: { eventId: 'event-2', personKey: 'person-clerk' }, decidedBy: null },
      ],
    });
  });

  test('is the same when it is proposed again, even after it was carried out', () => {
    about([registered, proposed()]).when(proposal()).thenNothingMore();
    const target = corrected(registered, change);
    about([registered, proposed(), recordedCorrection], { target }).when(proposal()).thenNothingMore();
  });

  test.each<[string, object, object, CorrectionFacts, string, string]>([
    ['no reason', {}, { reason: undefined }, { target: registered }, 'INPUT_INVALID', 'reason'],
    ['an event of another stream', {}, {}, {}, 'NOT_FOUND', 'targetEventId'],
    [
      'an office that nobody registered',
      {},
      {},
      { target: registered, unknown: { type: 'office', id: 'off-9' } },
      'NOT_FOUND',
      'now',
    ],
    [
      'invariant 7: a value that is not the known one',
      { was: 'Ban Dân vân' },
      {},
      { target: registered },
      'CORRECTION_MISMATCH',
      'was',
    ],
    ['no change', { was: change.was, now: change.was }, {}, { target: registered }, 'INPUT_INVALID', 'now'],
    ['a value of another type', { now: 5 }, {}, { target: registered }, 'INPUT_INVALID', 'now'],
    [
      'a member that events do not have',
      { path: 'nickname', was: null, now: 'x' },
      {},
      { target: registered },
      'INPUT_INVALID',
      'now',
    ],
    [
      'a path that leads nowhere',
      { path: 'jointOf/basis', was: null, now: 'x' },
      {},
      { target: registered },
      'INPUT_INVALID',
      'path',
    ],
    [
      'invariant 4: a day that has not come',
      { path: 'occurred', was: day('2022-05-01'), now: day('2027-01-01') },
      {},
      { target: registered },
      'OCCURRED_IN_FUTURE',
      'now',
    ],
    [
      'invariant 34: more than the record',
      { path: 'kind', was: 'PARTY_ADVISORY_BODY', now: 'STATE_AGENCY' },
      {},
      { target: registered },
      'CORRECTION_TOO_WIDE',
      'path',
    ],
    [
      'invariant 34: a slip of a document that is none of this object',
      { kind: 'CLERICAL' },
      {},
      { target: registered },
      'CORRECTION_TOO_WIDE',
      'path',
    ],
    [
      'invariant 34: a correction of a correction',
      { path: 'evidence', was: change.evidence, now: [] },
      {},
      { target: proposed() },
      'CORRECTION_TOO_WIDE',
      'path',
    ],
  ])('is refused for %s', (_, over, options, facts, code, path) => {
    about([registered], facts)
      .when(proposal(over, options))
      .thenRejected(code as never, { path });
  });

  test('is refused under an id that names another', () => {
    about([registered, proposed({ path: 'note' })])
      .when(proposal())
      .thenRejected('ID_EXISTS', { path: 'correctionId' });
  });

  test('is refused for what does not exist', () => {
    about([]).when(proposal()).thenRejected('NOT_FOUND', { path: 'id' });
  });

  test('may add a member, and take one away', () => {
    const added = { path: 'asWritten', was: null, now: 'Ban Dân dận' };
    about([registered])
      .when(proposal(added))
      .then({ type: 'CorrectionProposed', data: { ...change, ...added } });
    const { now: _, ...gone } = { ...change, path: 'note', was: 'theo báo' };
    about([registered])
      .when(proposal({ ...gone, now: null }))
      .then({ type: 'CorrectionProposed', data: gone });
  });

  test('sets null where the event has null for unknown', () => {
    const target = recorded(registered, {
      eventId: 'event-1',
      streamType: 'organization',
      origin: { channel: 'IMPORT', requestId: 'request-1' },
      claims: [{ path: 'parentId', certainty: 'INFERRED' }],
    });
    const orphaned = { path: 'parentId', was: 'org-nd', now: null };
    about([registered], { target })
      .when(proposal(orphaned))
      .then({ type: 'CorrectionProposed', data: { ...change, ...orphaned } });
  });
});

describe('The second person', () => {
  const open = [registered, proposed()];

  test.each(['org-nd', 'stream-1'])('countersigns as the leader of %s', (onBehalfOfOrgId) => {
    about(open)
      .when(countersign({ ...leader, onBehalfOfOrgId }))
      .then(recordedCorrection);
  });

  test('rejects with a reason', () => {
    about(open).when(reject()).then(rejected);
  });

  test('invariant 63: is not the first one in another role', () => {
    about(open)
      .when(countersign({ ...leader, personKey: 'person-clerk' }))
      .thenRejected('SELF_COUNTERSIGN', { path: 'correctionId' });
  });

  test.each<[string, Actor]>([
    ['the leader of another body', { ...leader, onBehalfOfOrgId: 'org-x' }],
    ['a leader of nothing', { role: 'ORG_LEADER', personKey: 'person-leader' }],
    ['a clerk, as imports are', { ...leader, role: 'CLERK' }],
  ])('is not %s', (_, by) => {
    about(open).when(countersign(by)).thenRejected('ROLE_NOT_ALLOWED');
    about(open).when(reject(by)).thenRejected('ROLE_NOT_ALLOWED');
  });

  test('decides once: the same again adds nothing, the contrary is refused', () => {
    const target = corrected(registered, change);
    const done = about([...open, recordedCorrection], { target });
    done.when(countersign()).thenNothingMore();
    done.when(reject()).thenRejected('STATE_NOT_ALLOWED', {
      path: 'correctionId',
      details: { state: 'RECORDED', command: 'RejectCorrection', allowed: [] },
    });
    const refused = about([...open, rejected]);
    refused.when(reject()).thenNothingMore();
    refused.when(countersign()).thenRejected('STATE_NOT_ALLOWED', { path: 'correctionId' });
  });

  test('decides on what was proposed', () => {
    about(open).when(countersign(leader, 'cor-2')).thenRejected('NOT_FOUND', { path: 'correctionId' });
  });

  test('invariant 7: does not countersign what was corrected otherwise meanwhile', () => {
    const target = corrected(registered, { ...change, now: 'Ban Dân vận Tỉnh ủy' });
    about(open, { target }).when(countersign()).thenRejected('CORRECTION_MISMATCH', { path: 'correctionId' });
  });

  test('carries out a member taken away as such', () => {
    const { now: _, ...gone } = { ...change, path: 'note', was: 'theo báo' };
    const { kind: _kind, ...goneEffect } = gone;
    const history = [
      registered,
      recorded<Event>(
        { type: 'CorrectionProposed', data: gone },
        { eventId: 'event-2', streamType: 'organization', version: 2, actor: proposer },
      ),
    ];
    about(history)
      .when(countersign())
      .then({ type: 'RecordCorrected', data: { ...goneEffect, proposedBy: 'event-2' } });
  });

  test('leaves the state of the correction and the event that decided it', () => {
    const corrections = (...past: readonly (Event | Recorded<Event>)[]) =>
      (stateOf(organization, ...past) as { corrections?: readonly { status: string; decidedBy: string | null }[] })
        .corrections;
    const decision = (event: Event) => recorded(event, { eventId: 'event-3', streamType: 'organization', version: 3 });
    expect(corrections(...open, decision(recordedCorrection))).toMatchObject([
      { status: 'RECORDED', decidedBy: 'event-3' },
    ]);
    expect(corrections(...open, decision(rejected))).toMatchObject([{ status: 'REJECTED', decidedBy: 'event-3' }]);
  });
});

describe('A source', () => {
  const told: SourceEvent = { type: 'SourceRegistered', data: { kind: 'PRESS', title: 'Bài báo' } };
  const past = recorded<SourceEvent>(told, { eventId: 'event-1', streamType: 'source' });
  const data = { ...change, path: 'title', was: 'Bài báo', now: 'Bài bao' };

  test('keeps its corrections when its own events are folded again, and any leader countersigns', () => {
    const asked = recorded<SourceEvent | CorrectionEvent>(
      { type: 'CorrectionProposed', data },
      { eventId: 'event-2', streamType: 'source', version: 2, actor: proposer },
    );
    const { kind: _, ...expected } = data;
    given(source, (today) => ({ today, correction: { target: past } }), past, asked, told)
      .when(countersign({ role: 'ORG_LEADER', personKey: 'person-leader' }))
      .then({ type: 'RecordCorrected', data: { ...expected, proposedBy: 'event-2' } });
  });
});
