import { describe, expect, test } from '@jest/globals';
import { day, instant } from '../../../src/domain/kernel/fuzzyDate.js';
import { organization, organizationKinds } from '../../../src/domain/organization/index.js';
import { command, imported, testNow } from '../../support/builders.js';
import { given, stateOf } from '../../support/deciderSpec.js';
import { body, knowing, registered } from './fixtures.js';

const minimal = { name: 'Liên đoàn Lao động tỉnh', kind: 'UNION_FEDERATION', decisionDocId: 'doc-1' };

describe('Given no such organisation', () => {
  test('when a clerk registers it with a decision, then it is on record with what was said and the derived system', () => {
    given(organization, knowing())
      .when(command('RegisterOrganization', minimal))
      .then(registered({ abbreviations: [], level: null, decisionDocId: 'doc-1' }));
  });

  test('when everything is known of it, then everything is kept', () => {
    const known = {
      name: 'Ban Dân vận - Nội chính (Đảng ủy Khối)',
      abbreviations: ['BDV', 'BDVNC'],
      kind: 'PARTY_ADVISORY_BODY',
      level: 'MIXED',
      levelNote: 'quận, huyện và thị xã',
      parentId: 'org-parent',
      spellings: ['Ban Dân vận – Nội chính'],
      asWritten: 'Ban Dân dận - Nội chính',
      corrected: 'Ban Dân vận - Nội chính',
      system: 'STATE',
      status: 'PROPOSED',
      memberOfClassId: 'org-class',
      jointOf: { orgIds: ['org-a', 'org-b'], certainty: 'INFERRED', basis: 'it runs the regulation of both' },
      participation: 'INVITED',
      note: 'named once',
      decisionDocId: 'doc-1',
    } as const;
    given(
      organization,
      knowing(body('org-parent'), body('org-class', { kind: 'PARTY_CLASS' }), body('org-a'), body('org-b')),
    )
      .when(command('RegisterOrganization', known))
      .then({ type: 'OrganizationRegistered', data: known });
  });

  test('when its number system is said to be none, then the kind does not decide', () => {
    given(organization, knowing())
      .when(command('RegisterOrganization', { ...minimal, system: null }))
      .then(registered({ abbreviations: [], level: null, system: null, decisionDocId: 'doc-1' }));
  });

  test('when a standing committee is registered, then it numbers by the system of its parent', () => {
    given(organization, knowing(body('org-union')))
      .when(
        command('RegisterOrganization', {
          name: 'Ban Thường vụ Liên đoàn Lao động tỉnh',
          kind: 'STANDING_COMMITTEE',
          parentId: 'org-union',
          decisionDocId: 'doc-1',
        }),
      )
      .then(
        registered({
          name: 'Ban Thường vụ Liên đoàn Lao động tỉnh',
          abbreviations: [],
          kind: 'STANDING_COMMITTEE',
          level: null,
          parentId: 'org-union',
          system: 'UNION',
          decisionDocId: 'doc-1',
        }),
      );
  });

  test.each([
    ['parentId', { parentId: 'org-x' }],
    ['memberOfClassId', { memberOfClassId: 'org-x' }],
    ['jointOf/orgIds', { jointOf: { orgIds: ['org-x', 'org-y'], certainty: 'STATED' } }],
  ])('invariant 65: when %s names a body nobody registered, then it is refused', (path, extra) => {
    given(organization, knowing(body('org-y')))
      .when(command('RegisterOrganization', { ...minimal, ...extra }))
      .thenRejected('NOT_FOUND', { path, details: { type: 'organization', id: 'org-x' } });
  });

  test('when it is to be a member of what is no class, then it is refused', () => {
    given(organization, knowing(body('org-y')))
      .when(command('RegisterOrganization', { ...minimal, memberOfClassId: 'org-y' }))
      .thenRejected('INPUT_INVALID', { path: 'memberOfClassId', details: { problem: 'NOT_A_CLASS', id: 'org-y' } });
  });

  test.each(['API', 'CLI'] as const)(
    'when a clerk registers it over %s without a decision, then it is refused',
    (channel) => {
      given(organization, knowing())
        .when(command('RegisterOrganization', { ...minimal, decisionDocId: undefined }, { channel }))
        .thenRejected('INPUT_INVALID', {
          path: 'decisionDocId',
          details: { problem: 'DECISION_DOCUMENT_REQUIRED' },
        });
    },
  );

  test('when an import registers it, then it needs no decision', () => {
    given(organization, knowing())
      .when(command('RegisterOrganization', { name: minimal.name, kind: minimal.kind }, imported('2021-11-12')))
      .then(registered({ abbreviations: [], level: null }));
  });

  test('invariant 4: when it is registered for a day to come, then it is refused', () => {
    given(organization, knowing())
      .when(command('RegisterOrganization', minimal, { occurred: day('2026-03-03') }))
      .thenRejected('OCCURRED_IN_FUTURE', { path: 'occurred' });
  });

  test('invariant 5: when it is registered late without reason and source, then it is refused', () => {
    given(organization, knowing())
      .when(command('RegisterOrganization', minimal, { occurred: day('2026-02-01') }))
      .thenRejected('LATE_RECORD_REASON_REQUIRED', { path: 'reason' });
  });

  test('invariant 5: when an import registers it late without a reason, then the warning stays with the event', () => {
    const { reason: _, ...options } = imported('2021-11-12');
    given(organization, knowing())
      .when(command('RegisterOrganization', { name: minimal.name, kind: minimal.kind }, options))
      .then(
        registered({
          abbreviations: [],
          level: null,
          warnings: [{ code: 'LATE_RECORD_REASON_REQUIRED', path: 'reason' }],
        }),
      );
  });

  test.each([
    ['RenameOrganization', { from: 'a', to: 'b', effectiveFrom: instant(testNow), decisionDocId: 'doc-1' }],
    ['ReparentOrganization', { parentId: null, effectiveFrom: instant(testNow), decisionDocId: 'doc-1' }],
    ['MergeOrganizations', { from: ['org-x'], effectiveFrom: instant(testNow), decisionDocId: 'doc-1' }],
    ['DissolveOrganization', { effectiveFrom: instant(testNow), decisionDocId: 'doc-1' }],
  ] as const)('when %s is sent, then there is nothing to change (65)', (type, data) => {
    given(organization, knowing())
      .when(command(type, data))
      .thenRejected('NOT_FOUND', { path: 'id', details: { type: 'organization', id: 'stream-1' } });
  });
});

