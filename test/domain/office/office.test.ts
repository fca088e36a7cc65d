import { describe, expect, test } from '@jest/globals';
import { day, instant, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { office, officeFact } from '../../../src/domain/office/index.js';
import { command, imported, testNow } from '../../support/builders.js';
import { expectTotalEvolve, given, stateOf } from '../../support/deciderSpec.js';
import { body } from '../organization/fixtures.js';
import { appointed, ended, granted, knowing, registered, revoked } from './fixtures.js';

const union = body('org-union');
const dissolvedUnion = body('org-union', { dissolvedFrom: day('2025-07-01') });

describe('RegisterOffice', () => {
  const data = registered({ decisionDocId: 'doc-1' }).data;

  test('puts an office of a body on record', () => {
    given(office, knowing(union))
      .when(command('RegisterOffice', { title: data.title, orgId: 'org-union', decisionDocId: 'doc-1' }))
      .then(registered({ decisionDocId: 'doc-1' }));
  });

  test('keeps everything a source says of it', () => {
    const known = {
      also: ['Ủy viên BTV Đảng ủy Khối'],
      asWritten: 'Trưởng ban Dân dận - Nội chính',
      corrected: 'Trưởng ban Dân vận - Nội chính',
    };
    given(office, knowing(union))
      .when(command('RegisterOffice', { ...data, ...known }))
      .then(registered({ decisionDocId: 'doc-1', ...known }));
  });

  test('needs no decision on import', () => {
    given(office, knowing(union))
      .when(command('RegisterOffice', registered().data, imported('2021-11-12')))
      .then(registered());
  });

  test('is refused over the API without a decision', () => {
    given(office, knowing(union))
      .when(command('RegisterOffice', registered().data))
      .thenRejected('INPUT_INVALID', { path: 'decisionDocId', details: { problem: 'DECISION_DOCUMENT_REQUIRED' } });
  });

  test('invariant 65: is refused for a body nobody registered', () => {
    given(office, knowing())
      .when(command('RegisterOffice', data))
      .thenRejected('NOT_FOUND', { path: 'orgId', details: { type: 'organization', id: 'org-union' } });
  });

  test('invariant 67: is refused for an id that exists', () => {
    given(office, knowing(union), registered())
      .when(command('RegisterOffice', data))
      .thenRejected('ID_EXISTS', { path: 'id', details: { type: 'office', id: 'stream-1' } });
  });

  test('invariant 4: is refused for a day to come', () => {
    given(office, knowing(union))
      .when(command('RegisterOffice', data, { occurred: day('2026-03-03') }))
      .thenRejected('OCCURRED_IN_FUTURE', { path: 'occurred' });
  });

  test('invariant 5: is refused late without reason and source', () => {
    given(office, knowing(union))
      .when(command('RegisterOffice', data, { occurred: day('2026-02-01') }))
      .thenRejected('LATE_RECORD_REASON_REQUIRED', { path: 'reason' });
  });
});

test.each([
  ['AppointHolder', appointed('person-1', '2026-03-01').data],
  ['EndHolding', ended('person-1', '2026-03-01').data],
  [
    'GrantMandate',
    { mandateId: 'm', grantorOfficeId: 'o', capacity: 'ACTING', effectiveFrom: unknownDate, documentId: 'd' },
  ],
  ['RevokeMandate', revoked('2026-03-01').data],
] as const)('%s is refused for an office nobody registered (65)', (type, data) => {
  given(office, knowing(union))
    .when(command(type, data))
    .thenRejected('NOT_FOUND', { path: 'id', details: { type: 'office', id: 'stream-1' } });
});

describe('AppointHolder', () => {
  const appoint = appointed('person-1', '2026-03-01');

  test('gives the office to a person, and once is enough', () => {
    given(office, knowing(union), registered())
      .when(command('AppointHolder', appoint.data))
      .then(appoint)
      .andAgain()
      .thenNothingMore();
  });

  test('ends the former holding on that day', () => {
    expect(
      stateOf(office, registered(), appointed('person-1', '2021-01-01'), appointed('person-2', '2023-01-01')).holdings,
    ).toEqual([
      { personKey: 'person-1', from: day('2021-01-01'), to: day('2023-01-01') },
      { personKey: 'person-2', from: day('2023-01-01'), to: null },
    ]);
  });

  test('recorded late takes its place between the holdings before and after it', () => {
    const holdings = stateOf(
      office,
      registered(),
      appointed('person-1', '2019-01-01'),
      appointed('person-3', '2023-01-01'),
      appointed('person-2', '2021-01-01'),
    ).holdings;
    expect(holdings).toEqual([
      { personKey: 'person-1', from: day('2019-01-01'), to: day('2021-01-01') },
      { personKey: 'person-2', from: day('2021-01-01'), to: day('2023-01-01') },
      { personKey: 'person-3', from: day('2023-01-01'), to: null },
    ]);
  });

  test('leaves a holding alone that ended before it', () => {
    const holdings = stateOf(
      office,
      registered(),
      appointed('person-1', '2019-01-01'),
      ended('person-1', '2020-01-01'),
      appointed('person-2', '2021-01-01'),
    ).holdings;
    expect(holdings).toEqual([
      { personKey: 'person-1', from: day('2019-01-01'), to: day('2020-01-01') },
      { personKey: 'person-2', from: day('2021-01-01'), to: null },
    ]);
  });

  test('of the same person from another day is a new holding', () => {
    const again = appointed('person-1', '2026-03-02');
    given(office, knowing(union), registered(), appoint).when(command('AppointHolder', again.data)).then(again);
  });

  test('needs no decision on import', () => {
    const data = { personKey: 'person-1', effectiveFrom: unknownDate };
    given(office, knowing(union), registered())
      .when(command('AppointHolder', data, imported('2021-11-12')))
      .then({ type: 'HolderAppointed', data });
  });

  test('is refused over the API without a decision', () => {
    given(office, knowing(union), registered())
      .when(command('AppointHolder', { personKey: 'person-1', effectiveFrom: day('2026-03-01') }))
      .thenRejected('INPUT_INVALID', { path: 'decisionDocId', details: { problem: 'DECISION_DOCUMENT_REQUIRED' } });
  });

  test('invariant 58: is refused for an office of a body dissolved by then', () => {
    given(office, knowing(dissolvedUnion), registered())
      .when(command('AppointHolder', appoint.data))
      .thenRejected('ORG_DISSOLVED', { path: 'effectiveFrom', details: { orgId: 'org-union' } });
  });

  test('invariant 58: is refused for a body dissolved by then even if it already holds', () => {
    given(office, knowing(dissolvedUnion), registered(), appoint)
      .when(command('AppointHolder', appoint.data))
      .thenRejected('ORG_DISSOLVED', { path: 'effectiveFrom', details: { orgId: 'org-union' } });
  });

  test('invariant 58: on the day of the dissolution is refused, since that day is the first without the body', () => {
    given(office, knowing(dissolvedUnion), registered())
      .when(command('AppointHolder', appointed('person-1', '2025-07-01').data))
      .thenRejected('ORG_DISSOLVED', { path: 'effectiveFrom', details: { orgId: 'org-union' } });
  });
});

describe('EndHolding', () => {
  const held = [registered(), appointed('person-1', '2021-01-01')] as const;

  test('ends the present holding, and once is enough', () => {
    given(office, knowing(union), ...held)
      .when(command('EndHolding', { effectiveFrom: day('2026-03-01') }))
      .then(ended('person-1', '2026-03-01'))
      .andAgain()
      .thenNothingMore();
    expect(stateOf(office, ...held, ended('person-1', '2026-03-01')).holdings).toEqual([
      { personKey: 'person-1', from: day('2021-01-01'), to: day('2026-03-01') },
    ]);
  });

  test('ends the holding of the person named, and once is enough', () => {
    given(office, knowing(union), ...held)
      .when(command('EndHolding', { effectiveFrom: day('2026-03-01'), personKey: 'person-1' }))
      .then(ended('person-1', '2026-03-01'))
      .andAgain()
      .thenNothingMore();
  });

  test('recorded late shortens a holding that a later appointment had ended, and no other', () => {
    const holdings = stateOf(
      office,
      ...held,
      appointed('person-2', '2023-01-01'),
      ended('person-1', '2022-01-01'),
      ended('person-2', '2020-01-01'),
    ).holdings;
    expect(holdings).toEqual([
      { personKey: 'person-1', from: day('2021-01-01'), to: day('2022-01-01') },
      { personKey: 'person-2', from: day('2023-01-01'), to: null },
    ]);
  });

  test('invariant 65: is refused for a person who never held the office', () => {
    given(office, knowing(union), ...held)
      .when(command('EndHolding', { effectiveFrom: day('2026-03-01'), personKey: 'person-x' }))
      .thenRejected('NOT_FOUND', { path: 'personKey', details: { type: 'holding', id: 'person-x' } });
  });

  test.each([
    ['that nobody ever held', [registered()]],
    ['whose holder left on another day', [...held, ended('person-1', '2026-02-01')]],
  ])('invariant 64: is refused for an office %s', (_, past) => {
    given(office, knowing(union), ...past)
      .when(command('EndHolding', { effectiveFrom: day('2026-03-01') }))
      .thenRejected('STATE_NOT_ALLOWED', {
        details: { state: 'VACANT', command: 'EndHolding', allowed: ['AppointHolder'] },
      });
  });

  test('invariant 8: is refused before the holding began', () => {
    given(office, knowing(union), ...held)
      .when(command('EndHolding', { effectiveFrom: day('2020-12-31') }))
      .thenRejected('PERIOD_INVALID', { path: 'effectiveFrom' });
  });
});

describe('The fact of an office', () => {
  test('holds what decisions ask of it', () => {
    const state = stateOf(office, registered(), appointed('person-1', '2021-01-01'), granted());
    expect(officeFact('off-1', state)).toEqual({
      officeId: 'off-1',
      title: 'Phó Chủ tịch Liên đoàn Lao động tỉnh',
      orgId: 'org-union',
      holdings: [{ personKey: 'person-1', from: day('2021-01-01'), to: null }],
      mandates: [
        {
          mandateId: 'mandate-1',
          grantorOfficeId: 'off-head',
          grantorOrgId: 'org-committee-btv',
          capacity: 'FOR_HEAD',
          scope: { agreementId: 'agreement-1' },
          from: day('2026-01-01'),
          to: day('2026-12-31'),
        },
      ],
    });
  });

  test.each([
    ['before the agreed end', [granted(), revoked('2026-06-01')], day('2026-06-01')],
    ['after the agreed end', [granted(), revoked('2027-06-01')], day('2026-12-31')],
    ['without an agreed end', [granted({ to: undefined }), revoked('2027-06-01')], day('2027-06-01')],
    ['that history has before the grant', [revoked('2026-06-01'), granted()], day('2026-06-01')],
  ])('shortens a mandate by a revocation %s', (_, past, to) => {
    expect(officeFact('off-1', stateOf(office, ...past)).mandates.map((mandate) => mandate.to)).toEqual([to]);
  });

  test('takes no mandate for revoked because of what it is called', () => {
    const state = stateOf(office, granted({ mandateId: 'constructor' }));
    expect(officeFact('off-1', state).mandates.map((mandate) => mandate.to)).toEqual([day('2026-12-31')]);
  });

  test('leaves a mandate open that has no end', () => {
    const state = stateOf(office, granted({ to: undefined }));
    expect(officeFact('off-1', state).mandates.map((mandate) => mandate.to)).toEqual([null]);
  });
});

test('Any events in any order give a state', () => {
  expectTotalEvolve(office, [
    registered(),
    appointed('person-1', '2021-01-01'),
    appointed('person-2', '2019-01-01'),
    { type: 'HolderAppointed', data: { personKey: 'person-3', effectiveFrom: unknownDate } },
    { type: 'HolderAppointed', data: { personKey: 'person-1', effectiveFrom: instant(testNow) } },
    ended('person-1', '2020-01-01'),
    ended('person-2', '2024-01-01'),
    granted(),
    revoked('2026-02-01'),
  ]);
});
