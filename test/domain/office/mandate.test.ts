import { describe, expect, test } from '@jest/globals';
import { day, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import { office } from '../../../src/domain/office/index.js';
import { command, imported } from '../../support/builders.js';
import { given, stateOf } from '../../support/deciderSpec.js';
import { body } from '../organization/fixtures.js';
import { granted, knowing, registered, revoked } from './fixtures.js';

const standing = body('org-committee-btv', { kind: 'STANDING_COMMITTEE', parentId: 'org-committee' });
const leaderOf = (orgId: string) =>
  ({ actor: { role: 'ORG_LEADER', personKey: 'person-leader', onBehalfOfOrgId: orgId } }) as const;
const leader = leaderOf('org-committee-btv');
const notLeader = (commandType: string) => ({
  details: { role: 'ORG_LEADER', command: commandType, grantorOrgId: 'org-committee-btv' },
});

const grant = (data: Parameters<typeof granted>[0] = {}) => {
  const { grantorOrgId: _, ...input } = granted(data).data;
  return input;
};

describe('GrantMandate', () => {
  test('lets the office sign for the body of the grantor, and once is enough', () => {
    given(office, knowing(standing), registered())
      .when(command('GrantMandate', grant(), leader))
      .then(granted())
      .andAgain()
      .thenNothingMore();
  });

  test('may be without scope and end', () => {
    const { scope: _, to: __, ...input } = grant();
    const { to: ___, ...data } = granted({ scope: {} }).data;
    given(office, knowing(standing), registered())
      .when(command('GrantMandate', input, leader))
      .then({ type: 'MandateGranted', data });
  });

  test('may be limited to a kind of agreement', () => {
    const scope = { kind: 'COORDINATION_REGULATION' } as const;
    given(office, knowing(standing), registered())
      .when(command('GrantMandate', grant({ scope }), leader))
      .then(granted({ scope }));
  });

  test('is open to the leader of the organisation behind the granting body', () => {
    given(office, knowing(standing), registered())
      .when(command('GrantMandate', grant(), leaderOf('org-committee')))
      .then(granted());
  });

  test('is open to an import, which is no leader', () => {
    given(office, knowing(standing), registered())
      .when(command('GrantMandate', grant(), imported('2021-11-12')))
      .then(granted());
  });

  test('belongs to leaders alone over the API', () => {
    expect(office.commands.GrantMandate?.roles).toEqual(['ORG_LEADER']);
    expect(office.commands.RevokeMandate?.roles).toEqual(['ORG_LEADER']);
  });

  test('invariant 66: is refused for the leader of another body', () => {
    given(office, knowing(standing), registered())
      .when(command('GrantMandate', grant(), leaderOf('org-union')))
      .thenRejected('ROLE_NOT_ALLOWED', notLeader('GrantMandate'));
  });

  test('invariant 66: is refused for a leader of nothing, even where the granting body is unknown', () => {
    given(office, knowing(), registered())
      .when(command('GrantMandate', grant(), { actor: { role: 'ORG_LEADER', personKey: 'person-leader' } }))
      .thenRejected('ROLE_NOT_ALLOWED', notLeader('GrantMandate'));
  });

  test('invariant 65: is refused from an office nobody registered', () => {
    given(office, knowing(standing), registered())
      .when(command('GrantMandate', grant({ grantorOfficeId: 'off-x' }), leader))
      .thenRejected('NOT_FOUND', { path: 'grantorOfficeId', details: { type: 'office', id: 'off-x' } });
  });

  test('invariant 58: is refused from a body dissolved by then', () => {
    const gone = body('org-committee-btv', { dissolvedFrom: day('2025-07-01') });
    given(office, knowing(gone), registered())
      .when(command('GrantMandate', grant(), leader))
      .thenRejected('ORG_DISSOLVED', { path: 'grantorOfficeId', details: { orgId: 'org-committee-btv' } });
  });

  test('invariant 8: is refused when it ends before it begins', () => {
    given(office, knowing(standing), registered())
      .when(command('GrantMandate', grant({ to: day('2025-12-31') }), leader))
      .thenRejected('PERIOD_INVALID', { path: 'to' });
  });

  test.each([
    ['grantor', { grantorOfficeId: 'off-other' }],
    ['capacity', { capacity: 'BY_ORDER' }],
    ['agreement', { scope: { agreementId: 'agreement-2' } }],
    ['kind', { scope: { agreementId: 'agreement-1', kind: 'COORDINATION_PROGRAMME' } }],
    ['beginning', { effectiveFrom: day('2026-01-02') }],
    ['end', { to: unknownDate }],
    ['document', { documentId: 'doc-x' }],
  ] as const)('is refused under an id that a mandate with another %s has (67)', (_, other) => {
    given(office, knowing(standing), registered(), granted(other))
      .when(command('GrantMandate', grant(), leader))
      .thenRejected('ID_EXISTS', { path: 'mandateId', details: { type: 'mandate', id: 'mandate-1' } });
  });

  test('invariant 67: recorded late is refused under an id that was given later', () => {
    const today = stateOf(office, registered(), granted({ documentId: 'doc-x' }));
    given(office, (state) => ({ ...knowing(standing)(state), today }), registered())
      .when(command('GrantMandate', grant(), { ...imported('2025-01-01'), channel: 'API', ...leader }))
      .thenRejected('ID_EXISTS', { path: 'mandateId', details: { type: 'mandate', id: 'mandate-1' } });
  });
});

describe('RevokeMandate', () => {
  const revoke = revoked('2026-03-01');

  test('ends the mandate, and once is enough', () => {
    given(office, knowing(standing), registered(), granted())
      .when(command('RevokeMandate', revoke.data, leader))
      .then(revoke)
      .andAgain()
      .thenNothingMore();
  });

  test('needs no reason, and is open to the organisation behind the granting body and to an import', () => {
    const { reason: _, ...data } = revoke.data;
    for (const by of [leaderOf('org-committee'), imported('2026-03-01')])
      given(office, knowing(standing), registered(), granted())
        .when(command('RevokeMandate', data, by))
        .then({ type: 'MandateRevoked', data });
  });

  test('invariant 65: is refused for a mandate nobody granted', () => {
    given(office, knowing(standing), registered())
      .when(command('RevokeMandate', revoke.data, leader))
      .thenRejected('NOT_FOUND', { path: 'mandateId', details: { type: 'mandate', id: 'mandate-1' } });
  });

  test('invariant 66: is refused for the leader of another body', () => {
    given(office, knowing(standing), registered(), granted())
      .when(command('RevokeMandate', revoke.data, leaderOf('org-union')))
      .thenRejected('ROLE_NOT_ALLOWED', notLeader('RevokeMandate'));
  });

  test('invariant 64: is refused for a mandate revoked on another day', () => {
    given(office, knowing(standing), registered(), granted(), revoked('2026-02-01'))
      .when(command('RevokeMandate', revoke.data, leader))
      .thenRejected('STATE_NOT_ALLOWED', {
        path: 'mandateId',
        details: { state: 'REVOKED', command: 'RevokeMandate', allowed: [] },
      });
  });
});
