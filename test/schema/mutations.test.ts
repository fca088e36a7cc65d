import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Principal } from '../../src/application/principal.js';
import { at, createGraph, type Graph } from '../support/graph.js';
import { registerBodies } from '../support/world.js';

const as = {
  drafter: { role: 'DRAFTER', personKey: 'p-drafter', orgId: 'org-a' },
  leader: { role: 'ORG_LEADER', personKey: 'p-leader', orgId: 'org-a' },
  clerk: { role: 'CLERK', personKey: 'p-clerk', orgId: 'org-a' },
  dashboard: { role: 'DASHBOARD', personKey: 'p-dash' },
} satisfies Record<string, Partial<Principal>>;

const commandId = '0b6a1c7e-9d3f-4a52-8f10-5d1c2b3a4e5f';

const draftInput = {
  kind: 'COORDINATION_REGULATION',
  subject: 'Quy chế phối hợp công tác',
  leadIssuer: 'org-a',
  effectivenessRule: 'ALL_SIGNED',
  parties: [
    { partyId: 'a', side: 'A', bodyIds: ['org-a'] },
    { partyId: 'b', side: 'B', bodyIds: ['org-b'] },
  ],
  period: { start: { earliest: '2026-01-01', latest: '2026-12-31', precision: 'YEAR', certainty: 'STATED' } },
  text: { clauses: [{ clauseId: 'c1', label: 'Điều 1', body: 'Hai bên phối hợp tuyên truyền.' }] },
  fields: [{ fieldId: 'f1', text: 'Tuyên truyền', clauseId: 'c1' }],
};

const errors = `userErrors {
  __typename code path message { vi en }
  ... on StateError { state allowed }
  ... on ConflictError { expected actual }
}`;

