import { describe, expect, test } from '@jest/globals';
import {
  agreement,
  type AgreementEvent,
  agreementEvents,
  type AgreementState,
  isDueForExpiry,
  isDueForForce,
} from '../../src/domain/agreement/index.js';
import { fold as foldEvents } from '../../src/domain/kernel/decider.js';
import type { Recorded } from '../../src/domain/kernel/event.js';
import { day } from '../../src/domain/kernel/fuzzyDate.js';
import { sortKey } from '../../src/domain/kernel/text.js';
import type { AgreementDocument } from '../../projections/agreements/document.js';
import { agreementsProjection } from '../../projections/agreements/evolve.js';
import { listedEvent, stateAfter as listedState } from '../../projections/listedEvents.js';
import { type Happened, projectionSpec, recorded } from '../support/projectionSpec.js';
import { agreementEvent, samples, year } from './agreementSamples.js';
import { withReadModels } from './readModels.js';

type EventType = AgreementEvent['type'];

const stateAfter = (happened: readonly Happened[]): AgreementState =>
  foldEvents(agreement, recorded(happened) as Recorded<AgreementEvent>[]);

const instant = '2026-03-01T00:00:00.000Z';

const drafted: AgreementDocument = {
  kind: 'COORDINATION_REGULATION',
  subject: 'Quy chế phối hợp công tác',
  subjectSort: sortKey('Quy chế phối hợp công tác'),
  subjectFolded: 'quy che phoi hop cong tac',
  status: 'DRAFTING',
  effectivenessRule: 'ALL_SIGNED',
  leadIssuer: 'org-a',
  frameworkId: null,
  number: null,
  effectiveFrom: null,
  signedOn: null,
  effectiveDay: null,
  signedDay: null,
  periodStart: '2026-12-31',
  periodEnd: '2030-12-31',
  partyOrgIds: ['org-a', 'org-a-btv', 'org-class'],
  fieldCount: 1,
  version: 1,
  numberKey: null,
  registeredAt: instant,
  changedAt: instant,
  lastEventId: 'event-1',
  dueForForceOn: null,
  dueForExpiryOn: null,
  exact: 'quy chê phôi hơp công tac',
  folded: 'quy che phoi hop cong tac',
};

/** What each event changes in the listed agreement that was drafted before. */
const changes: Readonly<Record<Exclude<EventType, 'AgreementDrafted'>, Partial<AgreementDocument>>> = {
  AgreementRegistered: {
    kind: 'COORDINATION_PROGRAMME',
    subject: 'Chương trình phối hợp',
    subjectSort: sortKey('Chương trình phối hợp'),
    subjectFolded: 'chuong trinh phoi hop',
    status: 'IN_FORCE',
    effectivenessRule: 'PER_COUNTERPARTY',
    leadIssuer: null,
    number: '13/CTPH-ĐĐTLĐLĐVN-TUTPHCM',
    numberKey: '13 ctph ddtldldvn tutphcm',
    effectiveFrom: { latest: '2020-03-24', precision: 'RANGE', certainty: 'INFERRED', basis: 'hơn 2 năm' },
    effectiveDay: '2020-03-24',
    periodStart: '2020-12-31',
    periodEnd: '2025-12-31',
    partyOrgIds: ['org-a', 'org-a-btv'],
    fieldCount: 0,
    dueForExpiryOn: '2026-01-01',
    exact: 'chương trinh phôi hơp 13 ctph đđtlđlđvn tutphcm 13 ctph ddtldldvn tutphcm',
    folded: 'chuong trinh phoi hop 13 ctph ddtldldvn tutphcm 13 ctph ddtldldvn tutphcm',
  },
  DraftRevised: {
    subject: 'Quy chế mới',
    subjectSort: sortKey('Quy chế mới'),
    subjectFolded: 'quy che moi',
    fieldCount: 2,
    periodStart: null,
    periodEnd: null,
    exact: 'quy chê mơi',
    folded: 'quy che moi',
  },
  ConsultationOpened: { status: 'CONSULTING' },
  OpinionSubmitted: {},
  OpinionDisposed: {},
  ConsultationClosed: {},
  PartyAdded: { partyOrgIds: ['org-a', 'org-a-btv', 'org-c', 'org-class'] },
  PartyRemoved: { partyOrgIds: ['org-class'] },
  PartyClassEnumerated: { partyOrgIds: ['org-a', 'org-a-btv', 'org-c', 'org-class'] },
  TextFinalized: { status: 'FINALIZED' },
  TextPresented: {},
  SigningOpened: { status: 'SIGNING' },
  SigningAuthorityConfirmed: {},
  PartySigned: {},
  PaperCopyConverted: {},
  AgreementFullySigned: {
    status: 'SIGNED',
    signedOn: day('2026-02-20'),
    signedDay: '2026-02-20',
    dueForForceOn: '2026-02-20',
  },
  PartyAcceded: {},
  SigningDeclined: {},
  SignatureWithdrawn: {},
  SigningFailed: { status: 'SIGNING_FAILED' },
  DraftReopened: {},
  DraftWithdrawn: { status: 'WITHDRAWN' },
  AgreementEnteredIntoForce: {
    status: 'IN_FORCE',
    effectiveFrom: day('2026-02-28'),
    effectiveDay: '2026-02-28',
    dueForExpiryOn: '2031-01-01',
  },
  PartyAdmitted: { partyOrgIds: ['org-a', 'org-a-btv', 'org-c', 'org-class'] },
  PartyWithdrew: {},
  PartySucceeded: { partyOrgIds: ['org-class', 'org-d'] },
  PartyLeftWithoutSuccessor: {},
  AgreementSuspended: { status: 'SUSPENDED', dueForExpiryOn: '2031-01-01' },
  AgreementResumed: {},
  AgreementRenewed: { periodStart: '2031-12-31', periodEnd: '2035-12-31' },
  AgreementTerminated: { status: 'TERMINATED' },
  AgreementSuperseded: { status: 'SUPERSEDED' },
  LegalHoldPlaced: {},
  LegalHoldReleased: {},
  AgreementArchived: { status: 'ARCHIVED' },
  AgreementExpired: { status: 'EXPIRED' },
  DocumentCited: {},
  SourceLinked: {
    exact: 'quy chê phôi hơp công tac quy chê hai cơ quan',
    folded: 'quy che phoi hop cong tac quy che hai co quan',
  },
  SourceUnlinked: {},
  ClauseObserved: {},
};