describe('Given a registered organisation', () => {
  test('when it is registered again, then the id is taken (67), even with the same data', () => {
    given(organization, knowing())
      .when(command('RegisterOrganization', minimal))
      .then(registered({ abbreviations: [], level: null, decisionDocId: 'doc-1' }))
      .andAgain()
      .thenRejected('ID_EXISTS', { path: 'id', details: { type: 'organization', id: 'stream-1' } });
  });

  test('invariant 67: when it was registered after the day of a late record, then the id is taken all the same', () => {
    const today = stateOf(organization, registered());
    given(organization, { today, bodies: new Map() })
      .when(command('RegisterOrganization', minimal, { ...imported('2020-01-01'), channel: 'API' }))
      .thenRejected('ID_EXISTS', { path: 'id', details: { type: 'organization', id: 'stream-1' } });
  });
});

describe('Given the first version of OrganizationRegistered', () => {
  const upcast = organization.events.OrganizationRegistered?.upcasts?.[1];
  const { abbreviations: _, ...stored } = registered().data;

  test('when it held an abbreviation, then the newest version holds a list of it', () => {
    expect(upcast?.({ ...stored, abbreviation: 'LĐLĐ' })).toEqual(registered({ abbreviations: ['LĐLĐ'] }).data);
  });

  test('when it held none, then the newest version holds an empty list', () => {
    expect(upcast?.({ ...stored, abbreviation: null })).toEqual(registered({ abbreviations: [] }).data);
  });

  test('then version 2 is the newest, and what comes out fits its schema', () => {
    const definition = organization.events.OrganizationRegistered;
    expect(definition?.version).toBe(2);
    expect(definition?.data.safeParse(upcast?.({ ...stored, abbreviation: null })).success).toBe(true);
  });
});

test('Every kind of body can be registered', () => {
  for (const kind of organizationKinds) {
    const data = { ...minimal, kind, system: 'PARTY' } as const;
    given(organization, knowing())
      .when(command('RegisterOrganization', data))
      .then(registered({ ...data, abbreviations: [], level: null }));
  }
});