const mutation = (name: string, object = 'agreement { id status version }') => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${type}!) { result: ${name}(input: $input) {
    ${object} event { event version actor { role } } events { event } position warnings { code } ${errors}
  } }`;
};

let graph: Graph;

const send = async (name: string, input: object, by: Partial<Principal>, object?: string): Promise<unknown> =>
  at(await graph.ask(mutation(name, object), { input }, by), 'result');

beforeAll(async () => {
  graph = await createGraph();
  await registerBodies(graph.world);
});
afterAll(() => graph.close());

describe('a mutation', () => {
  test('gives the object, the event, the position, and no errors', async () => {
    const drafted = await send('draftAgreement', { id: 'agr-1', ...draftInput }, as.drafter);
    expect(drafted).toEqual({
      agreement: { id: 'agr-1', status: 'DRAFTING', version: 1 },
      event: { event: 'AgreementDrafted', version: 1, actor: { role: 'DRAFTER' } },
      events: [{ event: 'AgreementDrafted' }],
      position: expect.stringMatching(/^[1-9]\d*$/),
      warnings: [],
      userErrors: [],
    });
  });

  test('gives a refusal as data, with its code, path and both languages, and nothing else', async () => {
    const refused = await send('draftAgreement', { id: 'agr-1', ...draftInput }, as.drafter);
    expect(refused).toEqual({
      agreement: null,
      event: null,
      events: [],
      position: null,
      warnings: [],
      userErrors: [
        {
          __typename: 'ConflictError',
          code: 'ID_EXISTS',
          path: ['id'],
          message: { vi: expect.stringContaining('agr-1'), en: expect.stringContaining('agr-1') },
          expected: null,
          actual: null,
        },
      ],
    });
  });

  test.each([
    [
      'a right that is missing',
      'finalizeText',
      { id: 'agr-1', textVersion: 1, textSha256: 'a'.repeat(64) },
      as.dashboard,
      { __typename: 'PermissionError', code: 'ROLE_NOT_ALLOWED', path: null },
    ],
    [
      'an object there is not',
      'addParty',
      { id: 'agr-none', party: { partyId: 'c', side: 'B', bodyIds: ['org-b'] } },
      as.drafter,
      { __typename: 'NotFoundError', code: 'NOT_FOUND', path: ['id'] },
    ],
    [
      'an input that cannot be meant',
      'draftAgreement',
      { ...draftInput, id: 'không' },
      as.drafter,
      { __typename: 'ValidationError', code: 'INPUT_INVALID', path: ['id'] },
    ],
    [
      'a state that does not allow it',
      'openSigning',
      { id: 'agr-1' },
      as.leader,
      { __typename: 'StateError', code: 'TEXT_NOT_FINAL', path: null, state: 'DRAFTING' },
    ],
    [
      'a version that has moved on',
      'reviseDraft',
      { id: 'agr-1', expectedVersion: 7, patch: { subject: 'Khác' } },
      as.drafter,
      { __typename: 'ConflictError', code: 'VERSION_CONFLICT', path: ['expectedVersion'], expected: 7, actual: 1 },
    ],
    [
      'a rule of good order',
      'presentText',
      {
        id: 'agr-1',
        textVersion: 1,
        textSha256: 'a'.repeat(64),
        presenterOfficeId: 'off-a',
        occasionId: 'cer-1',
        occurred: { earliest: '2025-01-01', latest: '2025-01-01', precision: 'DAY', certainty: 'STATED' },
      },
      as.clerk,
      { code: expect.any(String) },
    ],
  ])('tells %s by its own type', async (_, name, input, by, expected) => {
    const refused = await send(name, input, by);
    expect(at(refused, 'userErrors')).toEqual([expect.objectContaining(expected)]);
  });

  test('repeated with its command id gives the first result, even for an object without a chosen id', async () => {
    const first = await send('draftAgreement', { ...draftInput, commandId }, as.drafter);
    const again = await send('draftAgreement', { ...draftInput, commandId }, as.drafter);
    expect(at(first, 'agreement.id')).toBe(`agr-${commandId}`);
    expect(again).toEqual(first);
  });

  test('without command id and id makes an object of its own', async () => {
    const drafted = await send('draftAgreement', draftInput, as.drafter);
    expect(at(drafted, 'agreement')).toEqual({
      id: expect.stringMatching(/^agr-new-\d+$/),
      status: 'DRAFTING',
      version: 1,
    });
  });

  test('keeps an open end of a period open, and takes away by null what a revision may take away', async () => {
    await send('draftAgreement', { id: 'agr-2', ...draftInput }, as.drafter);
    const object = 'agreement { period { start { precision } end { precision } } fields { id clauseId } subject }';
    const patch = { fields: [{ fieldId: 'f1', clauseId: null, text: null }], subject: null };
    const revised = await send('reviseDraft', { id: 'agr-2', patch }, as.drafter, object);
    expect(at(revised, 'userErrors')).toEqual([]);
    expect(at(revised, 'agreement')).toEqual({
      period: { start: { precision: 'YEAR' }, end: null },
      fields: [{ id: 'f1', clauseId: null }],
      subject: 'Quy chế phối hợp công tác',
    });
    const withoutPeriod = await send('reviseDraft', { id: 'agr-2', patch: { period: null } }, as.drafter, object);
    expect(at(withoutPeriod, 'agreement.period')).toBeNull();
  });

  test('observes exactly one thing', async () => {
    await send('registerSource', { id: 'src-1', kind: 'PRESS', title: 'Báo' }, as.clerk, 'source { id }');
    const observe = (target: object) =>
      send(
        'observeClause',
        { id: 'agr-2', sourceId: 'src-1', asWritten: 'tuyên truyền', target },
        as.clerk,
        'agreement { fields { observations { text source { id } } } coreTasks { id } }',
      );
    expect(at(await observe({ fieldId: 'f1' }), 'agreement.fields')).toEqual([
      { observations: [{ text: 'tuyên truyền', source: { id: 'src-1' } }] },
    ]);
    expect(at(await observe({ coreTaskId: 't1' }), 'agreement.coreTasks')).toEqual([{ id: 't1' }]);
    const [failure] = await graph.fail(mutation('observeClause'), {
      input: { id: 'agr-2', sourceId: 'src-1', asWritten: 'x', target: { fieldId: 'f1', clauseId: 'c1' } },
    });
    expect(failure?.message).toContain('Exactly one key must be specified');
  });

  test('records who acted, in which office and right, from the token alone', async () => {
    const patch = { subject: 'Quy chế mới' };
    const by = { ...as.drafter, officeId: 'off-a' };
    const revised = await send('reviseDraft', { id: 'agr-2', patch, reason: 'góp ý' }, by);
    expect(at(revised, 'event')).toEqual({ event: 'DraftRevised', version: 6, actor: { role: 'DRAFTER' } });
    const answer = await graph.ask(
      '{ agreement(id: "agr-2") { history(last: 1) { nodes { reason actor { personKey role office { id } onBehalfOf { id } } } } } }',
    );
    expect(at(answer, 'agreement.history.nodes')).toEqual([
      {
        reason: 'góp ý',
        actor: { personKey: 'p-drafter', role: 'DRAFTER', office: { id: 'off-a' }, onBehalfOf: { id: 'org-a' } },
      },
    ]);
  });

  test('shows each payload of one request what its own command did', async () => {
    const change = (alias: string, subject: string) =>
      `${alias}: reviseDraft(input: { id: "agr-1", patch: { subject: "${subject}" } }) { agreement { subject version } }`;
    const both = await graph.ask(`mutation { ${change('x', 'Một')} ${change('y', 'Hai')} }`, {}, as.drafter);
    expect(both).toEqual({
      x: { agreement: { subject: 'Một', version: 2 } },
      y: { agreement: { subject: 'Hai', version: 3 } },
    });
  });
});

describe('the bodies', () => {
  test('are registered, changed and shown by their mutations', async () => {
    const decision = { decisionDocId: 'doc-1' };
    const day = { earliest: '2026-01-01', latest: '2026-01-01', precision: 'DAY', certainty: 'STATED' };
    const organization = 'organization { id name parent { id } formerNames { name } }';
    const late = { reason: 'theo quyết định', source: { kind: 'PAPER', ref: 'src-1', certainty: 'STATED' } };
    await send(
      'registerOrganization',
      { id: 'org-x', name: 'Công đoàn X', kind: 'GRASSROOTS_UNION', parentId: 'org-a', ...decision },
      as.clerk,
      organization,
    );
    const renamed = await send(
      'renameOrganization',
      { id: 'org-x', from: 'Công đoàn X', to: 'Công đoàn Y', effectiveFrom: day, ...decision, ...late },
      as.clerk,
      organization,
    );
    expect(at(renamed, 'organization')).toEqual({
      id: 'org-x',
      name: 'Công đoàn Y',
      parent: { id: 'org-a' },
      formerNames: [{ name: 'Công đoàn X' }],
    });
    const freed = await send(
      'reparentOrganization',
      { id: 'org-x', effectiveFrom: day, ...decision, ...late },
      as.clerk,
      organization,
    );
    expect(at(freed, 'organization.parent')).toBeNull();

    const office =
      'office { id title organization { id } mandates { id capacity grantor { id } grantorOrganization { id } } holdings { personKey } }';
    const granted = await send(
      'grantMandate',
      {
        id: 'off-b',
        mandateId: 'man-1',
        grantorOfficeId: 'off-a',
        capacity: 'BY_SUB_DELEGATION',
        effectiveFrom: day,
        documentId: 'doc-2',
      },
      as.leader,
      office,
    );
    expect(at(granted, 'userErrors')).toEqual([]);
    expect(at(granted, 'office')).toEqual({
      id: 'off-b',
      title: 'Chủ tịch b',
      organization: { id: 'org-b' },
      mandates: [
        { id: 'man-1', capacity: 'BY_SUB_DELEGATION', grantor: { id: 'off-a' }, grantorOrganization: { id: 'org-a' } },
      ],
      holdings: [{ personKey: null }],
    });
  });
});