/** The working document: what is listed but for the members that every event changes, and what it was made from. */
const kept = (happened: readonly Happened[], listing: AgreementDocument | null) => {
  const events = (recorded(happened) as Recorded<AgreementEvent>[]).flatMap((event) => listedEvent(event) ?? []);
  const state = listedState({ type: 'agreement', id: 'agreement-1' }, events);
  if (listing === null) return { 'agreement-1': { registeredAt: instant, events, state, shown: null } };
  const { version: _, changedAt: _a, lastEventId: _b, ...shown } = listing;
  return { 'agreement-1': { registeredAt: instant, events, state, shown } };
};

describe('agreements now', () => {
  test('a draft is listed with its subject, parties and period', async () => {
    const given = [agreementEvent('AgreementDrafted')];
    await projectionSpec(agreementsProjection)
      .given(...given)
      .then({ agreements: { 'agreement-1': drafted }, agreementFolds: kept(given, drafted) });
  });

  test.each(Object.keys(changes) as (keyof typeof changes)[])(
    'a draft after %s is listed as it is then',
    async (type) => {
      const given = [
        agreementEvent('AgreementDrafted'),
        agreementEvent(type, {}, { recordedAt: '2026-03-02T00:00:00.000Z' }),
      ];
      await projectionSpec(agreementsProjection)
        .given(...given.slice(0, 1))
        .when(...given.slice(1))
        .then({
          agreements: {
            'agreement-1': {
              ...drafted,
              ...changes[type],
              version: 2,
              changedAt: '2026-03-02T00:00:00.000Z',
              lastEventId: 'event-2',
            },
          },
          agreementFolds: kept(given, { ...drafted, ...changes[type] }),
        });
    },
  );

  test('a draft that is reopened is drafting again', async () => {
    const given = [
      agreementEvent('AgreementDrafted'),
      agreementEvent('TextFinalized'),
      agreementEvent('DraftReopened'),
    ];
    await projectionSpec(agreementsProjection)
      .given(...given)
      .then({
        agreements: { 'agreement-1': { ...drafted, version: 3, lastEventId: 'event-3' } },
        agreementFolds: kept(given, drafted),
      });
  });

  test('a source that was unlinked no longer lends its name to the search', async () => {
    const given = [
      agreementEvent('AgreementDrafted'),
      agreementEvent('SourceLinked'),
      agreementEvent('SourceUnlinked'),
    ];
    await projectionSpec(agreementsProjection)
      .given(...given)
      .then({
        agreements: { 'agreement-1': { ...drafted, version: 3, lastEventId: 'event-3' } },
        agreementFolds: kept(given, drafted),
      });
  });

  test('what happened before there was a draft is kept, but nothing is listed', async () => {
    const given = [agreementEvent('PartyAdded')];
    await projectionSpec(agreementsProjection)
      .given(...given)
      .then({ agreementFolds: kept(given, null) });
  });

  test('every event of an agreement is handled and tested here', () => {
    expect([...agreementsProjection.handles].sort()).toStrictEqual(Object.keys(agreement.events).sort());
    expect(Object.keys({ ...changes, AgreementDrafted: {} }).sort()).toStrictEqual(Object.keys(agreementEvents).sort());
    expect(Object.keys(samples).sort()).toStrictEqual(Object.keys(agreementEvents).sort());
  });
});

const signed = (id: string, plannedEffectiveFrom: string, signedOn: string): Happened[] => [
  agreementEvent('AgreementDrafted', { plannedEffectiveFrom: day(plannedEffectiveFrom) }, { id }),
  agreementEvent('AgreementFullySigned', { signedOn: day(signedOn) }, { id }),
];

