import { describe, expect, test } from '@jest/globals';
import { day } from '../../../src/domain/kernel/fuzzyDate.js';
import { organization } from '../../../src/domain/organization/index.js';
import { command } from '../../support/builders.js';
import { expectTotalEvolve, given, stateOf } from '../../support/deciderSpec.js';
import { body, dissolved, type EventOf, knowing, registered } from './fixtures.js';

const effectiveFrom = day('2026-03-01');
const decisionDocId = 'doc-2';
const policy = { channel: 'SYSTEM', actor: { role: 'SYSTEM' }, causationId: 'event-1' } as const;

const renamed: EventOf<'OrganizationRenamed'> = {
  type: 'OrganizationRenamed',
  data: {
    from: 'Liên đoàn Lao động tỉnh',
    to: 'Công đoàn tỉnh',
    abbreviations: ['CĐT', 'LĐLĐ'],
    effectiveFrom,
    decisionDocId,
  },
};
const reparented = (parentId: string | null): EventOf<'OrganizationReparented'> => ({
  type: 'OrganizationReparented',
  data: { parentId, effectiveFrom, decisionDocId },
});
const merged = (...from: string[]): EventOf<'OrganizationsMerged'> => ({
  type: 'OrganizationsMerged',
  data: { from, effectiveFrom, decisionDocId },
});

describe('RenameOrganization', () => {
  test('gives it a new name, and once is enough', () => {
    given(organization, knowing(), registered())
      .when(command('RenameOrganization', renamed.data))
      .then(renamed)
      .andAgain()
      .thenNothingMore();
  });

  test('keeps former names with their abbreviations and the day, so that search finds them', () => {
    expect(stateOf(organization, registered(), renamed)).toMatchObject({
      name: 'Công đoàn tỉnh',
      abbreviations: ['CĐT', 'LĐLĐ'],
      formerNames: [{ name: 'Liên đoàn Lao động tỉnh', abbreviations: ['LĐLĐ'], until: effectiveFrom }],
    });
  });

  test('leaves the abbreviations as they are when none are given', () => {
    const { abbreviations: _, ...data } = renamed.data;
    given(organization, knowing(), registered())
      .when(command('RenameOrganization', data))
      .then({ type: 'OrganizationRenamed', data });
    expect(stateOf(organization, registered(), { type: 'OrganizationRenamed', data }).abbreviations).toEqual(['LĐLĐ']);
  });

  test('may change the abbreviations alone', () => {
    const data = { ...renamed.data, to: renamed.data.from };
    given(organization, knowing(), registered())
      .when(command('RenameOrganization', data))
      .then({ type: 'OrganizationRenamed', data });
  });

  test('is refused when the sender saw another name', () => {
    given(organization, knowing(), registered({ name: 'Công đoàn ngành' }))
      .when(command('RenameOrganization', renamed.data))
      .thenRejected('INPUT_INVALID', { path: 'from', details: { problem: 'NAME_NOT_CURRENT' } });
  });

  test('invariant 64: is refused for a body that was dissolved before', () => {
    given(organization, knowing(), registered(), dissolved(day('2025-07-01')))
      .when(command('RenameOrganization', renamed.data))
      .thenRejected('STATE_NOT_ALLOWED', {
        details: { state: 'DISSOLVED', command: 'RenameOrganization', allowed: [] },
      });
  });

  test('is possible until the dissolution takes effect', () => {
    given(organization, knowing(), registered(), dissolved(day('2026-07-01')))
      .when(command('RenameOrganization', renamed.data))
      .then(renamed);
  });
});

