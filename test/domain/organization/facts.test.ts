import { describe, expect, test } from '@jest/globals';
import { day, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import {
  bodyFact,
  isCollective,
  isStanding,
  organization,
  organizationKinds,
  systemOf,
} from '../../../src/domain/organization/index.js';
import { stateOf } from '../../support/deciderSpec.js';
import { body, dissolved, registered } from './fixtures.js';

describe('The fact of a body', () => {
  test('holds what decisions ask of it', () => {
    const state = stateOf(
      organization,
      registered({ parentId: 'org-parent' }),
      dissolved(day('2025-07-01'), ['org-next']),
    );
    expect(bodyFact('org-1', state, ['org-parent', 'org-root'])).toEqual({
      id: 'org-1',
      name: 'Liên đoàn Lao động tỉnh',
      kind: 'UNION_FEDERATION',
      system: 'UNION',
      parentId: 'org-parent',
      organizationId: 'org-1',
      ancestors: ['org-parent', 'org-root'],
      abbreviations: ['LĐLĐ'],
      isClass: false,
      dissolvedFrom: day('2025-07-01'),
      successors: ['org-next'],
    });
  });

  test('names the parent as the organisation behind an acting body, and behind no other', () => {
    const behind = organizationKinds.filter(
      (kind) => body('org-1', { kind, parentId: 'org-parent' }).organizationId === 'org-parent',
    );
    expect(behind).toEqual(['STANDING_COMMITTEE', 'PERMANENT_BODY', 'PARTY_CAUCUS']);
    expect(body('org-1', { kind: 'STANDING_COMMITTEE' }).organizationId).toBe('org-1');
  });

  test('tells classes from bodies (reference 0.5)', () => {
    expect(organizationKinds.filter((kind) => body('org-1', { kind }).isClass)).toEqual([
      'PARTY_CLASS',
      'STATE_AGENCY_CLASS',
      'SERVICE_UNIT_CLASS',
    ]);
  });
});

test('invariant 22: collective bodies are those that sign T/M and never K/T', () => {
  expect(organizationKinds.filter(isCollective)).toEqual([
    'PARTY_COMMITTEE',
    'PARTY_POLITBURO',
    'STANDING_COMMITTEE',
    'PERMANENT_BODY',
    'PARTY_CAUCUS',
    'BLOC_PARTY_COMMITTEE',
  ]);
  expect(isCollective(undefined)).toBe(false);
});

test('The numbering system follows from the kind, or from the parent, or is none', () => {
  expect(Object.fromEntries(organizationKinds.map((kind) => [kind, systemOf(kind)]))).toEqual({
    PARTY_COMMITTEE: 'PARTY',
    PARTY_POLITBURO: 'PARTY',
    STANDING_COMMITTEE: null,
    PERMANENT_BODY: null,
    PARTY_CAUCUS: 'PARTY',
    BLOC_PARTY_COMMITTEE: 'PARTY',
    PARTY_BRANCH_SYSTEM: 'PARTY',
    PARTY_ADVISORY_BODY: 'PARTY',
    PARTY_CLASS: 'PARTY',
    STEERING_COMMITTEE: null,
    UNION_CONFEDERATION: 'UNION',
    UNION_FEDERATION: 'UNION',
    UNION_UPPER_GRASSROOTS: 'UNION',
    GRASSROOTS_UNION: 'UNION',
    UNION_BLOCK: 'UNION',
    UNION_SERVICE_UNIT: 'UNION',
    STATE_AGENCY: 'STATE',
    STATE_AGENCY_CLASS: 'STATE',
    SERVICE_UNIT_CLASS: null,
    VENUE: null,
  });
  expect(organizationKinds.filter((kind) => systemOf(kind, 'YOUTH_UNION') === 'YOUTH_UNION')).toEqual([
    'STANDING_COMMITTEE',
    'PERMANENT_BODY',
    'STEERING_COMMITTEE',
  ]);
});

test.each([
  ['before its dissolution', day('2025-06-30'), 'YES'],
  ['on the day of its dissolution', day('2025-07-01'), 'NO'],
  ['after its dissolution', day('2025-07-02'), 'NO'],
  ['on an unknown day', unknownDate, 'UNDETERMINED'],
] as const)('A body stands %s: %p', (_, at, answer) => {
  expect(isStanding({ dissolvedFrom: day('2025-07-01') }, at)).toBe(answer);
  expect(isStanding({ dissolvedFrom: null }, at)).toBe('YES');
});
