import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Policies, type WorkList } from '../../src/application/policies.js';
import { day } from '../../src/domain/kernel/fuzzyDate.js';
import { createWorld, draft, openForSigning, registerBodies, signOnPaper, type World } from '../support/world.js';

const ref = { type: 'agreement', id: 'agr-1' } as const;

describe('policies', () => {
  let world: World;
  let importing: boolean;
  let work: WorkList;

  beforeEach(async () => {
    world = await createWorld();
    importing = false;
    work = {
      dueForForce: () => Promise.resolve([]),
      dueForExpiry: () => Promise.resolve([]),
      pendingMerges: () => Promise.resolve([]),
      childrenOf: () => Promise.resolve([]),
    };
    await registerBodies(world);
  });
  afterEach(() => world.close());

  const log = () => undefined;
  const policies = () =>
    new Policies({
      executor: world.executor,
      workList: work,
      clock: { now: () => world.now },
      logger: { info: log, warn: log },
      importing: () => Promise.resolve(importing),
    });
  const types = async () => (await world.store.read(ref)).map((event) => event.type);

  const signed = async (data: object = draft) => {
    const hash = await openForSigning(world, 'agr-1', data);
    await signOnPaper(world, 'agr-1', 'a', hash);
    return (await signOnPaper(world, 'agr-1', 'b', hash)).at(-1)?.eventId ?? '';
  };

  test('on the effective day the agreement enters into force, caused by the event that made it due', async () => {
    const causeEventId = await signed({ ...draft, effectiveFrom: day('2026-03-05') });
    work = { ...work, dueForForce: () => Promise.resolve([{ id: 'agr-1', causeEventId }]) };
    await policies().run();
    expect(await types()).not.toContain('AgreementEnteredIntoForce');

    world.now = '2026-03-04T17:00:00.000Z'; // midnight in Vietnam
    await policies().run();
    const last = (await world.store.read(ref)).at(-1);
    expect(last).toMatchObject({
      type: 'AgreementEnteredIntoForce',
      data: { effectiveFrom: day('2026-03-05') },
      meta: { actor: { role: 'SYSTEM' }, origin: { channel: 'SYSTEM' }, causationId: causeEventId },
    });
  });

  test('twice, even after a restart, adds nothing', async () => {
    const causeEventId = await signed();
    work = { ...work, dueForForce: () => Promise.resolve([{ id: 'agr-1', causeEventId }]) };
    await policies().run();
    const once = await types();
    await policies().run();
    expect(await types()).toEqual(once);
  });

  test('the day after the period the agreement expires', async () => {
    const year = (y: string) => ({
      earliest: `${y}-01-01`,
      latest: `${y}-12-31`,
      precision: 'YEAR',
      certainty: 'STATED',
    });
    const causeEventId = await signed({ ...draft, period: { start: year('2026'), end: year('2026') } });
    work = {
      ...work,
      dueForForce: () => Promise.resolve([{ id: 'agr-1', causeEventId }]),
      dueForExpiry: () => Promise.resolve([{ id: 'agr-1', causeEventId }]),
    };
    await policies().run();
    expect((await types()).at(-1)).toBe('AgreementEnteredIntoForce');
    world.now = '2026-12-31T17:00:00.000Z';
    await policies().run();
    expect((await world.store.read(ref)).at(-1)).toMatchObject({
      type: 'AgreementExpired',
      data: { effectiveFrom: day('2027-01-01') },
    });
  });

  test('a merger moves the children and dissolves what was merged', async () => {
    const decisionDocId = 'doc-decision';
    const body = { name: 'Ban Thường vụ b', kind: 'STANDING_COMMITTEE', parentId: 'org-b', decisionDocId };
    await world.must('RegisterOrganization', 'org-b-btv', body);
    const [merged] = await world.must('MergeOrganizations', 'org-a', {
      from: ['org-b'],
      effectiveFrom: day('2026-03-01'),
      decisionDocId,
    });
    const effectiveFrom = day('2026-03-01');
    const merge = { from: 'org-b', into: 'org-a', effectiveFrom, decisionDocId, causeEventId: merged?.eventId ?? '' };
    work = {
      ...work,
      pendingMerges: () => Promise.resolve([merge]),
      childrenOf: () => Promise.resolve(['org-b-btv']),
    };
    await policies().run();
    const read = async (id: string) =>
      (await world.store.read({ type: 'organization', id })).map((event) => event.type);
    expect(await read('org-b-btv')).toEqual(['OrganizationRegistered', 'OrganizationReparented']);
    expect(await read('org-b')).toEqual(['OrganizationRegistered', 'OrganizationDissolved']);
  });

  test('they wait for the end of an import', async () => {
    const causeEventId = await signed();
    importing = true;
    work = { ...work, dueForForce: () => Promise.resolve([{ id: 'agr-1', causeEventId }]) };
    await policies().run();
    expect((await types()).at(-1)).toBe('AgreementFullySigned');
  });
});
