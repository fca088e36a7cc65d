import { describe, expect, test } from '@jest/globals';
import {
  agreement,
  type AgreementEvent,
  type AgreementState,
  isOrphaned,
  lostParties,
} from '../../../src/domain/agreement/index.js';
import type { Recorded } from '../../../src/domain/kernel/event.js';
import { fold } from '../../../src/domain/kernel/decider.js';
import { day, instant, momentMs } from '../../../src/domain/kernel/fuzzyDate.js';
import { validTime } from '../../../src/domain/kernel/validTime.js';
import type { BodyFact } from '../../../src/domain/organization/index.js';
import {
  afterWith,
  bodiesWith,
  bodyOf,
  byClerk,
  byDrafter,
  byLeader,
  byPolicy,
  decline,
  draft,
  facts,
  finalize,
  office,
  officesWith,
  open,
  paper,
  partyA,
  partyC,
  present,
  signatory,
  verdict,
  years,
  type Sent,
} from './world.js';

/** The Hanoi regulation as it may have gone on: sixteen district committees in three waves (reference 0.5, 1.7). */
const districts = Array.from({ length: 16 }, (_, index) => `q${index + 1}`);
const waves = [districts.slice(0, 7), districts.slice(7, 12), districts.slice(12)] as const;
const [first, second, third] = waves;
const admittedLater = third[3] ?? '';
const declining = second[4] ?? '';
const dissolved = first[2] ?? '';

const committee = (id: string, over: Partial<BodyFact> = {}): BodyFact[] => [
  bodyOf(`hu-${id}`, { id: `hu-${id}`, ...over }),
  bodyOf(`btv-${id}`, {
    id: `btv-${id}`,
    kind: 'STANDING_COMMITTEE',
    parentId: `hu-${id}`,
    organizationId: `hu-${id}`,
    ancestors: [`hu-${id}`],
    ...over,
  }),
];
const knownBodies = bodiesWith(...[...districts, 'phuong'].flatMap((id) => committee(id)));
const bodiesSince2025 = new Map([
  ...knownBodies,
  ...committee(dissolved, { dissolvedFrom: day('2025-07-01') }).map((body) => [body.id, body] as const),
]);
const knownOffices = officesWith(...districts.map((id) => office(`off-${id}`, `hu-${id}`)));
const knowing = facts({ bodies: knownBodies, offices: knownOffices });

const party = (id: string) => ({ partyId: id, side: 'B', bodyIds: [`btv-${id}`], jointBody: false });
const on = (date: string) => ({ now: `${date}T02:00:00.000Z`, occurred: instant(`${date}T02:00:00.000Z`) });
const enumerate = (ids: readonly string[], complete: boolean, date: string): Sent =>
  byDrafter(
    'EnumeratePartyClass',
    { classPartyId: 'c', members: ids.map((id) => ({ partyId: id, bodyIds: [`btv-${id}`] })), complete },
    on(date),
  );
const since = (date: string) => ({ effectiveFrom: instant(`${date}T02:00:00.000Z`) });
const signAt = (ceremonyId: string, date: string) => (id: string) => paper(id, { ceremonyId }, on(date));

const story: readonly Sent[] = [
  draft(
    { effectivenessRule: 'PER_COUNTERPARTY', period: years('2022', '2025'), parties: [partyA, partyC] },
    on('2022-05-04'),
  ),
  enumerate(first, false, '2022-05-20'),
  finalize({}, on('2022-06-01')),
  present({ occasionId: 'cer-1' }, on('2022-06-15')),
  open({ deadline: day('2022-06-30') }, on('2022-06-15')),
  ...['a', ...first].map(signAt('cer-1', '2022-06-15')),
  enumerate([...second, ...third.slice(0, 3)], false, '2022-08-01'),
  byLeader('BringIntoForce', { effectiveFrom: day('2022-07-01') }, on('2022-08-02')),
  ...second.slice(0, 4).map(signAt('cer-2', '2022-09-20')),
  decline(declining, `off-${declining}`, on('2022-09-20')),
  ...third.slice(0, 3).map(signAt('cer-3', '2023-05-10')),
  byLeader('AdmitParty', { party: party(admittedLater), memberOf: 'c', ceremonyId: 'cer-4' }, on('2023-10-02')),
  signAt('cer-4', '2023-11-08')(admittedLater),
];
const lived = afterWith(knowing, ...story);
const succession = byClerk(
  'SucceedParty',
  { partyId: dissolved, toBodyIds: ['btv-phuong'], decisionDocId: 'doc-2025', effectiveFrom: day('2025-07-01') },
  on('2025-07-15'),
);
const extended = afterWith(facts({ bodies: bodiesSince2025, offices: knownOffices }), ...lived, succession);

/** The agreement as it stood in the world at the end of a Vietnam day. */
const asOf = (events: readonly Recorded<AgreementEvent>[], date: string): AgreementState =>
  fold(
    agreement,
    events
      .filter((event) => validTime(event).latest <= momentMs(date))
      .sort((a, b) => validTime(a).latest - validTime(b).latest || a.stream.version - b.stream.version),
  );
const signed = (state: AgreementState) =>
  state.parties.filter(({ signatures }) => signatures.length > 0).map(({ partyId }) => partyId);
const statusOf = (state: AgreementState, id: string) => state.parties.find(({ partyId }) => partyId === id)?.status;

