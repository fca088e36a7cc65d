import { describe, expect, test } from '@jest/globals';
import type { AgreementFact } from '../../../src/domain/agreement/index.js';
import { day, unknownDate } from '../../../src/domain/kernel/fuzzyDate.js';
import type { Actor } from '../../../src/domain/kernel/event.js';
import type { OfficeFact } from '../../../src/domain/office/index.js';
import type { BodyFact } from '../../../src/domain/organization/index.js';
import { steering, type SteeringFacts, type SteeringState } from '../../../src/domain/steering/index.js';
import { command, imported } from '../../support/builders.js';
import { expectTotalEvolve, given, stateOf } from '../../support/deciderSpec.js';

const agreement: AgreementFact = {
  agreementId: 'agr-1',
  status: 'IN_FORCE',
  effectivenessRule: 'ALL_SIGNED',
  leadIssuer: 'duk',
  period: null,
  partyBodyIds: ['duk', 'ldld'],
};

const body = (id: string, over: Partial<BodyFact> = {}): BodyFact => ({
  id,
  name: id,
  kind: 'PARTY_COMMITTEE',
  system: 'PARTY',
  parentId: null,
  organizationId: id,
  ancestors: [],
  abbreviations: [],
  isClass: false,
  dissolvedFrom: null,
  successors: [],
  ...over,
});
const office = (officeId: string, orgId: string): OfficeFact => ({
  officeId,
  title: officeId,
  orgId,
  holdings: [],
  mandates: [],
});

const known: Omit<SteeringFacts, 'today'> = {
  agreement,
  offices: new Map(
    [office('off-head', 'duk'), office('off-1', 'duk'), office('off-2', 'ldld')].map((o) => [o.officeId, o]),
  ),
  bodies: new Map([body('duk', { ancestors: ['tinh-uy'] }), body('ldld')].map((b) => [b.id, b])),
};
const facts =
  (over: Partial<SteeringFacts> = {}) =>
  (today: SteeringState): SteeringFacts => ({ ...known, ...over, today });

const leaderOf = (orgId: string): Actor => ({ role: 'ORG_LEADER', personKey: 'p', onBehalfOfOrgId: orgId });
const data = {
  agreementId: 'agr-1',
  headOfficeId: 'off-head',
  members: ['off-1', 'off-2'],
  decisionDocId: 'doc-1',
};
const establish = (over: object = {}, options: Parameters<typeof command>[2] = {}) =>
  command('EstablishSteeringCommittee', { ...data, ...over }, { actor: leaderOf('duk'), ...options });
const established = { type: 'SteeringCommitteeEstablished', data } as const;

describe('Establishing a steering committee', () => {
  test('names its head and its members, for one agreement', () => {
    given(steering, facts()).when(establish()).then(established);
    expect(stateOf(steering, established)).toEqual({ ...data, status: 'ESTABLISHED' });
  });

  test('invariant 67: happens once', () => {
    given(steering, facts(), established)
      .when(establish())
      .thenRejected('ID_EXISTS', { path: 'id', details: { type: 'steering', id: 'stream-1' } });
  });

  test('invariant 64: is for an agreement that was signed or is in force', () => {
    given(steering, facts({ agreement: { ...agreement, status: 'SIGNED' } }))
      .when(establish())
      .then(established);
    for (const [status, allowed] of [
      ['SIGNING_FAILED', ['ReopenDraft', 'WithdrawDraft', 'SucceedParty']],
      ['SUSPENDED', ['SucceedParty', 'ResumeAgreement', 'TerminateAgreement', 'SupersedeAgreement', 'ExpireAgreement']],
      ['TERMINATED', ['SucceedParty']],
    ] as const)
      given(steering, facts({ agreement: { ...agreement, status } }))
        .when(establish())
        .thenRejected('STATE_NOT_ALLOWED', {
          details: {
            state: status,
            command: 'EstablishSteeringCommittee',
            allowed: [
              ...allowed,
              ...['CiteDocument', 'LinkSource', 'UnlinkSource', 'ObserveClause', 'PlaceLegalHold', 'ReleaseLegalHold'],
              ...(status === 'TERMINATED' ? ['ArchiveAgreement'] : []),
            ],
          },
        });
  });

  test('invariant 65: names an agreement and offices on record', () => {
    const { agreement: _, ...without } = known;
    given(steering, (today: SteeringState) => ({ ...without, today }))
      .when(establish())
      .thenRejected('NOT_FOUND', { path: 'agreementId', details: { type: 'agreement', id: 'agr-1' } });
    given(steering, facts())
      .when(establish({ headOfficeId: 'off-x' }))
      .thenRejected('NOT_FOUND', { path: 'headOfficeId', details: { type: 'office', id: 'off-x' } });
    given(steering, facts())
      .when(establish({ members: ['off-1', 'off-x'] }))
      .thenRejected('NOT_FOUND', { path: 'members', details: { type: 'office', id: 'off-x' } });
  });

  test('invariant 58: appoints nobody of a body that was dissolved by then', () => {
    const bodies = new Map([...known.bodies, ['ldld', body('ldld', { dissolvedFrom: day('2025-07-01') })] as const]);
    given(steering, facts({ bodies }))
      .when(establish())
      .thenRejected('ORG_DISSOLVED', { path: 'members', details: { orgId: 'ldld' } });
  });

  test('invariant 66: is for the leader of the lead, of a party, or of a body above one', () => {
    for (const orgId of ['duk', 'ldld', 'tinh-uy'])
      given(steering, facts())
        .when(establish({}, { actor: leaderOf(orgId) }))
        .then(established);
    given(steering, facts())
      .when(establish({}, { actor: leaderOf('other') }))
      .thenRejected('ROLE_NOT_ALLOWED', {
        details: { role: 'ORG_LEADER', command: 'EstablishSteeringCommittee', leadIssuer: 'duk' },
      });
  });

  test('says who heads it and by what decision, unless an import does not know it', () => {
    given(steering, facts())
      .when(establish({ headOfficeId: null }))
      .thenRejected('INPUT_INVALID', {
        path: 'headOfficeId',
        details: { problem: 'null, which only an import may send' },
      });
    given(steering, facts())
      .when(establish({ decisionDocId: undefined }))
      .thenRejected('INPUT_INVALID', {
        path: 'decisionDocId',
        details: { problem: 'DECISION_DOCUMENT_REQUIRED' },
      });
    const unsaid = { agreementId: 'agr-1', headOfficeId: null };
    given(steering, facts())
      .when(command('EstablishSteeringCommittee', unsaid, imported(unknownDate)))
      .then({ type: 'SteeringCommitteeEstablished', data: { ...unsaid, members: [] } });
  });
});

test('a committee accepts any event in any state', () => {
  const { decisionDocId: _, ...other } = data;
  expectTotalEvolve(steering, [
    established,
    { type: 'SteeringCommitteeEstablished', data: { ...other, headOfficeId: null, members: [] } },
  ]);
});