describe('ReparentOrganization', () => {
  test('puts it under another body, and once is enough', () => {
    given(organization, knowing(body('org-new')), registered({ parentId: 'org-old' }))
      .when(command('ReparentOrganization', reparented('org-new').data))
      .then(reparented('org-new'))
      .andAgain()
      .thenNothingMore();
  });

  test('makes it stand by itself', () => {
    given(organization, knowing(), registered({ parentId: 'org-old' }))
      .when(command('ReparentOrganization', reparented(null).data))
      .then(reparented(null));
    expect(stateOf(organization, registered({ parentId: 'org-old' }), reparented(null)).parentId).toBeNull();
  });

  test('is open to the policy, which needs no decision of its own', () => {
    const data = { parentId: 'org-new', effectiveFrom };
    given(organization, knowing(body('org-new')), registered())
      .when(command('ReparentOrganization', data, policy))
      .then({ type: 'OrganizationReparented', data });
  });

  test('is refused for a clerk without a decision', () => {
    given(organization, knowing(body('org-new')), registered())
      .when(command('ReparentOrganization', { parentId: 'org-new', effectiveFrom }))
      .thenRejected('INPUT_INVALID', { path: 'decisionDocId', details: { problem: 'DECISION_DOCUMENT_REQUIRED' } });
  });

  test.each([
    ['itself', body('stream-1')],
    ['a body below it', body('org-child', { ancestors: ['org-mid', 'stream-1'] })],
  ])('is refused under %s', (_, parent) => {
    given(organization, knowing(parent), registered())
      .when(command('ReparentOrganization', reparented(parent.id).data))
      .thenRejected('INPUT_INVALID', {
        path: 'parentId',
        details: { problem: 'PARENT_CYCLE', parentId: parent.id },
      });
  });

  test('invariant 65: is refused under a body nobody registered', () => {
    given(organization, knowing(), registered())
      .when(command('ReparentOrganization', reparented('org-x').data))
      .thenRejected('NOT_FOUND', { path: 'parentId', details: { type: 'organization', id: 'org-x' } });
  });

  test('invariant 58: is refused under a body dissolved by then', () => {
    given(organization, knowing(body('org-gone', { dissolvedFrom: day('2025-07-01') })), registered())
      .when(command('ReparentOrganization', reparented('org-gone').data))
      .thenRejected('ORG_DISSOLVED', { path: 'parentId', details: { orgId: 'org-gone' } });
  });

  test('invariant 64: is refused for a body that was dissolved before', () => {
    given(organization, knowing(body('org-new')), registered(), dissolved(day('2025-07-01')))
      .when(command('ReparentOrganization', reparented('org-new').data))
      .thenRejected('STATE_NOT_ALLOWED', {
        details: { state: 'DISSOLVED', command: 'ReparentOrganization', allowed: [] },
      });
  });
});

describe('MergeOrganizations', () => {
  test('records in the body that goes on which ones it took in, and once is enough', () => {
    given(organization, knowing(body('org-a'), body('org-b')), registered())
      .when(command('MergeOrganizations', merged('org-a', 'org-b').data))
      .then(merged('org-a', 'org-b'))
      .andAgain()
      .thenNothingMore();
    expect(stateOf(organization, registered(), merged('org-a'), merged('org-b', 'org-a')).merged).toEqual([
      'org-a',
      'org-b',
    ]);
  });

  test('adds nothing after the policy has dissolved the ones taken in', () => {
    const gone = body('org-a', { dissolvedFrom: day('2026-02-01'), successors: ['stream-1'] });
    given(organization, knowing(gone), registered(), merged('org-a'))
      .when(command('MergeOrganizations', merged('org-a').data))
      .thenNothingMore();
  });

  test('invariant 57: is refused for a body merged into itself', () => {
    given(organization, knowing(body('stream-1')), registered())
      .when(command('MergeOrganizations', merged('stream-1').data))
      .thenRejected('SUCCESSION_INVALID', { path: 'from', details: { problem: 'OWN_SUCCESSOR' } });
  });

  test('invariant 57: is refused into a body dissolved by then', () => {
    given(organization, knowing(body('org-a')), registered(), dissolved(day('2025-07-01')))
      .when(command('MergeOrganizations', merged('org-a').data))
      .thenRejected('SUCCESSION_INVALID', {
        path: 'id',
        details: { problem: 'SUCCESSOR_DISSOLVED', orgId: 'stream-1' },
      });
  });

  test('invariant 58: is refused for a body already gone to others', () => {
    const gone = body('org-a', { dissolvedFrom: day('2025-07-01'), successors: ['org-other'] });
    given(organization, knowing(gone), registered())
      .when(command('MergeOrganizations', merged('org-a').data))
      .thenRejected('ORG_DISSOLVED', { path: 'from', details: { orgId: 'org-a' } });
  });

  test('invariant 65: is refused for a body nobody registered', () => {
    given(organization, knowing(body('org-a')), registered())
      .when(command('MergeOrganizations', merged('org-a', 'org-x').data))
      .thenRejected('NOT_FOUND', { path: 'from', details: { type: 'organization', id: 'org-x' } });
  });
});