describe('One regulation, three waves', () => {
  test('is signed by the first counterparty, and each one after it accedes', () => {
    const types = lived.map(({ type }) => type);
    expect(types.filter((type) => type === 'PartySigned')).toHaveLength(1 + 7 + 4 + 3 + 1);
    expect(types.filter((type) => type === 'AgreementFullySigned')).toHaveLength(1);
    expect(types.indexOf('AgreementFullySigned')).toBe(types.indexOf('PartySigned') + 4);
    expect(lived.flatMap(({ type, data }) => (type === 'PartyAcceded' ? [data] : []))).toEqual([
      ...first.slice(1).map((partyId) => ({ partyId, ...since('2022-06-15') })),
      ...second.slice(0, 4).map((partyId) => ({ partyId, ...since('2022-09-20') })),
      ...third.slice(0, 3).map((partyId) => ({ partyId, ...since('2023-05-10') })),
      { partyId: admittedLater, ...since('2023-11-08') },
    ]);
  });

  test('tells who signed when, at which ceremony and in what capacity', () => {
    const { parties } = fold(agreement, lived);
    const told = parties.flatMap(({ partyId, signatures }) =>
      signatures.map(({ officeId, capacity, ceremonyId, signedOn }) => [
        partyId,
        officeId,
        capacity,
        ceremonyId,
        signedOn.latest?.slice(0, 10),
      ]),
    );
    const wave = (ids: readonly string[], ceremony: string, date: string) =>
      ids.map((id) => [id, `off-${id}`, 'ON_BEHALF_OF_BODY', ceremony, date]);
    expect(told).toEqual([
      ...wave(['a', ...first], 'cer-1', '2022-06-15'),
      ...wave(second.slice(0, 4), 'cer-2', '2022-09-20'),
      ...wave(third.slice(0, 3), 'cer-3', '2023-05-10'),
      ...wave([admittedLater], 'cer-4', '2023-11-08'),
    ]);
  });

  test('loses nothing by the one that declines, which may still sign', () => {
    const state = fold(agreement, lived);
    expect([state.status, statusOf(state, declining)]).toEqual(['IN_FORCE', 'DECLINED']);
    expect(verdict(lived, paper(declining, {}, on('2023-11-09')), knowing)).toEqual([
      'PartySigned',
      'PaperCopyConverted',
      'PartyAcceded',
    ]);
  });

  test('was in force on 30/6/2023, between the parties that had signed by then', () => {
    const state = asOf(extended, '2023-06-30');
    expect(state.status).toBe('IN_FORCE');
    expect(signed(state)).toEqual(['a', ...first, ...second.slice(0, 4), ...third.slice(0, 3)]);
    expect(state.parties.map(({ partyId }) => partyId)).not.toContain(admittedLater);
    expect(asOf(extended, '2022-06-30').status).toBe('SIGNED');
  });

  test('admits nobody under another name, and nobody after its period', () => {
    const again = byLeader('AdmitParty', { party: { ...party('q1'), partyId: 'x' } }, on('2023-10-02'));
    expect(verdict(lived, again, knowing)).toBe('PARTY_DUPLICATE');
    const late = byLeader('AdmitParty', { party: party('phuong') }, on('2026-01-01'));
    expect(verdict(lived, late, knowing)).toBe('ACCESSION_NOT_ALLOWED');
  });

  test('is orphaned when a district ends, until its successor is recorded', () => {
    const context = { bodies: bodiesSince2025, at: '2025-07-10T02:00:00.000Z' };
    const before = fold(agreement, lived);
    expect(isOrphaned(before, { ...context, at: '2025-06-30T02:00:00.000Z' })).toBe(false);
    expect(isOrphaned(before, context)).toBe(true);
    expect(lostParties(before, context)).toEqual([{ partyId: dissolved, orgId: `btv-${dissolved}` }]);
    const now = fold(agreement, extended);
    expect([isOrphaned(now, context), lostParties(now, context)]).toEqual([false, []]);
  });

  test('shows the district before the succession, and its successor after it', () => {
    const partyAt = (date: string) => asOf(extended, date).parties.find(({ partyId }) => partyId === dissolved);
    expect(partyAt('2025-06-30')).toMatchObject({ status: 'SIGNED', bodyIds: [`btv-${dissolved}`] });
    expect(partyAt('2025-07-01')).toMatchObject({
      status: 'SUCCEEDED',
      bodyIds: ['btv-phuong'],
      organizationId: 'hu-phuong',
      predecessors: [{ bodyIds: [`btv-${dissolved}`], organizationId: `hu-${dissolved}`, until: day('2025-07-01') }],
      signatures: [{ officeId: `off-${dissolved}` }],
    });
  });

  test('invariant 58: the district that is gone signs nothing more, and its office nothing for its successor', () => {
    const gone = facts({ bodies: bodiesSince2025, offices: knownOffices });
    const invited = afterWith(
      knowing,
      ...story.filter(({ data }) => (data as { partyId?: string }).partyId !== dissolved),
    );
    expect(verdict(invited, paper(dissolved, {}, on('2025-07-15')), gone)).toBe('ORG_DISSOLVED');
    const actor = signatory(`off-${dissolved}`);
    const again = byClerk('DeclineToSign', { partyId: dissolved, reason: 'x' }, { ...on('2025-07-15'), actor });
    expect(verdict(extended, again, gone)).toBe('AUTHORITY_NOT_PROVEN');
  });

  test('expires with its period, and the succession of another party is recorded all the same', () => {
    const expired = afterWith(knowing, ...extended, byPolicy('ExpireAgreement', {}, on('2026-01-01')));
    expect(fold(agreement, expired).status).toBe('EXPIRED');
    const later = byClerk(
      'SucceedParty',
      { partyId: 'q1', toBodyIds: null, decisionDocId: 'doc-2025', effectiveFrom: day('2025-07-01') },
      on('2026-02-01'),
    );
    expect(verdict(expired, later, knowing)).toEqual(['PartyLeftWithoutSuccessor']);
  });
});
