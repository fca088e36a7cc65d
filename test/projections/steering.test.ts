import { describe, expect, test } from '@jest/globals';
import { day } from '../../src/domain/kernel/fuzzyDate.js';
import { steering, steeringEvents } from '../../src/domain/steering/index.js';
import { kept } from '../../projections/keptEvents.js';
import type { SteeringDocument } from '../../projections/steering/document.js';
import { steeringProjection } from '../../projections/steering/evolve.js';
import { type Happened, projectionSpec, recorded } from '../support/projectionSpec.js';
import { organizationRegistered } from './bodySamples.js';
import { withReadModels } from './readModels.js';

const data = { agreementId: 'agr-1', headOfficeId: 'off-1', members: ['off-2', 'off-3'], decisionDocId: 'doc-1' };
const established = (id: string, over: object = {}, more: Partial<Happened> = {}): Happened => ({
  stream: { type: 'steering', id },
  type: 'SteeringCommitteeEstablished',
  data: steeringEvents.SteeringCommitteeEstablished.data.parse({ ...data, ...over }),
  ...more,
});

const correction = { correctionId: 'cor-1', targetEventId: 'event-1', evidence: [] };
const later = (type: string, more: object, id = 'ste-1'): Happened => ({
  stream: { type: 'steering', id },
  type,
  data: { ...correction, ...more },
  recordedAt: '2026-03-02T00:00:00.000Z',
});
const head = { path: 'headOfficeId', was: 'off-1', now: 'off-9' };
const agreement = { path: 'agreementId', was: 'agr-1', now: 'agr-2' };

const shown: SteeringDocument = {
  agreementId: 'agr-1',
  agreementIds: ['agr-1'],
  headOfficeId: 'off-1',
  memberOfficeIds: ['off-2', 'off-3'],
  decisionDocId: 'doc-1',
  version: 1,
  registeredAt: '2026-03-01T00:00:00.000Z',
  changedAt: '2026-03-01T00:00:00.000Z',
};
const changed = { version: 2, changedAt: '2026-03-02T00:00:00.000Z' };

/** The working document of a committee that was established so. */
const fold = (happened: Happened, over: object = {}, agreementIds: readonly string[] = ['agr-1']) => {
  const [first] = recorded([happened]);
  return (
    first && { established: kept(first, { type: happened.type, data: { ...happened.data, ...over } }), agreementIds }
  );
};

describe('steering committees now', () => {
  test('one that was established is listed with its agreement and its offices', async () => {
    await projectionSpec(steeringProjection)
      .given(established('ste-1'))
      .then({ steeringCommittees: { 'ste-1': shown }, steeringFolds: { 'ste-1': fold(established('ste-1')) ?? {} } });
  });

  test('one of which an import knows neither head nor decision is listed without', async () => {
    const unsaid = { agreementId: 'agr-1', headOfficeId: null, members: [] };
    const bare = { ...established('ste-1'), data: unsaid };
    await projectionSpec(steeringProjection)
      .given(bare)
      .then({
        steeringCommittees: { 'ste-1': { ...shown, headOfficeId: null, memberOfficeIds: [], decisionDocId: null } },
        steeringFolds: { 'ste-1': fold(bare) ?? {} },
      });
  });

  test.each([
    ['CorrectionProposed', { ...head, kind: 'RECORD' }],
    ['CorrectionRejected', { reason: 'bản gốc viết thế' }],
  ])('%s changes when it was changed, and nothing that it shows', async (type, more) => {
    await projectionSpec(steeringProjection)
      .given(established('ste-1'))
      .when(later(type, more))
      .then({
        steeringCommittees: { 'ste-1': { ...shown, ...changed } },
        steeringFolds: { 'ste-1': fold(established('ste-1')) ?? {} },
      });
  });

  test.each(['RecordCorrected', 'ClericalCorrectionRecorded'])('%s puts right who heads it', async (type) => {
    await projectionSpec(steeringProjection)
      .given(established('ste-1'))
      .when(later(type, { ...head, proposedBy: 'event-1' }))
      .then({
        steeringCommittees: { 'ste-1': { ...shown, ...changed, headOfficeId: 'off-9' } },
        steeringFolds: { 'ste-1': fold(established('ste-1'), { headOfficeId: 'off-9' }) ?? {} },
      });
  });

  test('RecordCorrected that says which agreement it runs leaves it to be found by both', async () => {
    await projectionSpec(steeringProjection)
      .given(established('ste-1'))
      .when(later('RecordCorrected', { ...agreement, proposedBy: 'event-1' }))
      .then({
        steeringCommittees: {
          'ste-1': { ...shown, ...changed, agreementId: 'agr-2', agreementIds: ['agr-1', 'agr-2'] },
        },
        steeringFolds: { 'ste-1': fold(established('ste-1'), { agreementId: 'agr-2' }, ['agr-1', 'agr-2']) ?? {} },
      });
  });

  test('a correction of another event, of no committee or of another kind of stream changes nothing', async () => {
    await projectionSpec(steeringProjection)
      .given(later('RecordCorrected', head), organizationRegistered('org-1', 'LĐLĐ'), {
        ...later('RecordCorrected', head),
        stream: { type: 'organization', id: 'org-1' },
      })
      .then({});
  });

  test('every event of a committee is handled and tested here', () => {
    const own = ['SteeringCommitteeEstablished'];
    const shared = ['CorrectionProposed', 'ClericalCorrectionRecorded', 'RecordCorrected', 'CorrectionRejected'];
    expect([...steeringProjection.handles].sort()).toStrictEqual(Object.keys(steering.events).sort());
    expect([...own, ...shared].sort()).toStrictEqual(Object.keys(steering.events).sort());
  });
});

describe('the questions to them', () => {
  const on = (date: string) => ({ recordedAt: `${date}T00:00:00.000Z`, meta: { occurred: day(date) } });
  const given = [
    established('ste-z', {}, on('2026-03-01')),
    established('ste-a', {}, on('2026-03-02')),
    established('ste-b', { agreementId: 'agr-2', headOfficeId: 'off-2', members: ['off-1'] }, on('2026-03-03')),
    { ...later('RecordCorrected', { ...agreement, targetEventId: 'event-2' }, 'ste-a'), ...on('2026-03-04') },
  ];

  test('which run an agreement, or were said to, in the order of the record; many agreements in one question', async () => {
    await withReadModels(given, async ({ steering: committees }) => {
      expect(await committees.ofAgreements(['agr-2', 'agr-x', 'agr-1'])).toStrictEqual([
        ['ste-a', 'ste-b'],
        [],
        ['ste-z', 'ste-a'],
      ]);
    });
  });

  test('are not cut off at a page of the store', async () => {
    const many = Array.from({ length: 201 }, (_, index) => established(`ste-${index}`));
    await withReadModels(many, async ({ steering: committees }) => {
      const [ids] = await committees.ofAgreements(['agr-1']);
      expect(new Set(ids).size).toBe(201);
    });
  });

  test('which an office heads or is a member of', async () => {
    await withReadModels(given, async ({ steering: committees }) => {
      const order = [{ field: 'registeredAt', direction: 'ASC' }] as const;
      const { items } = await committees.list({ filter: { field: 'memberOfficeIds', eq: 'off-1' }, order, limit: 5 });
      expect(items.map(({ id }) => id)).toStrictEqual(['ste-b']);
      expect(await committees.count({ field: 'headOfficeId', eq: 'off-1' })).toBe(2);
    });
  });
});