describe('DissolveOrganization', () => {
  const dissolve = (successors: readonly string[], from = effectiveFrom) => dissolved(from, successors);

  test('ends it in favour of its successors, and once is enough', () => {
    given(organization, knowing(body('org-a'), body('org-b')), registered())
      .when(command('DissolveOrganization', dissolve(['org-a', 'org-b']).data))
      .then(dissolve(['org-a', 'org-b']))
      .andAgain()
      .thenNothingMore();
  });

  test('ends it without successor, by the policy too', () => {
    given(organization, knowing(), registered())
      .when(command('DissolveOrganization', { effectiveFrom, decisionDocId: 'doc-1' }, policy))
      .then(dissolve([]));
    expect(stateOf(organization, registered(), dissolve([])).dissolution).toEqual(dissolve([]).data);
  });

  test('needs a decision document even on import', () => {
    const schema = organization.commands.DissolveOrganization?.data;
    expect(schema?.safeParse({ effectiveFrom, successors: [] }).error?.issues.map(({ path }) => path)).toEqual([
      ['decisionDocId'],
    ]);
  });

  test('invariant 57: is refused in favour of itself', () => {
    given(organization, knowing(body('stream-1')), registered())
      .when(command('DissolveOrganization', dissolve(['stream-1']).data))
      .thenRejected('SUCCESSION_INVALID', { path: 'successors/0', details: { problem: 'OWN_SUCCESSOR' } });
  });

  test('invariant 57: is refused in favour of a body dissolved by then', () => {
    const gone = body('org-gone', { dissolvedFrom: day('2025-07-01') });
    given(organization, knowing(body('org-a'), gone), registered())
      .when(command('DissolveOrganization', dissolve(['org-a', 'org-gone']).data))
      .thenRejected('SUCCESSION_INVALID', {
        path: 'successors/1',
        details: { problem: 'SUCCESSOR_DISSOLVED', orgId: 'org-gone' },
      });
  });

  test('invariant 57: is refused in favour of a body that is dissolved on the same day', () => {
    const details = { problem: 'SUCCESSOR_DISSOLVED', orgId: 'org-a' };
    given(organization, knowing(body('org-a', { dissolvedFrom: effectiveFrom })), registered())
      .when(command('DissolveOrganization', dissolve(['org-a']).data))
      .thenRejected('SUCCESSION_INVALID', { path: 'successors/0', details });
  });

  test('invariant 57: warns when the successor may be dissolved by then, since a date is vague', () => {
    const details = { problem: 'SUCCESSOR_DISSOLVED', orgId: 'org-a' };
    const event = dissolve(['org-a']);
    const about = { ...effectiveFrom, earliest: '2020-01-01', latest: '2030-12-31', precision: 'RANGE' as const };
    given(organization, knowing(body('org-a', { dissolvedFrom: about })), registered())
      .when(command('DissolveOrganization', event.data))
      .then({
        ...event,
        data: { ...event.data, warnings: [{ code: 'SUCCESSION_INVALID', path: 'successors/0', details }] },
      });
  });

  test('invariant 65: is refused in favour of a body nobody registered', () => {
    given(organization, knowing(), registered())
      .when(command('DissolveOrganization', dissolve(['org-x']).data))
      .thenRejected('NOT_FOUND', { path: 'successors/0', details: { type: 'organization', id: 'org-x' } });
  });

  test.each([
    ['on another day', dissolve(['org-a'], day('2026-02-28'))],
    ['in favour of others', dissolve([])],
  ])('invariant 64: is refused for a body already dissolved %s', (_, event) => {
    given(organization, knowing(body('org-a')), registered(), dissolve(['org-a']))
      .when(command('DissolveOrganization', event.data))
      .thenRejected('STATE_NOT_ALLOWED', {
        details: { state: 'DISSOLVED', command: 'DissolveOrganization', allowed: [] },
      });
  });
});

test('Any events in any order give a state', () => {
  expectTotalEvolve(organization, [
    registered(),
    registered({ parentId: 'org-a' }),
    renamed,
    reparented('org-new'),
    reparented(null),
    merged('org-a', 'org-b'),
    dissolved(effectiveFrom, ['org-a']),
  ]);
});