const ids = (found: readonly { readonly id: string }[]): readonly string[] => found.map(({ id }) => id);

describe('questions to the agreements now', () => {
  test('an agreement is due for force from its planned day on, when the policy agrees', async () => {
    const given = [...signed('later', '2026-03-10', '2026-02-20'), ...signed('sooner', '2026-03-05', '2026-02-20')];
    const state = stateAfter(given.slice(0, 2));
    expect(isDueForForce(state, '2026-03-09T16:59:59.999Z')).toBe(false);
    expect(isDueForForce(state, '2026-03-09T17:00:00.000Z')).toBe(true);
    await withReadModels(given, async ({ agreements }) => {
      expect(ids(await agreements.dueForForce('2026-03-04', 10))).toStrictEqual([]);
      expect(ids(await agreements.dueForForce('2026-03-09', 10))).toStrictEqual(['sooner']);
      expect(ids(await agreements.dueForForce('2026-03-10', 10))).toStrictEqual(['sooner', 'later']);
      expect(ids(await agreements.dueForForce('2026-03-10', 1))).toStrictEqual(['sooner']);
    });
  });

  test('an agreement in force is due for expiry on the day after its period, when the policy agrees', async () => {
    const given = [agreementEvent('AgreementRegistered')];
    expect(isDueForExpiry(stateAfter(given), '2025-12-31T16:59:59.999Z')).toBe(false);
    expect(isDueForExpiry(stateAfter(given), '2025-12-31T17:00:00.000Z')).toBe(true);
    await withReadModels(given, async ({ agreements }) => {
      expect(ids(await agreements.dueForExpiry('2025-12-31', 10))).toStrictEqual([]);
      expect(ids(await agreements.dueForExpiry('2026-01-01', 10))).toStrictEqual(['agreement-1']);
    });
  });

  test('an agreement without a certain end is never due for expiry', async () => {
    const openEnded = agreementEvent('AgreementRegistered', { period: { ...year('2020'), end: null } });
    await withReadModels([openEnded], async ({ agreements }) => {
      expect(ids(await agreements.dueForExpiry('2199-12-31', 10))).toStrictEqual([]);
    });
  });

  test('an agreement is found by its number in any spelling and inside a whole reference, but not by a part of it', async () => {
    const number = { asWritten: '02-QC/ĐUK-LĐLĐ', canonical: '02-QC/ĐUK-LĐLĐ' };
    const given = [
      agreementEvent('AgreementRegistered', { number }, { id: 'nam-dinh' }),
      agreementEvent('AgreementRegistered', {}, { id: 'other' }),
    ];
    await withReadModels(given, async ({ agreements }) => {
      for (const typed of [
        '02-QC/ĐUK-LĐLĐ',
        '2-QC/ĐUK-LĐLĐ',
        '02–QC/ÐUK–LÐLÐ',
        '02 qc duk ldld',
        'Quy chế phối hợp số 02-QC/ĐUK-LĐLĐ, ngày 12/11/2021',
      ])
        expect([typed, ids(await agreements.byNumber(typed))]).toStrictEqual([typed, ['nam-dinh']]);
      expect(ids(await agreements.byNumber('02-QC/ĐUK'))).toStrictEqual([]);
      expect(ids(await agreements.byNumber(' '))).toStrictEqual([]);
    });
  });

  test('a list comes in pages both ways, and tells whether there is more', async () => {
    const given = ['Ân', 'An', 'Đan', 'Dan'].map((subject) =>
      agreementEvent('AgreementDrafted', { subject }, { id: subject.normalize('NFD') }),
    );
    const order = [{ field: 'subjectSort', direction: 'ASC' }] as const;
    await withReadModels(given, async ({ agreements }) => {
      const subjects = async (query: Parameters<typeof agreements.list>[0]) => {
        const { items, hasMore } = await agreements.list(query);
        return [items.map(({ body }) => body.subject), hasMore];
      };
      expect(await subjects({ order, limit: 4 })).toStrictEqual([['An', 'Ân', 'Dan', 'Đan'], false]);
      expect(await subjects({ order, limit: 3 })).toStrictEqual([['An', 'Ân', 'Dan'], true]);
      expect(await subjects({ order, limit: 2, backwards: true })).toStrictEqual([['Dan', 'Đan'], true]);
      expect(await subjects({ order, limit: 0, backwards: true })).toStrictEqual([[], true]);
      const [second] = (await agreements.list({ order, limit: 2 })).items.slice(1);
      const after = [second?.body.subjectSort ?? null, second?.id ?? null];
      expect(await subjects({ order, after, limit: 2 })).toStrictEqual([['Dan', 'Đan'], false]);
      expect(await subjects({ order, after, limit: 2, backwards: true })).toStrictEqual([['An'], false]);
      expect(await agreements.count({ field: 'subjectFolded', contains: 'an' })).toBe(4);
      expect(await agreements.countBy(['status'], { field: 'partyOrgIds', eq: 'org-class' })).toStrictEqual([
        { key: ['DRAFTING'], count: 4 },
      ]);
    });
  });
});
